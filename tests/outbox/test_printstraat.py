"""Paper: a lot is there whole or not at all, and never changes."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import OutboxError, PermanentError, RejectedZendingError, RetryableError
from outbox.kanaal import Documentbron
from outbox.printstraat import MANIFEST, NAMESPACE, Printstraat, load_schema, make_manifest, read_manifest
from outbox.zending import Kanaalsoort, Ontvangst, Status, Zending
from tests.bouwers.zendingen import (
    NU,
    RUN,
    Nepklok,
    count,
    fill_outbox,
    make_bron,
    make_document,
    make_opdracht,
    make_zending,
)

PRINT = Kanaalsoort.PRINT


def make_brief(nummer: int, **anders: object) -> Zending:
    return make_zending(nummer, PRINT, **anders)


def deliver(
    map_: Path, brieven: Sequence[Zending], bron: Documentbron | None = None
) -> dict[str, Ontvangst | OutboxError]:
    partij = [make_opdracht(brief, lot=1) for brief in brieven]
    uitkomsten = Printstraat(map_, Nepklok()).deliver(partij, bron or make_bron())
    return {uitkomst.kenmerk: uitkomst.resultaat for uitkomst in uitkomsten}


def list_bestanden(map_: Path) -> dict[str, bytes]:
    return {str(p.relative_to(map_)): p.read_bytes() for p in sorted(map_.rglob("*")) if p.is_file()}


def test_a_lot_holds_every_letter_and_a_manifest(tmp_path: Path) -> None:
    resultaten = deliver(tmp_path, [make_brief(1), make_brief(2)])

    ontvangst = Ontvangst(referentie=f"{RUN}/partij-0001", ontvangen_op=NU)
    assert {"T-000001": ontvangst, "T-000002": ontvangst} == resultaten
    assert [f"{RUN}/partij-0001/{naam}" for naam in ("T-000001.pdf", "T-000002.pdf", MANIFEST)] == list(
        list_bestanden(tmp_path)
    )


def test_the_manifest_tells_what_to_print_and_in_which_order(tmp_path: Path) -> None:
    deliver(tmp_path, [make_brief(1), make_brief(2, paginas=3, vellen=2)])
    wortel = etree.parse(tmp_path / RUN / "partij-0001" / MANIFEST).getroot()
    digest = sha256(make_document(2)).hexdigest()

    load_schema().assertValid(wortel)
    assert {"run": RUN, "partij": "1", "brieven": "2", "paginas": "5", "vellen": "3"} == dict(wortel.attrib)
    assert {
        "volgnummer": "2",
        "kenmerk": "T-000002",
        "sha256": digest,
        "paginas": "3",
        "vellen": "2",
    } == dict(wortel[1].attrib)


@given(st.lists(st.integers(0, 999_999), min_size=1, max_size=20, unique=True), st.integers(1, 9999))
def test_every_manifest_keeps_to_its_schema_and_reads_back(nummers: list[int], lot: int) -> None:
    brieven = [make_brief(nummer) for nummer in nummers]
    manifest = make_manifest(brieven, f"partij-{lot:04d}")

    load_schema().assertValid(etree.fromstring(manifest))
    assert manifest == make_manifest(brieven, f"partij-{lot:04d}")


@pytest.mark.parametrize(
    "fout",
    [
        "<brief/>",
        '<brief volgnummer="1" kenmerk="../a" sha256="{h}" paginas="1" vellen="1"/>',
        '<brief volgnummer="1" kenmerk="a" sha256="kort" paginas="1" vellen="1"/>',
        '<brief volgnummer="1" kenmerk="a" sha256="{h}" paginas="0" vellen="1"/>',
        '<brief volgnummer="1" kenmerk="a" sha256="{h}" paginas="1" vellen="1"/>' * 2,
    ],
)
def test_the_schema_refuses_what_cannot_be_printed(fout: str) -> None:
    brieven = fout.format(h="0" * 64)
    kop = f'<printpartij xmlns="{NAMESPACE}" run="r" partij="1" brieven="1" paginas="1" vellen="1">'

    assert not load_schema().validate(etree.fromstring(f"{kop}{brieven}</printpartij>"))


def test_writing_a_lot_again_changes_nothing(tmp_path: Path) -> None:
    brieven = [make_brief(1), make_brief(2)]
    eerst, bestanden = deliver(tmp_path, brieven), list_bestanden(tmp_path)

    weer = deliver(tmp_path, brieven, make_bron(range(0)))  # nothing is read, so nothing is missed

    assert (eerst, bestanden) == (weer, list_bestanden(tmp_path))


def test_part_of_a_lot_is_confirmed_from_the_whole_lot(tmp_path: Path) -> None:
    deliver(tmp_path, [make_brief(1), make_brief(2)])
    bestanden = list_bestanden(tmp_path)

    resultaten = deliver(tmp_path, [make_brief(2)])

    assert ["T-000002"] == [kenmerk for kenmerk, wat in resultaten.items() if isinstance(wat, Ontvangst)]
    assert bestanden == list_bestanden(tmp_path)


def test_what_a_killed_writer_left_behind_is_cleared(tmp_path: Path) -> None:
    half = tmp_path / RUN / ".partij-0001.tmp"
    half.mkdir(parents=True)
    (half / "T-000009.pdf").write_bytes(b"half")

    deliver(tmp_path, [make_brief(1)])

    assert ["partij-0001"] == [map_.name for map_ in (tmp_path / RUN).iterdir()]


def test_a_lot_that_is_not_ours_is_never_overwritten(tmp_path: Path) -> None:
    deliver(tmp_path, [make_brief(1)])
    bestanden = list_bestanden(tmp_path)

    (fout,) = deliver(tmp_path, [make_brief(2)]).values()

    assert isinstance(fout, RetryableError)
    assert "ligt al een andere partij" in str(fout)
    assert bestanden == list_bestanden(tmp_path)


def test_a_letter_that_cannot_be_printed_does_not_hold_up_the_others(tmp_path: Path) -> None:
    veranderd = make_brief(2, sha256=sha256(make_document(3)).hexdigest())
    zonder = make_brief(4, paginas=0)

    def bron(digest: str, /) -> bytes:
        return b"veranderd" if digest == veranderd.sha256 else make_bron()(digest)

    resultaten = deliver(tmp_path, [make_brief(1), veranderd, zonder], bron)

    assert [Ontvangst, RejectedZendingError, RejectedZendingError] == [
        type(resultaten[kenmerk]) for kenmerk in ("T-000001", "T-000002", "T-000004")
    ]
    assert ["T-000001"] == list(read_manifest(tmp_path / RUN / "partij-0001" / MANIFEST))


@pytest.mark.parametrize("kenmerk", ["../../weg", "a/b", "", "."])
def test_a_kenmerk_never_leads_out_of_its_folder(tmp_path: Path, kenmerk: str) -> None:
    (fout,) = deliver(tmp_path / "diep" / "print", [make_brief(1, kenmerk=kenmerk)]).values()

    assert isinstance(fout, PermanentError)
    assert {} == list_bestanden(tmp_path)


def test_a_run_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    (fout,) = deliver(tmp_path / "print", [make_brief(1, run="../weg")]).values()

    assert isinstance(fout, RetryableError)
    assert {} == list_bestanden(tmp_path)


def test_a_document_that_is_away_for_now_keeps_the_lot_together(tmp_path: Path) -> None:
    resultaten = deliver(tmp_path, [make_brief(1), make_brief(2)], make_bron(range(2)))

    assert {RetryableError} == set(map(type, resultaten.values()))
    assert {} == {naam: inhoud for naam, inhoud in list_bestanden(tmp_path).items() if ".tmp" not in naam}


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    bezet = tmp_path / "print"
    bezet.write_text("geen map")

    (fout,) = deliver(bezet, [make_brief(1)]).values()

    assert isinstance(fout, RetryableError)
    assert str(tmp_path) not in str(fout)


def test_the_loop_prints_in_lots_of_the_size_given(
    engine: Engine, werkplek: Werkplek, tmp_path: Path
) -> None:
    fill_outbox(engine, [make_brief(nummer) for nummer in range(5)])

    deliver_run(werkplek, RUN, [Printstraat(tmp_path / "print", werkplek.klok, partijgrootte=2)])

    manifesten = sorted((tmp_path / "print").rglob(MANIFEST))
    assert [2, 2, 1] == [len(read_manifest(manifest)) for manifest in manifesten]
    assert {PRINT: {Status.BEZORGD: 5}} == count(engine)
