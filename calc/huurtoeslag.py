"""Huurtoeslag: from rent and residents to an amount per month and year; the formula is that of the year."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from calc import bronnen
from calc.beschikking import Grondslag, Grondslagsoort, Periode, Recht
from calc.errors import InvalidFeitError
from calc.huishouden import Huishouden, Huur, Medebewoner, Toeslag
from calc.huurformule import NOEMER, Huurfeiten, Huursom, compute_kwadratisch, compute_lineair
from calc.norm import (
    Huurgrenzen,
    Huurnorm,
    KwadratischeHuurnorm,
    LineaireHuurnorm,
    Norm,
    Vermogensgrenzen,
    check_jaar,
    find_figuur,
)
from calc.stappen import (
    find_maand,
    find_maand_van_leeftijd,
    is_boven_vermogensgrens,
    list_inkomens,
    list_vermogen,
    make_bedrag,
    make_recht,
)

Soort = Grondslagsoort
JONG_LINEAIR = 21  # years; under it, for all residents, a lower maximum holds
JONG_KWADRATISCH = 23
VRIJSTELLING_TOT = 23  # years on 1 January
JANUARI = 1


class _Rekening(NamedTuple):
    """What the sums of all months share."""

    huishouden: Huishouden
    norm: Norm
    huurnorm: Huurnorm

    @property
    def grenzen(self) -> Huurgrenzen:
        return self.huurnorm.grenzen

    def find_volwassen(self, huur: Huur) -> int:
        """Return from which month (1 = January) the oldest resident is no longer young."""
        jong = JONG_LINEAIR if isinstance(self.huurnorm, LineaireHuurnorm) else JONG_KWADRATISCH
        return find_maand_van_leeftijd(huur.oudste_geboren, jong, self.huishouden.toeslagjaar)

    def list_vermogen(self) -> tuple[list[Grondslag], bool]:
        """Return the steps of the vermogen of applicant and partner, and whether it is little enough."""
        grenzen = self._find_grenzen(self.huishouden.vermogen)
        if grenzen is None:
            return [], True
        return list_vermogen(self.huishouden, grenzen), not is_boven_vermogensgrens(self.huishouden, grenzen)

    def is_te_rijk(self, huur: Huur) -> bool:
        """Answer whether somebody else in this home has more vermogen than one person may have."""
        hoogste = max((bewoner.vermogen for bewoner in huur.medebewoners), default=0)
        grenzen = self._find_grenzen(hoogste)
        return grenzen is not None and hoogste > grenzen.alleen.waarde

    def _find_grenzen(self, vermogen: int) -> Vermogensgrenzen | None:
        """Return the limits; where none are known, None for who has nothing at all, and else a refusal."""
        grenzen = self.grenzen.vermogensgrenzen
        if grenzen is None and not vermogen:
            return None
        return find_figuur(grenzen, self.norm, "huurtoeslag.grenzen.vermogensgrenzen")

    def compute_som(self, huur: Huur, maand: int) -> Huursom:
        huishouden = self.huishouden
        geboren = (find_maand(kind.geboortedatum, huishouden.toeslagjaar) for kind in huishouden.kinderen)
        kinderen = sum(vanaf <= maand for vanaf in geboren)
        feiten = Huurfeiten(
            huur=huur,
            personen=1 + huishouden.has_partner + kinderen + len(huur.medebewoners),
            rekeninkomen=self._compute_rekeninkomen(huur),
            allen_jong=maand < self.find_volwassen(huur),
            met_kind=kinderen > 0,
        )
        if isinstance(self.huurnorm, LineaireHuurnorm):
            return compute_lineair(feiten, self.norm, self.huurnorm)
        assert isinstance(self.huurnorm, KwadratischeHuurnorm)  # there are two forms
        return compute_kwadratisch(feiten, self.norm, self.huurnorm)

    def _compute_rekeninkomen(self, huur: Huur) -> int:
        """Add up the incomes of all residents, without cents. Unit: eurocent a year."""
        inkomens = (self._compute_inkomen(bewoner) for bewoner in huur.medebewoners)
        return (self.huishouden.toetsingsinkomen + sum(inkomens)) // 100 * 100

    def _compute_inkomen(self, bewoner: Medebewoner) -> int:
        oud_genoeg = find_maand_van_leeftijd(
            bewoner.geboortedatum, VRIJSTELLING_TOT, self.huishouden.toeslagjaar
        )
        if not bewoner.is_kind or oud_genoeg <= JANUARI:
            return bewoner.toetsingsinkomen
        naam = "huurtoeslag.grenzen.kindvrijstelling"
        vrijstelling = find_figuur(self.grenzen.kindvrijstelling, self.norm, naam)
        return max(bewoner.toetsingsinkomen - vrijstelling.waarde, 0)


def decide_huurtoeslag(huishouden: Huishouden, norm: Norm) -> Recht:
    """Decide the huurtoeslag of this household for its toeslagjaar.

    Shape:  the steps of the year stand in grondslagen, those of a month in its Periode. The year is the sum
            of the months before anything in them is rounded.
    Unit:   eurocent.
    Source: jci1.3:c:BWBR0008659&artikel=21
    Raises: MissingNormError when a figure is not known or the norm is of another year; InvalidFeitError when
            the household has no rented home.
    """
    check_jaar(huishouden, norm)
    if not huishouden.huren:
        raise InvalidFeitError("huren is leeg, maar huurtoeslag rust op de huur van een woning: geef die op")
    huurnorm = find_figuur(norm.huurtoeslag, norm, "huurtoeslag")
    rekening = _Rekening(huishouden, norm, huurnorm)
    vermogen, recht_mogelijk = rekening.list_vermogen()
    perioden, teller = [], 0
    for van, tot, huur in _split_jaar(rekening):
        bewoond = huur if recht_mogelijk and huur and not rekening.is_te_rijk(huur) else None
        som = rekening.compute_som(bewoond, van) if bewoond else Huursom([], 0, 0)
        teller += (tot - van + 1) * som.teller
        perioden.append(_make_periode(van, tot, som, norm))
    jaartotaal = norm.afronding.cent.compute_bedrag(teller, NOEMER)
    stappen = [*list_inkomens(huishouden), *vermogen]
    return make_recht(Toeslag.HUURTOESLAG, norm, stappen, tuple(perioden), jaartotaal)


def _split_jaar(rekening: _Rekening) -> Iterator[tuple[int, int, Huur | None]]:
    """Cut the year where home, residents or age limits change. Shape: first month, last month, the home."""
    jaar = rekening.huishouden.toeslagjaar
    grenzen = {1, 13}.union(find_maand(kind.geboortedatum, jaar) for kind in rekening.huishouden.kinderen)
    looptijden = []
    for huur in rekening.huishouden.huren:
        van, tot = find_maand(huur.begin, jaar), 12
        if huur.einde is not None:
            tot = (huur.einde.year - jaar) * 12 + huur.einde.month
        looptijden.append((van, tot, huur))
        grenzen |= {van, tot + 1, rekening.find_volwassen(huur)}
    for eerste, volgende in pairwise(sorted(grens for grens in grenzen if 1 <= grens <= 13)):
        bewoond = (huur for van, tot, huur in looptijden if van <= eerste <= tot)
        yield eerste, volgende - 1, next(bewoond, None)


def _make_periode(van: int, tot: int, som: Huursom, norm: Norm) -> Periode:
    afronding = norm.afronding.maandbedrag
    maandbedrag = afronding.compute_bedrag(som.maandtotaal)
    return Periode(
        van=van,
        tot=tot,
        grondslagen=(
            *som.stappen,
            make_bedrag(Soort.MAANDTOTAAL, som.maandtotaal, bronnen.WHT_HUURTOESLAG),
            make_bedrag(Soort.MAANDBEDRAG, maandbedrag, afronding.bron),
        ),
        maandtotaal=som.maandtotaal,
        maandbedrag=maandbedrag,
    )
