"""The document archive in a real object store: written once, under a lock, and whatever goes wrong."""

import http.server
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # botocore ships no types

from correspondentie.archief import Archief, DamagedArchiefError, UnavailableArchiefError
from correspondentie.archief.archief import make_pak
from correspondentie.archief.objectarchief import make_objectarchief
from correspondentie.settings import Settings
from tests.bouwers.diensten import ADRES, find_poort
from tests.bouwers.objectopslag import DIENST, Objectdienst, make_client, make_settings, serve_objectopslag

PDFS = (b"%PDF-1.7 een", b"%PDF-1.7 twee, langer")
DOCUMENTEN = [(sha256(pdf).hexdigest(), pdf) for pdf in PDFS]
EMMER = "archief"
RUN = "2026-07-aa"


@pytest.fixture(scope="module")
def dienst() -> Iterator[Objectdienst]:
    with serve_objectopslag() as dienst:
        dienst.make_emmer(EMMER)
        yield dienst


@pytest.fixture
def settings(dienst: Objectdienst, request: pytest.FixtureRequest) -> Settings:
    """A map of its own for each test, in the one bucket."""
    map_ = sha256(request.node.name.encode()).hexdigest()[:12]
    return make_settings(dienst, f"{EMMER}/{map_}")


def find_sleutel(settings: Settings, pak: str) -> str:
    return f"{str(settings.archief).removeprefix(f's3://{EMMER}/')}/{pak}"


def overwrite(dienst: Objectdienst, settings: Settings, pak: str, inhoud: bytes) -> None:
    """Write another version under the same key, as somebody with rights on the bucket could."""
    dienst.beheer.put_object(Bucket=EMMER, Key=find_sleutel(settings, pak), Body=inhoud)


class TestObjectarchief:
    """The same promises as in a folder."""

    def test_a_document_comes_back_byte_for_byte(self, settings: Settings) -> None:
        archief = make_objectarchief(settings)
        archief.check_gereed()

        plaatsen = archief.archive_documenten(RUN, 1, DOCUMENTEN)

        assert [archief.load_document(plaats) for plaats in plaatsen] == list(PDFS)

    def test_the_start_can_be_checked_twice(self, settings: Settings) -> None:
        for _ in range(2):
            make_objectarchief(settings).check_gereed()

    def test_the_same_documents_make_the_same_single_pack(
        self, dienst: Objectdienst, settings: Settings
    ) -> None:
        archief = make_objectarchief(settings)

        eerste = archief.archive_documenten(RUN, 1, DOCUMENTEN)
        tweede = archief.archive_documenten(RUN, 1, DOCUMENTEN)

        versies = dienst.beheer.list_object_versions(Bucket=EMMER, Prefix=find_sleutel(settings, RUN))
        assert eerste == tweede
        assert len(versies["Versions"]) == 1

    def test_a_chunk_without_letters_makes_no_pack(self, settings: Settings) -> None:
        assert make_objectarchief(settings).archive_documenten(RUN, 1, []) == ()

    def test_of_sixteen_writers_at_once_one_wins_and_nobody_fails(
        self, dienst: Objectdienst, settings: Settings
    ) -> None:
        archieven = [make_objectarchief(settings) for _ in range(4)] * 4

        with ThreadPoolExecutor(16) as draden:
            alle = list(draden.map(lambda archief: archief.archive_documenten(RUN, 1, DOCUMENTEN), archieven))

        versies = dienst.beheer.list_object_versions(Bucket=EMMER, Prefix=find_sleutel(settings, RUN))
        assert len(set(alle)) == 1
        assert len(versies["Versions"]) == 1

    def test_no_secret_stands_in_a_repr(self, settings: Settings) -> None:
        assert DIENST[1] not in f"{settings!r} {make_objectarchief(settings)!r}"


