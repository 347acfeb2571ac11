"""Which letters a decision becomes, or why none (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from calc.beschikking import Beschikking, Mutatiebesluit
from correspondentie.dossier import Dossier
from correspondentie.register import Aanleiding, Brieftype, Register


class Onderdrukreden(StrEnum):
    """Why a decision becomes no letter, beside an Aanleiding nobody writes about and a Weglating."""

    OVERLEDEN = "overleden"


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    """The plan of one letter; kind is the Kind.nummer of a mutatiebrief."""

    brieftype: Brieftype
    aanleiding: Aanleiding
    kind: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Onderdrukt:
    """A decision that becomes no letter, with the reason."""

    aanleiding: Aanleiding
    reden: str
    kind: int | None = None


def decide_aanleiding(dossier: Dossier, beschikking: Beschikking) -> Aanleiding:
    """Decide what the Beschikking means beside what was granted before."""
    verleend = dossier.huishouden.verleend
    eerder = verleend.bedrag_jaar if verleend else 0
    if beschikking.bedrag_jaar == 0:
        return Aanleiding.NIHIL if eerder else Aanleiding.GEEN_RECHT
    if beschikking.bedrag_jaar == eerder:
        return Aanleiding.ONGEWIJZIGD
    return Aanleiding.TOEKENNING


def plan_brieven(
    dossier: Dossier, beschikking: Beschikking, mutatiebesluit: Mutatiebesluit, register: Register
) -> tuple[Brief | Onderdrukt, ...]:
    """Plan one Brief or Onderdrukt per decision: the Beschikking, and each child with deviating data.

    Shape: the Beschikking first, then the mutaties, then the children left out.
    """
    besluiten: list[tuple[Aanleiding, int | None]] = [(decide_aanleiding(dossier, beschikking), None)]
    besluiten += [(Aanleiding.MUTATIE, mutatie.kind) for mutatie in mutatiebesluit.mutaties]
    plannen: list[Brief | Onderdrukt] = [
        _plan_brief(dossier, aanleiding, kind, register) for aanleiding, kind in besluiten
    ]
    plannen += [
        Onderdrukt(aanleiding=Aanleiding.MUTATIE, reden=weglating.reden.value, kind=weglating.kind)
        for weglating in mutatiebesluit.weggelaten
    ]
    return tuple(plannen)


def _plan_brief(
    dossier: Dossier, aanleiding: Aanleiding, kind: int | None, register: Register
) -> Brief | Onderdrukt:
    if dossier.aanvrager.overlijdensdatum is not None:
        return Onderdrukt(aanleiding=aanleiding, reden=Onderdrukreden.OVERLEDEN.value, kind=kind)
    brieftype = register.find_for(aanleiding)
    if brieftype is None:
        return Onderdrukt(aanleiding=aanleiding, reden=aanleiding.value, kind=kind)
    return Brief(brieftype=brieftype, aanleiding=aanleiding, kind=kind)
