"""The blocks of one letter being set, with what they add up to: strings, headings and the glyphs needed."""

from collections.abc import Callable, Sequence

from correspondentie.zetter.bladverdeling import Dicht, Gebeurtenis, Open
from correspondentie.zetter.blokken import Blok, Rol, Sleutel
from correspondentie.zetter.errors import CannotFillError, MissingVormError
from correspondentie.zetter.kopij import VELD
from correspondentie.zetter.letterkast import Letterbak, Lettersoort
from correspondentie.zetter.zetvorm import Zetblok, Zetvorm


class Zetbrief:
    """One letter. Shape: reeksen the CSS strings it sets, koppen the text of each heading by id of its block.

    klasse is the first specimen with all glyphs of the letter; find_vorm finds the forme of a block, or None.
    """

    def __init__(
        self,
        waarden: Sequence[str],
        find_vorm: Callable[[Sleutel], Zetvorm | None],
        find_bak: Callable[[Lettersoort], Letterbak],
    ) -> None:
        self._waarden = waarden
        self._find_vorm = find_vorm
        self.find_bak = find_bak
        self.reeksen: dict[str, str] = {}
        self.koppen: dict[int, str] = {}
        self.klasse = 0
        self.links = 0

    def set_blokken(self, blokken: Sequence[Blok]) -> list[Gebeurtenis]:
        """Set every block. Raises: MissingVormError, CannotFillError."""
        uit: list[Gebeurtenis] = []
        open_: list[Zetvorm] = []
        kop: Zetblok | None = None
        for blok in blokken:
            rol = blok.soort.rol
            if rol is Rol.DICHT:
                uit.append(Dicht(open_.pop()))
                continue
            if rol is Rol.NIETS:
                continue
            zetvorm = self._find(blok)
            if rol is Rol.OPEN:
                open_.append(zetvorm)
                uit.append(Open(zetvorm))
                kop = kop if blok.soort.tag == "tbody" else None
                self._set_reeksen(blok, zetvorm)
                continue
            zetblok = self._set_blok(blok, zetvorm)
            if kop is not None and blok.rij > 1 and blok.soort.tag == "tr":
                zetblok.tabelkop = kop
            elif blok.soort.tag == "thead":
                kop = zetblok
            uit.append(zetblok)
        return uit

    def _find(self, blok: Blok) -> Zetvorm:
        zetvorm = self._find_vorm(blok.sleutel)
        if zetvorm is None:
            raise MissingVormError("een blok is nog niet eerder gezet")
        if zetvorm.vorm.reden:
            raise CannotFillError(zetvorm.vorm.reden)
        return zetvorm

    def _set_blok(self, blok: Blok, zetvorm: Zetvorm) -> Zetblok:
        zetblok = zetvorm.set_blok(self._waarden, blok.eerste)
        if zetblok is None:
            raise MissingVormError("een blok heeft voor het eerst zoveel regels")
        if zetblok.klasse > self.klasse:
            self.klasse = zetblok.klasse
        vorm = zetvorm.vorm
        self.links += len(zetblok.druk.links)
        if vorm.kopniveau:
            self.koppen[id(zetblok)] = self._fill(blok, vorm.tekst)
        if vorm.tekenreeksen:
            self._set_reeksen(blok, zetvorm)
        return zetblok

    def _set_reeksen(self, blok: Blok, zetvorm: Zetvorm) -> None:
        for reeks in zetvorm.vorm.tekenreeksen:
            tekst = reeks.tekst
            if reeks.attribuut:
                tekst = blok.soort.open.partition(f'{reeks.attribuut}="')[2].partition('"')[0]
            if reeks.naam in self.reeksen:
                raise CannotFillError("een kop- of voettekst wisselt binnen de brief")
            self.reeksen[reeks.naam] = self._fill(blok, tekst)

    def _fill(self, blok: Blok, tekst: str) -> str:
        stukken = tekst.split(VELD)
        waarden = self._waarden[blok.eerste : blok.eerste + len(stukken) - 1]
        gevuld = "".join(deel for paar in zip(stukken, (*waarden, ""), strict=True) for deel in paar)
        return " ".join([woord for woord in gevuld.split(" ") if woord]).strip()
