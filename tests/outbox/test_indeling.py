"""What the post charges for a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.indeling import Klasse, Posttarief

TARIEF = Posttarief()


@pytest.mark.parametrize(
    ("vellen", "buitenland", "naam"),
    [
        (1, False, "nl-20g"),
        (2, False, "nl-20g"),  # 17 g
        (3, False, "nl-50g"),  # 22 g
        (8, False, "nl-50g"),  # 47 g
        (9, False, "nl-100g"),
        (18, False, "nl-100g"),
        (19, False, "nl-350g"),
        (69, True, "buitenland-2000g"),
        (399, True, "buitenland-zwaarder"),
    ],
)
def test_a_letter_falls_in_the_step_of_its_weight(vellen: int, buitenland: bool, naam: str) -> None:
    assert naam == TARIEF.find_klasse(vellen, buitenland=buitenland).naam


@given(st.integers(1, 500), st.booleans(), st.integers(1_000, 20_000), st.integers(0, 60_000))
def test_a_class_holds_every_number_of_sheets_between_its_ends(
    vellen: int, buitenland: bool, vel_mg: int, envelop_mg: int
) -> None:
    tarief = Posttarief(vel_mg=vel_mg, envelop_mg=envelop_mg)
    klasse = tarief.find_klasse(vellen, buitenland=buitenland)

    assert klasse.vellen_van <= vellen <= (klasse.vellen_tot or vellen)
    for einde in filter(None, (klasse.vellen_van, klasse.vellen_tot)):
        assert klasse == tarief.find_klasse(einde, buitenland=buitenland)


def test_an_envelope_that_is_too_heavy_for_a_step_skips_it() -> None:
    zwaar = Posttarief(envelop_mg=25_000)

    assert Klasse(naam="nl-50g", buitenland=False, vellen_van=1, vellen_tot=5) == zwaar.find_klasse(
        1, buitenland=False
    )
