"""Builders for persons as addressing sees them: a whole person, of whom a test names what it is about."""

from correspondentie.adressering.gegevens import Adres, Geadresseerde, Partner, Persoon, Verblijfplaats

AMSTERDAM, DEN_HAAG = "0363", "0518"
BELGIE = "5010"


def make_persoon(
    *,
    geslacht: str = "V",
    naamgebruik: str = "E",
    titel: str = "",
    voornamen: str = "Sanne Maria",
    geslachtsnaam: str = "Wit",
) -> Persoon:
    """Make the person S.M. de Wit, a woman who uses her own name."""
    return Persoon(
        geslacht=geslacht,
        voornamen=voornamen,
        titel_predicaat=titel,
        voorvoegsel="de" if geslachtsnaam == "Wit" else "",
        geslachtsnaam=geslachtsnaam,
        naamgebruik=naamgebruik,
    )


def make_partner(*, titel: str = "", geslachtsnaam: str = "Linde", ontbinding: str = "") -> Partner:
    """Make the partner Van der Linde; with a date of ontbinding it is a former partner."""
    return Partner(
        kind="ex-partner" if ontbinding else "partner",
        titel_predicaat=titel,
        voorvoegsel="van der" if geslachtsnaam == "Linde" else "",
        geslachtsnaam=geslachtsnaam,
        datum_ontbinding=ontbinding,
    )


def make_geadresseerde(
    persoon: Persoon | None = None,
    *partners: Partner,
    adres: Adres | None = None,
    verblijfplaats: Verblijfplaats | None = None,
) -> Geadresseerde:
    """Make an addressee; without more it is S.M. de Wit, without partner and without address."""
    return Geadresseerde(
        persoon=persoon or make_persoon(),
        partners=partners,
        adres=adres or Adres(),
        verblijfplaats=verblijfplaats or Verblijfplaats(),
    )


def make_adres(**velden: str) -> Adres:
    """Make the address Kerkstraat 12 in Amsterdam, changed in the fields that are given."""
    gewoon = {
        "gemeentecode": AMSTERDAM,
        "straatnaam": "Kerkstraat",
        "huisnummer": "12",
        "postcode": "1017GC",
        "woonplaats": "Amsterdam",
    }
    return Adres(**(gewoon | velden))


def make_buitenland(land: str = BELGIE, **velden: str) -> Verblijfplaats:
    """Make an address abroad of three lines, changed in the fields that are given."""
    gewoon = {
        "buitenland_regel1": "Marktplein 7",
        "buitenland_regel2": "9000 GENT",
        "buitenland_regel3": "Oost-Vlaanderen",
    }
    return Verblijfplaats(land=land, **(gewoon | velden))
