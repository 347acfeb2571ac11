"""The sum of kinderopvangtoeslag: per child and per Opvang, as the table of the letter shows it (pure)."""

from collections.abc import Iterator
from decimal import Decimal

from calc.beschikking import Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Opvangsoort
from calc.kinderopvangtoeslag import EERSTE_KIND
from correspondentie.berekening.regels import Jaardeel
from correspondentie.briefgegevens import Opvangregel
from correspondentie.opmaak import format_euro_heel

_Stap = dict[Grondslagsoort, int | str]


def list_opvangregels(periode: Periode, huishouden: Huishouden) -> Iterator[Opvangregel]:
    """List the sum of each Opvang of each child in one Periode."""
    voornamen = {kind.nummer: kind.voornaam for kind in huishouden.kinderen}
    regels: dict[tuple[int, int], _Stap] = {}
    for grondslag in periode.grondslagen:
        if grondslag.kind is not None and grondslag.opvang is not None:
            regels.setdefault((grondslag.kind, grondslag.opvang), {})[grondslag.soort] = grondslag.waarde
    return (_make_opvangregel(voornamen[kind], stap) for (kind, _), stap in regels.items())


def list_opvangjaardelen(recht: Recht) -> list[Jaardeel]:
    """List what each Periode adds to the year: its months, to the cent."""
    return [
        Jaardeel(
            periode,
            f"{periode.maanden} × {format_euro_heel(periode.maandtotaal)}",
            periode.maanden * periode.maandtotaal,
        )
        for periode in recht.perioden
        if periode.maandtotaal
    ]


def _make_opvangregel(kind: str, stap: _Stap) -> Opvangregel:
    return Opvangregel(
        kind=kind,
        opvangsoort=Opvangsoort(str(stap[Grondslagsoort.OPVANGSOORT])),
        organisatie=str(stap[Grondslagsoort.ORGANISATIE]),
        lrk_nummer=str(stap[Grondslagsoort.LRK_NUMMER]),
        uren=Decimal(stap[Grondslagsoort.UREN]),
        uren_geteld=Decimal(stap[Grondslagsoort.UREN_GETELD]),
        uurtarief=int(stap[Grondslagsoort.UURTARIEF]),
        maximum_uurprijs=int(stap[Grondslagsoort.MAXIMUM_UURPRIJS]),
        uurtarief_geteld=int(stap[Grondslagsoort.UURTARIEF_GETELD]),
        kosten=int(stap[Grondslagsoort.OPVANGKOSTEN]),
        eerste_kind=stap[Grondslagsoort.RANG] == EERSTE_KIND,
        percentage=Decimal(stap[Grondslagsoort.PERCENTAGE]),
        bedrag=int(stap[Grondslagsoort.KINDBEDRAG]),
    )
