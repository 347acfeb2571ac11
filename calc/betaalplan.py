"""How an advance is paid: over the months of the year, on which days, and what is settled in one sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calc.beschikking import Afrekening, Recht, Termijn, Toekenning
from calc.huishouden import Verleend
from calc.norm import Norm

LAATSTE_MAAND_IN_TERMIJNEN = 10  # an advance first granted after October is paid in one sum
NA_DECEMBER = 13


@dataclass(frozen=True, kw_only=True, slots=True)
class Betaalkalender:
    """The days on which one run rests. Shape: betaaldata hold the payment day of the months 1-12."""

    dagtekening: date
    betaaldata: tuple[date, ...]

    def find_eerste_termijn(self) -> int:
        """Return the first month (1-12) that is paid after the dagtekening; 13 when none is left."""
        return next(
            (m for m, dag in enumerate(self.betaaldata, start=1) if dag > self.dagtekening), NA_DECEMBER
        )


def split_betalingen(recht: Recht, norm: Norm, voorschotpercentage: int = 100) -> tuple[int, ...]:
    """Split the year amount into what is paid for each month, in whole euros that add up to it exactly.

    Each month pays what is due up to and with that month less what the months before it paid, so that it
    differs from the month amount by no more than the rounding, and never depends on a later month. The last
    month with a right gets what is left.

    Shape:  twelve amounts, January first.
    Unit:   eurocent; voorschotpercentage in whole percents of the right.
    Source: jci1.3:c:BWBR0018472&artikel=22
    """
    afronding = norm.afronding
    totaal = afronding.jaarbedrag.compute_bedrag(recht.bedrag_jaar * voorschotpercentage, 100)
    if not totaal:
        return (0,) * 12
    maandtotalen = [p.maandtotaal for p in recht.perioden for _ in range(p.maanden)]
    laatste = max((maand for maand, bedrag in enumerate(maandtotalen) if bedrag), default=11)
    betalingen, opgeteld, betaald = [], 0, 0
    for maand, maandtotaal in enumerate(maandtotalen):
        opgeteld += maandtotaal
        tot_nu_toe = afronding.maandbedrag.compute_bedrag(opgeteld * voorschotpercentage, 100)
        if maand >= laatste:
            tot_nu_toe = totaal
        betalingen.append(max(tot_nu_toe - betaald, 0))
        betaald += betalingen[-1]
    return tuple(betalingen)


def find_eerste_termijn(verleend: Verleend | None, toeslagjaar: int, kalender: Betaalkalender) -> int:
    """Return the first month (1-12) that is still paid as a term; 13 when all is paid in one sum.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """
    if verleend is not None:
        return max(kalender.find_eerste_termijn(), verleend.tot_en_met_maand + 1)
    dagtekening = kalender.dagtekening
    if (dagtekening.year, dagtekening.month) > (toeslagjaar, LAATSTE_MAAND_IN_TERMIJNEN):
        return NA_DECEMBER
    return kalender.find_eerste_termijn()


def list_termijnen(betalingen: Sequence[int], eerste: int, kalender: Betaalkalender) -> tuple[Termijn, ...]:
    """List the payments to come, from the first term on, months without payment too; none when all are 0.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """
    if not any(betalingen[eerste - 1 :]):
        return ()
    return tuple(
        Termijn(maand=maand, betaaldatum=kalender.betaaldata[maand - 1], bedrag=betalingen[maand - 1])
        for maand in range(eerste, NA_DECEMBER)
    )


def advance_verleend(toekenning: Toekenning, dag: date) -> Verleend:
    """Return what stands granted on a later day when all that was due by then has been paid.

    What was too much is claimed back on its own, so it no longer counts as paid.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """
    betaald = [termijn for termijn in toekenning.termijnen if termijn.betaaldatum <= dag]
    eerste = toekenning.termijnen[0].maand if toekenning.termijnen else NA_DECEMBER
    return Verleend(
        bedrag_jaar=toekenning.bedrag_jaar,
        uitbetaald=toekenning.afrekening.verschuldigd + sum(termijn.bedrag for termijn in betaald),
        tot_en_met_maand=eerste - 1 + len(betaald),
    )


def settle_voorschot(betalingen: Sequence[int], eerste: int, verleend: Verleend | None) -> Afrekening:
    """Settle the months before the first term: what is due of them beside what was paid.

    Of a revised advance everything too much is claimed back, however little.

    Unit:   eurocent.
    Source: jci1.3:c:BWBR0018472&artikel=16&lid=6 and artikel=24
    """
    verschuldigd = sum(betalingen[: eerste - 1])
    uitbetaald = verleend.uitbetaald if verleend else 0
    return Afrekening(
        verschuldigd=verschuldigd,
        uitbetaald=uitbetaald,
        nabetaling=max(verschuldigd - uitbetaald, 0),
        terug_te_betalen=max(uitbetaald - verschuldigd, 0),
    )
