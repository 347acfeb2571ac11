"""What surrounds the pages: the database, the clock, the maker of previews, and how we are reached."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import Engine

from correspondentie.settings import Settings
from correspondentie.web.effectmeter import Effectmeter
from correspondentie.web.keurmeester import Keurmeester
from correspondentie.web.limieten import Tempobewaker, Werkplekken
from correspondentie.web.oidc import Aanmelder
from correspondentie.web.voorbeelden import Voorbeeldkast
from correspondentie.werkmap import Datamap
from outbox.kanaal import Klok

THUIS = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Webadres:
    """Where browsers reach us. Shape: https://host[:port]; http:// only on this machine itself."""

    url: str

    @property
    def https(self) -> bool:
        """Whether the way to us is encrypted."""
        return self.url.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """By which names a browser may ask for us; the two of this machine are one."""
        delen = urlsplit(self.url)
        poort = f":{delen.port}" if delen.port else ""
        namen = THUIS if delen.hostname in THUIS else (delen.hostname,)
        return frozenset(f"{naam}{poort}" for naam in namen)

    def make_herkomst(self, host: str) -> str:
        """Make the origin that a browser tells with a form of ours."""
        return f"{'https' if self.https else 'http'}://{host}"

    def make_koekjesnaam(self, naam: str) -> str:
        """Name a cookie; over https the browser itself sees to it that only we can have set it."""
        return f"__Host-{naam}" if self.https else naam


@dataclass(frozen=True, kw_only=True, slots=True)
class Webomgeving:
    """All that the screens need. aanmelder None: there is no identity provider, as in a demo."""

    engine: Engine
    klok: Klok
    settings: Settings
    datamap: Datamap
    adres: Webadres
    voorbeelden: Voorbeeldkast
    keurmeester: Keurmeester
    effectmeter: Effectmeter
    demo: bool = False
    aanmelder: Aanmelder | None = None
    tempo: Tempobewaker = field(default_factory=Tempobewaker)
    werkplekken: Werkplekken = field(default_factory=Werkplekken)
