"""Size: what no reader can oversee, nobody can vouch for."""

from statistics import median, quantiles

from tests.bouwers.boom import KAMERS, list_functies, list_modules, read

MODULE_REGELS = 400
FUNCTIE_REGELS = 40
TEST_REGELS = 25


def test_no_module_is_longer_than_400_lines() -> None:
    lengtes = {pad: read(pad).count("\n") for pad in list_modules()}
    te_lang = [f"{pad}: {lengte} lines" for pad, lengte in lengtes.items() if lengte > MODULE_REGELS]

    assert [] == te_lang, "split by reason to change, not by line count"


def test_no_function_is_longer_than_40_lines_of_code() -> None:
    functies = [functie for pad in list_modules() for functie in list_functies(pad)]
    te_lang = [f"{f.plek} {f.naam}: {f.regels} lines" for f in functies if f.regels > FUNCTIE_REGELS]

    assert [] == te_lang, "name the thoughts in it and give each its own function"


def test_no_test_is_longer_than_25_lines_of_code() -> None:
    functies = [functie for pad in list_modules("tests") for functie in list_functies(pad)]
    te_lang = [
        f"{f.plek} {f.naam}: {f.regels} lines"
        for f in functies
        if f.naam.startswith("test_") and f.regels > TEST_REGELS
    ]

    assert [] == te_lang, "a test states one truth; move the arranging to a builder or a fixture"


def test_functions_are_short_on_the_whole() -> None:
    lengtes = [functie.regels for pad in list_modules(*KAMERS) for functie in list_functies(pad)]
    negentigste = quantiles(lengtes, n=10)[-1]

    assert median(lengtes) <= 8, f"the median function has {median(lengtes)} lines of code, 8 is the most"
    assert negentigste <= 25, f"one function in ten passes {negentigste:.0f} lines of code, 25 is the most"
