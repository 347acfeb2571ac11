"""Who takes post in the Berichtenbox is found out before a run, holds all through it, and is not too old."""

import io
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.app import Systeemklok
from correspondentie.boxstanden import save_boxstanden
from correspondentie.breekpunt import Breekpunt
from correspondentie.cli_berichtenbox import lees, ververs, vraag
from correspondentie.databank import open_databank
from correspondentie.dossier import Kanaalvoorkeur
from correspondentie.errors import CannotStartError
from correspondentie.maandrun import run_maand
from correspondentie.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.boxstand import Boxstand
from outbox.loopback import serve_app
from outbox.magazijn import Storing, Storingen, serve_magazijn
from outbox.zending import Kanaalsoort, Status
from tests.bouwers.abonnementen import make_antwoord
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.klok import Proefklok
from tests.bouwers.magazijnen import count_bezorgd
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie, share_formes
from tests.bouwers.profielen import JA, NAAM, Profielen, make_partij

BOX, PRINT = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
BSNS = ("111222333", "000000012", "000000024")
IN_TIJD = datetime(2026, 7, 4, 10, tzinfo=UTC)  # six days before the letters of July are dated
OIN = "00000001234567890000"


def write_invoer(map_: Path, *, in_invoer: tuple[bool | None, ...], alleen_digitaal: int = 3) -> Path:
    """Write households of which the input says this of their Berichtenbox; None: nothing."""
    dossiers = [
        make_dossier(
            nummer=f"D{nummer}",
            burger=make_burger(BSNS[nummer]),
            voorkeur=Kanaalvoorkeur.DIGITAAL if nummer < alleen_digitaal else None,
            box=bool(box),
        )
        for nummer, box in enumerate(in_invoer)
    ]
    zonder = [
        dossier if box is not None else replace(dossier, berichtenbox=None)
        for dossier, box in zip(dossiers, in_invoer, strict=True)
    ]
    invoer = map_ / "invoer.jsonl"
    invoer.write_bytes(encode_dossiers(*zonder))
    return invoer


@dataclass
class Opdrachten:
    """The commands of the Berichtenbox in a folder, with what they say and how they are set up."""

    data: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def set_profiel(self, url: str) -> None:
        """Say where the Profiel Service is."""
        self.monkeypatch.setenv("CORRESPONDENTIE_PROFIEL_URL", url)
        self.monkeypatch.setenv("CORRESPONDENTIE_DIENSTVERLENER", NAAM)

    def refresh(self, invoer: Path, profielen: Profielen) -> str:
        """Ask this service about the input, and give what the command says."""
        with serve_app(profielen) as url:
            self.set_profiel(url)
            ververs(invoer, self.data)
        return self.capsys.readouterr().out


@pytest.fixture
def opdrachten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Opdrachten:
    return Opdrachten(tmp_path, monkeypatch, capsys)


def list_kanalen(data: Path) -> dict[str, set[str]]:
    """List over which channels the letters of each dossier were sent."""
    vraag = "SELECT dossier, kanaal FROM zendingen z JOIN brieven b ON b.kenmerk = z.kenmerk"
    kanalen: dict[str, set[str]] = {}
    with closing(sqlite3.connect(Datamap(map=data).database)) as database:
        for dossier, kanaal in database.execute(vraag):
            kanalen.setdefault(dossier, set()).add(kanaal)
    return kanalen


