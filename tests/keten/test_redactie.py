"""From a colleague's text to a citizen's letter: each run keeps the texts that were in use when it began."""

import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from correspondentie.archief import Plaats, open_archief
from correspondentie.breekpunt import Breekpunt
from correspondentie.databank import open_databank
from correspondentie.redactie.vrijgeven import withdraw_vrijgave
from correspondentie.settings import Settings
from correspondentie.verifieer.oordeel import Fout, Oordeel
from correspondentie.verifieer.verifieren import Verificatie, verify_runs
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie
from tests.bouwers.redactie import NIEUW, SJABLONEN, make_handeling, make_tekst, release

BURGERS = ("111222333", "000000012", "000000024", "000000036", "000000048", "000000061", "000000073")
ANDERS = "Deze zin is nog nieuwer."
OMGEVING = SNEL | {"CORRESPONDENTIE_BROK": "1"}


@dataclass
class Installatie:
    """One data folder, with a month per input."""

    map: Path
    engine: Engine

    @property
    def datamap(self) -> Datamap:
        return Datamap(map=self.map / "data")

    def run(self, naam: str, nummers: Sequence[int], punt: Breekpunt | None = None) -> None:
        """Run a month of these citizens; at a Breekpunt it is killed there."""
        invoer = self.map / f"{naam}.jsonl"
        invoer.write_bytes(
            encode_dossiers(*(make_dossier(nummer=f"D{n}", burger=make_burger(BURGERS[n])) for n in nummers))
        )
        omgeving = OMGEVING | ({"CORRESPONDENTIE_BREEKPUNT": punt.value} if punt else {})
        opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", self.datamap.map, "--werkers", "1")
        uitkomst = run_correspondentie(*opdracht, omgeving=omgeving)
        assert uitkomst.returncode == (-9 if punt else 0), uitkomst.stdout + uitkomst.stderr

    def read_brieven(self, nummers: Sequence[int]) -> list[str]:
        """Read the letters to these citizens as they are in the archive."""
        vraag = (
            "SELECT sha256, pak, begin, lengte FROM brieven JOIN documenten USING (sha256) WHERE dossier = ?"
        )
        archief = open_archief(self.datamap.archief, Settings())
        with closing(sqlite3.connect(self.datamap.database)) as database:
            rijen = [database.execute(vraag, (f"D{n}",)).fetchone() for n in nummers]
        plaatsen = [Plaats(**dict(zip(("sha256", "pak", "begin", "lengte"), r, strict=True))) for r in rijen]
        return [read_pdf(archief.load_document(plaats)) for plaats in plaatsen]

    def verify(self, naam: str) -> tuple[Oordeel, list[Fout]]:
        """Make the letters of the run on this input again, and compare."""
        fouten: list[Fout] = []
        vraag = Verificatie(datamap=self.datamap, invoer=self.map / f"{naam}.jsonl")
        oordelen = verify_runs(vraag, self.engine, Settings(), fouten.append)
        (oordeel,) = (oordeel for oordeel in oordelen if oordeel.nagemaakt or oordeel.fouten)
        return oordeel, fouten


def read_pdf(pdf: bytes) -> str:
    uitkomst = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(uitkomst.stdout.decode().split())


@pytest.fixture(scope="module")
def installatie(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installatie]:
    """Released before run A, withdrawn before run B; run C is killed, goes on after another release."""
    map_ = tmp_path_factory.mktemp("redactie")
    with open_databank(Datamap(map=map_ / "data"), Settings()) as engine:
        installatie = Installatie(map_, engine)
        vrijgave = release(engine, make_tekst())
        installatie.run("a", [0, 1])
        withdraw_vrijgave(engine, vrijgave.nummer, make_handeling(waarom="terug"), SJABLONEN)
        installatie.run("b", [2])
        release(engine, make_tekst(f"{NIEUW} Echt."))
        installatie.run("c", [3, 4], Breekpunt.BROK_NA_COMMIT)
        release(engine, make_tekst(ANDERS))
        installatie.run("c", [3, 4])
        installatie.run("d", [5])
        yield installatie


def test_a_run_after_a_release_has_the_new_sentence(installatie: Installatie) -> None:
    assert all(NIEUW in brief for brief in installatie.read_brieven([0, 1]))


def test_a_run_after_a_roll_back_has_the_old_text(installatie: Installatie) -> None:
    (brief,) = installatie.read_brieven([2])

    assert NIEUW not in brief
    assert "Voorschotbeschikking" in brief


def test_a_killed_run_goes_on_with_the_texts_it_began_with(installatie: Installatie) -> None:
    brieven = installatie.read_brieven([3, 4])

    assert [True, True] == [f"{NIEUW} Echt." in brief for brief in brieven]
    assert [False, False] == [ANDERS in brief for brief in brieven]


def test_the_next_run_has_what_was_released_meanwhile(installatie: Installatie) -> None:
    assert ANDERS in installatie.read_brieven([5])[0]


@pytest.mark.parametrize(("naam", "aantal"), [("a", 2), ("b", 1), ("c", 2), ("d", 1)])
def test_the_letters_of_every_run_can_be_made_again(installatie: Installatie, naam: str, aantal: int) -> None:
    oordeel, fouten = installatie.verify(naam)

    assert ([], aantal) == (fouten, oordeel.nagemaakt)
    assert not {reden for reden in oordeel.onbewezen if "sjabloon" in reden}
    assert not oordeel.fouten


def test_a_folder_that_somebody_changed_is_refused(installatie: Installatie) -> None:
    teksten = {pad: pad.read_text() for pad in installatie.datamap.sjablonen.glob("*/herziening/brief.md")}
    for pad in teksten:
        pad.write_text("Stiekem gewijzigd.")
    opdracht = ("maandrun", installatie.map / "d.jsonl", "--maand", "2026-07")
    uitkomst = run_correspondentie(*opdracht, "--data", installatie.datamap.map, omgeving=OMGEVING)
    for pad, tekst in teksten.items():
        pad.write_text(tekst)

    assert (1, 3) == (uitkomst.returncode, len(teksten))
    assert "is beschadigd: er staat iets anders in" in " ".join(uitkomst.stderr.decode().split())
