"""The process is really killed at every named point; the next run finishes: none lost, none double."""

import sqlite3
from pathlib import Path

import pytest

from correspondentie.breekpunt import Breekpunt
from correspondentie.dossier import Kanaalvoorkeur
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier, make_verleend
from tests.bouwers.huishoudens import make_aanvraag, make_huishouden, make_kind, make_levering
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie

OMGEVING = SNEL | {"CORRESPONDENTIE_BROK": "2", "CORRESPONDENTIE_PARTIJ": "2"}
VAN_EEN_RUN = [punt for punt in Breekpunt if not punt.value.startswith(("ingreep-", "terugroep-"))]
IN_EEN_WERKER = [punt for punt in Breekpunt if punt.value.startswith(("brok-", "pak-"))]
Stand = dict[str, list[tuple[object, ...]]]


def read_stand(datamap: Datamap) -> Stand:
    """Read what a run left behind: letters, ledger, zendingen, and the messages and lots that arrived."""
    vragen = {
        "brieven": "SELECT kenmerk, dossier, brieftype, sha256 FROM brieven ORDER BY 1",
        "ledger": "SELECT burger, volgnummer, kenmerk FROM mutatiebrieven ORDER BY 1, 2",
        "onderdrukt": "SELECT dossier, besluit, kind, reden FROM onderdrukt ORDER BY 1, 2, 3",
        "uitval": "SELECT bestand, regel, veld FROM uitval ORDER BY 1, 2",
        "zendingen": "SELECT kenmerk, kanaal, status, sha256 FROM zendingen ORDER BY 1, 2",
    }
    stand: Stand = {}
    with sqlite3.connect(datamap.database) as database:
        for naam, vraag in vragen.items():
            stand[naam] = database.execute(vraag).fetchall()
    with sqlite3.connect(datamap.magazijn) as database:
        stand["berichtenbox"] = database.execute("SELECT onderwerp FROM berichten ORDER BY 1").fetchall()
    stand["print"] = sorted((pad.name,) for pad in datamap.print.rglob("*.pdf"))
    return stand


@pytest.fixture(scope="module")
def invoer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something of everything: two mutaties, digital only, both, paper, held, suppressed, broken."""
    afwijkend = make_huishouden(
        *(make_kind(kind, leveringen=(make_levering(uren=f"{kind}0"),)) for kind in (1, 2))
    )
    verleend = make_verleend(11_831_00, uitbetaald=6_901_00)
    ongewijzigd = make_huishouden(aanvragen=(make_aanvraag(verleend=verleend),))
    dossiers = (
        make_dossier(afwijkend, nummer="D1", burger=make_burger("111222333")),
        make_dossier(nummer="D2", burger=make_burger("000000012"), voorkeur=Kanaalvoorkeur.DIGITAAL),
        make_dossier(nummer="D3", burger=make_burger("000000024"), box=False),
        make_dossier(
            nummer="D4", burger=make_burger("000000036", aanduiding_in_onderzoek="089999"), box=False
        ),
        make_dossier(ongewijzigd, nummer="D5", burger=make_burger("000000048")),
    )
    pad = tmp_path_factory.mktemp("invoer") / "huishoudens.jsonl"
    pad.write_bytes(encode_dossiers(*dossiers) + b"kapot\n")
    return pad


@pytest.fixture(scope="module")
def verwacht(invoer: Path, tmp_path_factory: pytest.TempPathFactory) -> Stand:
    datamap = Datamap(map=tmp_path_factory.mktemp("heel"))
    uitkomst = run_correspondentie(
        "maandrun", invoer, "--maand", "2026-07", "--data", datamap.map, omgeving=OMGEVING
    )
    assert uitkomst.returncode == 0, uitkomst.stderr.decode()
    stand = read_stand(datamap)
    assert {naam: len(rijen) for naam, rijen in stand.items()} == {
        "brieven": 6,
        "ledger": 2,
        "onderdrukt": 1,
        "uitval": 1,
        "zendingen": 9,
        "berichtenbox": 4,
        "print": 4,
    }
    return stand


@pytest.mark.xdist_group("breekpunten")
class TestBreekpunten:
    """SIGKILL at any point, run again: the same letters, once."""

    def test_there_are_at_least_ten_points(self) -> None:
        assert len(Breekpunt) >= 10

    @pytest.mark.parametrize(
        ("punt", "werkers"),
        [*((punt, "1") for punt in VAN_EEN_RUN), *((punt, "2") for punt in IN_EEN_WERKER)],
    )
    def test_a_killed_run_is_finished_by_the_next(
        self, punt: Breekpunt, werkers: str, invoer: Path, verwacht: Stand, tmp_path: Path
    ) -> None:
        opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", tmp_path, "--werkers", werkers)

        gedood = run_correspondentie(*opdracht, omgeving=OMGEVING | {"CORRESPONDENTIE_BREEKPUNT": punt.value})
        hervat = run_correspondentie(*opdracht, omgeving=OMGEVING)

        assert gedood.returncode == -9, gedood.stderr.decode()
        assert hervat.returncode == 0, hervat.stdout.decode() + hervat.stderr.decode()
        assert verwacht == read_stand(Datamap(map=tmp_path))