class TestVernietigingsstop:
    """While nothing may be destroyed every pack is under a legal hold; who tries is refused."""

    def test_every_object_is_under_a_legal_hold(self, dienst: Objectdienst, settings: Settings) -> None:
        archief = make_objectarchief(settings)
        archief.check_gereed()
        archief.archive_documenten(RUN, 1, DOCUMENTEN)

        sleutels = [o["Key"] for o in list_objecten(dienst, settings)]
        sloten = [dienst.beheer.get_object_legal_hold(Bucket=EMMER, Key=sleutel) for sleutel in sleutels]

        assert ["ON", "ON"] == [slot["LegalHold"]["Status"] for slot in sloten]

    def test_a_pack_that_is_not_held_is_seen(self, settings: Settings) -> None:
        archief, los = (
            make_objectarchief(replace(settings, vernietigingsstop=stop)) for stop in (True, False)
        )
        pak = los.archive_documenten(RUN, 1, DOCUMENTEN)[0].pak
        voor = (archief.is_vastgezet(pak), los.is_vastgezet(pak))
        archief.archive_documenten(RUN, 1, DOCUMENTEN)

        assert (False, True) == voor
        assert archief.is_vastgezet(pak)

    def test_a_pack_from_before_the_stop_comes_under_it_when_it_is_written_again(
        self, dienst: Objectdienst, settings: Settings
    ) -> None:
        voor = make_objectarchief(replace(settings, vernietigingsstop=False))
        pak = voor.archive_documenten(RUN, 1, DOCUMENTEN)[0].pak
        make_objectarchief(settings).archive_documenten(RUN, 1, DOCUMENTEN)

        slot = dienst.beheer.get_object_legal_hold(Bucket=EMMER, Key=find_sleutel(settings, pak))

        assert slot["LegalHold"]["Status"] == "ON"

    @pytest.mark.parametrize("wie", ["dienst", "beheerder"])
    def test_the_object_itself_cannot_be_deleted(
        self, wie: str, dienst: Objectdienst, settings: Settings
    ) -> None:
        pak = make_objectarchief(settings).archive_documenten(RUN, 1, DOCUMENTEN)[0].pak
        sleutel = find_sleutel(settings, pak)
        versie = dienst.beheer.head_object(Bucket=EMMER, Key=sleutel)["VersionId"]
        client = make_client(dienst.dienst.url, DIENST) if wie == "dienst" else dienst.beheer

        with pytest.raises(ClientError, match="AccessDenied"):
            client.delete_object(Bucket=EMMER, Key=sleutel, VersionId=versie)

    def test_the_service_cannot_hide_a_pack_behind_a_delete_marker(
        self, dienst: Objectdienst, settings: Settings
    ) -> None:
        archief = make_objectarchief(settings)
        plaats = archief.archive_documenten(RUN, 1, DOCUMENTEN)[0]

        with pytest.raises(ClientError, match="AccessDenied"):
            make_client(dienst.dienst.url, DIENST).delete_object(
                Bucket=EMMER, Key=find_sleutel(settings, plaats.pak)
            )

        assert archief.load_document(plaats) == PDFS[0]

    def test_another_content_under_the_same_name_is_refused_and_not_overwritten(
        self, dienst: Objectdienst, settings: Settings
    ) -> None:
        pak = make_pak(RUN, 1, DOCUMENTEN)
        overwrite(dienst, settings, pak.naam, b"iets anders")

        with pytest.raises(DamagedArchiefError, match="niets overschreven"):
            make_objectarchief(settings).archive_documenten(RUN, 1, DOCUMENTEN)

        nu = dienst.beheer.get_object(Bucket=EMMER, Key=find_sleutel(settings, pak.naam))
        assert nu["Body"].read() == b"iets anders"

    def test_what_others_write_over_a_pack_leaves_the_first_version_there(
        self, dienst: Objectdienst, settings: Settings
    ) -> None:
        archief = make_objectarchief(settings)
        plaats = archief.archive_documenten(RUN, 1, DOCUMENTEN)[0]
        sleutel = find_sleutel(settings, plaats.pak)
        eerste = dienst.beheer.head_object(Bucket=EMMER, Key=sleutel)["VersionId"]
        overwrite(dienst, settings, plaats.pak, bytes(1000))

        with pytest.raises(DamagedArchiefError, match="is veranderd"):
            archief.load_document(plaats)

        bewaard = dienst.beheer.get_object(Bucket=EMMER, Key=sleutel, VersionId=eerste)
        assert bewaard["Body"].read() == make_pak(RUN, 1, DOCUMENTEN).inhoud


def list_objecten(dienst: Objectdienst, settings: Settings) -> list[dict[str, Any]]:
    antwoord = dienst.beheer.list_objects_v2(Bucket=EMMER, Prefix=find_sleutel(settings, ""))
    objecten: list[dict[str, Any]] = antwoord["Contents"]
    return objecten


