"""Every cell of the routing table."""

from datetime import date, timedelta
from itertools import product

import pytest

from correspondentie.dossier import Berichtenbox, Kanaalvoorkeur
from correspondentie.kanaal import (
    Houdreden,
    Kanaalbesluit,
    Kanaalfeiten,
    decide_kanalen,
    is_berichtenbox_bruikbaar,
)
from outbox.zending import Kanaalsoort

PEILDATUM = date(2026, 7, 10)
BOX, PAPIER = Kanaalsoort.BERICHTENBOX, Kanaalsoort.PRINT
DIGITAAL, BEIDE, GEEN = Kanaalvoorkeur.DIGITAAL, Kanaalvoorkeur.PAPIER_EN_DIGITAAL, None

ALLEEN_BOX = Kanaalbesluit(kanalen=(BOX,), terugval=True)
ALLEEN_BOX_ZONDER_TERUGVAL = Kanaalbesluit(kanalen=(BOX,))
ALLEBEI = Kanaalbesluit(kanalen=(PAPIER, BOX))
ALLEEN_PAPIER = Kanaalbesluit(kanalen=(PAPIER,))
VAST = Kanaalbesluit(kanalen=(PAPIER,), vastgehouden=Houdreden.ADRES_ONBEKEND)

# (voorkeur, alleen digitaal toegelaten, box bruikbaar, papier mogelijk) -> besluit
TABEL = {
    (DIGITAAL, True, True, True): ALLEEN_BOX,
    (DIGITAAL, True, True, False): ALLEEN_BOX_ZONDER_TERUGVAL,
    (DIGITAAL, True, False, True): ALLEEN_PAPIER,
    (DIGITAAL, True, False, False): VAST,
    (DIGITAAL, False, True, True): ALLEBEI,
    (DIGITAAL, False, True, False): ALLEEN_BOX_ZONDER_TERUGVAL,
    (DIGITAAL, False, False, True): ALLEEN_PAPIER,
    (DIGITAAL, False, False, False): VAST,
    (BEIDE, True, True, True): ALLEBEI,
    (BEIDE, True, True, False): ALLEEN_BOX_ZONDER_TERUGVAL,
    (BEIDE, True, False, True): ALLEEN_PAPIER,
    (BEIDE, True, False, False): VAST,
    (BEIDE, False, True, True): ALLEBEI,
    (BEIDE, False, True, False): ALLEEN_BOX_ZONDER_TERUGVAL,
    (BEIDE, False, False, True): ALLEEN_PAPIER,
    (BEIDE, False, False, False): VAST,
    (GEEN, True, True, True): ALLEBEI,
    (GEEN, True, True, False): ALLEEN_BOX_ZONDER_TERUGVAL,
    (GEEN, True, False, True): ALLEEN_PAPIER,
    (GEEN, True, False, False): VAST,
    (GEEN, False, True, True): ALLEBEI,
    (GEEN, False, True, False): ALLEEN_BOX_ZONDER_TERUGVAL,
    (GEEN, False, False, True): ALLEEN_PAPIER,
    (GEEN, False, False, False): VAST,
}


def make_box(*, actief: bool = True, dagen_oud: int = 0) -> Berichtenbox:
    return Berichtenbox(actief=actief, gecontroleerd_op=PEILDATUM - timedelta(days=dagen_oud))


class TestRouteringstabel:
    """Digital only when chosen, possible and admitted; no choice is paper and digital; never nothing."""

    def test_the_table_has_every_cell(self) -> None:
        cellen = set(product((DIGITAAL, BEIDE, GEEN), (True, False), (True, False), (True, False)))

        assert cellen == set(TABEL)

    @pytest.mark.parametrize(("cel", "besluit"), TABEL.items())
    def test_each_cell(
        self, cel: tuple[Kanaalvoorkeur | None, bool, bool, bool], besluit: Kanaalbesluit
    ) -> None:
        voorkeur, alleen_digitaal, bruikbaar, papier = cel
        feiten = Kanaalfeiten(
            voorkeur=voorkeur,
            berichtenbox=make_box(actief=bruikbaar),
            peildatum=PEILDATUM,
            alleen_digitaal=alleen_digitaal,
            papier_mogelijk=papier,
        )

        assert besluit == decide_kanalen(feiten)

    @pytest.mark.parametrize("papier", [True, False])
    def test_a_message_outside_the_limits_goes_as_if_there_were_no_box(self, papier: bool) -> None:
        feiten = Kanaalfeiten(
            voorkeur=DIGITAAL,
            berichtenbox=make_box(),
            peildatum=PEILDATUM,
            alleen_digitaal=True,
            papier_mogelijk=papier,
            binnen_grenzen=False,
        )

        assert (ALLEEN_PAPIER if papier else VAST) == decide_kanalen(feiten)


class TestBerichtenboxBruikbaar:
    """Usable: active for this sender, by a check of at most seven days old."""

    @pytest.mark.parametrize(
        ("box", "bruikbaar"),
        [
            (None, False),
            (make_box(actief=False), False),
            (make_box(), True),
            (make_box(dagen_oud=7), True),
            (make_box(dagen_oud=8), False),
        ],
    )
    def test_the_box(self, box: Berichtenbox | None, bruikbaar: bool) -> None:
        assert bruikbaar == is_berichtenbox_bruikbaar(box, PEILDATUM)
