"""Whatever stands on a line, it becomes a Dossier or Uitval, and nothing of it is repeated."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from correspondentie.dossier import Dossier
from correspondentie.invoer import Uitval, parse_dossier
from tests.bouwers.invoer import MAAND, RECORD, make_record, make_regel

GEHEIM = "Hoogerwaardt"  # a name that stands in no field name and no reason
ANDERE_WAARDEN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.sampled_from(
        [GEHEIM, f"{GEHEIM}\n", "868901523", "2026-02-31", "9" * 400, [], {}, [GEHEIM], {GEHEIM: 1}]
    ),
)


def list_paden(deel: object, pad: str = "") -> list[str]:
    if isinstance(deel, dict):
        return [p for naam, d in deel.items() for p in (f"{pad}.{naam}", *list_paden(d, f"{pad}.{naam}"))]
    if isinstance(deel, list):
        return [p for i, d in enumerate(deel) for p in (f"{pad}[{i}]", *list_paden(d, f"{pad}[{i}]"))]
    return []


PADEN = [pad.removeprefix(".") for pad in list_paden(json.loads(RECORD))]


@given(st.binary(max_size=200))
def test_any_bytes_become_uitval(inhoud: bytes) -> None:
    assert isinstance(parse_dossier(make_regel(inhoud), MAAND), Uitval)


@given(st.integers(0, len(RECORD)), st.binary(min_size=1, max_size=4))
def test_a_record_with_foreign_bytes_becomes_a_dossier_or_uitval(plaats: int, vreemd: bytes) -> None:
    inhoud = RECORD.replace("\n", "").encode()
    uitkomst = parse_dossier(make_regel(inhoud[:plaats] + vreemd + inhoud[plaats:]), MAAND)

    assert isinstance(uitkomst, Dossier | Uitval)


@settings(max_examples=300)
@given(st.sampled_from(PADEN), ANDERE_WAARDEN)
def test_any_value_in_any_field_becomes_a_dossier_or_uitval_that_does_not_repeat_it(
    pad: str, waarde: object
) -> None:
    uitkomst = parse_dossier(make_regel(make_record(pad, waarde)), MAAND)

    assert isinstance(uitkomst, Dossier | Uitval)
    if isinstance(uitkomst, Uitval):
        assert GEHEIM not in f"{uitkomst.veld} {uitkomst.reden}"
        assert re.search(r"\d{9}", f"{uitkomst.veld} {uitkomst.reden}".replace("100000000", "")) is None
        assert uitkomst.reden != "de waarde klopt niet met het schema"


@given(st.sampled_from([pad for pad in PADEN if "[" not in pad[-1:]]), st.sampled_from([GEHEIM, "868901523"]))
def test_the_name_of_an_unknown_field_is_not_repeated(pad: str, naam: str) -> None:
    uitkomst = parse_dossier(make_regel(make_record(f"{pad.rpartition('.')[0]}.{naam}", 1)), MAAND)

    assert isinstance(uitkomst, Uitval)
    assert naam not in f"{uitkomst.veld} {uitkomst.reden}"
