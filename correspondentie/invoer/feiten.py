"""Facts of a Huishouden that cannot be true in its toeslagjaar or in the month of the run (pure)."""

import re
from collections.abc import Iterator
from datetime import date

from calc.huishouden import Huishouden, Huur, Kind, Levering, Medebewoner, Opvang, Toeslag, Verleend
from correspondentie.invoer.uitval import Bevinding

LEEFTIJD_MAXIMUM = 120  # years; nobody in the BRP is older
LEEFTIJD_KIND = 18  # years; who had this birthday before the toeslagjaar is no child for any toeslag
LRK_LENGTES = range(9, 13)  # digits; 9 in all numbers seen, 12 in one register: no official format was found
KINDNUMMER_MAXIMUM = 999  # it has to fit in the tables, and no household comes near
VERLEEND_MAXIMUM = 1_000_000_00  # eurocent a year; a grant above this is a typing error
LANDCODE = re.compile(r"[A-Z]{2}")  # ISO 3166-1 alpha-2
NEDERLAND = "NL"


def list_huishoudfouten(huishouden: Huishouden, maandeinde: date) -> Iterator[Bevinding]:
    """List the facts that cannot be true in the run of the month that ends on maandeinde."""
    yield from _list_aanvraagfouten(huishouden, maandeinde)
    yield from _list_kindfouten(huishouden, maandeinde)
    yield from _list_zorgfouten(huishouden)
    yield from _list_huurfouten(huishouden, maandeinde)
    for plaats, levering in enumerate(huishouden.inkomensleveringen):
        pad = f"huishouden.inkomensleveringen[{plaats}]"
        yield from _list_bronfouten(levering.bron, levering.geleverd_op, pad, maandeinde)


def compute_leeftijd(geboortedatum: date, peildatum: date) -> int:
    """Compute how many birthdays somebody has had on this day."""
    jarig = (peildatum.month, peildatum.day) >= (geboortedatum.month, geboortedatum.day)
    return peildatum.year - geboortedatum.year - (not jarig)


def compute_laatst_betaald(toeslagjaar: int, maandeinde: date) -> int:
    """Return the last month (0-12) of the toeslagjaar that can have been paid when the month of the run ends.

    A month is paid around the 20th of the month before, so one month ahead can have been paid.
    """
    maanden = (maandeinde.year - toeslagjaar) * 12 + maandeinde.month + 1
    return min(max(maanden, 0), 12)


def _list_aanvraagfouten(huishouden: Huishouden, maandeinde: date) -> Iterator[Bevinding]:
    if not huishouden.aanvragen:
        yield Bevinding("huishouden.aanvragen", "er is geen toeslag aangevraagd; geef ten minste één op")
    if huishouden.has_aanvraag(Toeslag.HUURTOESLAG) and not huishouden.huren:
        yield Bevinding("huishouden.huren", "huurtoeslag is aangevraagd, maar er is geen huur opgegeven")
    laatste = compute_laatst_betaald(huishouden.toeslagjaar, maandeinde)
    for plaats, aanvraag in enumerate(huishouden.aanvragen):
        if aanvraag.verleend is not None:
            pad = f"huishouden.aanvragen[{plaats}].verleend"
            yield from _list_verleendfouten(aanvraag.verleend, pad, laatste)


def _list_verleendfouten(verleend: Verleend, pad: str, laatste: int) -> Iterator[Bevinding]:
    for veld, bedrag in (("bedrag_jaar", verleend.bedrag_jaar), ("uitbetaald", verleend.uitbetaald)):
        if bedrag > VERLEEND_MAXIMUM:
            yield Bevinding(f"{pad}.{veld}", f"verwacht is hooguit {VERLEEND_MAXIMUM} eurocent")
    if verleend.tot_en_met_maand > laatste:
        yield Bevinding(
            f"{pad}.tot_en_met_maand", "deze maand kan nog niet zijn betaald in de maand van de run"
        )
    if verleend.uitbetaald and not verleend.tot_en_met_maand:
        yield Bevinding(
            f"{pad}.uitbetaald", "er is een bedrag uitbetaald, maar geen maand waarover is betaald"
        )


def _list_kindfouten(huishouden: Huishouden, maandeinde: date) -> Iterator[Bevinding]:
    for plaats, kind in enumerate(huishouden.kinderen):
        pad = f"huishouden.kinderen[{plaats}]"
        yield from _list_persoonsfouten(kind, pad, huishouden.toeslagjaar, maandeinde)
        for nummer, opvang in enumerate(kind.opvang):
            yield from _list_opvangfouten(opvang, kind, f"{pad}.opvang[{nummer}]", huishouden.toeslagjaar)
        for nummer, levering in enumerate(kind.leveringen):
            yield from _list_leveringsfouten(levering, f"{pad}.leveringen[{nummer}]", maandeinde)


