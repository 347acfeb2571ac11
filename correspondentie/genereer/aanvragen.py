"""Which toeslagen a made-up household applied for, and what was granted on them before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from calc.betaalplan import split_betalingen
from calc.errors import MissingNormError
from calc.huishouden import Aanvraag, Huishouden, Toeslag, Verleend
from calc.norm import Norm
from calc.voorschot import BESLISSERS
from correspondentie.genereer.kader import is_kans

KANS_GEVRAAGD = 0.95
KANS_ZONDER_RECHT = 0.05  # who asks for what there is no right to
KANS_NIEUW = 0.06  # a toeslag that is asked for the first time
EERDER = (("gelijk", "anders", "geen"), (35, 53, 12))
VROEGER_PROCENT = (60, 75, 85, 90, 105, 110, 120)
KANS_IETS_TE_VEEL = 0.2
KLEIN = 100  # euros; up to the small amount of every year nothing is claimed back
KANS_VERREKENING = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Betaalstand:
    """Up to which month (0-12) was paid; met_verrekening: a final decision may differ from what was paid."""

    tot_en_met_maand: int
    definitief: bool = False
    met_verrekening: bool = False


def list_gevraagd(
    loting: Random, huishouden: Huishouden, norm: Norm, kandidaten: Iterable[Toeslag]
) -> Iterator[Toeslag]:
    """List the candidates that are applied for: nearly all with a right, always kinderopvangtoeslag.

    A toeslag of which the official figures are not known is left out, as the core would refuse it.
    """
    for toeslag in kandidaten:
        try:
            bedrag = BESLISSERS[toeslag](huishouden, norm).bedrag_jaar
        except MissingNormError:
            continue
        kans = KANS_GEVRAAGD if bedrag else KANS_ZONDER_RECHT
        if is_kans(loting, kans) or toeslag is Toeslag.KINDEROPVANGTOESLAG:
            yield toeslag


def make_aanvragen(
    loting: Random, huishouden: Huishouden, norm: Norm, stand: Betaalstand, toeslagen: Iterable[Toeslag]
) -> tuple[Aanvraag, ...]:
    """Make the applications for these toeslagen, each with what was granted before."""
    vroeger = huishouden
    if not stand.definitief:
        eerder = loting.choices(*EERDER)[0]
        if eerder == "geen":
            return tuple(Aanvraag(toeslag=toeslag) for toeslag in toeslagen)
        if eerder == "anders":
            vroeger = _make_vroeger(loting, huishouden)
    return tuple(_make_aanvraag(loting, vroeger, norm, stand, toeslag) for toeslag in toeslagen)


def make_verleend(
    huishouden: Huishouden, norm: Norm, tot_en_met_maand: int, toeslag: Toeslag = Toeslag.KINDEROPVANGTOESLAG
) -> Verleend:
    """Return the grant when these very facts were decided on before, paid up to this month."""
    betalingen = split_betalingen(BESLISSERS[toeslag](huishouden, norm), norm)
    return Verleend(
        bedrag_jaar=sum(betalingen),
        uitbetaald=sum(betalingen[:tot_en_met_maand]),
        tot_en_met_maand=tot_en_met_maand,
    )


def _make_aanvraag(
    loting: Random, huishouden: Huishouden, norm: Norm, stand: Betaalstand, toeslag: Toeslag
) -> Aanvraag:
    try:
        verleend = make_verleend(huishouden, norm, stand.tot_en_met_maand, toeslag)
    except MissingNormError:  # of another income; then nothing was granted on it
        return Aanvraag(toeslag=toeslag)
    if stand.definitief:
        uitbetaald = _make_uitbetaald(loting, verleend.bedrag_jaar, stand)
        return Aanvraag(
            toeslag=toeslag, verleend=replace(verleend, bedrag_jaar=uitbetaald, uitbetaald=uitbetaald)
        )
    if not verleend.bedrag_jaar or is_kans(loting, KANS_NIEUW):
        return Aanvraag(toeslag=toeslag)
    return Aanvraag(toeslag=toeslag, verleend=verleend)


def _make_uitbetaald(loting: Random, bedrag: int, stand: Betaalstand) -> int:
    """Draw what was paid over a year that is over: the right itself, a little more, or something else."""
    if stand.met_verrekening and is_kans(loting, KANS_VERREKENING):
        return bedrag * loting.randint(70, 130) // 100_00 * 100
    return bedrag + (loting.randint(1, KLEIN) * 100 if bedrag and is_kans(loting, KANS_IETS_TE_VEEL) else 0)


def _make_vroeger(loting: Random, huishouden: Huishouden) -> Huishouden:
    """Return the household as it was estimated before: other hours, other incomes, and no vermogen."""
    procent = loting.choice(VROEGER_PROCENT)
    kinderen = (
        replace(kind, opvang=tuple(replace(o, uren=_scale_uren(o.uren, procent)) for o in kind.opvang))
        for kind in huishouden.kinderen
    )
    partner = huishouden.toetsingsinkomen_partner
    return replace(
        huishouden,
        kinderen=tuple(kinderen),
        toetsingsinkomen_aanvrager=huishouden.toetsingsinkomen_aanvrager * (200 - procent) // 100,
        toetsingsinkomen_partner=partner and partner * (200 - procent) // 100,
        vermogen_aanvrager=0,
        vermogen_partner=0,
    )


def _scale_uren(uren: Decimal, procent: int) -> Decimal:
    return (uren * procent / 100).quantize(Decimal("0.01"))
