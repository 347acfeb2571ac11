"""Remarks in review, each on a passage of a version."""

from dataclasses import asdict

from sqlalchemy import Connection, Engine, insert, select, update

from correspondentie.redactie.errors import InvalidTekstError, UnknownVersieError
from correspondentie.redactie.logregels import log_daad
from correspondentie.redactie.tabellen import opmerkingen
from correspondentie.redactie.versieopslag import Rij, find_versie
from correspondentie.redactie.versies import Handeling, Opmerking, Passage
from outbox.logboek import transact_logged

HOOGSTENS = 2_000


def add_opmerking(
    engine: Engine, digest: str, passage: Passage, tekst: str, handeling: Handeling
) -> Opmerking:
    """Put a remark on a passage of a version.

    Raises: InvalidTekstError when the passage is not in the text, or the remark is empty or too long;
    UnknownVersieError, OutboxError.
    """
    tekst = tekst.strip()
    if not 1 <= len(tekst) <= HOOGSTENS or "\x00" in tekst:
        raise InvalidTekstError(f"Een opmerking heeft 1 tot en met {HOOGSTENS} tekens. Pas haar aan.")

    def add(connection: Connection) -> Opmerking:
        versie = find_versie(connection, digest)
        citaat = asdict(versie.tekst).get(passage.veld, "")[max(passage.begin, 0) : passage.einde]
        if passage.begin < 0 or len(citaat) != passage.einde - passage.begin or not citaat:
            raise InvalidTekstError("Deze plaats staat niet in de tekst. Selecteer de woorden opnieuw.")
        log_daad(connection, "opmerking geplaatst", f"{versie.onderdeel}, versie {versie.kort}", handeling)
        rij = {
            "digest": digest,
            **asdict(passage),
            "citaat": citaat,
            "tekst": tekst,
            "wie": handeling.wie,
            "moment": handeling.now,
        }
        nieuw = insert(opmerkingen).values(rij).returning(opmerkingen)
        return _make_opmerking(connection.execute(nieuw).one())

    return transact_logged(engine, add)


def resolve_opmerking(engine: Engine, nummer: int, handeling: Handeling) -> Opmerking:
    """Mark a remark as dealt with; doing it twice changes nothing.

    Raises: UnknownVersieError, OutboxError.
    """

    def resolve(connection: Connection) -> Opmerking:
        vraag = select(opmerkingen).where(opmerkingen.c.nummer == nummer)
        rij = connection.execute(vraag).one_or_none()
        if rij is None:
            raise UnknownVersieError(f"Er is geen opmerking {nummer}. Ververs de pagina.")
        if rij.afgehandeld_door is not None:
            return _make_opmerking(rij)
        log_daad(connection, "opmerking afgehandeld", f"opmerking {nummer}", handeling)
        klaar = {"afgehandeld_door": handeling.wie, "afgehandeld_op": handeling.now}
        connection.execute(update(opmerkingen).where(opmerkingen.c.nummer == nummer).values(klaar))
        return _make_opmerking(connection.execute(vraag).one())

    return transact_logged(engine, resolve)


def list_opmerkingen(connection: Connection, digest: str) -> tuple[Opmerking, ...]:
    """List the remarks on a version, in the order of the text."""
    vraag = select(opmerkingen).where(opmerkingen.c.digest == digest)
    op_plaats = vraag.order_by(opmerkingen.c.veld, opmerkingen.c.begin, opmerkingen.c.nummer)
    return tuple(_make_opmerking(rij) for rij in connection.execute(op_plaats))


def _make_opmerking(rij: Rij) -> Opmerking:
    return Opmerking(
        nummer=rij.nummer,
        digest=rij.digest,
        passage=Passage(veld=rij.veld, begin=rij.begin, einde=rij.einde),
        citaat=rij.citaat,
        tekst=rij.tekst,
        wie=rij.wie,
        moment=rij.moment,
        afgehandeld_door=rij.afgehandeld_door,
        afgehandeld_op=rij.afgehandeld_op,
    )
