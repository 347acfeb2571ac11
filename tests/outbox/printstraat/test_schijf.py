"""A disk that is full: a clear error, nothing half written, and the same lot when there is room again."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from outbox.errors import OutboxError, UnavailablePrintstraatError
from outbox.printstraat import MANIFEST, Printstraat, read_manifest
from outbox.zending import Kanaalsoort, Ontvangst
from tests.bouwers.zendingen import RUN, Nepklok, make_bron, make_opdracht, make_zending

PARTIJ = [make_opdracht(make_zending(nummer, Kanaalsoort.PRINT), lot=1) for nummer in range(40)]


@contextmanager
def limit_bestanden(hoogstens: int) -> Iterator[None]:
    """Let no file become larger than so many bytes: writing fails as on a full disk."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hoogstens, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


def deliver(map_: Path) -> list[Ontvangst | OutboxError]:
    return [uitkomst.resultaat for uitkomst in Printstraat(map_, Nepklok()).deliver(PARTIJ, make_bron())]


# a document, an overlay, a sheet, the manifest: each time another file is the first that does not fit
@pytest.mark.parametrize("hoogstens", [10, 500, 2_000, 8_000])
def test_a_lot_that_does_not_fit_is_for_later_and_leaves_nothing(tmp_path: Path, hoogstens: int) -> None:
    with limit_bestanden(hoogstens):
        vol = deliver(tmp_path)
    over = [pad for pad in tmp_path.rglob("*") if pad.is_file() or "partij" in pad.name]
    weer = deliver(tmp_path)

    assert {UnavailablePrintstraatError} == set(map(type, vol))
    assert "de map voor de printstraat is niet te gebruiken" in str(vol[0])
    assert [] == over
    assert {Ontvangst} == set(map(type, weer))
    assert len(PARTIJ) == len(read_manifest(tmp_path / RUN / "partij-0001" / MANIFEST).brieven)
