"""Measure one month in one process (time per letter, memory, letters per second), and the core alone."""

import json
import resource
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from timeit import repeat

from rich.console import Console
from rich.table import Table

from calc.betaalplan import Betaalkalender
from calc.huishouden import Aanvraag, Huishouden, Huur, Kind, Opvang, Opvangsoort, Toeslag
from calc.normbestand import load_norm
from calc.voorschot import Voorschotregels, decide_beschikking
from correspondentie.afronden import Omgeving
from correspondentie.app import Systeemklok
from correspondentie.maandrun import run_maand
from correspondentie.rapport.rapport import Rapport
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap

MAAND = "2026-07"
WORTEL = Path(__file__).parents[1]
UITVOER = WORTEL / "var" / "bench.json"
RONDES, BESLUITEN_PER_RONDE = 40, 250


def measure(werkmap: Path, console: Console) -> Rapport:
    """Run the shipped month in this one process, so that every stage and all memory is its own."""
    opdracht = Maandopdracht(
        invoer=WORTEL / "voorbeelden" / MAAND, maand=MAAND, datamap=Datamap(map=werkmap), werkers=1
    )
    with Voortgang(console) as voortgang:
        return run_maand(opdracht, Omgeving(settings=Settings(), klok=Systeemklok(), voortgang=voortgang))


def make_cijfers(rapport: Rapport) -> dict[str, object]:
    """Make the figures. Unit: milliseconds per letter of one core, MiB, letters per second of wall time."""
    return {
        "huishoudens": rapport.huishoudens,
        "brieven": rapport.brieven,
        "ms_per_brief": {
            fase.value: round(seconden * 1000 / rapport.brieven, 3)
            for fase, seconden in rapport.fasen.items()
        },
        "seconden": rapport.seconden,
        "brieven_per_seconde": rapport.brieven_per_seconde,
        "piekgeheugen_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def measure_calc() -> dict[str, object]:
    """Measure what the core needs to decide one household, without reading or writing anything.

    Three children in opvang all year and all four toeslagen; and one child with kinderopvangtoeslag alone.
    Unit: microseconds of one core, the median of many rounds, with the garbage collector on.
    """
    return {
        "calc_us_per_huishouden": _measure_besluit(_make_huishouden(3, tuple(Toeslag))),
        "calc_us_per_huishouden_alleen_kinderopvangtoeslag": _measure_besluit(
            _make_huishouden(1, (Toeslag.KINDEROPVANGTOESLAG,))
        ),
    }


def _measure_besluit(huishouden: Huishouden) -> float:
    regels = Voorschotregels(norm=load_norm(2026), kalender=_make_kalender())
    rondes = repeat(
        lambda: decide_beschikking(huishouden, regels),
        setup="import gc; gc.enable()",  # timeit turns it off
        repeat=RONDES,
        number=BESLUITEN_PER_RONDE,
    )
    return round(median(rondes) / BESLUITEN_PER_RONDE * 1e6, 1)


def _make_kalender() -> Betaalkalender:
    betaaldata = (date(2025, 12, 20), *(date(2026, maand, 20) for maand in range(1, 12)))
    return Betaalkalender(dagtekening=date(2025, 12, 5), betaaldata=betaaldata)


def _make_huishouden(aantal: int, toeslagen: tuple[Toeslag, ...]) -> Huishouden:
    """Make two parents, this many children of 2, 7 and 11, and a rented home."""
    geboren = (date(2023, 2, 11), date(2018, 9, 3), date(2014, 5, 20))
    soorten = (Opvangsoort.DAGOPVANG, Opvangsoort.BSO, Opvangsoort.BSO)
    kinderen = [
        Kind(nummer=nummer, voornaam="Noor", geboortedatum=dag, opvang=(_make_opvang(soort),))
        for nummer, (dag, soort) in enumerate(zip(geboren, soorten, strict=True), start=1)
    ]
    return Huishouden(
        toeslagjaar=2026,
        toetsingsinkomen_aanvrager=24_000_00,
        toetsingsinkomen_partner=11_500_00,
        kinderen=tuple(kinderen[:aantal]),
        huren=(Huur(kale_huur=750_00, oudste_geboren=date(1985, 6, 15), begin=date(2020, 1, 1)),),
        aanvragen=tuple(Aanvraag(toeslag=toeslag) for toeslag in toeslagen),
    )


def _make_opvang(soort: Opvangsoort) -> Opvang:
    return Opvang(
        opvangsoort=soort,
        organisatie="Kinderopvang De Boomgaard",
        lrk_nummer="102546241",
        uren=Decimal(100),
        uurtarief=10_50,
        begin=date(2025, 1, 1),
    )


def format_cijfers(cijfers: dict[str, object]) -> Table:
    """Format the figures as a table."""
    tabel = Table("Wat", "Gemeten", box=None, pad_edge=False)
    for naam, waarde in cijfers.items():
        regels = waarde.items() if isinstance(waarde, dict) else [("", waarde)]
        for deel, getal in regels:
            tabel.add_row(f"{naam} {deel}".strip().replace("_", " "), str(getal))
    return tabel


def mark_cijfers(cijfers: dict[str, object], console: Console) -> None:
    """Show the figures and write them to var/bench.json; what was measured there before and not now stays."""
    eerder = json.loads(UITVOER.read_text("utf-8")) if UITVOER.is_file() else {}
    UITVOER.parent.mkdir(exist_ok=True)
    UITVOER.write_text(json.dumps(eerder | cijfers, indent=2) + "\n", encoding="utf-8")
    console.print(format_cijfers(cijfers))
    console.print(f"Ook in {UITVOER.relative_to(WORTEL)}.", highlight=False)


def main_calc() -> None:
    """Measure, show and write the figures of the core alone."""
    mark_cijfers(measure_calc(), Console())


def main() -> None:
    """Measure, show and write the figures of one month and of the core."""
    console = Console()
    with tempfile.TemporaryDirectory() as werkmap:
        cijfers = make_cijfers(measure(Path(werkmap), console))
    mark_cijfers(cijfers | measure_calc(), console)


if __name__ == "__main__":
    main()
