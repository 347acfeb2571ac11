"""A line becomes a Dossier, or Uitval with the field and a Dutch reason."""

from dataclasses import replace

import msgspec
import pytest

from correspondentie.dossier import Dossier
from correspondentie.invoer import Uitval, parse_dossier
from tests.bouwers.invoer import BSN, MAAND, WEG, make_record, make_regel, parse_record

K = "huishouden.kinderen[0]"
V = "huishouden.verleend"


def test_a_full_record_becomes_a_dossier() -> None:
    dossier = parse_record()

    assert isinstance(dossier, Dossier)
    assert dossier.aanvrager.brp.partners[0].geslachtsnaam == "Yılmaz"
    assert str(dossier.huishouden.kinderen[0].opvang[0].uren) == "95.34"


def test_a_dossier_survives_encoding_and_parsing() -> None:
    dossier = parse_record()

    assert dossier == parse_dossier(make_regel(msgspec.json.encode(dossier)), MAAND)


def test_uren_may_be_a_number_as_well() -> None:
    dossier = parse_record(f"{K}.opvang[0].uren", 95.34)

    assert dossier == parse_record()


class TestHeleRegel:
    @pytest.mark.parametrize(
        ("inhoud", "reden"),
        [
            (b"", "geen geldige of geen volledige JSON"),
            (b'{"dossier": "D1"', "geen geldige of geen volledige JSON"),
            (b"geen json", "geen geldige of geen volledige JSON"),
            (b'{"dossier": "\\ud800"}', "geen geldige of geen volledige JSON"),
            (b'{"dossier": "\xff"}', "geen UTF-8"),
            (b"[1]", "geen JSON-object"),
            (b"null", "geen JSON-object"),
            (b'{"diep": ' + b"[" * 100_000, "te diep geneste JSON"),
        ],
    )
    def test_what_is_no_record_is_named(self, inhoud: bytes, reden: str) -> None:
        uitval = parse_dossier(make_regel(inhoud, nummer=7), MAAND)

        assert isinstance(uitval, Uitval)
        assert (uitval.bestand, uitval.regel, uitval.veld) == ("huishoudens.jsonl", 7, "regel")
        assert reden in uitval.reden

    def test_a_line_that_was_too_long_to_hold_is_named(self) -> None:
        uitval = parse_dossier(replace(make_regel(b""), inhoud=None), MAAND)

        assert isinstance(uitval, Uitval)
        assert (uitval.veld, uitval.reden) == ("regel", "de regel is langer dan 1048576 bytes")


