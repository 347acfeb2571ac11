"""Write the expected texts of all voorbeelden anew; never done by a test.

Run `python -m tests.sjablonen.vernieuw_verwacht` in the root of the project, and read the difference in git
before you keep it.
"""

from correspondentie.sjabloon import load_sjablonen
from tests.bouwers.voorbeelden import SJABLONEN, list_voorbeelden
from tests.bouwers.zichtbare_tekst import make_zichtbare_tekst


def write_verwacht() -> None:
    """Write, for each voorbeeld, the visible text of the letter and the text of the bericht."""
    sjablonen = load_sjablonen(SJABLONEN)
    for voorbeeld in list_voorbeelden():
        brief = make_zichtbare_tekst(sjablonen.render_html(voorbeeld.brieftype, voorbeeld.gegevens))
        bericht = sjablonen.render_bericht(voorbeeld.brieftype, voorbeeld.gegevens) + "\n"
        voorbeeld.find_verwacht("brief").parent.mkdir(exist_ok=True)
        voorbeeld.find_verwacht("brief").write_text(brief, encoding="utf-8")
        voorbeeld.find_verwacht("bericht").write_text(bericht, encoding="utf-8")


if __name__ == "__main__":
    write_verwacht()
