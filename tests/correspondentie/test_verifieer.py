"""What is proved of a run: on the data folder of a real run, broken on purpose in every way there is."""

import io
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.databank import open_databank
from correspondentie.dossier import Dossier, Kanaalvoorkeur
from correspondentie.errors import CannotStartError
from correspondentie.maandrun import run_maand
from correspondentie.mutatieloop import run_mutaties, stop_mutatie
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.verifieer.namaken import BUITEN_STEEKPROEF, EERDERE_MUTATIES
from correspondentie.verifieer.oordeel import Fout, Oordeel
from correspondentie.verifieer.verifieren import (
    DAGRUN,
    ZONDER_INVOER,
    Verificatie,
    verify_geheel,
    verify_runs,
)
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from outbox.zending import Status
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering
from tests.bouwers.klok import Proefklok
from tests.bouwers.opdrachtregel import run_correspondentie, share_formes


@dataclass(frozen=True)
class Maand:
    """A month that was run, with its input beside it."""

    invoer: Path
    datamap: Datamap

    def query(self, opdracht: str) -> list[tuple[str, ...]]:
        with sqlite3.connect(self.datamap.database) as database:
            return database.execute(opdracht).fetchall()

    def verify(self, settings: Settings | None = None, **wat: object) -> tuple[Oordeel, list[str]]:
        """Prove the first run, and give the sentences of what is wrong."""
        fouten: list[Fout] = []
        verificatie = replace(Verificatie(datamap=self.datamap), **wat)  # type: ignore[arg-type]  # its own fields
        gekozen = settings or Settings()
        with open_databank(self.datamap, gekozen) as engine:
            oordelen = verify_runs(verificatie, engine, gekozen, fouten.append)
        assert sum(oordeel.fouten for oordeel in oordelen) == len(fouten)
        return oordelen[0], [f"{fout.kenmerk} {fout.tekst}" for fout in fouten]


def make_dossiers(maand: str = "2026-07") -> list[Dossier]:
    """Two letters to one household about mutaties, digital only, both, paper only, and one that is held."""
    afwijkend = make_huishouden(make_kind(1, leveringen=(make_levering(uren="10"),)))
    dossiers = (
        make_dossier(afwijkend, nummer="D1", burger=make_burger("111222333")),
        make_dossier(nummer="D2", burger=make_burger("000000012"), voorkeur=Kanaalvoorkeur.DIGITAAL),
        make_dossier(nummer="D3", burger=make_burger("000000024"), box=False),
        make_dossier(
            nummer="D4", burger=make_burger("000000036", aanduiding_in_onderzoek="089999"), box=False
        ),
    )
    return [replace(dossier, maand=maand) for dossier in dossiers]


def run(map_: Path, dossiers: Sequence[Dossier], maand: str = "2026-07") -> Maand:
    invoer = map_ / f"{maand}.jsonl"
    invoer.write_bytes(encode_dossiers(*dossiers))
    datamap = Datamap(map=map_ / "data")
    share_formes(datamap.map)
    klok = Proefklok(datetime.fromisoformat(f"{maand}-10T09:00:00").replace(tzinfo=UTC))
    settings = Settings(brok=2)
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        opdracht = Maandopdracht(invoer=invoer, maand=maand, datamap=datamap, werkers=1)
        run_maand(opdracht, Omgeving(settings=settings, klok=klok, voortgang=voortgang))
    return Maand(invoer=invoer, datamap=datamap)


@pytest.fixture(scope="module")
def heel(tmp_path_factory: pytest.TempPathFactory) -> Maand:
    return run(tmp_path_factory.mktemp("heel"), make_dossiers())


@pytest.fixture
def maand(heel: Maand, tmp_path: Path) -> Maand:
    """A copy of it that a test may break."""
    shutil.copytree(heel.datamap.map, tmp_path / "data")
    return Maand(invoer=heel.invoer, datamap=Datamap(map=tmp_path / "data"))


