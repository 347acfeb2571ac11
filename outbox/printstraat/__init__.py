"""Paper: lots of letters in a folder, with what the printer needs beside them."""

from outbox.printstraat.instellingen import Printinstellingen
from outbox.printstraat.manifest import MANIFEST, NAMESPACE, read_manifest
from outbox.printstraat.ondertekening import load_ondertekenaar
from outbox.printstraat.straat import Printstraat
from outbox.printstraat.tekenen import load_lettertype

__all__ = [
    "MANIFEST",
    "NAMESPACE",
    "Printinstellingen",
    "Printstraat",
    "load_lettertype",
    "load_ondertekenaar",
    "read_manifest",
]
