"""Builders for lots as the printer sees them."""

from outbox.printstraat.manifest import Manifest, Manifestbrief

DIGEST = "0123456789abcdef" * 4


def make_manifestbrief(volgnummer: int, kenmerk: str, **anders: object) -> Manifestbrief:
    """Make a letter in a manifest; what is given replaces the default."""
    velden: dict[str, object] = {
        "volgnummer": volgnummer,
        "kenmerk": kenmerk,
        "sha256": DIGEST,
        "opdruk": DIGEST[::-1],
        "paginas": 3,
        "vellen": 2,
        "klasse": "nl-20g",
        "kix": True,
    }
    return Manifestbrief(**(velden | anders))  # type: ignore[arg-type] # a test gives the right types


def make_lot(*brieven: Manifestbrief, lot: int = 1) -> Manifest:
    """Make a lot of these letters."""
    return Manifest(
        run="2026-07",
        lot=lot,
        klasse="nl-20g",
        ondertekend=False,
        voorblad=DIGEST,
        sluitblad=DIGEST,
        brieven=brieven,
    )
