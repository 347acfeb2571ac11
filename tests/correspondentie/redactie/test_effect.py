"""What a new text does to the letters of a run is measured on those letters themselves."""

import io
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from correspondentie.afronden import Omgeving
from correspondentie.databank import open_databank
from correspondentie.errors import CannotStartError, InvalidSjabloonError
from correspondentie.maandrun import run_maand
from correspondentie.redactie.effect import (
    KENMERKEN,
    REDENEN,
    Effect,
    Effectvraag,
    find_laatste_run,
    measure_effect,
)
from correspondentie.redactie.versies import Onderdeel, Soort, Tekst
from correspondentie.runstart import Maandopdracht
from correspondentie.settings import Settings
from correspondentie.voortgang import Voortgang
from correspondentie.werkplaats import Datamap
from tests.bouwers.dossiers import encode_dossiers, make_burger, make_dossier
from tests.bouwers.huishoudens import make_huishouden, make_kind, make_levering
from tests.bouwers.klok import Proefklok
from tests.bouwers.opdrachtregel import share_formes
from tests.bouwers.redactie import BESCHIKKING, make_tekst

BURGERS = ("000000012", "000000024", "000000036")
BOUWSTEEN = Onderdeel(Soort.BOUWSTEEN, "klopt-niet")
SETTINGS = Settings(brok=2)


@dataclass
class Maand:
    """A month that was run: three beschikkingen, one of them on paper, and two letters about mutaties."""

    map: Path
    meldingen: list[tuple[int, int]]

    def measure(self, tekst: Tekst, onderdeel: Onderdeel = BESCHIKKING, **anders: object) -> Effect:
        datamap = Datamap(map=self.map / "data")
        klok = Proefklok(datetime(2026, 7, 10, 9, tzinfo=UTC))
        with open_databank(datamap, SETTINGS) as engine:
            with engine.begin() as connection:
                run = find_laatste_run(connection)
            assert run is not None
            invoer = self.map / "invoer.jsonl"
            vraag = Effectvraag(onderdeel=onderdeel, tekst=tekst, run=run.run, invoer=invoer)
            vraag = replace(vraag, **anders)  # type: ignore[arg-type]  # a test gives the right types
            return measure_effect(
                vraag, engine, (datamap, SETTINGS), klok, lambda *stand: self.meldingen.append(stand)
            )


@pytest.fixture(scope="module")
def gedraaid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("effect")
    afwijkend = make_huishouden(make_kind(1, leveringen=(make_levering(uren="10"),)))
    dossiers = [make_dossier(afwijkend, nummer="D0", burger=make_burger("111222333"))]
    dossiers += [
        make_dossier(nummer=f"D{nummer}", burger=make_burger(bsn), box=nummer != 1)
        for nummer, bsn in enumerate(BURGERS, start=1)
    ]
    invoer = map_ / "invoer.jsonl"
    invoer.write_bytes(encode_dossiers(*dossiers))
    share_formes(map_ / "data")
    with Voortgang(Console(file=io.StringIO())) as voortgang:
        klok = Proefklok(datetime(2026, 7, 10, 9, tzinfo=UTC))
        opdracht = Maandopdracht(
            invoer=invoer, maand="2026-07", datamap=Datamap(map=map_ / "data"), werkers=1
        )
        run_maand(opdracht, Omgeving(settings=SETTINGS, klok=klok, voortgang=voortgang))
    return map_


@pytest.fixture
def maand(gedraaid: Path, tmp_path: Path) -> Maand:
    shutil.copytree(gedraaid, tmp_path / "kopie")
    return Maand(tmp_path / "kopie", [])


def test_the_text_as_it_was_changes_nothing(maand: Maand) -> None:
    tekst = make_tekst()
    effect = maand.measure(replace(tekst, brief=tekst.brief.rpartition("\n\n")[0]))

    assert effect.volume == effect.aantal > 2
    assert (0, 0, 0, {}) == (effect.gewijzigd, effect.onbekend, effect.vellenverschil, effect.portoverschil)


