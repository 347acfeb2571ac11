"""Writing: a concept, the letter beside it, and what is kept at every pause."""

from collections.abc import Mapping
from dataclasses import asdict

from starlette.responses import Response

from correspondentie.kalender import AMSTERDAM
from correspondentie.redactie.bestanden import list_onderdelen
from correspondentie.redactie.concepten import drop_concept, find_concept, save_concept, submit_concept
from correspondentie.redactie.errors import ConceptMovedError, UnknownConceptError
from correspondentie.redactie.versies import Concept, Soort, Tekst
from correspondentie.web.errors import WeigeringError
from correspondentie.web.schermen.keuring import make_keuring, show_keuring, start_keuring
from correspondentie.web.schermen.palet import make_aanvullingen, make_palet
from correspondentie.web.schermen.proefbrief import find_geval, make_antwoord, make_proefbrief
from correspondentie.web.schermen.samenhang import list_keuzes
from correspondentie.web.schermen.tekstverschil import make_verschil
from correspondentie.web.verzoek import Verzoek, make_json, parse_getal

VELDNAMEN: Mapping[str, str] = {"titel": "Titel", "brief": "Brief", "bericht": "Bericht"}


def get_concept(verzoek: Verzoek) -> Response:
    """Show a concept to write on."""
    return _render_concept(verzoek, _find(verzoek))


def post_bewaar(verzoek: Verzoek) -> Response:
    """Keep what was written; when another was first, show both and keep neither from sight."""
    nummer = parse_getal(verzoek.pad["nummer"], "nummer")
    try:
        concept = save_concept(
            verzoek.omgeving.engine,
            nummer,
            verzoek.find_getal("revisie"),
            _read_tekst(verzoek),
            verzoek.collega.wie,
            verzoek.now,
        )
    except ConceptMovedError as fout:
        return _answer_botsing(verzoek, fout)
    except UnknownConceptError as fout:
        raise WeigeringError(410, f"{fout}") from fout
    if verzoek.wil_json:
        tijd = concept.gewijzigd.astimezone(AMSTERDAM)
        return make_json({"revisie": concept.revisie, "tijd": f"{tijd.hour}.{tijd:%M} uur"})
    return verzoek.redirect(f"/concepten/{nummer}", "bewaard")


def post_voorbeeld(verzoek: Verzoek) -> Response:
    """Make the letter as it would be with the text as it stands in the editor, kept or not."""
    concept = _find(verzoek)
    geval = find_geval(verzoek, concept.onderdeel)
    proef = make_proefbrief(verzoek, concept.onderdeel, _read_tekst(verzoek), geval, f"{concept.nummer}")
    return make_antwoord(verzoek, proef)


def post_controle(verzoek: Verzoek) -> Response:
    """Check the text as it stands in the editor."""
    concept = _find(verzoek)
    keuring = make_keuring(verzoek, concept.onderdeel, _read_tekst(verzoek), f"{concept.nummer}")
    return Response(status_code=204) if keuring is None else make_json(keuring)


def get_indienen(verzoek: Verzoek) -> Response:
    """Show what the controle found, and ask why the text changed."""
    return _render_indienen(verzoek, _find(verzoek))


def get_keuring(verzoek: Verzoek) -> Response:
    """Show what an approval of this concept would go by, before it is submitted."""
    concept = _find(verzoek)
    return show_keuring(verzoek, concept.onderdeel, concept.tekst, f"/concepten/{concept.nummer}/indienen")


def post_indienen(verzoek: Verzoek) -> Response:
    """Submit a concept: from then on it is a version that another judges."""
    concept = _find(verzoek)
    handeling = verzoek.make_handeling(verzoek.find_veld("waarom"))
    versie = submit_concept(verzoek.omgeving.engine, concept.nummer, verzoek.find_getal("revisie"), handeling)
    start_keuring(verzoek, versie.onderdeel, versie.tekst)  # so that it is there when a colleague looks
    return verzoek.redirect(f"/versies/{versie.digest}", "ingediend")


def post_weggooien(verzoek: Verzoek) -> Response:
    """Throw a concept away."""
    concept = _find(verzoek)
    handeling = verzoek.make_handeling("niet meer nodig")
    drop_concept(verzoek.omgeving.engine, concept.nummer, verzoek.find_getal("revisie"), handeling)
    return verzoek.redirect("/", "weggegooid")


def _find(verzoek: Verzoek) -> Concept:
    nummer = parse_getal(verzoek.pad["nummer"], "nummer")
    try:
        with verzoek.omgeving.engine.begin() as connection:
            return find_concept(connection, nummer)
    except UnknownConceptError as fout:
        raise WeigeringError(404, f"{fout}") from fout


def _read_tekst(verzoek: Verzoek) -> Tekst:
    return Tekst(**{veld: verzoek.formulier.get(veld, "") for veld in VELDNAMEN})


def _render_concept(verzoek: Verzoek, concept: Concept) -> Response:
    gevallen = list_keuzes(verzoek, concept.onderdeel)
    geval = find_geval(verzoek, concept.onderdeel)
    palet = make_palet(verzoek.omgeving.settings.sjablonen, geval.brieftype, _list_bouwstenen(verzoek))
    return verzoek.render(
        "schrijven.html",
        concept=concept,
        gevallen=gevallen,
        geval=geval,
        palet=palet,
        aanvullingen=make_aanvullingen(palet),
        is_brief=concept.onderdeel.soort is Soort.BRIEFTYPE,
    )


def _list_bouwstenen(verzoek: Verzoek) -> tuple[str, ...]:
    alle = list_onderdelen(verzoek.omgeving.settings.sjablonen)
    return tuple(onderdeel.naam for onderdeel in alle if onderdeel.soort is Soort.BOUWSTEEN)


def _render_indienen(verzoek: Verzoek, concept: Concept) -> Response:
    keuring = make_keuring(verzoek, concept.onderdeel, concept.tekst)
    return verzoek.render("indienen.html", concept=concept, keuring=keuring)


def _answer_botsing(verzoek: Verzoek, fout: ConceptMovedError) -> Response:
    """Show what another wrote beside one's own, so that a person chooses."""
    verschil = make_verschil(fout.nu.tekst, fout.eigen)
    if verzoek.wil_json:
        inhoud = {
            "fout": f"{fout}",
            "wie": fout.nu.gewijzigd_door,
            "revisie": fout.nu.revisie,
            "tekst": asdict(fout.nu.tekst),
            "ander": [asdict(veld) for veld in verschil],
        }
        return make_json(inhoud, 409)
    return verzoek.render("botsing.html", 409, concept=fout.nu, eigen=fout.eigen, verschil=verschil)
