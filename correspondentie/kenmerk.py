"""The name of a letter: ours, without meaning, and the same each time the same letter is made."""

import hashlib
import hmac

ALFABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O or U to misread over the phone
LENGTE = 16


def make_kenmerk(sleutel: str, *delen: str) -> str:
    """Return the kenmerk for these parts, such as run, dossier, brieftype and kind.

    Shape: four groups of four, like '7QK2-M9XA-4TBC-0H5R'; 80 bits that say nothing without the key.
    """
    digest = hmac.new(sleutel.encode(), "\x1f".join(delen).encode(), hashlib.sha256).digest()
    getal = int.from_bytes(digest[:10], "big")
    tekens = "".join(ALFABET[(getal >> (5 * plaats)) & 31] for plaats in range(LENGTE))
    return "-".join(tekens[begin : begin + 4] for begin in range(0, LENGTE, 4))
