"""All decisions over one household: right, mutaties, letters, and whether it can be reached (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from calc.beschikking import Beschikking
from calc.mutatie import Mutatiebesluit
from calc.mutatiestand import Mutatiestatus
from calc.muteren import Mutatieopdracht, apply_mutaties, decide_mutaties, undo_mutaties
from correspondentie.adressering.adresseren import compute_adressering, has_adres
from correspondentie.brieven import (
    Brief,
    Briefgrond,
    Onderdrukt,
    list_gronden,
    list_mutaties,
    list_weggelaten,
    plan_brief,
)
from correspondentie.dossier import Besluitsoort, Dossier
from correspondentie.kalender import Kalender
from correspondentie.kanaal import Kanaalbesluit, Kanaalfeiten, decide_kanalen
from correspondentie.mutatieregels import Mutatieregel, Mutatiestand
from correspondentie.register import Aanleiding, Brieftype, Register
from correspondentie.rekenregels import Rekenregels


@dataclass(frozen=True, kw_only=True, slots=True)
class Grondregels:
    """What all decisions of one run rest on: amounts and days, and the live brieftypen."""

    rekenregels: Rekenregels
    register: Register


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossierbesluit:
    """All that was decided over one household.

    Shape: feiten are the facts as they came in, dossier those on which was decided: with the mutaties in
    force. gronden hold every decision, plannen for each a letter or the reason why there is none, and after
    them what was left out of the mutatiebesluit; that is None where nothing delivered was compared.
    """

    feiten: Dossier
    dossier: Dossier
    gronden: tuple[Briefgrond, ...]
    plannen: tuple[Brief | Onderdrukt, ...]
    mutatiebesluit: Mutatiebesluit | None = None

    def list_brieven(self) -> tuple[Brief, ...]:
        """List the letters that follow."""
        return tuple(plan for plan in self.plannen if isinstance(plan, Brief))

    @property
    def beschikking(self) -> Beschikking:
        """The decision on the household, the first where every toeslag has its own."""
        return self.gronden[0].beschikking

    @property
    def mutatievoorstellen(self) -> int:
        """How many children, and incomes, have deviating data: each ends as a letter or with a reason."""
        besluit = self.mutatiebesluit
        return len(besluit.mutaties) + len(besluit.weggelaten) if besluit else 0

    @property
    def terugvorderingen(self) -> int:
        """How many times something is claimed back."""
        return sum(grond.terugvordering is not None for grond in self.gronden)

    @property
    def beschikkingen(self) -> int:
        """How many decisions there are beside what is claimed back and what is announced."""
        aangekondigd = len(self.mutatiebesluit.mutaties) if self.mutatiebesluit else 0
        return len(self.gronden) - self.terugvorderingen - aangekondigd


def decide_dossier(dossier: Dossier, stand: Mutatiestand, regels: Grondregels) -> Dossierbesluit:
    """Decide over one household, given what the cap ledger holds for its applicant.

    Raises: CalcError when the core refuses; the household is then uitval.
    """
    if dossier.besluitsoort is Besluitsoort.DEFINITIEF:
        definitief = regels.rekenregels.decide_beschikkingen(dossier.huishouden, dossier.besluitsoort)
        return make_dossierbesluit(dossier, definitief, regels)
    feiten, dossier = dossier, apply_doorgevoerde(dossier, stand.list_doorgevoerd())
    toeslagjaar = dossier.huishouden.toeslagjaar
    opdracht = Mutatieopdracht(
        ingangsmaand=regels.rekenregels.find_kalender(toeslagjaar).ingangsmaand,
        ruimte=stand.ruimte,
        lopend=stand.list_kinderen(Mutatiestatus.AANGEKONDIGD),
        tegengehouden=stand.list_kinderen(Mutatiestatus.TEGENGEHOUDEN, Mutatiestatus.TERUGGEDRAAID),
        bereikbaar=is_bereikbaar(dossier, regels),
    )
    voorschotregels = regels.rekenregels.find_voorschotregels(toeslagjaar)
    mutatiebesluit = decide_mutaties(dossier.huishouden, voorschotregels, opdracht)
    beschikkingen = (mutatiebesluit.beschikking_nu,)
    return replace(make_dossierbesluit(dossier, beschikkingen, regels, mutatiebesluit), feiten=feiten)


def apply_doorgevoerde(dossier: Dossier, regels: Iterable[Mutatieregel]) -> Dossier:
    """Return the dossier with these mutaties in force, as far as its facts are still the same."""
    huishouden = dossier.huishouden
    for regel in regels:
        if regel.terug_vanaf is None:
            huishouden = apply_mutaties(huishouden, (regel.mutatie,), regel.ingangsmaand)
        else:
            huishouden = undo_mutaties(huishouden, (regel.mutatie,), regel.ingangsmaand, regel.terug_vanaf)
    return replace(dossier, huishouden=huishouden)


def make_dossierbesluit(
    dossier: Dossier,
    beschikkingen: tuple[Beschikking, ...],
    regels: Grondregels,
    mutatiebesluit: Mutatiebesluit | None = None,
    mutaties: tuple[Mutatieregel, ...] = (),
) -> Dossierbesluit:
    """Plan a letter for everything that was decided, or the reason why there is none.

    mutaties are those for which was decided anew. The facts are taken to be as they came in.

    Shape: each Beschikking with what it claims back, then the mutaties, then what was left out.
    """
    gronden = list(list_gronden(dossier, beschikkingen, mutaties))
    weggelaten: list[Onderdrukt] = []
    if mutatiebesluit is not None:
        gronden += list_mutaties(mutatiebesluit)
        weggelaten += list_weggelaten(mutatiebesluit)
    plannen = (plan_brief(dossier, grond, regels.register) for grond in gronden)
    return Dossierbesluit(
        feiten=dossier,
        dossier=dossier,
        gronden=tuple(gronden),
        plannen=(*plannen, *weggelaten),
        mutatiebesluit=mutatiebesluit,
    )


def is_bereikbaar(dossier: Dossier, regels: Grondregels) -> bool:
    """Answer whether a mutatiebrief would reach the citizen.

    A mutatie takes effect when nobody stops it, so one that nobody can read must not be announced.
    """
    brieftype = regels.register.find_for(Aanleiding.MUTATIE)
    if brieftype is None:
        return False
    kalender = regels.rekenregels.find_kalender(dossier.huishouden.toeslagjaar)
    return decide_brief_kanalen(dossier, brieftype, kalender).vastgehouden is None


def is_post_mogelijk(dossier: Dossier) -> bool:
    """Answer whether there is an address at which the applicant is not known to be absent."""
    adressering = compute_adressering(dossier.aanvrager.brp)
    return has_adres(adressering) and not adressering.vastgesteld_verblijft_niet_op_adres


def decide_brief_kanalen(
    dossier: Dossier, brieftype: Brieftype, kalender: Kalender, *, binnen_grenzen: bool = True
) -> Kanaalbesluit:
    """Decide over which channels a letter of this brieftype goes to this applicant."""
    return decide_kanalen(
        Kanaalfeiten(
            voorkeur=dossier.voorkeur,
            berichtenbox=dossier.berichtenbox,
            peildatum=kalender.dagtekening,
            alleen_digitaal=brieftype.alleen_digitaal,
            papier_mogelijk=is_post_mogelijk(dossier),
            binnen_grenzen=binnen_grenzen,
        )
    )
