"""The formes that are known: in memory, bounded, and shared with other processes through a folder.

Each letter that taught something is one file there, written whole and never changed. The name of the folder
is a digest of what a forme depends on beside its own fixed text: house style, fonts, libraries, specimen.
"""

import os
import platform
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec
from weasyprint.text.ffi import pango  # type: ignore[import-untyped]  # WeasyPrint ships no types

from correspondentie.zetter.blokken import Sleutel
from correspondentie.zetter.letterproef import Grondslag
from correspondentie.zetter.vormen import Kopvorm, Vorm

UITVOERING = 2  # of the formes themselves; goes up when they hold something else
STANDEN_MAXIMUM = 20_000  # more is learned by no process: about 200 MiB
PAKKETTEN = (
    "weasyprint",
    "pydyf",
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
        self._standen = 0
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
        """Add what a letter taught, here and for others."""
        self._merge(les)
        self._write(les)

    def reject(self, reden: str) -> None:
        """Never use a forme of this house style again, here or elsewhere."""
        self.add(Les(afgekeurd=reden))

    def list_redenen(self) -> Iterable[tuple[str, str]]:
        """List the places that no letter can fill: the fixed text, and why."""
        if self.afgekeurd:
            yield "alle brieven", f"een gevulde brief was anders dan de gezette: {self.afgekeurd}"
        yield from ((kop, vorm.reden) for kop, vorm in self.koppen.items() if vorm.reden)
        yield from ((sleutel[0], vorm.reden) for sleutel, vorm in self.vormen.items() if vorm.reden)

    def _merge(self, les: Les) -> None:
        if les.afgekeurd:
            self.afgekeurd = les.afgekeurd
            return
        kopvorm = self.koppen.setdefault(les.kop, les.kopvorm) if les.kopvorm else None
        if kopvorm is not None and les.kopvorm is not None:
            kopvorm.volgende = kopvorm.volgende or les.kopvorm.volgende
        for sleutel, vorm in les.vormen:
            bekend = self.vormen.get(sleutel)
            if self._standen + len(vorm.standen) > STANDEN_MAXIMUM:
                continue
            if bekend is None:
                self.vormen[sleutel] = vorm
                self._standen += len(vorm.standen)
            else:
                self._standen += len(vorm.standen.keys() - bekend.standen.keys())
                bekend.standen = vorm.standen | bekend.standen

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


def compute_digest(huisstijl: Path, grondslagen: Iterable[Grondslag]) -> str:
    """Return the digest (hex, 16 characters) of all that a forme depends on beside its own fixed text."""
    som = sha256(f"{UITVOERING} {platform.python_version()}".encode())
    for naam in PAKKETTEN:
        som.update(f" {naam} {version(naam)}".encode())
    som.update(f" pango {pango.pango_version()}".encode())
    for grondslag in grondslagen:
        som.update(grondslag.digest.encode())
    for bestand in sorted(
        pad for pad in huisstijl.rglob("*") if pad.suffix in (".css", ".ttf", ".otf", ".svg")
    ):
        som.update(bestand.read_bytes())
    return som.hexdigest()[:16]
