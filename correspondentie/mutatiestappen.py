"""What a step in the life of a mutatie decides over the household (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from calc.betaalplan import advance_verleend
from calc.mutatiestand import Mutatiestatus, check_overgang, check_tegenhouden
from correspondentie.besluiten import Dossierbesluit, Grondregels, apply_doorgevoerde, make_dossierbesluit
from correspondentie.brieven import Briefgrond, Tegenhouding, plan_brief
from correspondentie.dossier import Besluitsoort, Dossier
from correspondentie.mutatieregels import Mutatiedossier, Mutatieregel, Mutatiestand
from correspondentie.register import Aanleiding


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiestap:
    """One step: which mutaties go from what to what, and what follows for the household.

    Shape: overgangen hold each Mutatieregel as it was with what it becomes; stand is the cap ledger that the
    decision rests on.
    """

    overgangen: tuple[tuple[Mutatieregel, Mutatieregel], ...]
    besluit: Dossierbesluit
    stand: Mutatiestand


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiegeval:
    """All that is known of one household with mutaties: its newest facts, and the cap ledger."""

    mutatiedossier: Mutatiedossier
    stand: Mutatiestand


def decide_tegenhouden(
    gegevens: Mutatiegeval, regel: Mutatieregel, dag: date, regels: Grondregels
) -> Mutatiestap:
    """Decide that a mutatie is stopped on this day: nothing changes, and a confirmation follows.

    Raises: InvalidOvergangError when it is too late, or the mutatie no longer is only announced.
    """
    check_tegenhouden(regel.status, regel.tegenhouden_uiterlijk, dag)
    dossier, beschikking = gegevens.mutatiedossier.dossier, gegevens.mutatiedossier.beschikking
    grond = Briefgrond(
        aanleiding=Aanleiding.TEGENGEHOUDEN,
        beschikking=beschikking,
        mutatie=regel.mutatie,
        tegenhouding=Tegenhouding(kenmerk=regel.kenmerk, dagtekening=regel.dagtekening, dag=dag),
    )
    besluit = Dossierbesluit(
        feiten=dossier,
        dossier=dossier,
        gronden=(grond,),
        plannen=(plan_brief(dossier, grond, regels.register),),
    )
    return _make_stap(gegevens, [(regel, replace(regel, status=Mutatiestatus.TEGENGEHOUDEN))], besluit)


def decide_doorvoeren(
    gegevens: Mutatiegeval, rijp: Sequence[Mutatieregel], regels: Grondregels
) -> Mutatiestap:
    """Decide that mutaties of one household, which nobody stopped, are in force from the next payment on.

    The first payment on the new amount is never before the window of three weeks has closed: ingangsmaand
    was announced so, and can only be later.

    Raises: CalcError when the core refuses.
    """
    toeslagjaar = gegevens.mutatiedossier.dossier.huishouden.toeslagjaar
    eerste = regels.rekenregels.find_kalender(toeslagjaar).betaalkalender.find_eerste_termijn()
    overgangen = [
        (
            regel,
            replace(regel, status=Mutatiestatus.DOORGEVOERD, ingangsmaand=max(regel.ingangsmaand, eerste)),
        )
        for regel in rijp
    ]
    return _decide_herziening(gegevens, overgangen, regels)


def decide_terugdraaien(gegevens: Mutatiegeval, regel: Mutatieregel, regels: Grondregels) -> Mutatiestap:
    """Decide that a mutatie in force is undone from the next payment on, once the new amount was paid.

    Raises: InvalidOvergangError when it is not in force; CalcError when the core refuses.
    """
    check_overgang(regel.status, Mutatiestatus.TERUGGEDRAAID)
    eerste = regels.rekenregels.find_kalender(regel.toeslagjaar).betaalkalender.find_eerste_termijn()
    nieuw = replace(
        regel, status=Mutatiestatus.TERUGGEDRAAID, terug_vanaf=max(eerste, regel.ingangsmaand + 1)
    )
    return _decide_herziening(gegevens, [(regel, nieuw)], regels)


def _decide_herziening(
    gegevens: Mutatiegeval, overgangen: list[tuple[Mutatieregel, Mutatieregel]], regels: Grondregels
) -> Mutatiestap:
    feiten = advance_dossier(gegevens.mutatiedossier, regels)
    nieuw = {oud.kenmerk: nieuw for oud, nieuw in overgangen}
    stand = Mutatiestand(regels=tuple(nieuw.get(r.kenmerk, r) for r in gegevens.stand.regels))
    dossier = apply_doorgevoerde(feiten, stand.list_doorgevoerd())
    beschikkingen = regels.rekenregels.decide_beschikkingen(dossier.huishouden, Besluitsoort.VOORLOPIG)
    return _make_stap(gegevens, overgangen, make_dossierbesluit(feiten, dossier, beschikkingen, regels))


def advance_dossier(mutatiedossier: Mutatiedossier, regels: Grondregels) -> Dossier:
    """Return the newest facts with what was granted and paid since, up to the day of this run."""
    dossier, beschikking = mutatiedossier.dossier, mutatiedossier.beschikking
    dag = regels.rekenregels.dagtekening
    verleend = {t.toeslag: advance_verleend(t, dag) for t in beschikking.toekenningen}
    aanvragen = tuple(replace(a, verleend=verleend[a.toeslag]) for a in dossier.huishouden.aanvragen)
    return replace(dossier, huishouden=replace(dossier.huishouden, aanvragen=aanvragen))


def _make_stap(
    gegevens: Mutatiegeval, overgangen: list[tuple[Mutatieregel, Mutatieregel]], besluit: Dossierbesluit
) -> Mutatiestap:
    return Mutatiestap(overgangen=tuple(overgangen), besluit=besluit, stand=gegevens.stand)
