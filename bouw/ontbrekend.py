"""Print what a lock file names and the running Python does not have in that version, one a line."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

_PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def _normalize(naam: str) -> str:
    return re.sub(r"[-_.]+", "-", naam).lower()


def list_ontbrekend(slot: str) -> Iterator[str]:
    """Yield 'naam==versie' for every pin in the text of a lock file that is not installed."""
    aanwezig = {(_normalize(d.metadata["Name"]), d.version) for d in distributions()}
    for naam, versie in _PIN.findall(slot):
        if (_normalize(naam), versie) not in aanwezig:
            yield f"{naam}=={versie}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{pin}\n" for pin in list_ontbrekend(Path(sys.argv[1]).read_text()))
