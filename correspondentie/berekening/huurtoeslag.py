"""The sum of huurtoeslag, in both forms: parts of the rent, less a part of the income (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from calc.beschikking import Grondslagsoort, Periode, Recht
from correspondentie.berekening.regels import (
    Jaardeel,
    Stappen,
    make_aantalregel,
    make_regel,
    make_stappen,
    make_verschilregel,
)
from correspondentie.briefgegevens import Rekenregel, Rekenstap
from correspondentie.opmaak import format_euro_heel, format_uren

Soort = Grondslagsoort
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class _Deel:
    """One part of the rent: which rent, and how much of it is given. Unit: eurocent a month."""

    huurregel: Rekenregel
    deelstap: Rekenstap
    percentage: str
    bedrag: int

    @property
    def huur(self) -> int:
        """The rent in this part."""
        return int(self.huurregel.uitkomst)

    @property
    def exact(self) -> str:
        """What is given of it before it is rounded, as a formule."""
        return f"{format_euro_heel(self.huur)} × {format_uren(Decimal(self.percentage))}%"

    def compute_exact(self) -> Fraction:
        """Compute what is given of it before it is rounded. Unit: eurocent."""
        return self.huur * Fraction(self.percentage) / 100


def list_huurregels(periode: Periode) -> Iterator[Rekenregel]:
    """List how the rent and the residents of one Periode come to an amount a month."""
    stappen = make_stappen(periode.grondslagen)
    if not stappen.has(Soort.PERSONEN):
        return
    yield make_aantalregel(Rekenstap.PERSONEN, stappen.find_getal(Soort.PERSONEN))
    yield make_regel(Rekenstap.REKENINKOMEN, stappen.find_getal(Soort.REKENINKOMEN))
    yield from _list_rekenhuur(stappen)
    if not stappen.has(Soort.BASISHUUR):
        te_hoog = stappen.find_getal(Soort.REKENHUUR) > stappen.find_getal(Soort.MAXIMUM_HUUR)
        yield make_regel(Rekenstap.HUUR_TE_HOOG if te_hoog else Rekenstap.INKOMEN_TE_HOOG, 0)
        return
    yield make_regel(Rekenstap.BASISHUUR, stappen.find_getal(Soort.BASISHUUR), _format_basishuur(stappen))
    delen = _list_delen(stappen)
    for deel in delen:
        yield deel.huurregel
        yield make_regel(deel.deelstap, deel.bedrag, deel.exact)
    yield from _list_korting(stappen)
    yield make_regel(Rekenstap.HUUR_MAANDTOTAAL, periode.maandtotaal, _format_maandtotaal(delen, stappen))
    yield make_regel(Rekenstap.MAANDBEDRAG, periode.maandbedrag, format_euro_heel(periode.maandtotaal))


def list_huurjaardelen(recht: Recht) -> list[Jaardeel]:
    """List what each Periode adds to the year: its months, of an amount in which nothing is rounded."""
    delen = []
    for periode in recht.perioden:
        stappen = make_stappen(periode.grondslagen)
        if not stappen.has(Soort.BASISHUUR) or not periode.maandtotaal:
            continue
        exact = " + ".join(deel.exact for deel in _list_delen(stappen))
        if korting := _format_korting(stappen):
            exact += f" − {korting}"
        bedrag = periode.maanden * _compute_exact(stappen)
        delen.append(Jaardeel(periode, f"{periode.maanden} × ({exact})", floor(bedrag + HALF)))
    return delen


def _compute_exact(stappen: Stappen) -> Fraction:
    """Compute a month before anything is rounded. Unit: eurocent."""
    exact = sum((deel.compute_exact() for deel in _list_delen(stappen)), Fraction())
    if not stappen.has(Soort.INKOMENSIJKPUNT):
        return exact
    percentage = Fraction(stappen.per_soort[Soort.AFBOUWPERCENTAGE].waarde)
    return exact - _compute_boven(stappen) * percentage / 100 / 12


def _list_rekenhuur(stappen: Stappen) -> Iterator[Rekenregel]:
    kaal, maximum = (stappen.format_bedrag(soort) for soort in (Soort.KALE_HUUR, Soort.MAXIMUM_HUUR))
    rekenhuur = stappen.find_getal(Soort.REKENHUUR)
    yield make_regel(Rekenstap.KALE_HUUR, stappen.find_getal(Soort.KALE_HUUR))
    if not stappen.has(Soort.SERVICEKOSTEN):
        yield make_regel(Rekenstap.REKENHUUR, rekenhuur, f"{kaal} maar hooguit {maximum}")
        return
    servicekosten = stappen.find_getal(Soort.SERVICEKOSTEN)
    yield make_regel(Rekenstap.SERVICEKOSTEN, servicekosten)
    yield make_regel(Rekenstap.REKENHUUR, rekenhuur, f"{kaal} + {format_euro_heel(servicekosten)}")
    yield make_regel(Rekenstap.MAXIMUM_HUUR, stappen.find_getal(Soort.MAXIMUM_HUUR))


def _format_basishuur(stappen: Stappen) -> str:
    """The formula of the quadratic form; '' in the linear form, where the basishuur is an official figure."""
    if not stappen.has(Soort.BASISHUUR_KWADRAAT):
        return ""
    inkomen = stappen.format_bedrag(Soort.REKENINKOMEN)
    kwadraat = stappen.format_factor(Soort.BASISHUUR_KWADRAAT)
    lineair = stappen.format_factor(Soort.BASISHUUR_LINEAIR)
    opslag = stappen.find_getal(Soort.BASISHUUR_OPSLAG)
    termen = [
        f"{kwadraat} × {inkomen} × {inkomen}",
        _format_teken(Decimal(stappen.per_soort[Soort.BASISHUUR_LINEAIR].waarde)),
        f"{lineair.removeprefix('-')} × {inkomen}",
        _format_teken(Decimal(opslag)),
        format_euro_heel(abs(opslag)),
        f"maar minstens {stappen.format_bedrag(Soort.BASISHUUR_MINIMUM)}",
    ]
    return " ".join(termen)


def _format_teken(getal: Decimal) -> str:
    return "−" if getal < 0 else "+"


def _list_delen(stappen: Stappen) -> list[_Deel]:
    """List the parts into which the rent falls; the first also when it is nothing."""
    rekenhuur, basishuur = (stappen.find_getal(soort) for soort in (Soort.REKENHUUR, Soort.BASISHUUR))
    kwaliteit, aftopping = (
        max(stappen.find_getal(soort), basishuur)
        for soort in (Soort.KWALITEITSKORTINGSGRENS, Soort.AFTOPPINGSGRENS)
    )
    soorten = (
        (Rekenstap.HUUR_A, Rekenstap.DEEL_A, Soort.PERCENTAGE_A, Soort.DEEL_A),
        (Rekenstap.HUUR_B, Rekenstap.DEEL_B, Soort.PERCENTAGE_B, Soort.DEEL_B),
        (Rekenstap.HUUR_C, Rekenstap.DEEL_C, Soort.PERCENTAGE_C, Soort.DEEL_C),
    )
    grenzen = ((basishuur, kwaliteit), (kwaliteit, aftopping), (aftopping, rekenhuur))
    delen = []
    for (huurstap, deelstap, percentage, deel), (van, tot) in zip(soorten, grenzen, strict=True):
        regel = make_verschilregel(huurstap, min(rekenhuur, tot), van)
        bedrag = stappen.find_getal(deel)
        # Part C is not for everybody: its amount is nothing where it does not count.
        if huurstap is Rekenstap.HUUR_A or bedrag or (huurstap is Rekenstap.HUUR_B and regel.uitkomst != "0"):
            delen.append(_Deel(regel, deelstap, str(stappen.per_soort[percentage].waarde), bedrag))
    return delen


def _list_korting(stappen: Stappen) -> Iterator[Rekenregel]:
    if not stappen.has(Soort.INKOMENSIJKPUNT):
        return
    inkomen, ijkpunt = (stappen.find_getal(soort) for soort in (Soort.REKENINKOMEN, Soort.INKOMENSIJKPUNT))
    yield make_verschilregel(Rekenstap.INKOMEN_BOVEN_IJKPUNT, inkomen, ijkpunt)
    if korting := _format_korting(stappen):
        yield make_regel(Rekenstap.INKOMENSKORTING, stappen.find_getal(Soort.INKOMENSKORTING), korting)


def _compute_boven(stappen: Stappen) -> int:
    return max(stappen.find_getal(Soort.REKENINKOMEN) - stappen.find_getal(Soort.INKOMENSIJKPUNT), 0)


def _format_korting(stappen: Stappen) -> str:
    """The reduction before it is rounded, as a formule; '' when the income is not above the ijkpunt."""
    if not stappen.has(Soort.INKOMENSIJKPUNT) or not _compute_boven(stappen):
        return ""
    return (
        f"{format_euro_heel(_compute_boven(stappen))} × {stappen.format_procent(Soort.AFBOUWPERCENTAGE)} : 12"
    )


def _format_maandtotaal(delen: list[_Deel], stappen: Stappen) -> str:
    formule = " + ".join(format_euro_heel(deel.bedrag) for deel in delen)
    korting = stappen.find_getal(Soort.INKOMENSKORTING)
    if korting:
        formule += f" − {format_euro_heel(korting)}"
    if sum(deel.bedrag for deel in delen) < korting:
        formule += f" maar minstens {format_euro_heel(0)}"
    return formule
