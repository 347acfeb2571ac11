"""The interest on a settlement, year by year, so that a reader can redo it (pure)."""

from decimal import Decimal

from calc.beschikking import Afrekening, Rentestap
from correspondentie.berekening.regels import make_regel
from correspondentie.briefgegevens import Rekenregel, Rekenstap
from correspondentie.opmaak import format_euro_heel, format_uren


def list_renteregels(afrekening: Afrekening) -> tuple[Rekenregel, ...]:
    """List the amount over which interest runs and what each year gives; nothing without interest."""
    if not afrekening.rentestappen:
        return ()
    bedrag = afrekening.nabetaling + afrekening.terug_te_betalen
    jaren = (_make_renteregel(bedrag, stap) for stap in afrekening.rentestappen)
    return (make_regel(Rekenstap.RENTE_OVER, bedrag), *jaren)


def _make_renteregel(bedrag: int, stap: Rentestap) -> Rekenregel:
    percentage = format_uren(Decimal(stap.percentage))
    return Rekenregel(
        stap=Rekenstap.RENTE,
        uitkomst=str(stap.bedrag),
        formule=f"{format_euro_heel(bedrag)} × {percentage}% × {stap.dagen} : {stap.dagen_van_jaar}",
        van=stap.van,
        tot=stap.tot,
    )
