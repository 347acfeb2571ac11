"""Read what one page of a finished PDF shows: every glyph, rule and link, and the text of each mark."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

KADERS = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox")


class Teken(NamedTuple):
    """One glyph on a page. Unit: x and y in points."""

    x: float
    y: float
    glyph: int
    lettertype: str
    grootte: float
    kleur: tuple[float, ...]


class Lijn(NamedTuple):
    """One rule or ground. Unit: points."""

    punten: tuple[float, ...]
    operator: str
    kleur: tuple[float, ...]


@dataclass(slots=True)
class Bladbeeld:
    """What one page shows, and the text of each of its marks.

    Shape: an artefact is its kind, such as /Header, and its text. Unit: kaders and links in points.
    """

    tekens: list[Teken] = field(default_factory=list)
    lijnen: list[Lijn] = field(default_factory=list)
    merken: dict[int, str] = field(default_factory=dict)
    artefacten: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[float, ...]] = field(default_factory=list)
    kaders: list[tuple[float, ...]] = field(default_factory=list)


class _Lezer:
    """Walks the operators of one page."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - a pikepdf page
        self.beeld = Bladbeeld()
        self.matrix = pikepdf.Matrix()
        self.stapel: list[Any] = []
        self.tekst = pikepdf.Matrix()
        self.kleur: tuple[float, ...] = ()
        self.lijnkleur: tuple[float, ...] = ()
        self.dikte = 1.0
        self.pad: list[float] = []
        self.merk: list[int | None] = []
        self.lettertypen = {
            str(naam): _read_lettertype(waarde) for naam, waarde in page.Resources.Font.items()
        }
        self.lettertype, self.grootte = "", 0.0
        self.vormen = page.Resources.get("/XObject", {})

    def read(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - PDF objects
        """Take one operator."""
        methode = getattr(self, f"_{OPERATOREN.get(operator, 'niets')}")
        methode(operator, operanden)

    def _niets(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        pass

    def _bewaar(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.stapel.append(
            (self.matrix, self.kleur, self.lijnkleur, self.dikte, self.lettertype, self.grootte)
        )

    def _herstel(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        (self.matrix, self.kleur, self.lijnkleur, self.dikte, self.lettertype, self.grootte) = (
            self.stapel.pop()
        )

    def _verplaats(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.matrix = pikepdf.Matrix(*map(float, operanden)) @ self.matrix

    def _plaats(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.tekst = pikepdf.Matrix(*map(float, operanden))

    def _kies(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.lettertype, self.grootte = str(operanden[0]), float(operanden[1])

    def _verf(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        kleur = tuple(map(float, operanden))
        if operator == "rg":
            self.kleur = kleur
        else:
            self.lijnkleur = kleur

    def _dik(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.dikte = float(operanden[0])

    def _ga(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        getallen = list(map(float, operanden))
        for plaats in range(0, len(getallen), 2):
            x, y = getallen[plaats : plaats + 2]
            if operator == "re" and plaats:
                self.pad += [x * self.matrix.a, y * self.matrix.d]
            else:
                self.pad += self.matrix.transform((x, y))

    def _trek(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        kleur = self.lijnkleur if operator == "S" else self.kleur
        maat = (self.dikte,) if operator == "S" else ()
        self.beeld.lijnen.append(Lijn((*self.pad, *maat), operator, kleur))
        self.pad = []

    def _laat(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.pad = []

    def _open(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        eigen = operanden[1] if operator == "BDC" else {}
        merk = int(eigen.get("/MCID", -1)) if operator == "BDC" else -1
        self.merk.append(merk)
        if merk < 0 and operator == "BDC":
            self.beeld.artefacten.append((str(eigen.get("/Subtype")), ""))

    def _sluit(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        self.merk.pop()

    def _teken(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        vorm = self.vormen[str(operanden[0])]
        if vorm.Subtype != "/Form":
            return
        self._bewaar("q", ())
        for opdracht in pikepdf.parse_content_stream(vorm):
            self.read(str(opdracht.operator), opdracht.operands)
        self._herstel("Q", ())

    def _toon(self, operator: str, operanden: Any) -> None:  # noqa: ANN401 - idem
        breedtes, teksten = self.lettertypen[self.lettertype]
        x, y = self.matrix.transform((self.tekst.e, self.tekst.f))
        schaal = self.grootte * abs(self.matrix.a)
        tekst = ""
        for deel in operanden[0]:
            if not isinstance(deel, pikepdf.String):
                x -= float(deel) / 1000 * schaal
                continue
            bytes_ = bytes(deel)
            for plaats in range(0, len(bytes_), 2):
                glyph = int.from_bytes(bytes_[plaats : plaats + 2], "big")
                teken = teksten.get(glyph, "")
                tekst += teken
                if teken.strip():
                    self.beeld.tekens.append(Teken(x, y, glyph, self.lettertype, schaal, self.kleur))
                x += breedtes.get(glyph, 1000) / 1000 * schaal
        merk = self.merk[-1] if self.merk else None
        if merk is not None and merk >= 0:
            self.beeld.merken[merk] = self.beeld.merken.get(merk, "") + tekst
        elif self.beeld.artefacten:
            soort, eerder = self.beeld.artefacten[-1]
            self.beeld.artefacten[-1] = (soort, eerder + tekst)


OPERATOREN = {
    "q": "bewaar",
    "Q": "herstel",
    "cm": "verplaats",
    "Tm": "plaats",
    "Tf": "kies",
    "rg": "verf",
    "RG": "verf",
    "w": "dik",
    "m": "ga",
    "l": "ga",
    "re": "ga",
    "S": "trek",
    "f": "trek",
    "f*": "trek",
    "n": "laat",
    "BDC": "open",
    "BMC": "open",
    "EMC": "sluit",
    "TJ": "toon",
    "Do": "teken",
}


def read_blad(page: Any) -> Bladbeeld:  # noqa: ANN401 - a pikepdf page
    """Read what a page shows."""
    lezer = _Lezer(page)
    for opdracht in pikepdf.parse_content_stream(page):
        lezer.read(str(opdracht.operator), opdracht.operands)
    for annotatie in page.get("/Annots", []):
        lezer.beeld.links.append(tuple(map(float, annotatie.Rect)))
    for naam in KADERS:
        lezer.beeld.kaders.append(tuple(map(float, page.obj.get(naam, ()))))
    return lezer.beeld


def _read_lettertype(lettertype: Any) -> tuple[dict[int, float], dict[int, str]]:  # noqa: ANN401 - a PDF dictionary
    breedtes: dict[int, float] = {}
    rij = list(lettertype.DescendantFonts[0].W)
    for begin, waarden in zip(rij[::2], rij[1::2], strict=True):
        breedtes |= {int(begin) + plaats: float(waarde) for plaats, waarde in enumerate(waarden)}
    teksten: dict[int, str] = {}
    for regel in bytes(lettertype.ToUnicode.read_bytes()).splitlines():
        delen = regel.split()
        if len(delen) == 2 and delen[0].startswith(b"<") and delen[1].startswith(b"<"):
            teksten[int(delen[0][1:-1], 16)] = bytes.fromhex(delen[1][1:-1].decode()).decode("utf-16-be")
    return breedtes, teksten
