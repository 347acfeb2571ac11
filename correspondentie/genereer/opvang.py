"""Made-up childcare of children, as the citizen reported it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from calc.huishouden import Opvang, Opvangsoort
from correspondentie.genereer.bronnen import Bronnen
from correspondentie.genereer.kader import is_kans
from correspondentie.genereer.nummers import make_lrk_nummer

AANTALLEN = ((1, 2, 3, 4, 5, 6), (38, 42, 13, 4.5, 1.5, 1))
SCHOOL = 4  # years; from this birthday a child goes to school and can use bso
OUDSTE = 12.9  # years; then a child leaves primary school
OUDSTE_KIND = 17.4  # years; then a child is grown up, or nearly
DAGDEEL = Decimal("47.67")  # hours a month for one day of eleven hours a week
TARIEVEN = {  # eurocent; around the maxima of 2026, some above
    Opvangsoort.DAGOPVANG: (985, 1245),
    Opvangsoort.BSO: (890, 1120),
    Opvangsoort.GASTOUDER: (680, 925),
}
KANS_TWEELING = 0.03
KANS_GEEN_OPVANG = 0.04
KANS_TWEEDE_OPVANG = 0.12
KANS_EINDE = 0.12
KANS_BEGIN_DIT_JAAR = 0.12


@dataclass(frozen=True, kw_only=True, slots=True)
class Aanbod:
    """The facilities that one household uses: per Opvangsoort one LRK-nummer and one rate."""

    organisatie: str
    bureau: str
    lrk_nummers: dict[Opvangsoort, str]
    tarieven: dict[Opvangsoort, int]

    def find_naam(self, soort: Opvangsoort) -> str:
        """Return who offers this Opvangsoort."""
        return self.bureau if soort is Opvangsoort.GASTOUDER else self.organisatie


def make_aanbod(loting: Random, bronnen: Bronnen) -> Aanbod:
    """Draw the facilities that a household uses."""
    return Aanbod(
        organisatie=loting.choice(bronnen.centra),
        bureau=loting.choice(bronnen.gastouderbureaus),
        lrk_nummers={soort: make_lrk_nummer(loting) for soort in Opvangsoort},
        tarieven={soort: loting.randint(*grenzen) for soort, grenzen in TARIEVEN.items()},
    )


def make_geboortedata(loting: Random, peildatum: date, *, met_opvang: bool = True) -> list[date]:
    """Draw the birthdays of one to six children, oldest first; met_opvang: the youngest can use childcare."""
    jongste = (
        _make_geboortedatum(loting, peildatum) if met_opvang else _make_geboortedatum_kind(loting, peildatum)
    )
    geboren = [jongste]
    for _ in range(loting.choices(*AANTALLEN)[0] - 1):
        dagen = 0 if is_kans(loting, KANS_TWEELING) else loting.randint(300, 1_100)
        if (peildatum - geboren[-1]).days + dagen > OUDSTE_KIND * 365:
            break
        geboren.append(geboren[-1] - timedelta(days=dagen))
    return geboren[::-1]


def make_opvang(loting: Random, peildatum: date, geboren: date, aanbod: Aanbod) -> tuple[Opvang, ...]:
    """Make the childcare of one child: none, one or two at a time, or dagopvang that becomes bso."""
    if is_kans(loting, KANS_GEEN_OPVANG) or (peildatum - geboren).days > OUDSTE * 365:
        return ()
    naar_school = geboren + timedelta(days=round(365.25 * SCHOOL))
    soort = _choose_opvangsoort(loting, op_school=naar_school <= peildatum)
    eerste = _make_een_opvang(loting, peildatum, max(geboren, _find_vroegste(soort, geboren)), soort, aanbod)
    if soort is Opvangsoort.DAGOPVANG and naar_school.year == peildatum.year and eerste.begin < naar_school:
        bso = _make_een_opvang(loting, peildatum, naar_school, Opvangsoort.BSO, aanbod)
        return replace(eerste, einde=naar_school - timedelta(days=1)), replace(
            bso, begin=naar_school, einde=None
        )
    if soort is Opvangsoort.GASTOUDER or not is_kans(loting, KANS_TWEEDE_OPVANG):
        return (eerste,)
    tweede = _make_een_opvang(loting, peildatum, eerste.begin, Opvangsoort.GASTOUDER, aanbod)
    return eerste, tweede


def _make_geboortedatum(loting: Random, peildatum: date) -> date:
    # Most youngest children are of the age of dagopvang, because most childcare is bought for them.
    jong, oud = (0.3, SCHOOL) if is_kans(loting, 0.72) else (SCHOOL, OUDSTE)
    return peildatum - timedelta(days=loting.randint(int(365 * jong), int(365 * oud)))


def _make_geboortedatum_kind(loting: Random, peildatum: date) -> date:
    return peildatum - timedelta(days=loting.randint(30, int(365 * OUDSTE_KIND)))


def _choose_opvangsoort(loting: Random, *, op_school: bool) -> Opvangsoort:
    if is_kans(loting, 0.18):
        return Opvangsoort.GASTOUDER
    return Opvangsoort.BSO if op_school else Opvangsoort.DAGOPVANG


def _find_vroegste(soort: Opvangsoort, geboren: date) -> date:
    dagen = round(365.25 * SCHOOL) if soort is Opvangsoort.BSO else 70
    return geboren + timedelta(days=dagen)


def _make_een_opvang(
    loting: Random, peildatum: date, vroegste: date, soort: Opvangsoort, aanbod: Aanbod
) -> Opvang:
    nieuwjaar = peildatum.replace(month=1, day=1)
    dagen = loting.randint(1, 200) if is_kans(loting, KANS_BEGIN_DIT_JAAR) else -loting.randint(1, 900)
    oudejaar = nieuwjaar.replace(month=12, day=31)
    begin = min(max(vroegste, nieuwjaar + timedelta(days=dagen)), oudejaar)
    einde = peildatum + timedelta(days=loting.randint(-90, 180)) if is_kans(loting, KANS_EINDE) else None
    return Opvang(
        opvangsoort=soort,
        organisatie=aanbod.find_naam(soort),
        lrk_nummer=aanbod.lrk_nummers[soort],
        uren=_make_uren(loting, soort),
        uurtarief=aanbod.tarieven[soort],
        begin=begin,
        einde=einde if einde is None or einde >= begin else None,
    )


def _make_uren(loting: Random, soort: Opvangsoort) -> Decimal:
    if soort is Opvangsoort.DAGOPVANG:
        return DAGDEEL * loting.choices((1, 2, 3, 4, 5), (10, 36, 34, 14, 6))[0]
    if soort is Opvangsoort.BSO:
        return Decimal(loting.randint(60, 440)) / 4
    return Decimal(loting.randint(20, 245))
