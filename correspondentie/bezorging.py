"""Delivery of a run: which channels there are, how patient they are, and which documents they carry."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from sqlalchemy import Engine

from correspondentie import opslag
from correspondentie.archief import Archief, DamagedArchiefError, UnavailableArchiefError, open_archief
from correspondentie.bezorgers import has_bezorgers
from correspondentie.breekpunt import make_bereik
from correspondentie.settings import Settings
from correspondentie.voortgang import Stadium, Voortgang
from correspondentie.werkplaats import Datamap, Werkstart
from outbox.bezorgen import Werkplek, deliver_run, ignore_voortgang
from outbox.errors import RejectedZendingError, UnavailableBronError
from outbox.fbs import Fbsinstellingen, FbsKanaal
from outbox.fbs_toegang import Certificaat, Toegangsbewijs, Tokenaanvraag, make_tls
from outbox.globe import (
    Ebmsadapter,
    Ebmsinstellingen,
    Globeinstellingen,
    GlobeKanaal,
    Mapuitwisseling,
    Uitwisseling,
)
from outbox.globe.resultaat import RESULTAAT_BYTES
from outbox.indeling import Posttarief
from outbox.kanaal import Documentbron, Kanaal, Klok
from outbox.magazijn import serve_magazijn
from outbox.opslag import count_zendingen, end_claims
from outbox.printstraat import Printinstellingen, Printstraat, load_lettertype, load_ondertekenaar
from outbox.retry import Beleid
from outbox.runstand import list_pauzes
from outbox.zending import Kanaalsoort, Status

STADIA = {Kanaalsoort.BERICHTENBOX: Stadium.BERICHTENBOX, Kanaalsoort.PRINT: Stadium.PRINT}
GLOBE_CLAIM = timedelta(minutes=15)  # to load a thousand documents from an archive far away
RUST = 30  # waits: so long that an operator can hold a run still before many letters went on paper
ZERO = timedelta(0)
OPEN = (Status.VRIJGEGEVEN, Status.BEZIG, Status.ONZEKER)


def deliver_brieven(start: Werkstart, engine: Engine, klok: Klok, voortgang: Voortgang) -> None:
    """Deliver every released zending of the run over its channel, and come back when nothing is open.

    A run that is held still is waited for.
    """
    _end_dead_claims(start, engine, klok)
    werkplek = announce_bezorging(start, engine, klok, voortgang)
    with open_kanalen(start.settings, start.datamap, klok) as kanalen:
        deliver_run(werkplek, start.run.run, kanalen)


def make_werkplek(
    start: Werkstart,
    engine: Engine,
    klok: Klok,
    voortgang: Callable[[Kanaalsoort, int], None] = ignore_voortgang,
) -> Werkplek:
    """Make what delivery needs."""
    return Werkplek(
        engine=engine,
        bron=make_bron(engine, open_archief(start.datamap.archief, start.settings)),
        klok=klok,
        beleid=make_beleid(start.settings),
        voortgang=voortgang,
        bereik=make_bereik(start.settings.breekpunt),
    )


@contextmanager
def open_kanalen(settings: Settings, datamap: Datamap, klok: Klok) -> Iterator[Sequence[Kanaal]]:
    """Open the channels, in the order in which they are served.

    Without an address of a Berichtenbox the stand-in is started, and ended with the run.
    """
    with ExitStack() as open_:
        yield (
            _open_berichtenbox(open_, settings, datamap, klok),
            Printstraat(datamap.print, klok, settings.partij, make_printinstellingen(settings)),
        )


def _open_berichtenbox(open_: ExitStack, settings: Settings, datamap: Datamap, klok: Klok) -> Kanaal:
    if settings.over_globe:
        return GlobeKanaal(
            make_globeinstellingen(settings, datamap), _open_uitwisseling(open_, settings, klok), klok
        )
    url = settings.fbs_url or settings.proefmagazijn
    url = url or open_.enter_context(serve_magazijn(datamap.magazijn))
    return open_.enter_context(FbsKanaal(make_fbsinstellingen(settings, url, klok), klok))


def _open_uitwisseling(open_: ExitStack, settings: Settings, klok: Klok) -> Uitwisseling:
    """Open the way along which batches go to GLOBE and results come back."""
    if settings.globe_uitwisselmap is not None:
        return Mapuitwisseling(settings.globe_uitwisselmap, RESULTAAT_BYTES)
    instellingen = Ebmsinstellingen(
        url=settings.globe_url or "",
        cpa_id=settings.globe_cpa or "",
        van=settings.globe_van or "",
        naar=settings.globe_naar or "",
        geduld=timedelta(seconds=settings.tijdslimiet),
        certificaat=settings.globe_certificaat,
        vertrouwd=settings.globe_vertrouwd,
    )
    return open_.enter_context(Ebmsadapter(instellingen, klok))


def make_globeinstellingen(settings: Settings, datamap: Datamap) -> Globeinstellingen:
    """Make how this sender is known to GLOBE. Raises: OutboxError."""
    return Globeinstellingen(
        oin=settings.oin,
        berichttype=settings.globe_berichttype or "",
        map_=datamap.globe,
        kijkwachttijd=timedelta(seconds=30 * settings.wachttijd),
    )


def make_bewijzen(settings: Settings, klok: Klok) -> tuple[ssl.SSLContext, Toegangsbewijs | None]:
    """Make how this sender proves to the FBS who it is: a certificate, and a token where one is asked.

    Raises: InvalidToegangError.
    """
    tls = make_tls(
        Certificaat(
            bestand=settings.fbs_certificaat,
            sleutel=settings.fbs_certificaatsleutel,
            vertrouwd=settings.fbs_vertrouwd,
        )
    )
    if not (settings.fbs_token_url and settings.fbs_client and settings.fbs_tokensleutel):
        return tls, None
    aanvraag = Tokenaanvraag(
        url=settings.fbs_token_url, client=settings.fbs_client, sleutel=settings.fbs_tokensleutel
    )
    geduld = timedelta(seconds=settings.tijdslimiet)
    return tls, Toegangsbewijs(aanvraag=aanvraag, klok=klok, tls=tls, geduld=geduld)


def make_fbsinstellingen(settings: Settings, url: str, klok: Klok) -> Fbsinstellingen:
    """Make how the Berichtenbox is reached. Raises: InvalidToegangError."""
    tls, toegang = make_bewijzen(settings, klok)
    return Fbsinstellingen(
        url=url,
        oin=settings.oin,
        geduld=timedelta(seconds=settings.tijdslimiet),
        draden=settings.bezorgers,
        wisbaar=settings.fbs_url is not None,
        tls=tls,
        toegang=toegang,
    )


def _end_dead_claims(start: Werkstart, engine: Engine, klok: Klok) -> None:
    """The lock on the run says that whoever claimed something before is dead: do not wait for those claims.

    Workers elsewhere do not have that lock: as long as one may be at work, claims end by themselves.

    A real Berichtenbox lives on and may still be storing what a dead worker sent; the stand-in died with it.
    """
    settings = start.settings
    leeft_door = settings.echt or settings.proefmagazijn is not None
    bezig = timedelta(seconds=settings.tijdslimiet if leeft_door else 0)
    with engine.begin() as connection:
        if not has_bezorgers(connection, start.run.run, klok.now()):
            end_claims(connection, start.run.run, klok.now() + bezig)


def announce_bezorging(start: Werkstart, engine: Engine, klok: Klok, voortgang: Voortgang) -> Werkplek:
    """Tell how much is to be delivered, and make what delivery needs to show its progress."""
    with engine.begin() as connection:
        stand = count_zendingen(connection, start.run.run)
        pauzes = list_pauzes(connection, start.run.run)
    if pauzes:
        voortgang.tell(
            f"Gepauzeerd: {', '.join(pauzes)}. Wacht op 'correspondentie run hervat {start.run.run}'."
        )
    for kanaal, per_status in stand.items():
        if aantal := sum(per_status.get(status, 0) for status in OPEN):
            voortgang.set_total(STADIA[kanaal], aantal)
    return make_werkplek(start, engine, klok, lambda kanaal, n: voortgang.advance(STADIA[kanaal], n))


def make_beleid(settings: Settings) -> Beleid:
    """Make the patience of delivery from the settings."""
    wachttijd = timedelta(seconds=settings.wachttijd)
    return Beleid(
        pogingen=settings.pogingen,
        claimduur=max(timedelta(seconds=settings.claimduur), GLOBE_CLAIM if settings.over_globe else ZERO),
        eerste_wachttijd=wachttijd,
        bezinktijd=timedelta(seconds=max(settings.bezinktijd, settings.tijdslimiet)),
        pauze=RUST * wachttijd,
        terugvaltermijn=timedelta(hours=settings.terugvaltermijn),
    )


def make_printinstellingen(settings: Settings) -> Printinstellingen:
    """Make what the printer asks; the sheets around a lot are set in the fonts of the house style.

    Raises: OutboxError when a font, the key or the certificate cannot be used.
    """
    letters = settings.sjablonen / "_huisstijl" / "fonts"
    lettertype = load_lettertype(
        letters / "SourceSans3_400Regular.ttf", letters / "SourceSans3_600SemiBold.ttf"
    )
    ondertekenaar = None
    if settings.print_sleutel is not None and settings.print_certificaat is not None:
        ondertekenaar = load_ondertekenaar(settings.print_sleutel, settings.print_certificaat)
    return Printinstellingen(
        tarief=Posttarief(vel_mg=settings.velgewicht, envelop_mg=settings.envelopgewicht),
        capaciteit=settings.print_capaciteit,
        ondertekenaar=ondertekenaar,
        lettertype=lettertype,
    )


def make_bron(engine: Engine, archief: Archief) -> Documentbron:
    """Make the source of documents: from sha256 to the bytes in the archive.

    Once the archive could not answer, nothing more is asked of it: the delivery ends, and is taken up again
    by the same command.
    """
    weigering: list[str] = []

    def load_document(sha256: str) -> bytes:
        if weigering:
            raise UnavailableBronError(weigering[0])
        with engine.begin() as connection:
            plaats = opslag.find_document(connection, sha256)
        try:
            return archief.load_document(plaats)
        except DamagedArchiefError as fout:
            raise RejectedZendingError(str(fout)) from fout
        except UnavailableArchiefError as fout:
            weigering.append(str(fout))
            raise UnavailableBronError(str(fout)) from fout

    return load_document
