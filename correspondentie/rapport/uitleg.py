"""What every reason, status and step of a run means, in plain Dutch for the operator."""

from collections.abc import Mapping
from dataclasses import dataclass

from correspondentie.rapport.balans import Stap
from correspondentie.rapport.telling import Bereik, Fase, Zetcijfers
from outbox.zending import Kanaalsoort, Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Uitleg:
    """A short name for a reason, what it means, and what a person should do about it, if anything."""

    naam: str
    zin: str = ""
    actie: str = ""


ONDERDRUKT: Mapping[str, Uitleg] = {
    "ongewijzigd": Uitleg(
        naam="Ongewijzigd",
        zin="De toeslag is gelijk aan die in de vorige beschikking. Er is niets te melden.",
    ),
    "geen-recht": Uitleg(
        naam="Geen recht", zin="Het huishouden heeft geen recht op toeslag en kreeg die ook niet."
    ),
    "nihil": Uitleg(naam="Geen recht meer", zin="Het huishouden kreeg toeslag en heeft geen recht meer."),
    "toekenning": Uitleg(naam="Toekenning", zin="Voor deze beschikking staat geen brief aan."),
    "herziening": Uitleg(naam="Herziening", zin="Voor deze beschikking staat geen brief aan."),
    "definitief": Uitleg(naam="Definitief", zin="Voor deze definitieve toekenning staat geen brief aan."),
    "terugvordering": Uitleg(naam="Terugvordering", zin="Voor deze terugvordering staat geen brief aan."),
    "tegengehouden": Uitleg(
        naam="Tegengehouden",
        zin="De burger hield dit jaar een wijziging hiervan tegen. We kondigen die niet opnieuw aan.",
    ),
    "mutatie": Uitleg(naam="Mutatie", zin="Voor deze wijziging staat geen brief aan."),
    "mutatie-inkomen": Uitleg(naam="Mutatie inkomen", zin="Voor deze wijziging staat geen brief aan."),
    "overleden": Uitleg(
        naam="Overleden", zin="De aanvrager is overleden. Een behandelaar bekijkt dit huishouden."
    ),
    "niet-bereikbaar": Uitleg(
        naam="Niet bereikbaar",
        zin="Er is geen actieve Berichtenbox en geen bruikbaar adres. Zonder brief wijzigen we niets.",
    ),
    "geen-effect": Uitleg(
        naam="Geen effect", zin="De gegevens verschillen, maar het voorschot verandert niet."
    ),
    "boven-maximum": Uitleg(
        naam="Boven het maximum",
        zin="Een burger krijgt hooguit drie mutatiebrieven per jaar. Grotere verschillen gingen voor.",
    ),
    "opwaarts": Uitleg(
        naam="Opwaarts",
        zin="Hierdoor zou het bedrag omhooggaan. Dan zou het huishouden niet lager uitkomen.",
    ),
    "huishouden-niet-omlaag": Uitleg(
        naam="Huishouden niet omlaag",
        zin="Het voorschot van het hele huishouden wordt niet lager. Dan wijzigen we niets.",
    ),
    "onmogelijk": Uitleg(
        naam="Onmogelijk",
        zin="De geleverde gegevens kunnen niet waar zijn. We wijzigen niets; de leverancier kijkt ze na.",
    ),
    "loopt-al": Uitleg(naam="Loopt al", zin="Er is al een wijziging aangekondigd die nog loopt."),
}

VASTGEHOUDEN: Mapping[str, Uitleg] = {
    "adres-onbekend": Uitleg(
        naam="Adres onbekend",
        zin="Er is geen actieve Berichtenbox en geen bruikbaar adres.",
        actie="Laat het adres uitzoeken. De brief ligt klaar en gaat niet vanzelf weg.",
    ),
    "onzeker": Uitleg(
        naam="Onzeker",
        zin="Het kanaal gaf geen duidelijk antwoord. De brief kan wel of niet zijn aangekomen.",
        actie="Start de maandrun nog een keer. Die kijkt eerst of de brief er al is, dus niets gaat dubbel.",
    ),
}

STATUS: Mapping[Status, Uitleg] = {
    Status.BEZORGD: Uitleg(naam="Bezorgd", zin="Het kanaal heeft de brief aangenomen."),
    Status.VERVANGEN: Uitleg(naam="Vervangen", zin="Digitaal lukte niet. De brief gaat op papier."),
    Status.VASTGEHOUDEN: Uitleg(naam="Vastgehouden", zin="Wacht op een medewerker."),
    Status.ONZEKER: Uitleg(naam="Onzeker", zin="Misschien aangekomen. Wordt eerst nagekeken."),
    Status.OPGEGEVEN: Uitleg(naam="Opgegeven", zin="Niet gelukt, en er is geen andere weg."),
    Status.INGETROKKEN: Uitleg(
        naam="Ingetrokken", zin="Een medewerker annuleerde de zending, of riep die terug voor de publicatie."
    ),
    Status.BEZIG: Uitleg(naam="Bezig", zin="Nog niet klaar."),
    Status.VRIJGEGEVEN: Uitleg(naam="Vrijgegeven", zin="Nog niet klaar: wacht op bezorging."),
    Status.GEPLAND: Uitleg(naam="Gepland", zin="Nog niet klaar: wacht op vrijgave."),
}

