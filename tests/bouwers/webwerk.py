"""The web application as tests meet it: a real server, a clock that can be moved, and visitors."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from correspondentie.redactie.bestanden import load_tekst
from correspondentie.redactie.versies import Onderdeel, Soort
from correspondentie.settings import SJABLONEN, Settings
from correspondentie.web.server import Webopdracht, serve_web
from correspondentie.werkmap import Datamap

BEGIN = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)  # four days before the letters of July are dated
CSRF = re.compile(r'name="_csrf" value="([\w-]+)"')
ROLLEN = {"redacteur": "roos", "beoordelaar": "bea", "operateur": "otto", "beheerder": "hanna"}
GEWOON = Settings()


@dataclass
class Schuifklok:
    """A clock that stands still until a test moves it."""

    moment: datetime = BEGIN

    def now(self) -> datetime:
        """Tell the moment."""
        return self.moment

    def sleep(self, seconden: float) -> None:
        """Let so much time go by at once."""
        self.pass_(timedelta(seconds=seconden))

    def pass_(self, duur: timedelta) -> None:
        """Let time go by."""
        self.moment += duur


@dataclass(frozen=True)
class Redactie:
    """A web application that is being served."""

    url: str
    map: Path
    klok: Schuifklok


@contextmanager
def serve_redactie(
    map_: Path,
    klok: Schuifklok | None = None,
    settings: Settings = GEWOON,
    poort: int = 0,
    invoer: Path | None = None,
) -> Iterator[Redactie]:
    """Serve the web application on a folder; without an identity provider it is a demo."""
    klok = klok or Schuifklok()
    opdracht = Webopdracht(
        settings=settings,
        datamap=Datamap(map=map_),
        klok=klok,
        poort=poort,
        demo=settings.oidc_uitgever is None,
        invoer=invoer,
    )
    with serve_web(opdracht) as url:
        yield Redactie(url, map_, klok)


@dataclass
class Bezoeker:
    """A browser without a screen: it keeps cookies, follows nothing by itself, and tells its origin."""

    url: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Open the browser."""
        self.client = httpx.Client(base_url=self.url, timeout=120)

    def log_in(self, wie: str) -> "Bezoeker":
        """Log in as one of the people of the demo."""
        antwoord = self.post("/inloggen/demo", {"wie": wie})
        assert antwoord.status_code == 303, antwoord.text
        return self

    @property
    def geheim(self) -> str:
        """What the browser got as proof of its session."""
        return self.client.cookies["sessie"]

    def steal(self, geheim: str) -> "Bezoeker":
        """Come with the proof of somebody else."""
        self.client.cookies.set("sessie", geheim, domain="127.0.0.1", path="/")
        return self

    def get(self, pad: str, **koppen: str) -> httpx.Response:
        """Ask for a page."""
        return self.client.get(pad, headers=koppen)

    def post(
        self, pad: str, velden: dict[str, str] | None = None, herkomst: str | None = None, **koppen: str
    ) -> httpx.Response:
        """Send a form as a page of ours would, but without its CSRF token."""
        return self.client.post(
            pad, data=velden or {}, headers={"Origin": herkomst or self.url.rstrip("/"), **koppen}
        )

    def send(self, pad: str, **velden: str) -> httpx.Response:
        """Send a form of this session."""
        return self.post(pad, {"_csrf": self.find_csrf(), **velden})

    def ask(self, pad: str, **velden: str) -> httpx.Response:
        """Send what a script of ours would."""
        return self.post(pad, {"_csrf": self.find_csrf(), **velden}, Accept="application/json")

    def find_csrf(self) -> str:
        """Find the CSRF token of this session in a page."""
        gevonden = CSRF.search(self.get("/").text)
        assert gevonden is not None
        return gevonden[1]


Bezoek = Callable[..., Bezoeker]  # makes a visitor; who is named is logged in


def start_concept(bezoeker: Bezoeker, naam: str = "terugvordering") -> str:
    """Start a concept of a brieftype, and give its number."""
    antwoord = bezoeker.send(f"/teksten/brieftype/{naam}/concept")
    assert antwoord.status_code == 303, antwoord.text
    return antwoord.headers["location"].rpartition("/")[2]


def make_leven(redactie: Redactie) -> dict[str, str]:
    """Let texts live: one is released (versie), one waits (wacht), one is being written (concept)."""
    bezoekers = {wie: Bezoeker(redactie.url).log_in(wie) for wie in ("roos", "daan", "bea", "otto")}
    roos, bea = bezoekers["roos"], bezoekers["bea"]
    versie = submit_tekst(roos, "bevestiging-tegenhouden", "Over uw toeslag.", "Duidelijker begin")
    bea.send(f"{versie}/goedkeuren", waarom="Leest beter")
    bezoekers["otto"].send(f"{versie}/vrijgeven", vanaf="2026-07-10", waarom="Voor de run van juli")
    wacht = submit_tekst(bezoekers["daan"], "terugvordering", "Beste lezer,", "Vriendelijker begin")
    bea.send(f"{wacht}/opmerkingen", woorden="Beste lezer,", tekst="De aanhef staat er al boven.")
    concept = f"/concepten/{start_concept(roos, 'herziening')}"
    for bezoeker in bezoekers.values():
        bezoeker.client.close()
    return {"versie": versie, "wacht": wacht, "concept": concept}


def submit_tekst(bezoeker: Bezoeker, naam: str, zin: str, waarom: str) -> str:
    """Submit a brieftype with one more sentence in front, and give the address of the version."""
    nummer = start_concept(bezoeker, naam)
    tekst = load_tekst(SJABLONEN, Onderdeel(Soort.BRIEFTYPE, naam))
    velden = {**asdict(tekst), "brief": f"{zin}\n\n{tekst.brief}"}
    bezoeker.send(f"/concepten/{nummer}/bewaar", revisie="1", **velden)
    antwoord = bezoeker.send(f"/concepten/{nummer}/indienen", revisie="2", waarom=waarom)
    assert antwoord.status_code == 303, antwoord.text
    return antwoord.headers["location"].partition("?")[0]
