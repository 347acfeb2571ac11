"""A remark stands on the words that it is about."""

import pytest
from sqlalchemy import Engine

from correspondentie.redactie.errors import InvalidTekstError, UnknownVersieError
from correspondentie.redactie.opmerkingen import add_opmerking, list_opmerkingen, resolve_opmerking
from correspondentie.redactie.versies import Passage, Tekst, Versie
from tests.bouwers.redactie import DERDE, TWEEDE, make_handeling, submit

PASSAGE = Passage(veld="brief", begin=4, einde=9)


@pytest.fixture
def versie(engine: Engine) -> Versie:
    return submit(engine, Tekst("Titel", "Een \U0001f600lange zin.", "Bericht"))


def test_a_remark_holds_the_words_and_is_dealt_with_once(engine: Engine, versie: Versie) -> None:
    opmerking = add_opmerking(engine, versie.digest, PASSAGE, " te lang ", make_handeling(TWEEDE))
    klaar = resolve_opmerking(engine, opmerking.nummer, make_handeling(DERDE))

    assert ("\U0001f600lang", "te lang", TWEEDE) == (opmerking.citaat, opmerking.tekst, opmerking.wie)
    assert klaar == resolve_opmerking(engine, opmerking.nummer, make_handeling(TWEEDE))
    assert DERDE == klaar.afgehandeld_door
    with engine.begin() as connection:
        assert (klaar,) == list_opmerkingen(connection, versie.digest)


@pytest.mark.parametrize(
    "passage",
    [
        Passage(veld="brief", begin=10, einde=40),
        Passage(veld="brief", begin=-2, einde=3),
        Passage(veld="brief", begin=3, einde=3),
        Passage(veld="auteur", begin=0, einde=1),
    ],
)
def test_a_place_outside_the_text_is_refused(engine: Engine, versie: Versie, passage: Passage) -> None:
    with pytest.raises(InvalidTekstError, match="Selecteer"):
        add_opmerking(engine, versie.digest, passage, "te lang", make_handeling(TWEEDE))


@pytest.mark.parametrize("tekst", ["  ", "a" * 2_001, "nul\x00"])
def test_a_remark_has_words(engine: Engine, versie: Versie, tekst: str) -> None:
    with pytest.raises(InvalidTekstError, match="1 tot en met 2000"):
        add_opmerking(engine, versie.digest, PASSAGE, tekst, make_handeling(TWEEDE))


def test_a_remark_that_is_not_there_is_told(engine: Engine) -> None:
    with pytest.raises(UnknownVersieError, match="geen opmerking 5"):
        resolve_opmerking(engine, 5, make_handeling())
