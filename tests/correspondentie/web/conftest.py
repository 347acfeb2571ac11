"""One server for the tests of a file, and visitors who come to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, expect

from correspondentie.web.limieten import AANMELDEN
from tests.bouwers.browser import Scherm, open_browser, open_scherm
from tests.bouwers.webwerk import Bezoek, Bezoeker, Redactie, serve_redactie

Zit = Callable[..., Scherm]
expect.set_options(timeout=60_000)  # a letter on a busy machine takes its time: what counts is that it comes


@pytest.fixture(scope="module")
def redactie(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redactie]:
    """A demo with an empty database."""
    with serve_redactie(tmp_path_factory.mktemp("redactie")) as draait:
        yield draait


@pytest.fixture
def bezoek(redactie: Redactie) -> Iterator[Bezoek]:
    """Makes visitors: who is named is logged in."""
    bezoekers: list[Bezoeker] = []

    def make(wie: str | None = None, url: str = redactie.url) -> Bezoeker:
        bezoeker = Bezoeker(url)
        bezoekers.append(bezoeker)
        redactie.klok.pass_(AANMELDEN.binnen / 4)  # so that nobody has to wait
        return bezoeker if wie is None else bezoeker.log_in(wie)

    yield make
    for bezoeker in bezoekers:
        bezoeker.client.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file."""
    with open_browser() as venster:
        yield venster


@pytest.fixture
def zit(redactie: Redactie, browser: Browser) -> Iterator[Zit]:
    """Puts people before a browser, logged in; no script of theirs may fail."""
    with ExitStack() as open_:
        schermen: list[Scherm] = []

        def sit(wie: str, breedte: int = 1440, **anders: bool) -> Scherm:
            redactie.klok.pass_(AANMELDEN.binnen / 4)
            scherm = open_.enter_context(open_scherm(browser, redactie.url, breedte, **anders))
            schermen.append(scherm)
            with closing(Bezoeker(redactie.url).log_in(wie).client) as client:
                koekje = {"name": "sessie", "value": client.cookies["sessie"], "url": redactie.url}
                scherm.page.context.add_cookies([koekje])  # type: ignore[list-item]  # it is one
            return scherm

        yield sit
        assert [] == [fout for scherm in schermen for fout in scherm.fouten]
