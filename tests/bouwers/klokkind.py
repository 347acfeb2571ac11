"""A worker in a process of its own whose clock can be set while it works.

python -m tests.bouwers.klokkind DATABASE MAP URL UREN works on the outbox in DATABASE. Its clock is UREN
hours off as long as the file MAP/verzet is there.
"""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outbox.bezorgen import Werkplek, deliver_run
from outbox.database import make_engine
from outbox.errors import ClockError
from outbox.klokwacht import Klokwacht
from outbox.printstraat import Printstraat
from outbox.retry import Beleid
from tests.bouwers.magazijnen import open_kanaal
from tests.bouwers.zendingen import RUN, make_bron

VERZET = "verzet"
GEDULD = timedelta(seconds=1)


@dataclass(frozen=True)
class Verzetteklok:
    """The clock on the wall, which somebody sets and sets back; the uptime goes on as it was."""

    merk: Path
    sprong: timedelta

    def now(self) -> datetime:
        echt = datetime.fromtimestamp(time.time(), tz=UTC)
        return echt + self.sprong if self.merk.exists() else echt

    def sleep(self, seconden: float) -> None:
        time.sleep(seconden)

    def tik(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)


def main(database: str, map_: Path, url: str, uren: int) -> str:
    """Deliver the run, and give what stopped it."""
    engine = make_engine(database)
    gedeeld = make_engine(database, hoogstens=1) if database.startswith("postgresql") else None
    try:
        klok = Klokwacht(Verzetteklok(map_ / VERZET, timedelta(hours=uren)), gedeeld)
        beleid = Beleid(claimduur=timedelta(seconds=8), bezinktijd=GEDULD, eerste_wachttijd=timedelta(0))
        werkplek = Werkplek(engine=engine, bron=make_bron(), klok=klok, beleid=beleid)
        with open_kanaal(url, klok, partijgrootte=12, draden=1, geduld=GEDULD) as kanaal:
            deliver_run(werkplek, RUN, [kanaal, Printstraat(map_ / "print", klok, partijgrootte=4)])
    except ClockError as fout:
        return str(fout)
    finally:
        engine.dispose()
        if gedeeld is not None:
            gedeeld.dispose()
    return ""


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))  # noqa: T201 - to the test
