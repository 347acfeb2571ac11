"""The typesetter: HTML in the house style becomes one PDF that is both PDF/A-2a and PDF/UA-1."""

from correspondentie.zetter.zetter import Gezet, Zetter

__all__ = ["Gezet", "Zetter"]
