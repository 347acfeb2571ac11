import pytest

from correspondentie.adressering.adresseren import compute_adressering
from correspondentie.adressering.gegevens import Partner, Persoon
from tests.bouwers.adressering import make_geadresseerde, make_partner, make_persoon

NAAMGEBRUIK = ["E", "P", "V", "N"]


def regels_van(persoon: Persoon, *partners: Partner) -> tuple[str, str | None]:
    aanschrijfwijze = compute_adressering(make_geadresseerde(persoon, *partners)).aanschrijfwijze
    assert aanschrijfwijze is not None
    return aanschrijfwijze.naam, aanschrijfwijze.aanspreekvorm


class TestNaamregel:
    """Initials and surname in the order of the naamgebruik, each name with its own voorvoegsel.

    Source: Haal-Centraal BRP bevragen, adressering/aanschrijfwijze (niet-adellijk).
    """

    @pytest.mark.parametrize(
        ("naamgebruik", "naam"),
        [
            ("E", "S.M. de Wit"),
            ("P", "S.M. van der Linde"),
            ("V", "S.M. van der Linde-de Wit"),
            ("N", "S.M. de Wit-van der Linde"),
        ],
    )
    def test_the_naamgebruik_decides_the_order(self, naamgebruik: str, naam: str) -> None:
        assert (naam, None) == regels_van(make_persoon(naamgebruik=naamgebruik), make_partner())

    def test_the_line_opens_with_a_capital_also_without_initials(self) -> None:
        assert ("De Wit", None) == regels_van(make_persoon(voornamen=""))

    def test_without_a_surname_there_is_no_line(self) -> None:
        onbekend = make_geadresseerde(make_persoon(geslachtsnaam="."))

        assert compute_adressering(onbekend).aanschrijfwijze is None


class TestEigenTitel:
    """A title stands before the own surname; a predicaat before the initials, or before the own surname
    when the partner's comes first.

    Source: Haal-Centraal BRP bevragen, adressering/aanschrijfwijze (adellijk).
    """

    @pytest.mark.parametrize(
        ("naamgebruik", "naam", "aanspreekvorm"),
        [
            ("E", "S.M. graaf de Wit", "De hooggeboren heer"),
            ("P", "S.M. van der Linde", None),
            ("V", "S.M. van der Linde-graaf de Wit", "De hooggeboren heer"),
            ("N", "S.M. graaf de Wit-van der Linde", "De hooggeboren heer"),
        ],
    )
    def test_a_title_stands_before_its_surname(
        self, naamgebruik: str, naam: str, aanspreekvorm: str | None
    ) -> None:
        persoon = make_persoon(geslacht="M", titel="G", naamgebruik=naamgebruik)

        assert (naam, aanspreekvorm) == regels_van(persoon, make_partner())

    @pytest.mark.parametrize(
        ("naamgebruik", "naam"),
        [
            ("E", "Jonkheer S.M. de Wit"),
            ("V", "S.M. van der Linde-jonkheer de Wit"),
            ("N", "Jonkheer S.M. de Wit-van der Linde"),
        ],
    )
    def test_a_predicaat_stands_before_the_initials_or_its_surname(self, naamgebruik: str, naam: str) -> None:
        persoon = make_persoon(geslacht="M", titel="JH", naamgebruik=naamgebruik)

        assert (naam, "De hoogwelgeboren heer") == regels_van(persoon, make_partner())

    def test_a_predicaat_stands_in_front_when_the_partners_surname_is_unknown(self) -> None:
        persoon = make_persoon(geslacht="M", titel="JH", naamgebruik="V")

        assert "Jonkheer S.M. de Wit" == regels_van(persoon, make_partner(geslachtsnaam="."))[0]

    def test_a_title_that_opens_the_line_gets_a_capital(self) -> None:
        assert "Barones de Wit" == regels_van(make_persoon(titel="BS", voornamen=""))[0]

    @pytest.mark.parametrize("naamgebruik", NAAMGEBRUIK)
    def test_a_married_woman_does_not_bear_a_predicaat(self, naamgebruik: str) -> None:
        naam, aanspreekvorm = regels_van(make_persoon(titel="JV", naamgebruik=naamgebruik), make_partner())

        assert "jonkvrouw" not in naam.lower()
        assert aanspreekvorm is None

    @pytest.mark.parametrize(
        ("geslacht", "titel", "aanspreekvorm"),
        [("O", "B", None), ("O", "JH", None), ("V", "R", None), ("O", "P", "De hoogheid")],
    )
    def test_where_a_gender_has_no_word_for_the_title_the_name_has_none(
        self, geslacht: str, titel: str, aanspreekvorm: str | None
    ) -> None:
        assert ("S.M. de Wit", aanspreekvorm) == regels_van(make_persoon(geslacht=geslacht, titel=titel))


class TestHoffelijkheidstitel:
    """A woman bears her (former) husband's title by courtesy, before his surname and before her own title.

    Source: Haal-Centraal BRP bevragen, adressering/aanschrijfwijze (hoffelijkheidstitel).
    """

    @pytest.mark.parametrize(
        ("naamgebruik", "naam", "aanspreekvorm"),
        [
            ("E", "S.M. barones de Wit", "De hoogwelgeboren vrouwe"),
            ("P", "S.M. prinses van der Linde", "De hoogheid"),
            ("V", "S.M. prinses van der Linde-barones de Wit", "De hoogheid"),
            ("N", "S.M. barones de Wit-prinses van der Linde", "De hoogheid"),
        ],
    )
    def test_both_titles_stand_with_their_own_surname(
        self, naamgebruik: str, naam: str, aanspreekvorm: str
    ) -> None:
        persoon = make_persoon(titel="BS", naamgebruik=naamgebruik)

        assert (naam, aanspreekvorm) == regels_van(persoon, make_partner(titel="P"))

    def test_a_courtesy_title_remains_after_a_divorce(self) -> None:
        persoon = make_persoon(naamgebruik="P")
        ex = make_partner(titel="H", ontbinding="20200101")

        assert ("S.M. hertogin van der Linde", "De hoogwelgeboren vrouwe") == regels_van(persoon, ex)

    def test_a_courtesy_title_needs_the_surname_that_carries_it(self) -> None:
        persoon = make_persoon(titel="GI", naamgebruik="V")
        partner = make_partner(titel="P", geslachtsnaam=".")

        assert ("S.M. gravin de Wit", "De hooggeboren vrouwe") == regels_van(persoon, partner)
