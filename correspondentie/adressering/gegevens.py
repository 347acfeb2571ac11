"""The BRP elements from which a letter is addressed, by the short names of the RvIG cases."""

from typing import Annotated

from msgspec import Meta, Struct

Onvolledig = Annotated[str, Meta(pattern=r"^(\d{8})?$", description="jjjjmmdd; onbekende delen zijn 00")]


class Persoon(Struct, frozen=True, kw_only=True):
    """Names of a person (BRP 01/02/04/61); an empty string means that the element is absent."""

    geslacht: str = ""
    voornamen: str = ""
    titel_predicaat: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str = ""
    naamgebruik: str = ""


class Partner(Struct, frozen=True, kw_only=True):
    """A current or former partner (BRP 05/55); kind is 'partner' or 'ex-partner'."""

    kind: str = "partner"
    bsn: str = ""
    geslacht: str = ""
    voornamen: str = ""
    titel_predicaat: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str = ""
    datum_sluiting: Onvolledig = ""
    datum_ontbinding: Onvolledig = ""


class Adres(Struct, frozen=True, kw_only=True):
    """A Dutch address (BRP 08/11/12)."""

    gemeentecode: str = ""
    straatnaam: str = ""
    huisnummer: str = ""
    huisletter: str = ""
    huisnummertoevoeging: str = ""
    aanduiding_bij_huisnummer: str = ""
    postcode: str = ""
    woonplaats: str = ""
    locatiebeschrijving: str = ""


class Verblijfplaats(Struct, frozen=True, kw_only=True):
    """Where a person is registered (BRP 08/09/13); aanduiding_in_onderzoek 089999 = established not to live
    at the address."""

    functie_adres: str = ""
    gemeente_van_inschrijving: str = ""
    land: str = ""
    buitenland_regel1: str = ""
    buitenland_regel2: str = ""
    buitenland_regel3: str = ""
    aanduiding_in_onderzoek: str = ""
    datum_ingang_onderzoek: str = ""


class Geadresseerde(Struct, frozen=True, kw_only=True):
    """Everything of one person that addressing needs: the shape of one line of `adressering`."""

    persoon: Persoon = Persoon()
    partners: tuple[Partner, ...] = ()
    partner_history: str = ""
    adres: Adres = Adres()
    verblijfplaats: Verblijfplaats = Verblijfplaats()
