"""A household made by hand: what shows nothing is ordinary, so that the rule stands out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from calc.huishouden import (
    Aanvraag,
    Huishouden,
    Huur,
    Inkomenslevering,
    Kind,
    Levering,
    Opvang,
    Opvangsoort,
    Toeslag,
    Verleend,
    Zorg,
)
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Partner, Persoon, Verblijfplaats
from correspondentie.dossier import (
    Berichtenbox,
    Besluitsoort,
    Betaling,
    Burger,
    Dossier,
    Kanaalvoorkeur,
    Rekening,
)
from correspondentie.genereer.aanvragen import make_verleend
from correspondentie.genereer.kader import Kader
from correspondentie.genereer.nummers import BSN_AANTAL, make_bsn

CENTRUM = "Kinderopvang De Zonnewijzer"
BUREAU = "Gastouderbureau De Brug"
ACTIEF = Berichtenbox(actief=True, gecontroleerd_op=date(2026, 7, 8))
REKENING = Betaling(rekening=Rekening(iban="NL13TEST0123456789"))
PERSOON = Persoon(geslacht="V", voornamen="Sanne", voorvoegsel="de", geslachtsnaam="Vries", naamgebruik="E")
ADRES = Adres(
    gemeentecode="0344", straatnaam="Wilgenkade", huisnummer="12", postcode="3511AB", woonplaats="Utrecht"
)
GEBOREN = date(1988, 11, 5)
VERZEKERD = Zorg()
ECHTGENOOT = Partner(
    geslacht="M",
    voornamen="Mehmet",
    voorvoegsel="van der",
    geslachtsnaam="Waal Beekman-Karadağlı",
    datum_sluiting="20150612",
)
WONEND = Verblijfplaats(functie_adres="W", gemeente_van_inschrijving="0344")
IN_BELGIE = Verblijfplaats(
    functie_adres="W",
    land="5010",
    buitenland_regel1="Rue des Fougères 26",
    buitenland_regel2="4000 Liège",
)
DAGOPVANG = Opvang(
    opvangsoort=Opvangsoort.DAGOPVANG,
    organisatie=CENTRUM,
    lrk_nummer="123456701",
    uren=Decimal(100),
    uurtarief=1_100,
    begin=date(2025, 9, 1),
)
BSO = replace(DAGOPVANG, opvangsoort=Opvangsoort.BSO, lrk_nummer="123456702", uren=Decimal(50), uurtarief=950)
GASTOUDER = replace(
    DAGOPVANG,
    opvangsoort=Opvangsoort.GASTOUDER,
    organisatie=BUREAU,
    lrk_nummer="123456703",
    uren=Decimal(40),
    uurtarief=800,
)
KINDEREN = (
    ("Noor", date(2023, 6, 14)),
    ("Yiğit", date(2024, 4, 28)),
    ("Zoë", date(2024, 4, 28)),
    ("Đan", date(2025, 3, 1)),
    ("João", date(2022, 8, 9)),
    ("Sjoerd", date(2022, 8, 9)),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Regelhuishouden:
    """A household that shows one rule; every field has the value that shows nothing.

    Shape: eerder is what was granted before: 'gelijk' (what the core decides now), 'lager' (half of that),
    'iets-meer' (50 euro more), 'meer' (an amount to which there is no right any more) or 'geen'. vroeger
    holds the facts of Huishouden that were other ones then. Without toeslagjaar it is that of the month. The
    toeslagpartner, known by its income, is the first of relaties.
    """

    naam: str
    kinderen: tuple[Kind, ...] = ()
    toeslagen: tuple[Toeslag, ...] = (Toeslag.KINDEROPVANGTOESLAG,)
    toeslagjaar: int | None = None
    besluitsoort: Besluitsoort = Besluitsoort.VOORLOPIG
    eerder: str = "gelijk"
    vroeger: Mapping[str, Any] = field(default_factory=dict)
    inkomen: int = 60_000_00
    inkomen_partner: int | None = None
    vermogen: int = 0
    zorg: Zorg = VERZEKERD
    huren: tuple[Huur, ...] = ()
    inkomensleveringen: tuple[Inkomenslevering, ...] = ()
    geboren: date = GEBOREN
    persoon: Persoon = PERSOON
    relaties: tuple[Partner, ...] = ()
    adres: Adres = ADRES
    verblijfplaats: Verblijfplaats = WONEND
    overleden: date | None = None
    betaling: Betaling = REKENING
    voorkeur: Kanaalvoorkeur | None = None
    berichtenbox: Berichtenbox | None = ACTIEF


def make_regeldossier(kader: Kader, plaats: int, regel: Regelhuishouden) -> Dossier:
    """Make the Dossier of a household made by hand; plaats sets its burgerservicenummers apart."""
    volgnummer = BSN_AANTAL - 2 * (plaats + 1)  # from the end, where the population never comes
    brp = Geadresseerde(
        persoon=regel.persoon,
        partners=regel.relaties,
        adres=regel.adres,
        verblijfplaats=regel.verblijfplaats,
    )
    return Dossier(
        dossier=regel.naam,
        maand=kader.maand,
        besluitsoort=regel.besluitsoort,
        aanvrager=Burger(
            bsn=make_bsn(kader.seed, volgnummer),
            geboortedatum=regel.geboren,
            brp=brp,
            overlijdensdatum=regel.overleden,
        ),
        partner=_make_partner(kader, volgnummer + 1, regel),
        huishouden=_make_huishouden(kader, regel),
        betaling=regel.betaling,
        voorkeur=regel.voorkeur,
        berichtenbox=regel.berichtenbox,
    )


def _make_huishouden(kader: Kader, regel: Regelhuishouden) -> Huishouden:
    huishouden = Huishouden(
        toeslagjaar=regel.toeslagjaar or kader.begin.year,
        toetsingsinkomen_aanvrager=regel.inkomen,
        toetsingsinkomen_partner=regel.inkomen_partner,
        vermogen_aanvrager=regel.vermogen,
        kinderen=regel.kinderen,
        zorg=regel.zorg,
        huren=regel.huren,
        inkomensleveringen=regel.inkomensleveringen,
    )
    vroeger = replace(huishouden, **regel.vroeger)
    aanvragen = (
        Aanvraag(toeslag=toeslag, verleend=_make_eerder(kader, vroeger, regel.eerder, toeslag))
        for toeslag in regel.toeslagen
    )
    return replace(huishouden, aanvragen=tuple(aanvragen))


def _make_partner(kader: Kader, volgnummer: int, regel: Regelhuishouden) -> Burger | None:
    if regel.inkomen_partner is None:
        return None
    relatie = regel.relaties[0]
    persoon = Persoon(
        geslacht=relatie.geslacht,
        voornamen=relatie.voornamen,
        voorvoegsel=relatie.voorvoegsel,
        geslachtsnaam=relatie.geslachtsnaam,
        naamgebruik="E",
    )
    return Burger(
        bsn=make_bsn(kader.seed, volgnummer),
        geboortedatum=date(1987, 2, 17),
        brp=Geadresseerde(persoon=persoon, adres=regel.adres, verblijfplaats=regel.verblijfplaats),
    )


def _make_eerder(kader: Kader, huishouden: Huishouden, eerder: str, toeslag: Toeslag) -> Verleend | None:
    maand = kader.begin.month if huishouden.toeslagjaar == kader.begin.year else 12
    if eerder == "geen":
        return None
    if eerder == "meer":
        return Verleend(bedrag_jaar=9_600_00, uitbetaald=5_600_00, tot_en_met_maand=maand)
    verleend = make_verleend(huishouden, kader.normen.find_norm(huishouden.toeslagjaar), maand, toeslag)
    if eerder == "gelijk":
        return verleend
    if eerder == "iets-meer":
        return replace(
            verleend, bedrag_jaar=verleend.bedrag_jaar + 50_00, uitbetaald=verleend.uitbetaald + 50_00
        )
    return replace(verleend, bedrag_jaar=verleend.bedrag_jaar // 2, uitbetaald=verleend.uitbetaald // 2)


def make_kind(nummer: int, opvang: Opvang = DAGOPVANG, **geleverd: object) -> Kind:
    """Make a child with one Opvang, delivered as known but for what geleverd says.

    Shape: geleverd holds fields of Levering.
    """
    voornaam, geboren = KINDEREN[nummer - 1]
    eigen = replace(opvang, lrk_nummer=f"{opvang.lrk_nummer[:-2]}{nummer}{opvang.lrk_nummer[-1]}")
    return Kind(
        nummer=nummer,
        voornaam=voornaam,
        geboortedatum=geboren,
        opvang=(eigen,),
        leveringen=(make_regellevering(eigen, **geleverd),),
    )


def make_regellevering(opvang: Opvang, **geleverd: object) -> Levering:
    """Make the delivery for an Opvang, as known but for what geleverd says. Shape: fields of Levering."""
    gelijk = Levering(
        lrk_nummer=opvang.lrk_nummer,
        opvangsoort=opvang.opvangsoort,
        uren=opvang.uren,
        uurtarief=opvang.uurtarief,
        begin=opvang.begin,
        einde=opvang.einde,
        bron=opvang.organisatie,
        geleverd_op=date(2026, 7, 1),
    )
    return replace(gelijk, **geleverd)  # type: ignore[arg-type]  # fields of Levering, checked when it is made
