"""A concept keeps what was typed, and tells who is too late; nobody's words are lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from correspondentie.redactie import tabellen
from correspondentie.redactie.concepten import (
    drop_concept,
    find_concept,
    list_concepten,
    save_concept,
    start_concept,
    submit_concept,
)
from correspondentie.redactie.errors import (
    ConceptMovedError,
    DoubleVersieError,
    ForeignConceptError,
    InvalidTekstError,
    UnknownConceptError,
)
from correspondentie.redactie.versies import Basis, Concept, Onderdeel, Soort, Tekst
from outbox.errors import OutboxError
from outbox.logboek import list_logboek, verify_logboek
from tests.bouwers.redactie import BESCHIKKING, NU, SCHRIJVER, TWEEDE, make_handeling, make_tekst, submit

BEGIN = Tekst("titel", "brief", "bericht")


@pytest.fixture
def concept(engine: Engine) -> Concept:
    return start_concept(engine, BESCHIKKING, Basis(BEGIN), SCHRIJVER, NU)


def find(engine: Engine, concept: Concept) -> Concept:
    with engine.begin() as connection:
        return find_concept(connection, concept.nummer)


def save(engine: Engine, concept: Concept, brief: str, wie: str = SCHRIJVER) -> Concept:
    return save_concept(engine, concept.nummer, concept.revisie, replace(BEGIN, brief=brief), wie, NU)


class TestOpslaan:
    """What was typed is there again, also when the same is sent twice."""

    def test_a_saved_text_is_there_again_with_a_higher_revisie(
        self, engine: Engine, concept: Concept
    ) -> None:
        nieuw = save(engine, concept, "nieuwe brief")

        assert nieuw == find(engine, concept)
        assert (nieuw.revisie, nieuw.tekst) == (2, Tekst("titel", "nieuwe brief", "bericht"))

    def test_a_save_that_is_repeated_changes_nothing(self, engine: Engine, concept: Concept) -> None:
        eerste = save(engine, concept, "nieuwe brief")

        assert eerste == save(engine, concept, "nieuwe brief")
        assert eerste == save(engine, eerste, "nieuwe brief")

    def test_who_starts_again_goes_on_with_the_concept_that_is_there(
        self, engine: Engine, concept: Concept
    ) -> None:
        nieuw = save(engine, concept, "nieuwe brief")

        later = NU + timedelta(days=1)
        assert nieuw == start_concept(engine, BESCHIKKING, Basis(BEGIN), SCHRIJVER, later)

    def test_two_tabs_that_start_at_once_get_one_concept(self, engine: Engine) -> None:
        with ThreadPoolExecutor(4) as draden:
            gemaakt = list(
                draden.map(
                    lambda _: start_concept(engine, BESCHIKKING, Basis(BEGIN), SCHRIJVER, NU), range(8)
                )
            )

        assert 1 == len({concept.nummer for concept in gemaakt})

    def test_two_authors_each_have_their_own(self, engine: Engine, concept: Concept) -> None:
        ander = start_concept(engine, BESCHIKKING, Basis(BEGIN), TWEEDE, NU)
        with engine.begin() as connection:
            assert {concept.nummer, ander.nummer} == {
                open_.nummer for open_ in list_concepten(connection, BESCHIKKING)
            }

    def test_the_database_itself_keeps_one_per_author(self, engine: Engine, concept: Concept) -> None:
        rij = {"soort": "brieftype", "naam": BESCHIKKING.naam, "auteur": SCHRIJVER, "revisie": 1}
        tekst = {"titel": "", "brief": "", "bericht": "", "gewijzigd": NU, "gewijzigd_door": SCHRIJVER}

        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(insert(tabellen.concepten).values(rij | tekst))

    def test_the_line_endings_of_a_browser_become_ours(self, engine: Engine, concept: Concept) -> None:
        assert "een\n\ntwee\ndrie" == save(engine, concept, "een\r\n\r\ntwee\rdrie\r\n").tekst.brief

    @pytest.mark.parametrize("teken", ["\x00", "\x03", "\x1b", "\u2028", "\ud800"])
    def test_a_character_that_no_letter_can_hold_is_refused(
        self, engine: Engine, concept: Concept, teken: str
    ) -> None:
        with pytest.raises(InvalidTekstError, match="op plaats 4 een onzichtbaar teken"):
            save(engine, concept, f"een{teken}twee")

    def test_a_text_without_end_is_refused(self, engine: Engine, concept: Concept) -> None:
        with pytest.raises(InvalidTekstError, match="hooguit 100000"):
            save(engine, concept, "a" * 100_001)

    def test_a_bouwsteen_has_no_titel(self, engine: Engine) -> None:
        with pytest.raises(InvalidTekstError, match="geen titel"):
            start_concept(engine, Onderdeel(Soort.BOUWSTEEN, "contact"), Basis(BEGIN), SCHRIJVER, NU)


class TestTwee:
    """Two on one concept: the second is told, with both texts."""

    def test_the_second_gets_both_texts_and_overwrites_nothing(
        self, engine: Engine, concept: Concept
    ) -> None:
        eerste = save(engine, concept, "van de een", TWEEDE)

        with pytest.raises(ConceptMovedError, match="niet weg") as fout:
            save(engine, concept, "van de ander")

        assert (eerste, "van de ander") == (fout.value.nu, fout.value.eigen.brief)
        assert eerste == find(engine, concept)

    def test_of_many_at_once_one_is_saved_and_every_other_is_told(
        self, engine: Engine, concept: Concept
    ) -> None:
        def attempt(nummer: int) -> str:
            try:
                return save(engine, concept, f"poging {nummer}").tekst.brief
            except ConceptMovedError as fout:
                return f"bewaard: {fout.eigen.brief}"

        with ThreadPoolExecutor(5) as draden:
            teksten = set(draden.map(attempt, range(10)))

        nu = find(engine, concept).tekst.brief
        assert {nu} | {f"bewaard: poging {nr}" for nr in range(10) if f"poging {nr}" != nu} == teksten
        assert 2 == find(engine, concept).revisie

    def test_a_concept_that_changed_is_not_submitted_or_dropped(
        self, engine: Engine, concept: Concept
    ) -> None:
        nieuw = save(engine, concept, "van de een", TWEEDE)
        for doe in (submit_concept, drop_concept):
            with pytest.raises(ConceptMovedError):
                doe(engine, concept.nummer, concept.revisie, make_handeling())

        assert nieuw == find(engine, concept)


class TestIndienen:
    """A concept becomes a version, with everybody who wrote on it."""

    def test_a_version_knows_its_author_and_every_other_writer(
        self, engine: Engine, concept: Concept
    ) -> None:
        nieuw = save(engine, concept, "van de ander", TWEEDE)
        versie = submit_concept(engine, nieuw.nummer, nieuw.revisie, make_handeling())

        assert (SCHRIJVER, frozenset({SCHRIJVER, TWEEDE})) == (versie.auteur, versie.schrijvers)
        assert nieuw.tekst == versie.tekst
        with pytest.raises(UnknownConceptError, match="ingediend of weggegooid"):
            find(engine, concept)

    def test_who_wrote_a_version_counts_as_writer_of_what_is_made_of_it(self, engine: Engine) -> None:
        eerste = submit(engine, make_tekst())
        basis = Basis(eerste.tekst, eerste.digest, eerste.schrijvers)
        concept = start_concept(engine, BESCHIKKING, basis, TWEEDE, NU)
        assert (eerste.tekst, eerste.digest) == (concept.tekst, concept.basis)
        concept = save(engine, concept, "verbeterd", TWEEDE)
        versie = submit_concept(engine, concept.nummer, concept.revisie, make_handeling(TWEEDE))

        assert frozenset({SCHRIJVER, TWEEDE}) == versie.schrijvers

    def test_exactly_the_same_text_is_submitted_once(self, engine: Engine) -> None:
        versie = submit(engine, make_tekst())

        with pytest.raises(DoubleVersieError, match=versie.kort):
            submit(engine, make_tekst(), wie=TWEEDE)
        with engine.begin() as connection:
            assert [TWEEDE] == [concept.auteur for concept in list_concepten(connection)]

    def test_nobody_throws_away_the_concept_of_a_colleague(self, engine: Engine, concept: Concept) -> None:
        with pytest.raises(ForeignConceptError, match=f"is van {SCHRIJVER}"):
            drop_concept(engine, concept.nummer, concept.revisie, make_handeling(TWEEDE))

        assert concept == find(engine, concept)

    def test_a_dropped_concept_is_gone_and_its_number_never_comes_back(
        self, engine: Engine, concept: Concept
    ) -> None:
        drop_concept(engine, concept.nummer, concept.revisie, make_handeling())

        assert concept.nummer < start_concept(engine, BESCHIKKING, Basis(BEGIN), TWEEDE, NU).nummer

    def test_every_act_is_a_line_of_the_logboek(self, engine: Engine, concept: Concept) -> None:
        submit_concept(engine, concept.nummer, concept.revisie, make_handeling(waarom="korter"))
        with engine.begin() as connection:
            daden = [(regel.daad, regel.waarom) for regel in list_logboek(connection, "redactie")]
            assert () == verify_logboek(connection)

        assert [("concept begonnen", "begonnen met schrijven"), ("versie ingediend", "korter")] == daden

    def test_a_reason_with_a_bsn_is_refused_and_nothing_is_done(
        self, engine: Engine, concept: Concept
    ) -> None:
        with pytest.raises(OutboxError, match="BSN"):
            submit_concept(engine, concept.nummer, concept.revisie, make_handeling(waarom="om 111222333"))

        assert concept == find(engine, concept)
