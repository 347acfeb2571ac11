"""The palette: every field is explained, has an example, and can be inserted as it is offered."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from correspondentie.errors import InvalidSjabloonError
from correspondentie.opmaak import FILTERS
from correspondentie.redactie.velden import (
    UITLEG,
    Veld,
    Veldvorm,
    list_componenten,
    list_filters,
    list_velden,
)
from correspondentie.register import load_register
from correspondentie.sjabloon import load_zetsel
from tests.bouwers.voorbeelden import SJABLONEN

BRIEFTYPEN = sorted(load_register(SJABLONEN).brieftypen)
ZETSEL = load_zetsel(SJABLONEN)


def walk(velden: tuple[Veld, ...], lussen: str = "") -> Iterator[tuple[Veld, str]]:
    """Every field with the loops that must stand around it."""
    for veld in velden:
        yield veld, lussen
        eigen = veld.invoegen.partition("\n")[0] if veld.soort is Veldvorm.LIJST else ""
        yield from walk(veld.delen, f"{lussen}{eigen}\n" if eigen else lussen)


def find_veld(brieftype: str, pad: str) -> Veld:
    return next(veld for veld, _ in walk(list_velden(SJABLONEN, brieftype)) if veld.pad == pad)


@pytest.mark.parametrize("brieftype", BRIEFTYPEN)
class TestElkBrieftype:
    def test_every_field_is_explained_in_a_sentence(self, brieftype: str) -> None:
        velden = [veld for veld, _ in walk(list_velden(SJABLONEN, brieftype)) if "." in veld.pad]

        assert velden
        assert [] == [veld.pad for veld in velden if not veld.uitleg.endswith(".")]

    def test_what_is_inserted_is_a_good_sjabloon(self, brieftype: str) -> None:
        fout = []
        for veld, lussen in walk(list_velden(SJABLONEN, brieftype)):
            tekst = lussen + veld.invoegen + "\n{% endfor %}" * lussen.count("{% for")
            try:
                ZETSEL.make_concept(brieftype, "titel", tekst, "bericht")
            except InvalidSjabloonError as error:
                fout.append(f"{veld.pad}: {error}")

        assert [] == fout

    def test_most_fields_have_an_example(self, brieftype: str) -> None:
        alle = [veld for veld, _ in walk(list_velden(SJABLONEN, brieftype))]
        velden = [veld for veld in alle if veld.soort not in (Veldvorm.GROEP, Veldvorm.LIJST)]

        assert len([veld for veld in velden if veld.voorbeeld]) >= 0.6 * len(velden)


def test_an_example_looks_as_it_does_in_a_letter() -> None:
    assert "€\u00a01.159,00" == find_veld("mutatiebrief-kinderopvang", "mutatie.maandbedrag_oud").voorbeeld
    assert "0800-0543" == find_veld("herziening", "afzender.telefoon").voorbeeld
    assert "10\u00a0juli\u00a02026" == find_veld("mutatiebrief-inkomen", "brief.dagtekening").voorbeeld


def test_a_field_names_the_filters_that_fit_and_the_choices_there_are() -> None:
    assert ("datum", "maand", "maandnaam") == find_veld("herziening", "brief.dagtekening").filters
    assert "bso" in find_veld("mutatiebrief-kinderopvang", "opvang.opvangsoort").keuzes


def test_every_explanation_belongs_to_a_field() -> None:
    uitleg = tomllib.loads((SJABLONEN / UITLEG).read_text(encoding="utf-8"))
    bomen = [list_velden(SJABLONEN, brieftype) for brieftype in BRIEFTYPEN]
    getoond = {veld.uitleg for boom in bomen for veld, _ in walk(boom)}

    assert [] == [tekst for groep in uitleg.values() for tekst in groep.values() if tekst not in getoond]


def test_a_field_without_explanation_is_refused_by_name(tmp_path: Path) -> None:
    kopie = shutil.copytree(SJABLONEN, tmp_path / "sjablonen", ignore=shutil.ignore_patterns("fonts"))
    bestand = kopie / UITLEG
    bestand.write_text(bestand.read_text(encoding="utf-8").replace("aanhef =", "groet ="), encoding="utf-8")

    with pytest.raises(InvalidSjabloonError, match=r"Briefhoofd\.aanhef heeft geen uitleg"):
        list_velden(kopie, "herziening")


def test_components_and_filters_are_those_of_the_handbook() -> None:
    assert set(FILTERS) == {woord.naam for woord in list_filters(SJABLONEN)}
    assert "contact(afzender)" in {woord.naam for woord in list_componenten(SJABLONEN)}
    assert all(woord.uitleg for woord in (*list_filters(SJABLONEN), *list_componenten(SJABLONEN)))
