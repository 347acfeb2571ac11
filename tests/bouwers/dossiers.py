"""Builders of dossiers: a reachable applicant with one ordinary household, unless said otherwise."""

from datetime import date

import msgspec

from calc.huishouden import Huishouden, Verleend
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Persoon, Verblijfplaats
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
from tests.bouwers.huishoudens import make_huishouden

BSN = "111222333"
IBAN = "NL91ABNA0417164300"
PEILDATUM = date(2026, 7, 10)
ADRES = Adres(straatnaam="Dorpsstraat", huisnummer="12", postcode="1234AB", woonplaats="Voorbeeldstad")
PERSOON = Persoon(
    geslacht="V", voornamen="Anna Maria", voorvoegsel="de", geslachtsnaam="Boer", naamgebruik="E"
)


def make_burger(
    bsn: str = BSN,
    *,
    overlijdensdatum: date | None = None,
    adres: Adres = ADRES,
    aanduiding_in_onderzoek: str = "",
) -> Burger:
    """Make the applicant: alive, at a known address."""
    return Burger(
        bsn=bsn,
        geboortedatum=date(1990, 3, 4),
        overlijdensdatum=overlijdensdatum,
        brp=Geadresseerde(
            persoon=PERSOON,
            partner_history="never_partner",
            adres=adres,
            verblijfplaats=Verblijfplaats(functie_adres="W", aanduiding_in_onderzoek=aanduiding_in_onderzoek),
        ),
    )


def make_dossier(
    huishouden: Huishouden | None = None,
    *,
    nummer: str = "D1",
    burger: Burger | None = None,
    voorkeur: Kanaalvoorkeur | None = None,
    box: bool = True,
    organisatie: str | None = None,
    besluitsoort: Besluitsoort = Besluitsoort.VOORLOPIG,
) -> Dossier:
    """Make a dossier of July 2026; organisatie is the KOO that is paid instead of the applicant."""
    return Dossier(
        dossier=nummer,
        maand="2026-07",
        aanvrager=burger or make_burger(),
        huishouden=huishouden or make_huishouden(),
        betaling=Betaling(organisatie=Organisatiebetaling(organisatie=organisatie))
        if organisatie
        else Betaling(rekening=Rekening(iban=IBAN)),
        besluitsoort=besluitsoort,
        voorkeur=voorkeur,
        berichtenbox=Berichtenbox(actief=box, gecontroleerd_op=PEILDATUM),
    )


def make_verleend(bedrag_jaar: int, uitbetaald: int = 0, tot_en_met_maand: int = 7) -> Verleend:
    """Make an earlier advance. Unit: eurocent."""
    return Verleend(bedrag_jaar=bedrag_jaar, uitbetaald=uitbetaald, tot_en_met_maand=tot_en_met_maand)


def encode_dossiers(*dossiers: Dossier) -> bytes:
    """Write dossiers as the lines of an input file."""
    return b"".join(msgspec.json.encode(dossier) + b"\n" for dossier in dossiers)
