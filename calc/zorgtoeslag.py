"""Zorgtoeslag: what the standaardpremie is above what an income can bear, for the months of insurance."""

from calc import bronnen
from calc.beschikking import Eenheid, Grondslag, Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Toeslag, Zorg
from calc.norm import DUIZENDSTEN, Factor, Norm, Zorgnorm, check_jaar, find_figuur
from calc.stappen import (
    find_maand,
    is_boven_vermogensgrens,
    list_inkomens,
    list_vermogen,
    make_bedrag,
    make_percentage,
    make_recht,
)

Soort = Grondslagsoort


def decide_zorgtoeslag(huishouden: Huishouden, norm: Norm) -> Recht:
    """Decide the zorgtoeslag of this household for its toeslagjaar.

    With a toeslagpartner the amount is for two; half of it when only one of the two is insured.

    Shape:  the steps of the year stand in grondslagen, in each Periode only what a month gives.
    Unit:   eurocent.
    Source: jci1.3:c:BWBR0018451&artikel=2
    Raises: MissingNormError when a figure is not known or the norm is of another year.
    """
    check_jaar(huishouden, norm)
    zorgnorm = find_figuur(norm.zorgtoeslag, norm, "zorgtoeslag")
    stappen = [*list_inkomens(huishouden), *list_vermogen(huishouden, zorgnorm.vermogensgrenzen)]
    heel_jaar = 0
    if not is_boven_vermogensgrens(huishouden, zorgnorm.vermogensgrenzen):
        heel_jaar = _compute_heel_jaar(huishouden, norm, zorgnorm, stappen)
    van, tot = _find_maanden(huishouden.zorg, huishouden.toeslagjaar)
    maanden = max(tot - van + 1, 0)
    stappen.append(Grondslag(Soort.MAANDEN, maanden, Eenheid.AANTAL, bronnen.AWIR_MAAND))
    jaartotaal = norm.afronding.cent.compute_bedrag(heel_jaar * maanden, 12)
    delen = ((1, van - 1, 0), (van, tot, heel_jaar), (tot + 1, 12, 0)) if maanden else ((1, 12, 0),)
    perioden = tuple(
        _make_periode(eerste, laatste, bedrag, norm) for eerste, laatste, bedrag in delen if eerste <= laatste
    )
    return make_recht(Toeslag.ZORGTOESLAG, norm, stappen, perioden, jaartotaal)


def _compute_heel_jaar(
    huishouden: Huishouden, norm: Norm, zorgnorm: Zorgnorm, stappen: list[Grondslag]
) -> int:
    """Compute the zorgtoeslag of a whole year to the cent, and add its steps."""
    premie = _compute_premie(huishouden, norm, zorgnorm, stappen)
    normpremie = _compute_normpremie(huishouden, norm, zorgnorm, stappen)
    verschil = max(premie - normpremie, 0)
    een_van_twee = huishouden.has_partner and not huishouden.zorg.partner_verzekerd
    heel_jaar = norm.afronding.cent.compute_bedrag(verschil, 2) if een_van_twee else verschil
    stappen.append(make_bedrag(Soort.VERSCHIL, verschil, bronnen.WZT_ZORGTOESLAG))
    stappen.append(make_bedrag(Soort.JAARBEDRAG_HEEL, heel_jaar, bronnen.WZT_ZORGTOESLAG))
    return heel_jaar


def _compute_premie(huishouden: Huishouden, norm: Norm, zorgnorm: Zorgnorm, stappen: list[Grondslag]) -> int:
    premie = zorgnorm.standaardpremie
    stappen.append(make_bedrag(Soort.STANDAARDPREMIE, premie.waarde, premie.bron))
    geteld = premie.waarde * (2 if huishouden.has_partner else 1)
    if land := huishouden.zorg.woonland:
        factor: Factor = find_figuur(
            zorgnorm.woonlandfactoren.get(land), norm, f"zorgtoeslag.woonlandfactoren.{land}"
        )
        stappen.append(Grondslag(Soort.WOONLANDFACTOR, str(factor.waarde), Eenheid.FACTOR, factor.bron))
        geteld = norm.afronding.cent.compute_bedrag(*(geteld * factor.waarde).as_integer_ratio())
    stappen.append(make_bedrag(Soort.STANDAARDPREMIE_GETELD, geteld, bronnen.WZT_ZORGTOESLAG))
    return geteld


def _compute_normpremie(
    huishouden: Huishouden, norm: Norm, zorgnorm: Zorgnorm, stappen: list[Grondslag]
) -> int:
    drempel, boven = zorgnorm.drempelinkomen, zorgnorm.percentage_boven_drempel
    tot_drempel = (
        zorgnorm.percentage_drempel_partner if huishouden.has_partner else zorgnorm.percentage_drempel_alleen
    )
    boven_drempel = max(huishouden.toetsingsinkomen // 100 * 100 - drempel.waarde, 0)
    normpremie = norm.afronding.cent.compute_bedrag(
        drempel.waarde * tot_drempel.duizendsten + boven_drempel * boven.duizendsten, DUIZENDSTEN
    )
    stappen += [
        make_bedrag(Soort.DREMPELINKOMEN, drempel.waarde, drempel.bron),
        make_percentage(Soort.PERCENTAGE_DREMPEL, tot_drempel),
        make_bedrag(Soort.INKOMEN_BOVEN_DREMPEL, boven_drempel, bronnen.WZT_ZORGTOESLAG),
        make_percentage(Soort.PERCENTAGE_BOVEN_DREMPEL, boven),
        make_bedrag(Soort.NORMPREMIE, normpremie, bronnen.WZT_ZORGTOESLAG),
    ]
    return normpremie


def _find_maanden(zorg: Zorg, jaar: int) -> tuple[int, int]:
    """Return the first and the last month of the year in which the insurance counts."""
    van = 1 if zorg.begin is None else max(1, find_maand(zorg.begin, jaar))
    tot = 12 if zorg.einde is None else min(12, (zorg.einde.year - jaar) * 12 + zorg.einde.month)
    return van, tot


def _make_periode(van: int, tot: int, heel_jaar: int, norm: Norm) -> Periode:
    """Make the months of a whole year's amount: to the cent, and of the rounded year in whole euros."""
    afronding = norm.afronding
    maandtotaal = afronding.cent.compute_bedrag(heel_jaar, 12)
    maandbedrag = afronding.maandbedrag.compute_bedrag(afronding.jaarbedrag.compute_bedrag(heel_jaar), 12)
    return Periode(
        van=van,
        tot=tot,
        grondslagen=(
            make_bedrag(Soort.MAANDTOTAAL, maandtotaal, bronnen.WZT_ZORGTOESLAG),
            make_bedrag(Soort.MAANDBEDRAG, maandbedrag, afronding.maandbedrag.bron),
        ),
        maandtotaal=maandtotaal,
        maandbedrag=maandbedrag,
    )
