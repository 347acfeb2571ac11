"""Which zendingen a worker means: the conditions that the statements share."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from outbox.indeling import Indeling
from outbox.tabellen import zendingen
from outbox.zending import Kanaalsoort, Status

_KOLOMMEN = zendingen.c


@dataclass(frozen=True, kw_only=True, slots=True)
class Rij:
    """The work that one worker looks for: a run over one channel, and how that divides its zendingen."""

    run: str
    kanaal: Kanaalsoort
    indeling: Indeling = field(default_factory=Indeling)


def is_in(rij: Rij) -> ColumnElement[bool]:
    """Make the condition that a Zending belongs to this Rij."""
    return and_(_KOLOMMEN.run == rij.run, _KOLOMMEN.kanaal == rij.kanaal)


def is_klaar(now: datetime) -> ColumnElement[bool]:
    """Make the condition that a Zending may be tried now: nobody holds it still."""
    vrij = and_(
        _KOLOMMEN.status == Status.VRIJGEGEVEN,
        or_(_KOLOMMEN.next_attempt_at.is_(None), _KOLOMMEN.next_attempt_at <= now),
    )
    onzeker = and_(_KOLOMMEN.status == Status.ONZEKER, _KOLOMMEN.next_attempt_at <= now)
    return and_(_KOLOMMEN.pauze.is_(None), or_(vrij, onzeker))
