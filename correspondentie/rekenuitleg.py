"""One household's calculation as a table to read: every step with its value and its source (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from calc.beschikking import (
    Beschikking,
    Beschikkingsoort,
    Grondslag,
    Grondslagsoort,
    Periode,
    Toekenning,
)
from correspondentie.opmaak import (
    MAANDNAMEN,
    format_datum,
    format_euro,
    format_euro_heel,
    format_toeslag,
    format_waarde,
)

Soort = Grondslagsoort
NAMEN: Mapping[Grondslagsoort, str] = MappingProxyType(
    {
        Soort.TOETSINGSINKOMEN_AANVRAGER: "Inkomen van de aanvrager",
        Soort.TOETSINGSINKOMEN_PARTNER: "Inkomen van de toeslagpartner",
        Soort.TOETSINGSINKOMEN: "Inkomen samen, zonder centen",
        Soort.VERMOGEN: "Vermogen op 1 januari",
        Soort.VERMOGENSGRENS: "Hoogste vermogen met recht",
        Soort.OPVANGSOORT: "Soort opvang",
        Soort.ORGANISATIE: "Kinderopvangorganisatie",
        Soort.LRK_NUMMER: "LRK-nummer",
        Soort.UREN: "Uren per maand",
        Soort.UREN_GETELD: "Uren die meetellen",
        Soort.UURTARIEF: "Uurtarief",
        Soort.MAXIMUM_UURPRIJS: "Hoogste uurtarief dat meetelt",
        Soort.UURTARIEF_GETELD: "Uurtarief dat meetelt",
        Soort.OPVANGKOSTEN: "Kosten: uren maal uurtarief",
        Soort.RANG: "Eerste of volgend kind",
        Soort.PERCENTAGE: "Deel van de kosten dat wordt betaald",
        Soort.KINDBEDRAG: "Toeslag voor deze opvang per maand",
        Soort.STANDAARDPREMIE: "Standaardpremie voor één persoon",
        Soort.WOONLANDFACTOR: "Woonlandfactor",
        Soort.STANDAARDPREMIE_GETELD: "Standaardpremie die meetelt",
        Soort.DREMPELINKOMEN: "Drempelinkomen",
        Soort.PERCENTAGE_DREMPEL: "Eigen deel van het drempelinkomen",
        Soort.INKOMEN_BOVEN_DREMPEL: "Inkomen boven het drempelinkomen",
        Soort.PERCENTAGE_BOVEN_DREMPEL: "Eigen deel van het inkomen daarboven",
        Soort.NORMPREMIE: "Normpremie: het eigen deel",
        Soort.VERSCHIL: "Standaardpremie min normpremie",
        Soort.JAARBEDRAG_HEEL: "Toeslag voor een heel jaar",
        Soort.MAANDEN: "Maanden met recht op toeslag",
        Soort.PERSONEN: "Personen in de woning",
        Soort.KALE_HUUR: "Kale huur per maand",
        Soort.SERVICEKOSTEN: "Servicekosten die meetellen",
        Soort.MAXIMUM_HUUR: "Hoogste huur",
        Soort.REKENHUUR: "Rekenhuur: de huur die meetelt",
        Soort.REKENINKOMEN: "Inkomen van alle bewoners, zonder centen",
        Soort.BASISHUUR_KWADRAAT: "Factor voor het kwadraat van het inkomen",
        Soort.BASISHUUR_LINEAIR: "Factor voor het inkomen",
        Soort.BASISHUUR_OPSLAG: "Vast deel van de basishuur",
        Soort.BASISHUUR_MINIMUM: "Laagste basishuur",
        Soort.BASISHUUR: "Basishuur: het eigen deel",
        Soort.KWALITEITSKORTINGSGRENS: "Kwaliteitskortingsgrens",
        Soort.AFTOPPINGSGRENS: "Aftoppingsgrens",
        Soort.DEEL_A: "Toeslag tot de kwaliteitskortingsgrens",
        Soort.DEEL_B: "Toeslag tot de aftoppingsgrens",
        Soort.DEEL_C: "Toeslag boven de aftoppingsgrens",
        Soort.PERCENTAGE_A: "Percentage tot kwaliteitskortingsgrens",
        Soort.PERCENTAGE_B: "Percentage tot aftoppingsgrens",
        Soort.PERCENTAGE_C: "Percentage boven aftoppingsgrens",
        Soort.INKOMENSIJKPUNT: "Inkomen waarboven de toeslag daalt",
        Soort.AFBOUWPERCENTAGE: "Vermindering per euro inkomen daarboven",
        Soort.INKOMENSKORTING: "Vermindering per maand",
        Soort.KINDEREN: "Kinderen",
        Soort.BEDRAG_PER_KIND: "Bedrag per kind",
        Soort.BEDRAG_KINDEREN: "Bedrag voor alle kinderen",
        Soort.KINDEREN_12_15: "Kinderen van 12 tot en met 15 jaar",
        Soort.EXTRA_12_15: "Extra per kind van 12 tot en met 15 jaar",
        Soort.KINDEREN_16_17: "Kinderen van 16 en 17 jaar",
        Soort.EXTRA_16_17: "Extra per kind van 16 of 17 jaar",
        Soort.ALLEENSTAANDE_OUDERKOP: "Extra voor een alleenstaande ouder",
        Soort.MAXIMUM_JAAR: "Hoogste bedrag per jaar",
        Soort.AFBOUWDREMPEL: "Inkomen waarboven het budget daalt",
        Soort.VERMINDERING: "Vermindering per jaar",
        Soort.JAARBASIS: "Budget per jaar met deze kinderen",
        Soort.MAANDTOTAAL: "Toeslag per maand",
        Soort.MAANDBEDRAG: "Toeslag per maand, zonder centen",
        Soort.JAARTOTAAL: "Alle maanden samen",
        Soort.JAARBEDRAG: "Toeslag voor het jaar, op hele euro's",
    }
)
BESLUITEN: Mapping[Beschikkingsoort, str] = MappingProxyType(
    {
        Beschikkingsoort.VOORLOPIGE_TOEKENNING: "Voorlopige toekenning",
        Beschikkingsoort.HERZIENE_VOORLOPIGE_TOEKENNING: "Herziene voorlopige toekenning",
        Beschikkingsoort.NIHILSTELLING: "Nihilstelling",
        Beschikkingsoort.DEFINITIEVE_TOEKENNING: "Definitieve toekenning",
    }
)
WETTEN: Mapping[str, str] = MappingProxyType(
    {
        "BWBR0018472": "Awir",
        "BWBR0017017": "Wet kinderopvang",
        "BWBR0017321": "Besluit kinderopvangtoeslag",
        "BWBR0018451": "Wet op de zorgtoeslag",
        "BWBR0008659": "Wet op de huurtoeslag",
        "BWBR0022751": "Wet op het kindgebonden budget",
    }
)
JURICONNECT = re.compile(r"jci1\.3:c:(BWBR\d{7})((?:&\w+=[\w.:]+)*)")
SLOT = frozenset({Soort.JAARTOTAAL, Soort.JAARBEDRAG})  # steps of the year that follow on those of the months
TERMIJNEN, VERREKENING = "Awir, artikel 22", "Awir, artikel 24"
NAAM_BREEDTE, WAARDE_BREEDTE = 42, 16  # characters; the source gets what is left, from 100 columns on enough

Rij = tuple[str, str, str]


def format_rekenuitleg(beschikkingen: Iterable[Beschikking]) -> RenderableType:
    """Format the whole calculation of one household, for a rich Console."""
    delen: list[RenderableType] = []
    for beschikking in beschikkingen:
        kop = f"\n{BESLUITEN[beschikking.soort]} {beschikking.toeslagjaar}"
        delen.append(Text.assemble((kop, "bold"), f", dagtekening {format_datum(beschikking.dagtekening)}"))
        for toekenning in beschikking.toekenningen:
            delen += _format_toekenning(toekenning)
    return Group(*delen)


def format_bron(bron: str) -> str:
    """Format a source as a reader names it: 'Awir, artikel 7 lid 3'; else as it stands."""
    return JURICONNECT.sub(_format_juriconnect, bron)


def _format_juriconnect(gevonden: re.Match[str]) -> str:
    if gevonden[1] not in WETTEN:
        return gevonden[0]
    plaats = gevonden[2].replace("&", " ").replace("=", " ").strip()
    return ", ".join(filter(None, (WETTEN[gevonden[1]], plaats)))


def _format_toekenning(toekenning: Toekenning) -> Iterator[RenderableType]:
    naam = format_toeslag(toekenning.toeslag).capitalize()
    kop = f"\n{naam}: {format_euro_heel(toekenning.bedrag_jaar)} voor het jaar"
    yield Text(kop, style="bold cyan")
    for blok, rijen in _list_blokken(toekenning):
        yield Text(f"\n{blok}", style="bold")
        yield _format_blok(rijen)


def _format_blok(rijen: Iterable[Rij]) -> Table:
    tabel = Table.grid(padding=(0, 2, 0, 0), expand=True)
    tabel.add_column(width=NAAM_BREEDTE)
    tabel.add_column(width=WAARDE_BREEDTE, justify="right")
    tabel.add_column(ratio=1)
    for omschrijving, waarde, bron in rijen:
        tabel.add_row(Text(f"  {omschrijving}"), Text(waarde), Text(bron, style="dim"))
    return tabel


def _list_blokken(toekenning: Toekenning) -> Iterator[tuple[str, list[Rij]]]:
    """List the blocks of the table in the order of the sum, each with its heading."""
    recht = toekenning.recht
    yield "Het hele jaar", _list_stappen(stap for stap in recht.grondslagen if stap.soort not in SLOT)
    for periode in recht.perioden:
        yield from _list_periodeblokken(periode)
    yield "Het jaar samen", _list_stappen(stap for stap in recht.grondslagen if stap.soort in SLOT)
    if any(toekenning.betalingen):
        yield _format_betaalkop(toekenning), _list_betalingen(toekenning)
    yield "Verrekening", list(_list_afrekening(toekenning))


def _list_stappen(stappen: Iterable[Grondslag]) -> list[Rij]:
    return [
        (NAMEN[stap.soort], format_waarde(str(stap.waarde), stap.eenheid), format_bron(stap.bron))
        for stap in stappen
    ]


def _list_periodeblokken(periode: Periode) -> Iterator[tuple[str, list[Rij]]]:
    """List the steps of a month: first those of each child's opvang, then the rest."""
    kop = _format_maanden(periode)
    per_opvang: dict[tuple[int, int], list[Grondslag]] = {}
    rest = []
    for stap in periode.grondslagen:
        if stap.kind is None or stap.opvang is None:
            rest.append(stap)
        else:
            per_opvang.setdefault((stap.kind, stap.opvang), []).append(stap)
    for (kind, opvang), stappen in per_opvang.items():
        yield f"{kop}: kind {kind}, opvang {opvang + 1}", _list_stappen(stappen)
    yield f"{kop}: samen" if per_opvang else kop, _list_stappen(rest)


