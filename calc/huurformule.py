"""The two forms of huurtoeslag: linear from 2026 on, with a quadratic basishuur before."""

from decimal import Decimal
from typing import NamedTuple

from calc import bronnen
from calc.beschikking import Eenheid, Grondslag, Grondslagsoort
from calc.huishouden import Huur
from calc.norm import (
    DUIZENDSTEN,
    Basishuurformule,
    Huurgrenzen,
    KwadratischeHuurnorm,
    LineaireHuurnorm,
    Norm,
    Normwaarde,
    find_figuur,
)
from calc.stappen import make_bedrag, make_percentage

Soort = Grondslagsoort
NOEMER = 12 * DUIZENDSTEN  # a Huursom keeps its exact amount in these parts of a eurocent
GROOT_HUISHOUDEN = 3  # persons; from here the higher aftoppingsgrens holds


class Huurfeiten(NamedTuple):
    """What counts in one month. Unit: rekeninkomen of all residents in eurocent a year, without cents.

    allen_jong says that every resident is under the age limit of the year's form.
    """

    huur: Huur
    personen: int
    rekeninkomen: int
    allen_jong: bool
    met_kind: bool


class Huursom(NamedTuple):
    """What one month comes to: the steps, the amount in whole eurocents, and exactly in parts of NOEMER."""

    stappen: list[Grondslag]
    maandtotaal: int
    teller: int


class _Huur(NamedTuple):
    """The rent that counts, and the part of it that a tenant pays without help. Unit: eurocent a month."""

    rekenhuur: int
    basishuur: int
    is_beschermd: bool = True


def compute_lineair(feiten: Huurfeiten, norm: Norm, huurnorm: LineaireHuurnorm) -> Huursom:
    """Compute a month in the linear form: parts A, B and C of the rent, less a part of the income.

    Rent above the maximum does not count. Where all residents are young that maximum is the
    kwaliteitskortingsgrens, so that B and C are nothing.

    Unit:   eurocent.
    Source: jci1.3:c:BWBR0008659&artikel=21
    """
    grenzen, huur = huurnorm.grenzen, feiten.huur
    afbouw = huurnorm.eenpersoons if feiten.personen == 1 else huurnorm.meerpersoons
    maximum = grenzen.maximum_huur_jong if feiten.allen_jong else grenzen.maximum_huur
    rekenhuur = min(huur.kale_huur, maximum.waarde)
    boven = max(feiten.rekeninkomen - afbouw.inkomensijkpunt.waarde, 0)
    korting = boven * afbouw.percentage.duizendsten
    afgerond = norm.afronding.cent.compute_bedrag(korting, NOEMER)
    som = _compute_delen(_Huur(rekenhuur, afbouw.basishuur.waarde), feiten, norm, grenzen)
    stappen = [
        *_list_personen(feiten),
        make_bedrag(Soort.KALE_HUUR, huur.kale_huur, bronnen.WHT_REKENHUUR),
        make_bedrag(Soort.MAXIMUM_HUUR, maximum.waarde, maximum.bron),
        make_bedrag(Soort.REKENHUUR, rekenhuur, bronnen.WHT_REKENHUUR),
        make_bedrag(Soort.BASISHUUR, afbouw.basishuur.waarde, afbouw.basishuur.bron),
        *som.stappen,
        make_bedrag(Soort.INKOMENSIJKPUNT, afbouw.inkomensijkpunt.waarde, afbouw.inkomensijkpunt.bron),
        make_percentage(Soort.AFBOUWPERCENTAGE, afbouw.percentage),
        make_bedrag(Soort.INKOMENSKORTING, afgerond, bronnen.WHT_HUURTOESLAG),
    ]
    return Huursom(stappen, max(som.maandtotaal - afgerond, 0), max(som.teller - korting, 0))


def compute_kwadratisch(feiten: Huurfeiten, norm: Norm, huurnorm: KwadratischeHuurnorm) -> Huursom:
    """Compute a month in the quadratic form: parts of the rent above a basishuur that follows the income.

    With a rent above the maximum there is no right. Part C is for who lives alone, has the AOW age or lives
    in a home adapted for a disability.

    Unit:   eurocent.
    Source: jci1.3:c:BWBR0008659&artikel=19
    """
    grenzen, huur = huurnorm.grenzen, feiten.huur
    formule = _find_formule(feiten, norm, huurnorm)
    per_soort = huurnorm.servicekosten.waarde
    servicekosten = sum(min(bedrag, per_soort) for bedrag in huur.servicekosten)
    jong = feiten.allen_jong and not feiten.met_kind
    maximum = grenzen.maximum_huur_jong if jong else grenzen.maximum_huur
    rekenhuur = huur.kale_huur + servicekosten
    stappen = [
        *_list_personen(feiten),
        make_bedrag(Soort.KALE_HUUR, huur.kale_huur, bronnen.WHT_REKENHUUR),
        make_bedrag(Soort.SERVICEKOSTEN, servicekosten, huurnorm.servicekosten.bron),
        make_bedrag(Soort.REKENHUUR, rekenhuur, bronnen.WHT_REKENHUUR),
        make_bedrag(Soort.MAXIMUM_HUUR, maximum.waarde, maximum.bron),
    ]
    grens = formule.doelgroepgrens
    if rekenhuur > maximum.waarde or (grens is not None and feiten.rekeninkomen > grens.waarde):
        return Huursom(stappen, 0, 0)
    basishuur = _compute_basishuur(feiten.rekeninkomen, norm, formule, stappen)
    som = _compute_delen(_Huur(rekenhuur, basishuur, _is_beschermd(feiten)), feiten, norm, grenzen)
    return Huursom([*stappen, *som.stappen], som.maandtotaal, som.teller)


