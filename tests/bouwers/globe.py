"""Builders for tests that meet GLOBE: a channel, its exchange, and what came at the other side."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from outbox.errors import OutboxError
from outbox.globe import (
    Ebmsadapter,
    Ebmsinstellingen,
    Globeinstellingen,
    GlobeKanaal,
    Mapuitwisseling,
    Uitwisseling,
)
from outbox.globe.nummers import make_bericht_id
from outbox.globe.resultaat import RESULTAAT_BYTES, Verwerkingscode
from outbox.kanaal import Documentbron, Klok
from outbox.magazijn.globe import Globemagazijn, Uitslagregel, make_uitslag
from outbox.zending import Ontvangst, Zending
from tests.bouwers.zendingen import NU, OIN, Echteklok, Nepklok, make_bron, make_opdracht

BERICHTTYPE = "TOESLAG"


def make_instellingen(map_: Path, **anders: Any) -> Globeinstellingen:  # noqa: ANN401 - any setting
    """Make the settings of a sender; what is given replaces the default."""
    return Globeinstellingen(oin=OIN, berichttype=BERICHTTYPE, map_=map_, **anders)


def ignore_melding(plek: str, reden: str) -> None:
    """Hear of no answer that was set aside."""


@dataclass
class Ruilmap:
    """A folder with GLOBE at the other side, which comes by before every look."""

    map_: Path
    magazijn: Globemagazijn

    def send(self, nummer: UUID, bestand: Path) -> None:
        self._open().send(nummer, bestand)

    def collect(self, keep: Callable[[bytes], None], tell: Callable[[str, str], None]) -> bool:
        self.magazijn.serve_map(self.map_)
        return self._open().collect(keep, tell)

    def _open(self) -> Mapuitwisseling:
        return Mapuitwisseling(self.map_, RESULTAAT_BYTES)


@dataclass
class Nepuitwisseling:
    """An exchange that gives these answers, and for each hand-over the next error of a script; then none."""

    antwoorden: list[bytes] = field(default_factory=list)
    fouten: list[OutboxError | None] = field(default_factory=list)
    verstuurd: list[tuple[UUID, bytes]] = field(default_factory=list)
    storing: OutboxError | None = None

    def send(self, nummer: UUID, bestand: Path) -> None:
        fout = self.fouten.pop(0) if self.fouten else None
        if fout is not None:
            raise fout
        self.verstuurd.append((nummer, bestand.read_bytes()))

    def collect(self, keep: Callable[[bytes], None], tell: Callable[[str, str], None]) -> bool:
        if self.storing is not None:
            raise self.storing
        for antwoord in self.antwoorden:
            keep(antwoord)
        self.antwoorden.clear()
        return True


@dataclass
class Poging:
    """One channel with its folder, and the attempts that are made over it."""

    map_: Path
    uitwisseling: Uitwisseling
    klok: Nepklok = field(default_factory=Nepklok)
    anders: dict[str, Any] = field(default_factory=dict)
    bron: Documentbron = field(default_factory=make_bron)

    def deliver(
        self, zendingen: Sequence[Zending], *, onzeker: bool = False
    ) -> dict[str, Ontvangst | OutboxError]:
        """Deliver these letters as one partij, with a channel that knows only what is on disk."""
        kanaal = GlobeKanaal(make_instellingen(self.map_, **self.anders), self.uitwisseling, self.klok)
        tot = self.klok.now() + timedelta(minutes=2)
        partij = [make_opdracht(zending, onzeker=onzeker, lot=1, tot=tot) for zending in zendingen]
        return {uitkomst.kenmerk: uitkomst.resultaat for uitkomst in kanaal.deliver(partij, self.bron)}

    def wait(self, duur: timedelta) -> None:
        """Let time pass."""
        self.klok.moment += duur


def open_adapter(url: str, klok: Klok, **anders: Any) -> Ebmsadapter:  # noqa: ANN401 - any setting
    """Open an ebMS adapter with the settings of a test."""
    velden: dict[str, Any] = {"geduld": timedelta(seconds=5)}
    party = f"urn:osb:oin:{OIN}"
    return Ebmsadapter(
        Ebmsinstellingen(url=url, cpa_id="cpa", van=party, naar=party, **(velden | anders)), klok
    )


def collect(url: str) -> tuple[list[bytes], OutboxError | bool]:
    """Collect what waits and give it, with what went wrong or whether that was all."""
    gekregen: list[bytes] = []
    with open_adapter(url, Echteklok(), geduld=timedelta(seconds=1)) as adapter:
        try:
            return gekregen, adapter.collect(gekregen.append, ignore_melding)
        except OutboxError as error:
            return gekregen, error


class Postbus:
    """An adapter with these waiting messages, of which the content is made by a function.

    It keeps all of them, and answers with a status when one is marked.
    """

    def __init__(self, nummers: list[str], antwoord: Callable[[str], ASGIApp], status: int = 204) -> None:
        self._status = status
        self._nummers = nummers
        self._antwoord = antwoord
        self.verwerkt: list[str] = []
        self.gevraagd: list[int] = []

    async def __call__(self, scope: Scope, receive: Receive, send_: Send) -> None:
        naam = scope["path"].removeprefix("/messages/")
        if naam == "unprocessed":
            self.gevraagd.append(int(parse_qs(scope["query_string"].decode())["maxNr"][0]))
            await JSONResponse(self._nummers[: self.gevraagd[-1]])(scope, receive, send_)
        elif scope["method"] == "PATCH":
            self.verwerkt.append(naam)
            await Response(status_code=self._status)(scope, receive, send_)
        else:
            await self._antwoord(naam)(scope, receive, send_)


def make_bericht(inhoud: str) -> JSONResponse:
    """Make a message of the adapter with one file, in base64."""
    return JSONResponse({"properties": {}, "dataSources": [{"name": "x", "content": inhoud}]})


def make_antwoord(poging: Poging, regels: dict[str, Verwerkingscode]) -> bytes:
    """Make the result of the last batch that was handed over; the letters stand under their kenmerk."""
    assert isinstance(poging.uitwisseling, Nepuitwisseling)
    batch_id = str(poging.uitwisseling.verstuurd[-1][0])
    lijst = [
        Uitslagregel(str(make_bericht_id(OIN, kenmerk)), "TOESLAG", code) for kenmerk, code in regels.items()
    ]
    return make_uitslag(batch_id, lijst, OIN, NU)


def kinds(resultaten: dict[str, Ontvangst | OutboxError]) -> list[type]:
    """List what kinds of result there are, in the order of the letters."""
    return [type(resultaten[kenmerk]) for kenmerk in sorted(resultaten)]


def count_bewaard(bestand: Path) -> Counter[str]:
    """Count, at the receiving side, how often each letter is kept."""
    return _count(bestand, "SELECT referentie FROM globeberichten")


def count_aangeleverd(bestand: Path) -> Counter[str]:
    """Count, at the receiving side, how often each BerichtID came."""
    return _count(bestand, "SELECT bericht_id FROM aangeleverd")


def count_batches(bestand: Path) -> Counter[str]:
    """Count, at the receiving side, how often each BatchID came."""
    return _count(bestand, "SELECT batch_id FROM aanleveringen")


def list_meldingen(map_: Path) -> list[str]:
    """List what was reported about results."""
    return sorted(bestand.read_text() for bestand in (map_ / "meldingen").glob("*.txt"))


def _count(bestand: Path, vraag: str) -> Counter[str]:
    with closing(sqlite3.connect(bestand)) as connection:
        return Counter(waarde for (waarde,) in connection.execute(vraag))
