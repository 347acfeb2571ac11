"""What a letter owes its reader by law, per kind of letter: held against the text of every geval.

Source: Awb 3:45 (objection clause of a decision), 3:47 (legal basis), 6:5 and 6:7; Awir 26, 28 and 35. A
letter that is no decision must say so, and promise no objection. See also what the brieven say of Awb 4:8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from correspondentie.briefgegevens import Briefgegevens
from correspondentie.opmaak import format_datum
from correspondentie.redactie.controle.bevindingen import Bevinding, Ernst
from correspondentie.register import Afzender

BEZWAARKOP = "Bent u het niet eens"
_ARTIKEL = re.compile(r"[Aa]rtikel(?:en)?\s\d")
_WET = re.compile(r"\((?:Awir|Awb)\)|\bWet\b")
_GEEN_BESLUIT = re.compile(r"[Dd]eze brief is (?:nog )?geen besluit")
_GEEN_BEZWAAR = re.compile(r"[Tt]egen deze brief (?:kunt u )?geen bezwaar")
_TERMIJN = re.compile(r"\b(?:zes|6) weken\b|\b42 dagen\b", re.IGNORECASE)
_BEZWAAR = re.compile(r"\bbezwa(?:ar|ren)", re.IGNORECASE)
# What may be said of it: that it cannot be made, or against what comes later.
_ONTKEND = re.compile(
    r"\bgeen bezwaar\b|\bbezwaar (?:maken )?(?:kan|kunt u|is|mag) (?:nog |hier )?niet\b", re.IGNORECASE
)
_LATER = re.compile(r"\btegen (?:de voorschotbeschikking|die beschikking|dat besluit)\b", re.IGNORECASE)
_ZINSEINDE = re.compile(r"[.?!]\s|\n")


@dataclass(frozen=True, slots=True)
class Geval:
    """One geval as it reads: its facts, the text of its letter with common spaces, and its bericht."""

    naam: str
    gegevens: Briefgegevens
    tekst: str
    bericht: str


def list_gebreken(geval: Geval, afzender: Afzender) -> Iterator[Bevinding]:
    """List what this letter owes and does not have."""
    gegevens = geval.gegevens
    yield from _check_altijd(geval, afzender)
    if besluit := gegevens.beschikking or gegevens.terugvordering:
        yield from _check_besluit(geval, afzender, besluit.bezwaar_uiterlijk)
    else:
        yield from _check_geen_besluit(geval)
    if gegevens.mutatie:
        yield from _check_mutatie(geval, gegevens.mutatie.tegenhouden_uiterlijk)
    if gegevens.terugvordering:
        yield from _check_betaaldag(geval, gegevens.terugvordering.uiterlijk)


def format_dag(dag: date) -> str:
    """Format a day as it reads with common spaces."""
    return format_datum(dag).replace("\u00a0", " ")


def _check_altijd(geval: Geval, afzender: Afzender) -> Iterator[Bevinding]:
    brief = geval.gegevens.brief
    yield from _check(geval, "dagtekening", format_dag(brief.dagtekening), "de dagtekening")
    yield from _check(geval, "kenmerk", brief.kenmerk, "het kenmerk")
    yield from _check(
        geval, "contact", afzender.telefoon, "ons telefoonnummer, bijvoorbeeld met contact(afzender)"
    )
    yield from _check(geval, "contact", afzender.website, "onze website, bijvoorbeeld met contact(afzender)")
    if not (_ARTIKEL.search(geval.tekst) and _WET.search(geval.tekst)):
        yield _make(
            geval, "wettelijke grondslag", "De brief noemt niet op welk artikel van welke wet hij rust."
        )
    if brief.kenmerk not in geval.bericht or afzender.telefoon not in geval.bericht:
        uitleg = "Het bericht noemt niet het kenmerk en ons telefoonnummer."
        yield _make(geval, "contact", uitleg, veld="bericht")


def _check_besluit(geval: Geval, afzender: Afzender, uiterlijk: date) -> Iterator[Bevinding]:
    laatste = format_dag(uiterlijk)
    clausule = geval.tekst.partition(BEZWAARKOP)[2]
    nodig = {
        "bezwaar maken": "dat de burger bezwaar kan maken",
        "zes weken": "hoeveel tijd daarvoor is",
        f"uiterlijk op {laatste}": f"de laatste dag ({laatste})",
        " ".join(afzender.bezwaaradres[1:]).replace("  ", " "): "het adres",
        "handtekening": "wat in het bezwaarschrift hoort te staan",
    }
    mist = [wat for woorden, wat in nodig.items() if woorden not in " ".join(clausule.split())]
    if mist:
        uitleg = (
            f"De uitleg over bezwaar mist: {', '.join(mist)}. Gebruik onder de kop 'Bent u het niet eens met "
            "dit besluit?' de bouwstenen over bezwaar."
        )
        yield _make(geval, "bezwaar", uitleg)
    if "automatisch" not in geval.tekst or "medewerker" not in geval.tekst:
        uitleg = "De brief zegt niet dat een computer het besluit nam. Gebruik de bouwsteen [[automatisch]]."
        yield _make(geval, "automatisch besluit", uitleg)
    if f"tot en met {laatste}" not in geval.bericht:
        uitleg = f"Het bericht noemt de laatste dag voor bezwaar niet: 'tot en met {laatste}'."
        yield _make(geval, "bezwaar", uitleg, veld="bericht")


def _check_geen_besluit(geval: Geval) -> Iterator[Bevinding]:
    if _promises_bezwaar(geval.tekst):
        uitleg = "Deze brief is geen besluit en mag geen uitleg over bezwaar hebben. Haal die weg."
        yield _make(geval, "bezwaar", uitleg)
    if not _GEEN_BESLUIT.search(geval.tekst) or not _GEEN_BEZWAAR.search(geval.tekst):
        uitleg = "De brief zegt niet dat hij geen besluit is, en dat bezwaar tegen deze brief niet kan."
        yield _make(geval, "geen besluit", uitleg)


def _promises_bezwaar(tekst: str) -> bool:
    """Tell whether a text speaks of an objection, or the time for one, and not to say that it cannot be."""
    if _TERMIJN.search(tekst):
        return True
    zinnen = (_ONTKEND.sub("", zin) for zin in _ZINSEINDE.split(tekst) if not _LATER.search(zin))
    return any(_BEZWAAR.search(zin) for zin in zinnen)


def _check_mutatie(geval: Geval, uiterlijk: date) -> Iterator[Bevinding]:
    laatste = format_dag(uiterlijk)
    for woorden in (f"tot en met {laatste}", "Mijn toeslagen", "lager"):
        yield from _check(geval, "tegenhouden", woorden, f"'{woorden}'")
    if laatste not in geval.bericht:
        uitleg = f"Het bericht noemt de laatste dag om tegen te houden niet: {laatste}."
        yield _make(geval, "tegenhouden", uitleg, veld="bericht")


def _check_betaaldag(geval: Geval, uiterlijk: date) -> Iterator[Bevinding]:
    laatste = format_dag(uiterlijk)
    if laatste not in geval.tekst.partition(BEZWAARKOP)[0]:  # objection can have the same last day
        yield _make(geval, "betaaldag", f"De brief noemt de laatste dag om te betalen niet: {laatste}.")


def _check(geval: Geval, soort: str, woorden: str, wat: str) -> Iterator[Bevinding]:
    if woorden not in geval.tekst:
        yield _make(geval, soort, f"In de brief staat niet: {wat}.")


def _make(geval: Geval, soort: str, uitleg: str, veld: str = "brief") -> Bevinding:
    return Bevinding(ernst=Ernst.FOUT, soort=soort, uitleg=uitleg, veld=veld, geval=geval.naam)
