"""Broken records: one kind for everything that the input can find wrong with a line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from correspondentie.genereer.weergave import encode_regel

Record = dict[str, Any]


class Foutsoort(StrEnum):
    """What is wrong with a planted record."""

    GEEN_JSON = "geen-json"
    AFGEBROKEN = "afgebroken"
    GEEN_OBJECT = "geen-object"
    GEEN_UTF8 = "geen-utf8"
    TE_DIEP = "te-diep"
    VELD_ONTBREEKT = "veld-ontbreekt"
    VELD_DIEP_ONTBREEKT = "veld-diep-ontbreekt"
    VELD_ONBEKEND = "veld-onbekend"
    VELD_DIEP_ONBEKEND = "veld-diep-onbekend"
    VELD_LEEG = "veld-leeg"
    SOORT_TEKST = "soort-tekst"
    SOORT_LIJST = "soort-lijst"
    SOORT_GETAL = "soort-getal"
    DOSSIERNUMMER = "dossiernummer"
    MAAND_ANDERS = "maand-anders"
    TOESLAGJAAR_ANDERS = "toeslagjaar-anders"
    BSN_ELFPROEF = "bsn-elfproef"
    BSN_KORT = "bsn-kort"
    BSN_PARTNER_GELIJK = "bsn-partner-gelijk"
    BSN_RELATIE = "bsn-relatie"
    IBAN_CONTROLE = "iban-controle"
    IBAN_VORM = "iban-vorm"
    BETALING_DUBBEL = "betaling-dubbel"
    ORGANISATIE_LEEG = "organisatie-leeg"
    ORGANISATIE_LANG = "organisatie-lang"
    DATUM_ONMOGELIJK = "datum-onmogelijk"
    AANVRAGER_ONGEBOREN = "aanvrager-ongeboren"
    AANVRAGER_TE_JONG = "aanvrager-te-jong"
    AANVRAGER_TE_OUD = "aanvrager-te-oud"
    OVERLIJDEN_VOOR_GEBOORTE = "overlijden-voor-geboorte"
    OVERLIJDEN_TOEKOMST = "overlijden-toekomst"
    PARTNER_ZONDER_INKOMEN = "partner-zonder-inkomen"
    INKOMEN_NEGATIEF = "inkomen-negatief"
    KEUZE_ONBEKEND = "keuze-onbekend"
    BERICHTENBOX_TOEKOMST = "berichtenbox-toekomst"
    VERLEEND_NEGATIEF = "verleend-negatief"
    VERLEEND_MAAND = "verleend-maand"
    VERLEEND_TOEKOMST = "verleend-toekomst"
    VERLEEND_TE_HOOG = "verleend-te-hoog"
    UITBETAALD_ZONDER_MAAND = "uitbetaald-zonder-maand"
    KIND_ONGEBOREN = "kind-ongeboren"
    KIND_VOLWASSEN = "kind-volwassen"
    KIND_ZONDER_NAAM = "kind-zonder-naam"
    KIND_NUMMER_NUL = "kind-nummer-nul"
    KINDNUMMER_DUBBEL = "kindnummer-dubbel"
    UREN_ONMOGELIJK = "uren-onmogelijk"
    UREN_DECIMALEN = "uren-decimalen"
    UREN_GEEN_GETAL = "uren-geen-getal"
    TARIEF_ONMOGELIJK = "tarief-onmogelijk"
    GETAL_TE_GROOT = "getal-te-groot"
    EINDE_VOOR_BEGIN = "einde-voor-begin"
    OPVANGSOORT_ONBEKEND = "opvangsoort-onbekend"
    OPVANG_VOOR_GEBOORTE = "opvang-voor-geboorte"
    OPVANG_NA_JAAR = "opvang-na-jaar"
    OPVANG_ZONDER_NAAM = "opvang-zonder-naam"
    LRK_NUMMER = "lrk-nummer"
    LEVERING_TOEKOMST = "levering-toekomst"
    LEVERING_ZONDER_BRON = "levering-zonder-bron"
    AANVRAAG_ONTBREEKT = "aanvraag-ontbreekt"
    TOESLAG_DUBBEL = "toeslag-dubbel"
    TOESLAG_ONBEKEND = "toeslag-onbekend"
    VOORSCHOTPERCENTAGE = "voorschotpercentage"
    DEFINITIEF_TE_VROEG = "definitief-te-vroeg"
    VERMOGEN_NEGATIEF = "vermogen-negatief"
    WOONLAND = "woonland"
    HUUR_ONTBREEKT = "huur-ontbreekt"
    HUUR_TE_HOOG = "huur-te-hoog"
    HUUR_NA_JAAR = "huur-na-jaar"
    HUREN_OVERLAPPEN = "huren-overlappen"
    SERVICEKOSTEN_TE_VEEL = "servicekosten-te-veel"
    BEWONER_TE_JONG = "bewoner-te-jong"
    MEDEBEWONER_ONGEBOREN = "medebewoner-ongeboren"
    INKOMEN_TOEKOMST = "inkomen-toekomst"
    INKOMEN_ZONDER_BRON = "inkomen-zonder-bron"
    TEKST_STUURTEKEN = "tekst-stuurteken"
    TEKST_TE_LANG = "tekst-te-lang"


SPRONG = 37  # shares no factor with the number of kinds, so that few records show many sorts of kinds
WEG = object()  # the waarde of a Fout that takes the field away


@dataclass(frozen=True, kw_only=True, slots=True)
class Fout:
    """How a record is broken: this waarde at this pad.

    Shape: waarde is WEG, a value, or a function of the record. veld is what the input reports, when that is
    another field than pad.
    """

    pad: str
    waarde: object = WEG
    veld: str = ""


def _find_jaar(record: Record) -> int:
    return int(record["maand"][:4])


def _make_toekomst(record: Record) -> str:
    return f"{_find_jaar(record) + 1}-02-01"


def _make_kind_als_aanvrager(record: Record) -> str:
    return f"{_find_jaar(record) - 5}-01-01"


def _make_jongere_bewoner(record: Record) -> str:
    return f"{_find_jaar(record) - 30}-01-01"


def _find_te_laat_jaar(record: Record) -> int:
    return _find_jaar(record) + 2


def _find_te_late_maand(record: Record) -> int:
    return int(record["maand"][5:]) + 2


def _find_bsn(record: Record) -> str:
    return str(record["aanvrager"]["bsn"])


def _make_dubbele_huur(record: Record) -> list[Record]:
    huren: list[Record] = record["huishouden"]["huren"]
    return huren * 2


def _break_dossiernummer(record: Record) -> str:
    return f"{record['dossier']} / 1"


def _break_bsn(record: Record) -> str:
    bsn = _find_bsn(record)
    return f"{bsn[:-1]}{(int(bsn[-1]) + 1) % 10}"


def _shorten_bsn(record: Record) -> str:
    return _find_bsn(record)[:-1]


KIND = "huishouden.kinderen[0]"
OPVANG = f"{KIND}.opvang[0]"
LEVERING = f"{KIND}.leveringen[0]"
VERLEEND = "huishouden.aanvragen[0].verleend"
HUUR = "huishouden.huren[0]"
INKOMEN = "huishouden.inkomensleveringen[0]"

FOUTEN: Mapping[Foutsoort, Fout] = {
    Foutsoort.VELD_ONTBREEKT: Fout(pad="aanvrager"),
    Foutsoort.VELD_DIEP_ONTBREEKT: Fout(pad=f"{OPVANG}.uren"),
    Foutsoort.VELD_ONBEKEND: Fout(pad="voorkeuren", waarde="digitaal", veld="regel"),
    Foutsoort.VELD_DIEP_ONBEKEND: Fout(
        pad="aanvrager.brp.adres.postkode", waarde="", veld="aanvrager.brp.adres"
    ),
    Foutsoort.VELD_LEEG: Fout(pad="huishouden.toeslagjaar", waarde=None),
    Foutsoort.SOORT_TEKST: Fout(pad="huishouden.toetsingsinkomen_aanvrager", waarde="veel"),
    Foutsoort.SOORT_LIJST: Fout(pad="huishouden.kinderen", waarde={}),
    Foutsoort.SOORT_GETAL: Fout(pad="aanvrager.brp.persoon.geslachtsnaam", waarde=7),
    Foutsoort.DOSSIERNUMMER: Fout(pad="dossier", waarde=_break_dossiernummer),
    Foutsoort.MAAND_ANDERS: Fout(pad="maand", waarde="1999-01"),
    Foutsoort.TOESLAGJAAR_ANDERS: Fout(pad="huishouden.toeslagjaar", waarde=_find_te_laat_jaar),
    Foutsoort.BSN_ELFPROEF: Fout(pad="aanvrager.bsn", waarde=_break_bsn),
    Foutsoort.BSN_KORT: Fout(pad="aanvrager.bsn", waarde=_shorten_bsn),
    Foutsoort.BSN_PARTNER_GELIJK: Fout(pad="partner.bsn", waarde=_find_bsn),
    Foutsoort.BSN_RELATIE: Fout(
        pad="aanvrager.brp.partners", waarde=[{"bsn": "800000013"}], veld="aanvrager.brp.partners[0].bsn"
    ),
    Foutsoort.IBAN_CONTROLE: Fout(pad="betaling.rekening.iban", waarde="NL00TEST0123456789"),
    Foutsoort.IBAN_VORM: Fout(pad="betaling.rekening.iban", waarde="nl00 test 0123 4567 89"),
    Foutsoort.BETALING_DUBBEL: Fout(
        pad="betaling.organisatie", waarde={"organisatie": "Hoepla"}, veld="betaling"
    ),
    Foutsoort.ORGANISATIE_LEEG: Fout(
        pad="betaling", waarde={"organisatie": {"organisatie": ""}}, veld="betaling.organisatie.organisatie"
    ),
    Foutsoort.ORGANISATIE_LANG: Fout(
        pad="betaling",
        waarde={"organisatie": {"organisatie": "o" * 81}},
        veld="betaling.organisatie.organisatie",
    ),
    Foutsoort.DATUM_ONMOGELIJK: Fout(pad="aanvrager.geboortedatum", waarde="1989-02-30"),
    Foutsoort.AANVRAGER_ONGEBOREN: Fout(pad="aanvrager.geboortedatum", waarde=_make_toekomst),
    Foutsoort.AANVRAGER_TE_JONG: Fout(pad="aanvrager.geboortedatum", waarde=_make_kind_als_aanvrager),
    Foutsoort.AANVRAGER_TE_OUD: Fout(pad="aanvrager.geboortedatum", waarde="1850-01-01"),
    Foutsoort.OVERLIJDEN_VOOR_GEBOORTE: Fout(pad="aanvrager.overlijdensdatum", waarde="1980-01-01"),
    Foutsoort.OVERLIJDEN_TOEKOMST: Fout(pad="aanvrager.overlijdensdatum", waarde=_make_toekomst),
    Foutsoort.PARTNER_ZONDER_INKOMEN: Fout(pad="huishouden.toetsingsinkomen_partner"),
    Foutsoort.INKOMEN_NEGATIEF: Fout(pad="huishouden.toetsingsinkomen_aanvrager", waarde=-1),
    Foutsoort.KEUZE_ONBEKEND: Fout(pad="voorkeur", waarde="postduif"),
    Foutsoort.BERICHTENBOX_TOEKOMST: Fout(pad="berichtenbox.gecontroleerd_op", waarde=_make_toekomst),
    Foutsoort.VERLEEND_NEGATIEF: Fout(pad=f"{VERLEEND}.bedrag_jaar", waarde=-100),
    Foutsoort.VERLEEND_MAAND: Fout(pad=f"{VERLEEND}.tot_en_met_maand", waarde=13),
    Foutsoort.VERLEEND_TOEKOMST: Fout(pad=f"{VERLEEND}.tot_en_met_maand", waarde=_find_te_late_maand),
    Foutsoort.VERLEEND_TE_HOOG: Fout(pad=f"{VERLEEND}.bedrag_jaar", waarde=10**9),
    Foutsoort.UITBETAALD_ZONDER_MAAND: Fout(
        pad=f"{VERLEEND}.tot_en_met_maand", waarde=0, veld=f"{VERLEEND}.uitbetaald"
    ),
    Foutsoort.KIND_ONGEBOREN: Fout(pad=f"{KIND}.geboortedatum", waarde=_make_toekomst),
    Foutsoort.KIND_VOLWASSEN: Fout(pad=f"{KIND}.geboortedatum", waarde="1999-01-01"),
    Foutsoort.KIND_ZONDER_NAAM: Fout(pad=f"{KIND}.voornaam", waarde=" "),
    Foutsoort.KIND_NUMMER_NUL: Fout(pad=f"{KIND}.nummer", waarde=0),
    Foutsoort.KINDNUMMER_DUBBEL: Fout(
        pad="huishouden.kinderen[1].nummer", waarde=1, veld="huishouden.kinderen"
    ),
    Foutsoort.UREN_ONMOGELIJK: Fout(pad=f"{OPVANG}.uren", waarde="800"),
    Foutsoort.UREN_DECIMALEN: Fout(pad=f"{OPVANG}.uren", waarde="100.125"),
    Foutsoort.UREN_GEEN_GETAL: Fout(pad=f"{OPVANG}.uren", waarde="honderd"),
    Foutsoort.TARIEF_ONMOGELIJK: Fout(pad=f"{OPVANG}.uurtarief", waarde=105_000),
    Foutsoort.GETAL_TE_GROOT: Fout(pad=f"{OPVANG}.uurtarief", waarde=msgspec.Raw(b"9" * 5_000)),
    Foutsoort.EINDE_VOOR_BEGIN: Fout(pad=f"{OPVANG}.einde", waarde="2001-01-01"),
    Foutsoort.OPVANGSOORT_ONBEKEND: Fout(pad=f"{OPVANG}.opvangsoort", waarde="oppas"),
    Foutsoort.OPVANG_VOOR_GEBOORTE: Fout(pad=f"{OPVANG}.begin", waarde="2001-01-01"),
    Foutsoort.OPVANG_NA_JAAR: Fout(pad=f"{OPVANG}.begin", waarde=_make_toekomst),
    Foutsoort.OPVANG_ZONDER_NAAM: Fout(pad=f"{OPVANG}.organisatie", waarde=" "),
    Foutsoort.LRK_NUMMER: Fout(pad=f"{OPVANG}.lrk_nummer", waarde="LRK-12345"),
    Foutsoort.LEVERING_TOEKOMST: Fout(pad=f"{LEVERING}.geleverd_op", waarde=_make_toekomst),
    Foutsoort.LEVERING_ZONDER_BRON: Fout(pad=f"{LEVERING}.bron", waarde=" "),
    Foutsoort.AANVRAAG_ONTBREEKT: Fout(pad="huishouden.aanvragen", waarde=[]),
    Foutsoort.TOESLAG_DUBBEL: Fout(
        pad="huishouden.aanvragen[1].toeslag", waarde="kinderopvangtoeslag", veld="huishouden.aanvragen"
    ),
    Foutsoort.TOESLAG_ONBEKEND: Fout(pad="huishouden.aanvragen[1].toeslag", waarde="bijstand"),
    Foutsoort.VOORSCHOTPERCENTAGE: Fout(pad="huishouden.aanvragen[1].voorschotpercentage", waarde=110),
    Foutsoort.DEFINITIEF_TE_VROEG: Fout(pad="besluitsoort", waarde="definitief"),
    Foutsoort.VERMOGEN_NEGATIEF: Fout(pad="huishouden.vermogen_aanvrager", waarde=-1),
    Foutsoort.WOONLAND: Fout(pad="huishouden.zorg.woonland", waarde="Belgie"),
    Foutsoort.HUUR_ONTBREEKT: Fout(pad="huishouden.huren"),
    Foutsoort.HUUR_TE_HOOG: Fout(pad=f"{HUUR}.kale_huur", waarde=66_000_00),
    Foutsoort.HUUR_NA_JAAR: Fout(pad=f"{HUUR}.begin", waarde=_make_toekomst),
    Foutsoort.HUREN_OVERLAPPEN: Fout(
        pad="huishouden.huren", waarde=_make_dubbele_huur, veld="huishouden.huren"
    ),
    Foutsoort.SERVICEKOSTEN_TE_VEEL: Fout(pad=f"{HUUR}.servicekosten", waarde=[5_00] * 5),
    Foutsoort.BEWONER_TE_JONG: Fout(pad=f"{HUUR}.oudste_geboren", waarde=_make_jongere_bewoner),
    Foutsoort.MEDEBEWONER_ONGEBOREN: Fout(pad=f"{HUUR}.medebewoners[0].geboortedatum", waarde=_make_toekomst),
    Foutsoort.INKOMEN_TOEKOMST: Fout(pad=f"{INKOMEN}.geleverd_op", waarde=_make_toekomst),
    Foutsoort.INKOMEN_ZONDER_BRON: Fout(pad=f"{INKOMEN}.bron", waarde=" "),
    Foutsoort.TEKST_STUURTEKEN: Fout(pad="aanvrager.brp.persoon.voornamen", waarde="Jan\nWillem"),
    Foutsoort.TEKST_TE_LANG: Fout(pad="aanvrager.brp.adres.straatnaam", waarde="Lange" * 50),
}

KAPOTTE_REGELS: Mapping[Foutsoort, Callable[[bytes], bytes]] = {
    Foutsoort.GEEN_JSON: lambda regel: regel.replace(b":", b"="),
    Foutsoort.AFGEBROKEN: lambda regel: regel[: len(regel) // 2],
    Foutsoort.GEEN_OBJECT: lambda regel: b"[" + regel + b"]",
    Foutsoort.GEEN_UTF8: lambda regel: regel.replace(b'"dossier":"', b'"dossier":"\xff', 1),
    Foutsoort.TE_DIEP: lambda _: b'{"diep":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
}


def plan_fouten(aantal: int, kapot: int) -> Iterator[Foutsoort | None]:
    """Plan which of aantal lines are broken: exactly kapot, evenly spread, every Foutsoort in turn."""
    soorten = tuple(Foutsoort)
    geplant = 0
    for volgnummer in range(1, aantal + 1):
        is_kapot = volgnummer * kapot // aantal > geplant
        yield soorten[geplant * SPRONG % len(soorten)] if is_kapot else None
        geplant += is_kapot


def find_veld(soort: Foutsoort) -> str:
    """Return the field that the input reports for a record broken in this way."""
    fout = FOUTEN.get(soort)
    return (fout.veld or fout.pad) if fout else "regel"


def plant_fout(record: Record, soort: Foutsoort) -> bytes:
    """Return the record as a line that is broken in this way, and in no other."""
    if soort in KAPOTTE_REGELS:
        return KAPOTTE_REGELS[soort](encode_regel(record).rstrip()) + b"\n"
    heel = _complete(record)
    _break_veld(heel, FOUTEN[soort])
    return encode_regel(heel)


def _break_veld(record: Record, fout: Fout) -> None:
    *boven, laatste = (int(deel) if deel.isdigit() else deel for deel in re.findall(r"\w+", fout.pad))
    plek: Any = record
    for deel in boven:
        plek = plek[deel]
    if fout.waarde is WEG:
        del plek[laatste]
    else:
        plek[laatste] = fout.waarde(record) if callable(fout.waarde) else fout.waarde


def _complete(record: Record) -> Record:
    """Return the record with everything in it that can be broken; who the applicant is stays."""
    jaar = _find_jaar(record)
    persoon = {"geslacht": "V", "voornamen": "Noor", "geslachtsnaam": "Jansen", "naamgebruik": "E"}
    brp = {"persoon": persoon, "adres": {"straatnaam": "Molenpad", "huisnummer": "1", "woonplaats": "Gouda"}}
    burger = {"geboortedatum": f"{jaar - 40}-01-01", "brp": brp}
    return record | {
        "aanvrager": burger | {"bsn": _find_bsn(record)},
        "partner": {"bsn": "111222333", "geboortedatum": f"{jaar - 41}-01-01", "brp": {"persoon": persoon}},
        "huishouden": _make_huishouden(jaar),
        "besluitsoort": "voorlopig",
        "betaling": {"rekening": {"iban": "NL13TEST0123456789"}},
        "berichtenbox": {"actief": True, "gecontroleerd_op": f"{jaar}-01-01"},
    }


def _make_huishouden(jaar: int) -> Record:
    verleend = {"bedrag_jaar": 9_600_00, "uitbetaald": 800_00, "tot_en_met_maand": 1}
    return {
        "toeslagjaar": jaar,
        "toetsingsinkomen_aanvrager": 40_000_00,
        "toetsingsinkomen_partner": 20_000_00,
        "kinderen": [
            _make_kind(jaar),
            {"nummer": 2, "voornaam": "Sem", "geboortedatum": f"{jaar - 1}-01-01"},
        ],
        "zorg": {"woonland": "BE"},
        "huren": [_make_huur(jaar)],
        "inkomensleveringen": [
            {"persoon": "aanvrager", "toetsingsinkomen": 40_000_00}
            | {"bron": "Basisregistratie inkomen", "geleverd_op": f"{jaar}-01-01"}
        ],
        "aanvragen": [{"toeslag": "kinderopvangtoeslag", "verleend": verleend}, {"toeslag": "huurtoeslag"}],
    }


def _make_huur(jaar: int) -> Record:
    return {
        "kale_huur": 660_00,
        "oudste_geboren": f"{jaar - 41}-01-01",
        "begin": f"{jaar}-01-01",
        "medebewoners": [{"geboortedatum": f"{jaar - 20}-01-01"}],
    }


def _make_kind(jaar: int) -> Record:
    gelijk = {"opvangsoort": "dagopvang", "lrk_nummer": "123456789", "uren": "95.34", "uurtarief": 1_100}
    gelijk["begin"] = f"{jaar}-01-01"
    naam = "Kinderopvang De Zonnewijzer"
    return {
        "nummer": 1,
        "voornaam": "Noor",
        "geboortedatum": f"{jaar - 3}-01-01",
        "opvang": [gelijk | {"organisatie": naam}],
        "leveringen": [gelijk | {"bron": naam, "geleverd_op": f"{jaar}-01-01"}],
    }
