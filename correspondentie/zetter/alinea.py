"""One paragraph with values: its text is put together and broken into lines as WeasyPrint would.

Lines end at a space, or inside a word where Pango allows it. A line that fits or not by a hair's breadth is
not decided here: such a letter is composed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.kopij import VELD
from correspondentie.zetter.letterkast import EENHEID, Letterbak, Stuk, Woord

SPELING = 2  # Pango units: closer to the margin than this is too close to call
ZACHT = "\u00ad"


class Segment(NamedTuple):
    """Text in one style; each VELD in it is a value. soort is the place of its style in the forme.

    heel: no line ends inside it.
    """

    tekst: str
    soort: int
    heel: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Alinea:
    """The text of one paragraph of a forme. Unit: breedte and inspringing in CSS pixels.

    uitlijning is 0 for left, 0.5 for the middle and 1 for right. breekbaar is False where white space does
    not break.
    """

    segmenten: tuple[Segment, ...]
    breedte: float
    inspringing: float
    uitlijning: float
    breekbaar: bool
    velden: int


class Run(NamedTuple):
    """Glyphs in one style on a line. Unit: begin in CSS pixels from the start of the line."""

    soort: int
    tekens: bytes
    begin: float


class Regel(NamedTuple):
    """One line. Unit: breedte in CSS pixels. door: the last word goes on on the next line."""

    runs: tuple[Run, ...]
    breedte: float
    door: bool


class _Deel(NamedTuple):
    """A part of a word in one segment; spatie is the segment of the space before it, None inside a word.

    midden: the space after it stands in its own segment. heel: no line ends inside it.
    """

    segment: int
    soort: int
    tekst: str
    spatie: int | None
    midden: bool
    heel: bool


def break_alinea(
    alinea: Alinea, waarden: Sequence[str], bakken: Sequence[Letterbak], gebruikt: set[frozenset[int]]
) -> tuple[Regel, ...]:
    """Break the paragraph with these values into lines; the glyphs of each word are added to gebruikt.

    Raises: CannotFillError.
    """
    if len(alinea.segmenten) == 1:
        tekst, soort, _ = alinea.segmenten[0]
        woorden = fill_tekst(tekst, waarden).split(" ")
        return _break_gelijk(alinea, woorden, soort, bakken[soort], gebruikt)
    return tuple(_break_gemengd(alinea, waarden, bakken, gebruikt))


def fill_tekst(tekst: str, waarden: Sequence[str]) -> str:
    """Put the values in a text, with white space as HTML shows it. Raises: CannotFillError."""
    for waarde in waarden:
        if not waarde or waarde[0] == " " or waarde[-1] == " " or ZACHT in waarde:
            raise CannotFillError(
                "een waarde is leeg, begint of eindigt met wit, of heeft een zacht koppelteken"
            )
    if waarden:
        stukken = tekst.split(VELD)
        tekst = "".join([deel for paar in zip(stukken, (*waarden, ""), strict=True) for deel in paar])
    while "  " in tekst:
        tekst = tekst.replace("  ", " ")
    return tekst


def _break_gelijk(
    alinea: Alinea, woorden: list[str], soort: int, bak: Letterbak, gebruikt: set[frozenset[int]]
) -> tuple[Regel, ...]:
    """Break a paragraph in one style: most of them."""
    regels: list[Regel] = []
    ruimte = _compute_ruimte(alinea, 0)
    delen: list[bytes] = []
    breedte = 0  # of the line with its last word as if a space follows
    vorige: Woord | None = None
    wachtrij = woorden[::-1]
    while wachtrij:
        tekst = wachtrij.pop()
        woord = bak.find_woord(tekst)
        gebruikt.add(woord.glyphs)
        nieuw = woord.einde.breedte + (breedte + woord.spatie.breedte if vorige else 0)
        past = _fits(nieuw, ruimte)
        if past or (vorige is None and woord.eerder is None):  # a word wider than a line stands on it alone
            if vorige:
                delen += (vorige.midden.tekens, woord.spatie.tekens)
                breedte += woord.spatie.breedte
            breedte += woord.midden.breedte
            vorige = woord
            continue
        begin = 0 if vorige is None else breedte + woord.spatie.breedte
        splitsing = _split_woord(woord, bak, ruimte, begin)
        door = splitsing is not None
        if splitsing:
            eerst = bak.find_woord(splitsing[0])
            if vorige:
                delen += (vorige.midden.tekens, woord.spatie.tekens)
                breedte += woord.spatie.breedte
            breedte, vorige = breedte + eerst.midden.breedte, eerst
            wachtrij.append(splitsing[1])
        elif vorige is None:
            raise CannotFillError("een woord met een koppelteken is breder dan de regel")
        else:
            wachtrij.append(tekst)
        regels.append(_close_regel(delen, breedte, vorige, soort, door=door))
        delen, breedte, vorige = [], 0, None
        ruimte = _compute_ruimte(alinea, len(regels))
    if vorige:
        regels.append(_close_regel(delen, breedte, vorige, soort, door=False))
    return tuple(regels)


def _close_regel(delen: list[bytes], breedte: int, laatste: Woord, soort: int, *, door: bool) -> Regel:
    breedte += laatste.einde.breedte - laatste.midden.breedte
    run = Run(soort, b"".join((*delen, laatste.einde.tekens)), 0.0)
    return Regel((run,), breedte / EENHEID, door)


def _split_woord(woord: Woord, bak: Letterbak, ruimte: int, begin: int) -> tuple[str, str] | None:
    """Find the longest first part of a word that fits on the line; Unit: ruimte and begin in Pango units."""
    splitsing, rest = woord.eerder, ""
    while splitsing is not None:
        eerst = bak.find_woord(splitsing[0])
        rest = splitsing[1] + rest
        if _fits(begin + eerst.einde.breedte, ruimte):
            return splitsing[0], rest
        splitsing = eerst.eerder
    return None


def _compute_ruimte(alinea: Alinea, regel: int) -> int:
    if not alinea.breekbaar:
        return 1 << 60
    return int((alinea.breedte - (0 if regel else alinea.inspringing)) * EENHEID)


def _fits(breedte: int, ruimte: int) -> bool:
    if -SPELING < ruimte - breedte < SPELING:
        raise CannotFillError("een regel past precies wel of precies niet")
    return breedte <= ruimte


def _break_gemengd(
    alinea: Alinea, waarden: Sequence[str], bakken: Sequence[Letterbak], gebruikt: set[frozenset[int]]
) -> Iterator[Regel]:
    """Break a paragraph in which a word can stand in more than one style."""
    segmenten = alinea.segmenten
    regel: list[_Deel] = []
    nummer = 0

    def measure(delen: list[_Deel]) -> int:
        return sum(stuk.breedte for _, stuk, _ in _list_stukken(delen, segmenten, bakken))

    def has_afbreking(delen: list[_Deel]) -> bool:
        return any(not deel.heel and bakken[deel.soort].find_woord(deel.tekst).eerder for deel in delen)

    for woord in _list_woorden(segmenten, waarden):
        if regel and not _fits(measure([*regel, *woord]), _compute_ruimte(alinea, nummer)):
            if has_afbreking(woord):
                raise CannotFillError("een woord met een koppelteken staat in een alinea met meer stijlen")
            yield _make_regel(regel, segmenten, bakken, gebruikt)
            regel, nummer = [], nummer + 1
        if not regel and not _fits(measure(woord), _compute_ruimte(alinea, nummer)) and has_afbreking(woord):
            raise CannotFillError("een woord met een koppelteken is breder dan de regel")
        regel = [*regel, *woord]
    yield _make_regel(regel, segmenten, bakken, gebruikt)


def _list_woorden(segmenten: Sequence[Segment], waarden: Sequence[str]) -> Iterator[list[_Deel]]:
    """List the words, each as its parts in one style."""
    woord: list[_Deel] = []
    spatie: int | None = None
    rest = list(waarden)
    for segment, (tekst, soort, heel) in enumerate(segmenten):
        aantal = tekst.count(VELD)
        gevuld = fill_tekst(tekst, rest[:aantal])
        stukken = [gevuld] if heel else gevuld.split(" ")
        rest = rest[aantal:]
        for plaats, stuk in enumerate(stukken):
            if plaats:
                if woord:
                    yield woord
                woord, spatie = [], segment
            if stuk:
                volgt = plaats + 1 < len(stukken)
                woord.append(_Deel(segment, soort, stuk, spatie, volgt, heel))
                spatie = None
    if woord:
        yield woord


def _list_stukken(
    regel: Sequence[_Deel], segmenten: Sequence[Segment], bakken: Sequence[Letterbak]
) -> Iterator[tuple[int, Stuk, frozenset[int]]]:
    """List the glyphs of a line piece by piece, each with its segment."""
    for plaats, deel in enumerate(regel):
        woord = bakken[deel.soort].find_woord(deel.tekst)
        if plaats and deel.spatie is not None:
            los = segmenten[deel.spatie].soort
            spatie = woord if deel.spatie == deel.segment else bakken[los].find_woord("")
            yield deel.spatie, spatie.spatie, spatie.glyphs
        volgt = plaats + 1 < len(regel)
        yield deel.segment, woord.midden if volgt and deel.midden else woord.einde, woord.glyphs


def _make_regel(
    regel: Sequence[_Deel],
    segmenten: Sequence[Segment],
    bakken: Sequence[Letterbak],
    gebruikt: set[frozenset[int]],
) -> Regel:
    runs: list[Run] = []
    breedte, vorige = 0, -1
    for segment, stuk, glyphs in _list_stukken(regel, segmenten, bakken):
        gebruikt.add(glyphs)
        if segment == vorige:
            runs[-1] = runs[-1]._replace(tekens=runs[-1].tekens + stuk.tekens)
        else:
            runs.append(Run(segmenten[segment].soort, stuk.tekens, breedte / EENHEID))
        breedte += stuk.breedte
        vorige = segment
    return Regel(tuple(runs), breedte / EENHEID, door=False)
