"""The decision on the advance: all toeslagen of a household in one Beschikking."""

from calc.beschikking import Beschikking
from calc.huishouden import Huishouden
from calc.kinderopvangtoeslag import decide_kinderopvangtoeslag
from calc.norm import Norm


def decide_beschikking(huishouden: Huishouden, norm: Norm) -> Beschikking:
    """Decide on every toeslag of this household for its toeslagjaar.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=1
    Raises: MissingNormError when the norm is of another year.
    """
    return Beschikking(
        toeslagjaar=huishouden.toeslagjaar,
        toekenningen=(decide_kinderopvangtoeslag(huishouden, norm),),
    )
