"""Every exception to a rule carries its reason; nothing is left for later."""

import re
import tomllib
from pathlib import Path

from tests.bouwers.boom import list_bestanden, list_comments, list_modules, read

MERK = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no|mypy:|ruff:)", re.IGNORECASE)
MERK_MET_CODE = re.compile(
    r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[a-z, -]+\]"
    r"|pragma: no (cover|branch))"
)
KORTSTE_REDEN = len("no types")
UITGESTELD = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def _find_reason(comment: str) -> str | None:
    """The reason behind a marker; None when it has no code of its own."""
    rest = MERK_MET_CODE.sub("", comment)
    return None if MERK.search(rest) else " ".join(re.findall(r"\w[\w'.-]*", rest))


def _list_kaal(comments: list[str]) -> list[str]:
    """The markers without a reason; 'idem' counts once an earlier one in the module gave a reason."""
    kaal, met_reden = [], False
    for comment in filter(MERK.search, comments):
        reden = _find_reason(comment) or ""
        met_reden |= len(reden) >= KORTSTE_REDEN
        if len(reden) < KORTSTE_REDEN and not (met_reden and reden == "idem"):
            kaal.append(comment)
    return kaal


def test_a_marker_needs_its_code_and_its_reason() -> None:
    goed = [
        "# noqa: S608  # the table is a constant",
        "# type: ignore[misc]  # ships no types",
        "# noqa: N802 - idem",
    ]
    kaal = ["# noqa: S608", "# noqa  # the table is a constant", "# type: ignore  # ships no types"]

    assert [] == _list_kaal(["# no marker at all", *goed])
    assert [*kaal, goed[-1]] == _list_kaal([*kaal, goed[-1]])


def test_every_suppressed_warning_says_why() -> None:
    kaal = [
        f"{pad}: {comment}"
        for pad in list_modules()
        for comment in _list_kaal([comment for _, comment in list_comments(pad)])
    ]

    assert [] == kaal, "write the rule's code and, behind a second #, the reason"


def test_every_exception_in_pyproject_says_why() -> None:
    ruff = read(Path("pyproject.toml")).partition("[tool.ruff.lint]")[2].partition("[tool.importlinter]")[0]
    lijsten = (
        ruff.partition("ignore = [")[2].splitlines() + ruff.partition("per-file-ignores]")[2].splitlines()
    )
    kaal = [
        regel.strip()
        for regel in lijsten
        if re.search(r'"[A-Z]+\d+"', regel) and not re.search(r"# \w+", regel)
    ]

    assert lijsten
    assert [] == kaal, "write the reason behind the rule"


def test_nothing_is_left_for_later() -> None:
    eigen = Path(__file__).name
    uitgesteld = [
        f"{pad}:{nummer} {regel.strip()}"
        for pad in list_bestanden()
        if pad.suffix in {".py", ".md", ".html", ".css", ".toml", ".sh", ""} and pad.name != eigen
        for nummer, regel in enumerate(read(pad).splitlines(), start=1)
        if UITGESTELD.search(regel)
    ]

    assert [] == uitgesteld, "do it now, or write it in the README under 'Limits'"


def test_warnings_are_errors_and_an_unexpected_pass_fails() -> None:
    pytest_ini = tomllib.loads(read(Path("pyproject.toml")))["tool"]["pytest"]["ini_options"]

    assert ["error"] == [regel for regel in pytest_ini["filterwarnings"] if not regel.startswith("ignore:")]
    assert pytest_ini["xfail_strict"] is True
