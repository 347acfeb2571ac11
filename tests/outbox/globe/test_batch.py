"""A batch keeps to the official XSD and to every limit, and takes the memory of one document."""

import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from outbox.errors import OutboxError, PendingError, RejectedZendingError, UnresolvableError
from outbox.globe.batch import Spoel, Stuk, check_batch, compute_omslag, split_batches
from outbox.globe.bericht import NAMESPACE, encode_tekst
from outbox.globe.nummers import make_batch_id, make_bericht_id
from outbox.globe.schemas import load_verzoekschema
from outbox.grenzen import count_tekens
from outbox.zending import Zending
from tests.bouwers.globe import BERICHTTYPE, Nepuitwisseling, Poging, make_instellingen
from tests.bouwers.zendingen import NU, OIN, make_bron, make_document, make_zending

MINUUT = timedelta(minutes=1)
PROEF = """
import resource, sys
from pathlib import Path
from typing import Any
from uuid import UUID
from outbox.globe.batch import Spoel, check_batch, split_batches
from outbox.globe.schemas import load_verzoekschema
from tests.bouwers.globe import make_instellingen
from tests.bouwers.zendingen import NU, OIN, make_zending
map_, aantal = Path(sys.argv[1]), int(sys.argv[2])
schema = load_verzoekschema()
with (map_ / "spoel").open("w+b") as bestand, Spoel(bestand, make_instellingen(map_)) as spoel:
    stukken = [spoel.add(make_zending(n), bytes(74_000), NU) for n in range(aantal)]
    (batch,) = split_batches(stukken, 100_000_000, OIN)
    spoel.write_batch(map_ / "b.xml", batch, UUID(int=1), NU)
check_batch(map_ / "b.xml", schema)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write(map_: Path, zendingen: Iterable[Zending], document: bytes = b"%PDF", **anders: int) -> list[Path]:
    """Write letters with this document to as many batches as they take, and give those."""
    instellingen = make_instellingen(map_, **anders)
    bestanden: list[Path] = []
    with (map_ / "spoel").open("w+b") as bestand, Spoel(bestand, instellingen) as spoel:
        stukken = [spoel.add(zending, document, NU) for zending in zendingen]
        for nummer, batch in enumerate(split_batches(stukken, instellingen.batch_bytes, OIN)):
            bestanden.append(map_ / f"{nummer}.xml")
            spoel.write_batch(bestanden[-1], batch, UUID(int=nummer), NU)
    for bestand_ in bestanden:
        check_batch(bestand_, load_verzoekschema())
    return bestanden


def read(bestand: Path) -> dict[str, str]:
    """Read the fields of the only message of a batch."""
    wortel = etree.parse(bestand).getroot()
    return {etree.QName(veld).localname: veld.text or "" for veld in wortel.iter() if len(veld) == 0}


def count_berichten(bestand: Path) -> int:
    return bestand.read_bytes().count(b"<Referentie>")


def test_a_letter_stands_in_the_batch_as_the_contract_wants_it(tmp_path: Path) -> None:
    zending = make_zending(1, onderwerp="Uw <toeslag> & meer (T-000001)", tekst="een\ntwee\r\ndrie\rvier é €")
    (bestand,) = write(tmp_path, [zending], b"%PDF-1.7 inhoud")
    velden = read(bestand)

    assert {
        "BatchID": str(UUID(int=0)),
        "AanmaakDatum": "2026-07-01T08:00:00.000Z",
        "BerichtLeverancierID": OIN,
        "BerichtID": str(make_bericht_id(OIN, "T-000001")),
        "BerichtType": BERICHTTYPE,
        "PublicatieDatum": "2026-07-06T08:00:00.000Z",
        "Onderwerp": zending.onderwerp,
        "BerichtTekst": r"een\r\ntwee\r\ndrie\r\nvier é €",
        "Referentie": "T-000001",
        "GebruikerID": zending.ontvanger,
        "SoortGebruiker": "Burger",
        "Inhoud": velden["Inhoud"],
        "BijlageType": "Pdf",
        "Omschrijving": "T-000001.pdf",
        "Volgorde": "1",
    } == velden
    assert b"%PDF-1.7 inhoud" == b64decode(velden["Inhoud"])


@pytest.mark.parametrize(("aantal", "per_batch"), [(1, [1]), (1000, [1000]), (1001, [1000, 1])])
def test_a_batch_holds_at_most_a_thousand_messages(tmp_path: Path, aantal: int, per_batch: list[int]) -> None:
    bestanden = write(tmp_path, map(make_zending, range(aantal)))

    assert per_batch == list(map(count_berichten, bestanden))


def test_the_xsd_itself_refuses_a_thousand_and_one(tmp_path: Path) -> None:
    (bestand,) = write(tmp_path, map(make_zending, range(1000)))
    inhoud = bestand.read_bytes()
    (bericht,) = re.findall(rb"<Bericht .*?</Bericht>", inhoud)[:1]
    bestand.write_bytes(inhoud.replace(b"</Berichten>", bericht + b"</Berichten>"))

    with pytest.raises(UnresolvableError):
        check_batch(bestand, load_verzoekschema())


@pytest.mark.parametrize(("over", "per_batch"), [(0, [3]), (1, [2, 1])])
def test_a_batch_is_cut_at_the_byte(tmp_path: Path, over: int, per_batch: list[int]) -> None:
    brieven, document = list(map(make_zending, range(3))), bytes(300_000)
    (heel,) = write(tmp_path, brieven, document)
    bestanden = write(tmp_path, brieven, document, batch_bytes=heel.stat().st_size - over)

    assert per_batch == list(map(count_berichten, bestanden))


def test_a_real_batch_is_at_most_a_hundred_million_bytes(tmp_path: Path) -> None:
    eerste, tweede = write(tmp_path, map(make_zending, range(151)), bytes(498_000))
    per_stuk = (eerste.stat().st_size - compute_omslag(OIN)) // count_berichten(eerste)

    assert 100_000_000 - per_stuk < eerste.stat().st_size <= 100_000_000
    assert 151 == count_berichten(eerste) + count_berichten(tweede)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30), st.integers(60, 200))
def test_batches_hold_every_letter_once_in_order_and_never_more_than_fits(
    groottes: list[int], ruimte: int
) -> None:
    stukken = [
        Stuk(zending=make_zending(n), grootte=grootte, begin=0, lengte=0)
        for n, grootte in enumerate(groottes)
    ]
    omslag = compute_omslag(OIN)
    batches = list(split_batches(stukken, omslag + ruimte, OIN))
    totalen = [sum(stuk.grootte for stuk in batch) for batch in batches]

    assert stukken == [stuk for batch in batches for stuk in batch]
    assert all(totaal <= ruimte for totaal in totalen)
    assert all(
        totaal + volgende[0].grootte > ruimte for totaal, volgende in zip(totalen, batches[1:], strict=False)
    )


@given(st.text(max_size=60), st.binary(min_size=1, max_size=40))
def test_the_size_of_a_message_is_known_before_it_is_written(tekst: str, document: bytes) -> None:
    zending = make_zending(1, tekst=f"x{tekst}")
    spoel = Spoel(BytesIO(), make_instellingen(Path()))
    try:
        stuk = spoel.add(zending, document, NU)
    except RejectedZendingError:
        return  # what no XML can hold is refused when it is measured
    (bericht,) = spoel._list_berichten([stuk], UUID(int=9))

    assert len(etree.tostring(bericht, encoding="UTF-8")) == stuk.grootte


@pytest.mark.parametrize(
    ("anders", "document", "past"),
    [
        ({"onderwerp": "T-000001".ljust(50, "x").replace("1x", "1 ", 1)}, b"%PDF", True),
        ({"onderwerp": "T-000001".ljust(51, "x").replace("1x", "1 ", 1)}, b"%PDF", False),
        ({"tekst": "x" * 3996 + "\n"}, b"%PDF", True),
        ({"tekst": "x" * 3997 + "\n"}, b"%PDF", False),
        ({"tekst": "\r\n" * 999 + "x" * 4}, b"%PDF", True),
        ({"tekst": "\r\n" * 999 + "x" * 5}, b"%PDF", False),
        ({}, bytes(500_000), True),
        ({}, bytes(500_001), False),
        ({}, b"", False),
        ({"publicatie": NU + timedelta(days=13)}, b"%PDF", True),
        ({"publicatie": NU + timedelta(days=13, seconds=1)}, b"%PDF", False),
        ({"kenmerk": "T-" + "0" * 23, "onderwerp": "T-" + "0" * 23}, b"%PDF", True),
        ({"kenmerk": "T-" + "0" * 24, "onderwerp": "T-" + "0" * 24}, b"%PDF", False),
        ({"kenmerk": "../../weg", "onderwerp": "../../weg"}, b"%PDF", False),
        ({"kenmerk": "T-1\r\nX: 1", "onderwerp": "T-1"}, b"%PDF", False),
        ({"ontvanger": "99999365"}, b"%PDF", False),
        ({"ontvanger": "<!ENTITY>"}, b"%PDF", False),
        ({"tekst": "\x00"}, b"%PDF", False),
        ({"tekst": "x\ud800"}, b"%PDF", False),
    ],
)
def test_what_is_on_the_edge_keeps_to_the_xsd_and_what_is_over_it_is_refused(
    tmp_path: Path, anders: dict[str, Any], document: bytes, past: bool
) -> None:
    try:
        (bestand,) = write(tmp_path, [make_zending(1, **anders)], document)
    except RejectedZendingError:
        assert not past
    else:
        assert past
        assert 1 == count_berichten(bestand)


def test_two_documents_of_the_largest_size_go_in_one_batch(tmp_path: Path) -> None:
    (bestand,) = write(tmp_path, [make_zending(1), make_zending(2)], bytes(500_000))

    assert 2 == count_berichten(bestand)


@given(st.text(alphabet="x\r\n", max_size=40))
def test_the_text_is_counted_as_it_is_written(tekst: str) -> None:
    assert count_tekens(tekst) == len(encode_tekst(tekst))


@pytest.mark.parametrize(
    "anders",
    [
        {"oin": "1"},
        {"oin": OIN + "\r\n"},
        {"berichttype": ""},
        {"berichttype": "NEGENLANG"},
        {"berichttype": "a/../b"},
        {"batch_bytes": 100_000_001},
        {"batch_bytes": 999_999},
    ],
)
def test_a_setting_that_cannot_be_right_is_refused_at_the_start(anders: dict[str, object]) -> None:
    from_ = make_instellingen(Path())
    velden = {veld: getattr(from_, veld) for veld in from_.__dataclass_fields__}

    with pytest.raises(OutboxError):
        type(from_)(**(velden | anders))


class TestNummers:
    """The same letters have the same numbers, on any machine, at any time."""

    def test_they_never_change(self) -> None:
        assert "c3f49c17-258d-5501-a6a1-a65484daf87f" == str(make_bericht_id(OIN, "T-000001"))
        assert "13060138-51aa-5708-81b3-c50fb2d4c783" == str(make_batch_id(OIN, ["b", "a"], 0))

    @given(st.lists(st.tuples(st.sampled_from([OIN, "2" * 20]), st.text("ab-", max_size=3)), unique=True))
    def test_no_two_letters_or_senders_share_one(self, paren: list[tuple[str, str]]) -> None:
        assert len(paren) == len({make_bericht_id(oin, kenmerk) for oin, kenmerk in paren})

    def test_another_round_or_another_letter_is_another_batch(self) -> None:
        ids = [
            make_batch_id(OIN, kenmerken, ronde)
            for kenmerken in (["a"], ["a", "b"], ["ab"])
            for ronde in (0, 1)
        ]

        assert 6 == len(set(ids))


def test_two_machines_make_the_same_batch(tmp_path: Path) -> None:
    brieven = list(map(make_zending, range(5)))
    een, twee = Nepuitwisseling(), Nepuitwisseling()
    Poging(tmp_path / "een", een).deliver(brieven)
    Poging(tmp_path / "twee", twee).deliver(brieven)

    assert een.verstuurd == twee.verstuurd


def test_a_partij_that_is_too_large_for_one_batch_goes_in_more(tmp_path: Path) -> None:
    groot = make_document(1) + bytes(300_000)
    brieven = [make_zending(n, sha256=sha256(groot).hexdigest()) for n in range(5)]
    uit = Nepuitwisseling()
    poging = Poging(tmp_path, uit, anders={"batch_bytes": 1_000_000}, bron=lambda _: groot)
    resultaten = poging.deliver(brieven)
    poging.deliver(brieven, onzeker=True)

    assert {PendingError} == set(map(type, resultaten.values()))
    assert [2, 2, 1] == [inhoud.count(b"<Referentie>") for _, inhoud in uit.verstuurd]
    assert 3 == len({nummer for nummer, _ in uit.verstuurd})


def test_a_batch_of_a_hundred_megabytes_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    def measure(aantal: int) -> int:
        opdracht = [sys.executable, "-c", PROEF, str(tmp_path), str(aantal)]
        klaar = subprocess.run(opdracht, capture_output=True, check=True, text=True)
        return int(klaar.stdout)

    klein, groot = measure(10), measure(1000)

    assert 98_000_000 < (tmp_path / "b.xml").stat().st_size
    assert groot - klein < 8_000, "kilobytes more"


def test_what_is_not_valid_names_nothing_of_a_citizen(tmp_path: Path) -> None:
    (bestand,) = write(tmp_path, [make_zending(1)])
    bestand.write_bytes(bestand.read_bytes().replace(b"Burger", b"999993653"))

    with pytest.raises(UnresolvableError) as gevangen:
        check_batch(bestand, load_verzoekschema())
    assert "999993653" not in str(gevangen.value) + repr(gevangen.value.__cause__)


def test_the_namespace_is_that_of_the_xsd() -> None:
    assert f'targetNamespace="{NAMESPACE}"' in Path("outbox/globe/xsd/GLOBEBatchRequestTypes.xsd").read_text()


def test_the_archive_is_read_once_for_each_letter(tmp_path: Path) -> None:
    gelezen: list[str] = []

    def bron(digest: str, /) -> bytes:
        gelezen.append(digest)
        return make_bron()(digest)

    brieven = list(map(make_zending, range(5)))
    Poging(tmp_path, Nepuitwisseling(), bron=bron).deliver(brieven)

    assert [brief.sha256 for brief in brieven] == gelezen
