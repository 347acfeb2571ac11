"""Kinderopvangtoeslag: from hours and rates per child to an amount per month and year, with every step."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import accumulate, groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from calc import bronnen
from calc.beschikking import Eenheid, Grondslag, Grondslagsoort, Periode, Recht
from calc.huishouden import Huishouden, Kind, Opvang, Toeslag
from calc.leeftijd import check_leeftijden
from calc.norm import (
    DUIZENDSTEN,
    Afrondingen,
    Kinderopvangnorm,
    Norm,
    Normwaarde,
    Percentage,
    check_jaar,
    find_figuur,
)
from calc.stappen import list_inkomens, make_bedrag, make_recht

EERSTE_KIND = "eerste kind"
VOLGEND_KIND = "volgend kind"
_HONDERDSTEN = 100  # hours are counted in hundredths


class _Looptijd(NamedTuple):
    """The months van..tot in which one Opvang counts."""

    kind: int
    plaats: int
    opvang: Opvang
    van: int
    tot: int


class _Telling(NamedTuple):
    """What counts of one Opvang in a month, and what it costs.

    Unit: uren in hundredths of an hour; tarief per hour and kosten in eurocent.
    """

    looptijd: _Looptijd
    uren: int
    maximum: Normwaarde
    tarief: int
    kosten: int


class _Rang(NamedTuple):
    """A place among the children of a month, and which part of the cost it gives."""

    naam: str
    percentage: Percentage


class _Tarief(NamedTuple):
    """What holds for the whole year: the figures and the two percentages of this income."""

    norm: Norm
    opvangnorm: Kinderopvangnorm
    eerste_kind: Percentage | None
    volgend_kind: Percentage | None
    vanaf: int

    @property
    def afronding(self) -> Afrondingen:
        return self.norm.afronding

    def find_rang(self, *, eerste: bool) -> _Rang:
        naam, percentage = (EERSTE_KIND, self.eerste_kind) if eerste else (VOLGEND_KIND, self.volgend_kind)
        figuur = f"kinderopvangtoeslag.percentages, {naam} bij een toetsingsinkomen vanaf {self.vanaf} euro"
        return _Rang(naam, find_figuur(percentage, self.norm, figuur))


def decide_kinderopvangtoeslag(huishouden: Huishouden, norm: Norm) -> Recht:
    """Decide the kinderopvangtoeslag of this household for its toeslagjaar.

    Shape:  the steps of the year stand in grondslagen, those of a month in its Periode, each after the
            steps it rests on. A child's amount is rounded once; where the child has more than one
            Opvang, each KINDBEDRAG is what that Opvang adds to the amount of those before it.
    Unit:   eurocent.
    Source: TG 080-1Z61FD
    Raises: MissingNormError when a figure is not known or the norm is of another year; InvalidFeitError when
            a child is older than its opvangsoort allows.
    """
    check_jaar(huishouden, norm)
    check_leeftijden(huishouden)
    opvangnorm = find_figuur(norm.kinderopvangtoeslag, norm, "kinderopvangtoeslag")
    rij = opvangnorm.percentages.find_rij(huishouden.toetsingsinkomen)
    tarief = _Tarief(norm, opvangnorm, rij.eerste_kind, rij.volgend_kind, rij.vanaf)
    perioden = tuple(_split_perioden(huishouden, tarief))
    jaartotaal = sum(periode.maanden * periode.maandtotaal for periode in perioden)
    return make_recht(Toeslag.KINDEROPVANGTOESLAG, norm, list_inkomens(huishouden), perioden, jaartotaal)


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
    kinderen = [_count_kind(groep, tarief) for _, groep in groupby(lopend, attrgetter("kind"))]
    stappen = [
        stap
        for tellingen in kinderen
        for telling in tellingen
        for stap in _list_kostenstappen(telling, tarief)
    ]
    maandtotaal = 0
    eerste = max(kinderen, key=_compute_rang, default=None)
    for tellingen in kinderen:
        rang = tarief.find_rang(eerste=tellingen is eerste)
        for telling, bedrag in zip(tellingen, _split_kindbedrag(tellingen, rang, tarief), strict=True):
            maandtotaal += bedrag
            stappen += _list_bedragstappen(telling, rang, bedrag)
    maandbedrag = tarief.afronding.maandbedrag.compute_bedrag(maandtotaal)
    stappen.append(make_bedrag(Grondslagsoort.MAANDTOTAAL, maandtotaal, bronnen.BKOT_KALENDERMAAND))
    stappen.append(make_bedrag(Grondslagsoort.MAANDBEDRAG, maandbedrag, tarief.afronding.maandbedrag.bron))
    return Periode(
        van=van, tot=tot, grondslagen=tuple(stappen), maandtotaal=maandtotaal, maandbedrag=maandbedrag
    )


def _count_kind(lopend: Iterable[_Looptijd], tarief: _Tarief) -> list[_Telling]:
    """Count one child's opvang: in the order of Kind.opvang, until the hours of the month are full."""
    over = tarief.opvangnorm.maximum_uren.waarde * _HONDERDSTEN
    tellingen = []
    for looptijd in lopend:
        telling = _count_opvang(looptijd, over, tarief)
        over -= telling.uren
        tellingen.append(telling)
    return tellingen


