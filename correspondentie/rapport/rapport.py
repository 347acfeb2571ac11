"""The report of one run: what rapport.json holds, computed from what the run counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from correspondentie.invoer import Uitval
from correspondentie.rapport.balans import Balansregel, compute_balans
from correspondentie.rapport.telling import (
    Bereik,
    Documenten,
    Fase,
    Onderdruktregel,
    Telling,
    Verloop,
    Zetcijfers,
)
from outbox.zending import Kanaalsoort, Status

Sleutel = TypeVar("Sleutel", bound=str)

PAGINA = "rapport.html"
GEGEVENS = "rapport.json"
LIJST_MAXIMUM = 1000
"""How many rows of a list the report shows; the whole list stands in a file beside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rapport:
    """The report of one run; its fields are the keys of rapport.json, in this order.

    Shape: the largest count comes first and zeros are left out, but in bereik; bestanden from a name to a
    path relative to the report, which itself is not among them; the lists hold at most LIJST_MAXIMUM rows.
    Unit: seconds.
    """

    run: str
    maand: str
    dagtekening: date
    huishoudens: int
    uitval: int
    behandeld: int
    beschikkingen: int
    terugvorderingen: int
    mutatievoorstellen: int
    brieven: int
    onderdrukt: Mapping[str, int]
    per_brieftype: Mapping[str, int]
    zendingen: Mapping[Kanaalsoort, Mapping[Status, int]]
    vastgehouden: Mapping[str, int]
    bereik: Mapping[Bereik, int]
    documenten: Documenten
    zetten: Zetcijfers
    fasen: Mapping[Fase, float]
    seconden: float
    brieven_per_seconde: float
    balans: tuple[Balansregel, ...]
    in_balans: bool
    bestanden: Mapping[str, str]
    uitvallijst: tuple[Uitval, ...]
    onderdruktlijst: tuple[Onderdruktregel, ...]

    def count_zendingen(self, *statussen: Status) -> int:
        """Return how many zendingen have one of these statussen, over all channels."""
        return sum(
            per_status.get(status, 0) for per_status in self.zendingen.values() for status in statussen
        )


def compute_rapport(telling: Telling, verloop: Verloop, bestanden: Mapping[str, str]) -> Rapport:
    """Return the report of a run. Shape: bestanden from a name to a path relative to the report."""
    brieven = sum(telling.brieven.values())
    balans = compute_balans(telling)
    return Rapport(
        run=verloop.run,
        maand=verloop.maand,
        dagtekening=verloop.dagtekening,
        huishoudens=telling.huishoudens,
        uitval=telling.uitval,
        behandeld=telling.behandeld,
        beschikkingen=telling.beschikkingen,
        terugvorderingen=telling.terugvorderingen,
        mutatievoorstellen=telling.mutatievoorstellen,
        brieven=brieven,
        onderdrukt=_largest_first(telling.onderdrukt),
        per_brieftype=_largest_first(telling.brieven),
        zendingen=_group_zendingen(telling),
        vastgehouden=_add_onzeker(telling),
        bereik={bereik: telling.bereik.get(bereik, 0) for bereik in Bereik},
        documenten=telling.documenten,
        zetten=telling.zetten,
        fasen={fase: round(verloop.fasen.get(fase, 0.0), 3) for fase in Fase},
        seconden=round(verloop.seconden, 3),
        brieven_per_seconde=round(verloop.gemaakt / verloop.seconden, 1) if verloop.seconden else 0.0,
        balans=balans,
        in_balans=all(regel.klopt for regel in balans),
        bestanden=dict(bestanden),
        uitvallijst=telling.uitvallijst[:LIJST_MAXIMUM],
        onderdruktlijst=telling.onderdruktlijst[:LIJST_MAXIMUM],
    )


def _largest_first(aantallen: Mapping[Sleutel, int]) -> dict[Sleutel, int]:
    geordend = sorted(aantallen.items(), key=lambda paar: (-paar[1], paar[0]))
    return {sleutel: aantal for sleutel, aantal in geordend if aantal}


def _group_zendingen(telling: Telling) -> dict[Kanaalsoort, dict[Status, int]]:
    return {
        kanaal: _largest_first({status: telling.zendingen.get((kanaal, status), 0) for status in Status})
        for kanaal in Kanaalsoort
    }


def _add_onzeker(telling: Telling) -> dict[str, int]:
    # A zending of which nobody knows whether it arrived waits for a look, just as a held one.
    onzeker = telling.count_zendingen(Status.ONZEKER)
    return _largest_first({**telling.vastgehouden, Status.ONZEKER.value: onzeker})
