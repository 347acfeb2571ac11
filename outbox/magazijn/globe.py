"""A stand-in for GLOBE, behind an ebMS adapter or a folder: the official XSDs, with fictional data."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from sqlalchemy import Connection, Engine

from outbox.database import make_engine
from outbox.globe.batch import NAMESPACE
from outbox.globe.bericht import BERICHT, format_moment
from outbox.globe.bericht import NAMESPACE as BERICHTNAMESPACE
from outbox.globe.nummers import NIL
from outbox.globe.resultaat import Verwerkingscode
from outbox.globe.schemas import load_resultaatschema, load_verzoekschema
from outbox.magazijn import globe_opslag
from outbox.magazijn.globe_opslag import Globebericht, metadata
from outbox.schijf import write_durably

RESULTAATNAMESPACE = "http://schemas.rdw.nl/GEB/BerichtVerwerkService/BerichtResultaat/Types/2009/01"
BIJLAGE_BYTES = 500_000
_INFORMATIE = f"{{{BERICHTNAMESPACE}}}BerichtInformatie"
_OOIT = datetime(2026, 7, 1, 8, tzinfo=UTC)


class Batchstoring(StrEnum):
    """What can be odd about the result of one batch."""

    LAAT = "de uitslag komt pas na een paar keer kijken"
    DUBBEL = "de uitslag komt twee keer"
    GEEN = "er komt geen uitslag"
    OIN = "de hele batch geweigerd om de OIN"
    XML = "de hele batch geweigerd om het XSD"
    ONVOLLEDIG = "de uitslag noemt het laatste bericht niet"
    TWEE_REGELS = "de uitslag noemt het eerste bericht twee keer, verschillend"
    ONBEKEND = "de uitslag noemt een bericht dat niet is aangeleverd"
    NIL = "de uitslag noemt de nil-GUID, verwerkt"


HELE_BATCH = {Batchstoring.OIN: Verwerkingscode.OIN, Batchstoring.XML: Verwerkingscode.XML}


@dataclass(frozen=True, kw_only=True, slots=True)
class Globeplan:
    """What is odd about the first, second, ... batch, and which letters get which code instead of Verwerkt.

    codes is per kenmerk; each is given so many times as keren says, and after that the letter is taken.
    beurten is after how many looks a late result shows itself.
    """

    batches: tuple[Batchstoring | None, ...] = ()
    codes: Mapping[str, Verwerkingscode] = field(default_factory=dict)
    keren: int = 1_000_000
    weigeraars: frozenset[str] = frozenset()
    beurten: int = 2


class Uitslagregel(NamedTuple):
    """One line of a result."""

    bericht_id: str
    berichttype: str
    code: Verwerkingscode


class Globemagazijn:
    """GLOBE itself: takes batches, keeps messages once, and makes results."""

    def __init__(self, engine: Engine, oin: str, plan: Globeplan, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._oin = oin
        self._plan = plan
        self._now = now
        self._verzoek = load_verzoekschema()
        self._resultaat = load_resultaatschema()
        self._gegeven: dict[str, int] = {}

    def take_batch(self, inhoud: bytes) -> None:
        """Take a batch in and put its result ready, in one transaction."""
        with self._engine.begin() as connection:
            batch_id, leverancier = _find_hoofd(inhoud)
            nummer = globe_opslag.add_aanlevering(connection, batch_id, len(inhoud))
            storing = self._find_storing(nummer)
            regels = self._take_berichten(connection, inhoud, nummer, leverancier)
            if storing in HELE_BATCH:
                regels = [Uitslagregel(str(NIL), "", HELE_BATCH[storing])]
            for uitslag in self._make_uitslagen(batch_id, _spoil(regels, storing), storing):
                beurten = self._plan.beurten if storing is Batchstoring.LAAT else 0
                globe_opslag.add_uitslag(connection, uitslag, beurten)

    def list_wachtende(self, aantal: int) -> list[int]:
        """List the results that wait."""
        with self._engine.begin() as connection:
            return globe_opslag.list_wachtende(connection, aantal)

    def find_uitslag(self, nummer: int) -> bytes | None:
        """Find a result."""
        with self._engine.begin() as connection:
            return globe_opslag.find_uitslag(connection, nummer)

    def mark_verwerkt(self, nummer: int) -> None:
        """Mark a result processed."""
        with self._engine.begin() as connection:
            globe_opslag.mark_verwerkt(connection, nummer)

    def serve_map(self, map_: Path) -> None:
        """Be the other side of a folder for one moment: take what is in uit/, put results in in/."""
        for bestand in sorted((map_ / "uit").glob("[!.]*.xml")):
            self.take_batch(bestand.read_bytes())
            bestand.unlink()
        for nummer in self.list_wachtende(1000):
            inhoud = self.find_uitslag(nummer)
            assert inhoud is not None  # it was listed
            write_durably(map_ / "in" / f"uitslag-{nummer}.xml", inhoud)
            self.mark_verwerkt(nummer)

    def _find_storing(self, nummer: int) -> Batchstoring | None:
        return self._plan.batches[nummer - 1] if nummer <= len(self._plan.batches) else None

    def _take_berichten(
        self, connection: Connection, inhoud: bytes, nummer: int, leverancier: str
    ) -> list[Uitslagregel]:
        """Keep the messages of a batch, unless it is refused as a whole."""
        try:
            _check_schema(inhoud, self._verzoek)
        except etree.XMLSyntaxError:
            return [Uitslagregel(str(NIL), "", Verwerkingscode.XML)]
        if leverancier != self._oin:
            return [Uitslagregel(str(NIL), "", Verwerkingscode.OIN)]
        if self._find_storing(nummer) in HELE_BATCH:
            return []
        return [self._take_bericht(connection, nummer, bericht) for bericht in _list_berichten(inhoud)]

    def _take_bericht(self, connection: Connection, nummer: int, bericht: Globebericht) -> Uitslagregel:
        bekend = globe_opslag.note_bericht(connection, nummer, bericht.bericht_id)
        code = Verwerkingscode.BESTAAT_AL if bekend else self._judge(bericht)
        if code is Verwerkingscode.VERWERKT:
            globe_opslag.add_bericht(connection, str(nummer), bericht)
        return Uitslagregel(bericht.bericht_id, bericht.berichttype, code)

    def _judge(self, bericht: Globebericht) -> Verwerkingscode:
        if bericht.gebruiker in self._plan.weigeraars:
            return Verwerkingscode.NIET_ACTIEF
        if len(bericht.inhoud) > BIJLAGE_BYTES:
            return Verwerkingscode.BIJLAGE_TE_GROOT
        keren = self._gegeven[bericht.referentie] = self._gegeven.get(bericht.referentie, 0) + 1
        if keren > self._plan.keren:
            return Verwerkingscode.VERWERKT
        return self._plan.codes.get(bericht.referentie, Verwerkingscode.VERWERKT)

    def _make_uitslagen(
        self, batch_id: str, regels: list[Uitslagregel], storing: Batchstoring | None
    ) -> list[bytes]:
        if storing is Batchstoring.GEEN:
            return []
        uitslag = make_uitslag(batch_id, regels, self._oin, self._now())
        self._resultaat.assertValid(etree.fromstring(uitslag))
        return [uitslag] * (2 if storing is Batchstoring.DUBBEL else 1)


@contextmanager
def open_globemagazijn(
    bestand: Path, oin: str, plan: Globeplan, now: Callable[[], datetime] = lambda: _OOIT
) -> Iterator[Globemagazijn]:
    """Open the stand-in on a database in a file."""
    bestand.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(f"sqlite:///{bestand}", hoogstens=1)
    metadata.create_all(engine)
    try:
        yield Globemagazijn(engine, oin, plan, now)
    finally:
        engine.dispose()


def make_uitslag(batch_id: str, regels: list[Uitslagregel], oin: str, now: datetime) -> bytes:
    """Make the result of a batch, after the official XSD."""
    wortel = etree.Element(f"{{{NAMESPACE}}}BerichtVerwerkResponse")
    informatie = etree.SubElement(wortel, "BatchInformatie")
    for naam, waarde in _list_totalen(batch_id, regels, oin, format_moment(now)).items():
        etree.SubElement(informatie, naam).text = waarde
    berichten = etree.SubElement(wortel, "Berichten")
    for regel in regels:
        bericht = etree.SubElement(berichten, f"{{{RESULTAATNAMESPACE}}}Bericht")
        etree.SubElement(bericht, "BerichtID").text = regel.bericht_id
        etree.SubElement(bericht, "BerichtType").text = regel.berichttype
        etree.SubElement(bericht, "VerwerkingsCode").text = regel.code
        etree.SubElement(bericht, "Stadium").text = "NA"
    return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")


def _list_totalen(batch_id: str, regels: list[Uitslagregel], oin: str, moment: str) -> dict[str, str]:
    def tel(*codes: Verwerkingscode) -> str:
        return str(sum(regel.code in codes for regel in regels))

    return {
        "BerichtLeverancierCode": oin,
        "BatchID": batch_id,
        "TotaalAantalOntvangenBerichten": str(len(regels)),
        "AantalBerichtenSuccesvolVerwerkt": tel(Verwerkingscode.VERWERKT, Verwerkingscode.BESTAAT_AL),
        "AantalBerichtenGeenActieveBoxOfGeabonneertOpLeverancier": tel(Verwerkingscode.NIET_ACTIEF),
        "AantalBerichtenMetTechnischProbleem": tel(Verwerkingscode.TECHNISCH_PROBLEEM),
        "AantalBerichtenBerichtTypeNietCorrect": tel(Verwerkingscode.BERICHTTYPE),
        "AantalBerichtenPublicatieDatumNietCorrect": tel(Verwerkingscode.PUBLICATIEDATUM),
        "AantalBerichtenAanmaakDatumNietCorrect": tel(Verwerkingscode.AANMAAKDATUM),
        "DatumOntvangen": moment,
        "DatumVerwerkt": moment,
    }


def _spoil(regels: list[Uitslagregel], storing: Batchstoring | None) -> list[Uitslagregel]:
    """Make the lines of a result wrong in the way that was planned."""
    eerste = regels[0]
    if storing is Batchstoring.ONVOLLEDIG:
        return regels[:-1]
    if storing is Batchstoring.TWEE_REGELS:
        return [*regels, eerste._replace(code=Verwerkingscode.NIET_ACTIEF)]
    if storing is Batchstoring.ONBEKEND:
        return [*regels, eerste._replace(bericht_id="ffffffff-0000-4000-8000-000000000000")]
    if storing is Batchstoring.NIL:
        return [eerste._replace(bericht_id=str(NIL))]
    return regels


def _find_hoofd(inhoud: bytes) -> tuple[str, str]:
    """Find the number and the sender of a batch, even of one that is not valid."""
    gevonden: dict[str, str] = {}
    try:
        for _, element in etree.iterparse(BytesIO(inhoud), resolve_entities=False, no_network=True):
            gevonden.setdefault(etree.QName(element).localname, element.text or "")
            if etree.QName(element).localname == "BatchInformatie":
                break
    except etree.XMLSyntaxError:
        return str(NIL), ""
    return gevonden.get("BatchID", str(NIL)), gevonden.get("BerichtLeverancierID", "")


def _check_schema(inhoud: bytes, schema: etree.XMLSchema) -> None:
    for _, bericht in etree.iterparse(
        BytesIO(inhoud), tag=BERICHT, schema=schema, resolve_entities=False, no_network=True
    ):
        bericht.clear()


def _list_berichten(inhoud: bytes) -> Iterator[Globebericht]:
    for _, bericht in etree.iterparse(BytesIO(inhoud), tag=BERICHT, resolve_entities=False, no_network=True):
        velden = {etree.QName(veld).localname: veld.text or "" for veld in bericht.iter() if len(veld) == 0}
        yield Globebericht(
            bericht_id=velden["BerichtID"],
            berichttype=velden["BerichtType"],
            referentie=velden.get("Referentie", ""),
            gebruiker=velden["GebruikerID"],
            onderwerp=velden["Onderwerp"],
            tekst=velden.get("BerichtTekst", ""),
            inhoud=b64decode(velden.get("Inhoud", "")),
        )
        bericht.clear()
