"""What holds for every test: a property is judged by its truth, never by how busy the machine is."""

from hypothesis import HealthCheck, settings

# On two cores with other work beside it, Hypothesis would call a slow moment a failure.
settings.register_profile("huis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("huis")
