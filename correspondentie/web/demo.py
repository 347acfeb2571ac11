"""The people of the demo: one per role, and a second redacteur who may also judge the texts of others."""

from collections.abc import Mapping
from types import MappingProxyType

from correspondentie.web.collegas import Identiteit
from correspondentie.web.errors import WeigeringError
from correspondentie.web.rollen import Rol

UITGEVER = "demo"


def _make_democollega(sleutel: str, naam: str, *rollen: Rol) -> Identiteit:
    return Identiteit(UITGEVER, sleutel, naam, frozenset(rollen))


DEMOCOLLEGAS: Mapping[str, Identiteit] = MappingProxyType(
    {
        collega.onderwerp: collega
        for collega in (
            _make_democollega("roos", "Roos Schrijver", Rol.REDACTEUR),
            _make_democollega("daan", "Daan Tweede", Rol.REDACTEUR, Rol.BEOORDELAAR),
            _make_democollega("bea", "Bea Lezer", Rol.BEOORDELAAR),
            _make_democollega("otto", "Otto Planner", Rol.OPERATEUR),
            _make_democollega("hanna", "Hanna Beheer", Rol.BEHEERDER),
        )
    }
)


def find_democollega(sleutel: str) -> Identiteit:
    """Find who this is. Raises: WeigeringError when it is nobody of the demo."""
    try:
        return DEMOCOLLEGAS[sleutel]
    except KeyError:
        raise WeigeringError(
            400, "Deze persoon is er niet in de demo. Kies iemand op de inlogpagina."
        ) from None
