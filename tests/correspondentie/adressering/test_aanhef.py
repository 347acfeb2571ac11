import pytest

from correspondentie.adressering.adresseren import compute_adressering, format_briefaanhef
from correspondentie.adressering.gegevens import Geadresseerde, Partner, Persoon
from tests.bouwers.adressering import make_geadresseerde, make_partner, make_persoon


def aanhef_van(persoon: Persoon, *partners: Partner) -> str | None:
    return compute_adressering(make_geadresseerde(persoon, *partners)).aanhef


class TestAanhefMetNaam:
    """A "Geachte heer", "Geachte mevrouw" or initials, and the surname in the order of the naamgebruik.

    Source: Haal-Centraal BRP bevragen, adressering/aanhef (summary).
    """

    @pytest.mark.parametrize(
        ("geslacht", "aanhef"),
        [
            ("M", "Geachte heer De Wit"),
            ("V", "Geachte mevrouw De Wit"),
            ("O", "Geachte S.M. de Wit"),
            ("", "Geachte S.M. de Wit"),
        ],
    )
    def test_the_geslacht_decides_how_it_opens(self, geslacht: str, aanhef: str) -> None:
        assert aanhef == aanhef_van(make_persoon(geslacht=geslacht))

    @pytest.mark.parametrize(
        ("naamgebruik", "naam"),
        [
            ("E", "De Wit"),
            ("P", "Van der Linde"),
            ("V", "Van der Linde-de Wit"),
            ("N", "De Wit-van der Linde"),
        ],
    )
    @pytest.mark.parametrize("ontbinding", ["", "20200101"])
    def test_the_naamgebruik_decides_the_surname_also_after_a_divorce(
        self, naamgebruik: str, naam: str, ontbinding: str
    ) -> None:
        partner = make_partner(ontbinding=ontbinding)

        assert f"Geachte mevrouw {naam}" == aanhef_van(make_persoon(naamgebruik=naamgebruik), partner)

    @pytest.mark.parametrize("naamgebruik", ["E", "P", "V", "N"])
    def test_without_a_partner_it_is_always_the_own_name(self, naamgebruik: str) -> None:
        assert "Geachte mevrouw De Wit" == aanhef_van(make_persoon(naamgebruik=naamgebruik))

    @pytest.mark.parametrize("onbekend", ["", "."])
    @pytest.mark.parametrize("naamgebruik", ["E", "P", "V", "N"])
    def test_a_partner_without_a_known_surname_leaves_the_own_name(
        self, naamgebruik: str, onbekend: str
    ) -> None:
        partner = make_partner(geslachtsnaam=onbekend)

        assert "Geachte mevrouw De Wit" == aanhef_van(make_persoon(naamgebruik=naamgebruik), partner)

    def test_without_initials_the_first_word_gets_the_capital(self) -> None:
        assert "Geachte De Wit" == aanhef_van(make_persoon(geslacht="O", voornamen=""))

    @pytest.mark.parametrize(
        ("voorvoegsel", "naam"),
        [("'t", "'t Hart"), ("Van Der", "Van Der Hart"), ("élan", "Élan Hart"), ("", "Hart")],
    )
    def test_the_first_voorvoegsel_gets_a_capital(self, voorvoegsel: str, naam: str) -> None:
        persoon = Persoon(geslacht="M", voorvoegsel=voorvoegsel, geslachtsnaam="Hart", naamgebruik="E")

        assert f"Geachte heer {naam}" == aanhef_van(persoon)


class TestAdellijkeAanhef:
    """A title gives a salutation of its own, in the form of the person's own gender and without a name.

    Source: Haal-Centraal BRP bevragen, adressering/aanhef (adellijke_titel_predicaat).
    """

    @pytest.mark.parametrize(
        ("titels", "man", "vrouw"),
        [
            (("G", "GI"), "Hooggeboren heer", "Hooggeboren vrouwe"),
            (("P", "PS"), "Hoogheid", "Hoogheid"),
            (("B", "BS"), "Hoogwelgeboren heer", "Hoogwelgeboren vrouwe"),
            (("H", "HI"), "Hoogwelgeboren heer", "Hoogwelgeboren vrouwe"),
            (("M", "MI"), "Hoogwelgeboren heer", "Hoogwelgeboren vrouwe"),
            (("JH", "JV"), "Hoogwelgeboren heer", "Hoogwelgeboren vrouwe"),
            (("R",), "Hoogwelgeboren heer", "Hoogwelgeboren vrouwe"),
        ],
    )
    def test_the_own_gender_and_not_the_code_decides_the_form(
        self, titels: tuple[str, ...], man: str, vrouw: str
    ) -> None:
        for titel in titels:
            assert man == aanhef_van(make_persoon(geslacht="M", titel=titel))
            assert vrouw == aanhef_van(make_persoon(geslacht="V", titel=titel))

    def test_without_a_known_gender_only_a_prins_keeps_the_salutation(self) -> None:
        assert "Hoogheid" == aanhef_van(make_persoon(geslacht="O", titel="PS"))
        assert "Geachte S.M. de Wit" == aanhef_van(make_persoon(geslacht="O", titel="G"))

    def test_a_code_that_does_not_exist_changes_nothing(self) -> None:
        assert "Geachte mevrouw De Wit" == aanhef_van(make_persoon(titel="X"))

    @pytest.mark.parametrize("naamgebruik", ["P", "V", "N"])
    def test_a_courtesy_title_goes_before_the_own_title(self, naamgebruik: str) -> None:
        persoon = make_persoon(titel="BS", naamgebruik=naamgebruik)

        assert "Hooggeboren vrouwe" == aanhef_van(persoon, make_partner(titel="G"))

    def test_a_courtesy_title_does_not_need_the_partners_surname(self) -> None:
        partner = make_partner(titel="G", geslachtsnaam=".")

        assert "Hooggeboren vrouwe" == aanhef_van(make_persoon(naamgebruik="V"), partner)


class TestGeenAanhef:
    """Without a surname there is no salutation, unless a title or the partner's name gives one.

    Source: Haal-Centraal BRP bevragen, adressering/aanhef (geslachtsnaam_leeg_onbekend).
    """

    @pytest.mark.parametrize("onbekend", ["", "."])
    @pytest.mark.parametrize("naamgebruik", ["E", "V", "N"])
    def test_an_unknown_surname_gives_none(self, naamgebruik: str, onbekend: str) -> None:
        persoon = make_persoon(naamgebruik=naamgebruik, geslachtsnaam=onbekend)

        assert aanhef_van(persoon, make_partner()) is None

    def test_the_partners_name_is_enough_for_who_uses_only_that(self) -> None:
        persoon = make_persoon(naamgebruik="P", geslachtsnaam=".")

        assert "Geachte mevrouw Van der Linde" == aanhef_van(persoon, make_partner())

    def test_a_title_is_enough(self) -> None:
        assert "Hooggeboren vrouwe" == aanhef_van(make_persoon(titel="G", geslachtsnaam="."))

    def test_a_letter_then_opens_with_a_general_salutation(self) -> None:
        onbekend = compute_adressering(Geadresseerde())

        assert "Geachte heer, mevrouw" == format_briefaanhef(onbekend)

    def test_a_letter_otherwise_opens_with_the_salutation_of_the_rules(self) -> None:
        assert "Geachte mevrouw De Wit" == format_briefaanhef(compute_adressering(make_geadresseerde()))
