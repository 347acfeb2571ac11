"""Subscription lists: a million persons as a stream, and nobody active by a misunderstanding."""

import gzip
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from outbox.boxstand import Boxstand, complete_standen
from outbox.errors import OutboxError, UncertainError
from outbox.globe.abonnement import (
    LIJST,
    NAMESPACE,
    read_antwoord,
    split_lijsten,
    write_lijst,
)
from tests.bouwers.leeskind import VRAAG, measure_lezen
from tests.bouwers.zendingen import BSNS, NU, OIN

VOORBEELDEN = Path(__file__).parents[3].parent / "shared/koppelvlakken/globe/voorbeelden"
GECONTROLEERD = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
HOOFD = (
    f'<n:AbonnementAntwoord xmlns:n="{NAMESPACE}"><BerichtLeverancier><OIN>{OIN}</OIN></BerichtLeverancier>'
    f"<VerzoekId>{VRAAG.verzoek_id}</VerzoekId><AanmaakDatum>2026-07-01T06:30:00Z</AanmaakDatum>"
    "<Abonnementen>"
)
STAART = "</Abonnementen></n:AbonnementAntwoord>"


def make_regels(regels: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"<Abonnement><BSN>{bsn}</BSN><Actief>{actief}</Actief></Abonnement>\n" for bsn, actief in regels
    )


GOED = HOOFD + make_regels([(BSNS[0], "true"), (BSNS[1], "false")]) + STAART


def read(map_: Path, inhoud: str | bytes, limiet: int = 10_000_000) -> Sequence[Boxstand]:
    """Read an answer with this content."""
    bestand = map_ / "antwoord"
    bestand.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    return list(read_antwoord(bestand, VRAAG, limiet))


def list_vorm(wortel: etree._Element) -> list[str]:
    return [str(element.tag) for element in wortel.iter()]


@pytest.mark.skipif(not VOORBEELDEN.exists(), reason="het officiele contract ligt niet naast dit project")
class TestVoorbeelden:
    """The question has the shape of the official example."""

    def test_the_list(self, tmp_path: Path) -> None:
        voorbeeld = etree.parse(VOORBEELDEN / "GLOBE-R-A-Request - BSN Lijst.xml").getroot()
        write_lijst(tmp_path / "v.xml", VRAAG, [*BSNS, BSNS[0]])

        assert list_vorm(voorbeeld) == list_vorm(etree.parse(tmp_path / "v.xml").getroot())


def test_a_list_holds_a_million_in_little_memory_and_no_more(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        geteld = write_lijst(tmp_path / "v.xml", VRAAG, (f"{n:09d}" for n in range(100_000)))
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 100_000 == geteld == (tmp_path / "v.xml").read_bytes().count(b"<BSN>")
    assert piek < 1_000_000


def test_a_million_and_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutboxError, match="meer dan 1000000"):
        write_lijst(tmp_path / "v.xml", VRAAG, (f"{n:09d}" for n in range(LIJST + 1)))
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("bsns", [[], ["12345678"], [BSNS[0], "<BSN/>"], ["１２３４５６７８９"]])
def test_what_is_no_list_of_persons_is_refused_without_naming_one(tmp_path: Path, bsns: list[str]) -> None:
    with pytest.raises(OutboxError) as gevangen:
        write_lijst(tmp_path / "v.xml", VRAAG, bsns)
    assert not [bsn for bsn in bsns if bsn in str(gevangen.value)]
    assert [] == list(tmp_path.iterdir())


def test_persons_are_split_in_lists_that_hold_each_once() -> None:
    assert [["a", "b"], ["c"]] == list(split_lijsten("abc", 2))


@pytest.mark.parametrize("inhoud", [GOED, gzip.compress(GOED.encode())])
def test_an_answer_says_of_each_person_whether_and_when(tmp_path: Path, inhoud: str | bytes) -> None:
    standen = read(tmp_path, inhoud)

    assert [(BSNS[0], True, GECONTROLEERD), (BSNS[1], False, GECONTROLEERD)] == [
        (stand.bsn, stand.actief, stand.gecontroleerd_op) for stand in standen
    ]
    assert BSNS[0] not in repr(standen)


VIJANDIG: dict[str, str | bytes] = {
    "leeg": "",
    "half": GOED[:-10],
    "ingepakt en half": gzip.compress(GOED.encode())[:-4],
    "ingepakt met nog iets": gzip.compress(GOED.encode()) + b"x",
    "beschadigd ingepakt": b"\x1f\x8b" + b"x" * 100,
    "een bom": gzip.compress(HOOFD.encode() + bytes(20_000_000)),
    "een bom van spaties": gzip.compress(HOOFD.encode() + b" " * 50_000_000 + STAART.encode()),
    "een andere wortel": GOED.replace("AbonnementAntwoord", "AbonnementAanvraag"),
    "een andere naamruimte": GOED.replace(NAMESPACE, "urn:x"),
    "een andere afzender": GOED.replace(OIN, "2" * 20),
    "een andere vraag": GOED.replace(str(VRAAG.verzoek_id), str(UUID(int=8))),
    "zonder vraag": GOED.replace("VerzoekId>", "Iets>"),
    "zonder moment": GOED.replace("AanmaakDatum>", "Iets>"),
    "een moment zonder zone": GOED.replace("06:30:00Z", "06:30:00"),
    "geen moment": GOED.replace("2026-07-01T06:30:00Z", "gisteren"),
    "geen BSN": GOED.replace(BSNS[1], "12345678"),
    "geen ja of nee": GOED.replace("false", "misschien"),
    "een doctype": "<!DOCTYPE x>" + GOED,
    "een entiteit": '<!DOCTYPE x [<!ENTITY e "true">]>' + GOED.replace(">true", ">&e;"),
    "een persoon zonder nummer": GOED.replace(f"<BSN>{BSNS[1]}</BSN>", ""),
    "een persoon met twee nummers": GOED.replace(f"<BSN>{BSNS[1]}</BSN>", f"<BSN>{BSNS[1]}</BSN>" * 2),
    "twee momenten": GOED.replace("<Abonnementen>", "<AanmaakDatum>2026-07-01T06:30:00Z</AanmaakDatum>" * 2),
    "een vreemd element": GOED.replace("</Abonnementen>", "<Iets/></Abonnementen>"),
    "niets": f'<n:AbonnementAntwoord xmlns:n="{NAMESPACE}"/>',
}


