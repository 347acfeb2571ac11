"""What an answer of the object store means: gone, refused, or not now; and what a colleague must do then."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (  # type: ignore[import-untyped]  # botocore ships no types
    BotoCoreError,
    ClientError,
    IncompleteReadError,
    ResponseStreamingError,
)
from botocore.parsers import ResponseParserError  # type: ignore[import-untyped]  # idem

from correspondentie.archief.archief import DamagedArchiefError, UnavailableArchiefError
from correspondentie.errors import CorrespondentieError

WEG = {"NoSuchKey", "InvalidRange", "416"}
TOEGANG = (
    "de toegang is geweigerd: controleer CORRESPONDENTIE_ARCHIEF_ID, CORRESPONDENTIE_ARCHIEF_GEHEIM "
    "en de rechten"
)
EMMER = "de emmer bestaat niet: controleer CORRESPONDENTIE_ARCHIEF of laat de emmer maken"
REDENEN = {
    "AccessDenied": TOEGANG,
    "SignatureDoesNotMatch": TOEGANG,
    "InvalidAccessKeyId": TOEGANG,
    "403": TOEGANG,
    "RequestTimeTooSkewed": "de klok van deze machine loopt niet gelijk: zet die goed",
    "NoSuchBucket": EMMER,
    "404": EMMER,
    "ObjectLockConfigurationNotFoundError": "de emmer heeft geen object lock, terwijl de vernietigingsstop "
    "geldt: laat een emmer met object lock maken, of zet CORRESPONDENTIE_VERNIETIGINGSSTOP op uit als de "
    "stop is opgeheven",
    "BadDigest": "het pak kwam anders aan dan het is verstuurd: controleer het netwerk",
}
STORING = "er is een storing, of de opslag is vol: vraag de beheerder van de opslag"


class BrokenAnswerError(UnavailableArchiefError):
    """An answer broke off in the middle; asking once more may help."""


class AlreadyThereError(CorrespondentieError):
    """Something stands under this name already; nothing was written."""


@contextmanager
def translate_fouten(wat: str) -> Iterator[None]:
    """Turn every error of the store into what it means for the archive; what it says itself is not shown.

    Raises: DamagedArchiefError, UnavailableArchiefError, AlreadyThereError.
    """
    try:
        yield
    except ClientError as fout:
        raise _make_fout(wat, fout) from None
    except (IncompleteReadError, ResponseStreamingError):
        raise BrokenAnswerError(make_tekst(wat, "het antwoord brak af")) from None
    except (BotoCoreError, ResponseParserError, OSError) as fout:
        reden = f"de opslag is niet bereikbaar ({type(fout).__name__}): controleer het adres en het netwerk"
        raise UnavailableArchiefError(make_tekst(wat, reden)) from None


def _make_fout(wat: str, fout: ClientError) -> CorrespondentieError:
    code = str(fout.response.get("Error", {}).get("Code", ""))
    status = fout.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 412:
        return AlreadyThereError(f"{wat} staat er al")
    if code in WEG:
        return DamagedArchiefError(
            f"{wat} staat niet of niet heel in het archief; laat de beheerder van de opslag de eerdere "
            "versie terugzetten, die onder het slot staat"
        )
    return UnavailableArchiefError(make_tekst(wat, f"{REDENEN.get(code, STORING)} (antwoord {status})"))


def make_tekst(wat: str, reden: str) -> str:
    """Make the sentence of an archive that cannot do something now."""
    return (
        f"Het archief kan {wat} nu niet schrijven of lezen: {reden}. Wat klaar was, is bewaard. "
        "Geef daarna dezelfde opdracht nog eens."
    )
