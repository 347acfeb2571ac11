"""What the rules of a house style look at, and whether the key of a block holds all of that.

A block is known by its own text, the names of its neighbours and the tags that it stands in. A rule that
looks at more would give two blocks with one key another look, so letters in such a house style are composed.
"""

import re
from collections.abc import Iterator

from correspondentie.zetter.kopij import BLOKKEN, HOUDERS

LOS = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", re.DOTALL)  # what is no rule
KEUZE = re.compile(r"([^{};]+)\{")
NAAM = re.compile(r"[\w-]+")
NAMEN = re.compile(r"[\w.*-]+")  # a tag and classes, and nothing else
KLASSE = re.compile(r"\.([A-Za-z_-][\w-]*)")
NAAST = re.compile(r"([\w.:-]*)\s*[+]\s*([\w.:-]+)")
MET_BUUR = re.compile(r":has\(\s*[+]\s*[\w.*-]+\s*\)")  # looks at the neighbour behind
STAP = re.compile(r"\s*([>+])\s*|\s+")
KINDPLAATS = (":first-child", ":last-child", ":naast")
# Other siblings, what stands inside, a count, or a name that a neighbour is not known by.
VREEMD = re.compile(
    r"[~\[#&\\|]|:(?:nth|only|first-of|last-of|empty|target|lang|dir|has)\b|counter-(?:increment|reset|set)\b"
)
BLAD = re.compile(r"@page([^{]*)\{((?:[^{}]|\{[^{}]*\})*)\}")
MARGEVAK = re.compile(r"@[\w-]+\s*\{[^{}]*\}")  # a text in the margin
EIGENSCHAP = re.compile(r"([\w-]+)\s*:")
EERSTE_BLAD = {"margin-top", "margin-bottom"}  # what the first page may have of its own, beside such texts
BLOK, HOUDER = re.compile(BLOKKEN), re.compile(HOUDERS)


def find_bezwaar(css: str) -> str:
    """Find why blocks of letters in this house style cannot be told apart; empty when they can."""
    kaal = LOS.sub("", css)
    if "@import" in kaal:
        return "de huisstijl haalt met @import regels op uit een ander bestand; zet ze in huisstijl.css"
    vreemd = next(filter(_is_vreemd, [*_list_keuzes(kaal), *re.findall(r"counter-[\w-]+", kaal)]), "")
    if vreemd:
        return (
            f"de huisstijl gebruikt '{vreemd}', dus hangt een blok af van meer dan zijn buren. "
            "Gebruik een class, +, :first-child, :last-child of :has(+ ...), en daarachter geen andere tag"
        )
    if blad := next(_list_eigen_bladen(kaal), ""):
        return (
            f"de huisstijl gebruikt '{blad}', dus heeft niet elk blad dezelfde breedte en opmaak. "
            "Gebruik @page, en @page :first alleen voor margin-top, margin-bottom en teksten in de marge"
        )
    return ""


def list_buren(css: str) -> frozenset[str]:
    """List the names of tags and classes beside which a rule of this CSS makes something look different."""
    paren = NAAST.findall(LOS.sub("", css))
    namen = {naam for paar in paren for deel in paar for naam in NAAM.findall(deel)}
    return frozenset(namen | {naam.lower() for naam in namen})


def list_klassen(css: str) -> frozenset[str]:
    """List the classes that a rule of this CSS names."""
    return frozenset(KLASSE.findall(LOS.sub("", css)))


def _list_eigen_bladen(kaal: str) -> Iterator[str]:
    """List the rules by which a text looks otherwise on one page than on another."""
    for keuze, inhoud in BLAD.findall(kaal):
        eigenschappen = set(EIGENSCHAP.findall(MARGEVAK.sub("", inhoud)))
        if keuze.strip() and (keuze.strip() != ":first" or eigenschappen - EERSTE_BLAD):
            yield f"@page {keuze.strip()}"
    if re.search(r"[{;\s]page\s*:", kaal):
        yield "page"


def _list_keuzes(kaal: str) -> Iterator[str]:
    """List the selectors of all rules, each alone; also those inside another rule."""
    for keuzes in KEUZE.findall(kaal):
        if "@" not in keuzes:
            yield from (" ".join(keuze.split()) for keuze in keuzes.split(","))


def _is_vreemd(keuze: str) -> bool:
    """Answer whether a selector looks at more of a letter than the key of a block holds."""
    keuze = MET_BUUR.sub(":naast", keuze)
    if VREEMD.search(keuze):
        return True
    delen = STAP.split(keuze)
    stappen = [None, *delen[1::2], ""]  # the way to each part, and from the last; None is a space
    paren = zip(delen[::2], stappen[:-1], stappen[1:], strict=True)
    return any(_is_deel_vreemd(deel, voor, na) for deel, voor, na in paren)


def _is_deel_vreemd(deel: str, voor: str | None, na: str | None) -> bool:
    """Answer idem for one part of a selector. Shape: + and > the steps before and after it, None a space."""
    tag = deel.partition(".")[0].partition(":")[0].lower()
    if na == "":
        return False  # it is the block itself, or stands inside it
    beside = voor == "+" or any(plaats in deel for plaats in KINDPLAATS)
    if na == "+":
        binnen = NAAM.fullmatch(tag) and not BLOK.fullmatch(tag)
        return not binnen and (beside or not NAMEN.fullmatch(deel))
    return beside and (not NAAM.fullmatch(tag) or HOUDER.fullmatch(tag) is not None)
