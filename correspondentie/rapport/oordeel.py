"""What the operator must know first: is the run good, where does it leak, what must a person do."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from correspondentie.rapport.balans import OPEN, Balansregel, Stap
from correspondentie.rapport.rapport import Rapport
from correspondentie.rapport.stroom import Stroomstap, Tak
from correspondentie.rapport.uitleg import find_vastgehouden
from outbox.zending import Status


class Oordeel(StrEnum):
    """How a run went: all good, good but somebody must do something, or not good."""

    GOED = "goed"
    AANDACHT = "aandacht"
    FOUT = "fout"


@dataclass(frozen=True, kw_only=True, slots=True)
class Taak:
    """Something that waits for a person: how many, of what, and what to do."""

    aantal: int
    wat: str
    actie: str


def decide_oordeel(rapport: Rapport) -> Oordeel:
    """Decide how a run went; uitval and held letters ask attention, a leak is a fault."""
    if not rapport.in_balans:
        return Oordeel.FOUT
    return Oordeel.AANDACHT if list_taken(rapport) else Oordeel.GOED


def list_lekken(rapport: Rapport) -> tuple[Balansregel, ...]:
    """List the steps that do not balance; the total only when no step shows the leak."""
    lekken = tuple(regel for regel in rapport.balans if not regel.klopt)
    return tuple(regel for regel in lekken if regel.stap is not Stap.TOTAAL) or lekken


def list_taken(rapport: Rapport) -> tuple[Taak, ...]:
    """List what waits for a person, in the order in which a citizen would want it done."""
    return tuple(taak for taak in _make_taken(rapport) if taak.aantal)


def _make_taken(rapport: Rapport) -> Iterator[Taak]:
    if rapport.uitval and not rapport.behandeld:
        yield Taak(
            aantal=rapport.uitval,
            wat="Geen enkel huishouden kreeg een besluit",
            actie="Controleer of het bestand en de maand bij elkaar horen.",
        )
    yield Taak(
        aantal=rapport.zetten.verschillen,
        wat="Brieven die gevuld anders waren dan gezet",
        actie="Alle vormen zijn afgekeurd en alle brieven zijn opnieuw gezet, voordat er iets vertrok. "
        "Meld dit aan de bouwers van de zetter.",
    )
    yield Taak(
        aantal=rapport.count_zendingen(Status.OPGEGEVEN),
        wat="Opgegeven zendingen",
        actie="Het kanaal weigerde ze en er is geen andere weg. Bekijk ze een voor een.",
    )
    for reden, aantal in rapport.vastgehouden.items():
        uitleg = find_vastgehouden(reden)
        yield Taak(
            aantal=aantal,
            wat=f"Vastgehouden zendingen: {uitleg.naam.lower()}",
            actie=uitleg.actie or "Bekijk deze zendingen een voor een.",
        )
    yield Taak(
        aantal=rapport.uitval,
        wat="Regels in de uitval",
        actie="Deze huishoudens kregen nog geen besluit. "
        "Laat de regels verbeteren en lever alleen die regels opnieuw aan.",
    )


def make_stroom(rapport: Rapport) -> tuple[Stroomstap, ...]:
    """Make the picture of the conservation law: what joined and left at each step, and what is missing."""
    balans = {regel.stap: regel for regel in rapport.balans}
    huishoudens, besluiten, zendingen = (
        balans[stap] for stap in (Stap.HUISHOUDENS, Stap.BESLUITEN, Stap.ZENDINGEN)
    )
    vervangingen = balans[Stap.VERVANGING].eruit
    meer = Tak(naam="elke toeslag apart", aantal=rapport.beschikkingen - rapport.behandeld)
    terugvorderingen = Tak(naam="terugvorderingen", aantal=rapport.terugvorderingen)
    voorstellen = Tak(naam="mutatievoorstellen", aantal=rapport.mutatievoorstellen)
    uitval = Tak(naam="uitval", aantal=rapport.uitval)
    zonder_brief = Tak(naam="zonder brief, met reden", aantal=sum(rapport.onderdrukt.values()))
    tweede = Tak(naam="tweede kanaal", aantal=zendingen.erin - rapport.brieven - vervangingen)
    papier = Tak(naam="vervanging op papier", aantal=vervangingen)
    return (
        _stap("huishoudens", huishoudens.erin, [], [uitval, _verdwenen(huishoudens)]),
        _stap(
            "besluiten",
            besluiten.erin,
            [meer, terugvorderingen, voorstellen, _opgedoken(huishoudens)],
            [zonder_brief, _verdwenen(besluiten)],
        ),
        _stap("brieven", rapport.brieven, [_opgedoken(besluiten)], [_verdwenen(zendingen)]),
        _stap(
            "zendingen", zendingen.eruit, [tweede, papier, _opgedoken(zendingen)], _list_eindstanden(rapport)
        ),
        _stap("bezorgd", rapport.count_zendingen(Status.BEZORGD), [], []),
    )


def _stap(naam: str, aantal: int, instroom: list[Tak], uitstroom: list[Tak]) -> Stroomstap:
    return Stroomstap(
        naam=naam,
        aantal=aantal,
        instroom=tuple(tak for tak in instroom if tak.aantal > 0),
        uitstroom=tuple(tak for tak in uitstroom if tak.aantal > 0),
    )


def _list_eindstanden(rapport: Rapport) -> list[Tak]:
    wachtend = rapport.count_zendingen(Status.VASTGEHOUDEN, Status.ONZEKER)
    return [
        Tak(naam="nog niet klaar", aantal=rapport.count_zendingen(*OPEN), lek=True),
        Tak(naam="opgegeven", aantal=rapport.count_zendingen(Status.OPGEGEVEN)),
        Tak(naam="vastgehouden", aantal=wachtend),
        Tak(naam="ingetrokken", aantal=rapport.count_zendingen(Status.INGETROKKEN)),
        Tak(naam="vervangen door papier", aantal=rapport.count_zendingen(Status.VERVANGEN)),
    ]


def _verdwenen(regel: Balansregel) -> Tak:
    return Tak(naam="zoek", aantal=-regel.verschil, lek=True)


def _opgedoken(regel: Balansregel) -> Tak:
    return Tak(naam="te veel", aantal=regel.verschil, lek=True)
