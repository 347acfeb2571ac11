"""How a number looks to an operator (pure)."""

from babel.numbers import format_decimal

TAAL = "nl_NL"


def format_getal(waarde: float, decimalen: int = 0) -> str:
    """Format a number the Dutch way: '1.234' or '12,3'."""
    patroon = "#,##0" + ("." + "0" * decimalen if decimalen else "")
    return format_decimal(waarde, format=patroon, locale=TAAL)


def format_omvang(aantal: int) -> str:
    """Format a number of bytes with the unit that suits it: '58,1 MB'."""
    for eenheid, deler in (("GB", 10**9), ("MB", 10**6)):
        if aantal >= deler:
            return f"{format_getal(aantal / deler, 1)} {eenheid}"
    return f"{format_getal(aantal / 1000)} kB"
