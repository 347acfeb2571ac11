"""The lines of an address, in the Netherlands and abroad (RvIG rules: adressering/adres-regels)."""

from dataclasses import dataclass

from correspondentie.adressering.gegevens import Adres, Geadresseerde, Verblijfplaats
from correspondentie.adressering.naam import format_bekend, format_woorden
from correspondentie.adressering.tabellen import NEDERLAND, ONBEKEND_LAND, Land, find_gemeentenaam, find_land

_AANDUIDINGEN = {"by": "bij", "to": "t/o"}
_VASTGESTELD_NIET_OP_ADRES = "089999"


@dataclass(frozen=True, kw_only=True, slots=True)
class Adresregels:
    """An address as it is written; None for a line that is absent, and no Land within the Netherlands."""

    regel1: str | None = None
    regel2: str | None = None
    regel3: str | None = None
    land: Land | None = None

    @property
    def is_leeg(self) -> bool:
        """Whether nothing of the address is known."""
        return not (self.regel1 or self.regel2 or self.regel3 or self.land)

    @property
    def is_compleet(self) -> bool:
        """Whether the post can find it: a line and a town, or abroad a line and a country."""
        if self.land:
            return bool(self.land.poststuk)
        return bool(self.regel1 and self.regel2)


def compute_adres(geadresseerde: Geadresseerde) -> Adresregels:
    """Compute the lines of the address: of a street, else of a described location, else abroad."""
    adres, verblijfplaats = geadresseerde.adres, geadresseerde.verblijfplaats
    regel1 = _format_straat(adres) or format_bekend(adres.locatiebeschrijving)
    if regel1:
        return Adresregels(regel1=regel1, regel2=_format_plaats(adres, verblijfplaats) or None)
    return _compute_buitenland(verblijfplaats)


def is_vastgesteld_niet_op_adres(geadresseerde: Geadresseerde, adresregels: Adresregels) -> bool:
    """Answer whether it is established that the person does not live at the address that is written."""
    code = geadresseerde.verblijfplaats.aanduiding_in_onderzoek
    return code == _VASTGESTELD_NIET_OP_ADRES and not adresregels.is_leeg


def _format_straat(adres: Adres) -> str:
    straat = format_bekend(adres.straatnaam)
    huisnummer = adres.huisnummer.strip().lstrip("0")  # 0 is how the BRP writes "this number is unknown"
    if not huisnummer or not straat:
        return ""
    aanduiding = _AANDUIDINGEN.get(adres.aanduiding_bij_huisnummer, "")
    return format_woorden(straat, aanduiding, huisnummer + _format_toevoeging(adres))


def _format_toevoeging(adres: Adres) -> str:
    toevoeging = adres.huisnummertoevoeging.strip()
    if adres.huisletter.strip():
        return f" {adres.huisletter.strip()}{toevoeging}"
    # A hyphen keeps the digits of the addition apart from those of the number.
    return f"-{toevoeging}" if toevoeging[:1].isdigit() else f" {toevoeging}"


def _format_plaats(adres: Adres, verblijfplaats: Verblijfplaats) -> str:
    gemeente = verblijfplaats.gemeente_van_inschrijving or adres.gemeentecode
    plaats = (format_bekend(adres.woonplaats) or find_gemeentenaam(gemeente)).upper()
    # PostNL asks for one space within the postcode and two before the town.
    return f"{_format_postcode(adres.postcode)}  {plaats}".strip()


def _format_postcode(postcode: str) -> str:
    tekens = "".join(postcode.split()).upper()
    return f"{tekens[:4]} {tekens[4:]}".strip()


def _compute_buitenland(verblijfplaats: Verblijfplaats) -> Adresregels:
    regels = [
        format_woorden(regel) or None
        for regel in (
            verblijfplaats.buitenland_regel1,
            verblijfplaats.buitenland_regel2,
            verblijfplaats.buitenland_regel3,
        )
    ]
    if not any(regels) or verblijfplaats.land in {"", ONBEKEND_LAND}:
        return Adresregels()
    land = None if verblijfplaats.land == NEDERLAND else find_land(verblijfplaats.land)
    return Adresregels(regel1=regels[0], regel2=regels[1], regel3=regels[2], land=land)
