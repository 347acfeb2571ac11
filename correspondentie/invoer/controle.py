"""Facts of a Dossier that cannot be true together, each with its field and reason (pure)."""

from collections.abc import Iterator
from datetime import date

from stdnum import iban
from stdnum.nl import bsn

from calc.huishouden import Huishouden, Kind, Levering, Opvang, Verleend
from correspondentie.dossier import Burger, Dossier
from correspondentie.invoer.uitval import Bevinding

LEEFTIJD_MINIMUM = 14  # years; from this age a citizen can have a Berichtenbox
LEEFTIJD_MAXIMUM = 120  # years; nobody in the BRP is older
LEEFTIJD_KIND = 18  # years; from this birthday nobody counts as a child for any toeslag
LRK_LENGTES = range(9, 13)  # digits; 9 in all numbers seen, 12 in one register: no official format was found
BEDRAG_MAXIMUM = 1_000_000_00  # eurocent a year; anything above is a typing error


def list_feitfouten(dossier: Dossier, maandeinde: date) -> Iterator[Bevinding]:
    """List the facts that cannot be true in the run of the month that ends on maandeinde."""
    yield from _list_maandfouten(dossier, maandeinde)
    yield from _list_bsnfouten(dossier)
    yield from _list_burgerfouten(dossier.aanvrager, "aanvrager", maandeinde)
    yield from _list_partnerfouten(dossier, maandeinde)
    yield from _list_betaalfouten(dossier)
    if dossier.huishouden.verleend is not None:
        yield from _list_verleendfouten(dossier.huishouden.verleend, maandeinde.month)
    yield from _list_kindfouten(dossier.huishouden, maandeinde)


def _list_maandfouten(dossier: Dossier, maandeinde: date) -> Iterator[Bevinding]:
    if dossier.maand != f"{maandeinde:%Y-%m}":
        yield Bevinding("maand", "de maand is niet de maand van deze run")
    if dossier.huishouden.toeslagjaar != maandeinde.year:
        yield Bevinding(
            "huishouden.toeslagjaar", "het toeslagjaar is niet het jaar van de maand van deze run"
        )
    berichtenbox = dossier.berichtenbox
    if berichtenbox is not None and berichtenbox.gecontroleerd_op > maandeinde:
        yield Bevinding("berichtenbox.gecontroleerd_op", "deze datum ligt na de maand van de run")


def _list_bsnfouten(dossier: Dossier) -> Iterator[Bevinding]:
    nummers = _find_bsns(dossier)
    if dossier.dossier in nummers.values():
        # the dossier stands in the report, where no BSN may stand
        yield Bevinding("dossier", "het dossiernummer is een burgerservicenummer; geef een eigen nummer")
    for veld, nummer in nummers.items():
        # stdnum forgives spaces and points, and \d in the type forgives digits of other scripts
        if not bsn.is_valid(nummer) or bsn.compact(nummer) != nummer:
            yield Bevinding(veld, "dit burgerservicenummer voldoet niet aan de elfproef")
    for veld, nummer in nummers.items():
        if veld != "aanvrager.bsn" and nummer == dossier.aanvrager.bsn:
            yield Bevinding(veld, "dit burgerservicenummer is hetzelfde als dat van de aanvrager")


def _find_bsns(dossier: Dossier) -> dict[str, str]:
    nummers = {"aanvrager.bsn": dossier.aanvrager.bsn}
    if dossier.partner is not None:
        nummers["partner.bsn"] = dossier.partner.bsn
    for plaats, partner in enumerate(dossier.aanvrager.brp.partners):
        if partner.bsn:
            nummers[f"aanvrager.brp.partners[{plaats}].bsn"] = partner.bsn
    return nummers


def _list_burgerfouten(burger: Burger, pad: str, maandeinde: date) -> Iterator[Bevinding]:
    if burger.geboortedatum > maandeinde:
        yield Bevinding(f"{pad}.geboortedatum", "deze datum ligt na de maand van de run")
    elif not LEEFTIJD_MINIMUM <= _compute_leeftijd(burger.geboortedatum, maandeinde) <= LEEFTIJD_MAXIMUM:
        yield Bevinding(
            f"{pad}.geboortedatum",
            f"de leeftijd kan niet; verwacht is {LEEFTIJD_MINIMUM} tot en met {LEEFTIJD_MAXIMUM} jaar",
        )
    if burger.overlijdensdatum is not None:
        yield from _list_overlijdensfouten(burger, burger.overlijdensdatum, pad, maandeinde)


def _list_overlijdensfouten(
    burger: Burger, overleden_op: date, pad: str, maandeinde: date
) -> Iterator[Bevinding]:
    if overleden_op < burger.geboortedatum:
        yield Bevinding(f"{pad}.overlijdensdatum", "deze datum ligt voor de geboortedatum")
    if overleden_op > maandeinde:
        yield Bevinding(f"{pad}.overlijdensdatum", "deze datum ligt na de maand van de run")


