"""How an advance is paid: over the months of the year, on which days, and what is settled in one sum."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice, pairwise, starmap

from calc.beschikking import Afrekening, Recht, Termijn, Toekenning
from calc.huishouden import Verleend
from calc.norm import Norm

LAATSTE_MAAND_IN_TERMIJNEN = 10  # an advance first granted after October is paid in one sum
NA_DECEMBER = 13


@dataclass(frozen=True, kw_only=True, slots=True)
class Betaalkalender:
    """The days on which one run rests. Shape: betaaldata hold the payment day of the months 1-12, rising."""

    dagtekening: date
    betaaldata: tuple[date, ...]

    def find_eerste_termijn(self) -> int:
        """Return the first month (1-12) that is paid after the dagtekening; 13 when none is left."""
        return bisect_right(self.betaaldata, self.dagtekening) + 1


def split_betalingen(recht: Recht, norm: Norm, voorschotpercentage: int = 100) -> tuple[int, ...]:
    """Split the year amount into what is paid for each month, in whole euros that add up to it exactly.

    Each month pays what is due up to and with that month less what the months before it paid, so that it
    differs from the month amount by no more than the rounding, and does not depend on a later month until
    the year amount is reached. The last month with a right gets what is left.

    Shape:  twelve amounts, January first.
    Unit:   eurocent; voorschotpercentage in whole percents of the right.
    Source: jci1.3:c:BWBR0018472&artikel=22
    """
    afronding = norm.afronding
    totaal = afronding.jaarbedrag.compute_bedrag(recht.bedrag_jaar * voorschotpercentage, 100)
    if not totaal:
        return (0,) * 12
    met_recht = [p for p in recht.perioden if p.maandtotaal]
    ervoor = met_recht[-1].tot - 1  # the months before the last one with a right
    opgeteld = accumulate(
        p.maandtotaal * voorschotpercentage for p in recht.perioden for _ in range(p.maanden)
    )
    tot_nu_toe = [0, *afronding.maandbedrag.compute_bedragen(islice(opgeteld, ervoor), 100)]
    tot_nu_toe = [min(bedrag, totaal) for bedrag in tot_nu_toe] + [totaal] * (12 - ervoor)
    return tuple(na - voor for voor, na in pairwise(tot_nu_toe))


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
    maanden = range(eerste, NA_DECEMBER)
    return tuple(
        starmap(
            Termijn, zip(maanden, kalender.betaaldata[eerste - 1 :], betalingen[eerste - 1 :], strict=True)
        )
    )


def advance_verleend(toekenning: Toekenning, dag: date) -> Verleend:
    """Return what stands granted on a later day when all that was due by then has been paid.

    What was too much is claimed back on its own, so it no longer counts as paid. Without terms all months
    were paid in one sum when December was one of them; else any later month can still become a term.

    Source: jci1.3:c:BWBR0018472&artikel=22
    """
    betaald = [termijn for termijn in toekenning.termijnen if termijn.betaaldatum <= dag]
    zonder_termijnen = 12 if toekenning.betalingen[-1] else 0
    voor_de_eerste = toekenning.termijnen[0].maand - 1 if toekenning.termijnen else zonder_termijnen
    return Verleend(
        bedrag_jaar=toekenning.bedrag_jaar,
        uitbetaald=toekenning.afrekening.verschuldigd + sum(termijn.bedrag for termijn in betaald),
        tot_en_met_maand=voor_de_eerste + len(betaald),
        voorschotpercentage=toekenning.voorschotpercentage,
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
