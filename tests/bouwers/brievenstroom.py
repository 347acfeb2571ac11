"""The letters of a made-up population, as kopij, in the order of a run."""

from collections.abc import Iterator

from calc.normbestand import load_normen
from correspondentie.besluiten import decide_dossier
from correspondentie.genereer.populatie import generate_populatie
from correspondentie.invoer import Regel, Uitval, parse_dossier
from correspondentie.maken import make_briefgegevens
from correspondentie.mutatieregels import Mutatiestand
from correspondentie.sjabloon import Sjablonen
from correspondentie.zetter import Kopij
from tests.bouwers.grondregels import make_grondregels

MAAND = "2026-07"
KENMERK = "ABCD-EFGH-JKLM-NPQR"


def list_brieven(sjablonen: Sjablonen, huishoudens: int, *, seed: int) -> Iterator[Kopij]:
    """List the letters that these households get."""
    regels = make_grondregels(register=sjablonen.register)
    inhoud = generate_populatie(huishoudens, seed=seed, fouten=0.0, maand=MAAND, normen=load_normen())
    for nummer, regel in enumerate(inhoud, start=1):
        dossier = parse_dossier(Regel(bestand="x.jsonl", nummer=nummer, inhoud=regel), MAAND)
        assert not isinstance(dossier, Uitval)
        besluit = decide_dossier(dossier, Mutatiestand(), regels)
        for brief in besluit.list_brieven():
            gegevens = make_briefgegevens(besluit, brief.grond, KENMERK, regels.rekenregels)
            yield sjablonen.render_kopij(brief.brieftype.naam, gegevens)
