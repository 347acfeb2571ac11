"""Named points at which a test really kills the process; part of the product, off unless switched on."""

import os
import signal
from collections.abc import Callable
from enum import StrEnum


class Breekpunt(StrEnum):
    """The moments of a run between which nothing may get lost or doubled."""

    RUN_BEGONNEN = "run-begonnen"
    BROK_BEREKEND = "brok-berekend"
    BROK_GEZET = "brok-gezet"
    PAK_GESCHREVEN = "pak-geschreven"
    BROK_VOOR_COMMIT = "brok-voor-commit"
    BROK_NA_COMMIT = "brok-na-commit"
    BROKKEN_KLAAR = "brokken-klaar"
    RUN_VRIJGEGEVEN = "run-vrijgegeven"
    GECLAIMD = "geclaimd"
    BEZORGD = "bezorgd"  # taken by the channel, not yet marked
    GEMARKEERD = "gemarkeerd"
    BEZORGING_KLAAR = "bezorging-klaar"
    RAPPORT_GESCHREVEN = "rapport-geschreven"
    INGREEP_GEDAAN = "ingreep-gedaan"  # logged, and what was not claimed is withdrawn
    TERUGROEP_GECLAIMD = "terugroep-geclaimd"
    TERUGROEP_GEDAAN = "terugroep-gedaan"  # gone at the receiver's side, not yet marked
    TERUGROEP_GEMARKEERD = "terugroep-gemarkeerd"


def make_bereik(breekpunt: str | None) -> Callable[[str], None]:
    """Return what a run calls at each point: nothing happens, but at breekpunt the whole process group dies.

    SIGKILL goes to the group, so that workers die with the run, as when a machine loses power.
    """

    def bereik(punt: str) -> None:
        if punt == breekpunt:
            os.killpg(os.getpgrp(), signal.SIGKILL)

    return bereik
