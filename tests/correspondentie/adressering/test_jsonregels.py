import io
import json
from typing import Any

import pytest

from correspondentie.adressering.jsonregels import write_adressering

PERSOON = {"geslacht": "V", "geslachtsnaam": "Wit", "naamgebruik": "E"}
SALUTATIE = {
    "aanhef": "Geachte mevrouw Wit",
    "aanschrijfwijze.naam": "Wit",
    "gebruikInLopendeTekst": "mevrouw Wit",
}


def write(*regels: str | bytes) -> tuple[int, list[dict[str, Any]]]:
    doel = io.StringIO()
    fouten = write_adressering(regels, doel)
    return fouten, [json.loads(regel) for regel in doel.getvalue().splitlines()]


class TestGoedeRegels:
    """Every person gives one line, with the field names of the BRP API and nothing for what is absent."""

    def test_a_bare_person_is_read(self) -> None:
        assert (0, [SALUTATIE]) == write(json.dumps({"persoon": PERSOON}))

    def test_an_id_is_given_back_and_other_keys_are_ignored(self) -> None:
        regel = json.dumps({"id": "een", "group": "x", "expected": {}, "given": {"persoon": PERSOON}})

        assert (0, [{"id": "een", **SALUTATIE}]) == write(regel)

    def test_every_field_that_can_be_known_is_written(self) -> None:
        verblijfplaats = {
            "land": "5010",
            "aanduiding_in_onderzoek": "089999",
            **{f"buitenland_regel{nummer}": f"Regel {nummer}" for nummer in (1, 2, 3)},
        }
        graaf = {**PERSOON, "titel_predicaat": "G", "voornamen": "Eva"}
        _, [velden] = write(json.dumps({"persoon": graaf, "verblijfplaats": verblijfplaats}))

        assert {
            "aanhef": "Hooggeboren vrouwe",
            "aanschrijfwijze.naam": "E. gravin Wit",
            "aanschrijfwijze.aanspreekvorm": "De hooggeboren vrouwe",
            "gebruikInLopendeTekst": "gravin Wit",
            "adresregel1": "Regel 1",
            "adresregel2": "Regel 2",
            "adresregel3": "Regel 3",
            "land.code": "5010",
            "land.omschrijving": "België",
            "naam.voorletters": "E.",
            "indicatieVastgesteldVerblijftNietOpAdres": True,
        } == velden

    def test_bytes_are_read_as_well_and_empty_lines_are_skipped(self) -> None:
        assert (0, [SALUTATIE]) == write(b"\n", json.dumps({"persoon": PERSOON}).encode() + b"\n", b"  \n")

    def test_letters_are_written_as_they_are(self) -> None:
        doel = io.StringIO()
        write_adressering([json.dumps({"persoon": {"voornamen": "Émile"}})], doel)

        assert '{"naam.voorletters":"É."}\n' == doel.getvalue()


class TestFouteRegels:
    """A line that is wrong is reported with its number and without what stood in it; the rest goes on."""

    def test_the_other_lines_go_on(self) -> None:
        goed = json.dumps({"persoon": PERSOON})
        fouten, uitkomsten = write(goed, "geen json", goed)

        assert 1 == fouten
        assert [SALUTATIE, SALUTATIE] == [uitkomsten[0], uitkomsten[2]]
        assert 2 == uitkomsten[1]["regel"]

    @pytest.mark.parametrize(
        ("regel", "reden"),
        [
            ("Wit", "geen geldige JSON"),
            (b'{"persoon": {"geslachtsnaam": "\xff"}}', "geen geldige JSON"),
            ("\udcff", "geen geldige JSON"),
            ("[" * 100_000, "geen geldige JSON"),
            ("[]", "de regel is geen JSON-object"),
            ('{"given": "Wit"}', "given is geen JSON-object"),
            ('{"geslachtsnaam": "Wit"}', "geen van de velden adres, partner_history, partners, persoon"),
            ('{"given": {}}', "geen van de velden"),
            ('{"persoon": {"geslachtsnaam": 12345}}', "veld persoon.geslachtsnaam heeft niet de vorm"),
            ('{"partners": [{"datum_sluiting": "ooit Wit"}]}', "veld partners[0].datum_sluiting"),
        ],
    )
    def test_the_reason_names_the_place_and_not_the_person(self, regel: str | bytes, reden: str) -> None:
        fouten, [uitkomst] = write(regel)

        assert 1 == fouten
        assert {"regel", "fout"} == uitkomst.keys()
        assert reden in uitkomst["fout"]
        assert "Wit" not in uitkomst["fout"]
        assert "12345" not in uitkomst["fout"]
