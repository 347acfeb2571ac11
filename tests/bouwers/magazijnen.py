"""Builders for tests that meet a Berichtenmagazijn: what it keeps, and who listens on the line."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outbox.fbs import Fbsinstellingen, FbsKanaal
from outbox.kanaal import Klok
from tests.bouwers.zendingen import OIN


def count_bezorgd(magazijn: Path) -> Counter[str]:
    """Count how often each onderwerp stands in the database of the stand-in."""
    with closing(sqlite3.connect(magazijn)) as connection:
        return Counter(onderwerp for (onderwerp,) in connection.execute("SELECT onderwerp FROM berichten"))


def list_aanwezig(magazijn: Path) -> list[str]:
    """List the onderwerpen of what a citizen would find there: without what was deleted."""
    with closing(sqlite3.connect(magazijn)) as connection:
        vraag = "SELECT onderwerp FROM berichten WHERE NOT verwijderd ORDER BY onderwerp"
        return [onderwerp for (onderwerp,) in connection.execute(vraag)]


@contextmanager
def open_kanaal(url: str, klok: Klok, **anders: Any) -> Iterator[FbsKanaal]:  # noqa: ANN401 - any setting
    """Open a Berichtenbox with the settings of a test."""
    velden: dict[str, Any] = {"oin": OIN, "geduld": timedelta(seconds=5)}
    with FbsKanaal(Fbsinstellingen(url=url, **(velden | anders)), klok) as kanaal:
        yield kanaal


@dataclass
class Uitwisseling:
    """One request and its answer, as they went over the line."""

    method: str
    pad: str
    vraag: str
    koppen: dict[str, str]
    inhoud: bytes
    status: int
    antwoordkoppen: dict[str, str]
    antwoord: bytes


@dataclass
class Getuige:
    """An application that passes everything on, and remembers it."""

    app: ASGIApp
    gezien: list[Uitwisseling] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        heen, terug = bytearray(), bytearray()
        begin: dict[str, Any] = {}

        async def luister() -> Message:
            bericht = await receive()
            heen.extend(bericht.get("body", b""))
            return bericht

        async def zeg(bericht: Message) -> None:
            if bericht["type"] == "http.response.start":
                begin.update(bericht)  # kept back: a 204 is complete for its reader once its head is there
                return
            terug.extend(bericht.get("body", b""))
            if not bericht.get("more_body"):
                self.gezien.append(_make_uitwisseling(scope, bytes(heen), begin, bytes(terug)))
                await send(begin)
                await send({"type": "http.response.body", "body": bytes(terug)})

        await self.app(scope, luister, zeg)


def _make_uitwisseling(scope: Scope, heen: bytes, begin: dict[str, Any], terug: bytes) -> Uitwisseling:
    return Uitwisseling(
        method=scope["method"],
        pad=scope["path"],
        vraag=scope["query_string"].decode(),
        koppen=_decode(scope["headers"]),
        inhoud=heen,
        status=begin["status"],
        antwoordkoppen=_decode(begin["headers"]),
        antwoord=terug,
    )


def _decode(koppen: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {naam.decode(): waarde.decode() for naam, waarde in koppen}
