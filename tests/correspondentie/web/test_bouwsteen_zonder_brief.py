"""A bouwsteen that stands in no letter has nothing to be seen with, and that is told."""

import shutil
from pathlib import Path

from correspondentie.settings import SJABLONEN, Settings
from tests.bouwers.webwerk import Bezoek, serve_redactie


def test_who_wants_to_write_on_a_bouwsteen_without_a_letter_is_told_why_not(
    tmp_path: Path, bezoek: Bezoek
) -> None:
    sjablonen = shutil.copytree(SJABLONEN, tmp_path / "sjablonen")
    (sjablonen / "_bouwstenen" / "los.md").write_text("Een losse zin.\n", "utf-8")
    with serve_redactie(tmp_path / "data", settings=Settings(sjablonen=sjablonen)) as redactie:
        roos = bezoek("roos", url=redactie.url)
        antwoord = roos.send("/teksten/bouwsteen/los/concept")

        assert 409 == antwoord.status_code
        assert "staat in geen enkele brief" in antwoord.text
        assert 200 == roos.get("/teksten/bouwsteen/los").status_code
