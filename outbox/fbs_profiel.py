"""Who takes post of this sender in the Berichtenbox: the Profiel Service of the FBS, many persons at once.

Source: OpenAPI of the profiel-service 1.0.0-SNAPSHOT (MOZA), POST /partijen/bulk. It leaves out who it does
not know, and answers 404 when it knows nobody; a person without a clear yes takes no post.
"""

import re
import ssl
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from types import TracebackType
from typing import Annotated, Self

import httpx
import msgspec

from outbox.boxstand import Boxstand, complete_standen
from outbox.errors import OutboxError, RetryableError, UncertainError
from outbox.fbs_antwoord import Antwoord
from outbox.fbs_toegang import Toegangsbewijs
from outbox.kanaal import Klok
from outbox.verbinding import Verbinding, Verbindingsinstellingen

PAD = "/api/profielservice/v1"
VOORKEUR = "OntvangViaBerichtenbox"
ANTWOORD_BYTES = 16 * 1024 * 1024
_BSN = re.compile(r"[0-9]{9}", re.ASCII)
# as the berichtenmagazijn reads them, in any case
_JA = frozenset({"true", "ja"})
_AwareMoment = Annotated[datetime, msgspec.Meta(tz=True)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Profielinstellingen:
    """Where the Profiel Service is, and for whom a preference has to be given.

    dienstverlener is the sender's name there. geduld is how long one answer may take, personen how many are
    asked about at once. tls and toegang are how the sender proves who it is.
    """

    url: str
    dienstverlener: str
    geduld: timedelta = timedelta(seconds=30)
    personen: int = 1000
    tls: ssl.SSLContext | None = None
    toegang: Toegangsbewijs | None = None


class _Identificatie(msgspec.Struct, frozen=True, rename="camel"):
    identificatie_type: str
    identificatie_nummer: str


class _Scope(msgspec.Struct, frozen=True, rename="camel"):
    dienstverlener_naam: str | None = None
    dienst_naam: str | None = None


class _Voorkeur(msgspec.Struct, frozen=True, rename="camel"):
    voorkeur_type: str | None = None
    waarde: str | None = None
    te_verwijderen_op: _AwareMoment | None = None
    scopes: tuple[_Scope, ...] = ()


class _Partij(msgspec.Struct, frozen=True):
    identificaties: tuple[_Identificatie, ...]
    voorkeuren: tuple[_Voorkeur, ...] = ()


class _Vraag(msgspec.Struct, frozen=True):
    identificaties: list[_Identificatie]


class Profieldienst:
    """The Profiel Service; close it, or use it in a with statement."""

    def __init__(self, instellingen: Profielinstellingen, klok: Klok) -> None:
        self._instellingen = instellingen
        self._klok = klok
        self._lijn = Verbinding(
            Verbindingsinstellingen(
                naam="de profielservice",
                url=f"{instellingen.url.rstrip('/')}{PAD}",
                accept="application/json, application/problem+json",
                geduld=instellingen.geduld,
                tls=instellingen.tls,
                toegang=instellingen.toegang,
            ),
            klok,
        )

    def __enter__(self) -> Self:
        """Use it in a with statement."""
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._lijn.__exit__(soort, fout, spoor)

    def refresh(self, bsns: Iterable[str]) -> Iterator[Boxstand]:
        """Find out for each person, a bulk at a time.

        Raises: OutboxError for what is no BSN, RetryableError or UncertainError when there is no answer; what
        was given before that holds.
        """
        rest = iter(bsns)
        while personen := list(islice(rest, self._instellingen.personen)):
            if any(_BSN.fullmatch(bsn) is None for bsn in personen):
                raise OutboxError("de lijst bevat iets anders dan BSN's van negen cijfers")
            # before the question: a check is never younger than what it saw
            now = self._klok.now()
            standen = self._parse_standen(self._ask(personen), now)
            yield from complete_standen(standen, personen, now).values()

    def _ask(self, personen: Sequence[str]) -> Antwoord:
        identificaties = [_Identificatie("BSN", bsn) for bsn in personen]
        return self._lijn.request(
            "POST",
            "partijen/bulk",
            ANTWOORD_BYTES,
            content=msgspec.json.encode(_Vraag(identificaties)),
            headers={"Content-Type": "application/json"},
        )

    def _parse_standen(self, antwoord: Antwoord, now: datetime) -> Iterator[Boxstand]:
        """Parse what is known of persons; nobody, when the service itself says that it knows nobody."""
        if antwoord.status == httpx.codes.NOT_FOUND and antwoord.is_probleem():
            return
        if antwoord.status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise RetryableError(
                f"de profielservice geeft status {antwoord.status}; controleer adres en toegang",
                retry_after=antwoord.retry_after,
            )
        try:
            partijen = msgspec.json.decode(antwoord.inhoud, type=list[_Partij])
        except (msgspec.MsgspecError, RecursionError) as error:
            raise UncertainError("het antwoord van de profielservice is niet te lezen") from error
        for partij in partijen:
            actief = _has_toestemming(partij, self._instellingen.dienstverlener, now)
            for identificatie in partij.identificaties:
                if identificatie.identificatie_type == "BSN":
                    yield Boxstand(
                        bsn=identificatie.identificatie_nummer, actief=actief, gecontroleerd_op=now
                    )


def _has_toestemming(partij: _Partij, dienstverlener: str, now: datetime) -> bool:
    """Tell whether a person said yes to all post of this sender, and no to none of it."""
    waarden = [
        (voorkeur.waarde or "").lower() in _JA and scope.dienst_naam is None
        for voorkeur in partij.voorkeuren
        if voorkeur.voorkeur_type == VOORKEUR
        and (voorkeur.te_verwijderen_op is None or voorkeur.te_verwijderen_op > now)
        for scope in voorkeur.scopes
        if scope.dienstverlener_naam == dienstverlener
    ]
    return bool(waarden) and all(waarden)