class TestBegin:
    """What is wrong with the store shows before the run, in Dutch, with what to do."""

    @pytest.mark.parametrize(
        ("anders", "zegt"),
        [
            ({"archief": "s3://bestaat-niet"}, "de emmer bestaat niet"),
            ({"archief": "s3://zonder-slot"}, "heeft geen object lock"),
            ({"archief_geheim": "fout"}, "de toegang is geweigerd"),
            ({"archief_id": "onbekend"}, "de toegang is geweigerd"),
            ({"archief_url": f"http://{ADRES}:1"}, "is niet bereikbaar"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, anders: dict[str, str], zegt: str, dienst: Objectdienst, settings: Settings
    ) -> None:
        dienst.make_emmer("zonder-slot", slot=False)
        archief = make_objectarchief(replace(settings, **anders))  # type: ignore[arg-type]  # all of these are text

        with pytest.raises(UnavailableArchiefError, match=zegt) as gevangen:
            archief.check_gereed()

        assert "dezelfde opdracht" in str(gevangen.value)
        assert DIENST[1] not in str(gevangen.value)

    def test_without_the_stop_a_bucket_needs_no_lock(self, dienst: Objectdienst, settings: Settings) -> None:
        dienst.make_emmer("zonder-slot", slot=False)
        los = replace(settings, archief="s3://zonder-slot", vernietigingsstop=False)
        archief: Archief = make_objectarchief(los)

        archief.check_gereed()
        plaats = archief.archive_documenten(RUN, 1, DOCUMENTEN)[0]

        assert archief.load_document(plaats) == PDFS[0]


class TestStoringen:
    """Gone, truncated, refusing, slow, cut off: one of two errors, and only one of them is for ever."""

    def test_a_pack_that_is_gone_is_named(self, settings: Settings) -> None:
        archief = make_objectarchief(settings)
        plaats = replace(archief.archive_documenten(RUN, 1, DOCUMENTEN)[0], pak=f"{RUN}/000009-weg.zip")

        with pytest.raises(DamagedArchiefError, match=r"000009-weg.zip staat niet of niet heel"):
            archief.load_document(plaats)

    @pytest.mark.parametrize("lengte", [10, 60])
    def test_a_truncated_pack_is_noticed(self, lengte: int, dienst: Objectdienst, settings: Settings) -> None:
        archief = make_objectarchief(settings)
        plaats = archief.archive_documenten(RUN, 1, DOCUMENTEN)[1]
        overwrite(dienst, settings, plaats.pak, make_pak(RUN, 1, DOCUMENTEN).inhoud[:lengte])

        with pytest.raises(DamagedArchiefError):
            archief.load_document(plaats)

    @pytest.mark.parametrize("storing", ["weigert", "zwijgt", "breekt af"])
    def test_a_store_that_fails_can_be_asked_again_later(self, storing: str, settings: Settings) -> None:
        plaats = make_pak(RUN, 1, DOCUMENTEN).plaatsen[0]
        with serve_storing(storing) as url:
            archief = make_objectarchief(replace(settings, archief_url=url, tijdslimiet=0.2))

            with pytest.raises(UnavailableArchiefError, match="Wat klaar was, is bewaard"):
                archief.load_document(plaats)

    def test_a_store_that_refuses_a_pack_can_be_given_it_again_later(self, settings: Settings) -> None:
        with serve_storing("weigert") as url:
            archief = make_objectarchief(replace(settings, archief_url=url))

            with pytest.raises(UnavailableArchiefError, match="een storing, of de opslag is vol"):
                archief.archive_documenten(RUN, 1, DOCUMENTEN)

    def test_a_store_that_sends_without_end_is_not_believed(self, settings: Settings) -> None:
        plaats = make_pak(RUN, 1, DOCUMENTEN).plaatsen[0]
        with serve_storing("houdt niet op") as url:
            archief = make_objectarchief(replace(settings, archief_url=url))

            with pytest.raises(DamagedArchiefError, match="is veranderd"):
                archief.load_document(plaats)


@contextmanager
def serve_storing(storing: str) -> Iterator[str]:
    """Serve something that is no good object store, in one way."""

    class Antwoorder(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            if storing == "zwijgt":
                time.sleep(1)
                return
            self.send_response(503 if storing == "weigert" else 206)
            self.send_header("Content-Length", {"weigert": "0", "breekt af": "12"}.get(storing, "1000000000"))
            self.end_headers()
            if storing == "breekt af":
                self.wfile.write(b"%PDF")
            elif storing == "houdt niet op":
                self.wfile.write(bytes(100_000))

        do_GET = do_PUT = _answer  # noqa: N815 - the names that http.server looks for

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer((ADRES, find_poort()), Antwoorder)
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    try:
        yield f"http://{ADRES}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
