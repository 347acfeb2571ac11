"""Previews in turns: who types on gets the newest, and nobody waits for an older or a slower one."""

import time
from concurrent.futures import ThreadPoolExecutor

from correspondentie.redactie.bestanden import load_tekst
from correspondentie.redactie.versies import Onderdeel, Soort
from correspondentie.redactie.voorbeeldvragen import Voorbeeld, Voorbeeldopdracht
from correspondentie.settings import SJABLONEN
from correspondentie.web.makers import Makerpoel
from correspondentie.web.voorbeelden import Voorbeeldkast

ONDERDEEL = Onderdeel(Soort.BRIEFTYPE, "terugvordering")
OPDRACHT = Voorbeeldopdracht(onderdeel=ONDERDEEL, tekst=load_tekst(SJABLONEN, ONDERDEEL), geval="een-toeslag")


def test_of_three_questions_of_one_writer_the_one_in_between_is_dropped() -> None:
    with Makerpoel(sjablonen=SJABLONEN) as makers, ThreadPoolExecutor(4) as draden:
        kast = Voorbeeldkast(makers=makers)
        vragen = []
        for wie in ("roos", "roos", "roos", "daan"):  # the first waits for a process that is still cold
            vragen.append(draden.submit(kast.make, OPDRACHT, wie, "concept"))
            time.sleep(0.05)
        eerste, tweede, derde, ander = (vraag.result() for vraag in vragen)

    assert isinstance(eerste, Voorbeeld)
    assert tweede is None
    assert isinstance(derde, Voorbeeld)
    assert isinstance(ander, Voorbeeld)


def test_who_has_a_maker_gets_no_second_one_and_leaves_one_for_a_colleague() -> None:
    makers = Makerpoel(sjablonen=SJABLONEN)
    with ThreadPoolExecutor(1) as draad, makers.lend("roos") as eerste:
        wacht = draad.submit(lend_even, makers, "roos")
        with makers.lend("daan") as tweede:
            assert eerste is not tweede
        assert not wacht.done()


def lend_even(makers: Makerpoel, wie: str) -> None:
    """Take a maker, and give it back."""
    with makers.lend(wie):
        pass


def test_a_picture_is_kept_under_its_content_until_there_are_too_many() -> None:
    kast = Voorbeeldkast(makers=Makerpoel(sjablonen=SJABLONEN))
    namen = [kast.keep_beeld(bytes([nummer]) * 10_000_000) for nummer in range(8)]

    assert namen[7] == kast.keep_beeld(bytes([7]) * 10_000_000)
    assert kast.find_beeld(namen[0]) is None
    assert bytes([7]) * 10_000_000 == kast.find_beeld(namen[7])
