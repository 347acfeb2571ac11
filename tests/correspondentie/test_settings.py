"""The settings of an installation."""

from pathlib import Path
from typing import ClassVar

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


class TestArchiefinstellingen:
    """An object store needs an address that is safe and somebody who writes; a secret stays one."""

    GOED: ClassVar[dict[str, str]] = {
        "CORRESPONDENTIE_ARCHIEF": "s3://emmer/map-1",
        "CORRESPONDENTIE_ARCHIEF_URL": "https://opslag.example:8333",
        "CORRESPONDENTIE_ARCHIEF_ID": "dienst",
        "CORRESPONDENTIE_ARCHIEF_GEHEIM": "heel-geheim",
    }

    def test_an_object_store_is_taken_and_its_secret_is_in_no_repr(self) -> None:
        settings = Settings.from_env({**self.GOED, "CORRESPONDENTIE_SLEUTEL": "ook-geheim-en-lang"})

        assert (settings.archief, settings.archief_geheim) == ("s3://emmer/map-1", "heel-geheim")
        assert "geheim'" not in repr(settings)

    def test_nothing_may_be_destroyed_unless_that_is_said(self) -> None:
        assert Settings.from_env({}).vernietigingsstop
        assert not Settings.from_env({"CORRESPONDENTIE_VERNIETIGINGSSTOP": "uit"}).vernietigingsstop

    @pytest.mark.parametrize(
        ("anders", "zegt"),
        [
            ({"CORRESPONDENTIE_ARCHIEF": "emmer"}, "verwacht s3://emmer"),
            ({"CORRESPONDENTIE_ARCHIEF": "s3://emmer/../elders"}, "verwacht s3://emmer"),
            ({"CORRESPONDENTIE_ARCHIEF_URL": "http://opslag.example"}, "verwacht een adres met https"),
            (
                {"CORRESPONDENTIE_ARCHIEF_URL": "https://wie:wachtwoord@opslag"},
                "verwacht een adres met https",
            ),
            ({"CORRESPONDENTIE_VERNIETIGINGSSTOP": "misschien"}, "verwacht aan of uit"),
        ],
    )
    def test_what_cannot_be_is_refused(self, anders: dict[str, str], zegt: str) -> None:
        with pytest.raises(CannotStartError, match=zegt) as gevonden:
            Settings.from_env(self.GOED | anders)

        assert "wachtwoord" not in str(gevonden.value)

    @pytest.mark.parametrize("weg", ["CORRESPONDENTIE_ARCHIEF_ID", "CORRESPONDENTIE_ARCHIEF"])
    def test_half_a_store_is_refused(self, weg: str) -> None:
        half = {naam: waarde for naam, waarde in self.GOED.items() if naam != weg}

        with pytest.raises(CannotStartError, match="CORRESPONDENTIE_ARCHIEF"):
            Settings.from_env(half)
