"""The households of voorbeelden/2026-07/regels.jsonl: made by hand, each named after the rule it shows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calc.huishouden import Huishouden, Kind, Levering, Opvang, Opvangsoort, Verleend
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Partner, Persoon, Verblijfplaats
from correspondentie.dossier import (
    Berichtenbox,
    Betaling,
    Burger,
    Dossier,
    Kanaalvoorkeur,
    Organisatiebetaling,
    Rekening,
)
from correspondentie.genereer.adressen import NIET_OP_ADRES
from correspondentie.genereer.fouten import Foutsoort, plant_fout
from correspondentie.genereer.huishoudens import make_verleend
from correspondentie.genereer.kader import Kader
from correspondentie.genereer.nummers import BSN_AANTAL, make_bsn
from correspondentie.genereer.weergave import encode_regel, make_record

CENTRUM = "Kinderopvang De Zonnewijzer"
BUREAU = "Gastouderbureau De Brug"
ACTIEF = Berichtenbox(actief=True, gecontroleerd_op=date(2026, 7, 8))
INACTIEF = Berichtenbox(actief=False, gecontroleerd_op=date(2026, 7, 8))
VEROUDERD = Berichtenbox(actief=True, gecontroleerd_op=date(2026, 6, 25))
REKENING = Betaling(rekening=Rekening(iban="NL13TEST0123456789"))
PERSOON = Persoon(geslacht="V", voornamen="Sanne", voorvoegsel="de", geslachtsnaam="Vries", naamgebruik="E")
ADRES = Adres(
    gemeentecode="0344", straatnaam="Wilgenkade", huisnummer="12", postcode="3511AB", woonplaats="Utrecht"
)
LANGE_NAAM = Persoon(
    geslacht="V",
    voornamen="Anne-Fleur Désirée Wilhelmina",
    voorvoegsel="van den",
    geslachtsnaam="Bosch Rozendaal van Oosterwijk",
    naamgebruik="N",
)
ECHTGENOOT = Partner(
    geslacht="M",
    voornamen="Mehmet",
    voorvoegsel="van der",
    geslachtsnaam="Waal Beekman-Karadağlı",
    datum_sluiting="20150612",
)
GRAVIN = Persoon(
    geslacht="V",
    voornamen="Cornélie",
    titel_predicaat="GI",
    voorvoegsel="van",
    geslachtsnaam="Oosterwijk",
    naamgebruik="E",
)
WOONBOOT = Adres(
    gemeentecode="0363",
    locatiebeschrijving="Woonboot tegenover de Veermankade",
    woonplaats="Amsterdam",
)
WONEND = Verblijfplaats(functie_adres="W", gemeente_van_inschrijving="0344")
VERTROKKEN = Verblijfplaats(
    functie_adres="W",
    gemeente_van_inschrijving="0344",
    aanduiding_in_onderzoek=NIET_OP_ADRES,
    datum_ingang_onderzoek="20260301",
)
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
KAPOT = (
    Foutsoort.GEEN_JSON,
    Foutsoort.AFGEBROKEN,
    Foutsoort.VELD_ONTBREEKT,
    Foutsoort.VELD_ONBEKEND,
    Foutsoort.BSN_ELFPROEF,
    Foutsoort.DATUM_ONMOGELIJK,
    Foutsoort.MAAND_ANDERS,
    Foutsoort.IBAN_CONTROLE,
    Foutsoort.UREN_ONMOGELIJK,
    Foutsoort.EINDE_VOOR_BEGIN,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Regelhuishouden:
    """A household that shows one rule; every field has the value that shows nothing.

    Shape: eerder is what was granted before: 'gelijk' (what the core decides now), 'lager' (half of that),
    'meer' (an amount to which there is no right any more) or 'geen'. The toeslagpartner, known by its income,
    is the first of relaties.
    """

    naam: str
    kinderen: tuple[Kind, ...]
    eerder: str = "gelijk"
    inkomen: int = 60_000_00
    inkomen_partner: int | None = None
    persoon: Persoon = PERSOON
    relaties: tuple[Partner, ...] = ()
    adres: Adres = ADRES
    verblijfplaats: Verblijfplaats = WONEND
    overleden: date | None = None
    betaling: Betaling = REKENING
    voorkeur: Kanaalvoorkeur | None = None
    berichtenbox: Berichtenbox | None = ACTIEF


def generate_regels_met_de_hand(kader: Kader) -> Iterator[bytes]:
    """Generate the lines of the households made by hand, and after them the broken ones."""
    huishoudens = tuple(list_regelhuishoudens())
    regels = [
        encode_regel(make_record(make_regeldossier(kader, plaats, huishouden)))
        for plaats, huishouden in enumerate(huishoudens)
    ]
    yield from regels
    yield from _list_kapotte_regels(kader, len(regels))
    yield regels[-1]  # the same household twice


def make_regeldossier(kader: Kader, plaats: int, regel: Regelhuishouden) -> Dossier:
    """Make the Dossier of a household made by hand; plaats sets its burgerservicenummers apart."""
    volgnummer = BSN_AANTAL - 2 * (plaats + 1)  # from the end, where the population never comes
    brp = Geadresseerde(
        persoon=regel.persoon,
        partners=regel.relaties,
        adres=regel.adres,
        verblijfplaats=regel.verblijfplaats,
    )
    huishouden = Huishouden(
        toeslagjaar=kader.begin.year,
        toetsingsinkomen_aanvrager=regel.inkomen,
        toetsingsinkomen_partner=regel.inkomen_partner,
        kinderen=regel.kinderen,
    )
    return Dossier(
        dossier=regel.naam,
        maand=kader.maand,
        aanvrager=Burger(
            bsn=make_bsn(kader.seed, volgnummer),
            geboortedatum=date(1988, 11, 5),
            brp=brp,
            overlijdensdatum=regel.overleden,
        ),
        partner=_make_partner(kader, volgnummer + 1, regel),
        huishouden=replace(huishouden, verleend=_make_eerder(kader, huishouden, regel.eerder)),
        betaling=regel.betaling,
        voorkeur=regel.voorkeur,
        berichtenbox=regel.berichtenbox,
    )


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


def _make_eerder(kader: Kader, huishouden: Huishouden, eerder: str) -> Verleend | None:
    if eerder == "geen":
        return None
    if eerder == "meer":
        return Verleend(bedrag_jaar=9_600_00, uitbetaald=5_600_00, tot_en_met_maand=kader.begin.month)
    verleend = make_verleend(huishouden, kader.norm, kader.begin.month)
    if eerder == "gelijk":
        return verleend
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


def list_regelhuishoudens() -> Iterator[Regelhuishouden]:
    """List the households made by hand, in the order of the file."""
    yield from _list_mutaties()
    yield from _list_beschikkingen()
    yield from _list_kanalen()
    yield from _list_adressen()


def _list_mutaties() -> Iterator[Regelhuishouden]:
    minder, meer = Decimal(60), Decimal(110)
    yield Regelhuishouden(
        naam="vierde-kind-boven-het-maximum",
        kinderen=tuple(make_kind(nummer, uren=Decimal(80 - 10 * nummer)) for nummer in range(1, 5)),
    )
    yield Regelhuishouden(
        naam="opwaarts-kind-in-dalend-huishouden",
        kinderen=(make_kind(1, uren=minder), make_kind(2, uren=meer)),
    )
    yield Regelhuishouden(
        naam="opwaarts-kind-valt-af",
        kinderen=(make_kind(1, uren=Decimal(95)), make_kind(2, uren=Decimal(150))),
    )
    yield Regelhuishouden(naam="huishouden-niet-omlaag", kinderen=(make_kind(1, uren=meer),))
    yield Regelhuishouden(naam="minder-uren", kinderen=(make_kind(1, uren=minder), make_kind(2)))
    yield Regelhuishouden(
        naam="verlopen-lrk", kinderen=(make_kind(1, lrk_geldig_tot=date(2026, 5, 31)), make_kind(2))
    )
    yield Regelhuishouden(naam="einde-opvang", kinderen=(make_kind(1, einde=date(2026, 6, 30)), make_kind(2)))
    yield Regelhuishouden(
        naam="andere-opvangsoort",
        kinderen=(make_kind(1, replace(DAGOPVANG, uurtarief=1_120), opvangsoort=Opvangsoort.GASTOUDER),),
    )
    yield Regelhuishouden(
        naam="verschil-zonder-effect",
        kinderen=(make_kind(1, replace(DAGOPVANG, uurtarief=1_200), uurtarief=1_180),),
    )


def _list_beschikkingen() -> Iterator[Regelhuishouden]:
    yield Regelhuishouden(naam="eerste-toekenning", kinderen=(make_kind(1),), eerder="geen")
    yield Regelhuishouden(naam="hogere-toekenning", kinderen=(make_kind(1),), eerder="lager")
    yield Regelhuishouden(naam="ongewijzigd", kinderen=(make_kind(1),))
    zonder_opvang = (replace(make_kind(1), opvang=(), leveringen=()),)
    yield Regelhuishouden(naam="geen-recht", kinderen=zonder_opvang, eerder="geen")
    yield Regelhuishouden(naam="nihil-na-eerdere-toekenning", kinderen=zonder_opvang, eerder="meer")
    yield Regelhuishouden(
        naam="boven-230-uur",
        kinderen=(make_kind(1, replace(DAGOPVANG, uren=Decimal(240))),),
        eerder="geen",
    )
    yield Regelhuishouden(
        naam="zes-kinderen", kinderen=tuple(make_kind(nummer) for nummer in range(1, 7)), eerder="geen"
    )
    gastouder = replace(GASTOUDER, lrk_nummer="123456793")
    een_kind = make_kind(1)
    yield Regelhuishouden(
        naam="twee-opvangsoorten",
        kinderen=(replace(een_kind, opvang=(*een_kind.opvang, gastouder)),),
        eerder="geen",
    )
    yield Regelhuishouden(naam="kind-wordt-vier", kinderen=(_make_kleuter(),), eerder="geen")
    yield Regelhuishouden(
        naam="betaling-aan-koo",
        kinderen=(make_kind(1),),
        eerder="geen",
        betaling=Betaling(organisatie=Organisatiebetaling(organisatie=CENTRUM)),
    )
    yield Regelhuishouden(
        naam="overleden-aanvrager", kinderen=(make_kind(1),), eerder="geen", overleden=date(2026, 6, 20)
    )


def _make_kleuter() -> Kind:
    # dagopvang until its fourth birthday, bso from then on
    verjaardag = date(2026, 9, 14)
    return Kind(
        nummer=1,
        voornaam="Tjitske",
        geboortedatum=date(2022, 9, 14),
        opvang=(replace(DAGOPVANG, einde=date(2026, 9, 13)), replace(BSO, begin=verjaardag)),
    )


def _list_kanalen() -> Iterator[Regelhuishouden]:
    digitaal, beide = Kanaalvoorkeur
    basis = Regelhuishouden(naam="", kinderen=(make_kind(1),), eerder="geen")
    yield replace(basis, naam="alleen-digitaal", voorkeur=digitaal)
    yield replace(basis, naam="papier-en-digitaal", voorkeur=beide)
    yield replace(
        basis,
        naam="digitaal-zonder-actieve-berichtenbox",
        voorkeur=digitaal,
        berichtenbox=INACTIEF,
    )
    yield replace(
        basis,
        naam="berichtenbox-lang-geleden-gecontroleerd",
        voorkeur=digitaal,
        berichtenbox=VEROUDERD,
    )
    yield replace(
        basis, naam="verblijft-niet-op-adres-wel-berichtenbox", voorkeur=beide, verblijfplaats=VERTROKKEN
    )
    onbekend = replace(basis, adres=Adres(), verblijfplaats=Verblijfplaats(), berichtenbox=None)
    yield replace(onbekend, naam="adres-onbekend-geen-berichtenbox")
    yield replace(
        onbekend,
        naam="niet-bereikbaar",
        kinderen=(make_kind(1, uren=Decimal(60)),),
        eerder="gelijk",
    )


def _list_adressen() -> Iterator[Regelhuishouden]:
    basis = Regelhuishouden(naam="", kinderen=(make_kind(1),), eerder="geen")
    yield replace(basis, naam="buitenlands-adres", adres=Adres(), verblijfplaats=IN_BELGIE)
    yield replace(
        basis,
        naam="lange-dubbele-naam",
        inkomen_partner=35_000_00,
        persoon=LANGE_NAAM,
        relaties=(ECHTGENOOT,),
    )
    yield replace(basis, naam="adellijke-titel", persoon=GRAVIN)
    yield replace(basis, naam="woonboot", adres=WOONBOOT)


def _list_kapotte_regels(kader: Kader, plaats: int) -> Iterator[bytes]:
    for nummer, soort in enumerate(KAPOT, start=plaats):
        heel = Regelhuishouden(naam=f"kapotte-regel-{soort}", kinderen=(make_kind(1),))
        yield plant_fout(make_record(make_regeldossier(kader, nummer, heel)), soort)
