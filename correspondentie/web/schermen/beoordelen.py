"""A version: what it says, how it differs, what is remarked on it, and what a second person finds of it."""

from collections.abc import Callable
from dataclasses import asdict

from starlette.responses import Response

from correspondentie.errors import CorrespondentieError
from correspondentie.redactie.concepten import start_concept
from correspondentie.redactie.errors import UnknownVersieError
from correspondentie.redactie.opmerkingen import add_opmerking, list_opmerkingen, resolve_opmerking
from correspondentie.redactie.overzicht import list_geschiedenis
from correspondentie.redactie.versieopslag import find_versie
from correspondentie.redactie.versies import Basis, Oordeel, Passage, Versie
from correspondentie.redactie.vrijgeven import approve_versie, find_toestand, return_versie
from correspondentie.web.errors import BezigError, WeigeringError
from correspondentie.web.schermen.keuring import check_versie, make_keuring
from correspondentie.web.schermen.proefbrief import WAAR
from correspondentie.web.schermen.samenhang import list_keuzes
from correspondentie.web.schermen.teksten import load_basis
from correspondentie.web.schermen.tekstverschil import make_verschil
from correspondentie.web.verzoek import Verzoek, parse_getal
from outbox.errors import OutboxError


def get_versie(verzoek: Verzoek) -> Response:
    """Show a version to judge, to release or to look back at."""
    return render_versie(verzoek, find_gevraagde(verzoek))


def post_goedkeuren(verzoek: Verzoek) -> Response:
    """Approve a version as a second person."""
    versie = find_gevraagde(verzoek)
    handeling = verzoek.make_handeling(verzoek.find_veld("waarom"))

    def approve() -> Response:
        engine = verzoek.omgeving.engine
        approve_versie(engine, versie.digest, handeling, lambda ding: check_versie(verzoek, ding))
        return verzoek.redirect(f"/versies/{versie.digest}", "goedgekeurd")

    return try_daad(verzoek, versie, approve)


def post_terugsturen(verzoek: Verzoek) -> Response:
    """Send a version back to who wrote it."""
    versie = find_gevraagde(verzoek)
    handeling = verzoek.make_handeling(verzoek.find_veld("waarom"))

    def send_back() -> Response:
        return_versie(verzoek.omgeving.engine, versie.digest, handeling)
        return verzoek.redirect(f"/versies/{versie.digest}", "teruggestuurd")

    return try_daad(verzoek, versie, send_back)


def post_vervolg(verzoek: Verzoek) -> Response:
    """Begin a concept from a version, as after it was sent back; who writes on another is told so."""
    versie = find_gevraagde(verzoek)
    basis = Basis(versie.tekst, versie.digest, versie.schrijvers)

    def start() -> Response:
        wie = verzoek.collega.wie
        concept = start_concept(verzoek.omgeving.engine, versie.onderdeel, basis, wie, verzoek.now)
        if concept.basis != versie.digest:
            raise BezigError(
                f"U schrijft al aan {versie.onderdeel}, vanuit een andere versie. Dien dat concept eerst in, "
                "of gooi het weg. U vindt het in het overzicht."
            )
        return verzoek.redirect(f"/concepten/{concept.nummer}")

    return try_daad(verzoek, versie, start)


def post_opmerking(verzoek: Verzoek) -> Response:
    """Put a remark on a passage."""
    versie = find_gevraagde(verzoek)
    passage = _read_passage(verzoek, versie)
    handeling = verzoek.make_handeling("opmerking bij de beoordeling")

    def add() -> Response:
        add_opmerking(verzoek.omgeving.engine, versie.digest, passage, verzoek.find_veld("tekst"), handeling)
        return verzoek.redirect(f"/versies/{versie.digest}", "opgemerkt")

    return try_daad(verzoek, versie, add)


def post_afhandelen(verzoek: Verzoek) -> Response:
    """Mark a remark as dealt with."""
    nummer = parse_getal(verzoek.pad["nummer"], "nummer")
    opmerking = resolve_opmerking(verzoek.omgeving.engine, nummer, verzoek.make_handeling("afgehandeld"))
    return verzoek.redirect(f"/versies/{opmerking.digest}", "afgehandeld")


def find_gevraagde(verzoek: Verzoek) -> Versie:
    """Find the version that an address names. Raises: WeigeringError when there is none."""
    try:
        with verzoek.omgeving.engine.begin() as connection:
            return find_versie(connection, verzoek.pad["digest"])
    except UnknownVersieError as fout:
        raise WeigeringError(404, f"{fout}") from fout


def try_daad(verzoek: Verzoek, versie: Versie, doe: Callable[[], Response]) -> Response:
    """Do an act on a version; when it is refused, show the version again with the reason above it."""
    try:
        return doe()
    except (CorrespondentieError, OutboxError) as fout:
        if isinstance(fout, WeigeringError):
            raise
        return render_versie(verzoek, versie, f"{fout}", 409)


def render_versie(verzoek: Verzoek, versie: Versie, fout: str = "", status: int = 200) -> Response:
    """Show a version with all that belongs to it."""
    with verzoek.omgeving.engine.begin() as connection:
        verloop = list_geschiedenis(connection, versie.onderdeel)
        opmerkingen = list_opmerkingen(connection, versie.digest)
        basis = load_basis(verzoek, connection, versie.onderdeel)
    wacht = versie.oordeel is not Oordeel.GOEDGEKEURD
    return verzoek.render(
        "versie.html",
        status,
        versie=versie,
        fout=fout,
        basis=basis,
        is_basis=basis.digest == versie.digest,
        verschil=make_verschil(basis.tekst, versie.tekst),
        opmerkingen=opmerkingen,
        toestand_=find_toestand(versie, verloop.vrijgaven, verzoek.vandaag),
        vrijgaven=[vrijgave for vrijgave in verloop.vrijgaven if vrijgave.digest == versie.digest],
        keuring=make_keuring(verzoek, versie.onderdeel, versie.tekst) if wacht else None,
        gevallen=list_keuzes(verzoek, versie.onderdeel),
        velden=WAAR,
        is_eigen=verzoek.collega.wie in versie.schrijvers,
    )


def _read_passage(verzoek: Verzoek, versie: Versie) -> Passage:
    """Read on which passage a remark is: the selection, else the typed words, else the first line."""
    if verzoek.formulier.get("einde"):
        grenzen = {naam: verzoek.find_getal(naam) for naam in ("begin", "einde")}
        return Passage(veld=verzoek.find_veld("veld"), **grenzen)
    veld = verzoek.formulier.get("waar", "brief")
    tekst = asdict(versie.tekst).get(veld, "")
    woorden = verzoek.formulier.get("woorden", "").strip()
    if woorden and woorden not in tekst:
        raise WeigeringError(400, "Deze woorden staan niet zo in de tekst. Neem ze letterlijk over.")
    begin = tekst.find(woorden) if woorden else 0
    einde = begin + len(woorden or tekst.partition("\n")[0])
    return Passage(veld=veld, begin=begin, einde=einde)
