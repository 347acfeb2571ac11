"""How the outbox stands as a whole, for who watches over it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from outbox.tabellen import OPEN, zendingen
from outbox.zending import Kanaalsoort


def find_eerste_publicaties(connection: Connection) -> Mapping[Kanaalsoort, datetime]:
    """Find per channel the first moment at which a letter that is not delivered yet should be there."""
    vraag = (
        select(zendingen.c.kanaal, func.min(zendingen.c.publicatie))
        .where(zendingen.c.status.in_(OPEN))
        .group_by(zendingen.c.kanaal)
    )
    return dict(iter(connection.execute(vraag)))