class TestBewijs:
    """What is in order is counted; what is not proved is counted with its reason."""

    def test_every_letter_can_be_made_again_byte_for_byte(self, heel: Maand) -> None:
        voor = {pad: pad.read_bytes() for pad in heel.datamap.archief.rglob("*") if pad.is_file()}
        oordeel, fouten = heel.verify(invoer=heel.invoer)

        assert voor == {pad: pad.read_bytes() for pad in heel.datamap.archief.rglob("*") if pad.is_file()}
        assert fouten == []
        assert (oordeel.brieven, oordeel.documenten, oordeel.nagemaakt) == (5, 5, 5)
        assert oordeel.zendingen[Status.BEZORGD] == 6
        assert not oordeel.onbewezen

    def test_without_the_input_nothing_is_made_again_and_that_is_said(self, heel: Maand) -> None:
        oordeel, fouten = heel.verify()

        assert fouten == []
        assert oordeel.onbewezen == {ZONDER_INVOER: 5}

    def test_of_a_sample_the_rest_is_counted(self, heel: Maand) -> None:
        oordeel, _ = heel.verify(invoer=heel.invoer, steekproef=2)

        assert oordeel.nagemaakt == 2
        assert oordeel.onbewezen == {BUITEN_STEEKPROEF: 3}

    def test_another_version_of_a_sjabloon_is_named(self, heel: Maand, tmp_path: Path) -> None:
        sjablonen = tmp_path / "sjablonen"
        shutil.copytree(Settings().sjablonen, sjablonen)
        brief = sjablonen / "mutatiebrief-kinderopvang" / "brief.md"
        brief.write_text(brief.read_text() + "\nTot ziens.\n")
        oud = heel.query("SELECT sjabloon FROM brieven WHERE brieftype = 'mutatiebrief-kinderopvang'")[0][0]

        oordeel, fouten = heel.verify(Settings(sjablonen=sjablonen), invoer=heel.invoer)

        assert fouten == []
        assert oordeel.nagemaakt == 4
        assert [oud[:12] in reden for reden in oordeel.onbewezen] == [True]


class TestMutaties:
    """Letters that rest on what citizens and clerks did meanwhile."""

    def test_a_month_stays_provable_after_its_mutatie_was_stopped(self, maand: Maand) -> None:
        kenmerk = maand.query("SELECT kenmerk FROM mutatiebrieven")[0][0]
        klok = Proefklok(datetime(2026, 7, 15, 9, tzinfo=UTC))
        with Voortgang(Console(file=io.StringIO())) as voortgang:
            omgeving = Omgeving(settings=Settings(), klok=klok, voortgang=voortgang)
            stop_mutatie(maand.datamap, kenmerk, None, omgeving)

        oordeel, fouten = maand.verify(invoer=maand.invoer)
        (dagoordeel, _) = maand.verify(run=f"tegengehouden-{kenmerk}")

        assert (oordeel.nagemaakt, fouten) == (5, [])
        assert dagoordeel.onbewezen == {DAGRUN: 1}

    def test_a_later_month_is_proved_or_said_to_rest_on_what_is_not_kept(self, maand: Maand) -> None:
        klok = Proefklok(datetime(2026, 8, 3, 9, tzinfo=UTC))
        with Voortgang(Console(file=io.StringIO())) as voortgang:
            omgeving = Omgeving(settings=Settings(), klok=klok, voortgang=voortgang)
            run_mutaties(maand.datamap, klok.now().date(), omgeving)
        later = run(maand.datamap.map.parent, make_dossiers("2026-08"), "2026-08")
        naam = later.query("SELECT run FROM runs WHERE maand = '2026-08' AND run LIKE '2026-08%'")[0][0]

        oordeel, fouten = later.verify(run=naam, invoer=later.invoer)

        assert fouten == []
        assert oordeel.nagemaakt + oordeel.onbewezen[EERDERE_MUTATIES] == oordeel.brieven
        assert oordeel.nagemaakt >= 3


