"""What msgspec says becomes Dutch by rule; a text that no rule knows is not passed on."""

import msgspec
import pytest

from correspondentie.invoer.uitval import explain_decode_error


@pytest.mark.parametrize(
    ("tekst", "veld"), [("Invalid value 'Jansen' - at `$.dossier`", "dossier"), ("Invalid value", "regel")]
)
def test_an_unknown_text_gives_its_field_and_nothing_else(tekst: str, veld: str) -> None:
    bevinding = explain_decode_error(msgspec.ValidationError(tekst))

    assert bevinding == (veld, "de waarde klopt niet met het schema")
