from babel import Locale

from correspondentie.adressering.tabellen import GEMEENTEN, LANDEN, Land, find_gemeentenaam, find_land


class TestTabellen:
    """The BRP tables 33 (municipalities) and 34 (countries)."""

    def test_the_whole_table_of_municipalities_is_there(self) -> None:
        assert 345 == len(GEMEENTEN)
        assert "'s-Gravenhage" == find_gemeentenaam("0518")
        assert "Súdwest-Fryslân" == find_gemeentenaam("1900")

    def test_the_whole_table_of_countries_is_there(self) -> None:
        assert 252 == len(LANDEN)
        assert "Bondsrepubliek Duitsland" == find_land("9089").omschrijving

    def test_every_code_has_four_digits_and_every_name_is_clean(self) -> None:
        namen = GEMEENTEN | {code: land.omschrijving or "" for code, land in LANDEN.items()}
        fout = {
            code: naam
            for code, naam in namen.items()
            if not (code.isdigit() and len(code) == 4 and naam and naam == " ".join(naam.split()))
        }

        assert {} == fout

    def test_an_unknown_municipality_has_no_name(self) -> None:
        assert "" == find_gemeentenaam("9876")
        assert "" == find_gemeentenaam("")

    def test_an_unknown_country_keeps_only_its_code(self) -> None:
        assert Land(code="4321") == find_land("4321")

    def test_the_name_for_the_envelope_is_the_english_name_of_the_same_country(self) -> None:
        nederlands, engels = Locale("nl").territories, Locale("en").territories
        verwacht = {nederlands[iso]: engels[iso].upper() for iso in nederlands}
        anders = {
            land.omschrijving: land.poststuk
            for land in LANDEN.values()
            if land.omschrijving in verwacht
            and land.poststuk != verwacht[land.omschrijving].replace("ST. ", "SAINT ").replace(" & ", " AND ")
        }

        # CLDR writes a curly apostrophe, and the Canary Islands are mail for Spain.
        assert {"Canarische Eilanden": "CANARY ISLANDS, SPAIN", "Ivoorkust": "CÔTE D'IVOIRE"} == anders
