"""Where a line ends the same is read aloud from a filled letter as from a composed one."""

import pytest

from correspondentie.zetter import Kopij, Wijze, Zetter, make_kopij
from correspondentie.zetter.kopij import mark_blokken
from correspondentie.zetter.vergelijken import list_verschillen, read_brief
from tests.bouwers.briefhtml import DAGTEKENING, HUISSTIJL, make_brief

VELD = "\x01"


@pytest.fixture(scope="module")
def vuller() -> Zetter:
    return Zetter(HUISSTIJL)


@pytest.mark.parametrize(
    "waarde",
    [
        "https://www.toeslagen.nl/a/b?c=d&e=f",
        "2020–2021",
        "2020 – 2021",
        "Jan-Pieter Willem-Alexander",
        "€ 12 - € 10",
        "- - -",
        "Jan\u00a0Piet en Kees",
    ],
)
@pytest.mark.parametrize("inhoud", [f"<p>{VELD}</p>", f"<p>Zie <b>{VELD}</b> en {VELD}</p>"])
def test_the_spaces_of_a_filled_letter_are_those_of_the_composed_one(
    vuller: Zetter, inhoud: str, waarde: str
) -> None:
    skelet = mark_blokken(make_brief(inhoud))
    kopij = Kopij(skelet, (" ".join([waarde] * 12),) * skelet.count(VELD))
    gezet = vuller.compose(kopij, dagtekening=DAGTEKENING)
    gevuld = [vuller.zet(kopij, dagtekening=DAGTEKENING) for _ in range(2)]

    assert not any(brief.verschil for brief in gevuld)
    assert list_verschillen(gezet.pdf, gevuld[1].pdf) == []


def test_a_letter_whose_first_space_does_not_break_has_spaces_at_its_line_ends(vuller: Zetter) -> None:
    tekst = "een zin die op een regel niet past " * 9
    html = make_brief(f"<p>{tekst}</p>").replace("Geachte mevrouw", "\u00a0Mevrouw")
    gezet = vuller.compose(make_kopij(html), dagtekening=DAGTEKENING)

    merken = [" ".join(merk.split()) for merk in read_brief(gezet.pdf).bladen[0].merken.values()]

    assert tekst.strip() in merken


def test_words_are_filled_where_they_are_broken(vuller: Zetter) -> None:
    skelet = mark_blokken(make_brief(f"<p>{VELD}</p>"))
    kopij = Kopij(skelet, (" ".join(["2020–2021"] * 30),))

    assert [vuller.zet(kopij, dagtekening=DAGTEKENING).wijze for _ in range(2)][1] is Wijze.GEVULD
