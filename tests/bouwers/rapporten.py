"""Build a Telling and its Rapport: a month as it should be, to change where a test needs it."""

from dataclasses import replace
from datetime import date

from correspondentie.invoer import Uitval
from correspondentie.rapport import (
    Bereik,
    Documenten,
    Fase,
    Onderdruktregel,
    Rapport,
    Telling,
    Verloop,
    Zetcijfers,
    compute_rapport,
)
from outbox.zending import Kanaalsoort, Status

VERLOOP = Verloop(
    run="2026-07",
    maand="2026-07",
    dagtekening=date(2026, 7, 10),
    gemaakt=490,
    fasen={
        Fase.INLEZEN: 0.4,
        Fase.REKENEN: 1.9,
        Fase.ZETTEN: 41.2,
        Fase.OPSLAAN: 1.1,
        Fase.BEZORGEN: 6.3,
    },
    seconden=28.4,
)
BESTANDEN = {
    "uitval": "../2026-07/uitval.jsonl",
    "onderdrukt": "onderdrukt.jsonl",
    "print": "../print/2026-07",
}
UITVAL = (
    Uitval(bestand="huishoudens.jsonl", regel=37, veld="aanvrager.bsn", reden="geen geldig BSN"),
    Uitval(
        bestand="huishoudens.jsonl",
        regel=1_204,
        veld="huishouden.kinderen[0].opvang[1].uren",
        reden="verwacht een getal, gevonden tekst",
    ),
    Uitval(bestand="regels.jsonl", regel=3, veld="regel", reden="geen JSON"),
)
ONDERDRUKT = tuple(
    Onderdruktregel(
        dossier=f"huishouden-{nummer:06}", besluit="mutatie", kind=1 + nummer % 3, toeslag=None, reden=reden
    )
    for nummer, reden in enumerate(["geen-effect"] * 6 + ["boven-maximum"] * 4 + ["opwaarts"] * 2)
) + tuple(
    Onderdruktregel(
        dossier=f"huishouden-{nummer:06}", besluit="ongewijzigd", kind=None, toeslag=None, reden="ongewijzigd"
    )
    for nummer in range(60, 80)
)


BEREIK = {
    Bereik.ALLEEN_DIGITAAL: 171,
    Bereik.PAPIER_EN_DIGITAAL: 236,
    Bereik.ALLEEN_PAPIER: 79,
    Bereik.VASTGEHOUDEN: 4,
}
BRIEVEN = {
    "voorlopige-beschikking": 300,
    "herziening": 77,
    "definitieve-toekenning": 4,
    "terugvordering": 21,
    "mutatiebrief-kinderopvang": 88,
}


ZETTEN = Zetcijfers(
    gevuld=470,
    geleerd=18,
    gezet=2,
    gecontroleerd=19,
    verschillen=0,
    redenen={"een waarde is leeg": 2},
    afgekeurd={},
)
NIETS_GEZET = Zetcijfers(
    gevuld=0, geleerd=0, gezet=0, gecontroleerd=0, verschillen=0, redenen={}, afgekeurd={}
)


def make_telling(**anders: object) -> Telling:
    """Make what a balanced month of 548 households counted, but for what is given."""
    telling = Telling(
        huishoudens=548,
        uitval=14,
        behandeld=534,
        beschikkingen=538,
        terugvorderingen=21,
        mutatievoorstellen=106,
        brieven=BRIEVEN,
        onderdrukt={
            "ongewijzigd": 103,
            "geen-recht": 27,
            "geen-effect": 19,
            "boven-maximum": 8,
            "opwaarts": 6,
            "huishouden-niet-omlaag": 5,
            "overleden": 4,
            "niet-bereikbaar": 2,
            "loopt-al": 1,
        },
        bereik=BEREIK,
        documenten=Documenten(aantal=490, paginas=1_178, vellen=643, bytes=19_840_221),
        zetten=ZETTEN,
        geplande_zendingen=726,
        vervangingen=3,
        zendingen={
            (Kanaalsoort.BERICHTENBOX, Status.BEZORGD): 402,
            (Kanaalsoort.BERICHTENBOX, Status.VERVANGEN): 3,
            (Kanaalsoort.BERICHTENBOX, Status.ONZEKER): 1,
            (Kanaalsoort.BERICHTENBOX, Status.OPGEGEVEN): 1,
            (Kanaalsoort.PRINT, Status.BEZORGD): 318,
            (Kanaalsoort.PRINT, Status.VASTGEHOUDEN): 4,
        },
        vastgehouden={"adres-onbekend": 4},
        uitvallijst=UITVAL,
        onderdruktlijst=ONDERDRUKT,
    )
    return replace(telling, **anders)  # type: ignore[arg-type]  # a test names fields of its own choice


def make_rapport(**anders: object) -> Rapport:
    """Make the report of the same month, but for what is given."""
    return compute_rapport(make_telling(**anders), VERLOOP, BESTANDEN)


def make_lege_telling() -> Telling:
    """Make what a month without a single household counted."""
    return Telling(
        huishoudens=0,
        uitval=0,
        behandeld=0,
        beschikkingen=0,
        terugvorderingen=0,
        mutatievoorstellen=0,
        brieven={},
        onderdrukt={},
        bereik={},
        documenten=Documenten(aantal=0, paginas=0, vellen=0, bytes=0),
        zetten=NIETS_GEZET,
        geplande_zendingen=0,
        vervangingen=0,
        zendingen={},
        vastgehouden={},
    )
