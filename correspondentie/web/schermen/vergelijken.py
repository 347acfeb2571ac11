"""What becomes of a letter: its pages before and after, the whole controle, and a set of proofs."""

from dataclasses import dataclass
from itertools import zip_longest

from starlette.responses import Response

from correspondentie.redactie.logregels import log_daad
from correspondentie.redactie.proefset import make_proefset
from correspondentie.redactie.verschil import diff_paginas
from correspondentie.redactie.versies import Onderdeel, Tekst
from correspondentie.redactie.voorbeeldvragen import Pagina, Schrijffout
from correspondentie.web.errors import WeigeringError
from correspondentie.web.schermen.beoordelen import find_gevraagde
from correspondentie.web.schermen.keuring import show_keuring
from correspondentie.web.schermen.proefbrief import find_geval, make_beeldadres, make_proefbrief
from correspondentie.web.schermen.samenhang import make_opdracht
from correspondentie.web.schermen.teksten import find_onderdeel, load_basis
from correspondentie.web.verzoek import Verzoek
from outbox.logboek import transact_logged

DOWNLOAD = "proefset gedownload"


@dataclass(frozen=True, kw_only=True, slots=True)
class Beeld:
    """A picture of a page, with its words for who cannot see it. Unit: pixels."""

    src: str
    breedte: int
    hoogte: int
    tekst: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paginapaar:
    """One page before and after; None where it is not there. In the new one the changes are framed."""

    nummer: int
    oud: Beeld | None
    nieuw: Beeld | None
    anders: bool


def get_paginas(verzoek: Verzoek) -> Response:
    """Show the pages of one voorbeeld before and after."""
    versie = find_gevraagde(verzoek)
    geval = find_geval(verzoek, versie.onderdeel)
    with verzoek.omgeving.engine.begin() as connection:
        basis = load_basis(verzoek, connection, versie.onderdeel)
    oud = make_proefbrief(verzoek, versie.onderdeel, basis.tekst, geval)
    nieuw = make_proefbrief(verzoek, versie.onderdeel, versie.tekst, geval)
    fout = nieuw if isinstance(nieuw, Schrijffout) else None
    bladen_oud = () if oud is None or isinstance(oud, Schrijffout) else oud.paginas
    bladen_nieuw = () if nieuw is None or isinstance(nieuw, Schrijffout) else nieuw.paginas
    paren = [
        _make_paar(verzoek, nummer, *paar)
        for nummer, paar in enumerate(zip_longest(bladen_oud, bladen_nieuw), start=1)
    ]
    terug = f"/versies/{versie.digest}"
    return verzoek.render_deel(
        "paginas.html", onderdeel=versie.onderdeel, terug=terug, paren=paren, fout=fout
    )


def get_keuring(verzoek: Verzoek) -> Response:
    """Show what the approval of a version will go by."""
    versie = find_gevraagde(verzoek)
    return show_keuring(verzoek, versie.onderdeel, versie.tekst, f"/versies/{versie.digest}")


def get_proefset(verzoek: Verzoek) -> Response:
    """Give a set of proofs of a version."""
    versie = find_gevraagde(verzoek)
    return _answer_proefset(verzoek, versie.onderdeel, versie.tekst, versie.kort)


def get_tekstproefset(verzoek: Verzoek) -> Response:
    """Give a set of proofs of the text in use."""
    onderdeel = find_onderdeel(verzoek)
    with verzoek.omgeving.engine.begin() as connection:
        basis = load_basis(verzoek, connection, onderdeel)
    return _answer_proefset(verzoek, onderdeel, basis.tekst, "in-gebruik")


def _answer_proefset(verzoek: Verzoek, onderdeel: Onderdeel, tekst: Tekst, naam: str) -> Response:
    opdracht = make_opdracht(verzoek, onderdeel, tekst)
    omgeving = verzoek.omgeving
    with omgeving.werkplekken.take(), omgeving.voorbeelden.makers.lend(verzoek.vrager) as maker:
        assert maker is not None  # nothing newer takes the place of a download
        proefset = make_proefset(maker, opdracht)
    if isinstance(proefset, Schrijffout):
        raise WeigeringError(409, f"Een proefset maken lukt niet: {proefset.uitleg}")
    handeling = verzoek.make_handeling("om te laten lezen of mee te oefenen")
    wat = f"{onderdeel}, {naam}"
    transact_logged(omgeving.engine, lambda connection: log_daad(connection, DOWNLOAD, wat, handeling))
    koppen = {"Content-Disposition": f'attachment; filename="proefset-{onderdeel.naam}-{naam}.zip"'}
    return Response(proefset, media_type="application/zip", headers=koppen)


def _make_paar(verzoek: Verzoek, nummer: int, oud: Pagina | None, nieuw: Pagina | None) -> Paginapaar:
    verschil = diff_paginas(oud.png if oud else None, nieuw.png if nieuw else None)
    return Paginapaar(
        nummer=nummer,
        oud=_make_beeld(verzoek, oud, oud.png) if oud else None,
        nieuw=_make_beeld(verzoek, nieuw, verschil.png) if nieuw else None,
        anders=bool(verschil.vakken),
    )


def _make_beeld(verzoek: Verzoek, pagina: Pagina, png: bytes) -> Beeld:
    return Beeld(
        src=make_beeldadres(verzoek, png),
        breedte=pagina.breedte,
        hoogte=pagina.hoogte,
        tekst=pagina.tekst,
    )
