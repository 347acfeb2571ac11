"""What the answers of an FBS Berichtenmagazijn mean when a message is recalled; answers are not trusted.

Source: OpenAPI of the FBS Berichtenmagazijn 0.2.0: DELETE of a message is a soft delete and may be repeated;
what was deleted before its publicatietijdstip is never announced to the citizen.
"""

import httpx

from outbox.errors import OutboxError, RejectedZendingError, UncertainError
from outbox.fbs_antwoord import Antwoord, make_error

GEWEIGERD = frozenset({400, 403, 406})


def check_verwijderd(antwoord: Antwoord) -> None:
    """Come back when the message is certainly gone: deleted now, or gone already.

    Raises: the OutboxError that says what another answer means.
    """
    if antwoord.status == httpx.codes.NO_CONTENT or _is_weg(antwoord):
        return
    if antwoord.status in GEWEIGERD and antwoord.is_probleem():
        raise RejectedZendingError(
            f"het magazijn weigert het bericht terug te geven, met status {antwoord.status}; "
            "vraag de beheerder van het magazijn het te verwijderen"
        )
    raise _make_error(antwoord)


def is_aanwezig(antwoord: Antwoord) -> bool:
    """Tell from the answer to a question for one message whether it is there.

    Raises: UncertainError or RetryableError when the answer does not say.
    """
    if antwoord.status == httpx.codes.OK:
        return True
    if _is_weg(antwoord):
        return False
    raise _make_error(antwoord)


def _is_weg(antwoord: Antwoord) -> bool:
    # only the magazijn itself can say that it does not have the message: a gateway answers 404 as well
    return antwoord.status == httpx.codes.NOT_FOUND and antwoord.is_probleem()


def _make_error(antwoord: Antwoord) -> OutboxError:
    fout = make_error(antwoord)
    if not isinstance(fout, UncertainError):
        return fout
    return UncertainError(
        f"het magazijn geeft status {antwoord.status}; het bericht kan zijn verwijderd",
        retry_after=fout.retry_after,
    )
