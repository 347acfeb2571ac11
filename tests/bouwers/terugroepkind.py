"""A colleague who recalls a run, in a process of its own that may kill itself: for tests that really kill.

python -m tests.bouwers.terugroepkind MAP URL PUNT KEER recalls what is in the outbox in MAP, until it
passes PUNT for the KEERth time. A PUNT that does not exist lets it finish.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from outbox.bezorgen import Werkplek
from outbox.ingreep import Daad, Ingreep, Selectie
from outbox.ingrijpen import intervene
from outbox.printstraat import Printstraat
from outbox.retry import Beleid
from outbox.terugroepen import settle_intrekkingen
from tests.bouwers.magazijnen import open_kanaal
from tests.bouwers.zendingen import RUN, Echteklok, make_bron, make_outbox


def main(map_: Path, url: str, punt: str, keer: int) -> None:
    """Recall the run, or die."""
    gepasseerd = 0

    def bereik(waar: str) -> None:
        nonlocal gepasseerd
        gepasseerd += waar == punt
        if gepasseerd == keer:
            os.kill(os.getpid(), signal.SIGKILL)

    klok = Echteklok()
    engine = make_outbox(map_ / "outbox.db")
    beleid = Beleid(claimduur=timedelta(seconds=12), bezinktijd=timedelta(seconds=0.5))
    werkplek = Werkplek(engine=engine, bron=make_bron(), klok=klok, beleid=beleid, bereik=bereik)
    ingreep = Ingreep(
        daad=Daad.TERUGROEPEN, selectie=Selectie(run=RUN), wie="proef", waarom="verkeerde bijlage"
    )
    intervene(engine, ingreep, klok.now())
    bereik("ingreep-gedaan")
    with open_kanaal(url, klok, partijgrootte=4, geduld=timedelta(seconds=2)) as kanaal:
        settle_intrekkingen(werkplek, RUN, [kanaal, Printstraat(map_ / "print", klok)])
    engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
