"""Draw what `make bench` measured: the time of one letter in each way, on a scale of tens."""

from math import log10
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

BREED, HOOG, LINKS, RECHTS = 760, 210, 190, 110
LAAGST, HOOGST = 1.0, 1000.0  # milliseconds at both ends of the scale
KLEUREN = {"gezet": "#7c8a99", "typst": "#7c8a99", "gevuld": "#17497a"}
NAMEN = {"gezet": "WeasyPrint composes", "typst": "Typst sets", "gevuld": "the forme is filled"}


def _find_x(ms: float) -> float:
    deel = log10(max(LAAGST, ms) / LAAGST) / log10(HOOGST / LAAGST)
    return LINKS + deel * (BREED - LINKS - RECHTS)


def make_grafiek(cijfers: dict[str, Any]) -> str:
    """Make the chart as SVG, with a title and a description for who cannot see it."""
    soorten = [soort for soort in NAMEN if f"{soort}_ms_p50" in cijfers]
    zin = "; ".join(f"{NAMEN[soort]}: {cijfers[f'{soort}_ms_p50']} ms" for soort in soorten)
    delen = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BREED} {HOOG}" role="img" '
        'aria-labelledby="t d" font-family="sans-serif" font-size="14">',
        '<title id="t">Time of one letter</title>',
        f'<desc id="d">Median CPU time of one letter of the shipped month. {escape(zin)}.</desc>',
        f'<rect width="{BREED}" height="{HOOG}" fill="#ffffff"/>',
        '<text x="10" y="24" font-size="15" fill="#1b1b1b">One letter of the shipped month, median CPU time '
        "on one core (each line is ten times the last)</text>",
    ]
    for macht in range(int(log10(HOOGST)) + 1):
        x = _find_x(10.0**macht)
        delen.append(f'<line x1="{x:.1f}" y1="42" x2="{x:.1f}" y2="178" stroke="#b8c2cc"/>')
        delen.append(f'<text x="{x:.1f}" y="196" text-anchor="middle" fill="#4d4d4d">{10**macht} ms</text>')
    for plaats, soort in enumerate(soorten):
        ms, y = float(cijfers[f"{soort}_ms_p50"]), 52 + 42 * plaats
        breed = _find_x(ms) - LINKS
        delen += [
            f'<text x="{LINKS - 12}" y="{y + 20}" text-anchor="end">{NAMEN[soort]}</text>',
            f'<rect x="{LINKS}" y="{y}" width="{breed:.1f}" height="30" fill="{KLEUREN[soort]}"/>',
            f'<text x="{_find_x(ms) + 8:.1f}" y="{y + 20}" fill="#1b1b1b">{ms:.2f} ms</text>',
        ]
    return "\n".join([*delen, "</svg>", ""])


def write_grafiek(cijfers: dict[str, Any], doel: Path) -> None:
    """Write the chart."""
    doel.write_text(make_grafiek(cijfers), encoding="utf-8")
