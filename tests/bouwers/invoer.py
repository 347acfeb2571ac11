"""Builders for lines of the monthly input."""

import json
import re
from typing import Any

from correspondentie.dossier import Dossier
from correspondentie.invoer import Regel, Uitval, parse_dossier

MAAND = "2026-07"
BSN = "111222333"  # valid by the eleven-test; a well-known test number
WEG = object()


def make_record(pad: str = "", waarde: object = WEG) -> dict[str, Any]:
    """Make a record in which everything that can be filled is filled, changed at pad; WEG takes it away."""
    record: dict[str, Any] = json.loads(RECORD)
    if pad:
        *boven, laatste = (int(deel) if deel.isdigit() else deel for deel in re.findall(r"\w+", pad))
        plek: Any = record
        for deel in boven:
            plek = plek[deel]
        if waarde is WEG:
            del plek[laatste]
        else:
            plek[laatste] = waarde
    return record


def make_regel(inhoud: object, nummer: int = 1) -> Regel:
    """Make a line of these bytes, or of a record as JSON."""
    regel = inhoud if isinstance(inhoud, bytes) else json.dumps(inhoud).encode()
    return Regel(bestand="huishoudens.jsonl", nummer=nummer, inhoud=regel)


def parse_record(pad: str = "", waarde: object = WEG) -> Dossier | Uitval:
    """Parse the record of make_record in the run of July 2026."""
    return parse_dossier(make_regel(make_record(pad, waarde)), MAAND)


RECORD = """
{"dossier": "D1", "maand": "2026-07",
 "aanvrager": {"bsn": "111222333", "geboortedatum": "1988-11-05", "brp": {
  "persoon": {"geslacht": "V", "voornamen": "Sanne", "voorvoegsel": "de", "geslachtsnaam": "Vries",
   "naamgebruik": "N"},
  "partners": [{"kind": "partner", "bsn": "000000012", "geslacht": "M", "voornamen": "Yi\\u011fit",
   "geslachtsnaam": "Y\\u0131lmaz", "datum_sluiting": "20150600"}],
  "adres": {"gemeentecode": "0344", "straatnaam": "Wilgenkade", "huisnummer": "12", "postcode": "3511AB",
   "woonplaats": "Utrecht"},
  "verblijfplaats": {"functie_adres": "W", "gemeente_van_inschrijving": "0344"}}},
 "partner": {"bsn": "000000012", "geboortedatum": "1987-02-17", "brp": {"persoon": {"geslachtsnaam": "Vos"}}},
 "huishouden": {"toeslagjaar": 2026, "toetsingsinkomen_aanvrager": 4000000,
  "toetsingsinkomen_partner": 2000000,
  "kinderen": [
   {"nummer": 1, "voornaam": "Noor", "geboortedatum": "2023-03-14",
    "opvang": [
     {"opvangsoort": "dagopvang", "organisatie": "Hoepla", "lrk_nummer": "123456701", "uren": "95.34",
      "uurtarief": 1100, "begin": "2025-01-01", "einde": "2026-12-31"},
     {"opvangsoort": "gastouder", "organisatie": "De Brug", "lrk_nummer": "123456703", "uren": "20",
      "uurtarief": 800, "begin": "2025-01-01"}],
    "leveringen": [
     {"lrk_nummer": "123456701", "opvangsoort": "dagopvang", "uren": "80.5", "uurtarief": 1100,
      "begin": "2025-01-01", "bron": "Hoepla", "geleverd_op": "2026-07-01", "lrk_geldig_tot": "2027-01-01"}]},
   {"nummer": 2, "voornaam": "Sem", "geboortedatum": "2025-12-01"}],
  "vermogen_aanvrager": 1000000, "vermogen_partner": 50000,
  "zorg": {"begin": "2026-02-01", "einde": "2026-11-30", "partner_verzekerd": false, "woonland": "BE"},
  "huren": [
   {"kale_huur": 65000, "oudste_geboren": "1960-05-06", "begin": "2020-01-01", "einde": "2026-06-30",
    "servicekosten": [1000, 1200], "aow": false, "aangepast": true, "medebewoners": [
     {"geboortedatum": "1960-05-06", "toetsingsinkomen": 1500000, "vermogen": 20000},
     {"geboortedatum": "2006-07-08", "toetsingsinkomen": 600000, "is_kind": true}]},
   {"kale_huur": 68000, "oudste_geboren": "1987-02-17", "begin": "2026-07-01"}],
  "inkomensleveringen": [
   {"persoon": "aanvrager", "toetsingsinkomen": 4200000, "bron": "Basisregistratie inkomen",
    "geleverd_op": "2026-06-30"},
   {"persoon": "partner", "toetsingsinkomen": 2000000, "bron": "Basisregistratie inkomen",
    "geleverd_op": "2026-06-30"}],
  "aanvragen": [
   {"toeslag": "kinderopvangtoeslag", "voorschotpercentage": 100,
    "verleend": {"bedrag_jaar": 960000, "uitbetaald": 560000, "tot_en_met_maand": 7}},
   {"toeslag": "huurtoeslag",
    "verleend": {"bedrag_jaar": 120000, "uitbetaald": 70000, "tot_en_met_maand": 7}},
   {"toeslag": "zorgtoeslag"}]},
 "betaling": {"rekening": {"iban": "NL13TEST0123456789"}},
 "besluitsoort": "voorlopig", "voorkeur": "digitaal",
 "berichtenbox": {"actief": true, "gecontroleerd_op": "2026-07-08"}}
"""
