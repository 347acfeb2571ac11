"""What the types let pass: unknown fields, and text that cannot stand in a letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from msgspec import inspect

from correspondentie.dossier import Dossier
from correspondentie.invoer.uitval import Bevinding

TEKST_MAXIMUM = 200  # characters; the longest BRP element (geslachtsnaam, voornamen) has 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Vorm:
    """The names an object may have, with the Vorm of those that hold objects themselves."""

    velden: Mapping[str, "Vorm | None"]


def make_vorm(soort: inspect.Type) -> Vorm | None:
    """Make the names that a record of this type may have; None for what holds no objects."""
    match soort:
        case inspect.DataclassType(fields=velden) | inspect.StructType(fields=velden):
            return Vorm(velden={veld.encode_name: make_vorm(veld.type) for veld in velden})
        case inspect.VarTupleType(item_type=binnen):
            return make_vorm(binnen)
        case inspect.UnionType(types=soorten):
            return next(filter(None, map(make_vorm, soorten)), None)
        case _:
            return None


DOSSIER = make_vorm(inspect.type_info(Dossier))


def find_vormfout(deel: object, vorm: Vorm | None = DOSSIER) -> Bevinding | None:
    """Return the first wrong name or text in a record that the types already accepted, or None.

    Shape: deel is the JSON as plain dicts, lists, text and numbers; the veld is relative to it.
    """
    if isinstance(deel, str):
        return None if len(deel) <= TEKST_MAXIMUM and deel.isprintable() else _describe_tekst(deel)
    if isinstance(deel, dict) and vorm is not None:
        return _find_in_object(deel, vorm.velden)
    if isinstance(deel, list):
        return _find_in_lijst(deel, vorm)
    return None


def _find_in_object(record: Mapping[str, object], velden: Mapping[str, Vorm | None]) -> Bevinding | None:
    for naam, deel in record.items():
        if naam not in velden:
            return _describe_onbekend(naam, velden)
        if gevonden := find_vormfout(deel, velden[naam]):
            scheiding = "." if gevonden.veld and not gevonden.veld.startswith("[") else ""
            return Bevinding(f"{naam}{scheiding}{gevonden.veld}", gevonden.reden)
    return None


def _find_in_lijst(lijst: list[object], vorm: Vorm | None) -> Bevinding | None:
    for plaats, deel in enumerate(lijst):
        if gevonden := find_vormfout(deel, vorm):
            scheiding = "." if gevonden.veld else ""
            return Bevinding(f"[{plaats}]{scheiding}{gevonden.veld}", gevonden.reden)
    return None


def _describe_onbekend(naam: str, velden: Iterable[str]) -> Bevinding:
    # The name itself comes from outside and may hold anything, so only the field it resembles is named.
    lijkt_op = get_close_matches(naam[:TEKST_MAXIMUM], velden, n=1)
    return Bevinding(
        "", "hier staat een veld dat niet bekend is" + (f"; het lijkt op '{lijkt_op[0]}'" if lijkt_op else "")
    )


def _describe_tekst(tekst: str) -> Bevinding:
    if len(tekst) > TEKST_MAXIMUM:
        return Bevinding("", f"deze tekst is langer dan {TEKST_MAXIMUM} tekens")
    return Bevinding("", "deze tekst bevat een teken dat niet kan worden afgedrukt, zoals een regeleinde")
