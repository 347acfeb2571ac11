"""A text is seen and judged among the others as they are in use, not as they were shipped."""

from pathlib import Path

from correspondentie.databank import open_databank
from correspondentie.redactie.versies import Onderdeel, Soort
from correspondentie.settings import Settings
from correspondentie.werkmap import Datamap
from tests.bouwers.redactie import NIEUW, make_tekst, release
from tests.bouwers.webwerk import Bezoek, serve_redactie

BRIEF = Onderdeel(Soort.BRIEFTYPE, "bevestiging-tegenhouden")


def test_a_bouwsteen_is_shown_in_the_letter_that_was_released(tmp_path: Path, bezoek: Bezoek) -> None:
    datamap = Datamap(map=tmp_path)
    with serve_redactie(tmp_path) as redactie, open_databank(datamap, Settings()) as engine:
        release(engine, make_tekst(f"{NIEUW}\n\n[[automatisch]]", BRIEF), BRIEF)
        roos = bezoek("roos", url=redactie.url)
        concept = roos.send("/teksten/bouwsteen/automatisch/concept").headers["location"]
        geval = f"{BRIEF.naam}/{find_geval()}"
        antwoord = roos.ask(f"{concept}/voorbeeld", brief="Nieuw blok.", geval=geval).json()

    voorgelezen = " ".join(pagina["tekst"] for pagina in antwoord["paginas"])
    assert NIEUW in voorgelezen
    assert "Nieuw blok." in voorgelezen


def find_geval() -> str:
    """Find a voorbeeld of the letter."""
    return sorted(pad.stem for pad in (Settings().sjablonen / BRIEF.naam / "voorbeelden").glob("*.json"))[0]
