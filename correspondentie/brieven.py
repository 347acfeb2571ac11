"""Which letters a decision becomes, or why none (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calc.beschikking import Beschikking, Beschikkingsoort, Terugvordering, Toekenning
from calc.definitief import decide_terugvordering
from calc.huishouden import Toeslag, Verleend
from calc.mutatie import Mutatie, Mutatiebesluit
from correspondentie.dossier import Dossier
from correspondentie.mutatieregels import Mutatieregel
from correspondentie.register import Aanleiding, Brieftype, Register


class Onderdrukreden(StrEnum):
    """Why a decision becomes no letter, beside an Aanleiding nobody writes about and a Weglating."""

    OVERLEDEN = "overleden"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tegenhouding:
    """That a citizen stopped a mutatie: which letter announced it, and on which day it was stopped."""

    kenmerk: str
    dagtekening: date
    dag: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefgrond:
    """What was decided over a household, and can be the ground for one letter.

    Shape: beschikking is the decision it belongs to; terugvordering, mutatie and tegenhouding are filled
    where it is about that; toeslag where the decision is about one toeslag only; mutaties are those for which
    it was decided anew, each as it became.
    """

    aanleiding: Aanleiding
    beschikking: Beschikking
    terugvordering: Terugvordering | None = None
    mutatie: Mutatie | None = None
    tegenhouding: Tegenhouding | None = None
    toeslag: Toeslag | None = None
    mutaties: tuple[Mutatieregel, ...] = ()

    @property
    def kind(self) -> int | None:
        """The Kind.nummer it is about; None for the household or its income."""
        return self.mutatie.kind if self.mutatie else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    """The plan of one letter."""

    brieftype: Brieftype
    grond: Briefgrond


@dataclass(frozen=True, kw_only=True, slots=True)
class Onderdrukt:
    """A decision that becomes no letter, with the reason."""

    aanleiding: Aanleiding
    reden: str
    kind: int | None = None
    toeslag: Toeslag | None = None


def decide_aanleiding(dossier: Dossier, beschikking: Beschikking) -> Aanleiding:
    """Decide what the Beschikking means beside what was granted before."""
    if beschikking.soort is Beschikkingsoort.DEFINITIEVE_TOEKENNING:
        return Aanleiding.DEFINITIEF
    eerder = [_find_verleend(dossier, toekenning) for toekenning in beschikking.toekenningen]
    if all(map(_is_ongewijzigd, beschikking.toekenningen, eerder)):
        return Aanleiding.ONGEWIJZIGD
    verleend = any(stand.bedrag_jaar or stand.uitbetaald for stand in eerder if stand)
    if not beschikking.bedrag_jaar:
        return Aanleiding.NIHIL if verleend else Aanleiding.GEEN_RECHT
    return Aanleiding.HERZIENING if verleend else Aanleiding.TOEKENNING


def _find_verleend(dossier: Dossier, toekenning: Toekenning) -> Verleend | None:
    return dossier.huishouden.find_aanvraag(toekenning.toeslag).verleend


def _is_ongewijzigd(toekenning: Toekenning, eerder: Verleend | None) -> bool:
    """Answer whether a toeslag is as it was granted, with nothing to pay or to claim back for the past."""
    afrekening = toekenning.afrekening
    return (
        eerder is not None
        and (eerder.bedrag_jaar, eerder.voorschotpercentage)
        == (toekenning.bedrag_jaar, toekenning.voorschotpercentage)
        and not afrekening.nabetaling + afrekening.terug_te_betalen
    )


def list_gronden(
    dossier: Dossier, beschikkingen: tuple[Beschikking, ...], mutaties: tuple[Mutatieregel, ...] = ()
) -> Iterator[Briefgrond]:
    """List each Beschikking, with the mutaties for which it was made, and after it what it claims back."""
    for beschikking in beschikkingen:
        aanleiding = decide_aanleiding(dossier, beschikking)
        definitief = aanleiding is Aanleiding.DEFINITIEF
        toeslag = beschikking.toekenningen[0].toeslag if definitief else None
        yield Briefgrond(aanleiding=aanleiding, beschikking=beschikking, toeslag=toeslag, mutaties=mutaties)
        terugvordering = decide_terugvordering(beschikking)
        if terugvordering is not None:
            yield Briefgrond(
                aanleiding=Aanleiding.TERUGVORDERING,
                beschikking=beschikking,
                terugvordering=terugvordering,
                toeslag=toeslag,
            )


def list_mutaties(mutatiebesluit: Mutatiebesluit) -> Iterator[Briefgrond]:
    """List what is announced."""
    for mutatie in mutatiebesluit.mutaties:
        aanleiding = find_mutatieaanleiding(mutatie.kind)
        yield Briefgrond(aanleiding=aanleiding, beschikking=mutatiebesluit.beschikking_na, mutatie=mutatie)


def find_mutatieaanleiding(kind: int | None) -> Aanleiding:
    """Return what a letter about this child, or (None) about the income, is about."""
    return Aanleiding.MUTATIE_INKOMEN if kind is None else Aanleiding.MUTATIE


def plan_brief(dossier: Dossier, grond: Briefgrond, register: Register) -> Brief | Onderdrukt:
    """Plan the letter about what was decided, or say why there is none."""
    reden = None
    if dossier.aanvrager.overlijdensdatum is not None:
        reden = Onderdrukreden.OVERLEDEN.value
    brieftype = register.find_for(grond.aanleiding)
    if reden is None and brieftype is not None:
        return Brief(brieftype=brieftype, grond=grond)
    return Onderdrukt(
        aanleiding=grond.aanleiding,
        reden=reden or grond.aanleiding.value,
        kind=grond.kind,
        toeslag=grond.toeslag,
    )


def list_weggelaten(mutatiebesluit: Mutatiebesluit) -> Iterator[Onderdrukt]:
    """List the deviating data that are not changed, each with its reason."""
    for weglating in mutatiebesluit.weggelaten:
        aanleiding = find_mutatieaanleiding(weglating.kind)
        yield Onderdrukt(aanleiding=aanleiding, reden=weglating.reden.value, kind=weglating.kind)
