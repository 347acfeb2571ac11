"""Kinderopvangtoeslag: from hours and rates per child to an amount per month and year, with every step."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, chain, groupby, pairwise
from operator import attrgetter

from calc import bronnen
from calc.beschikking import Eenheid, Grondslag, Grondslagsoort, Periode, Toekenning, Toeslag
from calc.errors import MissingNormError
from calc.huishouden import Huishouden, Kind, Opvang
from calc.norm import Kinderopvangnorm, Norm, Normwaarde

EERSTE_KIND = "eerste kind"
VOLGEND_KIND = "volgend kind"


@dataclass(frozen=True, slots=True)
class _Telling:
    """What counts of one Opvang in a month, and what it costs. Unit: as Opvang; kosten in eurocent."""

    kind: int
    plaats: int
    opvang: Opvang
    uren: Decimal
    maximum: Normwaarde
    tarief: int
    kosten: int


@dataclass(frozen=True, slots=True)
class _Kindbedrag:
    """What one Opvang of one child gives in a month. Unit: bedrag in eurocent."""

    kind: int
    plaats: int
    rang: str
    percentage: Decimal
    bedrag: int


@dataclass(frozen=True, slots=True)
class _Looptijd:
    """The months van..tot in which one Opvang counts."""

    kind: int
    plaats: int
    opvang: Opvang
    van: int
    tot: int


@dataclass(frozen=True, slots=True)
class _Tarief:
    """What holds for the whole year: the figures and the two percentages of this income."""

    norm: Kinderopvangnorm
    eerste_kind: Decimal
    volgend_kind: Decimal


def decide_kinderopvangtoeslag(huishouden: Huishouden, norm: Norm) -> Toekenning:
    """Decide the kinderopvangtoeslag of this household for its toeslagjaar.

    Shape:  the steps of the year stand in grondslagen, those of a month in its Periode, each after the
            steps it rests on. A child's amount is rounded once; where the child has more than one
            Opvang, each KINDBEDRAG is what that Opvang adds to the amount of those before it.
    Unit:   eurocent.
    Source: TG 080-1Z61FD
    Raises: MissingNormError when the norm is of another year.
    """
    _check_jaar(huishouden, norm)
    eerste_kind, volgend_kind = norm.kinderopvangtoeslag.percentages.find_percentages(
        huishouden.toetsingsinkomen
    )
    tarief = _Tarief(norm.kinderopvangtoeslag, eerste_kind, volgend_kind)
    perioden = tuple(_split_perioden(huishouden, tarief))
    jaartotaal = sum((periode.tot - periode.van + 1) * periode.maandtotaal for periode in perioden)
    bedrag_jaar, bron = _decide_jaarbedrag(jaartotaal, norm)
    return Toekenning(
        toeslag=Toeslag.KINDEROPVANGTOESLAG,
        bedrag_jaar=bedrag_jaar,
        grondslagen=(
            *_list_inkomens(huishouden),
            _make_bedrag(Grondslagsoort.JAARTOTAAL, jaartotaal, bronnen.BKOT_KALENDERMAAND),
            _make_bedrag(Grondslagsoort.JAARBEDRAG, bedrag_jaar, bron),
        ),
        perioden=perioden,
    )


def _check_jaar(huishouden: Huishouden, norm: Norm) -> None:
    if huishouden.toeslagjaar != norm.toeslagjaar:
        raise MissingNormError(
            f"de normen zijn van {norm.toeslagjaar}, maar het huishouden heeft toeslagjaar "
            f"{huishouden.toeslagjaar}; laad de normen van dat jaar"
        )


def _decide_jaarbedrag(jaartotaal: int, norm: Norm) -> tuple[int, str]:
    """Return the amount for the year and the rule that set it: rounding, or too little to grant."""
    afronding = norm.kinderopvangtoeslag.afronding.jaarbedrag
    bedrag = afronding.compute_bedrag(jaartotaal)
    if bedrag < norm.minimum_jaarbedrag.waarde:
        return 0, norm.minimum_jaarbedrag.bron
    return bedrag, afronding.bron


def _list_inkomens(huishouden: Huishouden) -> Iterator[Grondslag]:
    inkomens = (
        (Grondslagsoort.TOETSINGSINKOMEN_AANVRAGER, huishouden.toetsingsinkomen_aanvrager),
        (Grondslagsoort.TOETSINGSINKOMEN_PARTNER, huishouden.toetsingsinkomen_partner),
        (Grondslagsoort.TOETSINGSINKOMEN, huishouden.toetsingsinkomen),
    )
    for soort, inkomen in inkomens:
        if inkomen is not None:
            yield _make_bedrag(soort, inkomen, bronnen.AWIR_DRAAGKRACHT)


def _make_bedrag(soort: Grondslagsoort, bedrag: int, bron: str) -> Grondslag:
    return Grondslag(soort=soort, waarde=bedrag, eenheid=Eenheid.EUROCENT, bron=bron)


def _split_perioden(huishouden: Huishouden, tarief: _Tarief) -> Iterator[Periode]:
    """Cut the year where an Opvang begins or ends: between two cuts every month has the same sum."""
    looptijden = tuple(_list_looptijden(huishouden))
    grenzen = {1, 13}.union(*((looptijd.van, looptijd.tot + 1) for looptijd in looptijden))
    for van, volgende in pairwise(sorted(grenzen)):
        lopend = [looptijd for looptijd in looptijden if looptijd.van <= van <= looptijd.tot]
        yield _compute_periode(van, volgende - 1, lopend, tarief)


def _list_looptijden(huishouden: Huishouden) -> Iterator[_Looptijd]:
    for kind in huishouden.kinderen:
        yield from _list_looptijden_kind(kind, huishouden.toeslagjaar)


def _list_looptijden_kind(kind: Kind, jaar: int) -> Iterator[_Looptijd]:
    for plaats, opvang in enumerate(kind.opvang):
        van = max(1, (opvang.begin.year - jaar) * 12 + opvang.begin.month)
        tot = 12
        if opvang.einde is not None:
            tot = min(12, (opvang.einde.year - jaar) * 12 + opvang.einde.month)
        if van <= tot:
            yield _Looptijd(kind.nummer, plaats, opvang, van, tot)


def _compute_periode(van: int, tot: int, lopend: list[_Looptijd], tarief: _Tarief) -> Periode:
    norm = tarief.norm
    kinderen = [_count_kind(list(groep), norm) for _, groep in groupby(lopend, attrgetter("kind"))]
    bedragen = list(_compute_kindbedragen(kinderen, tarief))
    maandtotaal = sum(bedrag.bedrag for bedrag in bedragen)
    afronding = norm.afronding.maandbedrag
    maandbedrag = afronding.compute_bedrag(maandtotaal)
    grondslagen = (
        *(stap for telling in chain(*kinderen) for stap in _list_kostenstappen(telling, norm)),
        *(stap for bedrag in bedragen for stap in _list_bedragstappen(bedrag, norm)),
        _make_bedrag(Grondslagsoort.MAANDTOTAAL, maandtotaal, bronnen.BKOT_KALENDERMAAND),
        _make_bedrag(Grondslagsoort.MAANDBEDRAG, maandbedrag, afronding.bron),
    )
    return Periode(
        van=van, tot=tot, grondslagen=grondslagen, maandtotaal=maandtotaal, maandbedrag=maandbedrag
    )


def _count_kind(lopend: list[_Looptijd], norm: Kinderopvangnorm) -> list[_Telling]:
    """Count one child's opvang: in the order of Kind.opvang, until the hours of the month are full."""
    over = Decimal(norm.maximum_uren.waarde)
    tellingen = []
    for looptijd in lopend:
        telling = _count_opvang(looptijd, over, norm)
        over -= telling.uren
        tellingen.append(telling)
    return tellingen


