"""Paper: a lot is there whole or not at all, and never changes."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine

from outbox.bezorgen import Werkplek, deliver_run
from outbox.errors import (
    OutboxError,
    PermanentError,
    RejectedZendingError,
    RetryableError,
    UnavailableBronError,
)
from outbox.kanaal import Documentbron
from outbox.opslag import find_zendingen
from outbox.printkalender import find_dag
from outbox.printstraat import MANIFEST, Printinstellingen, Printstraat, read_manifest
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
NIEMAND = 65534  # the user without rights


def make_brief(nummer: int, **anders: object) -> Zending:
    return make_zending(nummer, PRINT, **anders)


def deliver(
    map_: Path, brieven: Sequence[Zending], bron: Documentbron | None = None, lot: int = 1
) -> dict[str, Ontvangst | OutboxError]:
    partij = [make_opdracht(brief, lot=lot) for brief in brieven]
    uitkomsten = Printstraat(map_, Nepklok()).deliver(partij, bron or make_bron())
    return {uitkomst.kenmerk: uitkomst.resultaat for uitkomst in uitkomsten}


def list_bestanden(map_: Path) -> dict[str, bytes]:
    return {str(p.relative_to(map_)): p.read_bytes() for p in sorted(map_.rglob("*")) if p.is_file()}


def test_a_lot_holds_every_letter_with_its_overlay_the_sheets_and_a_manifest(tmp_path: Path) -> None:
    resultaten = deliver(tmp_path, [make_brief(1), make_brief(2)])

    ontvangst = Ontvangst(referentie=f"{RUN}/partij-0001", ontvangen_op=NU)
    assert {"T-000001": ontvangst, "T-000002": ontvangst} == resultaten
    assert [
        *("T-000001.pdf", "T-000002.pdf", "bladen/sluitblad.pdf", "bladen/voorblad.pdf"),
        *("manifest.xml", "opdruk/T-000001.pdf", "opdruk/T-000002.pdf"),
    ] == list(list_bestanden(tmp_path / RUN / "partij-0001"))


def test_every_digest_in_the_manifest_is_that_of_the_file(tmp_path: Path) -> None:
    deliver(tmp_path, [make_brief(1, kix="2511AB12", kix_ruimte=True), make_brief(2, paginas=3, vellen=2)])
    map_ = tmp_path / RUN / "partij-0001"
    manifest = read_manifest(map_ / MANIFEST)
    beloofd = {"bladen/voorblad.pdf": manifest.voorblad, "bladen/sluitblad.pdf": manifest.sluitblad}
    for brief in manifest.brieven:
        beloofd |= {f"{brief.kenmerk}.pdf": brief.sha256, f"opdruk/{brief.kenmerk}.pdf": brief.opdruk}
    werkelijk = {
        naam: sha256(inhoud).hexdigest() for naam, inhoud in list_bestanden(map_).items() if naam != MANIFEST
    }

    assert werkelijk == beloofd
    assert make_document(1) == (map_ / "T-000001.pdf").read_bytes()


def test_letters_run_in_the_order_of_the_postcode(tmp_path: Path) -> None:
    kixen = ["9999ZZ1", "2511AB100", "2511AB20", "2511AB20XA", "", "1000AA1"]
    deliver(tmp_path, [make_brief(nummer, kix=kix) for nummer, kix in enumerate(kixen)])
    manifest = read_manifest(tmp_path / RUN / "partij-0001" / MANIFEST)

    assert [4, 5, 2, 3, 1, 0] == [int(brief.kenmerk[2:]) for brief in manifest.brieven]
    assert [1, 2, 3, 4, 5, 6] == [brief.volgnummer for brief in manifest.brieven]


def test_the_class_of_a_lot_is_that_of_its_heaviest_letter(tmp_path: Path) -> None:
    deliver(tmp_path, [make_brief(1), make_brief(2, paginas=5, vellen=3)])
    manifest = read_manifest(tmp_path / RUN / "partij-0001" / MANIFEST)

    assert "nl-50g" == manifest.klasse
    assert ["nl-20g", "nl-50g"] == [brief.klasse for brief in manifest.brieven]


@pytest.mark.parametrize(
    ("anders", "kix"),
    [
        ({"kix": "2511AB12", "kix_ruimte": True}, True),
        ({"kix": "2511AB12"}, False),  # the address leaves no room
        ({"kix": "2511AB12", "kix_ruimte": True, "buitenland": True}, False),
        ({"kix": "", "kix_ruimte": True}, False),
        ({"kix": "2511AB12345XA12", "kix_ruimte": True}, True),  # as wide as the window
        ({"kix": "2511AB12345XA123", "kix_ruimte": True}, False),  # too wide for it
    ],
)
def test_the_manifest_tells_whether_a_code_was_drawn(
    tmp_path: Path, anders: dict[str, object], kix: bool
) -> None:
    deliver(tmp_path, [make_brief(1, **anders)])

    (brief,) = read_manifest(tmp_path / RUN / "partij-0001" / MANIFEST).brieven
    assert kix == brief.kix


def test_no_address_stands_in_a_manifest_a_name_a_repr_or_an_error(tmp_path: Path) -> None:
    goed, fout = make_brief(1, kix="2511AB12", kix_ruimte=True), make_brief(2, kix="2511AB12; weg")
    resultaten = deliver(tmp_path, [goed, fout])
    bestanden = list_bestanden(tmp_path)

    zichtbaar = [repr(goed), repr(resultaten), str(resultaten["T-000002"]), *bestanden]
    zichtbaar += [i.decode() for naam, i in bestanden.items() if naam.endswith(".xml")]
    assert isinstance(resultaten["T-000002"], RejectedZendingError)
    assert [] == [tekst for tekst in zichtbaar if "2511" in tekst]


def test_writing_a_lot_again_changes_nothing(tmp_path: Path) -> None:
    brieven = [make_brief(1), make_brief(2)]
    eerst, bestanden = deliver(tmp_path, brieven), list_bestanden(tmp_path)

    weer = deliver(tmp_path, brieven, make_bron(range(0)))  # nothing is read, so nothing is missed

    assert (eerst, bestanden) == (weer, list_bestanden(tmp_path))


def test_the_same_lot_gives_the_same_bytes(tmp_path: Path) -> None:
    for map_ in ("een", "twee"):
        deliver(tmp_path / map_, [make_brief(1, kix="2511AB12", kix_ruimte=True), make_brief(2)])

    assert list_bestanden(tmp_path / "een" / RUN) == list_bestanden(tmp_path / "twee" / RUN)


def test_part_of_a_lot_is_confirmed_from_the_whole_lot(tmp_path: Path) -> None:
    deliver(tmp_path, [make_brief(1), make_brief(2)])
    bestanden = list_bestanden(tmp_path)

    resultaten = deliver(tmp_path, [make_brief(2)])

    assert ["T-000002"] == [kenmerk for kenmerk, wat in resultaten.items() if isinstance(wat, Ontvangst)]
    assert bestanden == list_bestanden(tmp_path)


def test_what_a_killed_writer_left_behind_is_cleared(tmp_path: Path) -> None:
    half = tmp_path / RUN / ".partij-0001-0123abcd.tmp"
    half.mkdir(parents=True)
    (half / "T-000009.pdf").write_bytes(b"half")

    deliver(tmp_path, [make_brief(1)])

    assert ["partij-0001"] == [map_.name for map_ in (tmp_path / RUN).iterdir()]


@pytest.mark.parametrize("inhoud", [None, b"", b"<lot/>", b"\x00"])
def test_a_lot_that_is_not_ours_is_never_overwritten(tmp_path: Path, inhoud: bytes | None) -> None:
    deliver(tmp_path, [make_brief(1)])
    if inhoud is not None:
        (tmp_path / RUN / "partij-0001" / MANIFEST).write_bytes(inhoud)
    bestanden = list_bestanden(tmp_path)

    (fout,) = deliver(tmp_path, [make_brief(2)]).values()

    assert isinstance(fout, RetryableError)
    assert "ligt al een andere partij" in str(fout)
    assert bestanden == list_bestanden(tmp_path)


def test_a_letter_that_cannot_be_printed_does_not_hold_up_the_others(tmp_path: Path) -> None:
    veranderd = make_brief(2, sha256=sha256(make_document(3)).hexdigest())
    onprintbaar = [
        make_brief(4, paginas=0, vellen=0),
        make_brief(5, paginas=3, vellen=1),
        make_brief(6, paginas=1001, vellen=501),
        make_brief(7, kix="1 AB"),
    ]

    def bron(digest: str, /) -> bytes:
        return b"veranderd" if digest == veranderd.sha256 else make_bron()(digest)

    resultaten = deliver(tmp_path, [veranderd, *onprintbaar, make_brief(8)], bron)
    manifest = read_manifest(tmp_path / RUN / "partij-0001" / MANIFEST)

    assert [*[RejectedZendingError] * 5, Ontvangst] == [type(resultaten[k]) for k in sorted(resultaten)]
    assert [(1, "T-000008")] == [(brief.volgnummer, brief.kenmerk) for brief in manifest.brieven]


@pytest.mark.parametrize("kenmerk", ["../../weg", "a/b", "", ".", "a\x00b", "a" * 26])
def test_a_kenmerk_never_leads_out_of_its_folder(tmp_path: Path, kenmerk: str) -> None:
    (fout,) = deliver(tmp_path / "diep" / "print", [make_brief(1, kenmerk=kenmerk)]).values()

    assert isinstance(fout, PermanentError)
    assert {} == list_bestanden(tmp_path)


@pytest.mark.parametrize(("run", "lot"), [("../weg", 1), ("", 1), ("a\x00", 1), (RUN, 0), (RUN, 100_000)])
def test_a_run_or_lot_that_can_be_no_folder_writes_nothing(tmp_path: Path, run: str, lot: int) -> None:
    (fout,) = deliver(tmp_path / "print", [make_brief(1, run=run)], lot=lot).values()

    assert isinstance(fout, RetryableError)
    assert {} == list_bestanden(tmp_path)


def test_a_document_that_is_away_for_now_keeps_the_lot_together(tmp_path: Path) -> None:
    resultaten = deliver(tmp_path, [make_brief(1), make_brief(2)], make_bron(range(2)))

    assert {UnavailableBronError} == set(map(type, resultaten.values()))
    assert {} == list_bestanden(tmp_path)


def test_a_folder_that_is_a_file_is_for_later(tmp_path: Path) -> None:
    bezet = tmp_path / "print"
    bezet.write_text("geen map")

    (fout,) = deliver(bezet, [make_brief(1)]).values()

    assert isinstance(fout, RetryableError)
    assert str(tmp_path) not in str(fout)


def test_a_folder_that_may_not_be_written_is_for_later(tmp_path: Path) -> None:
    ik, map_ = os.geteuid(), tmp_path / "print"
    map_.mkdir(mode=0o500)
    if not ik:
        os.seteuid(NIEMAND)
    try:
        (fout,) = deliver(map_, [make_brief(1)]).values()
    finally:
        os.seteuid(ik)

    assert isinstance(fout, RetryableError)
    assert "Permission denied" in str(fout)
    assert {} == list_bestanden(tmp_path)


class TestOpKanaal:
    """The loop and the printer together."""

    def test_the_loop_prints_in_lots_of_the_size_given(
        self, engine: Engine, werkplek: Werkplek, tmp_path: Path
    ) -> None:
        fill_outbox(engine, [make_brief(nummer) for nummer in range(5)])

        deliver_run(werkplek, RUN, [Printstraat(tmp_path / "print", werkplek.klok, partijgrootte=2)])

        manifesten = sorted((tmp_path / "print").rglob(MANIFEST))
        assert [2, 2, 1] == [len(read_manifest(manifest).brieven) for manifest in manifesten]
        assert {PRINT: {Status.BEZORGD: 5}} == count(engine)

    def test_every_lot_holds_one_class_and_follows_the_postcode(
        self, engine: Engine, werkplek: Werkplek, tmp_path: Path
    ) -> None:
        fill_outbox(
            engine,
            [
                make_brief(n, kix=f"{9999 - n}AA1", paginas=2 * v, vellen=v, buitenland=n % 7 == 0)
                for n in range(30)
                for v in [1 + n % 4]
            ],
        )

        deliver_run(werkplek, RUN, [Printstraat(tmp_path / "print", werkplek.klok, partijgrootte=4)])

        manifesten = [read_manifest(pad) for pad in sorted((tmp_path / "print").rglob(MANIFEST))]
        assert [1] * len(manifesten) == [len({brief.klasse for brief in m.brieven}) for m in manifesten]
        nl = [brief.kenmerk for m in manifesten if m.klasse == "nl-20g" for brief in m.brieven]
        assert sorted(nl, reverse=True) == nl
        assert 30 == sum(len(manifest.brieven) for manifest in manifesten)

    def test_a_run_larger_than_a_day_goes_on_the_next_print_day(
        self, engine: Engine, werkplek: Werkplek, tmp_path: Path
    ) -> None:
        klok = Uurklok()
        fill_outbox(engine, [make_brief(nummer) for nummer in range(7)])
        straat = Printstraat(tmp_path / "print", klok, 2, Printinstellingen(capaciteit=2))

        deliver_run(replace(werkplek, klok=klok), RUN, [straat])

        dagen = Counter(
            find_dag(ontvangst.ontvangen_op).isoformat() for ontvangst in _list_ontvangsten(engine)
        )
        # 4 and 5 July 2026 are a weekend
        assert {"2026-07-01": 2, "2026-07-02": 2, "2026-07-03": 2, "2026-07-06": 1} == dagen


class Uurklok(Nepklok):
    """A clock on which every wait lasts an hour."""

    def sleep(self, seconden: float) -> None:
        super().sleep(max(seconden, 3600))


def _list_ontvangsten(engine: Engine) -> list[Ontvangst]:
    with engine.begin() as connection:
        standen = [find_zendingen(connection, f"T-{nummer:06d}")[0] for nummer in range(7)]
    return [stand.ontvangst for stand in standen if stand.ontvangst]
