"""The settings of an installation."""

from pathlib import Path

import pytest

from calc.huishouden import Toeslag
from correspondentie.errors import CannotStartError
from correspondentie.settings import Settings


class TestSettings:
    """Read in one place; all that is wrong is reported at once."""

    def test_the_defaults_need_nothing(self) -> None:
        assert Settings() == Settings.from_env({})

    def test_what_is_not_ours_is_left_alone(self) -> None:
        assert Settings() == Settings.from_env({"PATH": "/bin", "HOME": "/"})

    def test_each_setting_gets_its_own_type(self) -> None:
        settings = Settings.from_env(
            {
                "CORRESPONDENTIE_BROK": "25",
                "CORRESPONDENTIE_WACHTTIJD": "0.5",
                "CORRESPONDENTIE_SJABLONEN": "elders",
                "CORRESPONDENTIE_BREEKPUNT": "brok-gezet",
            }
        )

        assert (settings.brok, settings.wachttijd) == (25, 0.5)
        assert (settings.sjablonen, settings.breekpunt) == (Path("elders"), "brok-gezet")

    def test_what_the_printer_asks_has_its_own_types(self) -> None:
        settings = Settings.from_env(
            {
                "CORRESPONDENTIE_PRINT_CAPACITEIT": "40000",
                "CORRESPONDENTIE_VELGEWICHT": "4500",
                "CORRESPONDENTIE_PRINT_SLEUTEL": "s.pem",
                "CORRESPONDENTIE_PRINT_CERTIFICAAT": "c.pem",
            }
        )

        assert (settings.print_capaciteit, settings.velgewicht, settings.envelopgewicht) == (
            40000,
            4500,
            7000,
        )
        assert (settings.print_sleutel, settings.print_certificaat) == (Path("s.pem"), Path("c.pem"))

    def test_a_key_for_the_printer_needs_its_certificate(self) -> None:
        with pytest.raises(CannotStartError, match="horen bij elkaar"):
            Settings.from_env({"CORRESPONDENTIE_PRINT_SLEUTEL": "s.pem"})

    def test_the_instelbaar_voorschot_is_off_for_every_toeslag(self) -> None:
        assert frozenset() == Settings.from_env({}).instelbaar_voorschot

    def test_the_instelbaar_voorschot_can_be_put_on_per_toeslag(self) -> None:
        aan = {"CORRESPONDENTIE_INSTELBAAR_VOORSCHOT": "zorgtoeslag, kindgebonden-budget"}

        toeslagen = Settings.from_env(aan).instelbaar_voorschot

        assert {Toeslag.ZORGTOESLAG, Toeslag.KINDGEBONDEN_BUDGET} == toeslagen

    def test_all_mistakes_are_named_together(self) -> None:
        fout = {
            "CORRESPONDENTIE_BROK": "0",
            "CORRESPONDENTIE_TIJDSLIMIET": "lang",
            "CORRESPONDENTIE_OIN": "12",
            "CORRESPONDENTIE_INSTELBAAR_VOORSCHOT": "huurtoeslag,bijzondere bijstand",
            "CORRESPONDENTIE_BROCK": "5",
        }

        with pytest.raises(CannotStartError) as gevonden:
            Settings.from_env(fout)

        assert all(naam in str(gevonden.value) for naam in fout)

    def test_a_real_berichtenbox_wants_a_sender_of_its_own(self) -> None:
        with pytest.raises(CannotStartError, match="CORRESPONDENTIE_OIN en CORRESPONDENTIE_SLEUTEL"):
            Settings.from_env({"CORRESPONDENTIE_FBS_URL": "https://magazijn.example"})
