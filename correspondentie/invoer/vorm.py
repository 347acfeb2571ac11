"""What the types let pass: unknown fields, and text that cannot stand in a letter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from msgspec import inspect

from correspondentie.dossier import Dossier
from correspondentie.invoer.uitval import REGEL, Bevinding

TEKST_MAXIMUM = 200  # characters; the longest BRP element (geslachtsnaam, voornamen) has 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Vorm:
    """The names an object may have, with the Vorm of those that hold objects themselves."""

    velden: Mapping[str, "Vorm | None"]


def _make_vorm(soort: inspect.Type) -> Vorm | None:
    match soort:
        case inspect.DataclassType(fields=velden) | inspect.StructType(fields=velden):
            return Vorm(velden={veld.encode_name: _make_vorm(veld.type) for veld in velden})
        case inspect.VarTupleType(item_type=binnen):
            return _make_vorm(binnen)
        case inspect.UnionType(types=soorten):
            return next(filter(None, map(_make_vorm, soorten)), None)
        case _:
            return None


DOSSIER = _make_vorm(inspect.type_info(Dossier))


def list_vormfouten(record: object, vorm: Vorm | None = DOSSIER, pad: str = "") -> Iterator[Bevinding]:
    """List what is wrong with the names and texts of a record that the types already accepted.

    Shape: record is the JSON as plain dicts, lists, text and numbers.
    """
    if isinstance(record, str):
        yield from _list_tekstfouten(record, pad)
    elif isinstance(record, list):
        for plaats, deel in enumerate(record):
            yield from list_vormfouten(deel, vorm, f"{pad}[{plaats}]")
    elif isinstance(record, dict) and vorm is not None:
        yield from _list_objectfouten(record, vorm, pad)


def _list_objectfouten(record: Mapping[str, object], vorm: Vorm, pad: str) -> Iterator[Bevinding]:
    velden = vorm.velden
    for naam, waarde in record.items():
        if naam not in velden:
            yield Bevinding(pad or REGEL, _describe_onbekend(naam, velden))
        elif isinstance(waarde, str | list | dict):
            yield from list_vormfouten(waarde, velden[naam], f"{pad}.{naam}" if pad else naam)


def _describe_onbekend(naam: str, velden: Mapping[str, object]) -> str:
    # The name itself comes from outside and may hold anything, so only the field it resembles is named.
    lijkt_op = get_close_matches(naam[:TEKST_MAXIMUM], velden, n=1)
    return "hier staat een veld dat niet bekend is" + (f"; het lijkt op '{lijkt_op[0]}'" if lijkt_op else "")


def _list_tekstfouten(tekst: str, pad: str) -> Iterator[Bevinding]:
    if len(tekst) > TEKST_MAXIMUM:
        yield Bevinding(pad, f"deze tekst is langer dan {TEKST_MAXIMUM} tekens")
    if not tekst.isprintable():
        yield Bevinding(pad, "deze tekst bevat een teken dat niet kan worden afgedrukt, zoals een regeleinde")