class TestBeschadigd:
    """Each thing that can be wrong is found, and named by the kenmerk of its letter."""

    @pytest.mark.parametrize(
        ("wijziging", "zin"),
        [
            ("UPDATE zendingen SET referentie = NULL", "is bezorgd zonder ontvangstbewijs"),
            ("UPDATE zendingen SET ontvangen_op = NULL", "is bezorgd zonder ontvangstbewijs"),
            ("UPDATE zendingen SET status = 'onzeker'", "is nog niet bezorgd (status onzeker)"),
            ("UPDATE zendingen SET status = 'opgegeven'", "er staat geen reden bij"),
            ("UPDATE zendingen SET status = 'vervangen'", "er is geen papieren zending"),
            ("UPDATE zendingen SET status = 'ingetrokken'", "het logboek zegt niet door wie"),
            ("UPDATE zendingen SET sha256 = 'ander'", "verwijst naar een ander document"),
            ("DELETE FROM zendingen", "heeft geen zending"),
            ("UPDATE brieven SET bereik = 'papier-en-digitaal'", "mist een zending over print"),
        ],
    )
    def test_a_letter_whose_zending_is_not_in_order(self, wijziging: str, zin: str, maand: Maand) -> None:
        kenmerk = maand.query("SELECT kenmerk FROM brieven WHERE dossier = 'D2'")[0][0]
        maand.query(f"{wijziging} WHERE kenmerk = '{kenmerk}'")

        _, fouten = maand.verify()

        assert len(fouten) == 1
        assert fouten[0].startswith(kenmerk)
        assert zin in fouten[0]

    @pytest.mark.parametrize(
        ("wijziging", "zin"),
        [
            ("DELETE FROM documenten WHERE sha256 = '{sha256}'", "heeft geen document"),
            ("DELETE FROM brieven WHERE kenmerk = '{kenmerk}'", "er is geen brief met dit kenmerk"),
            ("UPDATE brieven SET sha256 = 'x' WHERE kenmerk = '{kenmerk}'", "hoort bij geen brief"),
        ],
    )
    def test_what_hangs_loose(self, wijziging: str, zin: str, maand: Maand) -> None:
        kenmerk, sha256 = maand.query("SELECT kenmerk, sha256 FROM brieven WHERE dossier = 'D2'")[0]
        maand.query(wijziging.format(kenmerk=kenmerk, sha256=sha256))

        _, fouten = maand.verify()

        assert [fout for fout in fouten if zin in fout]

    def test_a_zending_of_a_run_that_is_not_there(self, maand: Maand) -> None:
        maand.query("UPDATE zendingen SET run = 'elders' WHERE kanaal = 'print'")
        gemeld: list[Fout] = []

        with open_databank(maand.datamap, Settings()) as engine:
            assert verify_geheel(engine, gemeld.append) == len(gemeld) > 0

    def test_a_pack_that_could_be_destroyed_is_named(self, maand: Maand) -> None:
        pak = min(maand.datamap.archief.rglob("*.zip"))
        pak.chmod(0o600)
        stop, geen_stop = maand.verify()[1], maand.verify(Settings(vernietigingsstop=False))[1]

        assert any(f"{pak.name} is niet vastgezet" in fout for fout in stop)
        assert [] == geen_stop

    def test_a_damaged_pack_is_named_with_every_letter_in_it(self, maand: Maand) -> None:
        pak = min(maand.datamap.archief.rglob("*.zip"))
        pak.chmod(0o600)
        pak.write_bytes(bytes(pak.stat().st_size))
        pak.chmod(0o400)

        oordeel, fouten = maand.verify()

        assert len(fouten) == 3  # the three letters of the first two households
        assert all(pak.name in fout for fout in fouten)
        assert oordeel.documenten == 2

    def test_a_letter_that_is_not_what_the_input_gives(self, maand: Maand, tmp_path: Path) -> None:
        maand.query("UPDATE brieven SET dossier = 'D9' WHERE dossier = 'D3'")
        maand.query("UPDATE brieven SET wijze = 'gezet' WHERE dossier = 'D2'")

        _, fouten = maand.verify(invoer=maand.invoer)

        assert sorted(fout.split(" ", 1)[1][:40] for fout in fouten) == [
            "is opnieuw gemaakt niet gelijk: gevonden",
            "volgt niet uit de invoer: het dossier st",
        ]


class TestOpdracht:
    """The command itself: counts, faults, exit codes, and no personal data."""

    def test_what_is_in_order_ends_with_zero(self, heel: Maand) -> None:
        uitkomst = run_correspondentie("verifieer", "--data", heel.datamap.map, "--invoer", heel.invoer)

        assert uitkomst.returncode == 0, uitkomst.stderr
        assert "Opnieuw gemaakt en gelijk, byte voor byte: 5" in uitkomst.stdout.decode()
        assert "Alles wat is bekeken, is in orde." in uitkomst.stdout.decode()

    def test_what_is_wrong_ends_with_three(self, maand: Maand) -> None:
        kenmerk = maand.query("SELECT kenmerk FROM brieven WHERE dossier = 'D2'")[0][0]
        maand.query("UPDATE zendingen SET referentie = NULL WHERE kanaal = 'berichtenbox'")

        uitkomst = run_correspondentie("verifieer", "--data", maand.datamap.map)

        assert uitkomst.returncode == 3
        assert f"Fout: {kenmerk} berichtenbox: is bezorgd zonder ontvangstbewijs" in uitkomst.stdout.decode()
        assert b"000000012" not in uitkomst.stdout

    @pytest.mark.parametrize(
        ("wat", "zin"),
        [
            ({"run": "2026-07-niet"}, "Bekend: 2026-07-"),
            ({"invoer": Path(__file__)}, "hoort bij geen van de gevraagde runs"),
        ],
    )
    def test_what_cannot_be_says_what_is_expected(
        self, wat: dict[str, object], zin: str, heel: Maand
    ) -> None:
        with pytest.raises(CannotStartError, match=zin):
            heel.verify(**wat)  # type: ignore[arg-type]  # its own fields

    def test_another_key_is_told_from_other_letters(self, heel: Maand) -> None:
        with pytest.raises(CannotStartError, match="CORRESPONDENTIE_SLEUTEL"):
            heel.verify(Settings(sleutel="anders"), invoer=heel.invoer)
