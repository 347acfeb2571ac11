"""The shipped month through the whole chain, by the command that `make run` uses."""

import hashlib
import json
import re
import sqlite3
import subprocess
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from calc.errors import CalcError
from calc.mutatie import Mutatiegrond
from correspondentie.archief import Plaats, open_archief
from correspondentie.besluiten import Dossierbesluit, Grondregels, decide_dossier
from correspondentie.dossier import Dossier
from correspondentie.invoer import Regel, Uitval, parse_dossier, read_regels
from correspondentie.mutatieregels import Mutatiestand
from correspondentie.settings import Settings
from correspondentie.werkplaats import Datamap
from outbox.printstraat import NAMESPACE
from tests.bouwers.grondregels import REGISTER, make_grondregels
from tests.bouwers.opdrachtregel import run_correspondentie
from tests.pdf.verapdf import check_pdfs

INVOER = Path(__file__).parents[2] / "voorbeelden" / "2026-07"
TWEE_PAGINAS = 60_000  # bytes


@dataclass(frozen=True)
class Maand:
    """The run as it was done once for all tests here."""

    uitkomst: subprocess.CompletedProcess[bytes]
    datamap: Datamap

    @cached_property
    def rapportmap(self) -> Path:
        return next(self.datamap.map.glob("2026-07-*"))

    @cached_property
    def rapport(self) -> dict[str, Any]:
        rapport: dict[str, Any] = json.loads((self.rapportmap / "rapport.json").read_text())
        return rapport

    def query(self, vraag: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.datamap.database) as database:
            return database.execute(vraag).fetchall()

    def query_magazijn(self, vraag: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.datamap.magazijn) as database:
            return database.execute(vraag).fetchall()


@pytest.fixture(scope="module")
def maand(tmp_path_factory: pytest.TempPathFactory) -> Maand:
    datamap = Datamap(map=tmp_path_factory.mktemp("juli"))
    uitkomst = run_correspondentie(
        "maandrun", INVOER, "--maand", "2026-07", "--data", datamap.map, omgeving={}
    )
    return Maand(uitkomst=uitkomst, datamap=datamap)


