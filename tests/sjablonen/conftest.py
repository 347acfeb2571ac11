"""The sjablonen as they are live, loaded once."""

import pytest

from correspondentie.sjabloon import Sjablonen, load_sjablonen
from tests.bouwers.voorbeelden import SJABLONEN


@pytest.fixture(scope="session")
def sjablonen() -> Sjablonen:
    return load_sjablonen(SJABLONEN)
