"""Bring to rest what was asked back: look where it is, and recall what was delivered and not published."""

from collections.abc import Iterator, Sequence

from outbox.bezorgen import KIJK_SECONDEN, Rem, Werkplek, deliver_opdrachten
from outbox.errors import TooLateError, UncertainError
from outbox.intrekopslag import claim_onzekere, claim_terugroepen, find_volgende_terugroep, mark_terugroep
from outbox.kanaal import Kanaal, Terugroep, Terugroepkanaal, Terugroepuitkomst
from outbox.opslag import Rij, mark_verlopen
from outbox.retry import decide_retry

KORTSTE_SECONDEN = 0.05  # between two looks, while others work on the same


def settle_intrekkingen(werkplek: Werkplek, run: str, kanalen: Sequence[Kanaal]) -> None:
    """Bring all that was asked back of a run to rest, and come back when nothing more can be done now.

    Nothing is sent. What is with a worker is waited for, at most until its claim ends; what takes longer than
    two claims is left to the next act. Others may work on the same run, and on the same requests, at the same
    time; who is killed is followed up by the same act.
    """
    tot = werkplek.klok.now() + 2 * werkplek.beleid.claimduur
    soorten = [kanaal.soort for kanaal in kanalen]
    while True:
        if any(_settle_partij(werkplek, Rij(run=run, kanaal=kanaal.soort), kanaal) for kanaal in kanalen):
            continue
        with werkplek.engine.begin() as connection:
            moment = find_volgende_terugroep(connection, run, soorten)
        if moment is None or max(moment, werkplek.klok.now()) > tot:
            return
        wachten = (moment - werkplek.klok.now()).total_seconds()
        werkplek.klok.sleep(min(max(wachten, KORTSTE_SECONDEN), KIJK_SECONDEN))


def _settle_partij(werkplek: Werkplek, rij: Rij, kanaal: Kanaal) -> bool:
    """Claim some of what was asked back over one channel, and bring it to rest; False when there was none."""
    now, duur = werkplek.klok.now(), werkplek.beleid.claimduur
    with werkplek.engine.begin() as connection:
        mark_verlopen(connection, rij.run, now)
        onzeker = claim_onzekere(connection, rij, kanaal.partijgrootte, now, duur)
        terug = () if onzeker else claim_terugroepen(connection, rij, kanaal.partijgrootte, now, duur)
    if onzeker:
        deliver_opdrachten(werkplek, kanaal, onzeker, Rem())
    if terug:
        _recall(werkplek, kanaal, terug)
    return bool(onzeker or terug)


def _recall(werkplek: Werkplek, kanaal: Kanaal, partij: Sequence[Terugroep]) -> None:
    werkplek.bereik("terugroep-geclaimd")
    open_ = {terugroep.zending.kenmerk: terugroep for terugroep in partij}
    for uitkomst in _list_uitkomsten(kanaal, partij):
        werkplek.bereik("terugroep-gedaan")
        _mark(werkplek, open_.pop(uitkomst.kenmerk), uitkomst)
        werkplek.bereik("terugroep-gemarkeerd")
    for kenmerk, terugroep in open_.items():
        fout = UncertainError("het kanaal gaf over deze zending geen uitkomst")
        _mark(werkplek, terugroep, Terugroepuitkomst(kenmerk=kenmerk, fout=fout))


def _list_uitkomsten(kanaal: Kanaal, partij: Sequence[Terugroep]) -> Iterator[Terugroepuitkomst]:
    if isinstance(kanaal, Terugroepkanaal):
        yield from kanaal.recall(partij)
        return
    fout = TooLateError("dit kanaal kan niet terugroepen: wat bezorgd is, blijft bezorgd")
    for terugroep in partij:
        yield Terugroepuitkomst(kenmerk=terugroep.zending.kenmerk, fout=fout)


def _mark(werkplek: Werkplek, terugroep: Terugroep, uitkomst: Terugroepuitkomst) -> None:
    now, fout = werkplek.klok.now(), uitkomst.fout
    opnieuw = None if fout is None else decide_retry(fout, terugroep.attempts, now, werkplek.beleid)
    with werkplek.engine.begin() as connection:
        mark_terugroep(connection, terugroep, fout, opnieuw, now)
