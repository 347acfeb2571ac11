"""A letter that a screen reader cannot announce does not leave, and its author hears what to do."""

import pytest

from correspondentie.errors import InvalidPdfError
from correspondentie.zetter import Motor, Zetter, make_kopij
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL, make_brief


@pytest.mark.parametrize(
    ("weg", "raad"),
    [
        ("<title>Over uw toeslag</title>", "Vul de titel in"),
        (' lang="nl"', 'Zet <html lang="nl"> terug'),
    ],
)
def test_what_a_screen_reader_needs_is_asked_for(weg: str, raad: str) -> None:
    html = make_brief()
    zetter = Zetter(HUISSTIJL, Motor.WEASYPRINT)

    assert html.count(weg) == 1
    with pytest.raises(InvalidPdfError, match=raad):
        zetter.zet(make_kopij(html.replace(weg, "")), dagtekening=DAGTEKENING)
