"""What holds for every test: a property is judged by its truth, never by how busy the machine is."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.bouwers.diensten import Dienst, serve_postgres
from tests.bouwers.opdrachtregel import set_sessiemap

# On two cores with other work beside it, Hypothesis would call a slow moment a failure.
settings.register_profile("huis", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("huis")


@pytest.fixture(scope="session", autouse=True)
def sessiemap(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give the commands that tests start a folder to share; all of pytest shares what letters taught."""
    basis = tmp_path_factory.getbasetemp()
    gedeeld = basis.parent if hasattr(request.config, "workerinput") else basis
    set_sessiemap(tmp_path_factory.mktemp("sessie"), gedeeld / "formes")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Dienst]:
    """One PostgreSQL for all tests of this process; who kills it starts it again."""
    with serve_postgres() as dienst:
        yield dienst
