"""Compare a filled letter with the same letter composed by WeasyPrint: every glyph, all text, every tag.

This reads the two finished PDFs and knows nothing of how either was made.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

SPELING = 0.02  # points: a glyph may stand this far off; a pixel at 150 dpi is 0.48 points
# What reading a damaged PDF comes to: the file itself, or something in it that is missing or of another kind.
ONLEESBAAR = (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError)


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
    """What one page shows, and the text of each of its marks."""

    tekens: list[Teken] = field(default_factory=list)
    lijnen: list[Lijn] = field(default_factory=list)
    merken: dict[int, str] = field(default_factory=dict)
    artefacten: list[str] = field(default_factory=list)
    links: list[tuple[float, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Brief:
    """What a PDF shows and says. Shape: tags nested as (tag, properties, text or children)."""

    bladen: tuple[Bladbeeld, ...]
    tags: tuple[object, ...]
    kop: tuple[object, ...]


def list_verschillen(gezet: bytes, gevuld: bytes) -> list[str]:
    """List how the filled letter differs from the composed one, in words without any text of the letter."""
    een = read_brief(gezet)
    try:
        ander = read_brief(gevuld)
    except ONLEESBAAR:
        return ["de gevulde brief is geen PDF die te lezen is"]
    if len(een.bladen) != len(ander.bladen):
        return [f"{len(een.bladen)} bladen gezet, {len(ander.bladen)} gevuld"]
    verschillen: list[str] = []
    for nummer, (links, rechts) in enumerate(zip(een.bladen, ander.bladen, strict=True), start=1):
        verschillen += _compare_tekens(links.tekens, rechts.tekens, nummer)
        verschillen += _compare_lijnen(links, rechts, nummer)
    if een.tags != ander.tags:
        verschillen.append("de tags of hun tekst verschillen")
    if een.kop != ander.kop:
        verschillen.append("de titel, de taal of de inhoudsopgave verschilt")
    return verschillen


def _compare_tekens(gezet: Sequence[Teken], gevuld: Sequence[Teken], blad: int) -> Iterator[str]:
    een, ander = (sorted(tekens, key=_sort_key) for tekens in (gezet, gevuld))
    if len(een) != len(ander):
        yield f"blad {blad}: {len(een)} tekens gezet, {len(ander)} gevuld"
        return
    for links, rechts in zip(een, ander, strict=True):
        zelfde = links[2:4] == rechts[2:4] and _is_dichtbij(links.kleur, rechts.kleur)
        if not zelfde or not _is_dichtbij(
            (links.x, links.y, links.grootte), (rechts.x, rechts.y, rechts.grootte)
        ):
            yield f"blad {blad}: een teken bij {links.x:.1f}, {links.y:.1f} punt staat anders"
            return


def _sort_key(teken: Teken) -> tuple[float, ...]:
    return round(teken.y, 1), round(teken.x, 1), teken.glyph


def _compare_lijnen(gezet: Bladbeeld, gevuld: Bladbeeld, blad: int) -> Iterator[str]:
    een, ander = sorted(gezet.lijnen, key=_sort_lijn), sorted(gevuld.lijnen, key=_sort_lijn)
    gelijk = len(een) == len(ander) and all(
        links.operator == rechts.operator
        and _is_dichtbij((*links.punten, *links.kleur), (*rechts.punten, *rechts.kleur))
        for links, rechts in zip(een, ander, strict=True)
    )
    if not gelijk:
        yield f"blad {blad}: de lijnen of vlakken verschillen"
    if _list_zonder_wit(gezet.artefacten) != _list_zonder_wit(gevuld.artefacten):
        yield f"blad {blad}: de kop- of voettekst verschilt"
    if len(gezet.links) != len(gevuld.links) or not all(map(_is_dichtbij, gezet.links, gevuld.links)):
        yield f"blad {blad}: de links verschillen"


def _list_zonder_wit(teksten: Sequence[str]) -> list[str]:
    """List texts without white space: a no-break space has the glyph of a space, so a PDF knows only one."""
    return sorted("".join(tekst.split()) for tekst in teksten)


def _sort_lijn(lijn: Lijn) -> tuple[object, ...]:
    return tuple(round(punt, 1) for punt in lijn.punten), lijn.operator


def _is_dichtbij(een: Sequence[float], ander: Sequence[float]) -> bool:
    return len(een) == len(ander) and all(
        abs(links - rechts) < SPELING for links, rechts in zip(een, ander, strict=True)
    )


def read_brief(pdf: bytes) -> Brief:
    """Read what a PDF shows and says. Raises: one of ONLEESBAAR when it is damaged, however little."""
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
        bladen = tuple(_read_blad(page) for page in document.pages)
        nummers = {page.obj.objgen: nummer for nummer, page in enumerate(document.pages)}
        root = document.Root.StructTreeRoot
        tags = tuple(_read_tag(kid, bladen, nummers) for kid in root.K)
        kop = (str(document.docinfo.get("/Title")), str(document.Root.Lang), _read_inhoud(document))
    return Brief(bladen, tags, kop)


def _read_inhoud(document: pikepdf.Pdf) -> tuple[object, ...]:
    def walk(regels: Any) -> tuple[object, ...]:  # noqa: ANN401 - pikepdf outline items
        return tuple((regel.title, walk(regel.children)) for regel in regels)

    with document.open_outline() as inhoud:
        return walk(inhoud.root)


def _read_tag(element: Any, bladen: Sequence[Bladbeeld], nummers: dict[tuple[int, int], int]) -> object:  # noqa: ANN401 - a PDF dictionary
    kinderen: list[object] = []
    tekst = ""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tekst += bladen[nummers[element.Pg.objgen]].merken.get(kid, "")
        elif kid.get("/Type") == "/OBJR":
            kinderen.append(("OBJR", str(kid.Obj.A.URI)))
        elif kid.get("/S") is not None:
            kinderen.append(_read_tag(kid, bladen, nummers))
    eigenschappen = element.get("/A")
    return (
        str(element.S),
        eigenschappen.unparse() if eigenschappen is not None else b"",
        "".join(tekst.split()),
        tuple(kinderen),
    )


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
            self.beeld.artefacten.append("")

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
            self.beeld.artefacten[-1] += tekst


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


def _read_blad(page: Any) -> Bladbeeld:  # noqa: ANN401 - a pikepdf page
    lezer = _Lezer(page)
    for opdracht in pikepdf.parse_content_stream(page):
        lezer.read(str(opdracht.operator), opdracht.operands)
    for annotatie in page.get("/Annots", []):
        lezer.beeld.links.append(tuple(map(float, annotatie.Rect)))
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
