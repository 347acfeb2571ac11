"""The document archive, on a real folder."""

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from correspondentie.archief import Archief, DamagedArchiefError

PDFS = (b"%PDF-1.7 een", b"%PDF-1.7 twee, langer")
DOCUMENTEN = [(sha256(pdf).hexdigest(), pdf) for pdf in PDFS]


class TestArchief:
    """The exact bytes of every letter, packed per chunk, never changed once they stand."""

    def test_a_document_comes_back_byte_for_byte(self, tmp_path: Path) -> None:
        archief = Archief(tmp_path)

        plaatsen = archief.archive_documenten("2026-07-aa", 1, DOCUMENTEN)

        assert [archief.load_document(plaats) for plaats in plaatsen] == list(PDFS)

    def test_the_same_documents_make_the_same_single_pack(self, tmp_path: Path) -> None:
        archief = Archief(tmp_path)

        eerste = archief.archive_documenten("2026-07-aa", 1, DOCUMENTEN)
        tweede = archief.archive_documenten("2026-07-aa", 1, DOCUMENTEN)

        assert eerste == tweede
        assert len(list(tmp_path.rglob("*"))) == 2  # the folder of the run, and one pack

    def test_a_pack_is_a_zip_that_any_tool_opens(self, tmp_path: Path) -> None:
        plaatsen = Archief(tmp_path).archive_documenten("2026-07-aa", 1, DOCUMENTEN)

        with zipfile.ZipFile(tmp_path / plaatsen[0].pak) as pak:
            inhoud = {naam: pak.read(naam) for naam in pak.namelist()}

        assert inhoud == {f"{plaats.sha256}.pdf": pdf for plaats, pdf in zip(plaatsen, PDFS, strict=True)}

    def test_a_chunk_without_letters_makes_no_pack(self, tmp_path: Path) -> None:
        assert Archief(tmp_path).archive_documenten("2026-07-aa", 1, []) == ()
        assert list(tmp_path.iterdir()) == []

    def test_a_changed_document_is_noticed(self, tmp_path: Path) -> None:
        archief = Archief(tmp_path)
        plaats = archief.archive_documenten("2026-07-aa", 1, DOCUMENTEN)[0]
        pak = tmp_path / plaats.pak
        pak.write_bytes(pak.read_bytes().replace(b"een", b"EEN"))

        with pytest.raises(DamagedArchiefError, match="is veranderd"):
            archief.load_document(plaats)

    def test_a_pack_that_is_gone_is_named(self, tmp_path: Path) -> None:
        archief = Archief(tmp_path)
        plaats = archief.archive_documenten("2026-07-aa", 1, DOCUMENTEN)[0]
        (tmp_path / plaats.pak).unlink()

        with pytest.raises(DamagedArchiefError, match=r"000001-.*niet te lezen"):
            archief.load_document(plaats)
