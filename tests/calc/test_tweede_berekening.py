"""Each toeslag written a second time from the facts: month by month, in exact fractions, without periods."""

from datetime import date
from fractions import Fraction

from hypothesis import given

from calc.huishouden import Huishouden, Huur, Medebewoner
from calc.huurtoeslag import decide_huurtoeslag
from calc.kindgebonden_budget import decide_kindgebonden_budget
from calc.zorgtoeslag import decide_zorgtoeslag
from tests.bouwers.huishoudens import NORMEN
from tests.bouwers.strategieen import gezinnen

NORM = NORMEN.find_norm(2026)
MAANDEN = range(1, 13)


def compute_half_omhoog(bedrag: Fraction) -> int:
    return (bedrag * 2 + 1) // 2


def compute_jaarbedrag(maanden: list[Fraction]) -> int:
    """Rounded to the cent, then to the euro; under 24 euro nothing."""
    afgerond = compute_half_omhoog(Fraction(compute_half_omhoog(sum(maanden, Fraction(0))), 100)) * 100
    return afgerond if afgerond >= 24_00 else 0


def compute_leeftijd(geboren: date, maand: int) -> int:
    """The age on the first day of a month of 2026; below 0 for who is not born yet."""
    return 2026 - geboren.year - ((maand, 1) < (geboren.month, geboren.day))


def compute_boven(huishouden: Huishouden, grens: int) -> int:
    """The income above a limit, both in whole euros. Unit: euro."""
    samen = huishouden.toetsingsinkomen_aanvrager + (huishouden.toetsingsinkomen_partner or 0)
    return max(samen // 100 - grens, 0)


def is_te_rijk(huishouden: Huishouden, alleen: int, samen: int) -> bool:
    partner = huishouden.toetsingsinkomen_partner is not None
    return huishouden.vermogen_aanvrager + huishouden.vermogen_partner > (samen if partner else alleen) * 100


def compute_zorg(huishouden: Huishouden, maand: int) -> Fraction:
    """What one month of insurance gives, exactly a twelfth of the year. Unit: eurocent."""
    zorg, twee = huishouden.zorg, huishouden.toetsingsinkomen_partner is not None
    te_vroeg = zorg.begin is not None and date(2026, maand, 1) < zorg.begin
    te_laat = zorg.einde is not None and zorg.einde < date(2026, maand, 1)
    if te_vroeg or te_laat or is_te_rijk(huishouden, 146_011, 184_633):
        return Fraction(0)
    factor = Fraction("0.8165") if zorg.woonland == "BE" else Fraction(1)
    premie = compute_half_omhoog(2_119_00 * (2 if twee else 1) * factor)
    normpremie = compute_half_omhoog(
        29_736 * Fraction("4.289" if twee else "1.912")
        + compute_boven(huishouden, 29_736) * Fraction("13.73")
    )
    verschil = max(premie - normpremie, 0)
    if twee and not zorg.partner_verzekerd:
        verschil = compute_half_omhoog(Fraction(verschil, 2))
    return Fraction(verschil, 12)


def compute_budget(huishouden: Huishouden, maand: int) -> Fraction:
    """What one month gives, exactly a twelfth of the year. Unit: eurocent."""
    leeftijden = [compute_leeftijd(kind.geboortedatum, maand) for kind in huishouden.kinderen]
    leeftijden = [leeftijd for leeftijd in leeftijden if 0 <= leeftijd < 18]
    if not leeftijden or is_te_rijk(huishouden, 146_011, 184_633):
        return Fraction(0)
    alleen = huishouden.toetsingsinkomen_partner is None
    maximum = sum(2_580 + 724 * (12 <= jaren < 16) + 964 * (jaren >= 16) for jaren in leeftijden)
    boven = compute_boven(huishouden, 29_736 if alleen else 39_141)
    af = compute_half_omhoog(boven * Fraction("7.60"))
    return Fraction(max((maximum + 3_416 * alleen) * 100 - af, 0), 12)


def find_huur(huishouden: Huishouden, maand: int) -> Huur | None:
    """The home that was rented on the first day of a month, or until some day in it."""
    for huur in huishouden.huren:
        if huur.begin <= date(2026, maand, 1) and (huur.einde is None or huur.einde >= date(2026, maand, 1)):
            return huur
    return None


def compute_bewonerinkomen(bewoner: Medebewoner) -> int:
    telt_deels = bewoner.is_kind and compute_leeftijd(bewoner.geboortedatum, 1) < 23
    return max(bewoner.toetsingsinkomen - 6_218_00 * telt_deels, 0)


def compute_huur(huishouden: Huishouden, maand: int) -> Fraction:
    """What one month gives before anything is rounded. Unit: eurocent."""
    huur = find_huur(huishouden, maand)
    if huur is None or is_te_rijk(huishouden, 38_479, 76_958):
        return Fraction(0)
    if any(bewoner.vermogen > 38_479_00 for bewoner in huur.medebewoners):
        return Fraction(0)
    geboren = sum(compute_leeftijd(kind.geboortedatum, maand) >= 0 for kind in huishouden.kinderen)
    personen = 1 + huishouden.has_partner + geboren + len(huur.medebewoners)
    jong = compute_leeftijd(huur.oudste_geboren, maand) < 21
    rekenhuur = min(huur.kale_huur, 498_20 if jong else 932_93)
    basishuur, ijkpunt, deel = (202_52, 23_425, 27) if personen == 1 else (200_71, 31_500, 22)
    aftopping = 764_14 if personen >= 3 else 713_02
    som = Fraction(0)
    for cent in ((basishuur, 498_20, 100), (498_20, aftopping, 65), (aftopping, 932_93, 40)):
        som += Fraction(max(min(rekenhuur, cent[1]) - cent[0], 0) * cent[2], 100)
    inkomen = huishouden.toetsingsinkomen + sum(map(compute_bewonerinkomen, huur.medebewoners))
    return max(som - Fraction(max(inkomen // 100 - ijkpunt, 0) * deel, 12), Fraction(0))


class TestTweedeBerekening:
    """The decision equals a computation written a second time, month by month, in exact fractions."""

    @given(gezinnen())
    def test_zorgtoeslag_equals_the_naive_sum(self, huishouden: Huishouden) -> None:
        recht = decide_zorgtoeslag(huishouden, NORM)
        naief = [compute_zorg(huishouden, maand) for maand in MAANDEN]

        assert compute_jaarbedrag(naief) == recht.bedrag_jaar
        assert [compute_half_omhoog(bedrag) for bedrag in naief] == [
            recht.find_periode(maand).maandtotaal for maand in MAANDEN
        ]

    @given(gezinnen())
    def test_kindgebonden_budget_equals_the_naive_sum(self, huishouden: Huishouden) -> None:
        recht = decide_kindgebonden_budget(huishouden, NORM)
        naief = [compute_budget(huishouden, maand) for maand in MAANDEN]

        assert compute_jaarbedrag(naief) == recht.bedrag_jaar
        assert [int(bedrag) for bedrag in naief] == [
            recht.find_periode(maand).maandtotaal for maand in MAANDEN
        ]

    @given(gezinnen())
    def test_huurtoeslag_equals_the_naive_sum(self, huishouden: Huishouden) -> None:
        recht = decide_huurtoeslag(huishouden, NORM)
        naief = [compute_huur(huishouden, maand) for maand in MAANDEN]

        assert compute_jaarbedrag(naief) == recht.bedrag_jaar
        assert all(
            abs(recht.find_periode(maand).maandtotaal - bedrag) <= 2
            for maand, bedrag in enumerate(naief, start=1)
        )
