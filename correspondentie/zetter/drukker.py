"""Print the blocks of one letter, page by page, into operators, marks and elements."""

from collections.abc import Callable, Sequence
from operator import add

import pydyf  # type: ignore[import-untyped]  # ships no types

from correspondentie.zetter.bladverdeling import Geplaatst
from correspondentie.zetter.bladvorm import REEKS, TELLER
from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.letterkast import EENHEID, Letterbak, Lettersoort, Woord
from correspondentie.zetter.pdfschrijver import PUNT, Blad, Kopregel, Nummers
from correspondentie.zetter.vormen import Bladvorm, Margetekst
from correspondentie.zetter.zetplan import Zetplan, fill_bron
from correspondentie.zetter.zetvorm import SCHEIDING, Druk

SPELING = 0.01  # CSS pixels: texts that fit beside each other by less than this are not printed


class Drukker:
    """What one letter comes to. knopen: the objects of its tag tree; toppen: those right below Document.

    klasse is the specimen whose fonts the letter embeds.
    """

    def __init__(
        self,
        plan: Zetplan,
        waarden: Sequence[str],
        nummers: Nummers,
        find_bak: Callable[[Lettersoort], Letterbak],
        klasse: int,
    ) -> None:
        self._plan = plan
        self._waarden = waarden
        self._find_bak = find_bak
        self._klasse = klasse
        self.nummers = self._nummers = nummers
        self._reeksen = {naam: fill_bron(tekst, waarden, eerste) for naam, tekst, eerste in plan.reeksen}
        self.bladen: list[Blad] = []
        self.knopen: list[bytes] = []
        self.toppen: list[int] = []
        self.kopregels: list[Kopregel] = []
        self._link = nummers.link
        self._boven: object = None  # the containers of the block before, on this page
        self._ouder = 0
        self._houders: dict[int, int] = {}  # of this page: by the number of the container, its object
        self._kinderen: dict[int, list[int]] = {}  # of this letter: by object of a container

    def print_bladen(
        self, indeling: Sequence[Sequence[Geplaatst]], eerste: Bladvorm, volgende: Bladvorm
    ) -> None:
        """Print all pages. Raises: CannotFillError when a text in a margin does not fit, or lacks a glyph."""
        for nummer, geplaatst in enumerate(indeling):
            vorm = volgende if nummer else eerste
            blad = Blad([b"1 0 0 -1 0 %f cm\nq\n%f 0 0 %f 0 0 cm\n" % (vorm.hoogte * PUNT, PUNT, PUNT)])
            self.bladen.append(blad)
            self._houders, self._boven = {}, None
            for plek in geplaatst:
                self._print_blok(plek, blad, vorm)
            over = dict.fromkeys(("Header", "Footer"), vorm.ruimte)
            for tekst in vorm.teksten:
                over[tekst.kant] -= self._print_marge(tekst, nummer, len(indeling), blad)
            if min(over.values()) < SPELING:
                raise CannotFillError("de teksten in de marge passen niet naast elkaar op een regel")
            blad.inhoud.append(b"Q\n")
        self._close_houders()

    def _print_blok(self, plek: Geplaatst, blad: Blad, vorm: Bladvorm) -> None:
        blok = plek.blok
        druk = blok.druk if plek.tot < 0 else blok.make_deel(plek.van, plek.tot)
        merk = len(blad.merken)
        zetvorm, regels = blok.zetvorm, blok.regels
        plekken = druk.plekken
        gaten: list[float | bytes] = [plek.y]
        for nummer in druk.volgorde:
            if nummer < 0:
                gaten.append(merk - 1 - nummer)
                continue
            lijn = plekken[nummer]
            regel = regels[lijn[0]][lijn[1]]
            if lijn.links:  # most lines: one piece of bytes, its glyphs, and the end
                gaten.append(lijn.links + regel[0][0][1] + (lijn.slot if regel[2] else lijn.slot_met_wit))
            else:
                gaten.append(zetvorm.write_regel(lijn, regel))
        blad.inhoud.append(druk.formaat % tuple(gaten))
        self._add_tags(plek, druk, blad)
        if zetvorm.kopniveau:
            eerste = self._plan.blokken[plek.nummer].eerste
            titel = pydyf.String(fill_bron(zetvorm.vorm.tekst, self._waarden, eerste)).data
            x, y = zetvorm.vorm.links * PUNT, (vorm.hoogte - plek.y) * PUNT
            self.kopregels.append(Kopregel(zetvorm.kopniveau, titel, len(self.bladen) - 1, x, y))

    def _add_tags(self, plek: Geplaatst, druk: Druk, blad: Blad) -> None:
        if plek.boven is not self._boven:
            self._ouder, self._boven = self._find_houder(plek), plek.boven
        ouder = self._ouder
        knoop = self._nummers.knoop + len(self.knopen)
        basis = (ouder, knoop, len(blad.merken), self._nummers.blad + len(self.bladen) - 1, self._link)
        gaten = tuple(map(add, map(basis.__getitem__, druk.soorten), druk.verten))
        self.knopen += (druk.tags % gaten).split(SCHEIDING)
        blad.merken += [knoop + nummer for nummer in druk.merken]
        kinderen = self._kinderen[ouder] if ouder != self._nummers.document else self.toppen
        kinderen += [knoop + nummer for nummer in druk.toppen]
        for links, link in zip(druk.links, druk.linkknopen, strict=True):
            x, boven, rechts, onder = links.rechthoek
            rechthoek = (x, boven + plek.y, rechts, onder + plek.y)
            blad.links.append((rechthoek, links.eigenschappen, knoop + link))
            self._link += 1

    def _find_houder(self, plek: Geplaatst) -> int:
        """Find the object of the container of a block; on each page its elements begin anew."""
        ouder = self._nummers.document
        for nummer, knoop in plek.boven:
            houder = self._houders.get(nummer)
            if houder is None:
                houder = self._houders[nummer] = self._nummers.knoop + len(self.knopen)
                formaat = b"<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K[%%b]%s>>" % (
                    knoop.tag.encode(),
                    ouder,
                    self._nummers.blad + len(self.bladen) - 1,
                    knoop.eigenschappen.replace(b"%", b"%%"),
                )
                self.knopen.append(formaat)
                self._kinderen[houder] = []
                boven = self._kinderen[ouder] if ouder != self._nummers.document else self.toppen
                boven.append(houder)
            ouder = houder
        return ouder

    def _close_houders(self) -> None:
        for houder, kinderen in self._kinderen.items():
            plaats = houder - self._nummers.knoop
            self.knopen[plaats] %= (b" ".join([b"%d 0 R" % kind for kind in kinderen]),)

    def _print_marge(self, marge: Margetekst, blad: int, bladen: int, doel: Blad) -> float:
        """Print a text in the margin. Returns: how wide it is in CSS pixels."""
        tellers = {"page": str(blad + 1), "pages": str(bladen)}
        bronnen = {REEKS: self._reeksen, TELLER: tellers}
        tekst = "".join(
            bronnen[soort].get(naam, "") if soort in bronnen else naam for soort, naam in marge.delen
        )
        if not tekst:
            return 0.0
        assert marge.stijl.soort is not None
        bak = self._find_bak(marge.stijl.soort)
        woorden = [bak.find_woord(woord) for woord in tekst.split(" ")]
        if max([woord.klasse for woord in woorden]) > self._klasse:
            raise CannotFillError("een teken in de marge staat niet in de letterproef van deze brief")
        tekens, breedte = _set_regel(woorden)
        x = marge.anker - marge.uitlijning * breedte
        doel.inhoud.append(
            b"/Artifact<</Type/Pagination/Subtype/%s>>BDC\nBT\n%s1 0 0 -1 %f %f Tm[(%s)]TJ\nET\nEMC\n"
            % (marge.kant.encode(), marge.stijl.operators, x, marge.y, tekens)
        )
        return breedte


def _set_regel(woorden: Sequence[Woord]) -> tuple[bytes, float]:
    """Set words on one line. Returns: its glyphs, and its width in CSS pixels."""
    stukken = [woorden[0].midden if woorden[1:] else woorden[0].einde]
    for plaats, woord in enumerate(woorden[1:], start=2):
        stukken += (woord.spatie, woord.einde if plaats == len(woorden) else woord.midden)
    return b"".join(stuk.tekens for stuk in stukken), sum(stuk.breedte for stuk in stukken) / EENHEID
