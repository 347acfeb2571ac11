"""The calculation of one household as a table: every step has a Dutch name, a value and a source."""

import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from calc.beschikking import Beschikking, Beschikkingsoort, Grondslagsoort
from calc.definitief import decide_definitieve_toekenningen
from calc.huishouden import Toeslag
from calc.voorschot import decide_beschikking
from correspondentie.opmaak import VAST
from correspondentie.rekenuitleg import BESLUITEN, NAAM_BREEDTE, NAMEN, format_bron, format_rekenuitleg
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvraag,
    make_gezin,
    make_huishouden,
    make_huur,
    make_kalender,
    make_verleend,
    make_voorschotregels,
)

JULI, JUNI = date(2026, 7, 10), date(2026, 6, 10)


def list_regels(*beschikkingen: Beschikking, breedte: int = 100) -> list[str]:
    """List the lines as they stand in a terminal of this width, with plain spaces."""
    console = Console(file=io.StringIO(), width=breedte)
    console.print(format_rekenuitleg(beschikkingen))
    assert isinstance(console.file, io.StringIO)
    return [regel.rstrip().replace(VAST, " ") for regel in console.file.getvalue().splitlines()]


def decide(dagtekening: date = JULI) -> Beschikking:
    return decide_beschikking(make_gezin(), make_voorschotregels(dagtekening=dagtekening))


def decide_definitief(uitbetaald: int) -> Beschikking:
    verleend = make_verleend(bedrag_jaar=uitbetaald, uitbetaald=uitbetaald, tot_en_met_maand=12)
    aanvragen = (make_aanvraag(Toeslag.ZORGTOESLAG, verleend=verleend),)
    huishouden = make_huishouden(toeslagjaar=2025, inkomen=25_000_00, aanvragen=aanvragen)
    kalender = make_kalender(toeslagjaar=2025, dagtekening=JUNI)
    (beschikking,) = decide_definitieve_toekenningen(huishouden, NORMEN, kalender)
    return beschikking


def find_rij(regels: list[str], begin: str) -> list[str]:
    """Return the cells of the first row that begins with this."""
    regel = next(regel for regel in regels if regel.strip().startswith(begin))
    return [cel for cel in (deel.strip() for deel in regel.split("  ")) if cel]


class TestNamen:
    """Every step and every decision has a name that a colleague understands."""

    def test_every_soort_has_a_name_in_the_order_of_the_sum(self) -> None:
        assert list(Grondslagsoort) == list(NAMEN)
        assert set(Beschikkingsoort) == set(BESLUITEN)

    def test_every_name_is_its_own_and_fits_in_its_column(self) -> None:
        assert len(NAMEN) == len(set(NAMEN.values()))
        assert [] == [naam for naam in NAMEN.values() if len(naam) + 2 > NAAM_BREEDTE]

    @pytest.mark.parametrize(
        ("bron", "naam"),
        [
            ("jci1.3:c:BWBR0018472&artikel=7&lid=3", "Awir, artikel 7 lid 3"),
            (
                "jci1.3:c:BWBR0017321&bijlage=I (lukkepuk.nl)",
                "Besluit kinderopvangtoeslag, bijlage I (lukkepuk.nl)",
            ),
            ("jci1.3:c:BWBR0018451", "Wet op de zorgtoeslag"),
            ("jci1.3:c:BWBR0017017&artikel=1.5", "Wet kinderopvang, artikel 1.5"),
            ("jci1.3:c:BWBR9999999&artikel=1", "jci1.3:c:BWBR9999999&artikel=1"),
            ("TG 080-1Z61FD", "TG 080-1Z61FD"),
        ],
    )
    def test_a_source_is_named_as_a_reader_names_it(self, bron: str, naam: str) -> None:
        assert naam == format_bron(bron)


