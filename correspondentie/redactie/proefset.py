"""A set of proofs for user tests and the practice environment: letters of fictional people, all marked so."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from correspondentie.redactie.voorbeeldmaker import Schrijffout, Voorbeeld, Voorbeeldmaker, Voorbeeldopdracht
from correspondentie.redactie.watermerk import WOORD

LEESMIJ = "LEESMIJ.txt"
MOMENT = (2000, 1, 1, 0, 0, 0)  # the same letters give the same bytes
UITLEG = """Dit zijn voorbeelden van brieven, om te laten lezen en om mee te oefenen.

Alle personen, adressen en bedragen zijn verzonnen. Op elke bladzijde staat {woord}.
Van elke brief zijn er twee bestanden: de brief zelf (.pdf) en de tekst in de Berichtenbox (.txt).

Onderdeel: {onderdeel}
"""


def make_proefset(
    maker: Voorbeeldmaker, opdracht: Voorbeeldopdracht, gevallen: Sequence[str] = ()
) -> bytes | Schrijffout:
    """Make a ZIP with a letter and its bericht for each geval; none named: for all.

    Every letter bears the watermark, whatever the opdracht says. A geval is a voorbeeld of the sjablonen, so
    no citizen can be in it.
    """
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as zip_:
        _write(zip_, LEESMIJ, UITLEG.format(woord=WOORD, onderdeel=opdracht.onderdeel))
        for geval in gevallen or maker.list_gevallen(opdracht):
            gemaakt = maker.make(replace(opdracht, geval=geval, watermerk=True, beelden=False))
            if not isinstance(gemaakt, Voorbeeld):
                return gemaakt
            naam = f"{WOORD}-{opdracht.onderdeel.naam}-{geval.replace('/', '-')}"
            _write(zip_, f"{naam}.pdf", gemaakt.pdf)
            _write(zip_, f"{naam}.txt", f"{gemaakt.onderwerp}\n\n{gemaakt.bericht}\n")
    return uit.getvalue()


def _write(zip_: zipfile.ZipFile, naam: str, inhoud: str | bytes) -> None:
    bestand = zipfile.ZipInfo(naam, MOMENT)
    bestand.compress_type = zipfile.ZIP_DEFLATED
    bestand.external_attr = 0o644 << 16
    zip_.writestr(bestand, inhoud)
