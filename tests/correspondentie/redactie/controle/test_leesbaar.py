"""Accessibility of a letter: headings in order, tables with heads, links that say where they go."""

import pytest

from correspondentie.redactie.controle.leesbaar import list_toegankelijkheid, make_leestekst

GOED = (
    "<h1>Brief</h1><h2>Kop</h2><p>Zie <a href='https://x.nl'>Mijn toeslagen</a></p>"
    "<table><caption>T</caption><tr><th scope='col'>a</th></tr><tr><td>b</td></tr></table>"
)


def list_uitleg(html: str) -> list[str]:
    return [fout.uitleg for fout in list_toegankelijkheid("geval", f"<html><body>{html}</body></html>")]


def test_a_good_letter_has_nothing_against_it() -> None:
    assert [] == list_uitleg(GOED)


@pytest.mark.parametrize(
    ("oud", "nieuw", "verwacht"),
    [
        ("<h2>Kop</h2>", "<h3>Kop</h3>", "De kop 'Kop' slaat een niveau over."),
        ("<h2>Kop</h2>", "<h2> </h2>", "Er staat een lege kop in de brief."),
        ("<h1>Brief</h1><h2>Kop</h2>", "", "De brief heeft geen kop."),
        ("<caption>T</caption>", "", "Een tabel heeft geen titel (caption)."),
        (" scope='col'", "", "De tabel 'T' heeft koppen nodig die zeggen waar ze bij horen."),
        ("<th scope='col'>a</th>", "<td>a</td>", "De tabel 'T' heeft koppen nodig"),
        ("Mijn toeslagen", "klik hier", "De tekst van de link 'klik hier' zegt niet"),
        ("Mijn toeslagen", "https://x.nl", "De tekst van de link 'https://x.nl' zegt niet"),
        ("Mijn toeslagen", "", "De tekst van de link '' zegt niet"),
    ],
)
def test_each_rule_refuses_what_it_is_for(oud: str, nieuw: str, verwacht: str) -> None:
    [uitleg] = list_uitleg(GOED.replace(oud, nieuw))

    assert verwacht in uitleg


def test_the_text_is_read_block_by_block() -> None:
    assert "Brief\nKop\nZie Mijn toeslagen\nT\na\nb" == make_leestekst(f"<html><body>{GOED}</body></html>")
