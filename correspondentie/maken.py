"""From plan to document: the letters of one household, typeset and with their channels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from correspondentie.adressering.adresseren import compute_adresregels, compute_adressering
from correspondentie.adressering.kix import compute_kix, has_kix_ruimte
from correspondentie.besluiten import Dossierbesluit, decide_brief_kanalen
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.briefinhoud import (
    make_beschikkinggegevens,
    make_bevestiginggegevens,
    make_briefhoofd,
    make_mutatiegegevens,
    make_terugvorderinggegevens,
)
from correspondentie.brieven import Brief, Briefgrond
from correspondentie.dossier import Dossier
from correspondentie.kalender import AMSTERDAM
from correspondentie.kanaal import Kanaalbesluit, compute_geldig_tot
from correspondentie.kenmerk import make_kenmerk
from correspondentie.rapport.telling import Bereik
from correspondentie.rekenregels import Rekenregels
from correspondentie.werkplaats import Werkplaats
from correspondentie.zetter import Gezet, Kopij
from outbox.grenzen import Bericht, is_binnen_grenzen
from outbox.zending import Kanaalsoort, Status, Zending


@dataclass(frozen=True, kw_only=True, slots=True)
class Gemaakt:
    """One letter as it was made, with the facts of whom it is for."""

    dossier: Dossier
    brief: Brief
    kenmerk: str
    gezet: Gezet
    bericht: str
    kanaalbesluit: Kanaalbesluit

    @property
    def bereik(self) -> Bereik:
        """Along which way it is meant to reach the citizen."""
        if self.kanaalbesluit.vastgehouden:
            return Bereik.VASTGEHOUDEN
        if len(self.kanaalbesluit.kanalen) == 2:
            return Bereik.PAPIER_EN_DIGITAAL
        papier = Kanaalsoort.PRINT in self.kanaalbesluit.kanalen
        return Bereik.ALLEEN_PAPIER if papier else Bereik.ALLEEN_DIGITAAL


@dataclass(frozen=True, kw_only=True, slots=True)
class Briefkopij:
    """What one letter is made from: its name, the facts it shows, and what goes to the typesetter."""

    kenmerk: str
    gegevens: Briefgegevens
    kopij: Kopij


def compose_brieven(besluit: Dossierbesluit, werkplaats: Werkplaats) -> Iterator[Gemaakt]:
    """Typeset every planned letter of one household.

    Raises: InvalidPdfError or InvalidSjabloonError; the household is then uitval.
    """
    for brief in besluit.list_brieven():
        yield _compose_brief(besluit, brief, werkplaats)


def make_briefkopij(besluit: Dossierbesluit, brief: Brief, werkplaats: Werkplaats) -> Briefkopij:
    """Make what the typesetter gets for one letter; the same decision gives the same kopij.

    Raises: InvalidSjabloonError.
    """
    kenmerk = make_kenmerk(
        werkplaats.sleutel,
        werkplaats.run.run,
        besluit.dossier.dossier,
        str(besluit.dossier.huishouden.toeslagjaar),
        brief.brieftype.naam,
        str(brief.grond.kind or 0),
        brief.grond.toeslag or "",
    )
    gegevens = make_briefgegevens(besluit, brief.grond, kenmerk, werkplaats.regels.rekenregels)
    kopij = werkplaats.sjablonen.render_kopij(brief.brieftype.naam, gegevens)
    return Briefkopij(kenmerk=kenmerk, gegevens=gegevens, kopij=kopij)


def _compose_brief(besluit: Dossierbesluit, brief: Brief, werkplaats: Werkplaats) -> Gemaakt:
    briefkopij = make_briefkopij(besluit, brief, werkplaats)
    kenmerk = briefkopij.kenmerk
    gezet = werkplaats.zet(briefkopij.kopij)
    bericht = werkplaats.sjablonen.render_bericht(brief.brieftype.naam, briefkopij.gegevens)
    publicatie = compute_publicatie(werkplaats.run.dagtekening)
    digitaal = Bericht(
        kenmerk=kenmerk,
        onderwerp=make_onderwerp(brief, kenmerk),
        tekst=bericht,
        publicatie=publicatie,
        pdf_bytes=len(gezet.pdf),
    )
    kalender = werkplaats.regels.rekenregels.find_kalender(besluit.dossier.huishouden.toeslagjaar)
    kanaalbesluit = decide_brief_kanalen(
        besluit.dossier, brief.brieftype, kalender, binnen_grenzen=is_binnen_grenzen(digitaal, publicatie)
    )
    return Gemaakt(
        dossier=besluit.dossier,
        brief=brief,
        kenmerk=kenmerk,
        gezet=gezet,
        bericht=bericht,
        kanaalbesluit=kanaalbesluit,
    )


def make_briefgegevens(
    besluit: Dossierbesluit, grond: Briefgrond, kenmerk: str, regels: Rekenregels
) -> Briefgegevens:
    """Make everything the sjabloon of this letter gets."""
    dossier = besluit.dossier
    kalender = regels.find_kalender(dossier.huishouden.toeslagjaar)
    hoofd = make_briefhoofd(dossier, kenmerk, kalender)
    if grond.tegenhouding is not None:
        bevestiging = make_bevestiginggegevens(
            dossier,
            kind=grond.kind,
            kenmerk=grond.tegenhouding.kenmerk,
            dagtekening=grond.tegenhouding.dagtekening,
            tegengehouden_op=grond.tegenhouding.dag,
        )
        return Briefgegevens(brief=hoofd, bevestiging=bevestiging)
    if grond.mutatie is not None and besluit.mutatiebesluit is not None:
        mutatie = make_mutatiegegevens(dossier, grond.mutatie, besluit.mutatiebesluit, kalender)
        return Briefgegevens(brief=hoofd, mutatie=mutatie)
    if grond.terugvordering is not None:
        terugvordering = make_terugvorderinggegevens(dossier, grond.terugvordering, kalender)
        return Briefgegevens(brief=hoofd, terugvordering=terugvordering)
    beschikking = make_beschikkinggegevens(
        dossier,
        grond.beschikking,
        kalender,
        klein_bedrag=regels.find_klein_bedrag(),
        mutaties=grond.mutaties,
    )
    return Briefgegevens(brief=hoofd, beschikking=beschikking)


def compute_publicatie(dagtekening: date) -> datetime:
    """Return the moment from which the citizen may see the message: the first of the dagtekening, here."""
    return datetime.combine(dagtekening, time(), AMSTERDAM).astimezone(UTC)


def make_onderwerp(brief: Brief, kenmerk: str) -> str:
    """Make the subject in the Berichtenbox; it ends in the kenmerk, by which a lost answer is found again."""
    return f"{brief.brieftype.onderwerp} {kenmerk}"


def make_zendingen(gemaakt: Gemaakt, werkplaats: Werkplaats) -> Iterator[tuple[Zending, Status]]:
    """Make one Zending per channel of a letter, waiting for the release of the run, or held."""
    besluit, brp = gemaakt.kanaalbesluit, gemaakt.dossier.aanvrager.brp
    adressering = compute_adressering(brp)
    for kanaal in besluit.kanalen:
        zending = Zending(
            kenmerk=gemaakt.kenmerk,
            kanaal=kanaal,
            run=werkplaats.run.run,
            ontvanger=gemaakt.dossier.aanvrager.bsn,
            onderwerp=make_onderwerp(gemaakt.brief, gemaakt.kenmerk),
            tekst=gemaakt.bericht,
            sha256=gemaakt.gezet.sha256,
            paginas=gemaakt.gezet.paginas,
            vellen=gemaakt.gezet.vellen,
            publicatie=compute_publicatie(werkplaats.run.dagtekening),
            terugval=besluit.terugval,
            reden=besluit.vastgehouden,
            kix=compute_kix(brp.adres),
            kix_ruimte=has_kix_ruimte(compute_adresregels(adressering)),
            buitenland=adressering.adres.land is not None,
            geldig_tot=_find_geldig_tot(gemaakt.dossier, kanaal, werkplaats),
        )
        yield zending, Status.VASTGEHOUDEN if besluit.vastgehouden else Status.GEPLAND


def _find_geldig_tot(dossier: Dossier, kanaal: Kanaalsoort, werkplaats: Werkplaats) -> datetime | None:
    """Find until when a letter may be handed over; the stand-in has no citizens, so there it is always."""
    if kanaal is Kanaalsoort.BERICHTENBOX and werkplaats.echt and dossier.berichtenbox is not None:
        return compute_geldig_tot(dossier.berichtenbox)
    return None
