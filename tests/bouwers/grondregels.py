"""What the decisions of one run rest on, and the cap ledger that they find."""

from datetime import date
from pathlib import Path

from calc.huishouden import Toeslag
from calc.mutatie import Mutatie
from calc.mutatiestand import Mutatiestatus
from correspondentie.besluiten import Grondregels
from correspondentie.mutatieregels import Mutatieregel, Mutatiestand
from correspondentie.register import Register, load_register
from correspondentie.rekenregels import make_rekenregels
from tests.bouwers.dossiers import BSN

REGISTER = load_register(Path(__file__).parents[2] / "sjablonen")
DAGTEKENING = date(2026, 7, 10)
UITERLIJK = date(2026, 7, 31)
INGANGSMAAND = 9


def make_grondregels(
    dagtekening: date = DAGTEKENING,
    *,
    register: Register = REGISTER,
    instelbaar: frozenset[Toeslag] = frozenset(),
) -> Grondregels:
    """Make what a run of this day rests on, with all years that are known."""
    return Grondregels(rekenregels=make_rekenregels(dagtekening, instelbaar), register=register)


def make_regel(
    volgnummer: int = 1,
    *,
    kind: int | None = 1,
    status: Mutatiestatus = Mutatiestatus.AANGEKONDIGD,
    mutatie: Mutatie | None = None,
    burger: str = BSN,
    toeslagjaar: int = 2026,
) -> Mutatieregel:
    """Make a mutatie that was announced on 10 July 2026."""
    return Mutatieregel(
        kenmerk=f"K-{volgnummer}",
        burger=burger,
        dossier="D1",
        toeslagjaar=toeslagjaar,
        volgnummer=volgnummer,
        status=status,
        dagtekening=DAGTEKENING,
        tegenhouden_uiterlijk=UITERLIJK,
        ingangsmaand=INGANGSMAAND,
        mutatie=mutatie or Mutatie(kind=kind, afwijkingen=(), effect=-1_00),
    )


def make_stand(*regels: Mutatieregel) -> Mutatiestand:
    """Make the cap ledger of one citizen."""
    return Mutatiestand(regels=regels)