def _count_opvang(looptijd: _Looptijd, over: int, tarief: _Tarief) -> _Telling:
    opvang = looptijd.opvang
    uren = min(int(opvang.uren * _HONDERDSTEN), over)
    maximum = tarief.opvangnorm.maximum_uurprijs.find(opvang.opvangsoort)
    uurtarief = min(opvang.uurtarief, maximum.waarde)
    kosten = tarief.afronding.cent.compute_bedrag(uren * uurtarief, _HONDERDSTEN)
    return _Telling(looptijd, uren, maximum, uurtarief, kosten)


def _compute_rang(tellingen: list[_Telling]) -> tuple[int, int, int]:
    """Most hours first; then highest cost; then, as the law leaves it open, the lowest nummer."""
    uren = sum(telling.uren for telling in tellingen)
    return uren, sum(telling.kosten for telling in tellingen), -tellingen[0].looptijd.kind


def _split_kindbedrag(tellingen: list[_Telling], rang: _Rang, tarief: _Tarief) -> list[int]:
    """Round the child's amount once and give each Opvang what it adds: the parts sum to the whole."""
    deel, cent = rang.percentage.duizendsten, tarief.afronding.cent
    kosten = accumulate((telling.kosten for telling in tellingen), initial=0)
    bedragen = (cent.compute_bedrag(bedrag * deel, DUIZENDSTEN) for bedrag in kosten)
    return [na - voor for voor, na in pairwise(bedragen)]


def _list_kostenstappen(telling: _Telling, tarief: _Tarief) -> list[Grondslag]:
    opvang, kind, plaats = telling.looptijd.opvang, telling.looptijd.kind, telling.looptijd.plaats
    soort, eenheid = Grondslagsoort, Eenheid
    tekst, uren, uurprijs = eenheid.TEKST, eenheid.UREN, eenheid.EUROCENT_PER_UUR
    register, kosten = bronnen.WKO_GEREGISTREERDE_OPVANG, bronnen.BKOT_KOSTEN
    geteld = str(Decimal(telling.uren) / _HONDERDSTEN)
    return [
        Grondslag(soort.OPVANGSOORT, opvang.opvangsoort.value, tekst, bronnen.BKOT_OPVANGSOORT, kind, plaats),
        Grondslag(soort.ORGANISATIE, opvang.organisatie, tekst, register, kind, plaats),
        Grondslag(soort.LRK_NUMMER, opvang.lrk_nummer, tekst, register, kind, plaats),
        Grondslag(soort.UREN, str(opvang.uren), uren, kosten, kind, plaats),
        Grondslag(soort.UREN_GETELD, geteld, uren, tarief.opvangnorm.maximum_uren.bron, kind, plaats),
        Grondslag(soort.UURTARIEF, opvang.uurtarief, uurprijs, kosten, kind, plaats),
        Grondslag(
            soort.MAXIMUM_UURPRIJS, telling.maximum.waarde, uurprijs, telling.maximum.bron, kind, plaats
        ),
        Grondslag(
            soort.UURTARIEF_GETELD, telling.tarief, uurprijs, bronnen.BKOT_MAXIMUM_UURPRIJS, kind, plaats
        ),
        Grondslag(soort.OPVANGKOSTEN, telling.kosten, eenheid.EUROCENT, kosten, kind, plaats),
    ]


def _list_bedragstappen(telling: _Telling, rang: _Rang, bedrag: int) -> list[Grondslag]:
    kind, plaats = telling.looptijd.kind, telling.looptijd.plaats
    soort, percentage = Grondslagsoort, rang.percentage
    return [
        Grondslag(soort.RANG, rang.naam, Eenheid.TEKST, bronnen.BKOT_EERSTE_KIND, kind, plaats),
        Grondslag(soort.PERCENTAGE, percentage.tekst, Eenheid.PROCENT, percentage.bron, kind, plaats),
        Grondslag(soort.KINDBEDRAG, bedrag, Eenheid.EUROCENT, bronnen.BKOT_PERCENTAGE, kind, plaats),
    ]
