"""The generated population: the same seed gives the same bytes, and what is in it is realistic."""

import io
import json
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice

import pytest
from stdnum.nl import bsn

from calc.afwijkingen import list_inkomensafwijkingen
from calc.beschikking import Beschikking
from calc.betaalplan import Betaalkalender
from calc.definitief import decide_definitieve_toekenningen
from calc.errors import CalcError
from calc.huishouden import Aanvraag, Huishouden, Kind, Levering, Opvangsoort, Toeslag
from calc.leeftijd import compute_eerste_dag_te_oud
from calc.normbestand import load_normen
from calc.voorschot import BESLISSERS, Voorschotregels, decide_beschikking
from correspondentie.dossier import Besluitsoort, Dossier, Kanaalvoorkeur
from correspondentie.errors import CannotStartError
from correspondentie.genereer import generate_populatie, write_populatie
from correspondentie.genereer.nummers import BSN_AANTAL, make_bsn
from correspondentie.invoer import Uitval, parse_dossier
from correspondentie.kalender import compute_dagtekening, make_kalender
from tests.bouwers.invoer import MAAND, make_regel

NORMEN = load_normen()
AANTAL = 1_500


def generate(aantal: int, seed: int = 7, fouten: float = 0, maand: str = MAAND) -> Iterator[bytes]:
    return generate_populatie(aantal, seed=seed, fouten=fouten, maand=maand, normen=NORMEN)


@pytest.fixture(scope="module")
def dossiers() -> list[Dossier]:
    gelezen = (parse_dossier(make_regel(regel), MAAND) for regel in generate(AANTAL))
    return [dossier for dossier in gelezen if isinstance(dossier, Dossier)]


def compute_aandeel(antwoorden: Iterable[bool]) -> float:
    telling = Counter(antwoorden)
    return telling[True] / telling.total()


class TestHerhaalbaar:
    def test_the_same_seed_gives_the_same_bytes(self) -> None:
        assert list(generate(50, fouten=0.1)) == list(generate(50, fouten=0.1))

    def test_another_process_with_another_hash_seed_gives_the_same_bytes(self) -> None:
        script = (
            "import sys; from correspondentie.genereer import write_populatie;"
            f"write_populatie(sys.stdout.buffer, 60, seed=7, fouten=0.5, maand='{MAAND}')"
        )
        uitvoer = [
            subprocess.run(
                [sys.executable, "-c", script], env={"PYTHONHASHSEED": zaad}, capture_output=True, check=True
            ).stdout
            for zaad in ("1", "2")
        ]

        assert uitvoer == [b"".join(generate(60, fouten=0.5))] * 2

    def test_another_seed_gives_other_households(self) -> None:
        assert not set(generate(50, seed=1)) & set(generate(50, seed=2))

    def test_the_first_households_of_a_larger_population_are_the_same(self) -> None:
        assert list(generate(40)) == list(islice(generate(10_000), 40))

    def test_planting_leaves_the_good_households_as_they_are(self) -> None:
        verschillend = sum(a != b for a, b in zip(generate(100), generate(100, fouten=0.07), strict=True))

        assert verschillend == 7

    def test_writing_gives_the_generated_lines(self) -> None:
        doel = io.BytesIO()
        write_populatie(doel, 20, seed=7, fouten=0.1, maand=MAAND)

        assert b"".join(generate(20, fouten=0.1)) == doel.getvalue()

    def test_another_month_can_be_made(self) -> None:
        gelezen = [parse_dossier(make_regel(regel), "2026-12") for regel in generate(100, maand="2026-12")]

        assert all(isinstance(dossier, Dossier) for dossier in gelezen)

    def test_memory_does_not_grow_with_the_population(self) -> None:
        next(generate(1))
        tracemalloc.start()
        aantal = sum(1 for _ in generate(1_000))
        _, hoogste = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert aantal == 1_000
        assert hoogste < 1_000_000

    @pytest.mark.parametrize(("aantal", "fouten"), [(-1, 0), (BSN_AANTAL, 0), (10, -0.1), (10, 1.1)])
    def test_what_cannot_be_made_is_refused(self, aantal: int, fouten: float) -> None:
        with pytest.raises(CannotStartError, match="Verwacht is"):
            generate(aantal, fouten=fouten)


