"""One paragraph with values: its text is put together and broken into lines as WeasyPrint would.

Lines end at a space, or inside a word where Pango allows it. A line that fits or not by a hair's breadth is
not decided here: such a letter is composed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from correspondentie.zetter.breekplaatsen import list_breekplaatsen
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
    """One line. Unit: breedte in CSS pixels. koppelt: it ends with a hyphen.

    klasse: which specimen has all of its glyphs.
    """

    runs: tuple[Run, ...]
    breedte: float
    koppelt: bool
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


Gemengd = tuple[Sequence[_Deel], Sequence[Woord], int]  # the parts of a word, each measured, and its width
Mal = tuple[
    tuple[Sequence[_Deel], Sequence[Woord] | None, int], ...
]  # idem; a word with a value is not measured


def break_alinea(
    alinea: Alinea, waarden: Sequence[str], bakken: Sequence[Letterbak], mal: Mal | None = None
) -> tuple[Regel, ...]:
    """Break the paragraph with these values into lines; mal is what make_mal made of it.

    Raises: CannotFillError.
    """
    if len(alinea.segmenten) > 1:
        tekst = fill_tekst("".join([deel.tekst for deel in alinea.segmenten]), waarden)
        if len(bakken[0].split_woorden(tekst)) <= tekst.count(" "):
            raise CannotFillError("een spatie waar geen regel eindigt, staat in een alinea met meer stijlen")
        mal = make_mal(alinea, bakken) if mal is None else mal
        return _break_gemengd(alinea, _list_woorden(alinea, waarden, bakken, mal), bakken)
    tekst, soort, _ = alinea.segmenten[0]
    return _break_gelijk(alinea, fill_tekst(tekst, waarden), bakken[soort])


def break_waarde(alinea: Alinea, waarde: str, bak: Letterbak) -> tuple[Regel, ...]:
    """Break a paragraph that is one value, such as most cells of a table. Raises: CannotFillError."""
    if " " in waarde or ZACHT in waarde or not waarde:
        waarde = fill_tekst(VELD, (waarde,))
    return _break_gelijk(alinea, waarde, bak)


def _break_gelijk(alinea: Alinea, tekst: str, bak: Letterbak) -> tuple[Regel, ...]:
    """Break a text in one style: most of them."""
    soort = alinea.segmenten[0].soort
    if " " not in tekst:
        woord = bak.find_woord(tekst)
        if woord[4] is None:
            einde = woord[2]
            return (Regel((Run(soort, einde[0], 0.0),), einde[1] / EENHEID, woord[5], woord[3]),)
    sleutel = (alinea.breedte, alinea.inspringing, alinea.breekbaar, soort, tekst)
    regels: tuple[Regel, ...] | None = bak.alineas.get(sleutel)
    if regels is None:
        regels = _break_woorden(alinea, soort, bak, tekst)
        bak.remember(sleutel, regels)
    return regels


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


def _break_woorden(alinea: Alinea, soort: int, bak: Letterbak, tekst: str) -> tuple[Regel, ...]:
    """Break a paragraph in one style: most of them. Widths are in Pango units."""
    regels: list[Regel] = []
    wachtrij = bak.split_woorden(tekst)[::-1]
    while wachtrij:
        regels.append(_fill_regel(alinea, soort, bak, wachtrij, _compute_ruimte(alinea, len(regels))))
    return tuple(regels)


def _fill_regel(alinea: Alinea, soort: int, bak: Letterbak, wachtrij: list[str], ruimte: int) -> Regel:
    """Take from the end of wachtrij what fits on one line. Raises: CannotFillError."""
    woord = bak.find_woord(wachtrij[-1])
    if woord.eerder is not None and not _fits(woord.einde.breedte, ruimte):
        return _break_eerste(soort, bak, wachtrij, woord, ruimte)
    wachtrij.pop()
    delen: list[bytes] = []
    breedte, klasse = 0, woord.klasse  # breedte: of the line before its last word
    find_woord = bak.find_woord
    while wachtrij:
        volgend = find_woord(wachtrij[-1])
        tot_hier = breedte + woord[1][1] + volgend[0][1]
        over = ruimte - tot_hier - volgend[2][1]
        if over < SPELING:
            if over > -SPELING:
                raise CannotFillError("een regel past precies wel of precies niet")
            splitsing = _split_woord(volgend, bak, ruimte, tot_hier)
            if splitsing is None:
                break
            delen += (woord[1][0], volgend[0][0])
            eerst = find_woord(splitsing[0])
            wachtrij[-1] = splitsing[1]
            return _make_regel(soort, delen, tot_hier, eerst, max(klasse, eerst.klasse))
        wachtrij.pop()
        delen += (woord[1][0], volgend[0][0])
        breedte = tot_hier
        woord = volgend
        if woord[3] > klasse:
            klasse = woord[3]
    return _make_regel(soort, delen, breedte, woord, klasse)


def _break_eerste(soort: int, bak: Letterbak, wachtrij: list[str], woord: Woord, ruimte: int) -> Regel:
    """Break the first word of a line, which has a hyphen and is wider than the line."""
    splitsing = _split_woord(woord, bak, ruimte, 0)
    if splitsing is None:
        raise CannotFillError("een woord met een koppelteken is breder dan de regel")
    wachtrij[-1] = splitsing[1]
    eerst = bak.find_woord(splitsing[0])
    return _make_regel(soort, [], 0, eerst, eerst.klasse)


def _make_regel(soort: int, delen: list[bytes], breedte: int, laatste: Woord, klasse: int) -> Regel:
    delen.append(laatste.einde.tekens)
    run = Run(soort, b"".join(delen), 0.0)
    return Regel((run,), (breedte + laatste.einde.breedte) / EENHEID, laatste.koppelt, klasse)


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
    alinea: Alinea, teksten: Iterable[Gemengd], bakken: Sequence[Letterbak]
) -> tuple[Regel, ...]:
    """Break a paragraph in which a word can stand in more than one style."""
    segmenten = alinea.segmenten
    regels: list[Regel] = []
    regel = _Regelbouw(segmenten)
    ruimte = _compute_ruimte(alinea, 0)
    for delen, woorden, einde in teksten:
        spatie = _find_spatie(delen[0], woorden[0], segmenten, bakken)
        begin = regel.compute_breedte(spatie)
        if not _fits(begin + einde, ruimte):
            if _can_end_inside(delen, bakken[0].soort.taal):
                raise CannotFillError("een woord dat af te breken is, staat in een alinea met meer stijlen")
            if begin > ruimte - SPELING and delen[0].spatie not in (None, delen[0].segment):
                raise CannotFillError("de spatie aan het eind van een stijl steekt precies over de rand")
            if regel.laatste is not None:
                regels.append(regel.close())
                regel = _Regelbouw(segmenten)
                ruimte = _compute_ruimte(alinea, len(regels))
        regel.add_woord(delen, woorden, spatie)
    regels.append(regel.close())
    return tuple(regels)


def _can_end_inside(delen: Sequence[_Deel], taal: str | None) -> bool:
    """Tell whether a line may end inside a word, also where two styles meet; not inside what is whole."""
    plaatsen: Iterable[int] = list_breekplaatsen("".join([deel.tekst for deel in delen]), taal)
    begin = 0
    for deel in delen:
        einde = begin + len(deel.tekst)
        if deel.heel:
            plaatsen = [plaats for plaats in plaatsen if not begin < plaats < einde]
        begin = einde
    return bool(plaatsen)


class _Regelbouw:
    """A line in more styles while it is filled. breedte: in Pango units, without its last word."""

    __slots__ = ("_klasse", "_runs", "_segmenten", "breedte", "laatste")

    def __init__(self, segmenten: Sequence[Segment]) -> None:
        self._segmenten = segmenten
        self._runs: list[tuple[int, list[bytes], int]] = []
        self._klasse = 0
        self.breedte = 0
        self.laatste: tuple[Sequence[_Deel], Sequence[Woord]] | None = None

    def compute_breedte(self, spatie: Stuk) -> int:
        """Return the width up to the next word."""
        if self.laatste is None:
            return 0
        delen, woorden = self.laatste
        breedte = self.breedte + sum([woord[2][1] for woord in woorden]) + spatie[1]
        if delen[-1].midden:
            breedte += woorden[-1][1][1] - woorden[-1][2][1]
        return breedte

    def add_woord(self, delen: Sequence[_Deel], woorden: Sequence[Woord], spatie: Stuk) -> None:
        """Add a word behind a space; at the start of a line without one."""
        if self.laatste is not None:
            self._set_laatste(midden=True)
            voor = delen[0].spatie
            self._add(delen[0].segment if voor is None else voor, spatie)
        self.laatste = (delen, woorden)
        for woord in woorden:
            if woord[3] > self._klasse:
                self._klasse = woord[3]

    def _set_laatste(self, *, midden: bool) -> None:
        assert self.laatste is not None
        delen, woorden = self.laatste
        for deel, woord in zip(delen, woorden, strict=True):
            self._add(deel.segment, woord[1] if midden and deel.midden else woord[2])

    def _add(self, segment: int, stuk: Stuk) -> None:
        if self._runs and self._runs[-1][0] == segment:
            self._runs[-1][1].append(stuk[0])
        else:
            self._runs.append((segment, [stuk[0]], self.breedte))
        self.breedte += stuk[1]

    def close(self) -> Regel:
        """Return the line."""
        self._set_laatste(midden=False)
        assert self.laatste is not None
        runs = [
            Run(self._segmenten[segment].soort, b"".join(tekens), begin / EENHEID)
            for segment, tekens, begin in self._runs
        ]
        return Regel(tuple(runs), self.breedte / EENHEID, self.laatste[1][-1].koppelt, self._klasse)


def make_mal(alinea: Alinea, bakken: Sequence[Letterbak]) -> Mal:
    """Measure the words of a paragraph in more styles that hold no value."""
    return tuple(
        _measure_woord(delen, bakken) if not any(VELD in deel.tekst for deel in delen) else (delen, None, 0)
        for delen in _split_woorden(alinea.segmenten, [VELD] * alinea.velden)
    )


def _measure_woord(delen: Sequence[_Deel], bakken: Sequence[Letterbak]) -> Gemengd:
    woorden = [bakken[deel.soort].find_woord(deel.tekst) for deel in delen]
    return delen, woorden, sum([woord[2][1] for woord in woorden])


def _list_woorden(
    alinea: Alinea, waarden: Sequence[str], bakken: Sequence[Letterbak], mal: Mal
) -> Iterator[Gemengd]:
    """List the words with these values in them."""
    if any(" " in waarde for waarde in waarden):
        for delen in _split_woorden(alinea.segmenten, waarden):
            yield _measure_woord(delen, bakken)
        return
    rest = iter(waarden)
    for vast, woorden, einde in mal:
        if woorden is not None:
            yield vast, woorden, einde
            continue
        delen = [
            deel._replace(tekst=fill_tekst(deel.tekst, list(islice(rest, deel.tekst.count(VELD)))))
            for deel in vast
        ]
        yield _measure_woord(delen, bakken)


def _find_spatie(
    deel: _Deel, woord: Woord, segmenten: Sequence[Segment], bakken: Sequence[Letterbak]
) -> Stuk:
    """Find the space before a word: shaped together with it when it stands in the same segment."""
    if deel.spatie is None or deel.spatie == deel.segment:
        return woord.spatie
    return bakken[segmenten[deel.spatie].soort].find_woord("").spatie


def _split_woorden(segmenten: Sequence[Segment], waarden: Sequence[str]) -> Iterator[list[_Deel]]:
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
