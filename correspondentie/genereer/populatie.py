"""A whole population, line by line: the same seed gives the same bytes."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, NamedTuple

from calc.norm import Normen
from calc.normbestand import load_normen
from correspondentie.errors import CannotStartError
from correspondentie.genereer.bronnen import load_bronnen
from correspondentie.genereer.fouten import Foutsoort, plan_fouten, plant_fout
from correspondentie.genereer.huishoudens import make_dossier
from correspondentie.genereer.kader import Kader
from correspondentie.genereer.nummers import BSN_AANTAL
from correspondentie.genereer.weergave import encode_regel, make_record

AANTAL_MAXIMUM = BSN_AANTAL // 2 - 1  # every household takes two burgerservicenummers


class Regelplan(NamedTuple):
    """One generated line, and what is planted in it; None for a good household."""

    inhoud: bytes
    fout: Foutsoort | None


def make_kader(*, seed: int, maand: str, normen: Normen) -> Kader:
    """Make what all households of the population of this seed and month (jjjj-mm) share.

    Raises: UnknownToeslagjaarError for a year that has no figures.
    """
    begin = date.fromisoformat(f"{maand}-01")
    normen.find_norm(begin.year)
    return Kader(seed=seed, begin=begin, normen=normen, bronnen=load_bronnen())


def generate_populatie(
    aantal: int, *, seed: int, fouten: float, maand: str, normen: Normen
) -> Iterator[bytes]:
    """Generate made-up households, one line of JSON each.

    Shape: exactly round(aantal * fouten) lines are broken, evenly spread, every Foutsoort in turn. A good
    line depends on seed, month and its place only, so the first lines of a larger population are the same.
    Raises: CannotStartError when aantal or fouten is out of range.
    """
    kader = make_kader(seed=seed, maand=maand, normen=normen)
    return (regel.inhoud for regel in generate_regels(kader, aantal, fouten))


def write_populatie(doel: BinaryIO, aantal: int, *, seed: int, fouten: float, maand: str) -> None:
    """Write the population of generate_populatie to doel, decided by the official figures of its years.

    Raises: CannotStartError when aantal or fouten is out of range, UnknownToeslagjaarError for a year that
    has no figures.
    """
    normen = load_normen()
    doel.writelines(generate_populatie(aantal, seed=seed, fouten=fouten, maand=maand, normen=normen))


def generate_regels(kader: Kader, aantal: int, fouten: float) -> Iterator[Regelplan]:
    """Generate the lines of a population with what is planted in each.

    Raises: CannotStartError when aantal or fouten is out of range.
    """
    if not 0 <= aantal <= AANTAL_MAXIMUM:
        raise CannotStartError(
            f"Het aantal huishoudens is {aantal}. Verwacht is 0 tot en met {AANTAL_MAXIMUM}. "
            "Kies een ander aantal."
        )
    if not 0 <= fouten <= 1:
        raise CannotStartError(
            f"Het deel fouten is {fouten}. Verwacht is een getal van 0 tot en met 1, zoals 0.02 voor 2 %."
        )
    return _generate_regels(kader, aantal, round(aantal * fouten))


def _generate_regels(kader: Kader, aantal: int, kapot: int) -> Iterator[Regelplan]:
    for volgnummer, fout in enumerate(plan_fouten(aantal, kapot), start=1):
        record = make_record(make_dossier(kader, volgnummer))
        yield Regelplan(plant_fout(record, fout) if fout else encode_regel(record), fout)