KANAAL: Mapping[Kanaalsoort, str] = {Kanaalsoort.BERICHTENBOX: "Berichtenbox", Kanaalsoort.PRINT: "Print"}

BEREIK: Mapping[Bereik, Uitleg] = {
    Bereik.ALLEEN_DIGITAAL: Uitleg(naam="Alleen digitaal"),
    Bereik.PAPIER_EN_DIGITAAL: Uitleg(naam="Papier en digitaal"),
    Bereik.ALLEEN_PAPIER: Uitleg(naam="Alleen papier"),
    Bereik.VASTGEHOUDEN: Uitleg(naam="Vastgehouden"),
}

FASE: Mapping[Fase, Uitleg] = {
    Fase.INLEZEN: Uitleg(naam="Inlezen"),
    Fase.REKENEN: Uitleg(naam="Rekenen"),
    Fase.ZETTEN: Uitleg(naam="Brieven zetten"),
    Fase.OPSLAAN: Uitleg(naam="Opslaan"),
    Fase.BEZORGEN: Uitleg(naam="Bezorgen"),
}

STAP: Mapping[Stap, Uitleg] = {
    Stap.HUISHOUDENS: Uitleg(
        naam="Huishoudens",
        zin="Elk huishouden is behandeld of staat in de uitval.",
        actie="Start de maandrun opnieuw met hetzelfde bestand. Wat al klaar is, gebeurt niet nog een keer.",
    ),
    Stap.BESLUITEN: Uitleg(
        naam="Besluiten",
        zin="Elke beschikking, terugvordering of wijziging is een brief of heeft een reden waarom niet.",
        actie="Geef niets met de hand vrij. Meld dit bij de beheerders.",
    ),
    Stap.DOCUMENTEN: Uitleg(
        naam="Documenten",
        zin="Elke brief heeft een document in het archief.",
        actie="Geef niets met de hand vrij. Meld dit bij de beheerders.",
    ),
    Stap.BEREIK: Uitleg(
        naam="Kanaalkeuze",
        zin="Voor elke brief is een kanaal gekozen, of de brief wordt vastgehouden.",
        actie="Geef niets met de hand vrij. Meld dit bij de beheerders.",
    ),
    Stap.ZENDINGEN: Uitleg(
        naam="Zendingen",
        zin="Elke brief heeft voor elk gekozen kanaal een zending. Vervangingen op papier tellen mee.",
        actie="Geef niets met de hand vrij. Meld dit bij de beheerders.",
    ),
    Stap.VERVANGING: Uitleg(
        naam="Vervanging",
        zin="Voor elke digitale zending die mislukte, is er een zending op papier.",
        actie="Meld dit bij de beheerders: een burger mist misschien een brief.",
    ),
    Stap.VASTGEHOUDEN: Uitleg(
        naam="Vastgehouden",
        zin="Elke vastgehouden zending heeft een reden.",
        actie="Meld dit bij de beheerders.",
    ),
    Stap.BEZORGING: Uitleg(
        naam="Bezorging",
        zin="Elke zending is bezorgd, vervangen, vastgehouden, opgegeven of ingetrokken. "
        "Geen zending is nog bezig.",
        actie="Start de maandrun nog een keer. Die gaat verder met wat nog niet bezorgd is.",
    ),
    Stap.TOTAAL: Uitleg(
        naam="Van begin tot eind",
        zin="Alles wat erin ging, heeft een uitkomst.",
        actie="Kijk eerst naar de stap hierboven die niet klopt.",
    ),
}

BESTAND: Mapping[str, str] = {
    "uitval": "Alle regels in de uitval",
    "onderdrukt": "Alle besluiten zonder brief",
    "brief": "Een brief als PDF",
    "globe": "Uitslagen van GLOBE om te bekijken",
    "print": "De partijen voor de printstraat",
    "archief": "Het archief met alle brieven",
}


def find_onderdrukt(reden: str) -> Uitleg:
    """Return why a besluit became no letter."""
    return _find(ONDERDRUKT, reden)


def find_vastgehouden(reden: str) -> Uitleg:
    """Return why a zending is held, and what a person should do."""
    return _find(VASTGEHOUDEN, reden)


def find_brieftype(brieftype: str) -> Uitleg:
    """Return the name of a brieftype in words."""
    return Uitleg(naam=format_naam(brieftype))


def format_naam(sleutel: str) -> str:
    """Return a slug as words: 'voorlopige-beschikking' becomes 'Voorlopige beschikking'."""
    return sleutel.replace("-", " ").capitalize()


def _find(uitleg: Mapping[str, Uitleg], reden: str) -> Uitleg:
    # A reason that nobody explained yet is shown as it is: better bare than missing.
    return uitleg.get(reden, Uitleg(naam=reden))


def list_zetcijfers(zetten: Zetcijfers) -> tuple[tuple[str, int], ...]:
    """List how the letters were made, each with its name."""
    return (
        ("Gevuld uit een bekende vorm", zetten.gevuld),
        ("Gevuld uit een vorm die van deze brief is geleerd", zetten.geleerd),
        ("Apart gezet", zetten.gezet),
        ("Op twee manieren gemaakt en vergeleken", zetten.gecontroleerd),
        ("Brieftypen die gevuld anders waren dan gezet", zetten.verschillen),
    )
