"""A channel of GLOBE over an exchange that does what the test says."""

from pathlib import Path

import pytest

from tests.bouwers.globe import Nepuitwisseling, Poging


@pytest.fixture
def uit() -> Nepuitwisseling:
    return Nepuitwisseling()


@pytest.fixture
def poging(tmp_path: Path, uit: Nepuitwisseling) -> Poging:
    return Poging(tmp_path / "globe", uit)
