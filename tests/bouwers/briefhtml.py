"""A letter in the real layout and with the real components, without a sjabloon."""

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from correspondentie.briefgegevens import Briefhoofd
from correspondentie.opmaak import FILTERS, Aantal
from correspondentie.register import load_register
from correspondentie.zetter import Kopij, make_kopij

SJABLONEN = Path(__file__).parents[2] / "sjablonen"
HUISSTIJL = SJABLONEN / "_huisstijl"
DAGTEKENING = date(2026, 7, 10)
KENMERK = "TS26-7K4M-Q9PD-2XVA"
ADRESREGELS = ("mevr. A.B. de Vries", "Spui 70 B", "2511 BT  'S-GRAVENHAGE")
ALINEA = "<p>Dit is een gewone zin die wat ruimte inneemt op het blad.</p>"
AFZENDER = load_register(SJABLONEN).afzender


def make_brief(inhoud: str = ALINEA, *, adresregels: tuple[str, ...] = ADRESREGELS) -> str:
    """Make a whole letter around this body."""
    hoofd = Briefhoofd(
        kenmerk=KENMERK,
        dagtekening=DAGTEKENING,
        adresregels=adresregels,
        aanhef="Geachte mevrouw De Vries,",
        toeslagjaar=Aantal(2026),
    )
    velden = {"brief": hoofd, "titel": "Over uw toeslag", "afzender": AFZENDER, "brieftype": "proef"}
    return _make_omgeving().get_template("layout.html").render(velden, inhoud=Markup(inhoud))


def make_briefkopij(inhoud: str = ALINEA, *, adresregels: tuple[str, ...] = ADRESREGELS) -> Kopij:
    """Make the kopij of a whole letter around this body; all of it is fixed text."""
    return make_kopij(make_brief(inhoud, adresregels=adresregels))


def _make_omgeving() -> Environment:
    omgeving = Environment(loader=FileSystemLoader(HUISSTIJL), autoescape=True, undefined=StrictUndefined)
    omgeving.filters.update(FILTERS)
    return omgeving