class TestOpdrachten:
    """The commands, with a Profiel Service on the line; nobody is named."""

    def test_a_run_that_broke_goes_on_with_what_was_known_when_it_began(self, opdrachten: Opdrachten) -> None:
        invoer = write_invoer(opdrachten.data, in_invoer=(None, True, None))
        run = ("maandrun", invoer, "--maand", "2026-07", "--data", opdrachten.data, "--werkers", "1")
        omgeving = SNEL | {"CORRESPONDENTIE_BROK": "1", "CORRESPONDENTIE_MOTOR": "weasyprint"}
        gedood = omgeving | {"CORRESPONDENTIE_BREEKPUNT": Breekpunt.BROK_VOOR_COMMIT}
        anders = Profielen(*(make_partij(bsn, JA) for bsn in BSNS[1:]))

        eerst = opdrachten.refresh(invoer, Profielen(make_partij(BSNS[0], JA), make_partij(BSNS[1])))
        assert -9 == run_correspondentie(*run, omgeving=gedood).returncode
        daarna = opdrachten.refresh(invoer, anders)
        hervat = run_correspondentie(*run, omgeving=omgeving)

        assert "Gevraagd: 3. Actief: 1. Niet actief: 2.\n" == eerst
        assert "Gevraagd: 3. Actief: 2. Niet actief: 1.\n" == daarna
        assert [list(BSNS)] == anders.gevraagd
        assert 0 == hervat.returncode, hervat.stderr.decode()
        assert {"D0": {BOX}, "D1": {PRINT}, "D2": {PRINT}} == list_kanalen(opdrachten.data)

    def test_a_service_that_is_away_is_told_of(self, opdrachten: Opdrachten) -> None:
        invoer = write_invoer(opdrachten.data, in_invoer=(None,))
        opdrachten.set_profiel("http://127.0.0.1:1")
        with pytest.raises(CannotStartError) as fout:
            ververs(invoer, opdrachten.data)

        assert "Bewaard zijn de antwoorden over 0 personen" in str(fout.value)
        assert BSNS[0] not in str(fout.value)

    def test_without_a_service_or_a_sender_nobody_is_asked(self, opdrachten: Opdrachten) -> None:
        invoer = write_invoer(opdrachten.data, in_invoer=(None,))
        with pytest.raises(CannotStartError, match="CORRESPONDENTIE_PROFIEL_URL"):
            ververs(invoer, opdrachten.data)
        with pytest.raises(CannotStartError, match="CORRESPONDENTIE_OIN ontbreekt"):
            vraag(invoer, opdrachten.data / "vragen")

        assert not (opdrachten.data / "vragen").exists()

    def test_a_question_for_globe_is_written_and_its_answer_kept(self, opdrachten: Opdrachten) -> None:
        invoer = write_invoer(opdrachten.data, in_invoer=(None, None))
        invoer.write_bytes(invoer.read_bytes() + b"kapot\n")
        opdrachten.monkeypatch.setenv("CORRESPONDENTIE_OIN", OIN)
        vraag(invoer, opdrachten.data / "vragen")
        (lijst,) = (opdrachten.data / "vragen").glob("*.xml")
        geschreven = opdrachten.capsys.readouterr().out
        antwoord = opdrachten.data / "antwoord.xml"
        antwoord.write_text(make_antwoord(lijst.stem, OIN, {BSNS[1]: "true"}, Systeemklok().now()))
        lees(antwoord, lijst.with_suffix(".json"), opdrachten.data)

        assert f"{lijst}: 2 personen." in geschreven
        assert "Overgeslagen: 1 regel(s)" in geschreven
        assert "Gevraagd: 2. Actief: 1. Niet actief: 1.\n" == opdrachten.capsys.readouterr().out
        assert not [bsn for bsn in BSNS if bsn in geschreven]


class Springklok(Proefklok):
    """A clock that stands four days later as soon as somebody has waited."""

    sprong = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.sprong

    def sleep(self, seconden: float) -> None:
        super().sleep(seconden)
        self.sprong = timedelta(days=4)


class TestTeOud:
    """A Berichtenbox that is away until a check is older than a week gets nothing any more."""

    @pytest.mark.parametrize(
        ("echt", "zendingen", "berichten"),
        [
            (True, {BOX: {Status.VERVANGEN: 1, Status.OPGEGEVEN: 1}, PRINT: {Status.BEZORGD: 2}}, 0),
            (False, {BOX: {Status.BEZORGD: 2}, PRINT: {Status.BEZORGD: 1}}, 2),
        ],
    )
    def test_paper_takes_over_unless_nobody_real_is_written_to(
        self,
        tmp_path: Path,
        *,
        echt: bool,
        zendingen: Mapping[Kanaalsoort, Mapping[Status, int]],
        berichten: int,
    ) -> None:
        invoer = write_invoer(tmp_path, in_invoer=(None, None), alleen_digitaal=1)
        magazijn = tmp_path / "m.sqlite"
        with serve_magazijn(magazijn, storingen=Storingen(aanleveringen=(Storing.BEZET,) * 2)) as url:
            settings = Settings(oin=OIN, sleutel="proef", wachttijd=0.1, tijdslimiet=0.5, bezinktijd=0.5)
            settings = replace(settings, fbs_url=url) if echt else replace(settings, proefmagazijn=url)
            rapport = self._run(tmp_path, invoer, settings)

        assert rapport.in_balans
        assert zendingen == rapport.zendingen
        assert berichten == count_bezorgd(magazijn).total()

    def _run(self, data: Path, invoer: Path, settings: Settings) -> Rapport:
        """Run the month with a check of each applicant that is six days old at the dagtekening."""
        datamap = Datamap(map=data)
        standen = [Boxstand(bsn=bsn, actief=True, gecontroleerd_op=IN_TIJD) for bsn in BSNS]
        with open_databank(datamap, settings) as engine, engine.begin() as connection:
            save_boxstanden(connection, standen)
        share_formes(data)
        opdracht = Maandopdracht(invoer=invoer, maand="2026-07", datamap=datamap, werkers=1)
        with Voortgang(Console(file=io.StringIO())) as voortgang:
            return run_maand(opdracht, Omgeving(settings=settings, klok=Springklok(), voortgang=voortgang))