def _is_beschermd(feiten: Huurfeiten) -> bool:
    return feiten.personen == 1 or feiten.huur.aow or feiten.huur.aangepast


def _list_personen(feiten: Huurfeiten) -> tuple[Grondslag, ...]:
    return (
        Grondslag(Soort.PERSONEN, feiten.personen, Eenheid.AANTAL, bronnen.WHT_HUURTOESLAG),
        make_bedrag(Soort.REKENINKOMEN, feiten.rekeninkomen, bronnen.AWIR_DRAAGKRACHT),
    )


def _find_formule(feiten: Huurfeiten, norm: Norm, huurnorm: KwadratischeHuurnorm) -> Basishuurformule:
    naam = "eenpersoons" if feiten.personen == 1 else "meerpersoons"
    naam += "_aow" if feiten.huur.aow else ""
    formule: Basishuurformule | None = getattr(huurnorm, naam)
    return find_figuur(formule, norm, f"huurtoeslag.{naam} (basishuur)")


def _compute_basishuur(
    rekeninkomen: int, norm: Norm, formule: Basishuurformule, stappen: list[Grondslag]
) -> int:
    inkomen = Decimal(rekeninkomen // 100)
    bedrag = formule.kwadraat.waarde * inkomen * inkomen + formule.lineair.waarde * inkomen
    berekend = bedrag * 100 + formule.opslag.waarde
    basishuur = formule.minimum.waarde
    if berekend > basishuur:
        basishuur = norm.afronding.cent.compute_bedrag(*berekend.as_integer_ratio())
    stappen += [
        Grondslag(
            Soort.BASISHUUR_KWADRAAT, f"{formule.kwadraat.waarde:f}", Eenheid.FACTOR, formule.kwadraat.bron
        ),
        Grondslag(
            Soort.BASISHUUR_LINEAIR, f"{formule.lineair.waarde:f}", Eenheid.FACTOR, formule.lineair.bron
        ),
        make_bedrag(Soort.BASISHUUR_OPSLAG, formule.opslag.waarde, formule.opslag.bron),
        make_bedrag(Soort.BASISHUUR_MINIMUM, formule.minimum.waarde, formule.minimum.bron),
        make_bedrag(Soort.BASISHUUR, basishuur, bronnen.WHT_BASISHUUR),
    ]
    return basishuur


def _compute_delen(huur: _Huur, feiten: Huurfeiten, norm: Norm, grenzen: Huurgrenzen) -> Huursom:
    """Cut the rent above the basishuur at the two limits, and take of each part its percentage."""
    kwaliteit, aftopping = grenzen.kwaliteitskortingsgrens, _find_aftoppingsgrens(feiten, grenzen)
    onder, hoog = (max(grens.waarde, huur.basishuur) for grens in (kwaliteit, aftopping))
    delen = (
        (Soort.DEEL_A, min(huur.rekenhuur, onder) - huur.basishuur, Soort.PERCENTAGE_A, grenzen.percentage_a),
        (Soort.DEEL_B, min(huur.rekenhuur, hoog) - onder, Soort.PERCENTAGE_B, grenzen.percentage_b),
        (
            Soort.DEEL_C,
            (huur.rekenhuur - hoog) * huur.is_beschermd,
            Soort.PERCENTAGE_C,
            grenzen.percentage_c,
        ),
    )
    stappen = [
        make_bedrag(Soort.KWALITEITSKORTINGSGRENS, kwaliteit.waarde, kwaliteit.bron),
        make_bedrag(Soort.AFTOPPINGSGRENS, aftopping.waarde, aftopping.bron),
    ]
    maandtotaal = teller = 0
    for soort, deel, percentagesoort, percentage in delen:
        exact = max(deel, 0) * percentage.duizendsten
        bedrag = norm.afronding.cent.compute_bedrag(exact, DUIZENDSTEN)
        stappen += [
            make_percentage(percentagesoort, percentage),
            make_bedrag(soort, bedrag, bronnen.WHT_HUURTOESLAG),
        ]
        maandtotaal, teller = maandtotaal + bedrag, teller + exact * 12
    return Huursom(stappen, maandtotaal, teller)


def _find_aftoppingsgrens(feiten: Huurfeiten, grenzen: Huurgrenzen) -> Normwaarde:
    if feiten.personen >= GROOT_HUISHOUDEN:
        return grenzen.aftoppingsgrens_groot
    return grenzen.aftoppingsgrens_klein