def _count_opvang(looptijd: _Looptijd, over: Decimal, norm: Kinderopvangnorm) -> _Telling:
    opvang = looptijd.opvang
    uren = min(opvang.uren, over)
    maximum = norm.maximum_uurprijs.find(opvang.opvangsoort)
    tarief = min(opvang.uurtarief, maximum.waarde)
    return _Telling(
        kind=looptijd.kind,
        plaats=looptijd.plaats,
        opvang=opvang,
        uren=uren,
        maximum=maximum,
        tarief=tarief,
        kosten=norm.afronding.kosten.compute_bedrag(uren * tarief),
    )


def _compute_kindbedragen(kinderen: list[list[_Telling]], tarief: _Tarief) -> Iterator[_Kindbedrag]:
    eerste = max(kinderen, key=_compute_rang, default=None)
    for tellingen in kinderen:
        rang, percentage = VOLGEND_KIND, tarief.volgend_kind
        if tellingen is eerste:
            rang, percentage = EERSTE_KIND, tarief.eerste_kind
        bedragen = _split_kindbedrag(tellingen, percentage, tarief.norm)
        for telling, bedrag in zip(tellingen, bedragen, strict=True):
            yield _Kindbedrag(telling.kind, telling.plaats, rang, percentage, bedrag)


def _compute_rang(tellingen: list[_Telling]) -> tuple[Decimal, int, int]:
    """Most hours first; then highest cost; then, as the law leaves it open, the lowest nummer."""
    uren = sum((telling.uren for telling in tellingen), Decimal(0))
    return uren, sum(telling.kosten for telling in tellingen), -tellingen[0].kind


