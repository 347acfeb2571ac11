"""Over which channels a letter goes, and why (pure)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from correspondentie.dossier import Berichtenbox, Kanaalvoorkeur
from correspondentie.kalender import AMSTERDAM
from outbox.zending import Kanaalsoort

CONTROLE_GELDIG = timedelta(days=7)


class Houdreden(StrEnum):
    """Why a letter that was made does not leave by itself."""

    ADRES_ONBEKEND = "adres-onbekend"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kanaalfeiten:
    """All that the choice of channels rests on.

    peildatum is the dagtekening. alleen_digitaal says that the brieftype may go without paper;
    papier_mogelijk that there is a usable address at which the citizen is not known to be absent;
    binnen_grenzen that the message fits the limits of both Berichtenbox bindings.
    """

    voorkeur: Kanaalvoorkeur | None
    berichtenbox: Berichtenbox | None
    peildatum: date
    alleen_digitaal: bool
    papier_mogelijk: bool
    binnen_grenzen: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Kanaalbesluit:
    """The channels of one letter; vastgehouden is filled when there is no channel that reaches the citizen.

    terugval says that paper takes over when the only, digital, channel fails for good.
    """

    kanalen: tuple[Kanaalsoort, ...]
    terugval: bool = False
    vastgehouden: Houdreden | None = None


def is_berichtenbox_bruikbaar(berichtenbox: Berichtenbox | None, peildatum: date) -> bool:
    """Answer whether the Berichtenbox is active for us by a check of at most seven days old."""
    return (
        berichtenbox is not None
        and berichtenbox.actief
        and peildatum - berichtenbox.gecontroleerd_op <= CONTROLE_GELDIG
    )


def compute_geldig_tot(berichtenbox: Berichtenbox) -> datetime:
    """Return until when a letter may be handed over on this check: the end of the seventh day after it."""
    dag_erna = berichtenbox.gecontroleerd_op + CONTROLE_GELDIG + timedelta(days=1)
    return datetime.combine(dag_erna, time(), AMSTERDAM).astimezone(UTC)


def decide_kanalen(feiten: Kanaalfeiten) -> Kanaalbesluit:
    """Decide over which channels a letter goes.

    Shape: digital only when chosen, possible and admitted; otherwise paper and digital, or the one of the
    two that is possible; without either the paper zending is made and held for a person.
    """
    digitaal = is_berichtenbox_bruikbaar(feiten.berichtenbox, feiten.peildatum) and feiten.binnen_grenzen
    papierloos = feiten.voorkeur is Kanaalvoorkeur.DIGITAAL and feiten.alleen_digitaal
    if digitaal and (papierloos or not feiten.papier_mogelijk):
        return Kanaalbesluit(kanalen=(Kanaalsoort.BERICHTENBOX,), terugval=feiten.papier_mogelijk)
    if digitaal:
        return Kanaalbesluit(kanalen=(Kanaalsoort.PRINT, Kanaalsoort.BERICHTENBOX))
    if feiten.papier_mogelijk:
        return Kanaalbesluit(kanalen=(Kanaalsoort.PRINT,))
    return Kanaalbesluit(kanalen=(Kanaalsoort.PRINT,), vastgehouden=Houdreden.ADRES_ONBEKEND)
