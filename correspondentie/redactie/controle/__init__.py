"""What is wrong with a text before it may be released, and what may confuse its reader."""

from correspondentie.redactie.controle.bevindingen import Bevinding, Controle, Ernst, Maten
from correspondentie.redactie.controle.controleren import Controleur

__all__ = ["Bevinding", "Controle", "Controleur", "Ernst", "Maten"]