def _split_kindbedrag(tellingen: list[_Telling], percentage: Decimal, norm: Kinderopvangnorm) -> list[int]:
    """Round the child's amount once and give each Opvang what it adds: the parts sum to the whole."""
    kosten = accumulate((telling.kosten for telling in tellingen), initial=0)
    bedragen = (norm.afronding.kindbedrag.compute_bedrag(bedrag * percentage / 100) for bedrag in kosten)
    return [na - voor for voor, na in pairwise(bedragen)]


def _list_kostenstappen(telling: _Telling, norm: Kinderopvangnorm) -> Iterator[Grondslag]:
    opvang = telling.opvang
    stappen = (
        (Grondslagsoort.OPVANGSOORT, opvang.opvangsoort.value, Eenheid.TEKST, bronnen.BKOT_OPVANGSOORT),
        (Grondslagsoort.ORGANISATIE, opvang.organisatie, Eenheid.TEKST, bronnen.WKO_GEREGISTREERDE_OPVANG),
        (Grondslagsoort.LRK_NUMMER, opvang.lrk_nummer, Eenheid.TEKST, bronnen.WKO_GEREGISTREERDE_OPVANG),
        (Grondslagsoort.UREN, opvang.uren, Eenheid.UREN, bronnen.BKOT_KOSTEN),
        (Grondslagsoort.UREN_GETELD, telling.uren, Eenheid.UREN, norm.maximum_uren.bron),
        (Grondslagsoort.UURTARIEF, opvang.uurtarief, Eenheid.EUROCENT_PER_UUR, bronnen.BKOT_KOSTEN),
        (
            Grondslagsoort.MAXIMUM_UURPRIJS,
            telling.maximum.waarde,
            Eenheid.EUROCENT_PER_UUR,
            telling.maximum.bron,
        ),
        (
            Grondslagsoort.UURTARIEF_GETELD,
            telling.tarief,
            Eenheid.EUROCENT_PER_UUR,
            bronnen.BKOT_MAXIMUM_UURPRIJS,
        ),
        (Grondslagsoort.OPVANGKOSTEN, telling.kosten, Eenheid.EUROCENT, bronnen.BKOT_KOSTEN),
    )
    for soort, waarde, eenheid, bron in stappen:
        yield Grondslag(
            soort=soort, waarde=waarde, eenheid=eenheid, bron=bron, kind=telling.kind, opvang=telling.plaats
        )


def _list_bedragstappen(bedrag: _Kindbedrag, norm: Kinderopvangnorm) -> Iterator[Grondslag]:
    stappen = (
        (Grondslagsoort.RANG, bedrag.rang, Eenheid.TEKST, bronnen.BKOT_EERSTE_KIND),
        (Grondslagsoort.PERCENTAGE, bedrag.percentage, Eenheid.PROCENT, norm.percentages.bron),
        (Grondslagsoort.KINDBEDRAG, bedrag.bedrag, Eenheid.EUROCENT, bronnen.BKOT_PERCENTAGE),
    )
    for soort, waarde, eenheid, bron in stappen:
        yield Grondslag(
            soort=soort, waarde=waarde, eenheid=eenheid, bron=bron, kind=bedrag.kind, opvang=bedrag.plaats
        )
