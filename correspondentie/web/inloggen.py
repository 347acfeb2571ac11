"""Logging in and out."""

import re
import secrets
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select
from starlette.responses import RedirectResponse, Response

from correspondentie.web.collegas import Identiteit, save_collega
from correspondentie.web.demo import DEMOCOLLEGAS, find_democollega
from correspondentie.web.errors import WeigeringError
from correspondentie.web.oidc import Aanmelder, Geheimen
from correspondentie.web.poort import SESSIEKOEKJE
from correspondentie.web.sessies import HOOGSTENS, compute_sleutel, end_sessie, make_geheim, start_sessie
from correspondentie.web.tabellen import aanmeldingen
from correspondentie.web.verzoek import Verzoek
from outbox.logboek import Daadregel, append_logregel, transact_logged

AANMELDKOEKJE = "aanmelding"
TERUG = re.compile(r"/[a-z0-9][a-z0-9/-]{0,150}", re.ASCII)  # a page of ours, and nothing else
ONDERWEG = timedelta(minutes=10)  # how long a log-in at the identity provider may take
THUISPAGINA = "/"
_TE_LAAT = "Dit inloggen duurde te lang of is in een andere browser begonnen. Log opnieuw in."


def get_inloggen(verzoek: Verzoek) -> Response:
    """Show how to log in."""
    if verzoek.sessie is not None:
        return verzoek.redirect(THUISPAGINA)
    terug = find_terug(verzoek.vraag.get("terug", ""))
    return verzoek.render("inloggen.html", terug=terug, democollegas=DEMOCOLLEGAS)


def get_begin(verzoek: Verzoek) -> Response:
    """Send the browser to the identity provider."""
    aanmelder = _find_aanmelder(verzoek)
    geheimen = Geheimen(state=make_geheim(), nonce=make_geheim(), bewijs=make_geheim())
    verwijzing = aanmelder.make_verwijzing(geheimen)
    browser = make_geheim()
    rij = {
        "sleutel": compute_sleutel(geheimen.state),
        "browser": compute_sleutel(browser),
        "nonce": geheimen.nonce,
        "bewijs": geheimen.bewijs,
        "terug": find_terug(verzoek.vraag.get("terug", "")),
        "begonnen": verzoek.now,
    }
    with verzoek.omgeving.engine.begin() as connection:
        connection.execute(delete(aanmeldingen).where(aanmeldingen.c.begonnen <= verzoek.now - ONDERWEG))
        connection.execute(insert(aanmeldingen).values(rij))
    antwoord = RedirectResponse(verwijzing, 303)
    _set_koekje(verzoek, antwoord, AANMELDKOEKJE, browser, ONDERWEG)
    return antwoord


def get_terug(verzoek: Verzoek) -> Response:
    """Take in who comes back from the identity provider."""
    aanmelder = _find_aanmelder(verzoek)
    state, code = verzoek.vraag.get("state", ""), verzoek.vraag.get("code", "")
    with verzoek.omgeving.engine.begin() as connection:
        geheimen, terug = _claim_aanmelding(connection, verzoek, state)
    if verzoek.vraag.get("iss", aanmelder.uitgever) != aanmelder.uitgever or not code:
        raise WeigeringError(403, "De inlogdienst liet u niet binnen. Log opnieuw in.")
    return _let_in(verzoek, aanmelder.find_identiteit(code, geheimen, verzoek.now), terug)


def post_demo(verzoek: Verzoek) -> Response:
    """Let in who chose one of the people of the demo."""
    if not verzoek.omgeving.demo:
        raise WeigeringError(404, "Deze pagina is er niet.")
    identiteit = find_democollega(verzoek.find_veld("wie"))
    return _let_in(verzoek, identiteit, find_terug(verzoek.formulier.get("terug", "")))


def post_uitloggen(verzoek: Verzoek) -> Response:
    """End the session, here and in the database."""
    daad = Daadregel(
        wie=verzoek.collega.wie, daad="uitgelogd", run="redactie", wat="sessie", waarom="uitloggen"
    )

    def end(connection: Connection) -> None:
        append_logregel(connection, daad, verzoek.now)
        end_sessie(connection, verzoek.vrager)

    transact_logged(verzoek.omgeving.engine, end)
    antwoord = verzoek.redirect("/inloggen", "uitgelogd")
    antwoord.delete_cookie(verzoek.omgeving.adres.make_koekjesnaam(SESSIEKOEKJE))
    antwoord.headers["Clear-Site-Data"] = '"cache", "storage"'
    return antwoord


def find_terug(terug: str) -> str:
    """Find to which page of ours somebody goes after the log-in; anything else is the first page."""
    return terug if TERUG.fullmatch(terug) else THUISPAGINA


def _find_aanmelder(verzoek: Verzoek) -> Aanmelder:
    if verzoek.omgeving.aanmelder is None:
        raise WeigeringError(404, "Deze pagina is er niet.")
    return verzoek.omgeving.aanmelder


def _claim_aanmelding(connection: Connection, verzoek: Verzoek, state: str) -> tuple[Geheimen, str]:
    """Take a log-in that was under way, once, for the browser that began it. Raises: WeigeringError."""
    browser = verzoek.koekjes.get(verzoek.omgeving.adres.make_koekjesnaam(AANMELDKOEKJE), "")
    mijn = aanmeldingen.c.sleutel == compute_sleutel(state)
    rij = connection.execute(select(aanmeldingen).where(mijn)).one_or_none()
    if rij is None or verzoek.now - rij.begonnen >= ONDERWEG:
        raise WeigeringError(403, _TE_LAAT)
    if not secrets.compare_digest(compute_sleutel(browser), rij.browser):
        raise WeigeringError(403, _TE_LAAT)
    if connection.execute(delete(aanmeldingen).where(mijn)).rowcount != 1:
        raise WeigeringError(403, _TE_LAAT)
    return Geheimen(state=state, nonce=rij.nonce, bewijs=rij.bewijs), rij.terug


def _let_in(verzoek: Verzoek, identiteit: Identiteit, terug: str) -> Response:
    """Start a session of its own: what the browser had before the log-in counts no more."""
    if not identiteit.rollen:
        raise WeigeringError(
            403, "Uw account heeft hier geen rol. Vraag uw beheerder om de rol die u nodig hebt."
        )

    def start(connection: Connection) -> str:
        if verzoek.sessie is not None:
            end_sessie(connection, verzoek.sessie.sleutel)
        collega = save_collega(connection, identiteit)
        rollen = ", ".join(sorted(identiteit.rollen))
        daad = Daadregel(wie=collega.wie, daad="ingelogd", run="redactie", wat=rollen, waarom="inloggen")
        append_logregel(connection, daad, verzoek.now)
        return start_sessie(connection, collega, verzoek.now)

    geheim = transact_logged(verzoek.omgeving.engine, start)
    antwoord = verzoek.redirect(terug)
    _set_koekje(verzoek, antwoord, SESSIEKOEKJE, geheim, HOOGSTENS)
    return antwoord


def _set_koekje(verzoek: Verzoek, antwoord: Response, naam: str, waarde: str, duur: timedelta) -> None:
    adres = verzoek.omgeving.adres
    antwoord.set_cookie(
        adres.make_koekjesnaam(naam),
        waarde,
        max_age=round(duur.total_seconds()),
        secure=adres.https,
        httponly=True,
        samesite="lax",
    )
