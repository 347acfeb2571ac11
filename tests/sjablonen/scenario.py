"""Fictional households and decisions of which the voorbeelden are made: every sum is one of the core."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from calc.beschikking import Beschikking
from calc.definitief import decide_definitieve_toekenningen, decide_terugvordering
from calc.huishouden import Aanvraag, Huishouden, Toeslag, Verleend
from calc.mutatie import Mutatiebesluit
from calc.muteren import Mutatieopdracht, decide_mutaties
from calc.norm import Normen, Percentage
from calc.normbestand import load_normen
from calc.voorschot import Voorschotregels, decide_beschikking
from correspondentie.adressering.gegevens import Adres, Geadresseerde, Persoon, Verblijfplaats
from correspondentie.briefgegevens import Briefgegevens
from correspondentie.briefinhoud import (
    make_beschikkinggegevens,
    make_bevestiginggegevens,
    make_briefhoofd,
    make_mutatiegegevens,
    make_terugvorderinggegevens,
)
from correspondentie.dossier import Betaling, Burger, Dossier, Organisatiebetaling, Rekening
from correspondentie.kalender import Kalender, make_kalender
from correspondentie.kenmerk import make_kenmerk
from correspondentie.mutatieregels import Mutatieregel

NORMEN = load_normen()
RENTE = Percentage(duizendsten=4_000, tekst="4.0", bron="verzonnen: alleen voor een voorbeeld")
MET_RENTE = Normen({jaar: replace(norm, rente=RENTE) for jaar, norm in NORMEN.jaren.items()})
DECEMBER, JULI = date(2025, 12, 5), date(2026, 7, 10)

DE_VRIES = Geadresseerde(
    persoon=Persoon(
        geslacht="V", voornamen="Anna Bertha", voorvoegsel="de", geslachtsnaam="Vries", naamgebruik="E"
    ),
    partner_history="never_partner",
    adres=Adres(straatnaam="Lindehof", huisnummer="12", postcode="1234AB", woonplaats="Utrecht"),
    verblijfplaats=Verblijfplaats(functie_adres="W"),
)
LANGE_NAAM = Geadresseerde(
    persoon=Persoon(
        geslacht="M",
        voornamen="Willem-Jan Karel Maria",
        voorvoegsel="van den",
        geslachtsnaam="Bosch tot Heemstra-Van Nieuwkoop Ødegård",
        naamgebruik="E",
    ),
    partner_history="never_partner",
    adres=Adres(
        straatnaam="Burgemeester Van Suchtelen van de Haarelaan",
        huisnummer="128",
        huisletter="B",
        huisnummertoevoeging="III",
        postcode="3456ZZ",
        woonplaats="'s-Gravenmoersedijk",
    ),
    verblijfplaats=Verblijfplaats(functie_adres="W"),
)
REKENING = Betaling(rekening=Rekening(iban="NL91ABNA0417164300"))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One household, to whom we write, and on which day."""

    brieftype: str
    naam: str
    huishouden: Huishouden
    dagtekening: date = JULI
    aanvrager: Geadresseerde = DE_VRIES
    betaling: Betaling = REKENING

    @property
    def dossier(self) -> Dossier:
        """The dossier of this household."""
        return Dossier(
            dossier=self.naam,
            maand=f"{self.dagtekening:%Y-%m}",
            aanvrager=Burger(bsn="111222333", geboortedatum=date(1990, 3, 4), brp=self.aanvrager),
            huishouden=self.huishouden,
            betaling=self.betaling,
        )

    @property
    def kalender(self) -> Kalender:
        """The days of the letter."""
        return make_kalender(self.huishouden.toeslagjaar, self.dagtekening)

    def make_gegevens(self, **velden: object) -> Briefgegevens:
        """Make what the sjabloon gets."""
        kenmerk = make_kenmerk("voorbeeld", self.brieftype, self.naam)
        return replace(
            Briefgegevens(brief=make_briefhoofd(self.dossier, kenmerk, self.kalender)),
            **velden,  # type: ignore[arg-type]  # the fields of Briefgegevens
        )

    def decide(self) -> Beschikking:
        """Decide the advance."""
        return decide_beschikking(self.huishouden, self.make_regels())

    def make_regels(self) -> Voorschotregels:
        """Make what the advance rests on; every applicant may choose to get less."""
        return Voorschotregels(
            norm=NORMEN.find_norm(self.huishouden.toeslagjaar),
            kalender=self.kalender.betaalkalender,
            instelbaar=frozenset(Toeslag),
        )

    def decide_definitief(self, normen: Normen = NORMEN) -> Beschikking:
        """Decide the one toeslag of this household for good."""
        kalender = self.kalender.betaalkalender
        return decide_definitieve_toekenningen(self.huishouden, normen, kalender)[0]


