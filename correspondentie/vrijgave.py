"""The release of what a run made: all at once, and not before it can be printed in time."""

from sqlalchemy import Connection, Engine

from correspondentie.bezorging import make_printinstellingen
from correspondentie.errors import CorrespondentieError
from correspondentie.getal import format_getal
from correspondentie.kalender import find_dag
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Werkstart
from outbox.kanaal import Klok
from outbox.opslag import release_run
from outbox.printraming import estimate_print
from outbox.rijen import Rij
from outbox.zending import Kanaalsoort


class LatePrintError(CorrespondentieError):
    """The printer cannot have every letter on the dagtekening; nothing was released."""


def release_brieven(start: Werkstart, engine: Engine, klok: Klok, voortgang: Voortgang) -> None:
    """Release every letter of a run for delivery.

    Raises: LatePrintError when some would go to the printer after the dagtekening, unless the settings allow
    it: then the operator is told.
    """
    with engine.begin() as connection:
        if te_laat := _explain_te_laat(connection, start, klok):
            if not start.settings.laat_drukken:
                raise LatePrintError(
                    f"{te_laat} Er is nog niets vrijgegeven. Kan de drukker er meer per dag aan? Verhoog dan "
                    "CORRESPONDENTIE_PRINT_CAPACITEIT. Mogen deze brieven later komen dan hun datum? Zet dan "
                    "CORRESPONDENTIE_LAAT_DRUKKEN op aan. Geef daarna dezelfde opdracht nog eens."
                )
            voortgang.tell(f"Let op: {te_laat}")
        release_run(connection, start.run.run, klok.now())


def _explain_te_laat(connection: Connection, start: Werkstart, klok: Klok) -> str:
    """Say how late the last letter would be; nothing when all are in time, or the dagtekening has passed."""
    run, vandaag = start.run, find_dag(klok.now())
    indeling = make_printinstellingen(start.settings).indeling
    rij = Rij(run=run.run, kanaal=Kanaalsoort.PRINT, indeling=indeling)
    raming = estimate_print(connection, rij, start.settings.partij, vandaag)
    if raming is None or not vandaag <= run.dagtekening < raming.laatste:
        return ""
    return (
        f"Run {run.run} heeft {format_getal(raming.vellen)} vellen voor de drukker, die er "
        f"{format_getal(indeling.capaciteit or 0)} per dag aankan. De laatste gaan naar verwachting op "
        f"{raming.laatste} naar de drukker, na de dagtekening {run.dagtekening}."
    )
