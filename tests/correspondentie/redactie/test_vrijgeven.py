"""No text reaches a citizen on the word of one person, and what was submitted never changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from correspondentie.redactie.bestanden import list_onderdelen
from correspondentie.redactie.errors import (
    OwnVersieError,
    RefusedVersieError,
    UndoneVersieError,
    UnknownVersieError,
)
from correspondentie.redactie.overzicht import list_geschiedenis, list_overzicht
from correspondentie.redactie.versieopslag import find_versie
from correspondentie.redactie.versies import Oordeel, Toestand, Versie, Vrijgave
from correspondentie.redactie.vrijgeven import (
    approve_versie,
    find_toestand,
    return_versie,
    schedule_vrijgave,
    withdraw_vrijgave,
)
from outbox.logboek import list_logboek
from tests.bouwers.redactie import (
    BESCHIKKING,
    DAG,
    DERDE,
    SCHRIJVER,
    SJABLONEN,
    TWEEDE,
    Keuring,
    approve,
    make_handeling,
    make_tekst,
    release,
    submit,
)

LATER = date(2026, 8, 1)


@pytest.fixture
def versie(engine: Engine) -> Versie:
    return submit(engine, make_tekst())


def schedule(
    engine: Engine, versie: Versie, vanaf: date = DAG, ondanks: frozenset[str] = frozenset()
) -> Vrijgave:
    return schedule_vrijgave(engine, versie.digest, vanaf, make_handeling(TWEEDE), SJABLONEN, ondanks)


@pytest.fixture
def reeks(engine: Engine) -> tuple[Versie, Versie]:
    """Two approved versions, the second made from the first."""
    oud = approve(engine, submit(engine, make_tekst("A.")))
    return oud, approve(engine, submit(engine, make_tekst("B."), basis=oud.digest))


def run_sql(engine: Engine, *opdrachten: str) -> None:
    with engine.begin() as connection:
        for opdracht in opdrachten:
            connection.execute(text(opdracht))


def make_oordeel(versie: Versie, wie: str, oordeel: str = "goedgekeurd", auteur: str = SCHRIJVER) -> str:
    waarden = f"'{versie.digest}', '{auteur}', '{wie}', '{oordeel}', '2026-07-01 08:00:00', 'goed'"
    kolommen = "digest, auteur, beoordelaar, oordeel, moment, toelichting"
    return f"INSERT INTO redactieoordelen ({kolommen}) VALUES ({waarden})"  # noqa: S608 - of this test


class TestTweede:
    """A second person judges: the service says so, and the database sees to it."""

    def test_another_approves(self, engine: Engine, versie: Versie) -> None:
        goed = approve(engine, versie)

        assert Oordeel.GOEDGEKEURD is goed.oordeel
        assert TWEEDE == goed.beoordelingen[0].beoordelaar

    @pytest.mark.parametrize("wie", [SCHRIJVER, SCHRIJVER.upper(), f" {SCHRIJVER} "])
    def test_the_author_cannot(self, engine: Engine, versie: Versie, wie: str) -> None:
        for oordeel in (approve_versie, return_versie):
            rest = (lambda versie: Keuring(),) if oordeel is approve_versie else ()
            with pytest.raises(OwnVersieError, match="zelf"):
                oordeel(engine, versie.digest, make_handeling(wie), *rest)

    @pytest.mark.parametrize("wie", [SCHRIJVER, SCHRIJVER.upper(), f" {SCHRIJVER} "])
    def test_the_database_refuses_the_author(self, engine: Engine, versie: Versie, wie: str) -> None:
        with pytest.raises(DBAPIError, match=r"redactieoordelen_tweede|wie aan een tekst schreef"):
            run_sql(engine, make_oordeel(versie, wie))

    def test_the_database_refuses_the_author_under_the_name_of_another_author(
        self, engine: Engine, versie: Versie
    ) -> None:
        run_sql(engine, f"INSERT INTO redactieschrijvers VALUES ('{versie.digest}', '{DERDE}')")  # noqa: S608 - idem
        for auteur, wie in ((TWEEDE, SCHRIJVER), (SCHRIJVER, DERDE), (TWEEDE, "niemand")):
            with pytest.raises(DBAPIError, match=r"wie aan een tekst schreef|FOREIGN KEY|foreign key"):
                run_sql(engine, make_oordeel(versie, wie, auteur=auteur))

    def test_what_has_fouten_is_not_approved(self, engine: Engine, versie: Versie) -> None:
        gezien: list[Versie] = []

        def controleer(versie: Versie) -> Keuring:
            gezien.append(versie)
            return Keuring(["geen bezwaarclausule"])

        with pytest.raises(RefusedVersieError, match=r"nog 1 fout\(en\)"):
            approve_versie(engine, versie.digest, make_handeling(TWEEDE), controleer)

        assert [versie] == gezien
        with engine.begin() as connection:
            assert find_versie(connection, versie.digest).oordeel is None

    def test_what_was_sent_back_can_still_be_approved_as_it_is(self, engine: Engine, versie: Versie) -> None:
        terug = return_versie(engine, versie.digest, make_handeling(TWEEDE, "te lang"))
        goed = approve(engine, versie, DERDE)

        assert (Oordeel.TERUGGESTUURD, Oordeel.GOEDGEKEURD) == (terug.oordeel, goed.oordeel)

    def test_an_approval_is_given_once_and_not_taken_back(self, engine: Engine, versie: Versie) -> None:
        approve(engine, versie)

        with pytest.raises(RefusedVersieError, match="al goedgekeurd"):
            return_versie(engine, versie.digest, make_handeling(DERDE))
        with pytest.raises(DBAPIError, match="is geoordeeld"):
            run_sql(engine, make_oordeel(versie, DERDE, "teruggestuurd"))


class TestVast:
    """The database refuses to change or forget what was submitted, judged or released."""

    @pytest.mark.parametrize(
        "opdracht",
        [
            "UPDATE redactieversies SET brief = 'anders'",
            "UPDATE redactieversies SET auteur = 'c.de.boer'",
            "DELETE FROM redactieversies",
            "DELETE FROM redactieschrijvers",
            "UPDATE redactieschrijvers SET wie = 'niemand'",
            "UPDATE redactieoordelen SET beoordelaar = 'e.visser'",
            "DELETE FROM redactieoordelen",
            "UPDATE redactievrijgaven SET vanaf = '2026-01-01'",
            "DELETE FROM redactievrijgaven",
            "DELETE FROM redactieintrekkingen",
            "UPDATE redactieintrekkingen SET waarom = 'anders'",
        ],
    )
    def test_a_row_stays_as_it_is(self, engine: Engine, opdracht: str) -> None:
        vrijgave = release(engine, make_tekst())
        withdraw_vrijgave(engine, vrijgave.nummer, make_handeling(), SJABLONEN)

        with pytest.raises(DBAPIError, match="nooit"):
            run_sql(engine, opdracht)

    def test_sqlite_refuses_to_replace_a_version(self, engine: Engine, versie: Versie) -> None:
        if engine.dialect.name != "sqlite":
            opdracht = "TRUNCATE redactieversies CASCADE"
        else:
            opdracht = "INSERT OR REPLACE INTO redactieversies SELECT * FROM redactieversies"

        with pytest.raises(DBAPIError, match="nooit"):
            run_sql(engine, opdracht)

    def test_what_nobody_approved_is_not_released(self, engine: Engine, versie: Versie) -> None:
        return_versie(engine, versie.digest, make_handeling(TWEEDE))

        with pytest.raises(RefusedVersieError, match="niet goedgekeurd"):
            schedule(engine, versie)
        waarden = f"'{versie.digest}', '2026-07-01', '{TWEEDE}', '2026-07-01 08:00:00', 'x'"
        with pytest.raises(DBAPIError, match="alleen een goedgekeurde"):
            run_sql(
                engine,
                f"INSERT INTO redactievrijgaven (digest, vanaf, wie, moment, waarom) VALUES ({waarden})",  # noqa: S608 - idem
            )


class TestVrijgeven:
    """A release counts from its day, until the next or until it is withdrawn."""

    def list_toestanden(self, engine: Engine, versies: Sequence[Versie], dag: date) -> list[Toestand]:
        with engine.begin() as connection:
            verleden = list_geschiedenis(connection, BESCHIKKING)
        nieuwste = {versie.digest: versie for versie in verleden.versies}
        return [find_toestand(nieuwste[versie.digest], verleden.vrijgaven, dag) for versie in versies]

    def test_where_a_version_stands_follows_from_the_day(
        self, engine: Engine, reeks: tuple[Versie, Versie]
    ) -> None:
        (oud, nieuw), los = reeks, approve(engine, submit(engine, make_tekst("C.")))
        schedule(engine, oud)
        schedule(engine, nieuw, LATER)

        assert [Toestand.IN_GEBRUIK, Toestand.GEPLAND, Toestand.GOEDGEKEURD] == self.list_toestanden(
            engine, (oud, nieuw, los), DAG
        )
        assert [Toestand.VERVANGEN, Toestand.IN_GEBRUIK] == self.list_toestanden(engine, (oud, nieuw), LATER)

    def test_an_older_version_again_is_a_roll_back(
        self, engine: Engine, reeks: tuple[Versie, Versie]
    ) -> None:
        oud, nieuw = reeks
        schedule(engine, oud)
        schedule(engine, nieuw)
        schedule(engine, oud, ondanks=frozenset({nieuw.digest}))

        assert [Toestand.IN_GEBRUIK, Toestand.VERVANGEN] == self.list_toestanden(engine, (oud, nieuw), DAG)

    def test_after_a_withdrawal_the_one_before_counts_again(
        self, engine: Engine, reeks: tuple[Versie, Versie]
    ) -> None:
        oud, nieuw = reeks
        schedule(engine, oud)
        weg = withdraw_vrijgave(engine, schedule(engine, nieuw).nummer, make_handeling(), SJABLONEN)

        assert weg.intrekking is not None
        assert [Toestand.IN_GEBRUIK, Toestand.INGETROKKEN] == self.list_toestanden(engine, (oud, nieuw), DAG)
        with pytest.raises(RefusedVersieError, match="al ingetrokken"):
            withdraw_vrijgave(engine, weg.nummer, make_handeling(), SJABLONEN)

    def test_a_day_that_is_past_is_refused(self, engine: Engine, versie: Versie) -> None:
        with pytest.raises(RefusedVersieError, match="is voorbij"):
            schedule(engine, approve(engine, versie), DAG - timedelta(days=1))

    def test_texts_that_do_not_fit_together_are_refused_with_the_place(self, engine: Engine) -> None:
        tekst = replace(make_tekst(), bericht="Beste {{ brief.aanhf }}")
        goed = approve(engine, submit(engine, tekst))

        with pytest.raises(RefusedVersieError, match=r"bericht\.md, regel 1: het veld 'aanhf'") as fout:
            schedule(engine, goed)

        assert ": voorlopige-beschikking/bericht.md" in str(fout.value)
        with engine.begin() as connection:
            assert () == list_geschiedenis(connection, BESCHIKKING).vrijgaven

    def test_an_unknown_version_or_release_is_told(self, engine: Engine) -> None:
        with pytest.raises(UnknownVersieError, match="geen vrijgave 7"):
            withdraw_vrijgave(engine, 7, make_handeling(), SJABLONEN)
        with pytest.raises(UnknownVersieError, match="geen versie ffff"):
            schedule_vrijgave(engine, "f" * 64, DAG, make_handeling(), SJABLONEN)

    def test_every_act_is_a_line_of_the_logboek(self, engine: Engine) -> None:
        withdraw_vrijgave(engine, release(engine, make_tekst()).nummer, make_handeling(), SJABLONEN)
        with engine.begin() as connection:
            daden = [regel.daad for regel in list_logboek(connection, "redactie")]

        assert [
            "concept begonnen",
            "concept gewijzigd",
            "versie ingediend",
            "versie goedgekeurd",
            "versie vrijgegeven",
            "vrijgave ingetrokken",
        ] == daden


class TestBotsing:
    """What a colleague released is undone by nobody who did not say so."""

    def check_geweigerd(self, engine: Engine, versie: Versie, vanaf: date, botst: str) -> str:
        with engine.begin() as connection:
            eerst = list_geschiedenis(connection, BESCHIKKING).vrijgaven
        for ondanks in (frozenset[str](), frozenset({versie.digest})):
            with pytest.raises(UndoneVersieError) as fout:
                schedule(engine, versie, vanaf, ondanks)
            assert {botst} == fout.value.botst
        with engine.begin() as connection:
            assert eerst == list_geschiedenis(connection, BESCHIKKING).vrijgaven
        return str(fout.value)

    def test_two_who_began_from_the_same_text_do_not_undo_each_other(self, engine: Engine) -> None:
        een, ander = (approve(engine, submit(engine, make_tekst(zin))) for zin in ("A.", "B."))
        schedule(engine, een)
        reden = self.check_geweigerd(engine, ander, DAG, een.digest)
        vrijgave = schedule(engine, ander, ondanks=frozenset({een.digest}))
        with engine.begin() as connection:
            laatste = list(list_logboek(connection, "redactie"))[-1]

        assert f"Wat alleen in versie {een.kort} staat, wordt ongedaan gemaakt" in reden
        assert ander.digest == vrijgave.digest
        assert ("botsing bevestigd", True) == (laatste.daad, een.kort in (laatste.wat or ""))

    def test_a_text_made_from_a_withdrawn_one_brings_it_back_only_when_confirmed(
        self, engine: Engine, reeks: tuple[Versie, Versie]
    ) -> None:
        oud, nieuw = reeks
        withdraw_vrijgave(engine, schedule(engine, oud).nummer, make_handeling(), SJABLONEN)

        assert "het meegeleverde bestand in gebruik" in self.check_geweigerd(engine, nieuw, DAG, "")
        assert nieuw.digest == schedule(engine, nieuw, ondanks=frozenset({""})).digest

    def test_what_is_planned_for_later_does_not_undo_it_unseen(
        self, engine: Engine, reeks: tuple[Versie, Versie]
    ) -> None:
        oud, nieuw = reeks
        haast = approve(engine, submit(engine, make_tekst("C."), basis=oud.digest))
        schedule(engine, oud)
        schedule(engine, nieuw, LATER)

        assert f"Op {LATER} gaat" in self.check_geweigerd(engine, haast, DAG, nieuw.digest)
        assert haast.digest == schedule(engine, haast, ondanks=frozenset({nieuw.digest})).digest

    def test_the_version_that_is_in_use_can_be_released_once_more(
        self, engine: Engine, reeks: tuple[Versie, Versie]
    ) -> None:
        schedule(engine, reeks[0])
        schedule(engine, reeks[1])

        assert schedule(engine, reeks[1], LATER).vanaf == LATER


def test_the_overview_shows_every_onderdeel_and_where_its_texts_are(engine: Engine) -> None:
    nu, straks = release(engine, make_tekst("A.")), release(engine, make_tekst("B."), vanaf=LATER)
    wacht = submit(engine, make_tekst("C."))
    with engine.begin() as connection:
        regels = list_overzicht(connection, DAG, list_onderdelen(SJABLONEN))

    (regel,) = (regel for regel in regels if regel.onderdeel == BESCHIKKING)
    assert (nu, (straks,), (wacht,)) == (regel.in_gebruik, regel.gepland, regel.ter_beoordeling)
    assert list(list_onderdelen(SJABLONEN)) == [regel.onderdeel for regel in regels]
