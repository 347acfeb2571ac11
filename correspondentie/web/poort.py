"""The gate: every request passes it, and only here is decided who gets in."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from correspondentie.databank import explain_databasefout
from correspondentie.errors import CorrespondentieError
from correspondentie.web.errors import WeigeringError
from correspondentie.web.limieten import Tempo
from correspondentie.web.melden import report_fout
from correspondentie.web.omgeving import Webomgeving
from correspondentie.web.rollen import UITLEG, Rol
from correspondentie.web.sessies import find_sessie
from correspondentie.web.verzoek import Verzoek, make_json, parse_formulier
from outbox.errors import OutboxError

LICHAAM_BYTES = 1_000_000
SESSIEKOEKJE = "sessie"
_VEILIG = frozenset({"GET", "HEAD"})
Antwoorder = Callable[[Verzoek], Response]
IEDEREEN: frozenset[Rol] = frozenset()  # also who did not log in


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingang:
    """One way in: which method on which path, who may, and what answers."""

    methode: str
    pad: str
    rollen: frozenset[Rol]
    answer: Antwoorder
    tempo: Tempo | None = None


def make_eindpunt(ingang: Ingang, omgeving: Webomgeving) -> Callable[[Request], Awaitable[Response]]:
    """Make the endpoint of a way in, behind the gate."""

    async def antwoord(request: Request) -> Response:
        verzoek = make_verzoek(request, omgeving)
        try:
            if request.method not in _VEILIG:
                formulier = parse_formulier(await _read_lichaam(request))
                verzoek = replace(verzoek, formulier=formulier)
            host = request.headers.get("host", "")
            bezoeker = request.client.host if request.client else ""
            _check_herkomst(verzoek, request.headers.get("origin"), host)
        except WeigeringError as fout:
            return answer_fout(verzoek, fout)
        return await run_in_threadpool(_answer, ingang, verzoek, bezoeker)

    return antwoord


def answer_fout(verzoek: Verzoek, fout: WeigeringError) -> Response:
    """Tell what is not granted, and what to do: as a page, or as JSON for a script of ours."""
    if verzoek.wil_json:
        antwoord = make_json({"fout": f"{fout}"}, fout.status)
    else:
        pagina = "foutdeel.html" if verzoek.is_deel else "fout.html"
        antwoord = verzoek.render(pagina, fout.status, uitleg=f"{fout}", status_=fout.status)
    if fout.wacht is not None:
        antwoord.headers["Retry-After"] = f"{fout.wacht}"
    return antwoord


def make_verzoek(request: Request, omgeving: Webomgeving) -> Verzoek:
    """Make of a request what a screen needs, before anything is known of who asks."""
    return Verzoek(
        omgeving=omgeving,
        now=omgeving.klok.now(),
        methode=request.method,
        adres=request.url.path,
        nonce=request.scope["nonce"],
        pad=request.path_params,
        vraag=request.query_params,
        koekjes=request.cookies,
        wil_json="application/json" in request.headers.get("accept", ""),
        is_deel="hx-request" in request.headers,
    )


async def _read_lichaam(request: Request) -> bytes:
    """Read what a form sends. Raises: WeigeringError when it is too much, or no form."""
    soort = request.headers.get("content-type", "").partition(";")[0].strip()
    if soort not in ("", "application/x-www-form-urlencoded"):
        raise WeigeringError(415, "Dit is geen formulier van deze pagina's.")
    lichaam = bytearray()
    try:
        async for stuk in request.stream():
            lichaam += stuk
            if len(lichaam) > LICHAAM_BYTES:
                raise WeigeringError(413, "Deze tekst is te groot. Maak hem korter dan een miljoen tekens.")
    except ClientDisconnect as fout:
        raise WeigeringError(400, "De verbinding is verbroken. Probeer het opnieuw.") from fout
    return bytes(lichaam)


def _check_herkomst(verzoek: Verzoek, herkomst: str | None, host: str) -> None:
    """Refuse a form that another site made the browser send. Raises: WeigeringError."""
    if verzoek.methode not in _VEILIG and herkomst != verzoek.omgeving.adres.make_herkomst(host):
        raise WeigeringError(403, "Dit verzoek komt niet van deze website. Ga terug en probeer het opnieuw.")


def _answer(ingang: Ingang, verzoek: Verzoek, bezoeker: str) -> Response:
    try:
        verzoek = _find_bezoeker(verzoek)
        if ingang.rollen and verzoek.sessie is None:
            return _answer_onbekend(verzoek)
        _check_rollen(ingang, verzoek)
        _check_csrf(ingang, verzoek)
        _check_tempo(ingang, verzoek, bezoeker)
        return ingang.answer(verzoek)
    except WeigeringError as fout:
        return answer_fout(verzoek, fout)
    except (CorrespondentieError, OutboxError) as fout:
        return answer_fout(verzoek, WeigeringError(409, f"{fout}"))
    except SQLAlchemyError as fout:
        report_fout(fout, f"{ingang.methode} {ingang.pad}")
        uitleg = f"Opslaan of lezen lukt nu niet: {explain_databasefout(fout)}. Probeer het straks opnieuw."
        return answer_fout(verzoek, WeigeringError(503, uitleg, 10))


def _find_bezoeker(verzoek: Verzoek) -> Verzoek:
    geheim = verzoek.koekjes.get(verzoek.omgeving.adres.make_koekjesnaam(SESSIEKOEKJE))
    if not geheim:
        return verzoek
    with verzoek.omgeving.engine.begin() as connection:
        return replace(verzoek, sessie=find_sessie(connection, geheim, verzoek.now))


def _answer_onbekend(verzoek: Verzoek) -> Response:
    """Send who only looks to the log-in and back; what was sent in a form cannot be kept."""
    if verzoek.is_deel:
        return Response(headers={"HX-Refresh": "true"})  # the page as a whole then comes to the log-in
    if verzoek.methode in _VEILIG and not verzoek.wil_json:
        return RedirectResponse(f"/inloggen?terug={quote(verzoek.adres)}", 303)
    raise WeigeringError(
        401, "U bent niet (meer) ingelogd. Log in een nieuw tabblad in, en probeer het hier opnieuw."
    )


def _check_rollen(ingang: Ingang, verzoek: Verzoek) -> None:
    if ingang.rollen and not verzoek.has_rol(*ingang.rollen):
        namen = " of ".join(sorted(ingang.rollen))
        uitleg = "; ".join(f"een {rol} {UITLEG[rol]}" for rol in sorted(ingang.rollen))
        raise WeigeringError(
            403, f"Dit mag alleen een {namen}: {uitleg}. Hebt u deze rol nodig? Vraag het uw beheerder."
        )


def _check_csrf(ingang: Ingang, verzoek: Verzoek) -> None:
    """Refuse a form that is not of this session. Raises: WeigeringError."""
    if ingang.methode in _VEILIG or not ingang.rollen or verzoek.sessie is None:
        return  # a log-in belongs to no session yet: there its origin is what counts
    if not secrets.compare_digest(verzoek.formulier.get("_csrf", "").encode(), verzoek.sessie.csrf.encode()):
        raise WeigeringError(
            403, "Dit formulier hoort bij een andere sessie. Laad de pagina opnieuw en probeer het nog eens."
        )


def _check_tempo(ingang: Ingang, verzoek: Verzoek, bezoeker: str) -> None:
    if ingang.tempo is None:
        return
    if wacht := verzoek.omgeving.tempo.count_wachten(ingang.tempo, verzoek.vrager or bezoeker, verzoek.now):
        raise WeigeringError(
            429, f"Dit was te vaak achter elkaar. Wacht {wacht} seconden en probeer het opnieuw.", wacht
        )
