"""What every toeslag shares: steps with their source, the right over a year, and which months count."""

from collections.abc import Iterable
from datetime import date

from calc import bronnen
from calc.beschikking import Eenheid, Grondslag, Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Toeslag
from calc.norm import Norm, Percentage, Vermogensgrenzen

_EUROCENT = Eenheid.EUROCENT


def make_bedrag(soort: Grondslagsoort, bedrag: int, bron: str) -> Grondslag:
    """Make the step that is an amount.

    Unit:   eurocent.
    Source: Awb art. 3:46 (a decision rests on its reasons)
    """
    return Grondslag(soort, bedrag, _EUROCENT, bron)


def make_percentage(soort: Grondslagsoort, percentage: Percentage) -> Grondslag:
    """Make the step that is an official percentage.

    Source: Awb art. 3:46 (a decision rests on its reasons)
    """
    return Grondslag(soort, percentage.tekst, Eenheid.PROCENT, percentage.bron)


def list_inkomens(huishouden: Huishouden) -> list[Grondslag]:
    """List the incomes of applicant and partner, and what both are together, without cents.

    Source: jci1.3:c:BWBR0018472&artikel=7
    """
    eigen, partner = huishouden.toetsingsinkomen_aanvrager, huishouden.toetsingsinkomen_partner
    samen, bron = huishouden.toetsingsinkomen // 100 * 100, bronnen.AWIR_DRAAGKRACHT
    stappen = [make_bedrag(Grondslagsoort.TOETSINGSINKOMEN_AANVRAGER, eigen, bron)]
    if partner is not None:
        stappen.append(make_bedrag(Grondslagsoort.TOETSINGSINKOMEN_PARTNER, partner, bron))
    stappen.append(make_bedrag(Grondslagsoort.TOETSINGSINKOMEN, samen, bron))
    return stappen


def list_vermogen(huishouden: Huishouden, grenzen: Vermogensgrenzen) -> list[Grondslag]:
    """List the vermogen of applicant and partner together and the limit for them.

    Source: jci1.3:c:BWBR0018472&artikel=7&lid=3
    """
    grens = grenzen.partner if huishouden.has_partner else grenzen.alleen
    return [
        make_bedrag(Grondslagsoort.VERMOGEN, huishouden.vermogen, bronnen.AWIR_VERMOGEN),
        make_bedrag(Grondslagsoort.VERMOGENSGRENS, grens.waarde, grens.bron),
    ]


def is_boven_vermogensgrens(huishouden: Huishouden, grenzen: Vermogensgrenzen) -> bool:
    """Answer whether the joint vermogen is above the limit; exactly the limit is not.

    Source: jci1.3:c:BWBR0018472&artikel=7&lid=3
    """
    grens = grenzen.partner if huishouden.has_partner else grenzen.alleen
    return huishouden.vermogen > grens.waarde


def find_maand(dag: date, jaar: int) -> int:
    """Return the month (from 1) from which a change on this day counts: the next, on a first day at once.

    Shape:  below 1 for a day before the year, above 12 for one after it.
    Source: jci1.3:c:BWBR0018472&artikel=5
    """
    return (dag.year - jaar) * 12 + dag.month + (dag.day > 1)


def find_maand_van_leeftijd(geboren: date, leeftijd: int, jaar: int) -> int:
    """Return the month (from 1) from which somebody counts as having this age.

    Shape:  as find_maand. Born on 29 February: from March on, in every year.
    Unit:   leeftijd in years.
    Source: jci1.3:c:BWBR0018472&artikel=5
    """
    return find_maand(geboren, jaar - leeftijd)


def find_verjaardag(geboren: date, leeftijd: int) -> date:
    """Return the day on which somebody reaches an age; born on 29 February: 1 March in other years.

    Unit:   leeftijd in years.
    Source: jci1.3:c:BWBR0018472&artikel=5
    """
    try:
        return geboren.replace(year=geboren.year + leeftijd)
    except ValueError:
        return date(geboren.year + leeftijd, 3, 1)


def make_recht(
    toeslag: Toeslag,
    norm: Norm,
    grondslagen: Iterable[Grondslag],
    perioden: tuple[Periode, ...],
    jaartotaal: int,
) -> Recht:
    """Make the right from the steps of the year, its perioden and the sum of the year to the cent.

    Unit:   eurocent.
    Source: jci1.3:c:BWBR0018472&artikel=14&lid=4 (rounding), lid 5 (too little to grant)
    """
    afronding = norm.afronding.jaarbedrag
    bedrag, bron = afronding.compute_bedrag(jaartotaal), afronding.bron
    if bedrag < norm.minimum_jaarbedrag.waarde:
        bedrag, bron = 0, norm.minimum_jaarbedrag.bron
    return Recht(
        toeslag=toeslag,
        bedrag_jaar=bedrag,
        grondslagen=(
            *grondslagen,
            make_bedrag(Grondslagsoort.JAARTOTAAL, jaartotaal, bronnen.AWIR_TOEKENNING),
            make_bedrag(Grondslagsoort.JAARBEDRAG, bedrag, bron),
        ),
        perioden=perioden,
    )
