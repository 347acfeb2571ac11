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
    """One line. Unit: breedte in CSS pixels. door: the last word goes on on the next line.

    klasse: which specimen has all of its glyphs.
    """

    runs: tuple[Run, ...]
    breedte: float
    door: bool
    klasse: int


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


def break_alinea(alinea: Alinea, waarden: Sequence[str], bakken: Sequence[Letterbak]) -> tuple[Regel, ...]:
    """Break the paragraph with these values into lines. Raises: CannotFillError."""
    if len(alinea.segmenten) > 1:
        return tuple(_break_gemengd(alinea, waarden, bakken))
    tekst, soort, _ = alinea.segmenten[0]
    gevuld = fill_tekst(tekst, waarden)
    bak = bakken[soort]
    woord = bak.find_woord(gevuld) if " " not in gevuld else None
    if woord is not None and woord.eerder is None:
        einde = woord.einde
        _fits(einde.breedte, _compute_ruimte(alinea, 0))
        return (
            Regel((Run(soort, einde.tekens, 0.0),), einde.breedte / EENHEID, door=False, klasse=woord.klasse),
        )
    return _Breker(alinea, soort, bak).break_woorden(gevuld.split(" "))


def fill_tekst(tekst: str, waarden: Sequence[str]) -> str:
    """Put the values in a text, with white space as HTML shows it. Raises: CannotFillError."""
    for waarde in waarden:
        if not waarde or waarde[0] == " " or waarde[-1] == " " or ZACHT in waarde:
            raise CannotFillError(
                "een waarde is leeg, begint of eindigt met wit, of heeft een zacht koppelteken"
            )
    if tekst == VELD:
        tekst = waarden[0]
    elif waarden:
        stukken = tekst.split(VELD)
        tekst = "".join([deel for paar in zip(stukken, (*waarden, ""), strict=True) for deel in paar])
    while "  " in tekst:
        tekst = tekst.replace("  ", " ")
    return tekst


class _Breker:
    """Breaks a paragraph in one style: most of them. Unit: breedte in Pango units."""

    def __init__(self, alinea: Alinea, soort: int, bak: Letterbak) -> None:
        self._alinea = alinea
        self._soort = soort
        self._bak = bak
        self._regels: list[Regel] = []
        self._begin_regel()

    def _begin_regel(self) -> None:
        self._ruimte = _compute_ruimte(self._alinea, len(self._regels))
        self._delen: list[bytes] = []
        self._breedte = 0  # of the line with its last word as if a space follows
        self._vorige: Woord | None = None
        self._klasse = 0

    def break_woorden(self, woorden: list[str]) -> tuple[Regel, ...]:
        """Break these words into lines. Raises: CannotFillError."""
        wachtrij = woorden[::-1]
        while wachtrij:
            tekst = wachtrij.pop()
            woord = self._bak.find_woord(tekst)
            begin = self._breedte + woord.spatie.breedte if self._vorige else 0
            past = _fits(begin + woord.einde.breedte, self._ruimte)
            if past or (self._vorige is None and woord.eerder is None):  # too wide: alone on its line
                self._add(woord)
                continue
            splitsing = _split_woord(woord, self._bak, self._ruimte, begin)
            if splitsing:
                self._add(self._bak.find_woord(splitsing[0]), spatie=woord)
                wachtrij.append(splitsing[1])
            elif self._vorige is None:
                raise CannotFillError("een woord met een koppelteken is breder dan de regel")
            else:
                wachtrij.append(tekst)
            self._end_regel(door=splitsing is not None)
        if self._vorige:
            self._end_regel(door=False)
        return tuple(self._regels)

    def _add(self, woord: Woord, spatie: Woord | None = None) -> None:
        if self._vorige is not None:
            ervoor = (spatie or woord).spatie
            self._delen += (self._vorige.midden.tekens, ervoor.tekens)
            self._breedte += ervoor.breedte
        self._breedte += woord.midden.breedte
        self._vorige = woord
        if woord.klasse > self._klasse:
            self._klasse = woord.klasse

    def _end_regel(self, *, door: bool) -> None:
        laatste = self._vorige
        assert laatste is not None
        breedte = self._breedte + laatste.einde.breedte - laatste.midden.breedte
        self._delen.append(laatste.einde.tekens)
        run = Run(self._soort, b"".join(self._delen), 0.0)
        self._regels.append(Regel((run,), breedte / EENHEID, door, self._klasse))
        self._begin_regel()


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


