"""Terms and payment days: the calendar on which every letter rests (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from calc.betaalplan import Betaalkalender

BEZWAARTERMIJN = timedelta(weeks=6)
TEGENHOUDTERMIJN = timedelta(days=21)
BETAALDAG = 20
DAGTEKENING_VANAF = 10
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def is_werkdag(dag: date) -> bool:
    """Answer whether this day is no Saturday, Sunday or generally recognised holiday.

    Source: jci1.3:c:BWBR0002448&artikel=3 (Algemene termijnenwet; Good Friday, King's Day and 5 May of
    every year count).
    """
    feestdagen = holidays.country_holidays("NL", years=dag.year, categories=("public", "optional"))
    return dag.weekday() < 5 and dag not in feestdagen


def find_werkdag(dag: date) -> date:
    """Return this day, or the first working day after it."""
    while not is_werkdag(dag):
        dag += timedelta(days=1)
    return dag


def compute_bezwaar_uiterlijk(dagtekening: date) -> date:
    """Return the last day to object: six weeks after the dagtekening, moved to a working day.

    Source: jci1.3:c:BWBR0005537&artikel=6:7 (term), jci1.3:c:BWBR0018472&artikel=35 (start),
    jci1.3:c:BWBR0002448&artikel=1 (move).
    """
    return find_werkdag(dagtekening + BEZWAARTERMIJN)


def compute_tegenhouden_uiterlijk(dagtekening: date) -> date:
    """Return the last day on which the citizen can stop a mutatie: three weeks, no move.

    Source: parliamentary letter of July 2026 on Dienst Toeslagen (three weeks).
    """
    return dagtekening + TEGENHOUDTERMIJN


def compute_betaaldatum(jaar: int, maand: int) -> date:
    """Return when the advance for this month is paid: the 20th of the month before, or the next working day.

    Source: public payment calendar of Dienst Toeslagen.
    """
    vorige = date(jaar, maand, 1) - timedelta(days=1)
    return find_werkdag(vorige.replace(day=BETAALDAG))


def compute_dagtekening(maand: str) -> date:
    """Return the dagtekening of a monthly run: the first working day from the tenth of maand (jjjj-mm)."""
    return find_werkdag(date.fromisoformat(f"{maand}-{DAGTEKENING_VANAF}"))


def find_dag(moment: datetime) -> date:
    """Return the day that it is in the Netherlands at this aware moment, in summer and in winter time.

    Source: jci1.3:c:BWBR0002448&artikel=1 (a term ends with the last day itself).
    """
    return moment.astimezone(AMSTERDAM).date()


def find_betaalmaand(toeslagjaar: int, na: date) -> int:
    """Return the first month (1-12) of the year that is paid after this day; 13 when none is left."""
    return next((m for m in range(1, 13) if compute_betaaldatum(toeslagjaar, m) > na), 13)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kalender:
    """The days of one run, the same for every letter in it.

    Shape: betaaldata hold the payment day of the months 1-12 of the toeslagjaar. ingangsmaand is the first
    one paid after the three weeks in which a mutatie can be stopped; 13 when none is left this year.
    """

    toeslagjaar: int
    dagtekening: date
    bezwaar_uiterlijk: date
    tegenhouden_uiterlijk: date
    betaaldata: tuple[date, ...]
    ingangsmaand: int

    @property
    def betaalkalender(self) -> Betaalkalender:
        """The days on which the calculation core rests."""
        return Betaalkalender(dagtekening=self.dagtekening, betaaldata=self.betaaldata)

    def find_betaaldatum(self, maand: int) -> date:
        """Return when this month (1-12) of the toeslagjaar is paid."""
        return self.betaaldata[maand - 1]


def make_kalender(toeslagjaar: int, dagtekening: date) -> Kalender:
    """Compute once all days that the letters of one run share."""
    tegenhouden_uiterlijk = compute_tegenhouden_uiterlijk(dagtekening)
    return Kalender(
        toeslagjaar=toeslagjaar,
        dagtekening=dagtekening,
        bezwaar_uiterlijk=compute_bezwaar_uiterlijk(dagtekening),
        tegenhouden_uiterlijk=tegenhouden_uiterlijk,
        betaaldata=tuple(compute_betaaldatum(toeslagjaar, maand) for maand in range(1, 13)),
        ingangsmaand=find_betaalmaand(toeslagjaar, tegenhouden_uiterlijk),
    )
