"""The typesetter: kopij becomes one PDF that is both PDF/A-2a and PDF/UA-1."""

from correspondentie.zetter.kopij import Kopij, make_kopij
from correspondentie.zetter.zetter import STEEKPROEF, Gezet, Motor, Wijze, Zetter

__all__ = ["STEEKPROEF", "Gezet", "Kopij", "Motor", "Wijze", "Zetter", "make_kopij"]