@pytest.mark.parametrize("naam", VIJANDIG)
def test_what_is_not_a_whole_answer_to_this_question_is_refused_in_little_memory(
    tmp_path: Path, naam: str
) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(UncertainError) as gevangen:
            read(tmp_path, VIJANDIG[naam])
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert piek < 2_000_000
    assert not [bsn for bsn in BSNS if bsn in str(gevangen.value)]


def test_a_long_answer_is_read_in_little_memory(tmp_path: Path) -> None:
    inhoud = HOOFD + make_regels((f"{n:09d}", "true") for n in range(20_000)) + STAART
    bestand = tmp_path / "antwoord.gz"
    bestand.write_bytes(gzip.compress(inhoud.encode(), 1))
    del inhoud
    tracemalloc.start()
    try:
        actief = sum(stand.actief for stand in read_antwoord(bestand, VRAAG))
        _, piek = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 20_000 == actief
    assert piek < 2_000_000


VEEL = 70_000_000  # bytes
REGEL = make_regels([(BSNS[0], "true")])
EINDE = "</Abonnement>" + STAART
VOL: dict[str, tuple[str, str, str, str]] = {
    "vreemde elementen": (HOOFD, "<a/>", STAART, "een element dat daar niet hoort"),
    "vreemde elementen voor de wortel": ("<x>", "<a/>", "</x>", "een element dat daar niet hoort"),
    "een tag zonder einde": (
        HOOFD[: -len("<Abonnementen>")] + "<Abonnementen",
        ' a=">"',
        "",
        "geen element begint",
    ),
    "te diep": (HOOFD, "<a>", "", "een element dat daar niet hoort"),
    "een persoon met veel nummers": (
        HOOFD + "<Abonnement>",
        "<BSN/>",
        EINDE,
        "een element dat daar niet hoort",
    ),
    "opmerkingen": (HOOFD, "<!---->", REGEL + STAART, "1"),
    "opdrachten": (HOOFD, "<?a?>", REGEL + STAART, "1"),
    "personen": (HOOFD, REGEL, STAART, "meer dan 1000000 personen"),
}


@pytest.fixture(scope="module")
def gewoon(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Measure what reading a small answer takes, in MB."""
    bestand = tmp_path_factory.mktemp("gewoon") / "antwoord"
    bestand.write_text(GOED)
    gelezen, piek = measure_lezen("abonnementen", bestand)
    assert "1" == gelezen
    return piek


@pytest.mark.parametrize("naam", VOL)
def test_an_answer_that_unpacks_to_much_is_read_or_refused_in_little_memory(
    tmp_path: Path, gewoon: int, naam: str
) -> None:
    begin, deel, einde, zegt = VOL[naam]
    bestand = tmp_path / "antwoord.gz"
    bestand.write_bytes(gzip.compress((begin + deel * (VEEL // len(deel)) + einde).encode(), 1))

    gezegd, piek = measure_lezen("abonnementen", bestand)

    assert zegt in gezegd
    assert piek < gewoon + 30


class TestComplete:
    """Who was asked about has a state, and nobody else."""

    def test_who_is_not_named_is_not_active(self, tmp_path: Path) -> None:
        standen = complete_standen(read(tmp_path, GOED), BSNS, NU)

        assert list(BSNS) == list(standen)
        assert [True, False, False, False] == [stand.actief for stand in standen.values()]
        assert {NU} == {standen[bsn].gecontroleerd_op for bsn in BSNS[2:]}

    @pytest.mark.parametrize("actief", [True, False])
    def test_who_was_not_asked_about_spoils_the_answer(self, actief: bool) -> None:
        with pytest.raises(UncertainError):
            complete_standen([make_stand(BSNS[1], actief)], [BSNS[0]], NU)

    def test_twice_the_same_is_once_and_twice_different_spoils_the_answer(self) -> None:
        ja, nee = make_stand(BSNS[0], True), make_stand(BSNS[0], False)

        assert {BSNS[0]: ja} == complete_standen([ja, ja], [BSNS[0]], NU)
        with pytest.raises(UncertainError):
            complete_standen([ja, nee], [BSNS[0]], NU)


def make_stand(bsn: str, actief: bool) -> Boxstand:
    return Boxstand(bsn=bsn, actief=actief, gecontroleerd_op=NU - timedelta(hours=1))
