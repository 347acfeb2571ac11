"""Make formes of the blocks of a letter that WeasyPrint composed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]  # WeasyPrint ships no types

from correspondentie.zetter.alinea import Alinea, break_alinea
from correspondentie.zetter.blokken import Blok, Rol, Sleutel
from correspondentie.zetter.errors import CannotFillError, DifferentLetterError, UnfillableVormError
from correspondentie.zetter.kopij import VELD
from correspondentie.zetter.letterkast import Letterbak, Lettersoort
from correspondentie.zetter.proefdruk import Getoond, Proefblad, find_plaats
from correspondentie.zetter.proefvakken import (
    DAVE,
    Deel,
    check_houder,
    find_bron,
    find_delen,
    find_elementen,
    find_hoogte,
    find_top,
    is_breekbaar,
    list_diepten,
    make_marges,
)
from correspondentie.zetter.regelvorm import (
    Lijnen,
    Stijlen,
    has_velden,
    list_lijnen,
    make_alinea,
    make_stijl,
    take_knopen,
)
from correspondentie.zetter.repertoire import TEKENS
from correspondentie.zetter.sjabloonboom import Tekstknoop, collapse_wit, list_teksten
from correspondentie.zetter.tagvorm import Tagvorm, find_houderknoop, make_tagvorm
from correspondentie.zetter.tekening import draw_box, list_links, list_vakken
from correspondentie.zetter.vormen import (
    Plek,
    Stand,
    Tekenreeks,
    Tekststijl,
    Vast,
    Vorm,
    round_maat,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proef:
    """One composed letter, with all by which its blocks are found back. Shape: per page, boxes per block."""

    document: Any
    pdf: Any
    bladen: tuple[Proefblad, ...]
    boom: Any
    geschreven: Any
    bakken: Callable[[Lettersoort], Letterbak]


@dataclass(slots=True)
class _Leeg:
    """What a block gathers while its forme is made."""

    stijlen: Stijlen = field(default_factory=Stijlen)
    alineas: list[Alinea] = field(default_factory=list)
    tekst: list[tuple[Getoond, int, Vast | Plek]] = field(default_factory=list)
    aantallen: list[int] = field(default_factory=list)


class _Regelplek(NamedTuple):
    """One line on a page: where its block begins there, and its text boxes."""

    blad: int
    top: float
    vakken: tuple[Any, ...]


class Vormmaker:
    """Makes formes of one composed letter."""

    def __init__(self, proef: Proef, blokken: Sequence[Blok], waarden: Sequence[str]) -> None:
        self._proef = proef
        self._waarden = waarden
        self._delen = find_delen(proef.document)
        self._geschreven = dict(zip(proef.boom.iter(), proef.geschreven.iter(), strict=True))
        self._elementen = find_elementen(self._geschreven)
        self._blokken = blokken
        self._diepten = dict(list_diepten(blokken))

    def make_vormen(self, bekend: Mapping[Sleutel, Vorm]) -> tuple[list[tuple[Sleutel, Vorm]], str]:
        """Make the formes of this letter that are not known. A block that no letter can fill gets the reason.

        A reason that follows from the values of this letter, or from where its pages end, is not kept.

        Returns: the formes, and why the values of this letter do not teach all its blocks (or nothing).
        Raises: DifferentLetterError.
        """
        vormen: dict[Sleutel, Vorm] = {}
        reden = ""
        for plaats, blok in enumerate(self._blokken):
            if blok.soort.rol in (Rol.DICHT, Rol.NIETS) and not blok.soort.los:
                continue
            vorm = vormen.setdefault(blok.sleutel, Vorm())
            if vorm.reden or (blok.sleutel in bekend and bekend[blok.sleutel].reden):
                continue
            try:
                self._learn(plaats, blok, vorm)
            except DifferentLetterError:
                raise
            except UnfillableVormError as fout:
                vorm.reden = f"{fout}"
            except CannotFillError as fout:
                reden = reden or f"{fout}"  # another letter, with other values, teaches this block
        nieuw = [
            (sleutel, vorm)
            for sleutel, vorm in vormen.items()
            if vorm.reden or (vorm.gemaakt and not _is_bekend(vorm, bekend.get(sleutel)))
        ]
        return nieuw, reden

    def _learn(self, plaats: int, blok: Blok, vorm: Vorm) -> None:
        if blok.soort.los:
            raise UnfillableVormError("een tekst staat niet in een eigen alinea; zet hem in <p>")
        if blok.soort.rol is Rol.OPEN:
            self._learn_houder(plaats, blok, vorm)
        else:
            self._learn_blok(blok, vorm)

    def _learn_houder(self, plaats: int, blok: Blok, vorm: Vorm) -> None:
        delen = self._find(blok)
        for deel in delen:
            check_houder(deel.box)
        vorm.marges = make_marges(delen[0].box)
        vorm.tekenreeksen = self._list_tekenreeksen(delen[0].box, blok)
        if blok.soort.tag in DAVE and vorm.knoop is None:
            vorm.knoop = find_houderknoop(self._proef, self._diepten[blok.nummer], self._find_getoond(plaats))
        vorm.gemaakt = True

    def _learn_blok(self, blok: Blok, vorm: Vorm) -> None:
        delen = self._find(blok)
        leeg = _Leeg()
        alle = list(list_teksten(*self._elementen[blok.nummer]))
        knopen = list(alle)
        waarden = list(self._waarden[blok.eerste : blok.eerste + blok.soort.velden])
        _check_waarden(waarden)
        top = find_top(delen[0].box)
        if len(delen) == 1 or blok.soort.tag == "thead":
            alineas, onder = _list_alineas(delen[0], top)
        else:
            alineas, onder = _join_alinea(delen)
        for lijnen, plekken in alineas:
            self._add_alinea(leeg, lijnen, plekken, knopen, waarden)
        if sum(alinea.velden for alinea in leeg.alineas) != blok.soort.velden:
            raise UnfillableVormError("een veld staat in een attribuut, of in tekst die niet te zien is")
        stand = self._make_stand(blok, delen, leeg, top, onder)
        box = delen[0].box
        vorm.marges = make_marges(box)
        vorm.alineas, vorm.stijlen = tuple(leeg.alineas), tuple(leeg.stijlen.rij)
        niveau = box.style["bookmark_level"]
        vorm.kopniveau = 0 if niveau == "none" else niveau
        vorm.links = round_maat(box.border_box_x()) if niveau != "none" else 0.0
        vorm.tekst = "".join(collapse_wit(knoop.geschreven) for knoop in alle)
        vorm.tekenreeksen = self._list_tekenreeksen(box, blok)
        vorm.standen[tuple(leeg.aantallen)] = stand
        vorm.gemaakt = True

    def _make_stand(
        self, blok: Blok, delen: Sequence[Deel], leeg: _Leeg, top: float, onder: Sequence[float]
    ) -> Stand:
        box = delen[0].box
        gespleten = len(delen) > 1 and blok.soort.tag != "thead"
        merken = [(deel, getoond.merk) for getoond, deel, _ in leeg.tekst]
        tags = make_tagvorm(self._proef, self._diepten[blok.nummer], merken)
        tekening = draw_box(self._proef, box, top)
        ondeelbaar = self._is_ondeelbaar(delen if gespleten else delen[:1])
        breekbaar = is_breekbaar(box)
        if breekbaar and ondeelbaar and len(onder) >= box.style["orphans"] + box.style["widows"]:
            soort = CannotFillError if blok.soort.velden else UnfillableVormError
            raise soort("een lange alinea heeft een rand, een link of wit vanbinnen; maak haar korter")
        return Stand(
            hoogte=round_maat(onder[-1] if gespleten else find_hoogte(box)),
            tekst=tuple(_number_bladen(leeg.tekst, tags)),
            regels=tuple(map(round_maat, onder)) if breekbaar and len(onder) > 1 and not ondeelbaar else (),
            knopen=tags.knopen,
            tekening=tekening,
            links=list_links(self._proef, delen[:1], top),
            glyphs=_list_glyphs(leeg.tekst),
        )

    def _is_ondeelbaar(self, delen: Sequence[Deel]) -> bool:
        """Answer whether a block has more than its lines, so that these cannot go on two pages."""
        boxen = [deel.box for deel in delen]
        return bool(
            list_links(self._proef, delen)
            or any(box.padding_top or box.padding_bottom for box in boxen)
            or any(draw_box(self._proef, box, find_top(box)) for box in boxen)
        )

    def _add_alinea(
        self,
        leeg: _Leeg,
        lijnen: Lijnen,
        plekken: Sequence[_Regelplek],
        knopen: list[Tekstknoop],
        waarden: list[str],
    ) -> None:
        """Add a paragraph; its texts are taken from knopen, its values from waarden."""
        eigen = [] if lijnen.merkteken else take_knopen(lijnen, knopen)
        if not has_velden(eigen):
            leeg.tekst += [self._make_vast(plek, vak) for plek in plekken for vak in plek.vakken]
            return
        letters = {vak: self._get(plek.blad, vak).lettertype for plek in plekken for vak in plek.vakken}
        alinea = make_alinea(lijnen, eigen, leeg.stijlen, letters.__getitem__)
        gegeven, waarden[:] = waarden[: alinea.velden], waarden[alinea.velden :]
        self._check_zelfde(alinea, gegeven, leeg.stijlen.rij, plekken)
        links = lijnen.bak.content_box_x()
        for nummer, (blad, top, vakken) in enumerate(plekken):
            in_ = 0.0 if nummer else alinea.inspringing
            x, ruimte = round_maat(links + in_), round_maat(alinea.breedte - in_)
            y = round_maat(vakken[0].position_y + vakken[0].baseline - top)
            plek = Plek(0, len(leeg.alineas), nummer, x, y, ruimte, alinea.uitlijning, volgt=False)
            leeg.tekst.append((self._get(blad, vakken[0]), blad, plek))
        leeg.alineas.append(alinea)
        leeg.aantallen.append(len(plekken))

    def _check_zelfde(
        self,
        alinea: Alinea,
        waarden: Sequence[str],
        stijlen: Sequence[Tekststijl],
        plekken: Sequence[_Regelplek],
    ) -> None:
        """Check that our own lines are those of WeasyPrint. Raises: CannotFillError."""
        bakken = [self._proef.bakken(stijl.soort) for stijl in stijlen if stijl.soort is not None]
        regels = break_alinea(alinea, waarden, bakken)
        gezet = [b"".join(self._get(plek.blad, vak).tekens for vak in plek.vakken) for plek in plekken]
        eigen = [b"".join(run.tekens for run in regel.runs) for regel in regels]
        einden = [bakken[regel.runs[-1].soort].find_woord("").spatie.tekens for regel in regels]
        if len(gezet) != len(eigen) or any(
            _strip_einde(regel, wit) != _strip_einde(zelf, wit)
            for regel, zelf, wit in zip(gezet, eigen, einden, strict=True)
        ):
            raise DifferentLetterError(
                "de regels van een alinea met velden vallen anders dan WeasyPrint ze zet"
            )
        for plek in plekken:
            if len({vak.position_y + vak.baseline for vak in plek.vakken}) != 1:
                raise UnfillableVormError("in een alinea met velden staan letters op verschillende hoogten")

    def _make_vast(self, plek: _Regelplek, vak: Any) -> tuple[Getoond, int, Vast]:  # noqa: ANN401 - idem
        getoond = self._get(plek.blad, vak)
        stijl = make_stijl(vak, getoond.lettertype, vast=True)
        y = round_maat(vak.position_y + vak.baseline - plek.top)
        return getoond, plek.blad, Vast(0, stijl, round_maat(vak.position_x), y, getoond.tekens)

    def _get(self, blad: int, vak: Any) -> Getoond:  # noqa: ANN401 - idem
        getoond = self._proef.bladen[blad].teksten.get(
            find_plaats(vak.position_x, vak.position_y + vak.baseline)
        )
        if getoond is None:
            raise UnfillableVormError("een tekst is niet terug te vinden op het blad")
        return getoond

    def _list_tekenreeksen(self, box: Any, blok: Blok) -> tuple[Tekenreeks, ...]:  # noqa: ANN401 - idem
        reeksen: dict[str, Tekenreeks] = {}
        for vak in list_vakken(box) if blok.soort.rol is Rol.BLOK else (box,):
            if isinstance(vak, boxes.TextBox | boxes.LineBox) or vak.style["string_set"] == "none":
                continue
            for naam, inhoud in vak.style["string_set"]:
                geschreven = self._geschreven[vak.element]
                teksten = list_teksten(vak.element, geschreven)
                tekst = "".join(collapse_wit(knoop.geschreven) for knoop in teksten)
                if VELD in tekst and vak.element is not box.element:
                    raise UnfillableVormError("string-set staat op een deel van een blok met velden")
                reeksen[naam] = Tekenreeks(naam, find_bron(inhoud), tekst)
        return tuple(reeksen.values())

    def _find(self, blok: Blok) -> list[Deel]:
        delen = self._delen.get(blok.nummer)
        if not delen:
            raise CannotFillError("een blok is niet terug te vinden op het blad")
        return delen

    def _find_getoond(self, plaats: int) -> tuple[int, int]:
        """Find the first text inside a container, as page and mark."""
        for blok in self._blokken[plaats + 1 :]:
            for deel in self._delen.get(blok.nummer, ()):
                for lijnen in list_lijnen(deel.box):
                    for vak in (vak for regel in lijnen.teksten for vak in regel):
                        getoond = self._get(deel.blad, vak)
                        if getoond.merk is not None:
                            return deel.blad, getoond.merk
        raise CannotFillError("een blok om andere blokken heen is leeg")


def _check_waarden(waarden: Sequence[str]) -> None:
    """Check that a block looks with these values as it does with others. Raises: CannotFillError."""
    for waarde in waarden:
        if not waarde or waarde != waarde.strip():
            raise CannotFillError("een waarde is leeg, of begint of eindigt met wit")
        if not TEKENS.issuperset(waarde):
            raise CannotFillError("een teken staat niet in de letterproef")


_Alineas = tuple[
    list[tuple[Lijnen, list[_Regelplek]]], list[float]
]  # and the bottoms of the last one's lines


def _list_alineas(deel: Deel, top: float) -> _Alineas:
    alineas: list[tuple[Lijnen, list[_Regelplek]]] = []
    onder: list[float] = []
    for lijnen in list_lijnen(deel.box):
        alineas.append((lijnen, [_Regelplek(deel.blad, top, vakken) for vakken in lijnen.teksten]))
        onder = [regel.position_y + regel.height - top for regel in lijnen.regels]
    return alineas, onder


def _join_alinea(delen: Sequence[Deel]) -> _Alineas:
    """Join a paragraph that goes on on the next page as if it stood on one."""
    onder: list[float] = []
    stukken: list[Lijnen] = []
    plekken: list[_Regelplek] = []
    for deel in delen:
        if deel.box.padding_top or deel.box.padding_bottom or not is_breekbaar(deel.box):
            raise CannotFillError("een blok met wit of een rand loopt door op een volgend blad")
        (lijnen,) = list_lijnen(deel.box)
        top = lijnen.regels[0].position_y - (onder[-1] if onder else 0.0)
        stukken.append(lijnen)
        plekken += [_Regelplek(deel.blad, top, vakken) for vakken in lijnen.teksten]
        onder += [regel.position_y + regel.height - top for regel in lijnen.regels]
    regels = tuple(regel for stuk in stukken for regel in stuk.regels)
    teksten = tuple(regel for stuk in stukken for regel in stuk.teksten)
    return [(replace(stukken[0], regels=regels, teksten=teksten), plekken)], onder


def _list_glyphs(
    tekst: Sequence[tuple[Getoond, int, Vast | Plek]],
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """List the glyphs of the texts that never change, per font."""
    glyphs: dict[str, set[int]] = {}
    for getoond, _, deel in tekst:
        if isinstance(deel, Vast):
            glyphs.setdefault(getoond.letter, set()).update(getoond.glyphs)
    return tuple((letter, tuple(sorted(nummers))) for letter, nummers in sorted(glyphs.items()))


def _is_bekend(vorm: Vorm, bekend: Vorm | None) -> bool:
    return bekend is not None and vorm.standen.keys() <= bekend.standen.keys()


def _strip_einde(tekens: bytes, wit: bytes) -> bytes:
    """Take off the spaces with which a line ends."""
    while tekens.endswith(wit):
        tekens = tekens.removesuffix(wit)
    return tekens


def _number_bladen(tekst: Sequence[tuple[Getoond, int, Vast | Plek]], tags: Tagvorm) -> Iterator[Vast | Plek]:
    """Give each text the number of its leaf, and say of which lines the leaf goes on."""
    nummers = [tags.bladen[(blad, getoond.merk)] for getoond, blad, _ in tekst]
    for plaats, (nummer, (_, _, deel)) in enumerate(zip(nummers, tekst, strict=True)):
        if isinstance(deel, Vast):
            yield Vast(nummer, deel.stijl, deel.x, deel.y, deel.tekens)
            continue
        volgt = plaats + 1 < len(nummers) and nummers[plaats + 1] == nummer
        yield Plek(nummer, deel.alinea, deel.regel, deel.x, deel.y, deel.ruimte, deel.uitlijning, volgt)
