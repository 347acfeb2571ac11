"""The lines of the input: files, gzip, folders, long lines, damage."""

import gzip
import hashlib
import tracemalloc
from pathlib import Path

import pytest

from correspondentie.errors import CannotStartError
from correspondentie.invoer import Regel, compute_digest, read_regels
from correspondentie.invoer.regels import REGEL_MAXIMUM


def list_plaatsen(pad: Path) -> list[tuple[str, int, bytes | None]]:
    return [(regel.bestand, regel.nummer, regel.inhoud) for regel in read_regels(pad)]


def write_bestand(pad: Path, inhoud: bytes) -> Path:
    pad.write_bytes(inhoud)
    return pad


class TestLezen:
    def test_blank_lines_are_skipped_but_counted(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.jsonl", b"een\n\n  \r\nvier\r\nvijf")

        assert [
            ("in.jsonl", 1, b"een\n"),
            ("in.jsonl", 4, b"vier\r\n"),
            ("in.jsonl", 5, b"vijf"),
        ] == list_plaatsen(pad)

    def test_a_byte_order_mark_is_taken_off_the_first_line_only(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.jsonl", b"\xef\xbb\xbfeen\n\xef\xbb\xbftwee\n")

        assert [b"een\n", b"\xef\xbb\xbftwee\n"] == [regel.inhoud for regel in read_regels(pad)]

    def test_gzip_is_known_by_its_first_bytes_and_not_by_its_name(self, tmp_path: Path) -> None:
        ingepakt = write_bestand(tmp_path / "in.jsonl", gzip.compress(b"een\ntwee\n"))
        plat = write_bestand(tmp_path / "in.jsonl.gz", b"een\ntwee\n")

        assert [r.inhoud for r in read_regels(plat)] == [r.inhoud for r in read_regels(ingepakt)]

    def test_a_gzip_of_several_parts_is_one_file(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.gz", gzip.compress(b"een\n") + gzip.compress(b"twee\n"))

        assert [1, 2] == [regel.nummer for regel in read_regels(pad)]

    def test_a_folder_is_its_files_in_the_order_of_their_names(self, tmp_path: Path) -> None:
        write_bestand(tmp_path / "b.jsonl", b"drie\n")
        write_bestand(tmp_path / "a.jsonl.gz", gzip.compress(b"een\ntwee\n"))
        write_bestand(tmp_path / "README.md", b"geen huishouden\n")
        (tmp_path / "map.jsonl").mkdir()

        assert [
            ("a.jsonl.gz", 1, b"een\n"),
            ("a.jsonl.gz", 2, b"twee\n"),
            ("b.jsonl", 1, b"drie\n"),
        ] == list_plaatsen(tmp_path)

    def test_an_empty_file_has_no_lines(self, tmp_path: Path) -> None:
        assert [] == list_plaatsen(write_bestand(tmp_path / "in.jsonl", b""))


class TestLangeRegels:
    def test_a_line_of_the_maximum_is_read(self, tmp_path: Path) -> None:
        lang = b"x" * REGEL_MAXIMUM
        pad = write_bestand(tmp_path / "in.jsonl", lang + b"\nkort\n")

        assert [lang + b"\n", b"kort\n"] == [regel.inhoud for regel in read_regels(pad)]

    def test_a_longer_line_is_not_held_and_the_next_one_is_read(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.jsonl", b"x" * (REGEL_MAXIMUM + 1) + b"\nkort\n")

        assert [("in.jsonl", 1, None), ("in.jsonl", 2, b"kort\n")] == list_plaatsen(pad)

    def test_a_longer_last_line_without_end_is_not_held(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.jsonl", b"kort\n" + b"x" * 3 * REGEL_MAXIMUM)

        assert [("in.jsonl", 1, b"kort\n"), ("in.jsonl", 2, None)] == list_plaatsen(pad)

    def test_memory_does_not_grow_with_a_line_that_never_ends(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.gz", gzip.compress(b"x" * 50 * REGEL_MAXIMUM))
        tracemalloc.start()
        aantal = sum(1 for _ in read_regels(pad))
        _, hoogste = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert aantal == 1
        assert hoogste < 5 * REGEL_MAXIMUM

    def test_memory_does_not_grow_with_the_number_of_lines(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.jsonl", (b"x" * 999 + b"\n") * 20_000)
        tracemalloc.start()
        aantal = sum(1 for _ in read_regels(pad))
        _, hoogste = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert aantal == 20_000
        assert hoogste < 500_000


class TestDigest:
    def test_the_digest_is_the_sha256_of_the_content(self, tmp_path: Path) -> None:
        pad = write_bestand(tmp_path / "in.jsonl", b"een\n")

        assert hashlib.sha256(b"een\n").hexdigest() == compute_digest(pad)

    def test_a_file_and_its_gzip_have_the_same_digest(self, tmp_path: Path) -> None:
        plat = write_bestand(tmp_path / "in.jsonl", b"een\n")
        ingepakt = write_bestand(tmp_path / "in.jsonl.gz", gzip.compress(b"een\n"))

        assert compute_digest(plat) == compute_digest(ingepakt)

    def test_another_division_over_the_files_of_a_folder_is_another_digest(self, tmp_path: Path) -> None:
        digests = set()
        for naam, delen in {"x": (b"een\ntwee\n", b""), "y": (b"een\n", b"twee\n")}.items():
            (tmp_path / naam).mkdir()
            for nummer, deel in enumerate(delen):
                write_bestand(tmp_path / naam / f"{nummer}.jsonl", deel)
            digests.add(compute_digest(tmp_path / naam))

        assert len(digests) == 2


class TestKanNietBeginnen:
    """What was found, what was expected, what to do: in Dutch, before the run begins."""

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStartError, match=r"is niet gevonden\. Verwacht is een bestand of een map"):
            compute_digest(tmp_path / "niets.jsonl")

    def test_a_folder_without_households_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(
            CannotStartError, match=r"bevat geen huishoudens\. Verwacht is ten minste een bestand"
        ):
            list(read_regels(tmp_path))

    @pytest.mark.parametrize("einde", [-1, -9, 30, 11])
    def test_a_gzip_that_was_cut_off_is_damaged(self, tmp_path: Path, einde: int) -> None:
        pad = write_bestand(tmp_path / "in.gz", gzip.compress(bytes(range(256)) * 100)[:einde])

        with pytest.raises(CannotStartError, match="is beschadigd"):
            compute_digest(pad)

    @pytest.mark.parametrize("plaats", [3, 20, -6, -2])
    def test_a_gzip_with_one_changed_byte_is_damaged(self, tmp_path: Path, plaats: int) -> None:
        inhoud = bytearray(gzip.compress(b"een huishouden\n" * 100))
        inhoud[plaats] ^= 0xFF
        pad = write_bestand(tmp_path / "in.gz", bytes(inhoud))

        with pytest.raises(CannotStartError, match="is beschadigd"):
            list(read_regels(pad))

    def test_a_file_that_cannot_be_read_is_named(self) -> None:
        pad = Path("/proc/self/mem")  # a file for which reading from the start fails, for root as well

        with pytest.raises(CannotStartError, match="kan niet worden gelezen"):
            compute_digest(pad)


def test_a_regel_is_frozen() -> None:
    regel = Regel(bestand="in.jsonl", nummer=1, inhoud=b"")

    with pytest.raises(AttributeError):
        regel.nummer = 2  # type: ignore[misc]  # the very thing that must fail
