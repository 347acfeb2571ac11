"""A bouwsteen is written once and stands in many letters; what is wrong in it is told at its own line."""

import shutil
from pathlib import Path

import pytest

from correspondentie.bouwstenen import BOUWSTENEN, expand_bouwstenen, list_genoemd, load_bouwstenen
from correspondentie.errors import InvalidSjabloonError
from correspondentie.sjabloon import load_sjablonen
from correspondentie.sjabloontekst import make_html
from tests.bouwers.voorbeelden import SJABLONEN, load_voorbeeld

BRIEF = Path("herziening/brief.md")
VOORBEELD = load_voorbeeld("herziening", "nabetaling")


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    shutil.copytree(SJABLONEN, tmp_path / "sjablonen")
    return tmp_path / "sjablonen"


def append(bestand: Path, tekst: str) -> None:
    with bestand.open("a", encoding="utf-8") as open_:
        open_.write(tekst)


def load(kopie: Path) -> str:
    return load_sjablonen(kopie).render_html("herziening", VOORBEELD.gegevens)


def fail(kopie: Path) -> InvalidSjabloonError:
    with pytest.raises(InvalidSjabloonError) as fout:
        load(kopie)
    return fout.value


class TestUitschrijven:
    """The letter is as if its author had written it all out."""

    def test_its_lines_stand_in_the_letter(self) -> None:
        brief = "Eerst.\n\n[[ slot ]]\nDan dit."
        uit = expand_bouwstenen(brief, BRIEF, {"slot": "## Kop\n\nTot ziens."})

        assert "Eerst.\n\n## Kop\n\nTot ziens.\nDan dit." == uit.tekst
        assert make_html("Tot ziens.\nDan dit.", BRIEF) in make_html(uit.tekst, BRIEF)
        assert [1, 2, 1, 2, 3, 4] == [regel for _, regel in uit.plaatsen]

    def test_it_may_stand_in_a_condition_and_use_the_fields_of_the_letter(self, kopie: Path) -> None:
        (kopie / BOUWSTENEN / "proef.md").write_text("Jaar {{ brief.toeslagjaar }}.\n")
        append(kopie / BRIEF, "\n{% if brief.aanhef %}\n[[proef]]\n{% endif %}\n")

        assert "<p>Jaar 2026.</p>" in load(kopie)

    def test_the_names_are_listed_once_in_the_order_of_the_letter(self) -> None:
        assert ("b", "a") == list_genoemd("[[b]]\ntekst [[c]]\n[[ a ]]\n[[b]]")

    def test_a_hostile_line_costs_no_time(self) -> None:
        regel = f"[[{' ' * 100_000}" + "a ]" * 30_000

        assert () == list_genoemd(regel)

    def test_every_shipped_bouwsteen_stands_in_two_brieven_or_more(self) -> None:
        brieven = [list_genoemd(pad.read_text()) for pad in SJABLONEN.glob("*/brief.md")]
        keer = {naam: sum(naam in brief for brief in brieven) for naam in load_bouwstenen(SJABLONEN)}

        assert {} == {naam: aantal for naam, aantal in keer.items() if aantal < 2}


class TestFouten:
    """Each error says where its author finds it, and in which letter that goes wrong."""

    @pytest.mark.parametrize(
        ("tekst", "regel", "uitleg"),
        [
            ("Een.\n\n{{ brief.kenmrk }}\n", 3, "het veld 'kenmrk' bestaat niet. Bedoelt u 'kenmerk'?"),
            ("Een.\n\n# Kop\n", 3, "deze kop heeft een niveau dat niet kan"),
            ("{% if brief.aanhef %}\nEen.\n", 2, "een veld of voorwaarde is niet goed geschreven"),
            ("Een.\n[[vragen]]\n", 2, "hier kan geen bouwsteen staan"),
        ],
    )
    def test_an_error_in_a_bouwsteen_is_told_at_its_own_line(
        self, kopie: Path, tekst: str, regel: int, uitleg: str
    ) -> None:
        (kopie / BOUWSTENEN / "proef.md").write_text(tekst)
        append(kopie / BRIEF, "\n[[proef]]\n")
        fout = fail(kopie)

        assert (kopie / BOUWSTENEN / "proef.md", regel) == (fout.bestand, fout.regel)
        assert uitleg in str(fout)

    def test_a_bouwsteen_that_does_not_fit_one_letter_names_that_letter(self, kopie: Path) -> None:
        append(kopie / BOUWSTENEN / "automatisch.md", "\n{{ beschikking.bedrag_jaar | euro }}\n")

        assert "Deze bouwsteen staat in de brief terugvordering." in str(fail(kopie))

    def test_an_error_after_a_bouwsteen_keeps_the_line_of_the_letter(self, kopie: Path) -> None:
        regels = len((kopie / BRIEF).read_text().split("\n"))
        append(kopie / BRIEF, "\n{{ brief.kenmrk }}\n")

        assert (kopie / BRIEF, regels + 1) == ((fout := fail(kopie)).bestand, fout.regel)

    def test_a_value_that_does_not_fit_is_told_at_the_line_of_the_bouwsteen(self, kopie: Path) -> None:
        leeg = "{{ beschikking.begunstigde.organisatie }}"
        (kopie / BOUWSTENEN / "proef.md").write_text(f"Een.\n\nTwee.\n\n{leeg}\n")
        append(kopie / BRIEF, "\n[[proef]]\n")

        assert (kopie / BOUWSTENEN / "proef.md", 5) == ((fout := fail(kopie)).bestand, fout.regel)

    @pytest.mark.parametrize(
        ("tekst", "uitleg"),
        [
            ("[[vragn]]", "de bouwsteen 'vragn' bestaat niet. Bedoelt u 'vragen'?"),
            ("[[../register]]", "de bouwsteen '../register' bestaat niet"),
            ("Zie [[vragen]].", "een bouwsteen staat op een eigen regel"),
            ("- [[vragen]]", "een bouwsteen staat op een eigen regel"),
        ],
    )
    def test_a_wrong_line_in_a_letter_is_refused(self, kopie: Path, tekst: str, uitleg: str) -> None:
        append(kopie / BRIEF, f"\n{tekst}\n")

        assert uitleg in str(fail(kopie))

    def test_a_bericht_has_no_bouwstenen(self, kopie: Path) -> None:
        append(kopie / "herziening" / "bericht.md", "\n[[vragen]]\n")

        assert "hier kan geen bouwsteen staan" in str(fail(kopie))

    @pytest.mark.parametrize(("naam", "inhoud"), [("Geen Naam.md", b"a"), ("wel.md", b"\xff")])
    def test_a_file_that_is_none_is_refused(self, kopie: Path, naam: str, inhoud: bytes) -> None:
        (kopie / BOUWSTENEN / naam).write_bytes(inhoud)

        assert naam in str(fail(kopie))


def test_a_letter_has_another_version_when_one_of_its_bouwstenen_changes(kopie: Path) -> None:
    voor = load_sjablonen(kopie)
    append(kopie / BOUWSTENEN / "eerst-wijzigen.md", "\nNog een zin.\n")
    na = load_sjablonen(kopie)

    anders = {naam for naam in voor.register.brieftypen if voor.digest(naam) != na.digest(naam)}
    assert {"herziening", "voorlopige-beschikking"} == anders
