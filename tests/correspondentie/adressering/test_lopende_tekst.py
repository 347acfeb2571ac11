import pytest

from correspondentie.adressering.adresseren import compute_adressering
from correspondentie.adressering.gegevens import Partner, Persoon
from tests.bouwers.adressering import make_geadresseerde, make_partner, make_persoon


def tekst_van(persoon: Persoon, *partners: Partner) -> str | None:
    return compute_adressering(make_geadresseerde(persoon, *partners)).gebruik_in_lopende_tekst


class TestLopendeTekst:
    """Either "de heer", "mevrouw" or initials, then the surname; a title takes the place of heer or mevrouw.

    Source: Haal-Centraal BRP bevragen, adressering/gebruikinlopendetekst.
    """

    @pytest.mark.parametrize(
        ("geslacht", "tekst"),
        [("M", "de heer De Wit"), ("V", "mevrouw De Wit"), ("O", "S.M. de Wit")],
    )
    def test_the_geslacht_decides_how_it_opens(self, geslacht: str, tekst: str) -> None:
        assert tekst == tekst_van(make_persoon(geslacht=geslacht))

    @pytest.mark.parametrize(
        ("naamgebruik", "tekst"),
        [
            ("E", "graaf de Wit"),
            ("P", "de heer Van der Linde"),
            ("V", "de heer Van der Linde-graaf de Wit"),
            ("N", "graaf de Wit-van der Linde"),
        ],
    )
    def test_an_own_title_takes_the_place_of_heer(self, naamgebruik: str, tekst: str) -> None:
        persoon = make_persoon(geslacht="M", titel="G", naamgebruik=naamgebruik)

        assert tekst == tekst_van(persoon, make_partner())

    @pytest.mark.parametrize(
        ("naamgebruik", "tekst"),
        [
            ("E", "mevrouw De Wit"),
            ("P", "markiezin van der Linde"),
            ("V", "markiezin van der Linde-de Wit"),
            ("N", "mevrouw De Wit-markiezin van der Linde"),
        ],
    )
    def test_a_courtesy_title_takes_the_place_of_mevrouw(self, naamgebruik: str, tekst: str) -> None:
        assert tekst == tekst_van(make_persoon(naamgebruik=naamgebruik), make_partner(titel="M"))

    def test_a_predicaat_stands_before_the_surname(self) -> None:
        assert "jonkvrouw de Wit" == tekst_van(make_persoon(titel="JV"))

    def test_a_surname_that_reads_like_a_title_is_not_one(self) -> None:
        persoon = make_persoon(geslachtsnaam="prinsessen")

        assert "mevrouw Prinsessen" == tekst_van(persoon)

    @pytest.mark.parametrize(("geslacht", "titel"), [("V", "R"), ("O", "G")])
    def test_a_title_without_a_word_for_this_gender_changes_nothing(self, geslacht: str, titel: str) -> None:
        gewoon = tekst_van(make_persoon(geslacht=geslacht))

        assert gewoon == tekst_van(make_persoon(geslacht=geslacht, titel=titel))

    def test_without_a_surname_there_is_none(self) -> None:
        assert tekst_van(make_persoon(geslachtsnaam=".", titel="G")) is None
