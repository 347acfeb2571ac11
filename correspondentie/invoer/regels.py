"""The lines of the input, read as a stream: memory does not grow with the file."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase, BufferedReader
from pathlib import Path

from correspondentie.errors import CannotStartError

REGEL_MAXIMUM = 1024 * 1024  # bytes; a household needs some thousands, so anything above is no household
BLOK = 64 * 1024
GZIP_KENMERK = b"\x1f\x8b"  # RFC 1952: the first two bytes of every gzip file
BOM = b"\xef\xbb\xbf"
PATRONEN = ("*.jsonl", "*.jsonl.gz")


@dataclass(frozen=True, kw_only=True, slots=True)
class Regel:
    """One line of the input that is not blank.

    Shape: nummer counts the lines of its own bestand from 1, blank ones too; inhoud is None when the line is
    longer than REGEL_MAXIMUM, so that it is never held.
    """

    bestand: str
    nummer: int
    inhoud: bytes | None


def read_regels(pad: Path) -> Iterator[Regel]:
    """Read every line that is not blank from a file, or from all .jsonl and .jsonl.gz files of a folder.

    Shape: files in the order of their names; gzip is known by its first bytes, not by its name.
    Raises: CannotStartError when there is nothing to read, or a file cannot be read to its end.
    """
    for bestand in list_bestanden(pad):
        with _open_bestand(bestand) as bron:
            yield from split_regels(bron, bestand.name)


def compute_digest(pad: Path) -> str:
    """Compute the sha256 over the content, read to the end, so that a damaged file shows before the run.

    Shape: 64 hexadecimal digits; the same for a file and its gzip; of a folder the names count as well.
    Raises: CannotStartError when there is nothing to read, or a file cannot be read to its end.
    """
    bestanden = list_bestanden(pad)
    if not pad.is_dir():
        return _compute_bestandsdigest(bestanden[0])
    digest = hashlib.sha256()
    for bestand in bestanden:
        digest.update(f"{bestand.name.removesuffix('.gz')} {_compute_bestandsdigest(bestand)}\n".encode())
    return digest.hexdigest()


def list_bestanden(pad: Path) -> tuple[Path, ...]:
    """List the files of the input in the order in which they are read.

    Raises: CannotStartError when pad is no file and no folder with files.
    """
    if pad.is_file():
        return (pad,)
    if not pad.is_dir():
        raise CannotStartError(
            f"De invoer {pad} is niet gevonden. Verwacht is een bestand of een map met huishoudens "
            "(.jsonl of .jsonl.gz). Controleer het pad."
        )
    bestanden = {bestand for patroon in PATRONEN for bestand in pad.glob(patroon) if bestand.is_file()}
    if not bestanden:
        raise CannotStartError(
            f"De map {pad} bevat geen huishoudens. Verwacht is ten minste een bestand dat eindigt op "
            ".jsonl of .jsonl.gz. Zet het bestand in de map of geef een andere map op."
        )
    return tuple(sorted(bestanden, key=lambda bestand: bestand.name))


@contextmanager
def _open_bestand(pad: Path) -> Iterator[BufferedIOBase]:
    try:
        with pad.open("rb") as ruw:
            if ruw.peek(2)[:2] != GZIP_KENMERK:
                yield ruw
                return
            with BufferedReader(gzip.GzipFile(fileobj=ruw), BLOK) as bron:
                yield bron
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise CannotStartError(
            f"Het bestand {pad} is beschadigd: de gzip-gegevens zijn niet volledig of niet geldig. "
            "Verwacht is een heel bestand. Haal het opnieuw op."
        ) from error
    except OSError as error:
        raise CannotStartError(
            f"Het bestand {pad} kan niet worden gelezen (foutcode {error.errno}). Verwacht is een leesbaar "
            "bestand. Controleer de rechten en de schijf."
        ) from error


def _compute_bestandsdigest(pad: Path) -> str:
    digest = hashlib.sha256()
    with _open_bestand(pad) as bron:
        while blok := bron.read(BLOK):
            digest.update(blok)
    return digest.hexdigest()


def split_regels(bron: BufferedIOBase, bestand: str) -> Iterator[Regel]:
    """Split what is read into its lines that are not blank; bestand is the name they are reported under."""
    nummer = 0
    while inhoud := bron.readline(REGEL_MAXIMUM + 1):
        nummer += 1
        if nummer == 1:
            inhoud = inhoud.removeprefix(BOM)
        if len(inhoud) > REGEL_MAXIMUM and not inhoud.endswith(b"\n"):
            _skip_rest(bron)
            yield Regel(bestand=bestand, nummer=nummer, inhoud=None)
        elif inhoud.strip():
            yield Regel(bestand=bestand, nummer=nummer, inhoud=inhoud)


def _skip_rest(bron: BufferedIOBase) -> None:
    while (stuk := bron.readline(BLOK)) and not stuk.endswith(b"\n"):
        pass
