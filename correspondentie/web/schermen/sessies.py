"""Who is logged in, and how a beheerder ends that."""

from sqlalchemy import Connection
from starlette.responses import Response

from correspondentie.web.errors import WeigeringError
from correspondentie.web.sessies import end_sessie, list_sessies
from correspondentie.web.verzoek import Verzoek, make_json
from outbox.logboek import Daadregel, append_logregel, transact_logged


def get_sessies(verzoek: Verzoek) -> Response:
    """Show who is logged in."""
    with verzoek.omgeving.engine.begin() as connection:
        lijst = list_sessies(connection, verzoek.now)
    return verzoek.render("sessies.html", lijst=lijst)


def get_sessie(verzoek: Verzoek) -> Response:
    """Tell a page of ours that outlived its session who is logged in now, and the CSRF token of that one."""
    wie = verzoek.collega.wie
    return make_json({"wie": wie, "csrf": verzoek.sessie.csrf if verzoek.sessie else ""})


def post_beeindigen(verzoek: Verzoek) -> Response:
    """End the session of somebody, at once."""
    with verzoek.omgeving.engine.begin() as connection:
        lijst = list_sessies(connection, verzoek.now)
    gevonden = next((s for s in lijst if s.sleutel == verzoek.find_veld("sleutel")), None)
    if gevonden is None:
        raise WeigeringError(404, "Deze sessie is al voorbij.")
    daad = Daadregel(
        wie=verzoek.collega.wie,
        daad="sessie beëindigd",
        run="redactie",
        wat=f"van {gevonden.collega.wie}",
        waarom="beheer",
    )

    def end(connection: Connection) -> None:
        append_logregel(connection, daad, verzoek.now)
        end_sessie(connection, gevonden.sleutel)

    transact_logged(verzoek.omgeving.engine, end)
    return verzoek.redirect("/sessies", "beeindigd")
