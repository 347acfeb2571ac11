"""The report of a run: counted, balanced, and shown to the operator."""

from correspondentie.rapport.balans import Balansregel, Stap, compute_balans
from correspondentie.rapport.bestanden import write_lijst, write_rapport
from correspondentie.rapport.rapport import LIJST_MAXIMUM, Rapport, compute_rapport
from correspondentie.rapport.samenvatting import format_samenvatting
from correspondentie.rapport.telling import (
    Bereik,
    Documenten,
    Fase,
    Onderdruktregel,
    Telling,
    Verloop,
    Zetcijfers,
)

__all__ = [
    "LIJST_MAXIMUM",
    "Balansregel",
    "Bereik",
    "Documenten",
    "Fase",
    "Onderdruktregel",
    "Rapport",
    "Stap",
    "Telling",
    "Verloop",
    "Zetcijfers",
    "compute_balans",
    "compute_rapport",
    "format_samenvatting",
    "write_lijst",
    "write_rapport",
]
