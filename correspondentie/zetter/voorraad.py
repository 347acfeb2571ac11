"""The formes that are known: in memory, bounded, and shared with other processes through a folder.

Each letter that taught something is one file there, written whole and never changed. The name of the folder
is a digest of what a forme depends on beside its own fixed text: house style, fonts, libraries, specimen and
the code of the typesetter.
"""

import os
import platform
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec

from correspondentie.zetter.blokken import Sleutel
from correspondentie.zetter.letterproef import Grondslag
from correspondentie.zetter.lettertypen import list_bibliotheken
from correspondentie.zetter.vormen import Kopvorm, Vorm

VORMEN_MAXIMUM = 30_000  # formes, stands of them and heads; more is learned by no process: about 200 MiB
CODE = Path(__file__).parent
STIJLBESTANDEN = (".css", ".ttf", ".otf", ".woff", ".woff2", ".svg", ".png", ".jpg")
PAKKETTEN = (
    "weasyprint",
    "pydyf",
    "cssselect2",
    "fonttools",
    "tinycss2",
    "tinyhtml5",
    "pyphen",
    "jinja2",
    "markdown-it-py",
)


class Les(msgspec.Struct, array_like=True):
    """What one letter taught. afgekeurd: why no letter may be filled any more."""

    kop: str = ""
    afgekeurd: str = ""
    kopvorm: Kopvorm | None = None
    vormen: list[tuple[Sleutel, Vorm]] = []


class Voorraad:
    """The formes of one house style. map_: where they are shared; None: nowhere."""

    def __init__(self, map_: Path | None) -> None:
        self.vormen: dict[Sleutel, Vorm] = {}
        self.koppen: dict[str, Kopvorm] = {}
        self.afgekeurd = ""
        self._map = map_
        self._gelezen: set[str] = set()
        self._aantal = 0
        self.refresh()

    def refresh(self) -> bool:
        """Read what other processes learned since the last time; False when there is nothing new."""
        if self._map is None or not self._map.is_dir():
            return False
        nieuw = sorted(naam for naam in os.listdir(self._map) if naam.endswith(".les"))
        nieuw = [naam for naam in nieuw if naam not in self._gelezen]
        for naam in nieuw:
            self._gelezen.add(naam)
            try:
                les = msgspec.msgpack.decode((self._map / naam).read_bytes(), type=Les)
            except (OSError, msgspec.DecodeError):
                continue  # a damaged lesson is learned again
            self._merge(les)
        return bool(nieuw)

    def add(self, les: Les) -> None:
        """Add what a letter taught, here and for others, as far as there is room."""
        nieuw = self._merge(les)
        if nieuw.afgekeurd or nieuw.kopvorm or nieuw.vormen:
            self._write(nieuw)

    def reject(self, reden: str) -> None:
        """Never use a forme of this house style again, here or elsewhere."""
        self.add(Les(afgekeurd=reden))

    def list_redenen(self) -> Iterable[tuple[str, str]]:
        """List the places that no letter can fill: the fixed text, and why."""
        if self.afgekeurd:
            yield "alle brieven", f"een gevulde brief was anders dan de gezette: {self.afgekeurd}"
        yield from ((kop, vorm.reden) for kop, vorm in self.koppen.items() if vorm.reden)
        yield from ((sleutel[0], vorm.reden) for sleutel, vorm in self.vormen.items() if vorm.reden)

    def _merge(self, les: Les) -> Les:
        """Take over a lesson. Returns: what of it was new and is kept."""
        if les.afgekeurd:
            self.afgekeurd = les.afgekeurd
            return les
        return Les(
            les.kop,
            kopvorm=les.kopvorm if les.kopvorm and self._keep_kop(les.kop, les.kopvorm) else None,
            vormen=[(sleutel, vorm) for sleutel, vorm in les.vormen if self._keep_vorm(sleutel, vorm)],
        )

    def _keep_kop(self, kop: str, kopvorm: Kopvorm) -> bool:
        bekend = self.koppen.get(kop)
        if bekend is None:
            if not self._take_ruimte(1):
                return False
            self.koppen[kop] = kopvorm
            return True
        if bekend.volgende or not kopvorm.volgende:
            return False
        bekend.volgende = kopvorm.volgende
        return True

    def _keep_vorm(self, sleutel: Sleutel, vorm: Vorm) -> bool:
        bekend = self.vormen.get(sleutel)
        if bekend is None:
            if not self._take_ruimte(1 + len(vorm.standen)):
                return False
            self.vormen[sleutel] = vorm
            return True
        nieuw = vorm.standen.keys() - bekend.standen.keys()
        if not nieuw or not self._take_ruimte(len(nieuw)):
            return False
        bekend.standen = vorm.standen | bekend.standen
        return True

    def _take_ruimte(self, aantal: int) -> bool:
        if self._aantal + aantal > VORMEN_MAXIMUM:
            return False
        self._aantal += aantal
        return True

    def _write(self, les: Les) -> None:
        if self._map is None:
            return
        inhoud = msgspec.msgpack.encode(les)
        naam = f"{sha256(inhoud).hexdigest()[:32]}.les"
        self._gelezen.add(naam)
        self._map.mkdir(parents=True, exist_ok=True)
        tijdelijk = self._map / f".{naam}.{os.getpid()}"
        tijdelijk.write_bytes(inhoud)
        tijdelijk.replace(self._map / naam)


def compute_digest(huisstijl: Path, grondslagen: Iterable[Grondslag], code: Path = CODE) -> str:
    """Return the digest (hex, 16 characters) of all that a forme depends on beside its own fixed text.

    code is the folder of the typesetter itself.
    """
    som = sha256(platform.python_version().encode())
    for naam in PAKKETTEN:
        som.update(f" {naam} {version(naam)}".encode())
    for bibliotheek in list_bibliotheken():
        som.update(f" {bibliotheek}".encode())
    for grondslag in grondslagen:
        som.update(grondslag.digest.encode())
    stijl = (pad for pad in huisstijl.rglob("*") if pad.suffix in STIJLBESTANDEN)
    for bestand in (*sorted(stijl), *sorted(code.glob("*.py"))):
        som.update(f" {bestand.name} ".encode())
        som.update(bestand.read_bytes())
    return som.hexdigest()[:16]
