import pytest

from correspondentie.adressering.adres import compute_adres
from correspondentie.adressering.adresseren import compute_adresregels, compute_adressering, has_adres
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Verblijfplaats
from correspondentie.adressering.tabellen import Land
from tests.bouwers.adressering import (
    DEN_HAAG,
    make_adres,
    make_buitenland,
    make_geadresseerde,
    make_partner,
    make_persoon,
)


def regels_van(adres: Adres, gemeente: str = "") -> tuple[str | None, str | None]:
    verblijfplaats = Verblijfplaats(gemeente_van_inschrijving=gemeente)
    regels = compute_adres(make_geadresseerde(adres=adres, verblijfplaats=verblijfplaats))
    return regels.regel1, regels.regel2


def list_regels(geadresseerde: Geadresseerde) -> tuple[str, ...]:
    return compute_adresregels(compute_adressering(geadresseerde))


def is_te_posten(geadresseerde: Geadresseerde) -> bool:
    return has_adres(compute_adressering(geadresseerde))


class TestEersteRegel:
    """Street and number; a letter follows after a space, an addition after a letter at once, after a number
    with a space or, when it opens with a digit, a hyphen.

    Source: Haal-Centraal BRP bevragen, adressering/adres-regels (overzicht).
    """

    @pytest.mark.parametrize(
        ("velden", "regel"),
        [
            ({}, "Kerkstraat 12"),
            ({"huisnummer": "00012"}, "Kerkstraat 12"),
            ({"huisletter": "b"}, "Kerkstraat 12 b"),
            ({"huisnummertoevoeging": "hs"}, "Kerkstraat 12 hs"),
            ({"huisnummertoevoeging": "2"}, "Kerkstraat 12-2"),
            ({"huisletter": "B", "huisnummertoevoeging": "2"}, "Kerkstraat 12 B2"),
            ({"huisletter": "B", "huisnummertoevoeging": "hs"}, "Kerkstraat 12 Bhs"),
            ({"aanduiding_bij_huisnummer": "by"}, "Kerkstraat bij 12"),
            ({"aanduiding_bij_huisnummer": "to", "huisnummertoevoeging": "2"}, "Kerkstraat t/o 12-2"),
        ],
    )
    def test_the_number_is_written_as_it_is_read(self, velden: dict[str, str], regel: str) -> None:
        assert regel == regels_van(make_adres(**velden))[0]

    def test_a_described_location_takes_the_place_of_the_street(self) -> None:
        adres = Adres(locatiebeschrijving="Woonschip naast de sluis")

        assert ("Woonschip naast de sluis", "'S-GRAVENHAGE") == regels_van(adres, DEN_HAAG)

    @pytest.mark.parametrize(
        "onbekend", [{"straatnaam": "."}, {"straatnaam": ""}, {"huisnummer": "0"}, {"huisnummer": ""}]
    )
    def test_an_unknown_street_or_number_leaves_no_address(self, onbekend: dict[str, str]) -> None:
        assert (None, None) == regels_van(make_adres(**onbekend))


class TestTweedeRegel:
    """Postcode with one space in it, two spaces, and the town in capitals.

    Source: Haal-Centraal BRP bevragen, adressering/adres-regels (overzicht); PostNL, address layout.
    """

    @pytest.mark.parametrize(
        ("velden", "gemeente", "regel"),
        [
            ({}, "", "1017 GC  AMSTERDAM"),
            ({"postcode": "1017 gc"}, "", "1017 GC  AMSTERDAM"),
            ({"woonplaats": ""}, DEN_HAAG, "1017 GC  'S-GRAVENHAGE"),
            ({"woonplaats": ""}, "", "1017 GC  AMSTERDAM"),
            ({"postcode": ""}, "", "AMSTERDAM"),
            ({"postcode": "", "woonplaats": ""}, DEN_HAAG, "'S-GRAVENHAGE"),
            ({"woonplaats": "", "gemeentecode": "9876"}, "", "1017 GC"),
            ({"woonplaats": "", "gemeentecode": "9876", "postcode": ""}, "", None),
        ],
    )
    def test_the_town_is_the_woonplaats_or_else_the_municipality(
        self, velden: dict[str, str], gemeente: str, regel: str | None
    ) -> None:
        assert regel == regels_van(make_adres(**velden), gemeente)[1]