class TestNummers:
    def test_every_generated_household_is_a_dossier(self, dossiers: list[Dossier]) -> None:
        assert len(dossiers) == AANTAL

    def test_dossier_numbers_and_burgerservicenummers_occur_once(self, dossiers: list[Dossier]) -> None:
        burgers = [burger.bsn for d in dossiers for burger in (d.aanvrager, d.partner) if burger]

        assert len(burgers) == len(set(burgers))
        assert len({d.dossier for d in dossiers}) == AANTAL

    def test_burgerservicenummers_are_valid_over_the_whole_range(self) -> None:
        nummers = [make_bsn(3, volgnummer) for volgnummer in range(0, BSN_AANTAL, 17_011)]

        assert all(bsn.is_valid(nummer) and nummer[0] in "89" for nummer in nummers)
        assert len(nummers) == len(set(nummers))

    def test_no_account_is_at_an_existing_bank(self, dossiers: list[Dossier]) -> None:
        ibans = {d.betaling.rekening.iban[4:8] for d in dossiers if d.betaling.rekening}

        assert ibans == {"TEST", "DEMO", "OEFN"}


class TestBeslisbaar:
    """The core can decide on whatever is generated."""

    @pytest.mark.parametrize("maand", ["2026-01", "2026-06", "2026-07", "2026-12"])
    def test_the_core_decides_on_every_household(self, maand: str) -> None:
        gelezen = [parse_dossier(make_regel(regel), maand) for regel in generate(400, maand=maand)]

        assert [] == [reden for dossier in gelezen if (reden := find_weigering(dossier, maand))]

    def test_a_definitieve_toekenning_after_june_needs_no_interest(self, dossiers: list[Dossier]) -> None:
        definitief = [d for d in dossiers if d.besluitsoort is Besluitsoort.DEFINITIEF]

        assert 0.02 * AANTAL < len(definitief) < 0.08 * AANTAL
        assert [] == [d.dossier for d in definitief if find_weigering(d, MAAND)]

    def test_a_definitieve_toekenning_before_july_may_differ_from_what_was_paid(self) -> None:
        gelezen = [parse_dossier(make_regel(regel), "2026-06") for regel in generate(400, maand="2026-06")]
        definitief = [d for d in gelezen if isinstance(d, Dossier) and d.besluitsoort == "definitief"]
        afrekeningen = [
            t.afrekening for d in definitief for b in decide(d, "2026-06") for t in b.toekenningen
        ]

        assert any(afrekening.terug_te_betalen for afrekening in afrekeningen)
        assert any(afrekening.nabetaling for afrekening in afrekeningen)

    def test_an_impossible_delivery_is_rare_but_occurs(self) -> None:
        kinderen = [
            kind
            for regel in generate(3_000)
            if isinstance(dossier := parse_dossier(make_regel(regel), MAAND), Dossier)
            for kind in dossier.huishouden.kinderen
        ]
        onmogelijk = sum(any(is_te_oud(kind, levering) for levering in kind.leveringen) for kind in kinderen)

        assert 0 < onmogelijk < 0.002 * len(kinderen)


