"""Nobody gets, or takes, the name under which somebody else wrote."""

from pathlib import Path

from correspondentie.databank import open_databank
from correspondentie.redactie.logregels import log_daad
from correspondentie.settings import Settings
from correspondentie.web.collegas import Identiteit, save_collega
from correspondentie.web.rollen import Rol
from correspondentie.werkmap import Datamap
from tests.bouwers.opdrachtregel import run_correspondentie
from tests.bouwers.redactie import SJABLONEN, make_handeling, make_tekst, submit

ROOS = Identiteit("https://inloggen.example", "1", "Roos Schrijver", frozenset({Rol.REDACTEUR}))


def test_a_name_under_which_a_text_was_read_in_is_given_to_no_colleague(tmp_path: Path) -> None:
    with open_databank(Datamap(map=tmp_path), Settings()) as engine:
        submit(engine, make_tekst(), wie="roos SCHRIJVER")
        with engine.begin() as connection:
            assert "Roos Schrijver 2" == save_collega(connection, ROOS).wie
        with engine.begin() as connection:
            assert "Roos Schrijver 2" == save_collega(connection, ROOS).wie


def test_a_name_in_the_logboek_alone_is_given_to_no_colleague(tmp_path: Path) -> None:
    with open_databank(Datamap(map=tmp_path), Settings()) as engine, engine.begin() as connection:
        log_daad(connection, "vrijgave ingetrokken", "proef", make_handeling("Roos Schrijver"))

        assert "Roos Schrijver 2" == save_collega(connection, ROOS).wie


def test_texts_are_read_in_under_the_name_of_a_colleague_only(tmp_path: Path) -> None:
    with open_databank(Datamap(map=tmp_path), Settings()) as engine, engine.begin() as connection:
        save_collega(connection, ROOS)

    def read_in(wie: str) -> tuple[int, str]:
        rest = ("--wie", wie, "--waarom", "uit git", "--data", tmp_path)
        gedaan = run_correspondentie("sjablonen", "importeer", SJABLONEN, *rest)
        return gedaan.returncode, " ".join((gedaan.stdout + gedaan.stderr).decode().split())

    code, uitleg = read_in("iemand.anders")

    assert (1, True) == (code, "'iemand.anders' is geen collega van de redactie" in uitleg)
    assert 0 == read_in("Roos Schrijver")[0]
