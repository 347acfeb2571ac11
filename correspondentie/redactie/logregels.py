"""Every act on a text is a line of the one logboek."""

from sqlalchemy import Connection

from correspondentie.redactie.versies import Handeling
from outbox.logboek import Daadregel, append_logregel

RUN = "redactie"  # what stands for the run in a line that is about no run


def log_daad(connection: Connection, daad: str, wat: str, handeling: Handeling) -> None:
    """Write down what was done to what. Raises: OutboxError, LogboekMovedError (see append_logregel)."""
    regel = Daadregel(wie=handeling.wie, daad=daad, run=RUN, wat=wat, waarom=handeling.waarom)
    append_logregel(connection, regel, handeling.now)