def _list_partnerfouten(dossier: Dossier, maandeinde: date) -> Iterator[Bevinding]:
    if dossier.partner is not None:
        yield from _list_burgerfouten(dossier.partner, "partner", maandeinde)
    if (dossier.partner is None) != (dossier.huishouden.toetsingsinkomen_partner is None):
        yield Bevinding(
            "huishouden.toetsingsinkomen_partner",
            "een partner en het inkomen van de partner horen bij elkaar: geef beide op, of geen van beide",
        )


def _list_betaalfouten(dossier: Dossier) -> Iterator[Bevinding]:
    rekening = dossier.betaling.rekening
    if rekening is not None and not (rekening.iban.isascii() and iban.is_valid(rekening.iban)):
        yield Bevinding("betaling.rekening.iban", "de controlecijfers of de lengte van de IBAN kloppen niet")


def _list_verleendfouten(verleend: Verleend, maand: int) -> Iterator[Bevinding]:
    for veld, bedrag in (("bedrag_jaar", verleend.bedrag_jaar), ("uitbetaald", verleend.uitbetaald)):
        if bedrag > BEDRAG_MAXIMUM:
            yield Bevinding(f"huishouden.verleend.{veld}", f"verwacht is hooguit {BEDRAG_MAXIMUM} eurocent")
    # a month is paid on the 20th of the month before, so one month ahead can have been paid
    if verleend.tot_en_met_maand > maand + 1:
        yield Bevinding(
            "huishouden.verleend.tot_en_met_maand",
            "deze maand kan nog niet zijn betaald in de maand van de run",
        )
    if verleend.uitbetaald and not verleend.tot_en_met_maand:
        yield Bevinding(
            "huishouden.verleend.uitbetaald",
            "er is een bedrag uitbetaald, maar geen maand waarover is betaald",
        )


def _list_kindfouten(huishouden: Huishouden, maandeinde: date) -> Iterator[Bevinding]:
    for plaats, kind in enumerate(huishouden.kinderen):
        pad = f"huishouden.kinderen[{plaats}]"
        yield from _list_persoonsfouten(kind, pad, maandeinde)
        for nummer, opvang in enumerate(kind.opvang):
            yield from _list_opvangfouten(opvang, kind, f"{pad}.opvang[{nummer}]", maandeinde)
        for nummer, levering in enumerate(kind.leveringen):
            yield from _list_leveringsfouten(levering, f"{pad}.leveringen[{nummer}]", maandeinde)


def _list_persoonsfouten(kind: Kind, pad: str, maandeinde: date) -> Iterator[Bevinding]:
    if kind.nummer < 1:
        yield Bevinding(f"{pad}.nummer", "verwacht is een nummer vanaf 1")
    if not kind.voornaam.strip():
        yield Bevinding(f"{pad}.voornaam", "de voornaam is leeg")
    if kind.geboortedatum > maandeinde:
        yield Bevinding(f"{pad}.geboortedatum", "deze datum ligt na de maand van de run")
    elif _compute_leeftijd(kind.geboortedatum, maandeinde.replace(day=1)) >= LEEFTIJD_KIND:
        yield Bevinding(f"{pad}.geboortedatum", f"het kind is {LEEFTIJD_KIND} jaar of ouder")


def _list_opvangfouten(opvang: Opvang, kind: Kind, pad: str, maandeinde: date) -> Iterator[Bevinding]:
    yield from _list_lrkfouten(opvang.lrk_nummer, pad)
    if not opvang.organisatie.strip():
        yield Bevinding(f"{pad}.organisatie", "de naam van de kinderopvangorganisatie is leeg")
    if opvang.begin < kind.geboortedatum:
        yield Bevinding(f"{pad}.begin", "de opvang begint voor de geboorte van het kind")
    if opvang.begin.year > maandeinde.year:
        yield Bevinding(f"{pad}.begin", "de opvang begint na het toeslagjaar")


def _list_leveringsfouten(levering: Levering, pad: str, maandeinde: date) -> Iterator[Bevinding]:
    yield from _list_lrkfouten(levering.lrk_nummer, pad)
    if not levering.bron.strip():
        yield Bevinding(f"{pad}.bron", "de bron van de levering is leeg")
    if levering.geleverd_op > maandeinde:
        yield Bevinding(f"{pad}.geleverd_op", "deze datum ligt na de maand van de run")


def _list_lrkfouten(lrk_nummer: str, pad: str) -> Iterator[Bevinding]:
    if len(lrk_nummer) not in LRK_LENGTES or not (lrk_nummer.isascii() and lrk_nummer.isdigit()):
        yield Bevinding(
            f"{pad}.lrk_nummer",
            f"verwacht zijn {LRK_LENGTES[0]} tot en met {LRK_LENGTES[-1]} cijfers",
        )


def _compute_leeftijd(geboortedatum: date, peildatum: date) -> int:
    jarig = (peildatum.month, peildatum.day) >= (geboortedatum.month, geboortedatum.day)
    return peildatum.year - geboortedatum.year - (not jarig)
