"""One line becomes a Dossier, or Uitval that says why not."""

import calendar
from datetime import date
from typing import Any, TypeVar

import msgspec

from correspondentie.dossier import Dossier
from correspondentie.invoer.controle import list_feitfouten
from correspondentie.invoer.regels import REGEL_MAXIMUM, Regel
from correspondentie.invoer.uitval import REGEL, Bevinding, Uitval, explain_decode_error
from correspondentie.invoer.vorm import DOSSIER, Vorm, find_vormfout

DECODER = msgspec.json.Decoder(Dossier)
PLAT = msgspec.json.Decoder(Any)
Record = TypeVar("Record")


def parse_dossier(regel: Regel, maand: str) -> Dossier | Uitval:
    """Parse one line of the run of maand (jjjj-mm); what cannot be handled becomes Uitval, never an error."""
    uitkomst = decode_regel(regel.inhoud, DECODER, DOSSIER)
    if isinstance(uitkomst, Dossier):
        uitkomst = next(list_feitfouten(uitkomst, _find_einde(maand)), uitkomst)
    if isinstance(uitkomst, Dossier):
        return uitkomst
    return Uitval(
        bestand=regel.bestand, regel=regel.nummer, veld=uitkomst.veld or REGEL, reden=uitkomst.reden
    )


def decode_regel(
    inhoud: bytes | None, decoder: "msgspec.json.Decoder[Record]", vorm: Vorm | None
) -> Record | Bevinding:
    """Decode one line strictly: what the type or the Vorm does not know is a Bevinding, never an error."""
    if inhoud is None:
        return Bevinding(REGEL, f"de regel is langer dan {REGEL_MAXIMUM} bytes")
    try:
        record = decoder.decode(inhoud)
        return find_vormfout(PLAT.decode(inhoud), vorm) or record
    except msgspec.DecodeError as error:
        return explain_decode_error(error)
    except UnicodeDecodeError:
        return Bevinding(REGEL, "de regel is geen UTF-8")
    except RecursionError:
        return Bevinding(REGEL, "de regel bevat te diep geneste JSON")


def _find_einde(maand: str) -> date:
    jaar, nummer = int(maand[:4]), int(maand[5:])
    return date(jaar, nummer, calendar.monthrange(jaar, nummer)[1])
