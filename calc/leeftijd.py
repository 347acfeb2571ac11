"""Until which age a child can be in each kind of childcare."""

from datetime import date

from calc.errors import InvalidFeitError
from calc.huishouden import Huishouden, Kind, Opvang, Opvangsoort
from calc.stappen import find_verjaardag

LEERPLICHT = 5  # years; from the month after this birthday a child must be at school, so not in dagopvang
EINDE_BASISSCHOOL = 14  # years; a child leaves primary school at the end of the school year of this birthday
# The rule and not the day, from which a birthday could be read.
REGELS = {
    Opvangsoort.DAGOPVANG: f"dagopvang kan tot en met de maand waarin een kind {LEERPLICHT} wordt",
    Opvangsoort.BSO: f"bso kan tot het einde van het schooljaar waarin een kind {EINDE_BASISSCHOOL} wordt",
    Opvangsoort.GASTOUDER: (
        f"gastouderopvang kan tot het einde van het schooljaar waarin een kind {EINDE_BASISSCHOOL} wordt"
    ),
}
SCHOOLJAAR = 8  # the month in which a school year begins


def compute_eerste_dag_te_oud(opvangsoort: Opvangsoort, geboren: date) -> date:
    """Return the first day on which a child born on this day is too old for this opvangsoort.

    Source: Leerplichtwet 1969, jci1.3:c:BWBR0002628&artikel=3 (dagopvang); Wet op het primair onderwijs,
    jci1.3:c:BWBR0003420&artikel=39 (bso and gastouderopvang, until secondary school)
    """
    if opvangsoort is Opvangsoort.DAGOPVANG:
        jarig = find_verjaardag(geboren, LEERPLICHT)
        return date(jarig.year + jarig.month // 12, jarig.month % 12 + 1, 1)
    jarig = find_verjaardag(geboren, EINDE_BASISSCHOOL)
    return date(jarig.year + (jarig.month >= SCHOOLJAAR), SCHOOLJAAR, 1)


def check_leeftijden(huishouden: Huishouden) -> None:
    """Refuse childcare for which the child is too old on the first day on which it counts this year.

    Source: jci1.3:c:BWBR0017017&artikel=1.1
    Raises: InvalidFeitError naming field, value and rule.
    """
    for kind in huishouden.kinderen:
        for plaats, opvang in enumerate(kind.opvang):
            _check_leeftijd(kind, plaats, opvang, huishouden.toeslagjaar)


def _check_leeftijd(kind: Kind, plaats: int, opvang: Opvang, jaar: int) -> None:
    eerste_dag = max(opvang.begin, date(jaar, 1, 1))
    if eerste_dag.year > jaar or (opvang.einde is not None and opvang.einde < eerste_dag):
        return
    te_oud = compute_eerste_dag_te_oud(opvang.opvangsoort, kind.geboortedatum)
    if eerste_dag >= te_oud:
        raise InvalidFeitError(
            f"opvangsoort van kind {kind.nummer}, opvang {plaats + 1} is {opvang.opvangsoort} op "
            f"{eerste_dag}, maar dan is het kind daarvoor te oud: {REGELS[opvang.opvangsoort]}"
        )
