"""What every calc test may use: the official figures, and a hypothesis profile that keeps the suite quick."""

import pytest
from hypothesis import settings

from calc.norm import Norm
from calc.voorschot import Voorschotregels
from tests.bouwers.huishoudens import NORMEN, make_voorschotregels

settings.register_profile("calc", max_examples=100, deadline=None)
settings.load_profile("calc")


@pytest.fixture(scope="session")
def norm() -> Norm:
    """The official figures of 2026."""
    return NORMEN.find_norm(2026)


@pytest.fixture(scope="session")
def regels() -> Voorschotregels:
    """What an advance of 2026 rests on when it is decided before the year."""
    return make_voorschotregels()
