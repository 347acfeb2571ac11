"""What the outbox can prove of each Zending: its receipt, or the reason why there is none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from outbox.ingreep import Daad
from outbox.tabellen import OPEN, logboek, zendingen
from outbox.zending import Kanaalsoort, Ontvangst, Status

KENMERKEN_PER_VRAAG = 500  # stays under the number of variables that any SQLite allows in one statement
_INTREKKEN = (Daad.ANNULEREN.value, Daad.TERUGROEPEN.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Zendingbewijs:
    """Where one Zending stands and what shows it, without personal data.

    Shape: ontvangst is None when the receipt is not whole; reden is why it was held, replaced or given up.
    ingetrokken says that the act which withdrew it stands in the logboek.
    """

    kenmerk: str
    kanaal: Kanaalsoort
    status: Status
    sha256: str
    ontvangst: Ontvangst | None
    reden: str | None
    ingetrokken: bool

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to come to rest."""
        return self.status in OPEN


def list_zendingbewijzen(connection: Connection, kenmerken: Iterable[str]) -> Iterator[Zendingbewijs]:
    """List what is known of the zendingen of these letters."""
    alle, k = list(kenmerken), zendingen.c
    act = select(logboek.c.nummer).where(
        logboek.c.nummer == k.intrekking, logboek.c.run == k.run, logboek.c.daad.in_(_INTREKKEN)
    )
    waar = (k.kenmerk, k.kanaal, k.status, k.sha256, k.referentie, k.ontvangen_op)
    velden = (*waar, k.reden, k.fout_soort, act.exists().label("ingetrokken"))
    for begin in range(0, len(alle), KENMERKEN_PER_VRAAG):
        deel = alle[begin : begin + KENMERKEN_PER_VRAAG]
        for rij in connection.execute(select(*velden).where(k.kenmerk.in_(deel))):
            heel = rij.referentie and rij.ontvangen_op
            ontvangst = Ontvangst(referentie=rij.referentie, ontvangen_op=rij.ontvangen_op) if heel else None
            yield Zendingbewijs(
                kenmerk=rij.kenmerk,
                kanaal=rij.kanaal,
                status=rij.status,
                sha256=rij.sha256,
                ontvangst=ontvangst,
                reden=rij.reden or rij.fout_soort,
                ingetrokken=bool(rij.ingetrokken),
            )