@pytest.mark.parametrize(
    ("pad", "waarde", "veld", "reden"),
    [
        ("aanvrager", WEG, "", "dit veld ontbreekt, maar is verplicht"),
        (f"{K}.opvang[1].uren", WEG, "", "dit veld ontbreekt, maar is verplicht"),
        ("voorkeuren", "digitaal", "regel", "niet bekend is; het lijkt op 'voorkeur'"),
        ("xyz", "digitaal", "regel", "hier staat een veld dat niet bekend is"),
        ("aanvrager.brp.partners[0].postkode", "", "aanvrager.brp.partners[0]", "niet bekend is"),
        ("dossier", 5, "", "de waarde is van de verkeerde soort; verwacht is tekst"),
        ("dossier", None, "", "dit veld is leeg (null); verwacht is tekst"),
        ("huishouden.kinderen", {}, "", "verwacht is een lijst"),
        ("huishouden.toeslagjaar", "2026", "", "verwacht is een geheel getal"),
        ("berichtenbox.actief", "ja", "", "verwacht is true of false"),
        ("aanvrager.brp", [], "", "verwacht is een object"),
        ("huishouden.toeslagjaar", 2026.5, "", "verwacht is een geheel getal"),
        ("dossier", "D 1", "", "verwacht is 1 tot 40 letters, cijfers of streepjes"),
        ("dossier", "D" * 41, "", "verwacht is 1 tot 40 letters, cijfers of streepjes"),
        ("dossier", BSN, "", "het dossiernummer is een burgerservicenummer"),
        ("dossier", "D1\n", "", "een teken dat niet kan worden afgedrukt"),
        ("aanvrager.brp.persoon.geslachtsnaam", "a\x00b", "", "niet kan worden afgedrukt"),
        ("aanvrager.brp.persoon.geslachtsnaam", "a" * 201, "", "langer dan 200 tekens"),
        ("maand", "2026-13", "", "verwacht is jjjj-mm"),
        ("maand", "2026-06", "", "niet de maand van deze run"),
        ("huishouden.toeslagjaar", 2025, "", "niet het jaar van de maand"),
        ("aanvrager.bsn", "111222334", "", "voldoet niet aan de elfproef"),
        ("aanvrager.bsn", "000000000", "", "voldoet niet aan de elfproef"),
        ("aanvrager.bsn", "11122233", "", "verwacht is negen cijfers"),
        ("aanvrager.bsn", "١١١٢٢٢٣٣٣", "", "voldoet niet aan de elfproef"),
        ("partner.bsn", "111222334", "", "voldoet niet aan de elfproef"),
        ("partner.bsn", BSN, "", "hetzelfde als dat van de aanvrager"),
        ("aanvrager.brp.partners[0].bsn", "1", "", "voldoet niet aan de elfproef"),
        ("betaling.rekening.iban", "NL14TEST0123456789", "", "controlecijfers of de lengte"),
        ("betaling.rekening.iban", "nl13test0123456789", "", "hoofdletters en zonder spaties"),
        ("betaling.rekening", WEG, "betaling", "precies één van de twee"),
        ("betaling", {"organisatie": {"organisatie": ""}}, "betaling.organisatie.organisatie", "is leeg"),
        (
            "betaling",
            {"organisatie": {"organisatie": "o" * 81}},
            "betaling.organisatie.organisatie",
            "te lang",
        ),
        ("aanvrager.geboortedatum", "1988-02-30", "", "deze datum bestaat niet"),
        ("aanvrager.geboortedatum", "2026-08-01", "", "ligt na de maand van de run"),
        ("aanvrager.geboortedatum", "2012-08-01", "", "verwacht is 14 tot en met 120 jaar"),
        ("partner.geboortedatum", "1900-01-01", "", "verwacht is 14 tot en met 120 jaar"),
        ("aanvrager.overlijdensdatum", "1980-01-01", "", "ligt voor de geboortedatum"),
        ("aanvrager.overlijdensdatum", "2026-08-01", "", "ligt na de maand van de run"),
        ("huishouden.toetsingsinkomen_partner", WEG, "", "een partner en het inkomen van de partner"),
        ("partner", WEG, "huishouden.toetsingsinkomen_partner", "een partner en het inkomen"),
        ("huishouden.toetsingsinkomen_aanvrager", -1, "huishouden", "een toetsingsinkomen kan niet"),
        ("voorkeur", "postduif", "", "een van: digitaal, papier-en-digitaal"),
        ("berichtenbox.gecontroleerd_op", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{V}.bedrag_jaar", -1, V, "negatief"),
        (f"{V}.bedrag_jaar", 10**9, "", "verwacht is hooguit 100000000 eurocent"),
        (f"{V}.tot_en_met_maand", 13, "", "van 0 tot en met 12"),
        (f"{V}.tot_en_met_maand", 9, "", "kan nog niet zijn betaald"),
        (f"{V}.tot_en_met_maand", 0, f"{V}.uitbetaald", "geen maand waarover is betaald"),
        (f"{K}.nummer", 0, "", "verwacht is een nummer vanaf 1"),
        (f"{K}.nummer", 2, "huishouden.kinderen", "twee kinderen hebben hetzelfde nummer"),
        (f"{K}.voornaam", " ", "", "de voornaam is leeg"),
        (f"{K}.geboortedatum", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{K}.geboortedatum", "2008-07-01", "", "het kind is 18 jaar of ouder"),
        (f"{K}.opvang[1].opvangsoort", "oppas", "", "een van: dagopvang, bso, gastouder"),
        (f"{K}.opvang[1].uren", "744.01", "", "0 tot en met 744 per maand"),
        (f"{K}.opvang[1].uren", "NaN", "", "0 tot en met 744 per maand"),
        (f"{K}.opvang[1].uren", "1.001", "", "meer dan twee decimalen"),
        (f"{K}.opvang[1].uren", "veel", "", "de waarde is geen getal"),
        (f"{K}.opvang[1].uurtarief", 10_001, "", "0 tot en met 10000 eurocent"),
        (f"{K}.opvang[1].einde", "2024-12-31", "", "ligt voor het begin"),
        (f"{K}.opvang[1].begin", "2023-03-13", "", "voor de geboorte"),
        (f"{K}.opvang[1].begin", "2027-01-01", "", "na het toeslagjaar"),
        (f"{K}.opvang[1].organisatie", "", "", "de naam van de kinderopvangorganisatie is leeg"),
        (f"{K}.opvang[1].lrk_nummer", "12345678", "", "9 tot en met 12 cijfers"),
        (f"{K}.leveringen[0].lrk_nummer", "12345678a", "", "9 tot en met 12 cijfers"),
        (f"{K}.leveringen[0].geleverd_op", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{K}.leveringen[0].bron", "", "", "de bron van de levering is leeg"),
        (f"{K}.leveringen[0].einde", "2020-01-01", "", "ligt voor het begin"),
    ],
)
def test_what_is_wrong_is_named(pad: str, waarde: object, veld: str, reden: str) -> None:
    uitval = parse_record(pad, waarde)

    assert isinstance(uitval, Uitval)
    assert (veld or pad) == uitval.veld
    assert reden in uitval.reden


@pytest.mark.parametrize(
    ("pad", "waarde"),
    [
        ("aanvrager.geboortedatum", "2012-07-31"),
        ("aanvrager.overlijdensdatum", "2026-07-31"),
        (f"{K}.geboortedatum", "2008-07-02"),
        (f"{K}.opvang[1].begin", "2023-03-14"),
        (f"{K}.opvang[1].begin", "2026-12-31"),
        (f"{K}.opvang[1].uren", "744"),
        (f"{K}.opvang[1].lrk_nummer", "123456789012"),
        (f"{K}.leveringen[0].geleverd_op", "2026-07-31"),
        (f"{V}.tot_en_met_maand", 8),
        ("aanvrager.brp.partners[0].bsn", ""),
        ("berichtenbox", None),
    ],
)
def test_what_lies_just_within_the_bound_is_accepted(pad: str, waarde: object) -> None:
    assert isinstance(parse_record(pad, waarde), Dossier)


def test_a_number_without_end_is_too_large() -> None:
    regel = make_regel(msgspec.json.encode(make_record("huishouden.toeslagjaar", msgspec.Raw(b"9" * 5_000))))
    uitval = parse_dossier(regel, MAAND)

    assert isinstance(uitval, Uitval)
    assert (uitval.veld, uitval.reden) == ("huishouden.toeslagjaar", "dit getal is te groot")
