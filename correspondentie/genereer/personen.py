"""Made-up persons: names, gender, titles, partners, as the BRP has them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from msgspec import structs

from correspondentie.adressering.gegevens import Partner, Persoon
from correspondentie.genereer.bronnen import Bronnen, Herkomst
from correspondentie.genereer.kader import is_kans

TITELS = {"M": ("B", "G", "R", "JH"), "V": ("BS", "GI", "JV")}
KANS_TITEL = 0.006
KANS_GESLACHT_ONBEKEND = 0.008
KANS_DUBBELE_VOORNAAM = 0.3
KANS_KOPPELVOORNAAM = 0.04
NAAMGEBRUIK = {"V": ("EPVN", (58, 14, 12, 16)), "M": ("EPVN", (92, 2, 2, 4)), "O": ("EPVN", (80, 8, 4, 8))}


@dataclass(frozen=True, kw_only=True, slots=True)
class Paar:
    """The applicant and, when there is one, the toeslagpartner, with what the BRP says of their relation.

    Shape: relaties are the applicant's current or former partners; those of the partner mirror them.
    """

    aanvrager: Persoon
    partner: Persoon | None
    relaties: tuple[Partner, ...]
    herkomst: Herkomst


def make_paar(loting: Random, bronnen: Bronnen, *, samen: bool, peildatum: date) -> Paar:
    """Make an applicant, with a toeslagpartner when samen; most partners are married or registered."""
    herkomst = choose_herkomst(loting, bronnen)
    geslacht = choose_geslacht(loting, "V" if is_kans(loting, 0.72) else "M")
    aanvrager = make_persoon(loting, herkomst, geslacht)
    if not samen:
        relaties = _make_ex_partners(loting, herkomst, geslacht, peildatum)
        return Paar(
            aanvrager=_choose_naamgebruik(loting, aanvrager, relaties),
            partner=None,
            relaties=relaties,
            herkomst=herkomst,
        )
    ander = herkomst if is_kans(loting, 0.75) else choose_herkomst(loting, bronnen)
    partner = make_persoon(loting, ander, "M" if geslacht == "V" else "V")
    sluiting = peildatum - timedelta(days=loting.randint(365, 15 * 365))
    relaties = (make_relatie(partner, f"{sluiting:%Y%m%d}"),) if is_kans(loting, 0.8) else ()
    return Paar(
        aanvrager=_choose_naamgebruik(loting, aanvrager, relaties),
        partner=partner,
        relaties=relaties,
        herkomst=herkomst,
    )


def choose_herkomst(loting: Random, bronnen: Bronnen) -> Herkomst:
    """Draw a language of origin, by its share."""
    return loting.choices(bronnen.herkomsten, [herkomst.gewicht for herkomst in bronnen.herkomsten])[0]


def choose_geslacht(loting: Random, geslacht: str) -> str:
    """Return the gender, or rarely O: unknown to the BRP."""
    return "O" if is_kans(loting, KANS_GESLACHT_ONBEKEND) else geslacht


def make_persoon(loting: Random, herkomst: Herkomst, geslacht: str) -> Persoon:
    """Make the names of a person; naamgebruik is the own name."""
    voorvoegsel, geslachtsnaam = loting.choice(herkomst.familie)
    titel = loting.choice(TITELS.get(geslacht, ("",))) if is_kans(loting, KANS_TITEL) else ""
    return Persoon(
        geslacht=geslacht,
        voornamen=make_voornamen(loting, herkomst, geslacht),
        titel_predicaat=titel,
        voorvoegsel=voorvoegsel,
        geslachtsnaam=geslachtsnaam,
        naamgebruik="E",
    )


def make_voornamen(loting: Random, herkomst: Herkomst, geslacht: str) -> str:
    """Draw one to three given names, sometimes joined by a hyphen."""
    namen = herkomst.man if geslacht == "M" else herkomst.vrouw
    eerste = loting.choice(namen)
    if is_kans(loting, KANS_KOPPELVOORNAAM) and "-" not in eerste:
        return f"{eerste}-{loting.choice(namen)}"
    if is_kans(loting, KANS_DUBBELE_VOORNAAM):
        volgende = loting.sample(namen, loting.choice((1, 1, 2)))
        return " ".join([eerste, *(naam for naam in volgende if naam != eerste)])
    return eerste


def make_relatie(ander: Persoon, datum_sluiting: str) -> Partner:
    """Make the BRP relation with this person. Shape: datum_sluiting as jjjjmmdd."""
    return Partner(
        geslacht=ander.geslacht,
        voornamen=ander.voornamen,
        titel_predicaat=ander.titel_predicaat,
        voorvoegsel=ander.voorvoegsel,
        geslachtsnaam=ander.geslachtsnaam,
        datum_sluiting=datum_sluiting,
    )


def _make_ex_partners(
    loting: Random, herkomst: Herkomst, geslacht: str, peildatum: date
) -> tuple[Partner, ...]:
    if not is_kans(loting, 0.35):
        return ()
    ander = make_persoon(loting, herkomst, "M" if geslacht == "V" else "V")
    ontbinding = peildatum - timedelta(days=loting.randint(60, 5 * 365))
    sluiting = ontbinding - timedelta(days=loting.randint(200, 10 * 365))
    return (
        Partner(
            kind="ex-partner",
            geslacht=ander.geslacht,
            voornamen=ander.voornamen,
            voorvoegsel=ander.voorvoegsel,
            geslachtsnaam=ander.geslachtsnaam,
            datum_sluiting=f"{sluiting:%Y%m%d}",
            datum_ontbinding=f"{ontbinding:%Y%m%d}",
        ),
    )


def _choose_naamgebruik(loting: Random, persoon: Persoon, relaties: tuple[Partner, ...]) -> Persoon:
    codes, gewichten = NAAMGEBRUIK[persoon.geslacht]
    gebruik = loting.choices(codes, gewichten)[0] if relaties else "E"
    return structs.replace(persoon, naamgebruik=gebruik)
