"""The process is really killed at every named point; the next run finishes: none lost, none double."""

from pathlib import Path

import pytest

from correspondentie.breekpunt import Breekpunt
from correspondentie.dossier import Kanaalvoorkeur
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier, make_verleend
from tests.bouwers.huishoudens import make_aanvraag, make_huishouden, make_kind, make_levering
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie
from tests.bouwers.standen import Stand, read_stand

OMGEVING = SNEL | {"CORRESPONDENTIE_BROK": "2", "CORRESPONDENTIE_PARTIJ": "2"}
VAN_EEN_RUN = [punt for punt in Breekpunt if not punt.value.startswith(("ingreep-", "terugroep-"))]
IN_EEN_WERKER = [punt for punt in Breekpunt if punt.value.startswith(("brok-", "pak-"))]


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
def heel(tmp_path_factory: pytest.TempPathFactory) -> Datamap:
    """The folder of a run that nobody disturbed."""
    return Datamap(map=tmp_path_factory.mktemp("heel"))


@pytest.fixture
def datamap(tmp_path: Path) -> Datamap:
    return Datamap(map=tmp_path)


@pytest.fixture(scope="module")
def verwacht(invoer: Path, heel: Datamap) -> Stand:
    uitkomst = run_correspondentie(
        "maandrun", invoer, "--maand", "2026-07", "--data", heel.map, omgeving=OMGEVING
    )
    assert uitkomst.returncode == 0, uitkomst.stderr.decode()
    stand = read_stand(heel)
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


class TestBreekpunten:
    """SIGKILL at any point, run again: the same letters, once."""

    def test_there_are_at_least_ten_points(self) -> None:
        assert len(Breekpunt) >= 10

    @pytest.mark.parametrize(
        ("punt", "werkers"),
        [*((punt, "1") for punt in VAN_EEN_RUN), *((punt, "2") for punt in IN_EEN_WERKER)],
    )
    def test_a_killed_run_is_finished_by_the_next(
        self, punt: Breekpunt, werkers: str, invoer: Path, verwacht: Stand, datamap: Datamap
    ) -> None:
        opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", datamap.map, "--werkers", werkers)

        gedood = run_correspondentie(*opdracht, omgeving=OMGEVING | {"CORRESPONDENTIE_BREEKPUNT": punt.value})
        hervat = run_correspondentie(*opdracht, omgeving=OMGEVING)

        assert gedood.returncode == -9, gedood.stderr.decode()
        assert hervat.returncode == 0, hervat.stdout.decode() + hervat.stderr.decode()
        assert verwacht == read_stand(datamap)
