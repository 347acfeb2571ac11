"""One Zetter for all tests of this folder: it is meant to be made once."""

import pytest

from correspondentie.zetter import Zetter
from tests.bouwers.briefhtml import HUISSTIJL


@pytest.fixture(scope="session")
def zetter() -> Zetter:
    return Zetter(HUISSTIJL)