def make_voorschot(scenario: Scenario, *mutaties: Mutatieregel) -> Briefgegevens:
    """Make the letter about the advance, for these mutaties."""
    inhoud = make_beschikkinggegevens(
        scenario.dossier, scenario.decide(), scenario.kalender, mutaties=mutaties
    )
    return scenario.make_gegevens(beschikking=inhoud)


def make_definitief(scenario: Scenario, normen: Normen = NORMEN) -> Briefgegevens:
    """Make the letter about the definitieve toekenning."""
    grens = normen.find_norm(scenario.dagtekening.year).klein_bedrag
    inhoud = make_beschikkinggegevens(
        scenario.dossier,
        scenario.decide_definitief(normen),
        scenario.kalender,
        klein_bedrag=grens.waarde if grens else None,
    )
    return scenario.make_gegevens(beschikking=inhoud)


def make_terugvordering(scenario: Scenario, beschikking: Beschikking) -> Briefgegevens:
    """Make the letter that claims back what this Beschikking found too much."""
    terugvordering = decide_terugvordering(beschikking)
    assert terugvordering
    inhoud = make_terugvorderinggegevens(scenario.dossier, terugvordering, scenario.kalender)
    return scenario.make_gegevens(terugvordering=inhoud)


def decide_besluit(scenario: Scenario) -> Mutatiebesluit:
    """Decide what of the delivered data is announced."""
    opdracht = Mutatieopdracht(ingangsmaand=scenario.kalender.ingangsmaand, ruimte=3)
    return decide_mutaties(scenario.huishouden, scenario.make_regels(), opdracht)


def make_mutatie(scenario: Scenario, kind: int | None = 1) -> Briefgegevens:
    """Make the letter that announces the change for this Kind.nummer, or (None) of the income."""
    besluit = decide_besluit(scenario)
    mutatie = next(mutatie for mutatie in besluit.mutaties if mutatie.kind == kind)
    inhoud = make_mutatiegegevens(scenario.dossier, mutatie, besluit, scenario.kalender)
    return scenario.make_gegevens(mutatie=inhoud)


def make_bevestiging(scenario: Scenario, kind: int | None) -> Briefgegevens:
    """Make the letter that confirms that a change was stopped."""
    inhoud = make_bevestiginggegevens(
        scenario.dossier,
        kind=kind,
        kenmerk=make_kenmerk("voorbeeld", "eerdere brief", scenario.naam),
        dagtekening=JULI,
        tegengehouden_op=date(2026, 7, 23),
    )
    return scenario.make_gegevens(bevestiging=inhoud)


def with_verleend(huishouden: Huishouden, *, tot_en_met: int = 7, **deel: int) -> Huishouden:
    """Return the household as it was granted and paid before, of each toeslag so many percents of the right.

    Shape: deel names a toeslag (with _ for -) and its percentage; others are granted and paid exactly.
    """
    nu = decide_beschikking(
        huishouden,
        Voorschotregels(
            norm=NORMEN.find_norm(huishouden.toeslagjaar),
            kalender=make_kalender(huishouden.toeslagjaar, DECEMBER).betaalkalender,
        ),
    )
    return replace(huishouden, aanvragen=tuple(_list_verleend(huishouden, nu, tot_en_met, deel)))


def _list_verleend(
    huishouden: Huishouden, nu: Beschikking, tot_en_met: int, deel: dict[str, int]
) -> Iterator[Aanvraag]:
    for aanvraag, toekenning in zip(huishouden.aanvragen, nu.toekenningen, strict=True):
        procent = deel.get(aanvraag.toeslag.name.lower(), 100)
        verleend = Verleend(
            bedrag_jaar=toekenning.bedrag_jaar * procent // 100_00 * 100,
            uitbetaald=sum(toekenning.betalingen[:tot_en_met]) * procent // 100_00 * 100,
            tot_en_met_maand=tot_en_met,
        )
        yield replace(aanvraag, verleend=verleend)


def make_koo(naam: str) -> Betaling:
    """Make the payment to a kinderopvangorganisatie."""
    return Betaling(organisatie=Organisatiebetaling(organisatie=naam))
