"""What is in the tree: small, free of one machine's paths, and no larger than a reader can fetch."""

import re

from tests.bouwers.boom import WORTEL, list_bestanden

GROOTST = 1_000_000  # bytes
BINAIR = {".ttf", ".otf", ".woff2", ".png", ".pdf", ".gz", ".icc"}
LETTERTYPEN = {".ttf", ".otf", ".woff2"}
EIGEN_MACHINE = re.compile(r"(?<![\w.~])/(home|root|Users|work|tmp)/\w")


def test_only_a_font_is_larger_than_a_megabyte() -> None:
    groottes = {
        pad: (WORTEL / pad).stat().st_size for pad in list_bestanden() if pad.suffix not in LETTERTYPEN
    }
    te_groot = {str(pad): grootte for pad, grootte in groottes.items() if grootte > GROOTST}

    assert {} == te_groot, "generate it, or keep it outside the tree"


def test_no_file_names_a_path_of_one_machine() -> None:
    paden = [
        f"{pad}:{nummer}"
        for pad in list_bestanden()
        if pad.suffix not in BINAIR
        for nummer, regel in enumerate((WORTEL / pad).read_bytes().splitlines(), start=1)
        if EIGEN_MACHINE.search(regel.decode("utf-8", "replace"))
    ]

    assert [] == paden, "use a path inside the project, an argument or tmp_path"


def test_every_script_can_be_run() -> None:
    zonder = [
        str(pad)
        for pad in list_bestanden()
        if (WORTEL / pad).read_bytes()[:2] == b"#!" and not (WORTEL / pad).stat().st_mode & 0o100
    ]

    assert [] == zonder, "a file that begins with #! must be executable: chmod +x"