def _format_maanden(periode: Periode) -> str:
    eerste, laatste = MAANDNAMEN[periode.van - 1].capitalize(), MAANDNAMEN[periode.tot - 1]
    return eerste if periode.maanden == 1 else f"{eerste} tot en met {laatste}"


def _format_betaalkop(toekenning: Toekenning) -> str:
    if toekenning.voorschotpercentage == 100:
        return "Voorschot per maand"
    return f"Voorschot per maand: {toekenning.voorschotpercentage}% van het recht"


def _list_betalingen(toekenning: Toekenning) -> list[Rij]:
    dagen: dict[int, date] = {termijn.maand: termijn.betaaldatum for termijn in toekenning.termijnen}
    return [
        (
            naam.capitalize(),
            format_euro(bedrag),
            f"{TERMIJNEN}: {format_datum(dagen[maand])}" if maand in dagen else f"{VERREKENING}: verrekening",
        )
        for maand, (naam, bedrag) in enumerate(zip(MAANDNAMEN, toekenning.betalingen, strict=True), start=1)
    ]


def _list_afrekening(toekenning: Toekenning) -> Iterator[Rij]:
    afrekening = toekenning.afrekening
    verschuldigd = "Verschuldigd tot de eerste termijn" if toekenning.termijnen else "Verschuldigd"
    yield verschuldigd, format_euro(afrekening.verschuldigd), VERREKENING
    yield "Al uitbetaald", format_euro(afrekening.uitbetaald), VERREKENING
    for omschrijving, bedrag, bron in (
        ("Nabetaling in één keer", afrekening.nabetaling, VERREKENING),
        ("Terug te betalen", afrekening.terug_te_betalen, "Awir, artikel 26"),
        ("Te weinig om terug te vragen", afrekening.kwijtgescholden, "Awir, artikel 26a"),
        ("Rente", afrekening.rente, "Awir, artikel 27"),
    ):
        if bedrag:
            yield omschrijving, format_euro(bedrag), bron
