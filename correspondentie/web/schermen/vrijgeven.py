"""Planning: from which day a version is used, and back again."""

from starlette.responses import Response

from correspondentie.redactie.bestanden import list_onderdelen
from correspondentie.redactie.errors import UndoneVersieError
from correspondentie.redactie.overzicht import list_geschiedenis
from correspondentie.redactie.stand import list_in_gebruik
from correspondentie.redactie.versieopslag import find_versie, list_vrijgaven
from correspondentie.redactie.versies import Toestand, Versie
from correspondentie.redactie.vrijgeven import schedule_vrijgave, withdraw_vrijgave
from correspondentie.web.errors import WeigeringError
from correspondentie.web.schermen.beoordelen import find_gevraagde, try_daad
from correspondentie.web.schermen.teksten import make_versieregels
from correspondentie.web.verzoek import Verzoek, parse_dag, parse_getal


def get_planning(verzoek: Verzoek) -> Response:
    """Show what is in use, what comes, and what was approved and waits for a day."""
    with verzoek.omgeving.engine.begin() as connection:
        vrijgaven = list_vrijgaven(connection)
        nu = list_in_gebruik(connection, verzoek.vandaag)
        verlopen = [
            list_geschiedenis(connection, onderdeel)
            for onderdeel in list_onderdelen(verzoek.omgeving.settings.sjablonen)
        ]
    regels = [regel for verloop in verlopen for regel in make_versieregels(verloop, verzoek.vandaag)]
    geldig = [vrijgave for vrijgave in vrijgaven if vrijgave.intrekking is None]
    return verzoek.render(
        "planning.html",
        wachtend=[regel.versie for regel in regels if regel.toestand is Toestand.GOEDGEKEURD],
        gepland=[vrijgave for vrijgave in reversed(geldig) if vrijgave.vanaf > verzoek.vandaag],
        nu=list(nu.values()),
    )


def post_vrijgeven(verzoek: Verzoek) -> Response:
    """Release a version from a day; what that undoes of a colleague must be confirmed first."""
    versie = find_gevraagde(verzoek)
    vanaf = parse_dag(verzoek.find_veld("vanaf"))
    handeling = verzoek.make_handeling(verzoek.find_veld("waarom"))
    # one digest, or more with commas between; the empty one is the shipped file
    ondanks = frozenset(verzoek.formulier["ondanks"].split(",") if "ondanks" in verzoek.formulier else ())

    def schedule() -> Response:
        omgeving = verzoek.omgeving
        rest = (vanaf, handeling, omgeving.settings.sjablonen, ondanks)
        try:
            schedule_vrijgave(omgeving.engine, versie.digest, *rest)
        except UndoneVersieError as fout:
            return _ask_bevestiging(verzoek, versie, fout)
        return verzoek.redirect(f"/versies/{versie.digest}", "vrijgegeven")

    return try_daad(verzoek, versie, schedule)


def _ask_bevestiging(verzoek: Verzoek, versie: Versie, fout: UndoneVersieError) -> Response:
    """Ask whether to release after all; what is confirmed holds for the versions on this page only."""
    velden = {naam: verzoek.find_veld(naam) for naam in ("vanaf", "waarom")}
    botst = sorted(fout.botst)
    return verzoek.render("ongedaan.html", 409, versie=versie, fout=f"{fout}", botst=botst, velden=velden)


def post_intrekken(verzoek: Verzoek) -> Response:
    """Withdraw a release."""
    omgeving = verzoek.omgeving
    nummer = parse_getal(verzoek.pad["nummer"], "nummer")
    handeling = verzoek.make_handeling(verzoek.find_veld("waarom"))
    with omgeving.engine.begin() as connection:
        digest = next((v.digest for v in list_vrijgaven(connection) if v.nummer == nummer), None)
        if digest is None:
            raise WeigeringError(404, "Deze vrijgave is er niet. Kies er een uit de planning.")
        versie = find_versie(connection, digest)

    def withdraw() -> Response:
        withdraw_vrijgave(omgeving.engine, nummer, handeling, omgeving.settings.sjablonen)
        return verzoek.redirect(f"/versies/{digest}", "ingetrokken")

    return try_daad(verzoek, versie, withdraw)
