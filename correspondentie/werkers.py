"""Chunks over processes: the same work in one process or in many."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache

from correspondentie.brok import Brok, Brokuitkomst, run_brok
from correspondentie.werkplaats import Werkplaats, Werkstart, make_werkplaats

VOORRAAD_PER_WERKER = 2  # chunks waiting per worker: enough to keep it busy, few enough to keep memory flat


def run_brokken(brokken: Iterable[Brok], start: Werkstart, werkers: int) -> Iterator[Brokuitkomst]:
    """Run every chunk and give its outcome as soon as it is stored, in any order.

    Raises: BrokenProcessPool when a worker dies; what was stored stays, and the run can be taken up again.
    """
    if werkers == 1:
        werkplaats = set_up_werkplaats(start)
        try:
            for brok in brokken:
                yield run_brok(brok, werkplaats)
        finally:
            werkplaats.engine.dispose()
            gc.unfreeze()
        return
    # Forked from a server that only loaded the modules: a database connection or a Pango that is in use must
    # not be shared with a child, and loading costs seconds for each that loads for itself.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(werkers, mp_context=context, initializer=_die_with_parent) as pool:
        lopend: set[Future[Brokuitkomst]] = set()
        for brok in brokken:
            lopend.add(pool.submit(_run_in_werker, start, brok))
            if len(lopend) >= werkers * VOORRAAD_PER_WERKER:
                klaar, lopend = wait(lopend, return_when=FIRST_COMPLETED)
                yield from (toekomst.result() for toekomst in klaar)
        yield from (toekomst.result() for toekomst in wait(lopend).done)


def _run_in_werker(start: Werkstart, brok: Brok) -> Brokuitkomst:
    return run_brok(brok, _find_werkplaats(start))


@cache  # a worker serves one run: this is the one thing a process keeps between two chunks
def _find_werkplaats(start: Werkstart) -> Werkplaats:
    return set_up_werkplaats(start)


def set_up_werkplaats(start: Werkstart) -> Werkplaats:
    """Set up the tools of a worker, and tell the garbage collector that they stay.

    A chunk makes so many objects that it would look through all tools and modules again for every few
    letters: that took a quarter of the time of deciding.
    """
    werkplaats = make_werkplaats(start)
    gc.collect()
    gc.freeze()
    return werkplaats


def _die_with_parent() -> None:
    """End this worker when the run itself is killed, so that no orphan keeps writing."""

    def watch() -> None:
        ouder = multiprocessing.parent_process()
        if ouder is not None:
            ouder.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
