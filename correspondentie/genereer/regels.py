"""The households of voorbeelden/2026-07/regels.jsonl: made by hand, each named after the rule it shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from calc.huishouden import Kind, Opvangsoort
from correspondentie.adressering.gegevens import Adres, Persoon, Verblijfplaats
from correspondentie.dossier import Berichtenbox, Betaling, Kanaalvoorkeur, Organisatiebetaling
from correspondentie.genereer.adressen import NIET_OP_ADRES
from correspondentie.genereer.fouten import Foutsoort, plant_fout
from correspondentie.genereer.kader import Kader
from correspondentie.genereer.regelhuishouden import (
    BSO,
    CENTRUM,
    DAGOPVANG,
    ECHTGENOOT,
    GASTOUDER,
    IN_BELGIE,
    Regelhuishouden,
    make_kind,
    make_regeldossier,
)
from correspondentie.genereer.regels_toeslagen import list_toeslagregels
from correspondentie.genereer.weergave import encode_regel, make_record

INACTIEF = Berichtenbox(actief=False, gecontroleerd_op=date(2026, 7, 8))
VEROUDERD = Berichtenbox(actief=True, gecontroleerd_op=date(2026, 6, 25))
LANGE_NAAM = Persoon(
    geslacht="V",
    voornamen="Anne-Fleur Désirée Wilhelmina",
    voorvoegsel="van den",
    geslachtsnaam="Bosch Rozendaal van Oosterwijk",
    naamgebruik="N",
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
VERTROKKEN = Verblijfplaats(
    functie_adres="W",
    gemeente_van_inschrijving="0344",
    aanduiding_in_onderzoek=NIET_OP_ADRES,
    datum_ingang_onderzoek="20260301",
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


def list_regelhuishoudens() -> Iterator[Regelhuishouden]:
    """List the households made by hand, in the order of the file."""
    yield from _list_mutaties()
    yield from _list_beschikkingen()
    yield from list_toeslagregels()
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
