"""A worker in a process of its own, which may kill itself at a named point: for tests that really kill.

python -m tests.bouwers.bezorgkind MAP URL PUNT KEER works on the outbox in MAP until it passes PUNT for the
KEERth time. A PUNT that does not exist lets it finish.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from outbox.bezorgen import Werkplek, deliver_run
from outbox.printstraat import Printstraat
from outbox.retry import Beleid
from tests.bouwers.magazijnen import open_kanaal
from tests.bouwers.zendingen import RUN, Echteklok, make_bron, make_outbox


def main(map_: Path, url: str, punt: str, keer: int) -> None:
    """Deliver the run, or die."""
    gepasseerd = 0

    def bereik(waar: str) -> None:
        nonlocal gepasseerd
        gepasseerd += waar == punt
        if gepasseerd == keer:
            os.kill(os.getpid(), signal.SIGKILL)

    klok = Echteklok()
    engine = make_outbox(map_ / "outbox.db")
    beleid = Beleid(claimduur=timedelta(seconds=30), bezinktijd=timedelta(seconds=1))
    werkplek = Werkplek(engine=engine, bron=make_bron(), klok=klok, beleid=beleid, bereik=bereik)
    with open_kanaal(url, klok, partijgrootte=8) as kanaal:
        deliver_run(werkplek, RUN, [kanaal, Printstraat(map_ / "print", klok, partijgrootte=4)])
    engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
