"""The conservation law of a run: what goes into a step comes out of it, nothing lost, nothing doubled."""

from enum import StrEnum

from msgspec import Struct, field

from correspondentie.rapport.telling import Telling
from outbox.zending import Status

OPEN = (Status.GEPLAND, Status.VRIJGEGEVEN, Status.BEZIG)
"""The statuses in which a zending still has to go; a run with one of these does not balance."""


class Stap(StrEnum):
    """A step of the run where the number that comes out must equal the number that goes in."""

    HUISHOUDENS = "huishoudens"
    BESLUITEN = "besluiten"
    DOCUMENTEN = "documenten"
    BEREIK = "bereik"
    ZENDINGEN = "zendingen"
    VERVANGING = "vervanging"
    VASTGEHOUDEN = "vastgehouden"
    BEZORGING = "bezorging"
    TOTAAL = "totaal"


# A Struct and not a dataclass: the key in rapport.json is "in", which Python keeps for itself.
class Balansregel(Struct, frozen=True, kw_only=True):
    """One line of the conservation law."""

    stap: Stap
    erin: int = field(name="in")
    eruit: int = field(name="uit")
    klopt: bool

    @property
    def verschil(self) -> int:
        """How many too many came out; below zero when some are missing."""
        return self.eruit - self.erin


def compute_balans(telling: Telling) -> tuple[Balansregel, ...]:
    """Return the conservation law per step and in total. Shape: in the order of Stap."""
    return (*_balance_brieven(telling), *_balance_zendingen(telling), _balance_totaal(telling))


def _regel(stap: Stap, erin: int, eruit: int) -> Balansregel:
    return Balansregel(stap=stap, erin=erin, eruit=eruit, klopt=erin == eruit)


def _balance_brieven(telling: Telling) -> tuple[Balansregel, ...]:
    brieven, onderdrukt = sum(telling.brieven.values()), sum(telling.onderdrukt.values())
    besluiten = telling.beschikkingen + telling.terugvorderingen + telling.mutatievoorstellen
    return (
        _regel(Stap.HUISHOUDENS, telling.huishoudens, telling.behandeld + telling.uitval),
        _regel(Stap.BESLUITEN, besluiten, brieven + onderdrukt),
        _regel(Stap.DOCUMENTEN, brieven, telling.documenten.aantal),
        _regel(Stap.BEREIK, brieven, sum(telling.bereik.values())),
    )


def _balance_zendingen(telling: Telling) -> tuple[Balansregel, ...]:
    gepland = telling.geplande_zendingen + telling.vervangingen
    zendingen, klaar = telling.count_zendingen(), _count_klaar(telling)
    vastgehouden = telling.count_zendingen(Status.VASTGEHOUDEN)
    return (
        _regel(Stap.ZENDINGEN, gepland, zendingen),
        _regel(Stap.VERVANGING, telling.count_zendingen(Status.VERVANGEN), telling.vervangingen),
        _regel(Stap.VASTGEHOUDEN, vastgehouden, sum(telling.vastgehouden.values())),
        _regel(Stap.BEZORGING, zendingen, klaar),
    )


def _balance_totaal(telling: Telling) -> Balansregel:
    # The steps chained: a letter over a second channel and a replacement are the only things that
    # may come in on the way, so two steps that err in opposite directions still show here.
    tweede_kanaal = telling.geplande_zendingen - sum(telling.brieven.values())
    meer_besluiten = telling.beschikkingen - telling.behandeld + telling.terugvorderingen
    erin = telling.huishoudens + meer_besluiten + telling.mutatievoorstellen
    erin += tweede_kanaal + telling.vervangingen
    eruit = telling.uitval + sum(telling.onderdrukt.values()) + _count_klaar(telling)
    return _regel(Stap.TOTAAL, erin, eruit)


def _count_klaar(telling: Telling) -> int:
    return telling.count_zendingen() - telling.count_zendingen(*OPEN)
