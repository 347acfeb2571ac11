"""One made-up household as a Dossier."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from calc.huishouden import Huishouden, Kind, Verleend
from calc.norm import Norm
from calc.voorschot import decide_beschikking
from correspondentie.adressering.gegevens import Geadresseerde
from correspondentie.dossier import (
    Berichtenbox,
    Betaling,
    Burger,
    Dossier,
    Kanaalvoorkeur,
    Organisatiebetaling,
    Rekening,
)
from correspondentie.genereer.adressen import make_adres
from correspondentie.genereer.bronnen import Herkomst
from correspondentie.genereer.kader import Kader, is_kans
from correspondentie.genereer.leveringen import add_leveringen, make_leverplan
from correspondentie.genereer.nummers import make_bsn, make_dossiernummer, make_iban
from correspondentie.genereer.opvang import make_aanbod, make_geboortedata, make_opvang
from correspondentie.genereer.personen import Paar, make_paar, make_relatie, make_voornamen

KANS_PARTNER = 0.72
KANS_AFWIJKING = 0.12
KANS_OVERLEDEN = 0.007
KANS_KOO = 0.22
KANS_GEEN_BERICHTENBOX = 0.08
KANS_INACTIEF = 0.15
KANS_VEROUDERD = 0.04
VOORKEUREN = ((None, Kanaalvoorkeur.DIGITAAL, Kanaalvoorkeur.PAPIER_EN_DIGITAAL), (34, 44, 22))
VROEGER_PROCENT = (60, 75, 85, 90, 105, 110, 120)
EERDER = (("gelijk", "anders", "geen"), (35, 53, 12))
# Whole euros a year and the share of persons between that bound and the next: steep below, a long tail above.
INKOMENSGRENZEN = (0, 9_000, 18_000, 25_000, 31_000, 37_000, 44_000, 53_000, 66_000, 90_000, 140_000, 250_000)
INKOMENSAANDELEN = (6, 9, 11, 14, 15, 14, 12, 9, 6, 3, 1)


def make_dossier(kader: Kader, volgnummer: int) -> Dossier:
    """Make the household at this place (from 1) of the population; no other place has any influence on it."""
    loting = kader.make_loting(volgnummer)
    geboren = make_geboortedata(loting, kader.begin)
    paar = make_paar(loting, kader.bronnen, samen=is_kans(loting, KANS_PARTNER), peildatum=kader.begin)
    kinderen = _make_kinderen(loting, kader, geboren, paar.herkomst)
    aanvrager, partner = _make_burgers(loting, kader, volgnummer, paar, geboren[0])
    huishouden = Huishouden(
        toeslagjaar=kader.begin.year,
        toetsingsinkomen_aanvrager=_make_inkomen(loting),
        toetsingsinkomen_partner=_make_inkomen(loting) if partner else None,
        kinderen=kinderen,
    )
    return Dossier(
        dossier=make_dossiernummer(volgnummer),
        maand=kader.maand,
        aanvrager=aanvrager,
        partner=partner,
        huishouden=replace(huishouden, verleend=_make_verleend(loting, kader, huishouden)),
        betaling=_make_betaling(loting, kinderen),
        voorkeur=loting.choices(*VOORKEUREN)[0],
        berichtenbox=_make_berichtenbox(loting, kader.begin),
    )


def make_verleend(huishouden: Huishouden, norm: Norm, tot_en_met_maand: int) -> Verleend:
    """Return the grant when these very facts were decided on before, paid up to this month."""
    beschikking = decide_beschikking(huishouden, norm)
    return Verleend(
        bedrag_jaar=beschikking.bedrag_jaar,
        uitbetaald=sum(map(beschikking.compute_maandbedrag, range(1, tot_en_met_maand + 1))),
        tot_en_met_maand=tot_en_met_maand,
    )


def _make_kinderen(
    loting: Random, kader: Kader, geboren: Iterable[date], herkomst: Herkomst
) -> tuple[Kind, ...]:
    aanbod = make_aanbod(loting, kader.bronnen)
    plan = make_leverplan(loting, kader.begin, wijkt_af=is_kans(loting, KANS_AFWIJKING))
    kinderen = (
        Kind(
            nummer=nummer,
            voornaam=make_voornamen(loting, herkomst, loting.choice("MV")).split(" ")[0],
            geboortedatum=geboortedatum,
            opvang=make_opvang(loting, kader.begin, geboortedatum, aanbod),
        )
        for nummer, geboortedatum in enumerate(geboren, start=1)
    )
    return tuple(add_leveringen(loting, kind, plan) for kind in kinderen)


def _make_burgers(
    loting: Random, kader: Kader, volgnummer: int, paar: Paar, oudste: date
) -> tuple[Burger, Burger | None]:
    adres, verblijfplaats = make_adres(loting, kader.bronnen, kader.begin)
    aanvrager = Burger(
        bsn=make_bsn(kader.seed, 2 * volgnummer),
        geboortedatum=_make_geboortedatum(loting, oudste),
        overlijdensdatum=_make_overlijdensdatum(loting, kader.begin),
        brp=Geadresseerde(
            persoon=paar.aanvrager, partners=paar.relaties, adres=adres, verblijfplaats=verblijfplaats
        ),
    )
    if paar.partner is None:
        return aanvrager, None
    spiegel = tuple(make_relatie(paar.aanvrager, relatie.datum_sluiting) for relatie in paar.relaties)
    return aanvrager, Burger(
        bsn=make_bsn(kader.seed, 2 * volgnummer + 1),
        geboortedatum=_make_geboortedatum(loting, oudste),
        brp=Geadresseerde(persoon=paar.partner, partners=spiegel, adres=adres, verblijfplaats=verblijfplaats),
    )


def _make_geboortedatum(loting: Random, oudste: date) -> date:
    return oudste - timedelta(days=loting.randint(20 * 365, 42 * 365))


def _make_overlijdensdatum(loting: Random, maand: date) -> date | None:
    return maand - timedelta(days=loting.randint(1, 90)) if is_kans(loting, KANS_OVERLEDEN) else None


def _make_inkomen(loting: Random) -> int:
    plaats = loting.choices(range(len(INKOMENSAANDELEN)), INKOMENSAANDELEN)[0]
    return loting.randint(INKOMENSGRENZEN[plaats] * 100, INKOMENSGRENZEN[plaats + 1] * 100)


def _make_verleend(loting: Random, kader: Kader, huishouden: Huishouden) -> Verleend | None:
    eerder = loting.choices(*EERDER)[0]
    if eerder == "geen":
        return None
    if eerder == "anders":
        huishouden = _make_vroeger(huishouden, loting.choice(VROEGER_PROCENT))
    return make_verleend(huishouden, kader.norm, kader.begin.month)


def _make_vroeger(huishouden: Huishouden, procent: int) -> Huishouden:
    """Return the household as it was when its children had this part of the hours they have now."""
    kinderen = (
        replace(kind, opvang=tuple(replace(o, uren=_scale_uren(o.uren, procent)) for o in kind.opvang))
        for kind in huishouden.kinderen
    )
    return replace(huishouden, kinderen=tuple(kinderen))


def _scale_uren(uren: Decimal, procent: int) -> Decimal:
    return (uren * procent / 100).quantize(Decimal("0.01"))


def _make_betaling(loting: Random, kinderen: tuple[Kind, ...]) -> Betaling:
    organisaties = {opvang.organisatie: None for kind in kinderen for opvang in kind.opvang}
    # payment to the organisation needs one and the same for all children
    if len(organisaties) == 1 and is_kans(loting, KANS_KOO):
        return Betaling(organisatie=Organisatiebetaling(organisatie=next(iter(organisaties))))
    return Betaling(rekening=Rekening(iban=make_iban(loting)))


def _make_berichtenbox(loting: Random, maand: date) -> Berichtenbox | None:
    if is_kans(loting, KANS_GEEN_BERICHTENBOX):
        return None
    dagen = -loting.randint(5, 60) if is_kans(loting, KANS_VEROUDERD) else loting.randint(3, 8)
    return Berichtenbox(
        actief=not is_kans(loting, KANS_INACTIEF), gecontroleerd_op=maand + timedelta(days=dagen)
    )
