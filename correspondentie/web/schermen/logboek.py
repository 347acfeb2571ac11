"""The audit trail: who did what to which text, when and why, and whether the chain is whole."""

from itertools import islice

from sqlalchemy import select
from starlette.responses import Response

from correspondentie.web.verzoek import Verzoek
from outbox.logboek import Logregel, find_laatste, verify_logboek
from outbox.tabellen import logboek

REGELS = 100  # on one page


def get_logboek(verzoek: Verzoek) -> Response:
    """Show the last lines of the logboek, the newest first."""
    tot = verzoek.vraag.get("tot", "")
    grens = int(tot) if tot.isascii() and tot.isdigit() and len(tot) < 10 else 2**31 - 1
    vraag = select(logboek).where(logboek.c.nummer < grens).order_by(logboek.c.nummer.desc())
    with verzoek.omgeving.engine.begin() as connection:
        rijen = connection.execute(vraag.limit(REGELS + 1)).all()
        laatste = find_laatste(connection)
        breuken = verify_logboek(connection)
    regels = [Logregel(**rij._mapping) for rij in islice(rijen, REGELS)]
    return verzoek.render(
        "logboek.html",
        regels=regels,
        ouder=regels[-1].nummer if len(rijen) > REGELS else None,
        zegel=laatste.zegel if laatste else "",
        breuken=breuken,
    )
