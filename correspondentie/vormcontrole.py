"""Tell the author of a sjabloon which places cannot be filled, before a run is slow because of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from correspondentie.briefgegevens import Briefgegevens
from correspondentie.sjabloon import HUISSTIJL, Sjablonen
from correspondentie.zetter import Zetter

LENGTE = 90  # of the text by which a place is told


def list_vormredenen(sjablonen: Sjablonen, map_: Path) -> Iterator[str]:
    """Make every voorbeeld in these sjablonen, and list the places that must be composed, and what to change.

    Shape: one line per place: the brieftype, the beginning of its text, and the reason.
    """
    zetter = Zetter(map_ / HUISSTIJL)
    gezien: set[tuple[str, str]] = set()
    for bestand in sorted(map_.glob("*/voorbeelden/*.json")):
        brieftype = bestand.parts[-3]
        gegevens = msgspec.json.decode(bestand.read_bytes(), type=Briefgegevens)
        zetter.zet(sjablonen.render_kopij(brieftype, gegevens), dagtekening=date(2000, 1, 1))
        for plek in zetter.list_redenen():
            if plek not in gezien:
                gezien.add(plek)
                tekst = " ".join(plek[0].replace("\x01", "...").split())
                yield f"{brieftype}: wordt apart gezet, want {plek[1]}. Het gaat om: {tekst[:LENGTE]}"