def _list_persoonsfouten(kind: Kind, pad: str, jaar: int, maandeinde: date) -> Iterator[Bevinding]:
    if kind.nummer < 1:
        yield Bevinding(f"{pad}.nummer", "verwacht is een nummer vanaf 1")
    if kind.nummer > KINDNUMMER_MAXIMUM:
        yield Bevinding(f"{pad}.nummer", f"verwacht is een nummer van hooguit {KINDNUMMER_MAXIMUM}")
    if not kind.voornaam.strip():
        yield Bevinding(f"{pad}.voornaam", "de voornaam is leeg")
    veld = f"{pad}.geboortedatum"
    if kind.geboortedatum > maandeinde:
        yield Bevinding(veld, "deze datum ligt na de maand van de run")
    elif kind.geboortedatum.year > jaar:
        yield Bevinding(veld, "het kind is geboren na het toeslagjaar")
    elif compute_leeftijd(kind.geboortedatum, date(jaar, 1, 1)) >= LEEFTIJD_KIND:
        yield Bevinding(veld, f"het kind is {LEEFTIJD_KIND} jaar of ouder op 1 januari van het toeslagjaar")


def _list_opvangfouten(opvang: Opvang, kind: Kind, pad: str, jaar: int) -> Iterator[Bevinding]:
    yield from _list_lrkfouten(opvang.lrk_nummer, pad)
    if not opvang.organisatie.strip():
        yield Bevinding(f"{pad}.organisatie", "de naam van de kinderopvangorganisatie is leeg")
    if opvang.begin < kind.geboortedatum:
        yield Bevinding(f"{pad}.begin", "de opvang begint voor de geboorte van het kind")
    if opvang.begin.year > jaar:
        yield Bevinding(f"{pad}.begin", "de opvang begint na het toeslagjaar")


def _list_leveringsfouten(levering: Levering, pad: str, maandeinde: date) -> Iterator[Bevinding]:
    yield from _list_lrkfouten(levering.lrk_nummer, pad)
    yield from _list_bronfouten(levering.bron, levering.geleverd_op, pad, maandeinde)


def _list_bronfouten(bron: str, geleverd_op: date, pad: str, maandeinde: date) -> Iterator[Bevinding]:
    if not bron.strip():
        yield Bevinding(f"{pad}.bron", "de bron van de levering is leeg")
    if geleverd_op > maandeinde:
        yield Bevinding(f"{pad}.geleverd_op", "deze datum ligt na de maand van de run")


def _list_lrkfouten(lrk_nummer: str, pad: str) -> Iterator[Bevinding]:
    if len(lrk_nummer) not in LRK_LENGTES or not (lrk_nummer.isascii() and lrk_nummer.isdigit()):
        yield Bevinding(
            f"{pad}.lrk_nummer",
            f"verwacht zijn {LRK_LENGTES[0]} tot en met {LRK_LENGTES[-1]} cijfers",
        )


def _list_zorgfouten(huishouden: Huishouden) -> Iterator[Bevinding]:
    land = huishouden.zorg.woonland
    if land == NEDERLAND:
        yield Bevinding("huishouden.zorg.woonland", "laat dit veld weg als de aanvrager in Nederland woont")
    elif land is not None and not LANDCODE.fullmatch(land):
        yield Bevinding("huishouden.zorg.woonland", "verwacht zijn twee hoofdletters, zoals BE")


def _list_huurfouten(huishouden: Huishouden, maandeinde: date) -> Iterator[Bevinding]:
    for plaats, huur in enumerate(huishouden.huren):
        pad = f"huishouden.huren[{plaats}]"
        yield from _list_geboortefouten(huur.oudste_geboren, f"{pad}.oudste_geboren", maandeinde)
        if huur.begin.year > huishouden.toeslagjaar:
            yield Bevinding(f"{pad}.begin", "de huur begint na het toeslagjaar")
        for nummer, bewoner in enumerate(huur.medebewoners):
            yield from _list_medebewonerfouten(bewoner, huur, f"{pad}.medebewoners[{nummer}]", maandeinde)


def _list_medebewonerfouten(
    bewoner: Medebewoner, huur: Huur, pad: str, maandeinde: date
) -> Iterator[Bevinding]:
    veld = f"{pad}.geboortedatum"
    yield from _list_geboortefouten(bewoner.geboortedatum, veld, maandeinde)
    if bewoner.geboortedatum < huur.oudste_geboren:
        yield Bevinding(veld, "de medebewoner is ouder dan de oudste bewoner")


def _list_geboortefouten(geboren: date, veld: str, maandeinde: date) -> Iterator[Bevinding]:
    if geboren > maandeinde:
        yield Bevinding(veld, "deze datum ligt na de maand van de run")
    elif compute_leeftijd(geboren, maandeinde) > LEEFTIJD_MAXIMUM:
        yield Bevinding(veld, f"de leeftijd kan niet; verwacht is hooguit {LEEFTIJD_MAXIMUM} jaar")
