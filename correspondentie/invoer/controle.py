"""Facts of a Dossier that cannot be true together, each with its field and reason (pure)."""

from collections.abc import Iterator
from datetime import date

from stdnum import iban
from stdnum.nl import bsn

from calc.huishouden import Toeslag
from correspondentie.dossier import Besluitsoort, Burger, Dossier
from correspondentie.invoer.feiten import LEEFTIJD_MAXIMUM, compute_leeftijd, list_huishoudfouten
from correspondentie.invoer.uitval import Bevinding

LEEFTIJD_MINIMUM = 14  # years; from this age a citizen can have a Berichtenbox


def list_feitfouten(dossier: Dossier, maandeinde: date) -> Iterator[Bevinding]:
    """List the facts that cannot be true in the run of the month that ends on maandeinde."""
    yield from _list_maandfouten(dossier, maandeinde)
    yield from _list_bsnfouten(dossier)
    yield from _list_burgerfouten(dossier.aanvrager, "aanvrager", maandeinde)
    yield from _list_partnerfouten(dossier, maandeinde)
    yield from _list_betaalfouten(dossier)
    yield from list_huishoudfouten(dossier.huishouden, maandeinde)
    yield from _list_bewonerfouten(dossier)


def _list_maandfouten(dossier: Dossier, maandeinde: date) -> Iterator[Bevinding]:
    if dossier.maand != f"{maandeinde:%Y-%m}":
        yield Bevinding("maand", "de maand is niet de maand van deze run")
    jaar = dossier.huishouden.toeslagjaar
    if jaar > maandeinde.year + 1:
        yield Bevinding(
            "huishouden.toeslagjaar",
            "verwacht is het jaar van de maand van deze run, een eerder jaar of het jaar erna",
        )
    if dossier.besluitsoort is Besluitsoort.DEFINITIEF and jaar >= maandeinde.year:
        yield Bevinding("besluitsoort", "een definitieve toekenning kan pas als het toeslagjaar voorbij is")
    berichtenbox = dossier.berichtenbox
    if berichtenbox is not None and berichtenbox.gecontroleerd_op > maandeinde:
        yield Bevinding("berichtenbox.gecontroleerd_op", "deze datum ligt na de maand van de run")


def _list_bsnfouten(dossier: Dossier) -> Iterator[Bevinding]:
    nummers = _find_bsns(dossier)
    if is_bsn(dossier.dossier):
        # the dossier stands in the report, where no BSN may stand
        yield Bevinding("dossier", "het dossiernummer kan een burgerservicenummer zijn; kies een ander")
    for veld, nummer in nummers.items():
        if not is_bsn(nummer):
            yield Bevinding(veld, "dit burgerservicenummer voldoet niet aan de elfproef")
    for veld, nummer in nummers.items():
        if veld != "aanvrager.bsn" and nummer == dossier.aanvrager.bsn:
            yield Bevinding(veld, "dit burgerservicenummer is hetzelfde als dat van de aanvrager")


def is_bsn(nummer: str) -> bool:
    """Answer whether this is a burgerservicenummer: nine digits, and the check digit fits them."""
    # stdnum forgives spaces, points and a missing nought, and \d in the type digits of other scripts
    return len(nummer) == 9 and nummer.isascii() and nummer.isdigit() and bsn.is_valid(nummer)


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
    elif not LEEFTIJD_MINIMUM <= compute_leeftijd(burger.geboortedatum, maandeinde) <= LEEFTIJD_MAXIMUM:
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
    opvang = dossier.huishouden.has_aanvraag(Toeslag.KINDEROPVANGTOESLAG)
    if dossier.betaling.organisatie is not None and not opvang:
        yield Bevinding(
            "betaling.organisatie",
            "een organisatie krijgt alleen kinderopvangtoeslag, en die is niet aangevraagd: "
            "geef een rekening op",
        )


def _list_bewonerfouten(dossier: Dossier) -> Iterator[Bevinding]:
    for plaats, huur in enumerate(dossier.huishouden.huren):
        if huur.oudste_geboren > dossier.aanvrager.geboortedatum:
            yield Bevinding(
                f"huishouden.huren[{plaats}].oudste_geboren",
                "de oudste bewoner kan niet jonger zijn dan de aanvrager",
            )
