"""What the printer says of a lot, read and laid beside the manifest line by line (pure).

Nothing is taken on trust: a line counts when it names one letter of this lot by kenmerk and volgnummer, once,
with a moment that can be. Every other line is a finding, and so is every letter without a line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from lxml import etree

from outbox.printstand import Printstatus, Weigerreden
from outbox.printstraat.manifest import Manifest, Manifestbrief
from outbox.xmllezen import list_velden, load_schema, parse_xml

NAMESPACE = "urn:correspondentie:terugmelding:1"
KLOKVERSCHIL = timedelta(minutes=5)  # what two clocks may differ


class Bevindingsoort(StrEnum):
    """What is wrong between the manifest and what the printer says."""

    ONTBREEKT = "ontbreekt"
    DUBBEL = "dubbel"
    ONBEKEND = "onbekend"
    VERWISSELD = "verwisseld"
    MOMENT = "moment"
    REDEN = "reden"
    INGETROKKEN = "ingetrokken"


@dataclass(frozen=True, kw_only=True, slots=True)
class Meldregel:
    """What the printer says of one letter."""

    volgnummer: int
    kenmerk: str
    status: Printstatus
    moment: datetime
    reden: Weigerreden | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugmelding:
    """A file of the printer: what became of the letters of a lot.

    manifest is the sha256 of the manifest that the printer had.
    """

    run: str
    lot: int
    manifest: str
    regels: tuple[Meldregel, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Afwijkregel:
    """One thing that does not fit; without a line in the file, the volgnummer is that of the manifest."""

    soort: Bevindingsoort
    kenmerk: str
    volgnummer: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Bezorgdepartij:
    """When a lot went to the printer, and the kenmerken that the printer took out of it when asked."""

    begin: datetime
    uitgenomen: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Vergelijking:
    """What of a Terugmelding counts, and what does not."""

    aangenomen: tuple[Meldregel, ...]
    afwijkingen: tuple[Afwijkregel, ...]


def parse_terugmelding(inhoud: bytes) -> Terugmelding:
    """Read a file of the printer.

    Raises: InvalidXmlError.
    """
    wortel = parse_xml(inhoud, _load_schema())
    velden = list_velden(wortel)
    return Terugmelding(
        run=velden["run"],
        lot=int(velden["partij"]),
        manifest=velden["manifest"],
        regels=tuple(_parse_regel(list_velden(brief)) for brief in wortel),
    )


def match_terugmelding(
    terugmelding: Terugmelding, manifest: Manifest, bezorgd: Bezorgdepartij, now: datetime
) -> Vergelijking:
    """Lay a file of the printer beside the manifest.

    What became of a letter lies between its hand-over and now. A letter that was taken out needs no line; one
    that says it was printed all the same is a finding.
    """
    bekend = {brief.kenmerk: brief for brief in manifest.brieven}
    aangenomen: list[Meldregel] = []
    afwijkingen: list[Afwijkregel] = []
    for regel, keer in _count_keren(terugmelding):
        soort = _find_fout(regel, bekend.get(regel.kenmerk), keer)
        if soort is None and not bezorgd.begin - KLOKVERSCHIL <= regel.moment <= now + KLOKVERSCHIL:
            soort = Bevindingsoort.MOMENT
        if soort is None and regel.kenmerk in bezorgd.uitgenomen:
            soort = Bevindingsoort.INGETROKKEN
        if soort is None:
            aangenomen.append(regel)
        else:
            afwijkingen.append(Afwijkregel(soort=soort, kenmerk=regel.kenmerk, volgnummer=regel.volgnummer))
    genoemd = bezorgd.uitgenomen | {regel.kenmerk for regel in terugmelding.regels}
    afwijkingen += [
        Afwijkregel(soort=Bevindingsoort.ONTBREEKT, kenmerk=brief.kenmerk, volgnummer=brief.volgnummer)
        for brief in manifest.brieven
        if brief.kenmerk not in genoemd
    ]
    return Vergelijking(aangenomen=tuple(aangenomen), afwijkingen=tuple(afwijkingen))


def _count_keren(terugmelding: Terugmelding) -> Iterator[tuple[Meldregel, int]]:
    """List every line with how often its letter, or its number, occurs in the file."""
    kenmerken = Counter(regel.kenmerk for regel in terugmelding.regels)
    nummers = Counter(regel.volgnummer for regel in terugmelding.regels)
    for regel in terugmelding.regels:
        yield regel, max(kenmerken[regel.kenmerk], nummers[regel.volgnummer])


def _find_fout(regel: Meldregel, brief: Manifestbrief | None, keer: int) -> Bevindingsoort | None:
    if brief is None:
        return Bevindingsoort.ONBEKEND
    if keer > 1:  # two lines say two things, and nobody knows which is true
        return Bevindingsoort.DUBBEL
    if brief.volgnummer != regel.volgnummer:
        return Bevindingsoort.VERWISSELD
    if (regel.status is Printstatus.GEWEIGERD) != (regel.reden is not None):
        return Bevindingsoort.REDEN
    return None


def _parse_regel(velden: Mapping[str, str]) -> Meldregel:
    reden = velden.get("reden")
    return Meldregel(
        volgnummer=int(velden["volgnummer"]),
        kenmerk=velden["kenmerk"],
        status=Printstatus(velden["status"]),
        moment=datetime.fromisoformat(velden["moment"]).astimezone(UTC),
        reden=None if reden is None else Weigerreden(reden),
    )


@lru_cache(maxsize=1)
def _load_schema() -> etree.XMLSchema:
    return load_schema("terugmelding.xsd")