def _break_gemengd(alinea: Alinea, waarden: Sequence[str], bakken: Sequence[Letterbak]) -> Iterator[Regel]:
    """Break a paragraph in which a word can stand in more than one style."""
    segmenten = alinea.segmenten
    regel: list[_Deel] = []
    breedte = nummer = 0  # breedte: of the line as if a space follows
    for woord in _list_woorden(segmenten, waarden):
        woorden = [bakken[deel.soort].find_woord(deel.tekst) for deel in woord]
        einde = sum([gevonden.einde.breedte for gevonden in woorden])
        spatie = _find_spatie(woord[0], woorden[0], segmenten, bakken).breedte
        ruimte = _compute_ruimte(alinea, nummer)
        if not _fits(breedte + spatie + einde if regel else einde, ruimte):
            if any(w.eerder and not deel.heel for w, deel in zip(woorden, woord, strict=True)):
                raise CannotFillError("een woord met een koppelteken staat in een alinea met meer stijlen")
            if (
                regel
                and woord[0].spatie not in (None, woord[0].segment)
                and breedte + spatie > ruimte - SPELING
            ):
                raise CannotFillError("de spatie aan het eind van een stijl steekt precies over de rand")
            if regel:
                yield _make_regel(regel, segmenten, bakken)
                regel, breedte, nummer = [], 0, nummer + 1
                _fits(einde, _compute_ruimte(alinea, nummer))
        if regel:
            breedte += spatie
        laatste = woorden[-1]
        breedte += einde + (laatste.midden.breedte - laatste.einde.breedte if woord[-1].midden else 0)
        regel += woord
    yield _make_regel(regel, segmenten, bakken)


def _find_spatie(
    deel: _Deel, woord: Woord, segmenten: Sequence[Segment], bakken: Sequence[Letterbak]
) -> Stuk:
    """Find the space before a word: shaped together with it when it stands in the same segment."""
    if deel.spatie is None or deel.spatie == deel.segment:
        return woord.spatie
    return bakken[segmenten[deel.spatie].soort].find_woord("").spatie


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
) -> Iterator[tuple[int, Stuk, int]]:
    """List the glyphs of a line piece by piece, each with its segment and its specimen."""
    for plaats, deel in enumerate(regel):
        woord = bakken[deel.soort].find_woord(deel.tekst)
        if plaats and deel.spatie is not None:
            yield deel.spatie, _find_spatie(deel, woord, segmenten, bakken), 0
        volgt = plaats + 1 < len(regel)
        yield deel.segment, woord.midden if volgt and deel.midden else woord.einde, woord.klasse


def _make_regel(regel: Sequence[_Deel], segmenten: Sequence[Segment], bakken: Sequence[Letterbak]) -> Regel:
    runs: list[Run] = []
    breedte, vorige, hoogste = 0, -1, 0
    for segment, stuk, klasse in _list_stukken(regel, segmenten, bakken):
        hoogste = max(hoogste, klasse)
        if segment == vorige:
            runs[-1] = runs[-1]._replace(tekens=runs[-1].tekens + stuk.tekens)
        else:
            runs.append(Run(segmenten[segment].soort, stuk.tekens, breedte / EENHEID))
        breedte += stuk.breedte
        vorige = segment
    return Regel(tuple(runs), breedte / EENHEID, door=False, klasse=hoogste)