class TestTabel:
    """The table follows the sum, and fits in a terminal of 100 columns."""

    def test_the_heading_names_the_decision(self) -> None:
        assert "Voorlopige toekenning 2026, dagtekening 10 juli 2026" in list_regels(decide())

    def test_every_toeslag_has_a_heading_with_its_amount(self) -> None:
        koppen = [regel for regel in list_regels(decide()) if regel.endswith(" voor het jaar")]

        assert ["Kinderopvangtoeslag", "Zorgtoeslag", "Huurtoeslag", "Kindgebonden budget"] == [
            kop.partition(":")[0] for kop in koppen
        ]

    def test_every_step_of_the_sum_has_a_row(self) -> None:
        regels = list_regels(decide(), breedte=160)
        stappen = [
            stap
            for toekenning in decide().toekenningen
            for lijst in (toekenning.recht.grondslagen, *(p.grondslagen for p in toekenning.recht.perioden))
            for stap in lijst
        ]
        rijen = [regel for regel in regels if any(regel.startswith(f"  {naam} ") for naam in NAMEN.values())]

        assert len(stappen) == len(rijen)

    def test_a_row_has_name_value_and_source(self) -> None:
        regels = list_regels(decide())

        assert ["Inkomen van de aanvrager", "€ 24.000,00", "Awir, artikel 7"] == find_rij(
            regels, "Inkomen van"
        )
        assert ["Personen in de woning", "5", "Wet op de huurtoeslag, artikel 21"] == find_rij(
            regels, "Personen"
        )

    def test_the_steps_of_childcare_stand_with_their_child(self) -> None:
        koppen = [regel for regel in list_regels(decide()) if "opvang 1" in regel]

        assert [f"Januari tot en met december: kind {kind}, opvang 1" for kind in (1, 2, 3)] == koppen

    def test_a_periode_of_one_month_is_named_by_that_month(self) -> None:
        huren = (make_huur(begin=date(2020, 1, 1), einde=date(2026, 1, 31)),)
        gezin = replace(make_gezin(), huren=huren)
        regels = list_regels(decide_beschikking(gezin, make_voorschotregels()))

        assert "Januari" in regels
        assert "Februari tot en met december" in regels

    @pytest.mark.parametrize("breedte", [100, 160])
    def test_no_line_is_wider_than_the_terminal(self, breedte: int) -> None:
        assert max(map(len, list_regels(decide(), breedte=breedte))) <= breedte


class TestBetaling:
    """What is paid when, and what is settled, follows on the sum."""

    def test_a_month_to_come_names_its_payment_day_and_a_past_one_the_settlement(self) -> None:
        regels = list_regels(decide())

        assert "Awir, artikel 24: verrekening" == find_rij(regels, "Juli ")[2]
        assert "Awir, artikel 22: 20 juli 2026" == find_rij(regels, "Augustus ")[2]

    def test_a_part_of_the_advance_says_which(self) -> None:
        aanvraag = make_aanvraag(Toeslag.ZORGTOESLAG, voorschotpercentage=60)
        regels = make_voorschotregels(instelbaar=frozenset(Toeslag))
        beschikking = decide_beschikking(make_huishouden(inkomen=25_000_00, aanvragen=(aanvraag,)), regels)

        assert "Voorschot per maand: 60% van het recht" in list_regels(beschikking)

    @pytest.mark.parametrize(
        ("uitbetaald", "rij"),
        [
            (0, "Nabetaling in één keer"),
            (3_000_00, "Terug te betalen"),
            (1_580_00, "Te weinig om terug te vragen"),
        ],
    )
    def test_a_definitieve_toekenning_shows_what_it_comes_to(self, uitbetaald: int, rij: str) -> None:
        regels = list_regels(decide_definitief(uitbetaald))

        assert "Definitieve toekenning 2025, dagtekening 10 juni 2026" in regels
        assert rij == find_rij(regels, rij)[0]
        assert "Verschuldigd" == find_rij(regels, "Verschuldigd")[0]
        assert "Voorschot per maand" not in regels
