"""The decision on the advance: all toeslagen of a household in one Beschikking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calc.beschikking import Beschikking, Beschikkingsoort, Recht, Toekenning
from calc.betaalplan import (
    Betaalkalender,
    find_eerste_termijn,
    list_termijnen,
    settle_voorschot,
    split_betalingen,
)
from calc.errors import InvalidFeitError
from calc.huishouden import Aanvraag, Huishouden, Toeslag
from calc.huurtoeslag import decide_huurtoeslag
from calc.kinderopvangtoeslag import decide_kinderopvangtoeslag
from calc.kindgebonden_budget import decide_kindgebonden_budget
from calc.norm import Norm
from calc.zorgtoeslag import decide_zorgtoeslag

Beslisser = Callable[[Huishouden, Norm], Recht]
BESLISSERS: Mapping[Toeslag, Beslisser] = MappingProxyType(
    {
        Toeslag.KINDEROPVANGTOESLAG: decide_kinderopvangtoeslag,
        Toeslag.ZORGTOESLAG: decide_zorgtoeslag,
        Toeslag.HUURTOESLAG: decide_huurtoeslag,
        Toeslag.KINDGEBONDEN_BUDGET: decide_kindgebonden_budget,
    }
)


def decide_rechten(huishouden: Huishouden, norm: Norm) -> tuple[Recht, ...]:
    """Decide the right to every toeslag that was applied for, in the order of Toeslag.

    Source: jci1.3:c:BWBR0018472&artikel=14
    Raises: MissingNormError, InvalidFeitError.
    """
    gevraagd = {aanvraag.toeslag for aanvraag in huishouden.aanvragen}
    return tuple(beslis(huishouden, norm) for toeslag, beslis in BESLISSERS.items() if toeslag in gevraagd)


@dataclass(frozen=True, kw_only=True, slots=True)
class Voorschotregels:
    """What an advance rests on beside the household.

    instelbaar holds the toeslagen of which an applicant may choose to receive less than the computed advance.
    """

    norm: Norm
    kalender: Betaalkalender
    instelbaar: frozenset[Toeslag] = frozenset()


def decide_beschikking(huishouden: Huishouden, regels: Voorschotregels) -> Beschikking:
    """Decide on the advance of every toeslag that was applied for.

    Source: jci1.3:c:BWBR0018472&artikel=16&lid=1
    Raises: MissingNormError; InvalidFeitError, also for a percentage where nobody may choose one.
    """
    toekenningen = tuple(
        _make_toekenning(recht, _find_aanvraag(huishouden, recht, regels), regels)
        for recht in decide_rechten(huishouden, regels.norm)
    )
    return Beschikking(
        soort=_decide_soort(huishouden, toekenningen),
        toeslagjaar=huishouden.toeslagjaar,
        dagtekening=regels.kalender.dagtekening,
        toekenningen=toekenningen,
    )


def check_percentage(toeslag: Toeslag, percentage: int, instelbaar: frozenset[Toeslag]) -> None:
    """Refuse a part of the advance where nobody may choose one.

    Unit:   percentage in whole percents.
    Source: jci1.3:c:BWBR0018472&artikel=16&lid=1 (the advance is that of the whole right)
    Raises: InvalidFeitError naming toeslag and percentage.
    """
    if percentage != 100 and toeslag not in instelbaar:
        raise InvalidFeitError(
            f"voorschotpercentage van {toeslag} is {percentage}, maar het instelbaar voorschot staat voor "
            "deze toeslag niet aan: verwacht is 100"
        )


def _find_aanvraag(huishouden: Huishouden, recht: Recht, regels: Voorschotregels) -> Aanvraag:
    aanvraag = huishouden.find_aanvraag(recht.toeslag)
    check_percentage(recht.toeslag, aanvraag.voorschotpercentage, regels.instelbaar)
    return aanvraag


def _make_toekenning(recht: Recht, aanvraag: Aanvraag, regels: Voorschotregels) -> Toekenning:
    norm, kalender = regels.norm, regels.kalender
    betalingen = split_betalingen(recht, norm, aanvraag.voorschotpercentage)
    eerste = find_eerste_termijn(aanvraag.verleend, norm.toeslagjaar, kalender)
    return Toekenning(
        recht=recht,
        voorschotpercentage=aanvraag.voorschotpercentage,
        betalingen=betalingen,
        termijnen=list_termijnen(betalingen, eerste, kalender),
        afrekening=settle_voorschot(betalingen, eerste, aanvraag.verleend),
    )


def _decide_soort(huishouden: Huishouden, toekenningen: tuple[Toekenning, ...]) -> Beschikkingsoort:
    """A decision on which nothing comes is a nihilstelling, one after an earlier grant a herziening."""
    if not any(toekenning.bedrag_jaar for toekenning in toekenningen):
        return Beschikkingsoort.NIHILSTELLING
    if any(aanvraag.verleend is not None for aanvraag in huishouden.aanvragen):
        return Beschikkingsoort.HERZIENE_VOORLOPIGE_TOEKENNING
    return Beschikkingsoort.VOORLOPIGE_TOEKENNING
