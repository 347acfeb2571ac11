"""All decisions over one household: right, mutaties, letters, and whether it can be reached (pure)."""

from dataclasses import dataclass

from calc.beschikking import Beschikking, Mutatiebesluit
from calc.muteren import Mutatieopdracht, decide_mutaties
from calc.norm import Norm
from calc.voorschot import decide_beschikking
from correspondentie.adressering.adresseren import compute_adressering, has_adres
from correspondentie.brieven import Brief, Onderdrukt, plan_brieven
from correspondentie.dossier import Dossier
from correspondentie.kalender import Kalender
from correspondentie.kanaal import Kanaalbesluit, Kanaalfeiten, decide_kanalen
from correspondentie.opslag import Mutatiestand
from correspondentie.register import Aanleiding, Brieftype, Register


@dataclass(frozen=True, kw_only=True, slots=True)
class Grondregels:
    """What all decisions of one run rest on: the amounts, the days and the live brieftypen."""

    norm: Norm
    kalender: Kalender
    register: Register


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossierbesluit:
    """All that was decided over one household."""

    dossier: Dossier
    beschikking: Beschikking
    mutatiebesluit: Mutatiebesluit
    plannen: tuple[Brief | Onderdrukt, ...]

    @property
    def mutatievoorstellen(self) -> int:
        """How many children have deviating data: each ends as a letter or with a reason."""
        return len(self.mutatiebesluit.mutaties) + len(self.mutatiebesluit.weggelaten)


def decide_dossier(dossier: Dossier, stand: Mutatiestand, regels: Grondregels) -> Dossierbesluit:
    """Decide over one household, given what the cap ledger holds for its applicant.

    Raises: CalcError when the core refuses; the household is then uitval.
    """
    beschikking = decide_beschikking(dossier.huishouden, regels.norm)
    opdracht = Mutatieopdracht(
        ingangsmaand=regels.kalender.ingangsmaand,
        ruimte=stand.ruimte,
        lopend=stand.list_lopend(regels.kalender.dagtekening),
        bereikbaar=is_bereikbaar(dossier, regels),
    )
    mutatiebesluit = decide_mutaties(dossier.huishouden, regels.norm, opdracht)
    return Dossierbesluit(
        dossier=dossier,
        beschikking=beschikking,
        mutatiebesluit=mutatiebesluit,
        plannen=plan_brieven(dossier, beschikking, mutatiebesluit, regels.register),
    )


def is_bereikbaar(dossier: Dossier, regels: Grondregels) -> bool:
    """Answer whether a mutatiebrief would reach the citizen.

    A mutatie takes effect when nobody stops it, so one that nobody can read must not be announced.
    """
    brieftype = regels.register.find_for(Aanleiding.MUTATIE)
    if brieftype is None:
        return False
    return decide_brief_kanalen(dossier, brieftype, regels.kalender).vastgehouden is None


def is_post_mogelijk(dossier: Dossier) -> bool:
    """Answer whether there is an address at which the applicant is not known to be absent."""
    brp = dossier.aanvrager.brp
    return has_adres(brp) and not compute_adressering(brp).vastgesteld_verblijft_niet_op_adres


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
