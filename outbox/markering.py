"""What is written in the row of a Zending when its outcome is known (SQL expressions, no statements)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, literal, select

from outbox.retry import Besluit
from outbox.tabellen import logboek, zendingen
from outbox.zending import Status

# what a person holds still is looked at this often
KIJK = timedelta(seconds=2)
_KOLOMMEN = zendingen.c
# why a withdrawn Zending was withdrawn: the words of who did it
WAAROM = case(
    (
        _KOLOMMEN.status == Status.INGETROKKEN,
        select(logboek.c.waarom).where(logboek.c.nummer == _KOLOMMEN.intrekking).scalar_subquery(),
    )
)


def make_waarden(besluit: Besluit, now: datetime) -> dict[str, Any]:
    """Make the values of a claimed Zending after this Besluit.

    Whether it was asked back is read in the row itself, at the moment of writing: an act that came while the
    worker was busy counts.
    """
    fout, ontvangst = besluit.fout, besluit.ontvangst
    waarden = {
        "status": besluit.status,
        "attempts": _KOLOMMEN.attempts if besluit.telt else _KOLOMMEN.attempts - 1,
        "claimed_until": None,
        "next_attempt_at": besluit.next_attempt_at,
        "referentie": None if ontvangst is None else ontvangst.referentie,
        "ontvangen_op": None if ontvangst is None else ontvangst.ontvangen_op,
        "fout_soort": None if fout is None else type(fout).__name__,
        "fout_tekst": None if fout is None else str(fout),
    }
    if besluit.geldig_tot is not None:
        waarden["geldig_tot"] = besluit.geldig_tot
    return waarden | _list_bij_intrekking(besluit, now)


def _list_bij_intrekking(besluit: Besluit, now: datetime) -> dict[str, Any]:
    """Say what becomes of it when it was asked back: what arrived is recalled, what did not is withdrawn."""
    teruggevraagd = _KOLOMMEN.intrekking.is_not(None)
    status, moment = _KOLOMMEN.status.type, _KOLOMMEN.next_attempt_at.type
    if besluit.status is Status.ONZEKER:
        return {}
    if besluit.status is Status.BEZORGD:
        return {"attempts": case((teruggevraagd, 0), else_=_KOLOMMEN.attempts)} | {
            "next_attempt_at": case((teruggevraagd, literal(now, moment)))
        }
    weg, anders = literal(Status.INGETROKKEN, status), literal(besluit.status, status)
    return {
        "status": case((teruggevraagd, weg), else_=anders),
        "next_attempt_at": case((~teruggevraagd, literal(besluit.next_attempt_at, moment))),
    }
