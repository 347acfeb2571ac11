"""Households that stand in the input twice."""

from correspondentie.dubbel import mark_dubbele
from correspondentie.invoer import Regel, Uitval
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden

DIEP = b'{"diep": ' + b"[" * 100_000


def mark(*inhoud: bytes | None) -> list[Regel | Uitval]:
    return list(
        mark_dubbele(
            Regel(bestand="proef.jsonl", nummer=nummer, inhoud=regel)
            for nummer, regel in enumerate(inhoud, start=1)
        )
    )


class TestDubbel:
    """One citizen gets one beschikking a month: of two records the first counts."""

    def test_the_second_record_of_a_dossier_is_uitval_that_names_the_first(self) -> None:
        regel = encode_dossiers(make_dossier())

        eerste, tweede = mark(regel, regel)

        assert isinstance(eerste, Regel)
        assert isinstance(tweede, Uitval)
        assert (tweede.regel, tweede.veld) == (2, "dossier")
        assert "regel 1 van proef.jsonl" in tweede.reden

    def test_an_applicant_under_another_dossier_is_uitval_without_the_number(self) -> None:
        eerste, tweede = mark(
            encode_dossiers(make_dossier(nummer="D1")), encode_dossiers(make_dossier(nummer="D2"))
        )

        assert isinstance(eerste, Regel)
        assert isinstance(tweede, Uitval)
        assert tweede.veld == "aanvrager.bsn"
        assert "111222333" not in tweede.reden

    def test_one_citizen_gets_a_decision_on_each_toeslagjaar(self) -> None:
        dossiers = [
            make_dossier(make_huishouden(toeslagjaar=jaar), nummer=f"D{jaar}") for jaar in (2025, 2026)
        ]
        uitkomsten = mark(*(encode_dossiers(dossier) for dossier in dossiers))

        assert all(isinstance(regel, Regel) for regel in uitkomsten)

    def test_a_dossier_without_an_aanvrager_is_found_twice_as_well(self) -> None:
        regel = b'{"dossier": "D1", "huishouden": {"toeslagjaar": 2026}}'

        assert [Regel, Uitval] == [type(uitkomst) for uitkomst in mark(regel, regel)]

    def test_different_households_pass_in_order(self) -> None:
        regels = [
            encode_dossiers(make_dossier(nummer=f"D{n}", burger=make_burger(f"{n:09d}"))) for n in range(50)
        ]

        assert [regel.inhoud for regel in mark(*regels) if isinstance(regel, Regel)] == regels

    def test_a_line_that_cannot_be_read_is_left_to_the_reader(self) -> None:
        assert all(isinstance(regel, Regel) for regel in mark(b"{", b"\xff", None, b'{"dossier": 3}', DIEP))
