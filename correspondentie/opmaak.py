"""How one value looks in a letter: the only filters a sjabloon may use (pure).

The spaces inside an amount, a date or a month are no-break spaces, so that a line never ends within one.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NewType

from babel.dates import get_month_names

from calc.beschikking import Eenheid
from calc.huishouden import Opvangsoort, Rol, Toeslag
from calc.mutatie import Mutatiegrond, Onderdeel

Aantal = NewType("Aantal", int)  # a number that is no amount, so that a letter can show it as it is

VAST = "\u00a0"
NIET_BEKEND = "niet bekend"
_MAANDEN = get_month_names("wide", locale="nl_NL")
MAANDNAMEN: tuple[str, ...] = tuple(naam for _, naam in sorted(_MAANDEN.items()))

OPVANGSOORTEN = {
    Opvangsoort.DAGOPVANG: "dagopvang",
    Opvangsoort.BSO: "buitenschoolse opvang",
    Opvangsoort.GASTOUDER: "gastouderopvang",
}
TOESLAGEN = {
    Toeslag.KINDEROPVANGTOESLAG: "kinderopvangtoeslag",
    Toeslag.ZORGTOESLAG: "zorgtoeslag",
    Toeslag.HUURTOESLAG: "huurtoeslag",
    Toeslag.KINDGEBONDEN_BUDGET: "kindgebonden budget",
}
ONDERDELEN = {
    Onderdeel.UREN: "Uren per maand",
    Onderdeel.UURTARIEF: "Uurtarief",
    Onderdeel.EINDE: "Laatste dag van de opvang",
    Onderdeel.OPVANGSOORT: "Soort opvang",
    Onderdeel.LRK_GELDIG_TOT: "Laatste dag van de registratie in het LRK",
    Onderdeel.TOETSINGSINKOMEN_AANVRAGER: "Uw inkomen",
    Onderdeel.TOETSINGSINKOMEN_PARTNER: "Het inkomen van uw toeslagpartner",
}
GRONDEN = {
    Mutatiegrond.OPVANGLASTEN: "de kosten van de opvang",
    Mutatiegrond.EINDE_OPVANG: "het einde van de opvang",
    Mutatiegrond.OPVANGSOORT: "de soort opvang",
    Mutatiegrond.LRK_VERLOPEN: "de registratie van de opvang",
    Mutatiegrond.INKOMEN: "het inkomen",
}
PERSONEN = {
    Rol.AANVRAGER: "Uw inkomen",
    Rol.PARTNER: "Het inkomen van uw toeslagpartner",
}


def format_euro(bedrag: int) -> str:
    """Format an amount in eurocent with its cents: '€ 1.202,86'."""
    teken, heel = ("-", -bedrag) if bedrag < 0 else ("", bedrag)
    euro, cent = divmod(heel, 100)
    return f"€{VAST}{teken}{euro:,}".replace(",", ".") + f",{cent:02}"


def format_euro_heel(bedrag: int) -> str:
    """Format an amount in eurocent without ',00': '€ 1.202'; cents that exist stay visible."""
    return format_euro(bedrag).removesuffix(",00")


def format_datum(dag: date) -> str:
    """Format a day: '10 juli 2026'."""
    return f"{dag.day}{VAST}{format_maand(dag)}"


def format_maand(dag: date) -> str:
    """Format the month of a day: 'augustus 2026'."""
    return f"{MAANDNAMEN[dag.month - 1]}{VAST}{dag.year}"


def format_maandnaam(dag: date) -> str:
    """Format the month of a day without its year: 'augustus'."""
    return MAANDNAMEN[dag.month - 1]


def format_uren(uren: Decimal) -> str:
    """Format hours without needless zeros: '122', '122,5'."""
    tekst = f"{uren:f}"
    return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst).replace(".", ",")


def format_factor(factor: Decimal) -> str:
    """Format a factor with every decimal that it has: '0,000000298184'."""
    return f"{factor:f}".replace(".", ",")


def format_procent(percentage: Decimal) -> str:
    """Format a percentage with at least one decimal, so that a column lines up: '96,0%'."""
    tekst = format_uren(percentage)
    return f"{tekst}%" if "," in tekst else f"{tekst},0%"


def format_opvangsoort(soort: Opvangsoort) -> str:
    """Format a kind of childcare as a reader calls it: 'buitenschoolse opvang'."""
    return OPVANGSOORTEN[soort]


def format_toeslag(toeslag: Toeslag) -> str:
    """Format the name of a toeslag for use inside a sentence: 'kindgebonden budget'."""
    return TOESLAGEN[toeslag]


def format_toeslagkop(toeslag: Toeslag) -> str:
    """Format the name of a toeslag for the head of a row or a column: 'Kindgebonden budget'."""
    return TOESLAGEN[toeslag].capitalize()


def format_onderdeel(onderdeel: Onderdeel) -> str:
    """Format the item on which data differ: 'Uren per maand'."""
    return ONDERDELEN[onderdeel]


def format_grond(grond: Mutatiegrond) -> str:
    """Format the ground of a mutatie for use inside a sentence: 'het einde van de opvang'."""
    return GRONDEN[grond]


def format_adres(regel: str) -> str:
    """Format a line of an address: the two spaces between postcode and town stay two, as the post asks."""
    return regel.replace("  ", f"{VAST} ")


def format_inkomen(persoon: Rol) -> str:
    """Format whose income it is: 'Het inkomen van uw toeslagpartner'."""
    return PERSONEN[persoon]


def _format_tekst(waarde: str) -> str:
    return {soort.value: naam for soort, naam in OPVANGSOORTEN.items()}.get(waarde, waarde)


LEZERS: Mapping[Eenheid, Callable[[str], str]] = MappingProxyType(
    {
        Eenheid.EUROCENT: lambda waarde: format_euro(int(waarde)),
        Eenheid.EUROCENT_PER_UUR: lambda waarde: format_euro(int(waarde)),
        Eenheid.UREN: lambda waarde: format_uren(Decimal(waarde)),
        Eenheid.PROCENT: lambda waarde: format_procent(Decimal(waarde)),
        Eenheid.FACTOR: lambda waarde: format_factor(Decimal(waarde)),
        Eenheid.AANTAL: str,
        Eenheid.DATUM: lambda waarde: format_datum(date.fromisoformat(waarde)),
        Eenheid.TEKST: _format_tekst,
    }
)


def format_waarde(waarde: str | None, eenheid: Eenheid) -> str:
    """Format the plain text of a Vergelijkregel or Rekenregel as its eenheid says; None is 'niet bekend'."""
    return NIET_BEKEND if waarde is None else LEZERS[eenheid](waarde)


FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "euro": format_euro,
        "euro_heel": format_euro_heel,
        "datum": format_datum,
        "maand": format_maand,
        "maandnaam": format_maandnaam,
        "uren": format_uren,
        "procent": format_procent,
        "opvangsoort": format_opvangsoort,
        "toeslag": format_toeslag,
        "toeslagkop": format_toeslagkop,
        "onderdeel": format_onderdeel,
        "grond": format_grond,
        "inkomen": format_inkomen,
        "adres": format_adres,
        "waarde": format_waarde,
    }
)
