"""One made-up household as a Dossier."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from calc.huishouden import Aanvraag, Huishouden, Rol, Toeslag
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Verblijfplaats
from correspondentie.dossier import (
    Berichtenbox,
    Besluitsoort,
    Betaling,
    Burger,
    Dossier,
    Kanaalvoorkeur,
    Organisatiebetaling,
    Rekening,
)
from correspondentie.genereer.aanvragen import Betaalstand, list_gevraagd, make_aanvragen
from correspondentie.genereer.adressen import make_adres
from correspondentie.genereer.gezinnen import Gezin, make_gezin
from correspondentie.genereer.inkomens import make_inkomen, make_inkomensleveringen, make_vermogen
from correspondentie.genereer.kader import Kader, is_kans
from correspondentie.genereer.nummers import make_bsn, make_dossiernummer, make_iban
from correspondentie.genereer.personen import make_relatie
from correspondentie.genereer.wonen import WOONLANDEN, make_huren, make_zorg

KANS_DEFINITIEF = 0.05
LAATSTE_MAAND_ZONDER_RENTE = 6  # from July on a difference over the year before bears interest
KANS_OVERLEDEN = 0.007
KANS_KOO = 0.5
KANS_GEEN_BERICHTENBOX = 0.08
KANS_INACTIEF = 0.15
KANS_VEROUDERD = 0.04
VOORKEUREN = ((None, Kanaalvoorkeur.DIGITAAL, Kanaalvoorkeur.PAPIER_EN_DIGITAAL), (34, 44, 22))

_Woning = tuple[Adres, Verblijfplaats]


def make_dossier(kader: Kader, volgnummer: int) -> Dossier:
    """Make the household at this place (from 1) of the population; no other place has any influence on it."""
    vorig_jaar = kader.make_vorig_jaar()
    if vorig_jaar.begin.year in kader.normen.jaren and is_kans(
        kader.make_loting(-volgnummer), KANS_DEFINITIEF
    ):
        dossier = _make_dossier(kader, volgnummer, vorig_jaar)
        if dossier.huishouden.aanvragen:
            return dossier
    return _make_dossier(kader, volgnummer, kader)


def _make_dossier(kader: Kader, volgnummer: int, toen: Kader) -> Dossier:
    """Make the household as it is in the month of toen: that of kader, or one of the year before."""
    loting = kader.make_loting(volgnummer)
    definitief = toen is not kader
    gezin = make_gezin(loting, toen, geleverd=not definitief)
    woning = make_adres(loting, kader.bronnen, kader.begin, kans_buitenland=gezin.vorm.kans_buitenland)
    aanvrager, partner = _make_burgers(loting, kader, volgnummer, gezin, woning)
    huishouden = _make_huishouden(loting, toen, gezin, woning[1].land, definitief=definitief)
    return Dossier(
        dossier=make_dossiernummer(volgnummer),
        maand=kader.maand,
        besluitsoort=Besluitsoort.DEFINITIEF if definitief else Besluitsoort.VOORLOPIG,
        aanvrager=aanvrager,
        partner=partner,
        huishouden=huishouden,
        betaling=_make_betaling(loting, huishouden),
        voorkeur=loting.choices(*VOORKEUREN)[0],
        berichtenbox=_make_berichtenbox(loting, kader.begin),
    )


def _make_huishouden(
    loting: Random, kader: Kader, gezin: Gezin, land: str, *, definitief: bool
) -> Huishouden:
    huishouden = _make_feiten(loting, kader, gezin, land)
    stand = Betaalstand(tot_en_met_maand=kader.begin.month)
    if definitief:
        met_verrekening = kader.begin.month <= LAATSTE_MAAND_ZONDER_RENTE
        stand = Betaalstand(tot_en_met_maand=12, definitief=True, met_verrekening=met_verrekening)
    else:
        inkomens = {Rol.AANVRAGER: huishouden.toetsingsinkomen_aanvrager}
        if huishouden.toetsingsinkomen_partner is not None:
            inkomens[Rol.PARTNER] = huishouden.toetsingsinkomen_partner
        leveringen = make_inkomensleveringen(loting, kader.begin, inkomens)
        huishouden = replace(huishouden, inkomensleveringen=leveringen)
    kandidaten = tuple(_list_kandidaten(huishouden, gezin, land))
    toeslagen = tuple(list_gevraagd(loting, huishouden, kader.norm, kandidaten))
    if not toeslagen and not definitief:
        return replace(huishouden, aanvragen=(Aanvraag(toeslag=kandidaten[0]),))
    return replace(huishouden, aanvragen=make_aanvragen(loting, huishouden, kader.norm, stand, toeslagen))


def _make_feiten(loting: Random, kader: Kader, gezin: Gezin, land: str) -> Huishouden:
    samen = len(gezin.geboren) > 1
    inkomens = [make_inkomen(loting, gezin.vorm.inkomens) for _ in gezin.geboren]
    vermogens = [make_vermogen(loting) for _ in gezin.geboren]
    huurt = is_kans(loting, gezin.vorm.kans_huur) and not land
    return Huishouden(
        toeslagjaar=kader.begin.year,
        toetsingsinkomen_aanvrager=inkomens[0],
        toetsingsinkomen_partner=inkomens[1] if samen else None,
        vermogen_aanvrager=vermogens[0],
        vermogen_partner=vermogens[1] if samen else 0,
        kinderen=gezin.kinderen,
        zorg=make_zorg(loting, kader.begin, land, samen=samen),
        huren=make_huren(loting, kader.begin, gezin.geboren) if huurt else (),
    )


def _list_kandidaten(huishouden: Huishouden, gezin: Gezin, land: str) -> Iterator[Toeslag]:
    """List the toeslagen that this household could apply for."""
    if gezin.met_opvang:
        yield Toeslag.KINDEROPVANGTOESLAG
    if not land or land in WOONLANDEN:
        yield Toeslag.ZORGTOESLAG
    if huishouden.huren:
        yield Toeslag.HUURTOESLAG
    if huishouden.kinderen and not land:
        yield Toeslag.KINDGEBONDEN_BUDGET


def _make_burgers(
    loting: Random, kader: Kader, volgnummer: int, gezin: Gezin, woning: _Woning
) -> tuple[Burger, Burger | None]:
    paar, (adres, verblijfplaats) = gezin.paar, woning
    aanvrager = Burger(
        bsn=make_bsn(kader.seed, 2 * volgnummer),
        geboortedatum=gezin.geboren[0],
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
        geboortedatum=gezin.geboren[1],
        brp=Geadresseerde(persoon=paar.partner, partners=spiegel, adres=adres, verblijfplaats=verblijfplaats),
    )


def _make_overlijdensdatum(loting: Random, maand: date) -> date | None:
    return maand - timedelta(days=loting.randint(1, 90)) if is_kans(loting, KANS_OVERLEDEN) else None


def _make_betaling(loting: Random, huishouden: Huishouden) -> Betaling:
    organisaties = {opvang.organisatie: None for kind in huishouden.kinderen for opvang in kind.opvang}
    alleen_opvang = [aanvraag.toeslag for aanvraag in huishouden.aanvragen] == [Toeslag.KINDEROPVANGTOESLAG]
    # payment to the organisation needs one and the same for all children, and no other toeslag
    if alleen_opvang and len(organisaties) == 1 and is_kans(loting, KANS_KOO):
        return Betaling(organisatie=Organisatiebetaling(organisatie=next(iter(organisaties))))
    return Betaling(rekening=Rekening(iban=make_iban(loting)))


def _make_berichtenbox(loting: Random, maand: date) -> Berichtenbox | None:
    if is_kans(loting, KANS_GEEN_BERICHTENBOX):
        return None
    dagen = -loting.randint(5, 60) if is_kans(loting, KANS_VEROUDERD) else loting.randint(3, 8)
    return Berichtenbox(
        actief=not is_kans(loting, KANS_INACTIEF), gecontroleerd_op=maand + timedelta(days=dagen)
    )
