"""From plan to document: the letters of one household, typeset and with their channels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from correspondentie.besluiten import Dossierbesluit, decide_brief_kanalen
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.briefinhoud import make_beschikkinggegevens, make_briefhoofd, make_mutatiegegevens
from correspondentie.brieven import Brief
from correspondentie.dossier import Dossier
from correspondentie.kanaal import Kanaalbesluit
from correspondentie.kenmerk import make_kenmerk
from correspondentie.rapport.telling import Bereik
from correspondentie.register import Aanleiding
from correspondentie.werkplaats import Werkplaats
from correspondentie.zetter import Gezet
from outbox.grenzen import Bericht, is_binnen_grenzen
from outbox.zending import Kanaalsoort, Status, Zending

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gemaakt:
    """One letter as it was made; kind is None for a letter about the whole household."""

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


def compose_brieven(besluit: Dossierbesluit, werkplaats: Werkplaats) -> Iterator[Gemaakt]:
    """Typeset every planned letter of one household.

    Raises: InvalidPdfError or InvalidSjabloonError; the household is then uitval.
    """
    for plan in besluit.plannen:
        if isinstance(plan, Brief):
            yield _compose_brief(besluit, plan, werkplaats)


def _compose_brief(besluit: Dossierbesluit, brief: Brief, werkplaats: Werkplaats) -> Gemaakt:
    kenmerk = make_kenmerk(
        werkplaats.sleutel,
        werkplaats.run.run,
        besluit.dossier.dossier,
        brief.brieftype.naam,
        str(brief.kind or 0),
    )
    gegevens = make_briefgegevens(besluit, brief, kenmerk, werkplaats)
    html = werkplaats.sjablonen.render_html(brief.brieftype.naam, gegevens)
    gezet = werkplaats.zetter.compose(html, dagtekening=werkplaats.run.dagtekening)
    bericht = werkplaats.sjablonen.render_bericht(brief.brieftype.naam, gegevens)
    publicatie = compute_publicatie(werkplaats.run.dagtekening)
    digitaal = Bericht(
        kenmerk=kenmerk,
        onderwerp=make_onderwerp(brief, kenmerk),
        tekst=bericht,
        publicatie=publicatie,
        pdf_bytes=len(gezet.pdf),
    )
    kanaalbesluit = decide_brief_kanalen(
        besluit.dossier,
        brief.brieftype,
        werkplaats.regels.kalender,
        binnen_grenzen=is_binnen_grenzen(digitaal, publicatie),
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
    besluit: Dossierbesluit, brief: Brief, kenmerk: str, werkplaats: Werkplaats
) -> Briefgegevens:
    """Make everything the sjabloon of this letter gets."""
    kalender = werkplaats.regels.kalender
    hoofd = make_briefhoofd(besluit.dossier, kenmerk, kalender)
    if brief.aanleiding is not Aanleiding.MUTATIE:
        beschikking = make_beschikkinggegevens(besluit.dossier, besluit.beschikking, kalender)
        return Briefgegevens(brief=hoofd, beschikking=beschikking)
    mutatie = next(m for m in besluit.mutatiebesluit.mutaties if m.kind == brief.kind)
    return Briefgegevens(
        brief=hoofd,
        mutatie=make_mutatiegegevens(besluit.dossier, mutatie, besluit.mutatiebesluit, kalender),
    )


def compute_publicatie(dagtekening: date) -> datetime:
    """Return the moment from which the citizen may see the message: the first of the dagtekening, here."""
    return datetime.combine(dagtekening, time(), AMSTERDAM).astimezone(UTC)


def make_onderwerp(brief: Brief, kenmerk: str) -> str:
    """Make the subject in the Berichtenbox; it ends in the kenmerk, by which a lost answer is found again."""
    return f"{brief.brieftype.onderwerp} {kenmerk}"


def make_zendingen(gemaakt: Gemaakt, werkplaats: Werkplaats) -> Iterator[tuple[Zending, Status]]:
    """Make one Zending per channel of a letter, waiting for the release of the run, or held."""
    besluit = gemaakt.kanaalbesluit
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
        )
        yield zending, Status.VASTGEHOUDEN if besluit.vastgehouden else Status.GEPLAND
