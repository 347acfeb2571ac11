"""Made-up addresses: existing towns, invented streets; houseboats and homes abroad."""

from datetime import date, timedelta
from random import Random

from correspondentie.adressering.gegevens import Adres, Verblijfplaats
from correspondentie.genereer.bronnen import Bronnen, Plaats
from correspondentie.genereer.kader import is_kans

KANS_BUITENLAND = 0.02
KANS_LOCATIE = 0.01
KANS_NIET_OP_ADRES = 0.015
KANS_BIJ_HUISNUMMER = 0.02
POSTCODELETTERS = "ABCDEGHJKLMNPRSTVWXZ"
NIET_UITGEGEVEN = ("SA", "SD", "SS")
NIET_OP_ADRES = "089999"  # BRP 08.83.10: established not to live at the address


def make_adres(
    loting: Random, bronnen: Bronnen, peildatum: date, *, kans_buitenland: float = KANS_BUITENLAND
) -> tuple[Adres, Verblijfplaats]:
    """Make an address and where its resident is registered."""
    if is_kans(loting, kans_buitenland):
        return Adres(), _make_buitenland(loting, bronnen)
    plaats = loting.choice(bronnen.plaatsen)
    if is_kans(loting, KANS_LOCATIE):
        adres = Adres(
            gemeentecode=plaats.gemeentecode,
            woonplaats=plaats.naam,
            locatiebeschrijving=loting.choice(bronnen.boten),
        )
    else:
        adres = _make_woonadres(loting, bronnen, plaats)
    return adres, _make_verblijfplaats(loting, plaats, peildatum)


def _make_woonadres(loting: Random, bronnen: Bronnen, plaats: Plaats) -> Adres:
    aanduiding = loting.choice(("by", "to")) if is_kans(loting, KANS_BIJ_HUISNUMMER) else ""
    return Adres(
        gemeentecode=plaats.gemeentecode,
        straatnaam=loting.choice(bronnen.straatnamen) + loting.choice(bronnen.straatsoorten),
        huisnummer=str(loting.randint(1, 249)),
        huisletter=loting.choice(bronnen.huisletters) if is_kans(loting, 0.08) else "",
        huisnummertoevoeging=loting.choice(bronnen.toevoegingen) if is_kans(loting, 0.1) else "",
        aanduiding_bij_huisnummer=aanduiding,
        postcode=f"{loting.randint(plaats.van, plaats.tot)}{_make_postcodeletters(loting)}",
        woonplaats=plaats.naam,
    )


def _make_postcodeletters(loting: Random) -> str:
    letters = loting.choice(POSTCODELETTERS) + loting.choice(POSTCODELETTERS)
    return "SB" if letters in NIET_UITGEGEVEN else letters


def _make_verblijfplaats(loting: Random, plaats: Plaats, peildatum: date) -> Verblijfplaats:
    if not is_kans(loting, KANS_NIET_OP_ADRES):
        return Verblijfplaats(functie_adres="W", gemeente_van_inschrijving=plaats.gemeentecode)
    sinds = peildatum - timedelta(days=loting.randint(20, 400))
    return Verblijfplaats(
        functie_adres="W",
        gemeente_van_inschrijving=plaats.gemeentecode,
        aanduiding_in_onderzoek=NIET_OP_ADRES,
        datum_ingang_onderzoek=f"{sinds:%Y%m%d}",
    )


def _make_buitenland(loting: Random, bronnen: Bronnen) -> Verblijfplaats:
    buitenland = loting.choice(bronnen.buitenlanden)
    return Verblijfplaats(
        functie_adres="W",
        land=buitenland.land,
        buitenland_regel1=f"{loting.choice(buitenland.straten)} {loting.randint(1, 180)}",
        buitenland_regel2=loting.choice(buitenland.plaatsen),
    )
