"""The report as one self-contained page: no scripts, nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from correspondentie.getal import format_getal, format_omvang
from correspondentie.opmaak import format_datum, format_maand
from correspondentie.rapport import uitleg
from correspondentie.rapport.balken import compute_balkgrafiek
from correspondentie.rapport.oordeel import decide_oordeel, list_lekken, list_taken, make_stroom
from correspondentie.rapport.rapport import GEGEVENS, Rapport
from correspondentie.rapport.stroom import compute_stroomtekening
from correspondentie.rapport.telling import Onderdruktregel
from outbox.zending import Status


def render_pagina(rapport: Rapport) -> str:
    """Render the report as an HTML page for the operator."""
    omgeving = _make_omgeving()
    loader = PackageLoader("correspondentie.rapport", "pagina")
    stijl, _, _ = loader.get_source(omgeving, "rapport.css")
    stroom, taken = make_stroom(rapport), list_taken(rapport)
    return omgeving.get_template("rapport.html").render(
        rapport=rapport,
        gegevens=GEGEVENS,
        oordeel=decide_oordeel(rapport).value,
        lekken=list_lekken(rapport),
        taken=taken,
        wachtend=sum(taak.aantal for taak in taken),
        bezorgd=rapport.count_zendingen(Status.BEZORGD),
        stroom=stroom,
        tekening=compute_stroomtekening(stroom),
        onderdrukt_per_reden=_group_per_reden(rapport),
        grafiek=compute_balkgrafiek,
        uitleg=uitleg,
        # The stylesheet is named by its hash, so that nothing else on the page can bring style in.
        stijl=Markup(stijl),
        stijl_sha256=base64.b64encode(hashlib.sha256(stijl.encode()).digest()).decode(),
    )


def format_run(rapport: Rapport) -> str:
    """Name what was run: 'maandrun juli 2026'; a run about mutaties has its own name."""
    if not rapport.run.startswith(rapport.maand):
        return f"run {rapport.run}"
    return f"maandrun {format_maand(date.fromisoformat(f'{rapport.maand}-01'))}"


def _make_omgeving() -> Environment:
    omgeving = Environment(
        loader=PackageLoader("correspondentie.rapport", "pagina"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters |= {
        "getal": format_getal,
        "omvang": format_omvang,
        "datum": format_datum,
        "runnaam": format_run,
        "naam": uitleg.format_naam,
    }
    return omgeving


def _group_per_reden(rapport: Rapport) -> Mapping[str, tuple[Onderdruktregel, ...]]:
    return {
        reden: tuple(regel for regel in rapport.onderdruktlijst if regel.reden == reden)
        for reden in rapport.onderdrukt
    }
