"""The sheets around a lot, for the people at the printer; no personal data."""

from collections.abc import Sequence

from outbox.printstraat.manifest import Manifestbrief
from outbox.printstraat.opdruk import SLUITBLAD, VOORBLAD, Velmerk, draw_velmerk
from outbox.printstraat.tekenen import Lettertype, Tekening

_LINKS, _WAARDE, _BREED = 30.0, 80.0, 150.0
_UITLEG = {
    VOORBLAD: "Hierna komen de brieven van deze partij, op volgorde van postcode.",
    SLUITBLAD: "Dit was de laatste brief van deze partij. Klopt het aantal niet? Verstuur dan niets.",
}


def make_blad(
    soort: int, run: str, lot: int, brieven: Sequence[Manifestbrief], lettertype: Lettertype
) -> bytes:
    """Make the sheet before (VOORBLAD) or after (SLUITBLAD) the letters of a lot.

    Shape: a PDF of one page; the same lot gives the same bytes.
    """
    naam = "Voorblad" if soort == VOORBLAD else "Sluitblad"
    tekening = Tekening(f"{naam} van partij {lot}", lettertype)
    draw_velmerk(tekening, Velmerk(run=run, lot=lot, volgnummer=soort, paginas=1))
    tekening.draw_vlak(_LINKS, 30, _BREED, 1.1)
    tekening.draw_tekst(_LINKS, 42, naam, lettertype.vet, 22)
    tekening.draw_tekst(_LINKS, 82, f"Partij {lot}", lettertype.vet, 60)
    for nummer, (label, waarde) in enumerate(_list_regels(run, brieven)):
        hoogte = 112 + 12 * nummer
        tekening.draw_tekst(_LINKS, hoogte, label, lettertype.gewoon, 14)
        tekening.draw_tekst(_WAARDE, hoogte, waarde, lettertype.vet, 14)
        tekening.draw_lijn(_LINKS, hoogte + 4, _BREED)
    tekening.draw_tekst(_LINKS, 230, _UITLEG[soort], lettertype.gewoon, 11)
    tekening.draw_tekst(_LINKS, 237, "Dit blad hoort niet in een envelop.", lettertype.gewoon, 11)
    tekening.end_bladzijde()
    return tekening.make_pdf()


def _list_regels(run: str, brieven: Sequence[Manifestbrief]) -> list[tuple[str, str]]:
    return [
        ("Run", run),
        ("Klasse", max(brieven, key=lambda brief: brief.vellen).klasse),
        ("Brieven", str(len(brieven))),
        ("Pagina’s", str(sum(brief.paginas for brief in brieven))),
        ("Vellen", str(sum(brief.vellen for brief in brieven))),
        ("Eerste kenmerk", brieven[0].kenmerk),
        ("Laatste kenmerk", brieven[-1].kenmerk),
    ]
