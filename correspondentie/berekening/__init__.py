"""From the steps of the calculation core to the sum that a letter prints (pure)."""

from correspondentie.berekening.berekening import list_inkomensregels, make_berekening
from correspondentie.berekening.rente import list_renteregels

__all__ = ["list_inkomensregels", "list_renteregels", "make_berekening"]
