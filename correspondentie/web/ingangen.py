"""Every way in, with who may use it: this one table is what the gate goes by, and what the tests walk."""

from correspondentie.web.inloggen import (
    get_begin,
    get_inloggen,
    get_terug,
    post_demo,
    post_uitloggen,
)
from correspondentie.web.limieten import AANMELDEN, SCHRIJVEN, VOORBEELD, ZWAAR, Tempo
from correspondentie.web.poort import IEDEREEN, Antwoorder, Ingang
from correspondentie.web.rollen import Rol
from correspondentie.web.schermen import (
    beoordelen,
    bouwstenen,
    effect,
    logboek,
    overzicht,
    proefbrief,
    schrijven,
    sessies,
    teksten,
    vergelijken,
    vrijgeven,
)

ALLEN = frozenset(Rol)
SCHRIJVERS = frozenset({Rol.REDACTEUR})
LEZERS = frozenset({Rol.BEOORDELAAR})
LEZENDEN = frozenset({Rol.REDACTEUR, Rol.BEOORDELAAR, Rol.OPERATEUR})
SAMEN = frozenset({Rol.REDACTEUR, Rol.BEOORDELAAR})
PLANNERS = frozenset({Rol.OPERATEUR})
TOEZICHT = frozenset({Rol.OPERATEUR, Rol.BEHEERDER})
BEHEER = frozenset({Rol.BEHEERDER})


def _get(pad: str, rollen: frozenset[Rol], answer: Antwoorder, tempo: Tempo | None = None) -> Ingang:
    return Ingang(methode="GET", pad=pad, rollen=rollen, answer=answer, tempo=tempo)


def _post(pad: str, rollen: frozenset[Rol], answer: Antwoorder, tempo: Tempo = SCHRIJVEN) -> Ingang:
    return Ingang(methode="POST", pad=pad, rollen=rollen, answer=answer, tempo=tempo)


ROUTES: tuple[Ingang, ...] = (
    _get("/inloggen", IEDEREEN, get_inloggen),
    _get("/inloggen/begin", IEDEREEN, get_begin, AANMELDEN),
    _get("/inloggen/terug", IEDEREEN, get_terug, AANMELDEN),
    _post("/inloggen/demo", IEDEREEN, post_demo, AANMELDEN),
    _post("/uitloggen", ALLEN, post_uitloggen),
    _get("/sessie", ALLEN, sessies.get_sessie),
    _get("/", ALLEN, overzicht.get_overzicht),
    _get("/bouwstenen", ALLEN, bouwstenen.get_bouwstenen),
    _get("/teksten/{soort}/{naam}", ALLEN, teksten.get_tekst),
    _post("/teksten/{soort}/{naam}/concept", SCHRIJVERS, teksten.post_concept),
    _get("/concepten/{nummer}", SCHRIJVERS, schrijven.get_concept),
    _post("/concepten/{nummer}/bewaar", SCHRIJVERS, schrijven.post_bewaar),
    _post("/concepten/{nummer}/voorbeeld", SCHRIJVERS, schrijven.post_voorbeeld, VOORBEELD),
    _post("/concepten/{nummer}/controle", SCHRIJVERS, schrijven.post_controle, VOORBEELD),
    _get("/concepten/{nummer}/keuring", SCHRIJVERS, schrijven.get_keuring, VOORBEELD),
    _get("/concepten/{nummer}/indienen", SCHRIJVERS, schrijven.get_indienen, ZWAAR),
    _post("/concepten/{nummer}/indienen", SCHRIJVERS, schrijven.post_indienen, ZWAAR),
    _post("/concepten/{nummer}/weggooien", SCHRIJVERS, schrijven.post_weggooien),
    _get("/versies/{digest}", ALLEN, beoordelen.get_versie, VOORBEELD),
    _get("/versies/{digest}/paginas", ALLEN, vergelijken.get_paginas, ZWAAR),
    _get("/versies/{digest}/keuring", ALLEN, vergelijken.get_keuring, VOORBEELD),
    _get("/versies/{digest}/effect", LEZENDEN, effect.get_effect, VOORBEELD),
    _get("/versies/{digest}/proefset.zip", ALLEN, vergelijken.get_proefset, ZWAAR),
    _get("/teksten/{soort}/{naam}/proefset.zip", ALLEN, vergelijken.get_tekstproefset, ZWAAR),
    _get("/proefset", ALLEN, overzicht.get_proefsets),
    _post("/versies/{digest}/goedkeuren", LEZERS, beoordelen.post_goedkeuren),
    _post("/versies/{digest}/terugsturen", LEZERS, beoordelen.post_terugsturen),
    _post("/versies/{digest}/concept", SCHRIJVERS, beoordelen.post_vervolg),
    _post("/versies/{digest}/opmerkingen", SAMEN, beoordelen.post_opmerking),
    _post("/opmerkingen/{nummer}/afhandelen", SAMEN, beoordelen.post_afhandelen),
    _post("/versies/{digest}/vrijgeven", PLANNERS, vrijgeven.post_vrijgeven),
    _post("/vrijgaven/{nummer}/intrekken", PLANNERS, vrijgeven.post_intrekken),
    _get("/vrijgeven", ALLEN, vrijgeven.get_planning),
    _get("/logboek", TOEZICHT, logboek.get_logboek),
    _get("/sessies", BEHEER, sessies.get_sessies),
    _post("/sessies/beeindigen", BEHEER, sessies.post_beeindigen),
    _get("/beelden/{naam}.png", ALLEN, proefbrief.get_beeld),
)
