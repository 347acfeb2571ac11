"""The KIX code: the address as the sorting machines of PostNL read it, and its room in the window (pure).

Source: PostNL, KIX code: postcode, house number, and after an X the addition; capitals and digits only.
What has no postcode or no number, and all that goes abroad, has none. Assumed: bij and t/o are no part of it.
"""

import re
import unicodedata
from collections.abc import Sequence

from correspondentie.adressering.gegevens import Adres
from correspondentie.adressering.naam import format_bekend

_POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}", re.ASCII)
_HUISNUMMER = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_WEG = re.compile(r"[^0-9A-Z]", re.ASCII)

# The window in the house style: four lines of the address leave room under them, and more do not.
REGELS_HOOGSTENS = 4
_REGEL_MM, _VERVOLG_MM = 68.0, 64.0  # a millimetre is kept for kerning
_MM_PER_EM = 10 * 25.4 / 72
# What no character of the letter font is wider than. Unit: em.
_SMAL = frozenset(" .,'’:;-()/ijlIf")
_BREED = frozenset("mwMW")
_EM_SMAL, _EM_GEWOON, _EM_KAPITAAL, _EM_BREED = 0.36, 0.58, 0.70, 1.25


def compute_kix(adres: Adres) -> str:
    """Compute the KIX code of a Dutch address; empty when it has none.

    Shape: '2511AB12XA'. A described location has no street, so that nothing says that its number is a house.
    """
    postcode = "".join(adres.postcode.split()).upper()
    huisnummer = adres.huisnummer.strip().lstrip("0")
    if not format_bekend(adres.straatnaam):
        return ""
    if _POSTCODE.fullmatch(postcode) is None or _HUISNUMMER.fullmatch(huisnummer) is None:
        return ""
    toevoeging = _WEG.sub("", f"{adres.huisletter}{adres.huisnummertoevoeging}".upper())
    return postcode + huisnummer + (f"X{toevoeging}" if toevoeging else "")


def has_kix_ruimte(regels: Sequence[str]) -> bool:
    """Tell whether these address lines certainly take so few lines on paper that the code fits under them."""
    return sum(_count_regels(regel) for regel in regels) <= REGELS_HOOGSTENS


def compute_breedte(tekst: str) -> float:
    """Return what an address line is certainly not wider than. Unit: mm."""
    return sum(map(_compute_em, unicodedata.normalize("NFD", tekst))) * _MM_PER_EM


def _compute_em(teken: str) -> float:
    if unicodedata.combining(teken):
        return 0.0
    if teken in _SMAL:
        return _EM_SMAL
    if teken in _BREED or not teken.isascii() or not teken.isalnum():
        return _EM_BREED
    return _EM_KAPITAAL if teken.isupper() else _EM_GEWOON


def _count_regels(regel: str) -> int:
    """Count the lines that one address line takes at most, with a word that is too wide as too many.

    Words that are narrower than reckoned, and hyphens to break at, never make more lines.
    """
    regels, rest = 1, _REGEL_MM
    for woord in re.split(r"(?<! ) (?! )", regel):  # the two spaces before the town do not break
        breedte = compute_breedte(woord)
        if breedte > _VERVOLG_MM:
            return REGELS_HOOGSTENS + 1
        if breedte > rest:
            regels, rest = regels + 1, _VERVOLG_MM
        rest -= breedte + compute_breedte(" ")
    return regels
