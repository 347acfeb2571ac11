"""The cross-reference of a filled letter finds every object, however many there are."""

import pikepdf
import pytest

from correspondentie.zetter.errors import CannotFillError
from correspondentie.zetter.letterproef import KOP, Grondslag
from correspondentie.zetter.pdfschrijver import (
    OBJECTEN_MAXIMUM,
    RIJEN_ONTHOUDEN,
    VASTE_OBJECTEN,
    Blad,
    Nummers,
    Pdfschrijver,
    Stukken,
)
from tests.pdf.lezen import open_pdf

NIETS = Grondslag(inhoud=KOP, plaatsen=(), bronnen=b"<<>>", kleurdoel=b"[]", glyphs={})
OVERIGE = VASTE_OBJECTEN + 1  # and one page


def write(elementen: int) -> bytes:
    """Write a letter of one empty page with this many elements."""
    nummers = Nummers(0, 1, 0)
    stukken = Stukken(
        nummers=nummers,
        bladen=[Blad()],
        knopen=[b"<</S/P/ID(%d)>>" % nummer for nummer in range(elementen)],
        toppen=range(nummers.knoop, nummers.knoop + elementen),
        kopregels=(),
        metadata=b"<<>>",
        info=b"<<>>",
        taal=b"(nl)",
        breedte=100.0,
        hoogte=100.0,
    )
    return Pdfschrijver(NIETS).write(stukken)[0]


@pytest.mark.parametrize(
    "elementen", [1, RIJEN_ONTHOUDEN - OVERIGE, RIJEN_ONTHOUDEN, OBJECTEN_MAXIMUM - OVERIGE]
)
def test_every_element_is_found(elementen: int) -> None:
    with open_pdf(write(elementen)) as document:
        gevonden = document.Root.StructTreeRoot.K[0].K
        assert isinstance(gevonden, pikepdf.Array)
        assert [str(gevonden[plaats].ID) for plaats in (0, -1)] == ["0", str(elementen - 1)]
        assert document.get_warnings() == []


def test_a_letter_with_more_elements_than_can_be_counted_is_not_filled() -> None:
    with pytest.raises(CannotFillError, match="te veel cellen"):
        write(OBJECTEN_MAXIMUM - OVERIGE + 1)
