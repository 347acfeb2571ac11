"""What a step in the life of a mutatie decides over the household (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from calc.beschikking import Beschikking
from calc.betaalplan import advance_verleend
from calc.mutatiestand import InvalidOvergangError, Mutatiestatus, check_overgang, check_tegenhouden
from calc.muteren import is_lager
from correspondentie.besluiten import Dossierbesluit, Grondregels, apply_doorgevoerde, make_dossierbesluit
from correspondentie.brieven import Briefgrond, Tegenhouding, plan_brief
from correspondentie.dossier import Besluitsoort, Dossier
from correspondentie.mutatieregels import Mutatiedossier, Mutatieregel, Mutatiestand
from correspondentie.register import Aanleiding

Overgang = tuple[Mutatieregel, Mutatieregel]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiegeval:
    """All that is known of one household with mutaties: its newest facts, and the cap ledger."""

    mutatiedossier: Mutatiedossier
    stand: Mutatiestand


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutatiestap:
    """One step: which mutaties go from what to what, and what follows for the household.

    Shape: overgangen hold each Mutatieregel as it was with what it becomes; geval is what the decision rests
    on.
    """

    overgangen: tuple[Overgang, ...]
    besluit: Dossierbesluit
    geval: Mutatiegeval


def decide_tegenhouden(
    geval: Mutatiegeval, regel: Mutatieregel, dag: date, regels: Grondregels
) -> Mutatiestap:
    """Decide that a mutatie is stopped on this day: nothing changes, and a confirmation follows.

    When it came in force before the word of the citizen, in time, was handled, it is undone for all months
    and a herziening follows.

    Raises: InvalidOvergangError when it is too late, before the letter, or the mutatie is over; CalcError.
    """
    if dag < regel.dagtekening:
        raise InvalidOvergangError(
            f"De dag van ontvangst ({dag}) ligt voor de dagtekening van de mutatiebrief "
            f"({regel.dagtekening}). Controleer het kenmerk, en wanneer de burger het liet weten."
        )
    check_tegenhouden(regel.status, regel.tegenhouden_uiterlijk, dag)
    gestopt = replace(regel, status=Mutatiestatus.TEGENGEHOUDEN)
    if regel.status is Mutatiestatus.DOORGEVOERD:
        return _decide_herziening(geval, [(regel, gestopt)], regels)
    dossier = geval.mutatiedossier.dossier
    grond = Briefgrond(
        aanleiding=Aanleiding.TEGENGEHOUDEN,
        beschikking=geval.mutatiedossier.beschikking,
        mutatie=regel.mutatie,
        tegenhouding=Tegenhouding(kenmerk=regel.kenmerk, dagtekening=regel.dagtekening, dag=dag),
    )
    besluit = Dossierbesluit(
        feiten=dossier,
        dossier=dossier,
        gronden=(grond,),
        plannen=(plan_brief(dossier, grond, regels.register),),
    )
    return Mutatiestap(overgangen=((regel, gestopt),), besluit=besluit, geval=geval)


def decide_doorvoeren(geval: Mutatiegeval, rijp: Sequence[Mutatieregel], regels: Grondregels) -> Mutatiestap:
    """Decide that mutaties of one household, which nobody stopped, are in force from the next payment on.

    The first payment on the new amount is never before the window of three weeks has closed: ingangsmaand
    was announced so, and can only be later. What is left of the mutaties, after some were stopped, still
    makes the household go down: else the upward ones are closed, and if that does not help all of them.

    Raises: CalcError when the core refuses.
    """
    eerste = _find_eerste_termijn(rijp[0].toeslagjaar, regels)
    keuzes = (list(rijp), [regel for regel in rijp if regel.mutatie.effect < 0])
    for keuze in keuzes:
        stap = _decide_herziening(geval, _list_doorvoeringen(rijp, keuze, eerste), regels)
        nu = _decide_nu(geval, regels)
        if keuze and is_lager(nu, stap.besluit.beschikking, eerste):
            return stap
    return _decide_herziening(geval, _list_doorvoeringen(rijp, (), eerste), regels)


def _list_doorvoeringen(
    rijp: Sequence[Mutatieregel], keuze: Sequence[Mutatieregel], eerste: int
) -> list[Overgang]:
    """Put what was chosen in force, and close the rest."""
    return [
        (
            regel,
            replace(regel, status=Mutatiestatus.DOORGEVOERD, ingangsmaand=max(regel.ingangsmaand, eerste))
            if regel in keuze
            else replace(regel, status=Mutatiestatus.AFGESLOTEN),
        )
        for regel in rijp
    ]


def decide_terugdraaien(geval: Mutatiegeval, regel: Mutatieregel, regels: Grondregels) -> Mutatiestap:
    """Decide that a mutatie in force is undone from the next payment on, once the new amount was paid.

    Raises: InvalidOvergangError when it is not in force, or cannot be undone yet; CalcError.
    """
    check_overgang(regel.status, Mutatiestatus.TERUGGEDRAAID)
    eerste = _find_eerste_termijn(regel.toeslagjaar, regels)
    _check_terugdraaien(geval.stand, regel, eerste)
    nieuw = replace(
        regel, status=Mutatiestatus.TERUGGEDRAAID, terug_vanaf=max(eerste, regel.ingangsmaand + 1)
    )
    return _decide_herziening(geval, [(regel, nieuw)], regels)


def _check_terugdraaien(stand: Mutatiestand, regel: Mutatieregel, eerste: int) -> None:
    """An income is that of a whole year, so it waits for a payment; a later mutatie rests on this one."""
    if regel.mutatie.kind is None and eerste <= regel.ingangsmaand:
        raise InvalidOvergangError(
            "Deze mutatie van het inkomen kan nog niet worden teruggedraaid: er is nog niet betaald met het "
            "nieuwe inkomen. Geef de opdracht na de eerste betaling nog eens."
        )
    lopend = (Mutatiestatus.AANGEKONDIGD, Mutatiestatus.DOORGEVOERD)
    for later in stand.regels:
        zelfde = later.mutatie.kind == regel.mutatie.kind and later.volgnummer > regel.volgnummer
        if zelfde and later.status in lopend:
            raise InvalidOvergangError(
                f"Deze mutatie kan niet worden teruggedraaid: mutatie {later.kenmerk} kwam erna en rust "
                "erop. Houd die eerst tegen, of draai die eerst terug."
            )


def _find_eerste_termijn(toeslagjaar: int, regels: Grondregels) -> int:
    return regels.rekenregels.find_kalender(toeslagjaar).betaalkalender.find_eerste_termijn()


def _decide_nu(geval: Mutatiegeval, regels: Grondregels) -> Beschikking:
    """Decide on the household as it is now, without what this step changes."""
    feiten = advance_dossier(geval.mutatiedossier, regels)
    dossier = apply_doorgevoerde(feiten, geval.stand.list_doorgevoerd())
    return regels.rekenregels.decide_beschikkingen(dossier.huishouden, Besluitsoort.VOORLOPIG)[0]


def _decide_herziening(geval: Mutatiegeval, overgangen: list[Overgang], regels: Grondregels) -> Mutatiestap:
    feiten = advance_dossier(geval.mutatiedossier, regels)
    nieuw = {oud.kenmerk: nieuw for oud, nieuw in overgangen}
    stand = Mutatiestand(regels=tuple(nieuw.get(r.kenmerk, r) for r in geval.stand.regels))
    dossier = apply_doorgevoerde(feiten, stand.list_doorgevoerd())
    beschikkingen = regels.rekenregels.decide_beschikkingen(dossier.huishouden, Besluitsoort.VOORLOPIG)
    mutaties = tuple(regel for _, regel in overgangen)
    besluit = make_dossierbesluit(dossier, beschikkingen, regels, mutaties=mutaties)
    return Mutatiestap(overgangen=tuple(overgangen), besluit=replace(besluit, feiten=feiten), geval=geval)


def advance_dossier(mutatiedossier: Mutatiedossier, regels: Grondregels) -> Dossier:
    """Return the newest facts with what was granted and paid since, up to the day of this run."""
    dossier, beschikking = mutatiedossier.dossier, mutatiedossier.beschikking
    dag = regels.rekenregels.dagtekening
    verleend = {t.toeslag: advance_verleend(t, dag) for t in beschikking.toekenningen}
    aanvragen = tuple(replace(a, verleend=verleend[a.toeslag]) for a in dossier.huishouden.aanvragen)
    return replace(dossier, huishouden=replace(dossier.huishouden, aanvragen=aanvragen))