class TestBuitenland:
    """Abroad: the lines as they were delivered, and the country.

    Source: Haal-Centraal BRP bevragen, adressering/adres-regels (overzicht, onbekendwaardes).
    """

    def test_the_lines_are_kept_and_the_country_is_named(self) -> None:
        adres = compute_adres(make_geadresseerde(verblijfplaats=make_buitenland()))

        assert ("Marktplein 7", "9000 GENT", "Oost-Vlaanderen") == (adres.regel1, adres.regel2, adres.regel3)
        assert Land(code="5010", omschrijving="België", poststuk="BELGIUM") == adres.land

    @pytest.mark.parametrize("land", ["", "0000"])
    def test_an_unknown_country_leaves_no_address(self, land: str) -> None:
        assert compute_adres(make_geadresseerde(verblijfplaats=make_buitenland(land))).is_leeg

    def test_a_country_without_lines_is_no_address(self) -> None:
        alleen_land = Verblijfplaats(land="5010")

        assert compute_adres(make_geadresseerde(verblijfplaats=alleen_land)).is_leeg

    def test_the_netherlands_is_not_named_as_a_country(self) -> None:
        adres = compute_adres(make_geadresseerde(verblijfplaats=make_buitenland("6030")))

        assert adres.land is None
        assert "9000 GENT" == adres.regel2

    def test_a_dutch_address_goes_before_one_abroad(self) -> None:
        beide = make_geadresseerde(adres=make_adres(), verblijfplaats=make_buitenland())

        assert compute_adres(beide).land is None


class TestVastgesteldNietOpAdres:
    """Code 089999 says that it is established that the person does not live at the address.

    Source: Haal-Centraal BRP bevragen, adressering/adres-regels (vastgesteld-verblijft-niet-op-adres).
    """

    @pytest.mark.parametrize(("code", "vastgesteld"), [("089999", True), ("080000", False), ("", False)])
    def test_the_code_says_so_and_the_address_stays(self, code: str, vastgesteld: bool) -> None:
        onderzoek = Verblijfplaats(aanduiding_in_onderzoek=code)
        adressering = compute_adressering(make_geadresseerde(adres=make_adres(), verblijfplaats=onderzoek))

        assert vastgesteld is adressering.vastgesteld_verblijft_niet_op_adres
        assert "Kerkstraat 12" == adressering.adres.regel1

    def test_without_an_address_it_says_nothing(self) -> None:
        onderzoek = Verblijfplaats(aanduiding_in_onderzoek="089999")

        assert not compute_adressering(
            make_geadresseerde(verblijfplaats=onderzoek)
        ).vastgesteld_verblijft_niet_op_adres


class TestRegelsInHetVenster:
    """PostNL: town in capitals, abroad the country alone on the last line, in capitals and in English."""

    def test_a_dutch_address_ends_with_the_town(self) -> None:
        regels = list_regels(make_geadresseerde(adres=make_adres()))

        assert ("S.M. de Wit", "Kerkstraat 12", "1017 GC  AMSTERDAM") == regels

    def test_the_longest_address_has_six_lines_and_ends_with_the_country(self) -> None:
        persoon = make_persoon(naamgebruik="P")
        regels = list_regels(
            make_geadresseerde(persoon, make_partner(titel="G"), verblijfplaats=make_buitenland())
        )

        assert (
            "De hooggeboren vrouwe",
            "S.M. gravin van der Linde",
            "Marktplein 7",
            "9000 GENT",
            "Oost-Vlaanderen",
            "BELGIUM",
        ) == regels

    def test_what_is_unknown_is_left_out(self) -> None:
        assert ("S.M. de Wit",) == list_regels(make_geadresseerde())


class TestHasAdres:
    """Paper needs a name, and an address that the post can find."""

    @pytest.mark.parametrize("adres", [make_adres(), make_adres(postcode="")])
    def test_a_dutch_address_needs_a_line_and_a_town(self, adres: Adres) -> None:
        assert is_te_posten(make_geadresseerde(adres=adres))

    def test_a_dutch_address_without_a_town_is_not_enough(self) -> None:
        nergens = Adres(locatiebeschrijving="Woonschip naast de sluis")

        assert not is_te_posten(make_geadresseerde(adres=nergens))

    @pytest.mark.parametrize(("land", "bekend"), [("5010", True), ("4321", False), ("9999", False)])
    def test_an_address_abroad_needs_a_country_that_the_post_knows(self, land: str, bekend: bool) -> None:
        assert bekend is is_te_posten(make_geadresseerde(verblijfplaats=make_buitenland(land)))

    def test_an_address_without_a_name_is_not_enough(self) -> None:
        naamloos = make_geadresseerde(make_persoon(geslachtsnaam="."), adres=make_adres())

        assert not is_te_posten(naamloos)

    def test_no_address_at_all_is_not_enough(self) -> None:
        assert not is_te_posten(make_geadresseerde())
