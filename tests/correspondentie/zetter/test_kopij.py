"""Kopij keeps what is fixed apart from what is of one citizen."""

from dataclasses import replace

import pytest

from correspondentie.sjabloon import Sjablonen, load_sjablonen
from correspondentie.zetter import Kopij, make_kopij
from correspondentie.zetter.kopij import BLOK, VELD
from tests.bouwers.briefhtml import make_brief
from tests.bouwers.voorbeelden import SJABLONEN, Voorbeeld, list_voorbeelden, load_voorbeeld


@pytest.fixture(scope="module")
def sjablonen() -> Sjablonen:
    return load_sjablonen(SJABLONEN)


def test_values_are_escaped_and_marks_are_gone() -> None:
    kopij = Kopij(f"{BLOK}<p>Dag {VELD}, {VELD}</p>", ("<b>", f"a{VELD}&{BLOK}"))

    assert kopij.html == f"<p>Dag &lt;b&gt;, a{VELD}&amp;{BLOK}</p>"


def test_a_value_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        _ = Kopij(f"<p>{VELD}</p>", ("een", "twee")).html


def test_a_letter_written_out_whole_stays_as_it_was() -> None:
    html = make_brief("<h2>Kop</h2><ul><li>een</li></ul>")

    assert "".join(make_kopij(html).html.split()) == "".join(html.split())


@pytest.mark.parametrize("voorbeeld", list_voorbeelden(), ids=lambda voorbeeld: voorbeeld.brieftype)
def test_every_field_of_a_sjabloon_is_a_value(sjablonen: Sjablonen, voorbeeld: Voorbeeld) -> None:
    kopij = sjablonen.render_kopij(voorbeeld.brieftype, voorbeeld.gegevens)

    assert kopij.skelet.count(VELD) == len(kopij.waarden)
    assert voorbeeld.gegevens.brief.kenmerk in kopij.waarden
    assert voorbeeld.gegevens.brief.kenmerk not in kopij.skelet


def test_letters_of_the_same_branches_share_their_fixed_text(sjablonen: Sjablonen) -> None:
    gegevens = load_voorbeeld("herziening", "nabetaling").gegevens
    ander = replace(gegevens.brief, kenmerk="TS26-0000-0000-0000", aanhef="Geachte heer Bos,")
    een = sjablonen.render_kopij("herziening", gegevens)
    twee = sjablonen.render_kopij("herziening", replace(gegevens, brief=ander))

    assert een.skelet == twee.skelet
    assert een.waarden != twee.waarden
