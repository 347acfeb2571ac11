"""What is wrong with a text before it may be released, and what may confuse its reader."""

from correspondentie.redactie.controle.bevindingen import Bevinding, Controle, Ernst, Maten

__all__ = ["Bevinding", "Controle", "Ernst", "Maten"]
