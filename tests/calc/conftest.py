"""What every calc test may use: the norm of 2026, and a hypothesis profile that keeps the suite quick."""

import pytest
from hypothesis import settings

from calc.norm import Norm, load_norm

settings.register_profile("calc", max_examples=100, deadline=None)
settings.load_profile("calc")


@pytest.fixture(scope="session")
def norm() -> Norm:
    """The official figures of 2026."""
    return load_norm(2026)
