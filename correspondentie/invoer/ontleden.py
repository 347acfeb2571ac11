"""One line becomes a Dossier, or Uitval that says why not."""

import calendar
from datetime import date
from typing import Any

import msgspec

from correspondentie.dossier import Dossier
from correspondentie.invoer.controle import list_feitfouten
from correspondentie.invoer.regels import REGEL_MAXIMUM, Regel
from correspondentie.invoer.uitval import REGEL, Bevinding, Uitval, explain_decode_error
from correspondentie.invoer.vorm import find_vormfout

DECODER = msgspec.json.Decoder(Dossier)
PLAT = msgspec.json.Decoder(Any)


def parse_dossier(regel: Regel, maand: str) -> Dossier | Uitval:
    """Parse one line of the run of maand (jjjj-mm); what cannot be handled becomes Uitval, never an error."""
    uitkomst = _decode(regel.inhoud)
    if isinstance(uitkomst, Dossier):
        uitkomst = next(list_feitfouten(uitkomst, _find_einde(maand)), uitkomst)
    if isinstance(uitkomst, Dossier):
        return uitkomst
    return Uitval(
        bestand=regel.bestand, regel=regel.nummer, veld=uitkomst.veld or REGEL, reden=uitkomst.reden
    )


def _decode(inhoud: bytes | None) -> Dossier | Bevinding:
    if inhoud is None:
        return Bevinding(REGEL, f"de regel is langer dan {REGEL_MAXIMUM} bytes")
    try:
        dossier = DECODER.decode(inhoud)
        return find_vormfout(PLAT.decode(inhoud)) or dossier
    except msgspec.DecodeError as error:
        return explain_decode_error(error)
    except UnicodeDecodeError:
        return Bevinding(REGEL, "de regel is geen UTF-8")
    except RecursionError:
        return Bevinding(REGEL, "de regel bevat te diep geneste JSON")


def _find_einde(maand: str) -> date:
    jaar, nummer = int(maand[:4]), int(maand[5:])
    return date(jaar, nummer, calendar.monthrange(jaar, nummer)[1])