@pytest.fixture(scope="module")
def documenten(maand: Maand, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every archived document as a file of its own."""
    doel = tmp_path_factory.mktemp("documenten")
    archief = open_archief(maand.datamap.archief, Settings())
    for velden in maand.query("SELECT sha256, pak, begin, lengte FROM documenten"):
        plaats = Plaats(**dict(zip(("sha256", "pak", "begin", "lengte"), velden, strict=True)))
        (doel / f"{plaats.sha256}.pdf").write_bytes(archief.load_document(plaats))
    return sorted(doel.iterdir())


def parse_invoer() -> list[Dossier | Uitval]:
    return [parse_dossier(regel, "2026-07") for regel in read_regels(INVOER)]


@cache
def decide_invoer() -> list[Dossierbesluit | Uitval]:
    """What the core decides over each line, or why it cannot."""
    grondregels = make_grondregels()
    return [_decide(regel, grondregels) for regel in read_regels(INVOER)]


def _decide(regel: Regel, grondregels: Grondregels) -> Dossierbesluit | Uitval:
    dossier = parse_dossier(regel, "2026-07")
    if isinstance(dossier, Uitval):
        return dossier
    try:
        return decide_dossier(dossier, Mutatiestand(), grondregels)
    except CalcError as fout:
        return Uitval(bestand=regel.bestand, regel=regel.nummer, veld="huishouden", reden=str(fout))


class TestUitkomst:
    """Done and balanced; everything that came in is accounted for."""

    def test_the_run_ends_well_and_balances(self, maand: Maand) -> None:
        assert (maand.uitkomst.returncode, maand.uitkomst.stderr) == (0, b"")
        assert maand.rapport["in_balans"] is True
        assert "In balans" in maand.uitkomst.stdout.decode()

    def test_the_report_holds_the_agreed_keys(self, maand: Maand) -> None:
        afgesproken = {
            *("huishoudens", "uitval", "beschikkingen", "brieven", "onderdrukt", "zendingen"),
            *("per_brieftype", "seconden", "brieven_per_seconde", "in_balans"),
        }

        assert afgesproken <= maand.rapport.keys()

    def test_every_broken_line_is_reported_and_no_other(self, maand: Maand) -> None:
        # duplicates are found over lines, so a line alone does not show them
        kapot = [uitkomst.regel for uitkomst in decide_invoer() if isinstance(uitkomst, Uitval)]
        gemeld = [
            msgspec.json.decode(r) for r in (maand.rapportmap / "uitval.jsonl").read_bytes().splitlines()
        ]
        dubbel = [uitval for uitval in gemeld if "staat al op" in uitval["reden"]]

        assert sorted(kapot) == sorted(uitval["regel"] for uitval in gemeld if uitval not in dubbel)
        assert maand.rapport["uitval"] == len(gemeld) == len(kapot) + len(dubbel)

    def test_every_decision_is_a_letter_or_has_a_reason(self, maand: Maand) -> None:
        rapport = maand.rapport
        besluiten = ("beschikkingen", "terugvorderingen", "mutatievoorstellen")

        assert rapport["behandeld"] == rapport["huishoudens"] - rapport["uitval"]
        assert sum(rapport[naam] for naam in besluiten) == rapport["brieven"] + sum(
            rapport["onderdrukt"].values()
        )

    def test_every_ground_for_a_mutatie_occurs(self, maand: Maand) -> None:
        gronden = {
            afwijking.grond
            for besluit in decide_invoer()
            if isinstance(besluit, Dossierbesluit) and besluit.mutatiebesluit
            for mutatie in besluit.mutatiebesluit.mutaties
            for afwijking in mutatie.afwijkingen
        }

        assert gronden == set(Mutatiegrond)

    def test_every_brieftype_that_a_month_can_give_occurs(self, maand: Maand) -> None:
        later = {"bevestiging-tegenhouden"}  # follows on what a citizen does

        assert maand.rapport["per_brieftype"].keys() == set(REGISTER.brieftypen) - later

    def test_a_second_run_changes_nothing(self, maand: Maand) -> None:
        vraag = "SELECT kenmerk, kanaal, status, attempts FROM zendingen ORDER BY 1, 2"
        eerst, berichten = maand.query(vraag), maand.query_magazijn("SELECT count(*) FROM berichten")

        nogmaals = run_correspondentie(
            "maandrun", INVOER, "--maand", "2026-07", "--data", maand.datamap.map, omgeving={}
        )

        assert nogmaals.returncode == 0
        assert (eerst, berichten) == (
            maand.query(vraag),
            maand.query_magazijn("SELECT count(*) FROM berichten"),
        )


class TestDocumenten:
    """The PDFs of the shipped month are valid in both profiles and small enough."""

    def test_one_pdf_in_ten_is_pdf_a_2a_and_pdf_ua_1(self, documenten: list[Path]) -> None:
        # each takes a quarter of a second; every voorbeeld and every hostile letter is looked at elsewhere
        bevindingen = check_pdfs(documenten[::10])

        assert {} == {pad.name: fouten for pad, fouten in bevindingen.items() if fouten}
        assert len(bevindingen) > len(documenten) / 11

    def test_a_letter_of_two_pages_stays_under_60_kb(self, maand: Maand, documenten: list[Path]) -> None:
        groottes = maand.query("SELECT lengte FROM documenten WHERE paginas <= 2")

        assert len(documenten) == maand.rapport["documenten"]["aantal"] > 0
        assert max(lengte for (lengte,) in groottes) <= TWEE_PAGINAS


class TestBezorging:
    """What arrived is what was archived, once, in the name of the sender and dated as the letter."""

    def test_the_berichtenbox_holds_the_archived_document(self, maand: Maand) -> None:
        verzonden = dict(maand.query("SELECT onderwerp, sha256 FROM zendingen WHERE kanaal = 'berichtenbox'"))
        ontvangen = maand.query_magazijn(
            "SELECT onderwerp, b.inhoud FROM berichten JOIN bijlagen b USING (bericht_id)"
        )

        assert len(ontvangen) == len(verzonden)
        assert verzonden == {onderwerp: hashlib.sha256(pdf).hexdigest() for onderwerp, pdf in ontvangen}

    def test_every_message_is_published_on_its_dagtekening(self, maand: Maand) -> None:
        momenten = maand.query_magazijn("SELECT DISTINCT publicatie FROM berichten")

        assert [datetime.fromisoformat(moment) for (moment,) in momenten] == [datetime(2026, 7, 9, 22)]  # noqa: DTZ001 - stored in UTC: the first moment of 10 July in the Netherlands

    def test_paper_and_digital_carry_the_same_document(self, maand: Maand) -> None:
        verschillend = maand.query(
            "SELECT kenmerk FROM zendingen GROUP BY kenmerk HAVING count(DISTINCT sha256) > 1"
        )

        assert verschillend == []

    def test_every_lot_holds_what_its_manifest_says(self, maand: Maand) -> None:
        gedrukt: dict[str, str] = {}
        for manifest in maand.datamap.print.rglob("manifest.xml"):
            for brief in etree.parse(manifest).iterfind(f".//{{{NAMESPACE}}}brief"):
                pdf = manifest.with_name(f"{brief.get('kenmerk')}.pdf").read_bytes()
                assert hashlib.sha256(pdf).hexdigest() == brief.get("sha256")
                gedrukt[brief.get("kenmerk", "")] = brief.get("sha256", "")

        vraag = "SELECT kenmerk, sha256 FROM zendingen WHERE kanaal = 'print' AND status = 'bezorgd'"
        assert gedrukt == dict(maand.query(vraag))


class TestPersoonsgegevens:
    """No BSN or name in logs, URLs, file names, errors or the report."""

    def test_nothing_the_operator_sees_names_a_person(self, maand: Maand) -> None:
        zichtbaar = [maand.uitkomst.stdout.decode(), maand.uitkomst.stderr.decode()]
        zichtbaar += [pad.read_text() for pad in maand.rapportmap.iterdir() if pad.is_file()]
        zichtbaar += [pad.read_text() for pad in maand.datamap.print.rglob("manifest.xml")]
        zichtbaar += [str(pad) for pad in maand.datamap.map.rglob("*")]
        alles = "\n".join(zichtbaar)
        dossiers = [uitkomst for uitkomst in parse_invoer() if isinstance(uitkomst, Dossier)]
        bsns = {dossier.aanvrager.bsn for dossier in dossiers}
        namen = {dossier.aanvrager.brp.persoon.geslachtsnaam for dossier in dossiers}

        assert {bsn for bsn in bsns if bsn in alles} == set()
        assert {
            naam for naam in namen if len(naam) > 4 and re.search(rf"\b{re.escape(naam)}\b", alles)
        } == set()


class TestInzage:
    """Status, a letter by its kenmerk, and the check of the whole archive."""

    def test_status_shows_the_run(self, maand: Maand) -> None:
        uitkomst = run_correspondentie("status", "--data", maand.datamap.map)

        assert uitkomst.returncode == 0
        assert maand.rapport["run"] in uitkomst.stdout.decode()

    def test_a_letter_comes_back_by_its_kenmerk(self, maand: Maand, tmp_path: Path) -> None:
        kenmerk, sha256 = maand.query("SELECT kenmerk, sha256 FROM brieven LIMIT 1")[0]
        pdf = tmp_path / "brief.pdf"

        uitkomst = run_correspondentie("brief", kenmerk, "--pdf", pdf, "--data", maand.datamap.map)

        assert uitkomst.returncode == 0
        assert hashlib.sha256(pdf.read_bytes()).hexdigest() == sha256

    def test_the_installation_is_sound(self, maand: Maand) -> None:
        uitkomst = run_correspondentie("controleer", "--data", maand.datamap.map)

        assert uitkomst.returncode == 0
        assert "Elke brief kan worden gevuld" in uitkomst.stdout.decode()
        assert "Het archief is te beschrijven" in uitkomst.stdout.decode()

    def test_the_run_is_proved(self, maand: Maand) -> None:
        verifieer = ("verifieer", "--data", maand.datamap.map, "--invoer", INVOER, "--steekproef", "10")
        uitkomst = run_correspondentie(*verifieer, omgeving={})

        assert uitkomst.returncode == 0
        assert f"Documenten heel in het archief: {maand.rapport['brieven']}\n" in uitkomst.stdout.decode()
        assert "Opnieuw gemaakt en gelijk, byte voor byte: 10\n" in uitkomst.stdout.decode()
