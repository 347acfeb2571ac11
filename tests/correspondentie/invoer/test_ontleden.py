"""A line becomes a Dossier, or Uitval with the field and a Dutch reason."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from correspondentie.dossier import Dossier
from correspondentie.invoer import Uitval, parse_dossier
from tests.bouwers.invoer import BSN, MAAND, WEG, make_record, make_regel, parse_record

K = "huishouden.kinderen[0]"
V = "huishouden.aanvragen[0].verleend"
H = "huishouden.huren[0]"
L = "huishouden.inkomensleveringen[0]"
TE_VEEL = 10_000_000_001  # eurocent


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
        ("dossier", BSN, "", "het dossiernummer kan een burgerservicenummer zijn"),
        ("dossier", "123456782", "", "het dossiernummer kan een burgerservicenummer zijn"),
        ("dossier", "D1\n", "", "een teken dat niet kan worden afgedrukt"),
        ("aanvrager.brp.persoon.geslachtsnaam", "a\x00b", "", "niet kan worden afgedrukt"),
        ("aanvrager.brp.persoon.geslachtsnaam", "a" * 201, "", "langer dan 200 tekens"),
        ("maand", "2026-13", "", "verwacht is jjjj-mm"),
        ("maand", "2026-06", "", "niet de maand van deze run"),
        ("huishouden.toeslagjaar", 2028, "", "het jaar van de maand van deze run, een eerder jaar of het"),
        ("huishouden.toeslagjaar", 2005, "", "van 2006 tot en met 2099"),
        ("besluitsoort", "definitief", "", "pas als het toeslagjaar voorbij is"),
        ("besluitsoort", "later", "", "een van: voorlopig, definitief"),
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
        ("huishouden.toetsingsinkomen_partner", WEG, "huishouden.vermogen_partner", "geen toeslagpartner"),
        ("partner", WEG, "huishouden.toetsingsinkomen_partner", "een partner en het inkomen"),
        ("partner", None, "huishouden.toetsingsinkomen_partner", "een partner en het inkomen"),
        ("huishouden.toetsingsinkomen_aanvrager", -1, "", "verwacht is 0 tot en met 10000000000 eurocent"),
        ("huishouden.toetsingsinkomen_partner", TE_VEEL, "", "verwacht is 0 tot en met 10000000000"),
        ("huishouden.vermogen_aanvrager", -1, "", "verwacht is 0 tot en met 10000000000 eurocent"),
        ("huishouden.vermogen_partner", -1, "", "verwacht is 0 tot en met 10000000000 eurocent"),
        ("voorkeur", "postduif", "", "een van: digitaal, papier-en-digitaal"),
        ("berichtenbox.gecontroleerd_op", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{V}.bedrag_jaar", -1, "", "verwacht is 0 tot en met 10000000000 eurocent"),
        (f"{V}.uitbetaald", -1, "", "verwacht is 0 tot en met 10000000000 eurocent"),
        (f"{V}.uitbetaald", 10**9, "", "verwacht is hooguit 100000000 eurocent"),
        (f"{V}.bedrag_jaar", 10**9, "", "verwacht is hooguit 100000000 eurocent"),
        (f"{V}.tot_en_met_maand", 13, "", "van 0 tot en met 12"),
        (f"{V}.tot_en_met_maand", 9, "", "kan nog niet zijn betaald"),
        (f"{V}.tot_en_met_maand", 0, f"{V}.uitbetaald", "geen maand waarover is betaald"),
        (f"{K}.nummer", 0, "", "verwacht is een nummer vanaf 1"),
        (f"{K}.nummer", 2**31, "", "verwacht is een nummer van hooguit 999"),
        (f"{K}.nummer", 2, "huishouden.kinderen", "twee kinderen hebben hetzelfde nummer"),
        ("huishouden.aanvragen", [], "", "er is geen toeslag aangevraagd"),
        ("huishouden.aanvragen[1].toeslag", "zorgtoeslag", "huishouden.aanvragen", "twee keer aangevraagd"),
        ("huishouden.aanvragen[1].toeslag", "bijstand", "", "een van: kinderopvangtoeslag, zorgtoeslag"),
        ("huishouden.aanvragen[0].voorschotpercentage", 101, "", "een percentage van 0 tot en met 100"),
        (f"{K}.voornaam", " ", "", "de voornaam is leeg"),
        (f"{K}.geboortedatum", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{K}.geboortedatum", "2008-01-01", "", "het kind is 18 jaar of ouder op 1 januari"),
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
        ("huishouden.zorg.einde", "2026-01-31", "", "ligt voor het begin"),
        ("huishouden.zorg.woonland", "NL", "", "laat dit veld weg als de aanvrager in Nederland woont"),
        ("huishouden.zorg.woonland", "België", "", "verwacht zijn twee hoofdletters"),
        ("huishouden.huren", WEG, "", "huurtoeslag is aangevraagd, maar er is geen huur"),
        (f"{H}.kale_huur", 10_000_01, "", "verwacht is 0 tot en met 1000000 eurocent"),
        (f"{H}.servicekosten", [-1], "", "verwacht is 0 tot en met 1000000 eurocent"),
        (f"{H}.servicekosten", [1] * 5, "", "hooguit 4 soorten servicekosten"),
        (f"{H}.einde", "2019-12-31", "", "ligt voor het begin"),
        (f"{H}.einde", "2026-07-01", "huishouden.huren", "begint voordat de vorige huur is afgelopen"),
        ("huishouden.huren[1].begin", "2027-01-01", "", "begint na het toeslagjaar"),
        ("huishouden.huren[1].oudste_geboren", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{H}.oudste_geboren", "1905-07-31", "", "verwacht is hooguit 120 jaar"),
        (f"{H}.oudste_geboren", "1988-11-06", f"{H}.medebewoners[0].geboortedatum", "ouder dan de oudste"),
        ("huishouden.huren[1].oudste_geboren", "1988-11-06", "", "niet jonger zijn dan de aanvrager"),
        (f"{H}.medebewoners[1].geboortedatum", "2026-08-01", "", "ligt na de maand van de run"),
        (f"{H}.medebewoners[1].geboortedatum", "1905-07-31", "", "verwacht is hooguit 120 jaar"),
        (f"{H}.medebewoners[0].toetsingsinkomen", -1, "", "verwacht is 0 tot en met 10000000000"),
        (f"{H}.medebewoners[0].vermogen", TE_VEEL, "", "verwacht is 0 tot en met 10000000000"),
        (f"{L}.toetsingsinkomen", -1, "", "verwacht is 0 tot en met 10000000000 eurocent"),
        (f"{L}.persoon", "kind", "", "een van: aanvrager, partner"),
        (f"{L}.bron", " ", "", "de bron van de levering is leeg"),
        (f"{L}.geleverd_op", "2026-08-01", "", "ligt na de maand van de run"),
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
        (f"{K}.geboortedatum", "2008-01-02"),
        ("huishouden.toeslagjaar", 2026),
        ("huishouden.zorg.woonland", WEG),
        (f"{H}.oudste_geboren", "1905-08-01"),
        ("huishouden.huren[1].oudste_geboren", "1988-11-05"),
        ("huishouden.aanvragen[0].voorschotpercentage", 0),
        (f"{L}.geleverd_op", "2026-07-31"),
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


class TestToeslagjaar:
    """A month holds decisions over its own year, earlier years and the next one."""

    @pytest.mark.parametrize(
        ("maand", "jaar", "laatste"),
        [
            ("2026-07", 2026, 8),
            ("2026-12", 2026, 12),
            ("2026-07", 2025, 12),
            ("2026-12", 2027, 1),
            ("2026-11", 2027, 0),
        ],
    )
    def test_no_month_can_be_paid_before_its_payment_day(self, maand: str, jaar: int, laatste: int) -> None:
        velden = {
            betaald: getattr(parse_dossier(make_regel(make_jaar(maand, jaar, betaald)), maand), "veld", "")
            for betaald in range(1, 13)
        }

        assert velden == {m: "" if m <= laatste else f"{V}.tot_en_met_maand" for m in range(1, 13)}

    def test_a_definitieve_toekenning_is_for_a_year_that_is_over(self) -> None:
        record = make_jaar(MAAND, 2025, 12) | {"besluitsoort": "definitief"}

        assert isinstance(parse_dossier(make_regel(record), MAAND), Dossier)

    def test_a_child_born_after_the_toeslagjaar_is_not_part_of_the_household(self) -> None:
        record = make_jaar(MAAND, 2025, 12)
        record["huishouden"]["kinderen"] = [{"nummer": 1, "voornaam": "N", "geboortedatum": "2026-01-01"}]
        uitval = parse_dossier(make_regel(record), MAAND)

        assert isinstance(uitval, Uitval)
        assert uitval.reden == "het kind is geboren na het toeslagjaar"

    @pytest.mark.parametrize(
        ("pad", "veld"),
        [("vermogen_partner", "vermogen_partner"), ("inkomensleveringen", "inkomensleveringen")],
    )
    def test_nothing_of_a_partner_goes_without_a_partner(self, pad: str, veld: str) -> None:
        record = make_record("partner")
        huishouden = record["huishouden"]
        bewaard = {"inkomensleveringen": [], "vermogen_partner": 0} | {pad: huishouden[pad]}
        del huishouden["toetsingsinkomen_partner"]
        uitval = parse_dossier(make_regel(record | {"huishouden": huishouden | bewaard}), MAAND)

        assert isinstance(uitval, Uitval)
        assert (uitval.veld, "geen toeslagpartner" in uitval.reden) == (f"huishouden.{veld}", True)


def test_an_organisatie_is_paid_only_when_kinderopvangtoeslag_was_applied_for() -> None:
    record = make_record("betaling", {"organisatie": {"organisatie": "De Zon"}})
    record["huishouden"]["aanvragen"] = [{"toeslag": "zorgtoeslag"}]

    uitval = parse_dossier(make_regel(record), MAAND)

    assert isinstance(uitval, Uitval)
    assert (uitval.veld, "geef een rekening op" in uitval.reden) == ("betaling.organisatie", True)


def make_jaar(maand: str, jaar: int, betaald: int) -> dict[str, Any]:
    """Make a record of this month and toeslagjaar, paid up to this month of the year."""
    record = make_record("maand", maand)
    verleend = {"bedrag_jaar": 960_000, "uitbetaald": 560_000, "tot_en_met_maand": betaald}
    aanvragen = [{"toeslag": "kinderopvangtoeslag", "verleend": verleend}]
    record["huishouden"] = {"toeslagjaar": jaar, "toetsingsinkomen_aanvrager": 1, "aanvragen": aanvragen}
    del record["partner"]
    return record


def test_a_number_without_end_is_too_large() -> None:
    regel = make_regel(msgspec.json.encode(make_record("huishouden.toeslagjaar", msgspec.Raw(b"9" * 5_000))))
    uitval = parse_dossier(regel, MAAND)

    assert isinstance(uitval, Uitval)
    assert (uitval.veld, uitval.reden) == ("huishouden.toeslagjaar", "dit getal is te groot")