class TestVerscheidenheid:
    """Every kind of household that a rule or a letter distinguishes occurs, in sensible numbers."""

    def test_households_have_up_to_six_children(self, dossiers: list[Dossier]) -> None:
        aantallen = Counter(len(d.huishouden.kinderen) for d in dossiers)

        assert set(aantallen) == {0, 1, 2, 3, 4, 5, 6}
        assert 0.25 * AANTAL < aantallen[0] < 0.45 * AANTAL
        assert aantallen[1] + aantallen[2] > 0.7 * (AANTAL - aantallen[0])

    def test_incomes_lie_between_nothing_and_a_quarter_million(self, dossiers: list[Dossier]) -> None:
        inkomens = sorted(d.huishouden.toetsingsinkomen_aanvrager for d in dossiers)

        assert 0 <= inkomens[0] < 5_000_00
        assert 20_000_00 < inkomens[AANTAL // 2] < 40_000_00
        assert 120_000_00 < inkomens[-1] <= 250_000_00

    def test_every_toeslag_is_asked_for_by_many(self, dossiers: list[Dossier]) -> None:
        gevraagd = Counter(aanvraag.toeslag for d in dossiers for aanvraag in d.huishouden.aanvragen)
        aandelen = {toeslag: gevraagd[toeslag] / AANTAL for toeslag in Toeslag}

        assert 0.4 < aandelen[Toeslag.KINDEROPVANGTOESLAG] < 0.6
        assert 0.4 < aandelen[Toeslag.KINDGEBONDEN_BUDGET] < 0.65
        assert 0.5 < aandelen[Toeslag.ZORGTOESLAG] < 0.75
        assert 0.2 < aandelen[Toeslag.HUURTOESLAG] < 0.45

    def test_nearly_all_families_get_kindgebonden_budget(self, dossiers: list[Dossier]) -> None:
        gezinnen = [d.huishouden for d in dossiers if d.huishouden.kinderen]

        assert 0.7 < compute_aandeel(h.has_aanvraag(Toeslag.KINDGEBONDEN_BUDGET) for h in gezinnen)

    def test_granted_before_is_equal_different_or_nothing(self, dossiers: list[Dossier]) -> None:
        soorten = Counter(
            describe_eerder(d.huishouden, aanvraag)
            for d in dossiers
            if d.besluitsoort is Besluitsoort.VOORLOPIG
            for aanvraag in d.huishouden.aanvragen
        )

        assert all(0.1 * soorten.total() < soorten[soort] for soort in ("gelijk", "anders", "geen")), soorten

    def test_some_have_too_much_vermogen(self, dossiers: list[Dossier]) -> None:
        assert 0.01 < compute_aandeel(d.huishouden.vermogen > 184_633_00 for d in dossiers) < 0.1

    def test_facts_of_renting_and_insurance_occur(self, dossiers: list[Dossier]) -> None:
        huren = [huur for d in dossiers for huur in d.huishouden.huren]
        zorg = [d.huishouden.zorg for d in dossiers]

        assert 0.02 < compute_aandeel(len(d.huishouden.huren) == 2 for d in dossiers) < 0.1
        assert {b.is_kind for huur in huren for b in huur.medebewoners} == {True, False}
        assert 0 < compute_aandeel(not een.partner_verzekerd for een in zorg) < 0.05
        assert {een.woonland for een in zorg} == {None, "BE", "DE"}
        assert any(een.begin for een in zorg)

    def test_a_delivered_income_sometimes_deviates(self, dossiers: list[Dossier]) -> None:
        afwijkend = [list_inkomensafwijkingen(d.huishouden) for d in dossiers]

        assert 0.01 < compute_aandeel(map(bool, afwijkend)) < 0.1

    def test_all_kinds_of_childcare_occur_also_above_the_caps(self, dossiers: list[Dossier]) -> None:
        opvang = [o for d in dossiers for kind in d.huishouden.kinderen for o in kind.opvang]

        assert {o.opvangsoort for o in opvang} == set(Opvangsoort)
        assert 0.005 < compute_aandeel(o.uren > 230 for o in opvang) < 0.1
        assert 0.1 < compute_aandeel(o.uurtarief > 1_123 for o in opvang) < 0.6
        assert 0.05 < compute_aandeel(o.einde is not None for o in opvang) < 0.3

    def test_channel_choices_and_boxes_occur_in_every_form(self, dossiers: list[Dossier]) -> None:
        gekozen = [d.voorkeur for d in dossiers if d.voorkeur]

        assert 0.6 < compute_aandeel(voorkeur is Kanaalvoorkeur.DIGITAAL for voorkeur in gekozen) < 0.73
        assert 0.25 < compute_aandeel(d.voorkeur is None for d in dossiers) < 0.45
        assert {d.berichtenbox.actief if d.berichtenbox else None for d in dossiers} == {True, False, None}

    def test_deliveries_deviate_in_about_one_household_in_eleven(self, dossiers: list[Dossier]) -> None:
        aandeel = compute_aandeel(any(map(is_afwijkend, d.huishouden.kinderen)) for d in dossiers)

        assert 0.06 < aandeel < 0.15

    def test_rare_cases_occur_and_stay_rare(self, dossiers: list[Dossier]) -> None:
        zeldzaam = {
            "overleden": [d.aanvrager.overlijdensdatum is not None for d in dossiers],
            "niet op adres": [
                d.aanvrager.brp.verblijfplaats.aanduiding_in_onderzoek == "089999" for d in dossiers
            ],
            "buitenland": [bool(d.aanvrager.brp.verblijfplaats.land) for d in dossiers],
            "locatie": [bool(d.aanvrager.brp.adres.locatiebeschrijving) for d in dossiers],
            "titel": [bool(d.aanvrager.brp.persoon.titel_predicaat) for d in dossiers],
            "geslacht O": [d.aanvrager.brp.persoon.geslacht == "O" for d in dossiers],
        }
        aandelen = {naam: compute_aandeel(gevallen) for naam, gevallen in zeldzaam.items()}

        assert all(0 < aandeel < 0.04 for aandeel in aandelen.values()), aandelen

    def test_names_and_addresses_stay_within_the_letters_of_the_font(self) -> None:
        tekens = set("".join(json.dumps(json.loads(r), ensure_ascii=False) for r in generate(AANTAL)))

        assert max(tekens) <= "\u017f"
        assert len(tekens & set("áçéêëïñôûüāąćđęğıİłńśşŞźż")) > 15


@cache
def make_betaalkalender(jaar: int, maand: str) -> Betaalkalender:
    kalender = make_kalender(jaar, compute_dagtekening(maand))
    return Betaalkalender(dagtekening=kalender.dagtekening, betaaldata=kalender.betaaldata)


def decide(dossier: Dossier, maand: str) -> tuple[Beschikking, ...]:
    """Decide as the run of this month does."""
    betaalkalender = make_betaalkalender(dossier.huishouden.toeslagjaar, maand)
    if dossier.besluitsoort is Besluitsoort.DEFINITIEF:
        return decide_definitieve_toekenningen(dossier.huishouden, NORMEN, betaalkalender)
    norm = NORMEN.find_norm(dossier.huishouden.toeslagjaar)
    return (decide_beschikking(dossier.huishouden, Voorschotregels(norm=norm, kalender=betaalkalender)),)


def find_weigering(dossier: Dossier | Uitval, maand: str) -> str:
    """Return why input or core refuses; empty when they do not."""
    if isinstance(dossier, Uitval):
        return dossier.reden
    try:
        decide(dossier, maand)
    except CalcError as fout:
        return str(fout)
    return ""


def describe_eerder(huishouden: Huishouden, aanvraag: Aanvraag) -> str:
    if aanvraag.verleend is None:
        return "geen"
    bedrag = BESLISSERS[aanvraag.toeslag](huishouden, NORMEN.find_norm(2026)).bedrag_jaar
    return "gelijk" if aanvraag.verleend.bedrag_jaar == bedrag else "anders"


def is_te_oud(kind: Kind, levering: Levering) -> bool:
    return compute_eerste_dag_te_oud(levering.opvangsoort, kind.geboortedatum) <= date(2026, 8, 1)


def is_afwijkend(kind: Kind) -> bool:
    bekend = {o.lrk_nummer: (o.opvangsoort, o.uren, o.uurtarief, o.einde) for o in kind.opvang}
    return any(
        bekend[levering.lrk_nummer]
        != (levering.opvangsoort, levering.uren, levering.uurtarief, levering.einde)
        or levering.lrk_geldig_tot is not None
        for levering in kind.leveringen
    )
