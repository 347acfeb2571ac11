"""Made-up rented homes and care insurance."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from calc.huishouden import Huur, Medebewoner, Zorg
from correspondentie.genereer.kader import is_kans

JAAR = 365  # days, near enough for drawing
AOW = 67  # years
HUREN = ((42_000, 55_000, 65_000, 76_000, 93_000, 120_000), (14, 26, 32, 20, 8))  # eurocent a month
KANS_SERVICEKOSTEN = 0.35
KANS_BEGIN_DIT_JAAR = 0.06
KANS_EINDE = 0.04
KANS_VERHOGING = 0.12
KANS_MEDEBEWONER = 0.08
KANS_VERZEKERING_BEGINT = 0.03
KANS_VERZEKERING_EINDIGT = 0.02
KANS_PARTNER_NIET_VERZEKERD = 0.03
WOONLANDEN = {"5010": "BE", "9089": "DE"}  # BRP code of a country of which the woonlandfactor is known


def make_huren(loting: Random, peildatum: date, volwassenen: Sequence[date]) -> tuple[Huur, ...]:
    """Make the home that these adults, known by their birthdays, rent; with a new rent from 1 July, two."""
    medebewoners = _make_medebewoners(loting, peildatum, min(volwassenen))
    oudste = min([*volwassenen, *(bewoner.geboortedatum for bewoner in medebewoners)])
    nieuwjaar = peildatum.replace(month=1, day=1)
    dagen = loting.randint(1, 150) if is_kans(loting, KANS_BEGIN_DIT_JAAR) else -loting.randint(1, 15 * JAAR)
    huur = Huur(
        kale_huur=_make_kale_huur(loting),
        oudste_geboren=oudste,
        begin=nieuwjaar + timedelta(days=dagen),
        servicekosten=(loting.randint(300, 1_500), 600) if is_kans(loting, KANS_SERVICEKOSTEN) else (),
        aow=_compute_leeftijd(oudste, nieuwjaar) >= AOW,
        medebewoners=medebewoners,
    )
    if is_kans(loting, KANS_VERHOGING):
        return _split_huur(huur, nieuwjaar.replace(month=7), loting.randint(101, 105))
    if is_kans(loting, KANS_EINDE):
        einde = peildatum + timedelta(days=loting.randint(-30, 150))
        huur = replace(huur, einde=max(einde, huur.begin))
    return (huur,)


def make_zorg(loting: Random, peildatum: date, land: str, *, samen: bool) -> Zorg:
    """Make the care insurance; land is the BRP code of a home abroad, empty for the Netherlands."""
    nieuwjaar = peildatum.replace(month=1, day=1)
    zorg = Zorg(
        partner_verzekerd=not (samen and is_kans(loting, KANS_PARTNER_NIET_VERZEKERD)),
        woonland=WOONLANDEN.get(land),
    )
    if is_kans(loting, KANS_VERZEKERING_BEGINT):
        return replace(zorg, begin=nieuwjaar + timedelta(days=loting.randint(1, 150)))
    if is_kans(loting, KANS_VERZEKERING_EINDIGT):
        return replace(zorg, einde=nieuwjaar + timedelta(days=loting.randint(180, 330)))
    return zorg


def _make_kale_huur(loting: Random) -> int:
    grenzen, aandelen = HUREN
    plaats = loting.choices(range(len(aandelen)), aandelen)[0]
    return loting.randint(grenzen[plaats], grenzen[plaats + 1])


def _split_huur(huur: Huur, vanaf: date, procent: int) -> tuple[Huur, Huur]:
    oud = replace(huur, einde=vanaf - timedelta(days=1))
    return oud, replace(huur, kale_huur=huur.kale_huur * procent // 100, begin=vanaf)


def _make_medebewoners(loting: Random, peildatum: date, oudste: date) -> tuple[Medebewoner, ...]:
    """Make nobody, or one: a grown-up child of who is old enough for it, or a lodger."""
    if not is_kans(loting, KANS_MEDEBEWONER):
        return ()
    jaren = (18, 26) if (is_kind := _compute_leeftijd(oudste, peildatum) > 2 * 26) else (22, 60)
    geboren = peildatum - timedelta(days=loting.randint(jaren[0] * JAAR + 5, jaren[1] * JAAR))
    inkomen = loting.randint(0, 24_000) * 100
    return (Medebewoner(geboortedatum=geboren, toetsingsinkomen=inkomen, is_kind=is_kind),)


def _compute_leeftijd(geboren: date, peildatum: date) -> int:
    return (peildatum - geboren).days // 365
