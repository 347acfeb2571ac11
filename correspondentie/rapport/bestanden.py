"""Write the report and its lists to files that are there whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from correspondentie.rapport.pagina import render_pagina
from correspondentie.rapport.rapport import GEGEVENS, PAGINA, Rapport


def write_rapport(rapport: Rapport, doelmap: Path) -> None:
    """Write rapport.html and rapport.json into doelmap, over those of an earlier run."""
    doelmap.mkdir(parents=True, exist_ok=True)
    _replace(doelmap / PAGINA, [render_pagina(rapport).encode()])
    _replace(doelmap / GEGEVENS, [msgspec.json.format(msgspec.json.encode(rapport)), b"\n"])


def write_lijst(regels: Iterable[object], pad: Path) -> int:
    """Write one JSON object a line, without holding them together in memory, and return how many."""
    encoder = msgspec.json.Encoder()
    aantal = 0

    def encode() -> Iterable[bytes]:
        nonlocal aantal
        for regel in regels:
            aantal += 1
            yield encoder.encode(regel) + b"\n"

    _replace(pad, encode())
    return aantal


def _replace(pad: Path, delen: Iterable[bytes]) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    tijdelijk = pad.with_name(f".{pad.name}.tmp")
    with tijdelijk.open("wb") as bestand:
        bestand.writelines(delen)
    tijdelijk.replace(pad)
