"""What the printer and the post say: line by line beside what went out, and never counted twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy import Engine, func, select, text

from outbox.bezorgen import Werkplek, deliver_run
from outbox.ingreep import Daad, Ingreep, Selectie
from outbox.ingrijpen import intervene
from outbox.printstand import Printstatus, Retourreden, Weigerreden
from outbox.printstraat import MANIFEST, Printstraat, read_manifest
from outbox.printstraat.partijboek import BOEK
from outbox.printstraat.terugmelding import (
    NAMESPACE,
    Bevindingsoort,
    Bezorgdepartij,
    Meldregel,
    Terugmelding,
    match_terugmelding,
)
from outbox.printstraat.terugroep import ANTWOORD
from outbox.printstraat.terugroep import NAMESPACE as TERUGROEPEN
from outbox.tabellen import retouren, terugmeldingen, terugmeldregels
from outbox.terugmeldingen import (
    Printoverzicht,
    TerugmeldingError,
    Terugmelduitkomst,
    count_printstanden,
    process_retourpost,
    process_terugmelding,
    record_retour,
)
from outbox.terugroepen import settle_intrekkingen
from outbox.xmllezen import InvalidXmlError
from outbox.zending import Kanaalsoort
from tests.bouwers.printpartijen import make_lot, make_manifestbrief
from tests.bouwers.zendingen import NU, RUN, Nepklok, fill_outbox, make_document, make_zending

MORGEN = NU + timedelta(days=1)
AANTAL = 4


@pytest.fixture
def printmap(engine: Engine, werkplek: Werkplek, tmp_path: Path) -> Path:
    """A run of four letters that went to the printer."""
    fill_outbox(engine, [make_zending(nummer, Kanaalsoort.PRINT) for nummer in range(1, AANTAL + 1)])
    deliver_run(werkplek, RUN, [Printstraat(tmp_path / "print", Nepklok())])
    return tmp_path / "print"


def make_regel(nummer: int, status: str = "geprint", **anders: str) -> dict[str, str]:
    moment = (NU + timedelta(hours=2)).isoformat()
    return {
        "volgnummer": str(nummer),
        "kenmerk": f"T-{nummer:06d}",
        "status": status,
        "moment": moment,
    } | anders


def write_terugmelding(printmap: Path, regels: Sequence[dict[str, str]], **anders: str) -> Path:
    manifest = printmap / RUN / "partij-0001" / MANIFEST
    kop = {"run": RUN, "partij": "1", "manifest": sha256(manifest.read_bytes()).hexdigest()} | anders
    wortel = etree.Element(f"{{{NAMESPACE}}}terugmelding", kop)
    for regel in regels:
        etree.SubElement(wortel, f"{{{NAMESPACE}}}brief", regel)
    bestand = printmap.parent / "terugmelding.xml"
    bestand.write_bytes(etree.tostring(wortel))
    return bestand


def process(
    engine: Engine, printmap: Path, regels: Sequence[dict[str, str]], now: datetime = MORGEN
) -> Terugmelduitkomst:
    return process_terugmelding(engine, printmap, write_terugmelding(printmap, regels), now)


def take_out(engine: Engine, werkplek: Werkplek, printmap: Path, kenmerk: str) -> None:
    """Recall a letter that the printer can still take out of the lot."""
    selectie = Selectie(run=RUN, kenmerken=frozenset({kenmerk}))
    ingreep = Ingreep(daad=Daad.TERUGROEPEN, selectie=selectie, wie="proef", waarom="verkeerde bijlage")
    wortel = etree.Element(f"{{{TERUGROEPEN}}}teruggeroepen", partij=f"{RUN}/partij-0001")
    digest = sha256(make_document(int(kenmerk[2:]))).hexdigest()
    velden = {"kenmerk": kenmerk, "sha256": digest, "uitgenomen": "ja"}
    etree.SubElement(wortel, f"{{{TERUGROEPEN}}}brief", velden)
    (printmap / RUN / "partij-0001" / ANTWOORD).write_bytes(etree.tostring(wortel))
    intervene(engine, ingreep, NU)
    settle_intrekkingen(werkplek, RUN, [Printstraat(printmap, Nepklok())])


def count_rijen(engine: Engine) -> tuple[int, int]:
    with engine.begin() as connection:
        bestanden = connection.execute(select(func.count()).select_from(terugmeldingen)).scalar_one()
        regels = connection.execute(select(func.count()).select_from(terugmeldregels)).scalar_one()
    return bestanden, regels


def count_standen(engine: Engine) -> Printoverzicht:
    with engine.begin() as connection:
        return count_printstanden(connection, RUN)


def list_soorten(uitkomst: Terugmelduitkomst) -> list[tuple[str, str]]:
    return [(afwijking.soort, afwijking.kenmerk) for afwijking in uitkomst.afwijkingen]


class TestTerugmelding:
    """A file of the printer, beside the manifest of the lot."""

    def test_a_file_that_names_every_letter_once_fits(self, engine: Engine, printmap: Path) -> None:
        uitkomst = process(engine, printmap, [make_regel(nummer) for nummer in range(1, AANTAL + 1)])

        assert uitkomst.klopt
        assert (RUN, 1, AANTAL, AANTAL) == (uitkomst.run, uitkomst.lot, uitkomst.aangenomen, uitkomst.nieuw)

    def test_reading_a_file_again_changes_nothing(self, engine: Engine, printmap: Path) -> None:
        regels = [make_regel(1), make_regel(2)]
        eerst, rijen = process(engine, printmap, regels), count_rijen(engine)
        weer = process(engine, printmap, regels, MORGEN + timedelta(days=1))

        assert (False, True) == (eerst.al_gelezen, weer.al_gelezen)
        assert (2, 0) == (eerst.nieuw, weer.nieuw)
        assert eerst.afwijkingen == weer.afwijkingen
        assert rijen == count_rijen(engine)

    def test_the_same_lines_in_another_file_change_nothing(self, engine: Engine, printmap: Path) -> None:
        process(engine, printmap, [make_regel(1), make_regel(2)])
        weer = process(engine, printmap, [make_regel(2), make_regel(1)])

        assert (False, 0) == (weer.al_gelezen, weer.nieuw)
        assert (2, 2) == count_rijen(engine)

    def test_missing_double_unknown_and_mixed_up_lines_are_told_and_do_not_count(
        self, engine: Engine, printmap: Path
    ) -> None:
        vreemd = make_regel(9, kenmerk="T-999999")
        verwisseld = make_regel(8, kenmerk="T-000003")
        uitkomst = process(
            engine, printmap, [make_regel(2), make_regel(2), vreemd, verwisseld, make_regel(4)]
        )

        assert 1 == uitkomst.aangenomen
        assert [
            ("dubbel", "T-000002"),
            ("dubbel", "T-000002"),
            ("onbekend", "T-999999"),
            ("verwisseld", "T-000003"),
            ("ontbreekt", "T-000001"),
        ] == list_soorten(uitkomst)

    def test_one_number_for_two_letters_counts_for_neither(self, engine: Engine, printmap: Path) -> None:
        uitkomst = process(engine, printmap, [make_regel(1), make_regel(1, kenmerk="T-000002")])

        assert 0 == uitkomst.aangenomen
        assert [("dubbel", "T-000001"), ("dubbel", "T-000002")] == list_soorten(uitkomst)[:2]

    @pytest.mark.parametrize("verschil", [timedelta(hours=-1), timedelta(days=2)])
    def test_a_moment_that_cannot_be_does_not_count(
        self, engine: Engine, printmap: Path, verschil: timedelta
    ) -> None:
        uitkomst = process(engine, printmap, [make_regel(1, moment=(NU + verschil).isoformat())])

        assert ("moment", "T-000001") == list_soorten(uitkomst)[0]
        assert (1, 0) == count_rijen(engine)

    @pytest.mark.parametrize(("status", "reden"), [("geweigerd", None), ("geprint", "anders")])
    def test_a_reason_belongs_to_a_refusal_and_to_nothing_else(
        self, engine: Engine, printmap: Path, status: str, reden: str | None
    ) -> None:
        uitkomst = process(engine, printmap, [make_regel(1, status, **({"reden": reden} if reden else {}))])

        assert ("reden", "T-000001") == list_soorten(uitkomst)[0]

    def test_a_letter_that_the_printer_took_out_when_asked_needs_no_line(
        self, engine: Engine, printmap: Path, werkplek: Werkplek
    ) -> None:
        take_out(engine, werkplek, printmap, "T-000002")
        zonder = process(engine, printmap, [make_regel(nummer) for nummer in (1, 3, 4)])
        toch = process(engine, printmap, [make_regel(nummer) for nummer in (1, 2, 3, 4)])

        assert [] == list_soorten(zonder)
        assert [("ingetrokken", "T-000002")] == list_soorten(toch)
        assert (3, 0) == (count_standen(engine).brieven, count_standen(engine).zonder)

    def test_a_letter_that_is_taken_out_after_the_printer_spoke_is_counted_no_more(
        self, engine: Engine, printmap: Path, werkplek: Werkplek
    ) -> None:
        process(engine, printmap, [make_regel(nummer) for nummer in range(1, AANTAL + 1)])
        take_out(engine, werkplek, printmap, "T-000002")

        assert {Printstatus.GEPRINT: 3} == count_standen(engine).per_status
        assert 0 == count_standen(engine).zonder

    def test_another_manifest_than_ours_is_refused_whole(self, engine: Engine, printmap: Path) -> None:
        for anders in ({"manifest": "0" * 64}, {"partij": "2"}, {"run": "2026-08"}):
            bestand = write_terugmelding(printmap, [make_regel(1)], **anders)
            with pytest.raises(TerugmeldingError):
                process_terugmelding(engine, printmap, bestand, MORGEN)

        assert (0, 0) == count_rijen(engine)

    def test_a_manifest_that_is_not_what_went_out_is_refused(self, engine: Engine, printmap: Path) -> None:
        manifest = printmap / RUN / "partij-0001" / MANIFEST
        (boeking,) = (printmap / BOEK / RUN / "partij-0001").iterdir()
        digest = read_manifest(manifest).brieven[0].sha256
        for bestand in (manifest, boeking):
            bestand.write_bytes(bestand.read_bytes().replace(digest.encode(), b"0" * 64))

        with pytest.raises(TerugmeldingError, match="hoort niet bij wat is bezorgd"):
            process(engine, printmap, [make_regel(1)])

    @pytest.mark.parametrize(
        "anders",
        [
            {"run": "../.."},
            {"status": "weg"},
            {"kenmerk": "../../T-000001"},
            {"moment": "2026-07-01T10:00:00"},
            {"moment": "2026-07-01"},
            {"moment": "2026-13-01T10:00:00Z"},
            {"volgnummer": "-1"},
            {"reden": "J. Jansen was niet thuis"},
            {"extra": "x"},
        ],
    )
    def test_what_was_not_agreed_is_refused_and_not_repeated(
        self, engine: Engine, printmap: Path, anders: dict[str, str]
    ) -> None:
        kop = anders if "run" in anders else {}
        bestand = write_terugmelding(printmap, [make_regel(1, **({} if kop else anders))], **kop)

        with pytest.raises(InvalidXmlError, match="voldoet op regel") as fout:
            process_terugmelding(engine, printmap, bestand, MORGEN)
        assert "Jansen" not in str(fout.value)
        assert (0, 0) == count_rijen(engine)

    def test_a_file_with_entities_is_refused(self, engine: Engine, printmap: Path) -> None:
        bestand = write_terugmelding(printmap, [make_regel(1)])
        bestand.write_bytes(b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + bestand.read_bytes())

        with pytest.raises(InvalidXmlError, match="DOCTYPE"):
            process_terugmelding(engine, printmap, bestand, MORGEN)

    def test_a_database_that_fails_halfway_has_recorded_nothing(self, engine: Engine, printmap: Path) -> None:
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE terugmeldregels"))
        with pytest.raises(Exception, match="terugmeldregels"):
            process(engine, printmap, [make_regel(1)])

        with engine.begin() as connection:
            assert 0 == connection.execute(select(func.count()).select_from(terugmeldingen)).scalar_one()


class TestVergelijken:
    """Whatever the printer says, every line and every letter is accounted for."""

    @given(
        st.lists(
            st.tuples(st.integers(1, 6), st.integers(1, 6), st.sampled_from(Printstatus), st.booleans()),
            max_size=8,
        )
    )
    def test_every_line_counts_or_is_told_and_every_letter_too(
        self, lijst: list[tuple[int, int, Printstatus, bool]]
    ) -> None:
        manifest = make_lot(*(make_manifestbrief(n, f"K{n}") for n in range(1, 5)))
        regels = tuple(
            Meldregel(
                volgnummer=nummer,
                kenmerk=f"K{kenmerk}",
                status=status,
                moment=NU,
                reden=Weigerreden.ANDERS if reden else None,
            )
            for nummer, kenmerk, status, reden in lijst
        )
        melding = Terugmelding(run=RUN, lot=1, manifest="0" * 64, regels=regels)
        uitkomst = match_terugmelding(melding, manifest, Bezorgdepartij(begin=NU), MORGEN)
        ontbreekt = [a for a in uitkomst.afwijkingen if a.soort is Bevindingsoort.ONTBREEKT]

        assert len(regels) == len(uitkomst.aangenomen) + len(uitkomst.afwijkingen) - len(ontbreekt)
        assert {b.kenmerk for b in manifest.brieven} <= {r.kenmerk for r in regels} | {
            a.kenmerk for a in ontbreekt
        }
        assert len(uitkomst.aangenomen) == len({regel.kenmerk for regel in uitkomst.aangenomen})


class TestOverzicht:
    """Where the letters stand, by what was last said of each."""

    def test_the_last_word_counts(self, engine: Engine, printmap: Path) -> None:
        later = (NU + timedelta(hours=5)).isoformat()
        process(engine, printmap, [make_regel(1), make_regel(2), make_regel(3, "geweigerd", reden="te-dik")])
        process(
            engine,
            printmap,
            [make_regel(1, "verzonden", moment=later), make_regel(2, "opnieuw", moment=later)],
        )

        assert Printoverzicht(
            partijen=1,
            brieven=AANTAL,
            per_status={Printstatus.VERZONDEN: 1, Printstatus.OPNIEUW: 1, Printstatus.GEWEIGERD: 1},
            zonder=1,
            retour={},
        ) == count_standen(engine)

    def test_a_run_of_which_nothing_was_said_is_without(self, engine: Engine, printmap: Path) -> None:
        assert (AANTAL, {}) == (count_standen(engine).zonder, count_standen(engine).per_status)


class TestRetourpost:
    """A letter that the post brought back."""

    def test_a_list_is_taken_in_line_by_line(self, engine: Engine, printmap: Path) -> None:
        lijst = printmap.parent / "retour.csv"
        lijst.write_text("\ufeffT-000001;verhuisd\n\nT-000002 ; onbekend\nT-000001;verhuisd\n", "utf-8")
        uitkomst = process_retourpost(engine, lijst, MORGEN)
        weer = process_retourpost(engine, lijst, MORGEN)

        assert (2, 1, ()) == (uitkomst.nieuw, uitkomst.bekend, uitkomst.fouten)
        assert (0, 3) == (weer.nieuw, weer.bekend)
        assert {Retourreden.VERHUISD: 1, Retourreden.ONBEKEND: 1} == count_standen(engine).retour

    def test_a_wrong_line_is_told_without_its_content_and_the_others_count(
        self, engine: Engine, printmap: Path
    ) -> None:
        lijst = printmap.parent / "retour.csv"
        fout = ["J. Jansen;verhuisd", "T-000001;J. Jansen", "T-999999;onbekend", "../x;onbekend", "T-000001"]
        lijst.write_text("\n".join([*fout, "T-000003;overleden", "T-000003;onbekend"]))
        uitkomst = process_retourpost(engine, lijst, MORGEN)

        assert [1, 2, 3, 4, 5, 7] == [int(regel.split()[1].rstrip(":")) for regel in uitkomst.fouten]
        assert (1, 0) == (uitkomst.nieuw, uitkomst.bekend)
        assert "Jansen" not in "".join(uitkomst.fouten)

    def test_the_first_reason_stays(self, engine: Engine, printmap: Path) -> None:
        with engine.begin() as connection:
            record_retour(connection, "T-000001", "verhuisd", MORGEN)
            with pytest.raises(TerugmeldingError, match="met de reden verhuisd"):
                record_retour(connection, "T-000001", "geweigerd", MORGEN)
            redenen = connection.execute(select(retouren.c.reden)).scalars().all()

        assert [Retourreden.VERHUISD] == redenen

    def test_a_list_that_is_too_large_is_not_read(self, engine: Engine, printmap: Path) -> None:
        lijst = printmap.parent / "retour.csv"
        with lijst.open("wb") as stroom:
            stroom.truncate(1024**3)

        with pytest.raises(InvalidXmlError, match="is groter dan"):
            process_retourpost(engine, lijst, MORGEN)
