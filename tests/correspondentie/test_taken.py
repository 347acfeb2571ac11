"""A worker that is called: it does what is open, and says why when it cannot, without personal data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from correspondentie import opslag
from correspondentie.bezorgers import bezorgers, open_plekken
from correspondentie.brok import Brok
from correspondentie.errors import CannotStartError
from correspondentie.invoer import Regel
from correspondentie.redactie.stand import decide_stand, materialise_stand, pin_stand
from correspondentie.runstart import compute_sjabloondigest, compute_weg
from correspondentie.settings import Settings
from correspondentie.sjabloon import load_sjablonen
from correspondentie.taken import MAAK_BROK, Werkbank, check_makelaar, make_celery, ring
from correspondentie.voorraad import claim_brok, stage_brokken, voorraad
from correspondentie.werkplaats import Datamap
from tests.bouwers.diensten import find_poort
from tests.bouwers.dossiers import encode_dossiers, make_dossier
from tests.bouwers.klok import Proefklok
from tests.bouwers.redactie import DAG, make_tekst, release
from tests.bouwers.runs import RUN, make_run

INSTELLINGEN = Settings(proefmagazijn="http://127.0.0.1:9", makelaar="redis://127.0.0.1:9/0")


@pytest.fixture
def werkbank(tmp_path: Path) -> Iterator[Werkbank]:
    werkbank = Werkbank(settings=INSTELLINGEN, datamap=Datamap(map=tmp_path), klok=Proefklok())
    yield werkbank
    werkbank.engine.dispose()


def stage(werkbank: Werkbank, sjablonen: str, inhoud: bytes) -> None:
    """Begin a run with these sjablonen, and put one chunk in its stock."""
    with werkbank.engine.begin() as connection:
        opslag.save_run(connection, make_run(sjablonen=sjablonen))
        regel = Regel(bestand="a.jsonl", nummer=1, inhoud=inhoud)
        stage_brokken(connection, RUN, [Brok(nummer=1, inhoud=(regel,))])


def find_fout(engine: Engine) -> str | None:
    with engine.begin() as connection:
        fout: str | None = connection.execute(select(voorraad.c.fout)).scalar_one()
        return fout


def test_a_chunk_is_made_and_a_second_call_changes_nothing(werkbank: Werkbank) -> None:
    stage(werkbank, compute_sjabloondigest(INSTELLINGEN), encode_dossiers(make_dossier()))

    for _ in range(2):
        werkbank.make_brok(RUN, 1, "forme")

    with werkbank.engine.begin() as connection:
        assert opslag.list_brokken(connection, RUN) == {1}
        assert opslag.count_brieven(connection, RUN) == 1
    assert find_fout(werkbank.engine) is None


def test_other_sjablonen_are_a_reason_to_do_nothing(werkbank: Werkbank) -> None:
    stage(werkbank, "0" * 64, encode_dossiers(make_dossier()))

    werkbank.make_brok(RUN, 1, "forme")

    assert "andere sjablonen" in (find_fout(werkbank.engine) or "")


def test_a_worker_makes_letters_with_the_texts_of_the_run(werkbank: Werkbank) -> None:
    release(werkbank.engine, make_tekst())
    with werkbank.engine.begin() as connection:
        stand = decide_stand(connection, DAG)
        map_ = materialise_stand(connection, stand, INSTELLINGEN.sjablonen, werkbank.datamap)
    digest = compute_sjabloondigest(replace(INSTELLINGEN, sjablonen=map_))
    stage(werkbank, digest, encode_dossiers(make_dossier()))
    with werkbank.engine.begin() as connection:
        pin_stand(connection, RUN, stand)
    release(werkbank.engine, make_tekst("Nog nieuwer."))

    werkbank.make_brok(RUN, 1, "weasyprint")

    with werkbank.engine.begin() as connection:
        gemaakt = connection.execute(select(opslag.brieven.c.sjabloon)).scalar_one()
    assert find_fout(werkbank.engine) is None
    assert gemaakt == load_sjablonen(map_).digest("voorlopige-beschikking")


def test_an_archive_that_takes_nothing_is_told_before_a_letter_is_made(werkbank: Werkbank) -> None:
    stage(werkbank, compute_sjabloondigest(INSTELLINGEN), encode_dossiers(make_dossier()))
    werkbank.datamap.archief.write_text("geen map")

    werkbank.make_brok(RUN, 1, "forme")

    assert "archief" in (find_fout(werkbank.engine) or "")
    assert not werkbank.datamap.formes.exists()


def test_of_a_mistake_in_the_program_only_its_kind_is_told(werkbank: Werkbank) -> None:
    stage(werkbank, compute_sjabloondigest(INSTELLINGEN), encode_dossiers(make_dossier()))

    werkbank.make_brok(RUN, 1, "een motor die niet bestaat 111222333")

    assert find_fout(werkbank.engine) == "er zit een fout in het programma (ValueError)"


@pytest.mark.parametrize(
    ("anders", "zegt"),
    [
        ({"proefmagazijn": "http://magazijn:x111222333"}, "er zit een fout in het programma (InvalidURL)"),
        ({"oin": "2"}, "een werker heeft een andere weg naar de Berichtenbox"),
    ],
)
def test_a_worker_that_cannot_deliver_tells_why_and_gives_its_place_back(
    werkbank: Werkbank, anders: dict[str, str], zegt: str
) -> None:
    ander = replace(werkbank, settings=replace(INSTELLINGEN, **anders))  # type: ignore[arg-type]  # each is a text
    with werkbank.engine.begin() as connection:
        weg = compute_weg(INSTELLINGEN if "oin" in anders else ander.settings)
        opslag.save_run(connection, make_run(weg=weg))
        open_plekken(connection, RUN, 1)

    meer = ander.deliver(RUN, 0)

    with werkbank.engine.begin() as connection:
        (rij,) = connection.execute(select(bezorgers.c.bezet_tot, bezorgers.c.mislukt, bezorgers.c.fout))
    ander.engine.dispose()
    assert (False, None, 1) == (meer, rij.bezet_tot, rij.mislukt)
    assert rij.fout.startswith(zegt)
    assert "111222333" not in rij.fout


def test_a_call_for_what_does_not_exist_is_ignored(werkbank: Werkbank) -> None:
    werkbank.make_brok("2026-01-ffffffff", 7, "forme")

    assert werkbank.deliver("2026-01-ffffffff", 0) is False


def test_a_chunk_in_other_hands_is_left_alone(werkbank: Werkbank) -> None:
    stage(werkbank, compute_sjabloondigest(INSTELLINGEN), encode_dossiers(make_dossier()))
    now = werkbank.klok.now()
    with werkbank.engine.begin() as connection:
        claim_brok(connection, RUN, 1, now, now + timedelta(minutes=1))

    werkbank.make_brok(RUN, 1, "forme")

    with werkbank.engine.begin() as connection:
        assert opslag.list_brokken(connection, RUN) == frozenset()


@pytest.mark.parametrize("adres", [None, "http://127.0.0.1", "sqs://", "memory://"])
def test_an_address_of_no_known_broker_is_refused(adres: str | None) -> None:
    with pytest.raises(CannotStartError, match="CORRESPONDENTIE_MAKELAAR"):
        make_celery(replace(INSTELLINGEN, makelaar=adres))


def test_a_broker_that_is_away_is_told_without_its_password() -> None:
    adres = f"redis://:geheim@127.0.0.1:{find_poort()}/0"
    celery = make_celery(replace(INSTELLINGEN, makelaar=adres))

    assert ring(celery, MAAK_BROK, RUN, 1, "forme") is False
    with pytest.raises(CannotStartError) as fout:
        check_makelaar(celery)
    assert "geheim" not in str(fout.value)
    assert "geheim" not in repr(replace(INSTELLINGEN, makelaar=adres))
