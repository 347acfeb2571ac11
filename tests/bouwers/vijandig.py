"""Letters with values as hostile as data can be: made of the voorbeelden, and the same in every run."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from correspondentie.sjabloonomgeving import format_veld
from correspondentie.zetter import Kopij

# Everything here can be set in the letter font.
NAMEN = (
    "A",
    "Ö",
    "O'Neill",
    "d’Angremond-'t Hart",
    "Świątek-Đorđević",
    "Yıldırım-van der Meulen",
    "Nguyễn Thị Ngọc Ánh",
    "Ñandú Çelik-Šimić",
    "van der Wijngaart-van Schevichaven tot Nieuwenhuijzen-Oosterom",
    "Maximiliaan-Alexander-Ferdinand-Willem-Frederik-Hendrik-Otto",
    "Hottentottententententoonstellingsmakersopleidingsinstituutsgebouwbeheerder",
    "J.  de  Vries",
    "Bos  ",
    "  Bos",
    "Jan\u00a0\u00a0Bos",
    "Kinder\u00adopvang\u00adtoeslag\u00adpartner",
    "ff fi ffi fl fft Affligem",
    "AVAVAVA To Ty LT P. r, f'",
    "% %s %d %b %%",
    "( ) (( )) \\ \\( \\n",
    "{{ veld }} {% if %}",
    "<b>vet</b> & &amp; &#65;",
    "a/b c/d-e 1-2 3/4",
    "wie? wat! waar: hoe; en…",
    "een\u2011twee\u2013drie\u2014vier",
    "„aanhaling” ‘enkel’ «dubbel»",
    "½ 2² 3³ € 100% 5°",
    "tab\ten regel\neinde",
    "12-12-2026",
    "1.234.567,89",
    "-5",
    "€ 12 - € 10",
    "",
    " ",
    "\u00a0",
    "-",
    "---",
)
# These have signs that stand loose above or below a letter, so that only WeasyPrint may set them.
ONVULBAAR = ("X\u0302\u0323oya", "q\u0307", "M\u0300\u0301", "Kwa\u0332me")
# The letter font lacks a glyph, so that there may be no letter at all.
ONZETBAAR = ("שלום", "محمد", "Noor 🙂", "张伟", "ກ")
LETTERS = "".join(map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x180))))
HOOGSTE = 99_999_999_99  # cents


def list_vijandige(kopijen: Sequence[Kopij], aantal: int, begin: int = 0) -> Iterator[tuple[Kopij, str]]:
    """List letters with some hostile values each, and the worst of those (empty when all can be set)."""
    for nummer in range(begin, begin + aantal):
        loting = Random(nummer)
        basis = kopijen[nummer % len(kopijen)]
        oud = sorted(set(basis.waarden))  # a value that stands in more places is the same in each
        nieuw = {
            waarde: _make_waarde(waarde, loting)
            for waarde in loting.sample(oud, min(len(oud), loting.choice((1, 2, 4, 8))))
        }
        ergste = ""
        if nummer % 10 == 0:
            ergste = loting.choice(ONVULBAAR if nummer % 20 else ONZETBAAR)
            nieuw[loting.choice(oud)] = ergste
        yield replace(basis, waarden=tuple(nieuw.get(waarde, waarde) for waarde in basis.waarden)), ergste


def _make_waarde(waarde: str, loting: Random) -> str:
    if waarde.startswith("€") and loting.random() < 0.9:
        return make_bedrag(loting)
    soort = loting.randrange(4)
    if soort == 0:
        return "".join(loting.choices(LETTERS, k=loting.choice((1, 2, 7, 20, 60))))
    if soort == 1:
        woorden = ["".join(loting.choices(LETTERS[:52], k=loting.randrange(1, 12))) for _ in range(9)]
        return " ".join(woorden[: loting.randrange(1, 10)])
    return format_veld(loting.choice(NAMEN))


def make_bedrag(loting: Random) -> str:
    """Make an amount as the letters print it, from nothing to the highest."""
    centen = loting.choice((0, 1, HOOGSTE, loting.randrange(1_00), loting.randrange(HOOGSTE)))
    euros = f"{centen // 100:,}".replace(",", ".")
    return f"€\u00a0{euros},{centen % 100:02}" if loting.random() < 0.7 else f"€\u00a0{euros}"