def test_one_sentence_changes_every_letter_and_no_page(maand: Maand) -> None:
    effect = maand.measure(make_tekst())

    assert effect.volledig
    assert effect.gewijzigd == effect.aantal
    assert (0, 0, 0) == (effect.onbekend, effect.mislukt_aantal, effect.minder_paginas)
    assert (0, effect.aantal) == (maand.meldingen[0][0], maand.meldingen[-1][0])


def test_pages_more_are_sheets_and_postage_more(maand: Maand) -> None:
    effect = maand.measure(make_tekst("\n\n".join(["Nog een lange zin over niets."] * 150)))

    assert effect.meer_paginas == effect.aantal
    assert effect.vellenverschil > 0
    assert 0 == sum(effect.portoverschil.values())
    assert {"nl-20g", "nl-50g"} <= effect.portoverschil.keys()


def test_of_a_sample_the_postage_is_reckoned_to_the_whole_run(maand: Maand) -> None:
    tekst = make_tekst("\n\n".join(["Nog een lange zin over niets."] * 150))
    keer = [maand.measure(tekst, aantal=1) for _ in range(2)]

    assert 1 == keer[0].aantal < keer[0].volume
    assert keer[0] == keer[1]


def test_a_letter_that_fails_is_named_by_its_kenmerk_and_nothing_else(maand: Maand) -> None:
    tekst = make_tekst("{{ beschikking.begunstigde.organisatie }}")
    effect = maand.measure(tekst)

    [(uitleg, reden)] = effect.mislukt.items()

    assert effect.mislukt_aantal == effect.aantal == reden.aantal > KENMERKEN
    assert KENMERKEN == len(set(reden.kenmerken))
    assert uitleg.startswith("voorlopige-beschikking/brief.md, regel")


def test_a_letter_that_takes_too_long_fails_and_the_next_one_is_looked_at(maand: Maand) -> None:
    effect = maand.measure(make_tekst(), per_brief=0.01)

    assert effect.volledig
    assert effect.mislukt_aantal == effect.aantal > 2
    assert ["deze brief kost te veel tijd of geheugen" in uitleg for uitleg in effect.mislukt] == [True]


def test_of_many_reasons_only_so_many_are_told() -> None:
    effect = Effect(run="run", volume=99, te_bekijken=99)
    for nummer in range(99):
        effect.add_mislukt(f"k{nummer}", f"reden {nummer % 50}")

    assert (99, REDENEN) == (effect.mislukt_aantal, len(effect.mislukt))
    assert ["k0", "k50"] == effect.mislukt["reden 0"].kenmerken


def test_a_text_that_makes_no_letter_at_all_is_told(maand: Maand) -> None:
    with pytest.raises(InvalidSjabloonError, match="kenmrk"):
        maand.measure(make_tekst("{{ brief.kenmrk }}"))


def test_a_bouwsteen_is_measured_on_every_letter_in_which_it_stands(maand: Maand) -> None:
    effect = maand.measure(Tekst(brief="## Klopt er iets niet?\n\nBel ons."), BOUWSTEEN)

    assert effect.gewijzigd == effect.aantal == effect.volume > 2


def test_it_stops_when_the_time_is_up_and_says_so(maand: Maand) -> None:
    effect = maand.measure(make_tekst(), seconden=0.0)

    assert (0, False) == (effect.aantal, effect.volledig)


def test_without_its_run_or_input_nothing_can_be_measured(maand: Maand) -> None:
    with pytest.raises(CannotStartError, match="is er niet"):
        maand.measure(make_tekst(), run="2020-01-00000000")
    (maand.map / "anders.jsonl").write_bytes(b"{}\n")
    with pytest.raises(CannotStartError, match="niet de invoer"):
        maand.measure(make_tekst(), invoer=maand.map / "anders.jsonl")


def test_nothing_of_it_is_kept(maand: Maand) -> None:
    voor = {pad: pad.read_bytes() for pad in (maand.map / "data" / "archief").rglob("*") if pad.is_file()}
    maand.measure(make_tekst())

    assert voor == {
        pad: pad.read_bytes() for pad in (maand.map / "data" / "archief").rglob("*") if pad.is_file()
    }
    assert not (maand.map / "data" / "sjablonen").exists()
