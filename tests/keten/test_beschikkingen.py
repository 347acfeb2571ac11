"""Another calculator decides: its beschikkingen become the same letters, and what does not fit is uitval."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from calc.huishouden import Toeslag
from correspondentie.dossier import Besluitsoort, Dossier
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier, make_verleend
from tests.bouwers.huishoudens import make_aanvraag, make_gezin, make_huishouden, make_kind, make_levering
from tests.bouwers.opdrachtregel import SNEL, run_correspondentie

BURGERS = ("111222333", "000000012", "000000024", "000000036")
DAG = "2026-07-10"


def make_dossiers() -> list[Dossier]:
    """Make four households: four toeslagen, a deviating child, a settled past year, too much paid."""
    zorg = make_aanvraag(Toeslag.ZORGTOESLAG, verleend=make_verleend(1_573_00, 1_573_00, 12))
    opvang = make_aanvraag(verleend=make_verleend(20_000_00, 12_000_00))
    huishoudens = (
        replace(make_gezin(), toetsingsinkomen_partner=None),
        make_huishouden(make_kind(1, leveringen=(make_levering(uren="60"),))),
        make_huishouden(toeslagjaar=2025, inkomen=19_000_00, aanvragen=(zorg,)),
        make_huishouden(aanvragen=(opvang,)),
    )
    return [
        make_dossier(
            huishouden,
            nummer=f"D{plaats}",
            burger=make_burger(bsn),
            besluitsoort=Besluitsoort.DEFINITIEF if plaats == 2 else Besluitsoort.VOORLOPIG,
        )
        for plaats, (huishouden, bsn) in enumerate(zip(huishoudens, BURGERS, strict=True))
    ]


@pytest.fixture
def invoer(tmp_path: Path) -> Path:
    pad = tmp_path / "huishoudens.jsonl"
    pad.write_bytes(encode_dossiers(*make_dossiers()))
    return pad


@pytest.fixture
def beschikkingen(invoer: Path) -> Path:
    """What the command itself computes on these households."""
    pad = invoer.with_name("beschikkingen.jsonl")
    uitkomst = run_correspondentie("bereken", invoer, "--dagtekening", DAG, "--uit", pad)
    assert uitkomst.returncode == 0, uitkomst.stderr.decode()
    return pad


def run(invoer: Path, data: Path, *opties: str | Path) -> dict[str, Any]:
    opdracht = ("maandrun", invoer, "--maand", "2026-07", "--data", data, "--werkers", "2", *opties)
    uitkomst = run_correspondentie(*opdracht, omgeving=SNEL)
    assert uitkomst.returncode == 0, uitkomst.stderr.decode()
    rapport: dict[str, Any] = json.loads(next(data.glob("2026-*/rapport.json")).read_text())
    return rapport


def list_brieven(data: Path) -> list[tuple[str, str, int]]:
    """Every letter but the mutatiebrieven: dossier, brieftype and pages."""
    vraag = (
        "SELECT dossier, brieftype, paginas FROM brieven JOIN documenten USING (sha256)"
        " WHERE aanleiding NOT LIKE 'mutatie%' ORDER BY 1, 2"
    )
    with sqlite3.connect(data / "correspondentie.sqlite") as database:
        return database.execute(vraag).fetchall()


class TestAndereRekenkern:
    """The file of beschikkingen decides, whoever made it."""

    def test_the_same_decisions_give_the_same_letters(
        self, invoer: Path, beschikkingen: Path, tmp_path: Path
    ) -> None:
        eigen, ander = tmp_path / "eigen", tmp_path / "ander"
        run(invoer, eigen)
        rapport = run(invoer, ander, "--beschikkingen", beschikkingen)

        assert rapport["in_balans"] is True
        assert list_brieven(eigen) == list_brieven(ander)
        assert [dossier for dossier, *_ in list_brieven(ander)] == ["D0", "D1", "D2", "D3", "D3"]
        assert rapport["mutatievoorstellen"] == 0

    def test_less_than_the_whole_advance_is_refused_where_nobody_may_choose_it(self, tmp_path: Path) -> None:
        deels = make_dossier(make_huishouden(aanvragen=(make_aanvraag(voorschotpercentage=80),)))
        invoer, beschikkingen = tmp_path / "huishoudens.jsonl", tmp_path / "beschikkingen.jsonl"
        invoer.write_bytes(encode_dossiers(deels))
        aan = SNEL | {"CORRESPONDENTIE_INSTELBAAR_VOORSCHOT": "kinderopvangtoeslag"}
        opdracht = ("bereken", invoer, "--dagtekening", DAG, "--uit", beschikkingen)
        assert run_correspondentie(*opdracht, omgeving=aan).returncode == 0

        (uitval,) = run(invoer, tmp_path / "data", "--beschikkingen", beschikkingen)["uitvallijst"]

        assert "instelbaar voorschot staat voor deze toeslag niet aan" in uitval["reden"]

    def test_what_is_written_is_for_this_user_alone(self, invoer: Path, tmp_path: Path) -> None:
        run(invoer, tmp_path / "data")
        open_voor_anderen = [p for p in (tmp_path / "data").rglob("*") if p.stat().st_mode & 0o077]

        assert open_voor_anderen == []

    def test_what_does_not_fit_is_uitval_and_the_rest_goes_on(
        self, invoer: Path, beschikkingen: Path, tmp_path: Path
    ) -> None:
        regels = [json.loads(regel) for regel in beschikkingen.read_bytes().splitlines()]
        regels[0]["beschikkingen"][0]["toekenningen"][0]["betalingen"][0] += 100
        beschikkingen.write_text("".join(json.dumps(regel) + "\n" for regel in regels[:3]))

        rapport = run(invoer, tmp_path / "data", "--beschikkingen", beschikkingen)

        assert (rapport["in_balans"], rapport["behandeld"]) == (True, 2)
        assert [uitval["regel"] for uitval in rapport["uitvallijst"]] == [1, 4]
        assert "betalingen" in rapport["uitvallijst"][0]["reden"]
        assert "geen regel voor dit dossier" in rapport["uitvallijst"][1]["reden"]
