"""Every setting of the service, read from the environment in this one place."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL

from calc.huishouden import Toeslag
from correspondentie.errors import CannotStartError
from correspondentie.instellingvormen import parse_waarde
from correspondentie.zetter import STEEKPROEF, Motor
from outbox.indeling import ENVELOP_MG, VEL_MG
from outbox.kanaal import GEDULDEN

VOORVOEGSEL = "CORRESPONDENTIE_"
OIN_VOORBEELD = "00000000000000100000"
SLEUTEL_VOORBEELD = "alleen-voor-proefdraaien"
_WEGEN = ("fbs_url", "globe_url", "globe_uitwisselmap", "proefmagazijn")  # to the Berichtenbox
_OIDCVELDEN = {"oidc_uitgever", "oidc_client", "oidc_geheim"}
_TOKENVELDEN = {"fbs_token_url", "fbs_client", "fbs_tokensleutel"}
SJABLONEN = Path(__file__).parents[1] / "sjablonen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How this installation runs; the defaults need nothing but a disk.

    Unit: brok in huishoudens per transaction, partij in letters per print lot, bezorgers in threads,
    terugvaltermijn in hours that a letter without paper waits for a Berichtenbox that cannot be reached,
    wachttijd in seconds before a second attempt (doubled each time), tijdslimiet in seconds per request,
    bezinktijd in seconds before a message of which nobody knows whether it arrived is looked for, claimduur
    in seconds that a worker may keep what it took, veegtijd in seconds after which workers that did not come
    are called again.
    database None means: the SQLite file in the data folder; else a PostgreSQL, whose password is shown
    nowhere. fbs_certificaat, its key and fbs_vertrouwd (PEM) are for mutual TLS with the Berichtenbox;
    fbs_token_url, fbs_client and fbs_tokensleutel say where a token is asked for, as whom, with which key.
    profiel_url is where the Profiel Service of the FBS is, dienstverlener the sender's name there.
    globe_url (an ebMS adapter) or globe_uitwisselmap (a folder) makes GLOBE the way to the Berichtenbox.
    Without either, or fbs_url: the stand-in at proefmagazijn, or else the embedded one. makelaar
    is the broker over which workers elsewhere are called; None: the work is done by processes of its own.
    oin is the sender's number; sleutel makes kenmerken unpredictable. motor is how letters are made; one
    filled letter in steekproef is composed as well and compared. instelbaar_voorschot holds the toeslagen of
    which an applicant may choose to receive less than the computed advance: none, as the policy is not in
    force. print_capaciteit is in sheets per print day (None: everything at once, on any day);
    laat_drukken lets a run go that the printer cannot have in full on its dagtekening. velgewicht and
    envelopgewicht are in milligram; with print_sleutel and print_certificaat (PEM) each manifest is signed.
    archief is the object store (s3://bucket/prefix) with its own address, region, access key and secret;
    None means: a folder in the data map. vernietigingsstop says that nothing may be destroyed: every pack is
    put under a lock. web_adres is where browsers reach the web application (None: this machine only);
    oidc_uitgever, oidc_client and oidc_geheim are the identity provider and as whom we are known there,
    oidc_rolclaim the path in its ID token, with dots, to the roles of a colleague. breekpunt kills
    the process there: only for tests.
    """

    sjablonen: Path = SJABLONEN
    database: URL | None = None
    fbs_url: str | None = None
    fbs_certificaat: Path | None = None
    fbs_certificaatsleutel: Path | None = None
    fbs_vertrouwd: Path | None = None
    fbs_token_url: str | None = None
    fbs_client: str | None = None
    fbs_tokensleutel: Path | None = None
    globe_url: str | None = None
    globe_uitwisselmap: Path | None = None
    globe_berichttype: str | None = None
    globe_cpa: str | None = None
    globe_van: str | None = None
    globe_naar: str | None = None
    globe_certificaat: Path | None = None
    globe_vertrouwd: Path | None = None
    profiel_url: str | None = None
    dienstverlener: str | None = None
    proefmagazijn: str | None = None
    makelaar: str | None = field(default=None, repr=False)
    oin: str = OIN_VOORBEELD
    sleutel: str = field(default=SLEUTEL_VOORBEELD, repr=False)
    brok: int = 100
    partij: int = 250
    bezorgers: int = 4
    pogingen: int = 60
    terugvaltermijn: float = 24.0
    motor: Motor = Motor.FORME
    steekproef: int = STEEKPROEF
    wachttijd: float = 1.0
    tijdslimiet: float = 10.0
    bezinktijd: float = 60.0
    claimduur: float = 120.0
    veegtijd: float = 5.0
    print_capaciteit: int | None = None
    laat_drukken: bool = False
    print_sleutel: Path | None = None
    print_certificaat: Path | None = None
    velgewicht: int = VEL_MG
    envelopgewicht: int = ENVELOP_MG
    archief: str | None = None
    archief_url: str | None = None
    archief_regio: str = "eu-central-1"
    archief_id: str | None = None
    archief_geheim: str | None = field(default=None, repr=False)
    vernietigingsstop: bool = True
    instelbaar_voorschot: frozenset[Toeslag] = frozenset()
    web_adres: str | None = None
    oidc_uitgever: str | None = None
    oidc_client: str | None = None
    oidc_geheim: str | None = field(default=None, repr=False)
    oidc_rolclaim: str = "roles"
    breekpunt: str | None = None

    @property
    def over_globe(self) -> bool:
        """Whether GLOBE is the way to the Berichtenbox."""
        return self.globe_url is not None or self.globe_uitwisselmap is not None

    @property
    def echt(self) -> bool:
        """Whether letters go to citizens, and not to a stand-in."""
        return self.fbs_url is not None or self.over_globe

    @classmethod
    def from_env(cls, omgeving: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; all that is wrong is reported at once.

        Raises: CannotStartError.
        """
        bekend = cls.__dataclass_fields__
        fouten: list[str] = []
        waarden: dict[str, object] = {}
        for naam, tekst in omgeving.items():
            veld = naam.removeprefix(VOORVOEGSEL).lower()
            if not naam.startswith(VOORVOEGSEL):
                continue
            if veld not in bekend:
                fouten.append(f"{naam} bestaat niet; bekend zijn {', '.join(_list_namen())}")
                continue
            try:
                waarden[veld] = parse_waarde(veld, tekst)
            except ValueError as fout:
                fouten.append(f"{naam}: {fout}")
        fouten += _list_tegenspraak(waarden)
        if fouten:
            raise CannotStartError("De instellingen kloppen niet:\n- " + "\n- ".join(fouten))
        return cls(**waarden)  # type: ignore[arg-type]  # _parse_waarde gives each field its own type


def _list_tegenspraak(waarden: Mapping[str, object]) -> Iterator[str]:
    """List which settings do not go together."""
    if waarden.get("fbs_url") and {"oin", "sleutel"} - waarden.keys():
        yield (
            f"met {VOORVOEGSEL}FBS_URL horen ook {VOORVOEGSEL}OIN en {VOORVOEGSEL}SLEUTEL: "
            "een echte Berichtenbox krijgt geen voorbeeldafzender"
        )
    yield from _list_archieffouten(waarden)
    yield from _list_globefouten(waarden)
    yield from _list_halve_paren(waarden)
    velden = Settings.__dataclass_fields__
    claimduur, tijdslimiet = (waarden.get(v, velden[v].default) for v in ("claimduur", "tijdslimiet"))
    if claimduur <= GEDULDEN * tijdslimiet:  # type: ignore[operator]  # both are seconds
        yield (
            f"{_name('claimduur')} ({claimduur}) moet meer zijn dan {GEDULDEN} keer {_name('tijdslimiet')} "
            f"({tijdslimiet}): anders raakt een werker zijn werk kwijt terwijl een verzoek nog loopt"
        )
    termijn = waarden.get("terugvaltermijn", velden["terugvaltermijn"].default)
    if 3600 * termijn <= 2 * claimduur:  # type: ignore[operator] # hours and seconds
        yield f"{_name('terugvaltermijn')} ({termijn}) moet meer zijn dan twee keer {_name('claimduur')}"
    if _TOKENVELDEN & waarden.keys() and (ontbreekt := sorted(_TOKENVELDEN - waarden.keys())):
        namen = ", ".join(map(_name, ontbreekt))
        yield f"voor een token ontbreekt {namen}: de drie horen bij elkaar"
    yield from _list_webfouten(waarden)
    if len(wegen := [_name(veld) for veld in _WEGEN if veld in waarden]) > 1:
        yield f"kies een van {' en '.join(wegen)}: brieven gaan langs een weg naar de Berichtenbox"
    if len({"profiel_url", "dienstverlener"} & waarden.keys()) == 1:
        yield f"{VOORVOEGSEL}PROFIEL_URL en {VOORVOEGSEL}DIENSTVERLENER horen bij elkaar; geef beide"
    if "makelaar" in waarden and not wegen:
        yield (
            f"met {VOORVOEGSEL}MAKELAAR hoort een van {', '.join(map(_name, _WEGEN))}: "
            "werkers op andere machines moeten dezelfde Berichtenbox kunnen bereiken"
        )


def _list_webfouten(waarden: Mapping[str, object]) -> Iterator[str]:
    """List what the log-in of the web application misses."""
    gegeven = _OIDCVELDEN & waarden.keys()
    if gegeven and (ontbreekt := sorted(_OIDCVELDEN - gegeven)):
        yield f"voor inloggen ontbreekt {', '.join(map(_name, ontbreekt))}: de drie horen bij elkaar"
    if "oidc_rolclaim" in waarden and not gegeven:
        yield f"{_name('oidc_rolclaim')} heeft alleen zin met {_name('oidc_uitgever')}"


def _list_halve_paren(waarden: Mapping[str, object]) -> Iterator[str]:
    """List which certificates miss their key, and the other way round."""
    for paar in (("fbs_certificaat", "fbs_certificaatsleutel"), ("print_sleutel", "print_certificaat")):
        if len(waarden.keys() & set(paar)) == 1:
            yield f"{' en '.join(map(_name, paar))} horen bij elkaar; geef beide"


def _list_globefouten(waarden: Mapping[str, object]) -> Iterator[str]:
    """List what GLOBE misses, over an adapter or a folder."""
    nodig = {"oin", "sleutel", "globe_berichttype"}
    if "globe_url" in waarden:
        nodig |= {"globe_cpa", "globe_van", "globe_naar"}
    elif "globe_uitwisselmap" not in waarden:
        return
    if ontbreekt := sorted(nodig - waarden.keys()):
        yield f"voor GLOBE ontbreekt {', '.join(map(_name, ontbreekt))}"


def _name(veld: str) -> str:
    return f"{VOORVOEGSEL}{veld.upper()}"


def _list_archieffouten(waarden: Mapping[str, object]) -> Iterator[str]:
    """List what is missing: an object store needs who writes, and the rest means nothing without one."""
    gegeven = {veld for veld in waarden if veld.startswith("archief_")}
    nodig = {"archief_id", "archief_geheim"}
    if "archief" in waarden and nodig - gegeven:
        yield f"met {VOORVOEGSEL}ARCHIEF horen ook {VOORVOEGSEL}ARCHIEF_ID en {VOORVOEGSEL}ARCHIEF_GEHEIM"
    if "archief" not in waarden and gegeven:
        namen = ", ".join(sorted(map(_name, gegeven)))
        yield f"{namen} heeft alleen zin met {VOORVOEGSEL}ARCHIEF; zet die erbij of haal dit weg"


def _list_namen() -> list[str]:
    return [_name(veld) for veld in Settings.__dataclass_fields__]
