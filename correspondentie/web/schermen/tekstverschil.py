"""How two texts differ, as a page shows it: field by field, with long stretches that are equal left out."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from correspondentie.redactie.verschil import Regelverschil, Wijziging, diff_tekst
from correspondentie.redactie.versies import Tekst
from correspondentie.web.schermen.proefbrief import WAAR

RAND = 2  # equal lines that are shown around a change


@dataclass(frozen=True, kw_only=True, slots=True)
class Verschilregel:
    """One line of the comparison. Shape: soort 'gelijk', 'weg', 'nieuw' or 'over' (how many are equal)."""

    soort: str
    delen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Veldverschil:
    """How one field of two texts differs."""

    naam: str
    regels: tuple[Verschilregel, ...]


def make_verschil(oud: Tekst, nieuw: Tekst) -> tuple[Veldverschil, ...]:
    """Compare two texts. Shape: only the fields that differ."""
    voor, na = asdict(oud), asdict(nieuw)
    return tuple(
        Veldverschil(naam=WAAR[veld], regels=tuple(_fold(diff_tekst(voor[veld], na[veld]))))
        for veld in voor
        if voor[veld] != na[veld]
    )


def _fold(regels: Sequence[Regelverschil]) -> Iterator[Verschilregel]:
    """Give the lines around each change, and of the rest how many there are."""
    anders = [plek for plek, regel in enumerate(regels) if regel.wijziging is not Wijziging.GELIJK]
    zichtbaar = {dicht for plek in anders for dicht in range(plek - RAND, plek + RAND + 1)}
    over = 0
    for plek, regel in enumerate(regels):
        if plek not in zichtbaar:
            over += 1
            continue
        if over:
            yield _make_over(over)
            over = 0
        delen = tuple((deel.wijziging.value, deel.tekst) for deel in regel.delen)
        yield Verschilregel(soort=regel.wijziging.value, delen=delen)
    if over:
        yield _make_over(over)


def _make_over(aantal: int) -> Verschilregel:
    woorden = "1 regel is gelijk" if aantal == 1 else f"{aantal} regels zijn gelijk"
    return Verschilregel(soort="over", delen=(("over", woorden),))
