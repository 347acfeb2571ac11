"""A result is not trusted: whatever is not exactly what the XSD says is refused, in little memory."""

import gzip
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.errors import UncertainError
from outbox.globe.nummers import NIL
from outbox.globe.resultaat import (
    BEZORGD,
    RESULTAAT_BYTES,
    Resultaat,
    Verwerkingscode,
    list_bezwaren,
    merge_resultaten,
    parse_resultaat,
)
from outbox.globe.schemas import load_resultaatschema
from outbox.magazijn.globe import Uitslagregel, make_uitslag
from tests.bouwers.zendingen import NU, OIN

BATCH = UUID("11111111-1111-4111-8111-111111111111")
EEN, TWEE, DRIE = (UUID(int=nummer) for nummer in (1, 2, 3))
Code = Verwerkingscode
GOED = make_uitslag(str(BATCH), [Uitslagregel(str(EEN), "TOESLAG", Code.VERWERKT)], OIN, NU)
KOP = b"<?xml version='1.0' encoding='UTF-8'?>\n"
LACH = b"".join(b'<!ENTITY l%d "%s">' % (diepte, (b"&l%d;" % (diepte - 1)) * 10) for diepte in range(1, 12))
VIJANDIG = {
    "leeg": b"",
    "geen xml": b"PK\x03\x04",
    "een ander ding": b"<x/>",
    "een doctype": GOED.replace(KOP, KOP + b"<!DOCTYPE x>"),
    "een bestand van ons": GOED.replace(
        KOP, KOP + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    ).replace(b"TOESLAG", b"&e;"),
    "een adres": GOED.replace(KOP, KOP + b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'),
    "een lachbom": GOED.replace(KOP, KOP + b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LACH + b"]>").replace(
        b"TOESLAG", b"&l11;"
    ),
    "diep": b"<a>" * 100_000,
    "een code die er niet is": GOED.replace(b"Verwerkt<", b"Gelukt<"),
    "een nummer dat er geen is": GOED.replace(str(EEN).encode(), b"../../etc"),
    "een moment dat er geen is": GOED.replace(b"2026-07-01", b"-2026-07-01"),
    "te groot": GOED.replace(b"TOESLAG", b"x" * RESULTAAT_BYTES),
    "te groot ingepakt": gzip.compress(bytes(100_000_000), 1),
    "half ingepakt": gzip.compress(GOED)[:-9],
    "beschadigd ingepakt": gzip.compress(GOED)[:20] + b"xxxxxxxxxxxx",
    "een regel te veel": GOED.replace(b"</Berichten>", b"</Berichten><Berichten/>"),
}


@pytest.mark.parametrize("naam", VIJANDIG)
def test_what_is_hostile_is_refused_in_little_memory(naam: str) -> None:
    schema_ = load_resultaatschema()
    tracemalloc.start()
    try:
        with pytest.raises(UncertainError) as gevangen:
            parse_resultaat(VIJANDIG[naam], schema_)
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert piek < 16_000_000
    assert len(str(gevangen.value)) < 200


def test_xml_that_explodes_takes_no_memory_of_the_parser_either(tmp_path: Path) -> None:
    opdracht = (
        "import resource, sys\n"
        "from outbox.errors import UncertainError\n"
        "from outbox.globe.resultaat import parse_resultaat\n"
        "from outbox.globe.schemas import load_resultaatschema\n"
        "schema, voor = load_resultaatschema(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: parse_resultaat(open(sys.argv[1], 'rb').read(), schema)\n"
        "except UncertainError: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - voor)\n"
    )
    (tmp_path / "bom.xml").write_bytes(VIJANDIG["een lachbom"])
    klaar = subprocess.run(
        [sys.executable, "-c", opdracht, str(tmp_path / "bom.xml")],
        capture_output=True,
        check=True,
        text=True,
    )

    assert int(klaar.stdout) < 16_000, "kilobytes more"


@pytest.mark.parametrize("inhoud", [GOED, gzip.compress(GOED)])
def test_a_good_result_is_read(inhoud: bytes) -> None:
    resultaat = parse_resultaat(inhoud, load_resultaatschema())

    assert (BATCH, OIN, NU, ((EEN, Code.VERWERKT),)) == (
        resultaat.batch_id,
        resultaat.leverancier,
        resultaat.ontvangen_op,
        resultaat.regels,
    )


@pytest.mark.parametrize(
    ("tekst", "moment"),
    [
        (b"2026-07-01T08:00:00Z", datetime(2026, 7, 1, 8, tzinfo=UTC)),
        (b"2026-07-01T10:00:00.1234567+02:00", datetime(2026, 7, 1, 8, 0, 0, 123456, tzinfo=UTC)),
        (b"2026-07-01T10:00:00", datetime(2026, 7, 1, 8, tzinfo=UTC)),  # Dutch time
    ],
)
def test_a_moment_is_read_with_or_without_its_zone(tekst: bytes, moment: datetime) -> None:
    inhoud = GOED.replace(b"2026-07-01T08:00:00.000Z", tekst)

    assert moment == parse_resultaat(inhoud, load_resultaatschema()).ontvangen_op


@given(st.binary(max_size=300))
def test_no_noise_ever_breaks_the_reader(ruis: bytes) -> None:
    schema_ = load_resultaatschema()
    for inhoud in (ruis, GOED + ruis, b"\x1f\x8b" + ruis):
        try:
            parse_resultaat(inhoud, schema_)
        except UncertainError:
            continue
        assert not ruis.strip() or inhoud.startswith(GOED)


def make_resultaat(*regels: tuple[UUID, Code], uren: int = 0) -> Resultaat:
    moment = NU + timedelta(hours=uren)
    return Resultaat(batch_id=BATCH, leverancier=OIN, ontvangen_op=moment, verwerkt_op=moment, regels=regels)


def judge(*resultaten: Resultaat) -> dict[UUID, Code]:
    return {nummer: o.code for nummer, o in merge_resultaten(resultaten, [EEN, TWEE]).items()}


class TestMerge:
    """Several results of one batch, and what is then true of each letter."""

    def test_a_letter_that_is_not_named_stays_unknown(self) -> None:
        assert {EEN: Code.VERWERKT} == judge(make_resultaat((EEN, Code.VERWERKT), (DRIE, Code.VERWERKT)))

    def test_delivered_stays_delivered(self) -> None:
        eerst = make_resultaat((EEN, Code.VERWERKT))
        later = make_resultaat((EEN, Code.NIET_ACTIEF), uren=1)

        assert {EEN: Code.VERWERKT} == judge(later, eerst) == judge(eerst, later)

    def test_else_the_last_counts(self) -> None:
        eerst = make_resultaat((EEN, Code.TECHNISCH_PROBLEEM))
        later = make_resultaat((EEN, Code.NIET_ACTIEF), uren=1)

        assert {EEN: Code.NIET_ACTIEF} == judge(later, eerst) == judge(eerst, later)

    def test_twice_the_same_is_once(self) -> None:
        assert {EEN: Code.NIET_ACTIEF} == judge(
            make_resultaat((EEN, Code.NIET_ACTIEF), (EEN, Code.NIET_ACTIEF))
        )

    def test_twice_and_different_says_nothing(self) -> None:
        dubbel = make_resultaat((EEN, Code.VERWERKT), (EEN, Code.NIET_ACTIEF))

        assert {} == judge(dubbel)
        assert ["de uitslag noemt berichten meer dan eens (1)"] == list_bezwaren(dubbel, [EEN])

    def test_kept_and_known_are_both_delivered(self) -> None:
        assert {EEN: Code.VERWERKT} == judge(make_resultaat((EEN, Code.BESTAAT_AL), (EEN, Code.VERWERKT)))

    @pytest.mark.parametrize("code", [Code.OIN, Code.XML])
    def test_a_whole_batch_can_be_refused(self, code: Code) -> None:
        weigering = make_resultaat((NIL, code))

        assert {EEN: code, TWEE: code} == judge(weigering)
        assert [] == list_bezwaren(weigering, [EEN, TWEE])

    @pytest.mark.parametrize("code", sorted(Code))
    def test_a_nil_guid_beside_others_says_nothing(self, code: Code) -> None:
        vreemd = make_resultaat((NIL, code), (EEN, Code.VERWERKT))

        assert {EEN: Code.VERWERKT} == judge(vreemd)
        assert any("zonder nummer" in bezwaar for bezwaar in list_bezwaren(vreemd, [EEN, TWEE]))

    @given(
        st.lists(
            st.lists(st.tuples(st.sampled_from([EEN, TWEE, DRIE, NIL]), st.sampled_from(sorted(Code)))),
            max_size=4,
        )
    )
    def test_nothing_is_delivered_without_a_line_of_its_own_that_says_so(
        self, lijsten: list[list[tuple[UUID, Code]]]
    ) -> None:
        resultaten = [make_resultaat(*lijst, uren=uren) for uren, lijst in enumerate(lijsten)]

        for nummer, code in judge(*resultaten).items():
            assert code not in BEZORGD or any((nummer, code) in lijst for lijst in lijsten)
