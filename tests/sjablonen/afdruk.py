"""A letter as its reader has it: the rows of its tables, from the PDF or from the visible text of HTML."""

import re
from dataclasses import dataclass
from fractions import Fraction

from tests.pdf.lezen import list_spoken

EURO = r"€\s*(-?[\d.]+(?:,\d+)?)"
TEKEN = re.compile(rf"{EURO}|(\d[\d.]*(?:,\d+)?)(%?)|([×:+−()])")
KOPPEN = {"Toeslag", "Stap", "Voor de maand", "Kind en opvang", "Per maand", "Gegeven"}
TWEEDE_KOP = "totaal"
Rij = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Afdruk:
    """The rows of all tables in reading order; a row of heads is a row too. Shape: the cells of each row."""

    rijen: tuple[Rij, ...]

    def list_tabel(self, kop: str, kolom: str = "") -> list[Rij]:
        """List the rows under the heads of which the first is kop, and one holds the word kolom."""
        binnen, gevonden = False, []
        for rij in self.rijen:
            if rij[0] == TWEEDE_KOP:
                continue
            if rij[0] in KOPPEN:
                binnen = rij[0] == kop and any(kolom in cel for cel in rij)
            elif binnen:
                gevonden.append(rij)
        return gevonden

    def find_kop(self, kop: str) -> Rij:
        """Return the heads of the first table of which the first head is kop; () when there is none."""
        return next((rij for rij in self.rijen if rij[0] == kop), ())

    def find_kop_met(self, kolom: str) -> Rij:
        """Return the heads of the first table that has a head with these words; () when there is none."""
        koppen = (rij for rij in self.rijen if rij[0] in KOPPEN)
        return next((rij for rij in koppen if any(kolom in cel for cel in rij)), ())

    def find_bedrag(self, omschrijving: str) -> Fraction | None:
        """Return the amount in the last cell of the row that begins with these words."""
        rijen = (rij for rij in self.rijen if rij[0].startswith(omschrijving) and len(rij) == 2)
        return next((parse_euro(rij[-1]) for rij in rijen), None)


def read_html(zichtbare_tekst: str) -> Afdruk:
    """Read the rows from the visible text of a letter in HTML."""
    regels = (regel.replace("\u00a0", " ") for regel in zichtbare_tekst.splitlines())
    return Afdruk(tuple(tuple(cel.strip() for cel in regel.split("|")) for regel in regels if "|" in regel))


def read_pdf(pdf: bytes) -> Afdruk:
    """Read the rows from the tag tree of a PDF, where each cell holds the text that is printed in it."""
    rijen: list[list[list[str]]] = []
    for soort, tekst in list_spoken(pdf):
        if soort == "TR" or re.fullmatch(r"P|H\d|Table|Caption|L", soort):
            rijen.append([])
        elif soort in ("TH", "TD"):
            rijen[-1].append([])
        if tekst and rijen and rijen[-1]:
            rijen[-1][-1].append(tekst.replace("\u00a0", " ").strip())
    return Afdruk(tuple(tuple(" ".join(cel) for cel in rij) for rij in rijen if rij))


def parse_euro(tekst: str) -> Fraction:
    """Read an amount such as '€ 1.202,86'. Unit: euro."""
    gevonden = re.fullmatch(EURO, tekst.strip())
    assert gevonden, f"geen bedrag: {tekst}"
    return parse_getal(gevonden.group(1))


def parse_getal(tekst: str) -> Fraction:
    """Read a number in the Dutch notation."""
    return Fraction(tekst.replace(".", "").replace(",", "."))


def list_euros(formule: str) -> list[Fraction]:
    """List the amounts in a sum. Unit: euro."""
    return [parse_getal(getal) for getal in re.findall(EURO, formule)]


def compute_formule(formule: str) -> Fraction:
    """Work out a sum as it is printed, without rounding anything. Unit: euro."""
    som, *grens = re.split(r" maar (hooguit|minstens) ", formule)
    uitkomst = _Rekenaar(som).compute()
    if not grens:
        return uitkomst
    return (min if grens[0] == "hooguit" else max)(uitkomst, parse_euro(grens[1]))


class _Rekenaar:
    """Works out × and : before + and −, with parentheses."""

    def __init__(self, som: str) -> None:
        self._tekens = [self._read(gevonden) for gevonden in TEKEN.finditer(som)]

    def compute(self) -> Fraction:
        uitkomst = self._compute_term()
        while self._tekens and self._tekens[0] in ("+", "−"):
            plus = self._tekens.pop(0) == "+"
            term = self._compute_term()
            uitkomst += term if plus else -term
        return uitkomst

    def _compute_term(self) -> Fraction:
        uitkomst = self._compute_deel()
        while self._tekens and self._tekens[0] in ("×", ":"):
            keer = self._tekens.pop(0) == "×"
            deel = self._compute_deel()
            uitkomst = uitkomst * deel if keer else uitkomst / deel
        return uitkomst

    def _compute_deel(self) -> Fraction:
        teken = self._tekens.pop(0)
        if teken == "(":
            uitkomst = self.compute()
            assert self._tekens.pop(0) == ")"
            return uitkomst
        assert isinstance(teken, Fraction), f"geen getal: {teken}"
        return teken

    @staticmethod
    def _read(gevonden: re.Match[str]) -> Fraction | str:
        euro, getal, procent, teken = gevonden.groups()
        if teken:
            return str(teken)
        return parse_getal(euro or getal) / (100 if procent else 1)
