"""A Beschikking of any calculator that contradicts itself is refused; each rule has a test that breaks it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypedDict, TypeVar, Unpack

import pytest

from calc.beschikking import (
    Afrekening,
    Beschikking,
    Beschikkingsoort,
    Eenheid,
    Grondslag,
    Grondslagsoort,
)
from calc.controle import check_beschikking
from calc.definitief import decide_definitieve_toekenningen
from calc.errors import InvalidFeitError
from calc.huishouden import Huishouden, Toeslag
from calc.voorschot import decide_beschikking
from tests.bouwers.huishoudens import (
    NORMEN,
    make_aanvraag,
    make_gezin,
    make_kalender,
    make_voorschotregels,
)

Deel = TypeVar("Deel")
KOT, ZORG, HUUR, BUDGET = range(4)  # the place of each toeslag in the Beschikking of a gezin
GEZIN = make_gezin()
VERGOED = replace(
    GEZIN, toeslagjaar=2025, aanvragen=(make_aanvraag(Toeslag.ZORGTOESLAG),), kinderen=(), huren=()
)
JUNI = date(2026, 6, 10)  # before interest runs


class Stapvelden(TypedDict, total=False):
    """What a test may change of a Grondslag."""

    soort: Grondslagsoort
    waarde: int | str
    eenheid: Eenheid
    kind: int | None
    opvang: int | None


def decide(huishouden: Huishouden = GEZIN, dagtekening: date = date(2025, 12, 5)) -> Beschikking:
    jaar = huishouden.toeslagjaar
    regels = make_voorschotregels(toeslagjaar=jaar, dagtekening=dagtekening, instelbaar=frozenset(Toeslag))
    return decide_beschikking(huishouden, regels)


def decide_definitief(huishouden: Huishouden = VERGOED, dagtekening: date = JUNI) -> tuple[Beschikking, ...]:
    kalender = make_kalender(toeslagjaar=huishouden.toeslagjaar, dagtekening=dagtekening)
    return decide_definitieve_toekenningen(huishouden, NORMEN, kalender)


def change(deel: Deel, pad: str, waarde: object) -> Deel:
    """Give a copy in which one place is something else, such as 'toekenningen[0].recht.bedrag_jaar'."""
    stap, _, rest = re.sub(r"\[(\d+)\]", r".\1", pad).partition(".")
    if isinstance(deel, tuple):
        plaats = int(stap)
        nieuw = change(deel[plaats], rest, waarde) if rest else waarde
        return (*deel[:plaats], nieuw, *deel[plaats + 1 :])  # type: ignore[return-value]  # still a tuple
    nieuw = change(getattr(deel, stap), rest, waarde) if rest else waarde
    return replace(deel, **{stap: nieuw})  # type: ignore[type-var]  # every deel is a tuple or a dataclass


def change_toekenning(pad: str, waarde: object, toeslag: int = KOT) -> Beschikking:
    return change(decide(), f"toekenningen[{toeslag}].{pad}", waarde)


def find_plaats(soort: Grondslagsoort, nummer: int = 0) -> int:
    stappen = decide().toekenningen[KOT].recht.perioden[0].grondslagen
    return [plaats for plaats, stap in enumerate(stappen) if stap.soort is soort][nummer]


def change_stap(soort: Grondslagsoort, nummer: int = 0, /, **velden: Unpack[Stapvelden]) -> Beschikking:
    """Change a step of the opvang in January: the nummer-th of this soort."""
    plaats = find_plaats(soort, nummer)
    stap = decide().toekenningen[KOT].recht.perioden[0].grondslagen[plaats]
    return change_toekenning(f"recht.perioden[0].grondslagen[{plaats}]", replace(stap, **velden))


def find_reden(toets: Callable[[], None]) -> str:
    with pytest.raises(InvalidFeitError) as gevonden:
        toets()
    return str(gevonden.value)


class TestPerioden:
    """The perioden of a year cover its months once each, and say what the steps say."""

    def test_the_household_of_the_tests_passes_unchanged(self) -> None:
        check_beschikking(decide())

        assert 4 == len(decide().toekenningen)

    @pytest.mark.parametrize(("van", "tot"), [(2, 12), (1, 11), (1, 13), (0, 12), (5, 4), (1, 10**18)])
    def test_the_months_1_to_12_are_covered(self, van: int, tot: int) -> None:
        periode = replace(decide().toekenningen[KOT].recht.perioden[0], van=van, tot=tot)
        reden = find_reden(lambda: check_beschikking(change_toekenning("recht.perioden", (periode,))))

        assert reden.startswith("toekenningen[0].recht.perioden")
        assert reden.endswith("de perioden dekken de maanden 1 tot en met 12 elk een keer, op volgorde")

    def test_no_month_is_covered_twice(self) -> None:
        periode = decide().toekenningen[KOT].recht.perioden[0]
        reden = find_reden(lambda: check_beschikking(change_toekenning("recht.perioden", (periode, periode))))

        assert "de perioden dekken de maanden" in reden

    @pytest.mark.parametrize("toeslag", [KOT, HUUR, BUDGET])
    @pytest.mark.parametrize("verschil", [-1, 100])
    def test_a_month_is_its_total_without_cents(self, toeslag: int, verschil: int) -> None:
        periode = decide().toekenningen[toeslag].recht.perioden[0]
        anders = replace(periode, maandbedrag=periode.maandtotaal - verschil, grondslagen=())
        reden = find_reden(lambda: check_beschikking(change_toekenning("recht.perioden[0]", anders, toeslag)))

        assert f"maandbedrag is {anders.maandbedrag}, maar het is het maandtotaal" in reden

    @pytest.mark.parametrize(("verschil", "goed"), [(-6, False), (-5, True), (104, True), (105, False)])
    def test_a_month_of_zorgtoeslag_is_a_twelfth_of_the_rounded_year(self, verschil: int, goed: bool) -> None:
        periode = decide().toekenningen[ZORG].recht.perioden[0]
        anders = replace(periode, maandbedrag=periode.maandtotaal - verschil, grondslagen=())
        beschikking = change_toekenning("recht.perioden[0]", anders, ZORG)

        assert goed == is_goed(beschikking)

    @pytest.mark.parametrize("soort", [Grondslagsoort.MAANDTOTAAL, Grondslagsoort.MAANDBEDRAG])
    def test_a_step_repeats_the_amount_of_the_month(self, soort: Grondslagsoort) -> None:
        reden = find_reden(lambda: check_beschikking(change_stap(soort, waarde=7)))

        assert f".waarde ({soort}) is 7, maar toekenningen[0].recht.perioden[0] zegt " in reden

    def test_a_step_repeats_the_amount_of_the_year(self) -> None:
        plaats = len(decide().toekenningen[KOT].recht.grondslagen) - 1
        anders = change_toekenning(f"recht.grondslagen[{plaats}].waarde", 7)

        assert "(jaarbedrag) is 7, maar toekenningen[0].recht zegt " in find_reden(
            lambda: check_beschikking(anders)
        )

    @pytest.mark.parametrize("verschil", [-2_00, 2_00])
    def test_the_year_differs_from_its_months_by_the_rounding_only(self, verschil: int) -> None:
        recht = decide().toekenningen[KOT].recht
        anders = replace(recht, bedrag_jaar=recht.bedrag_jaar + verschil, grondslagen=())
        reden = find_reden(lambda: check_beschikking(change_toekenning("recht", anders)))

        assert f"recht.bedrag_jaar is {anders.bedrag_jaar}, maar de maanden zijn samen " in reden


def is_goed(beschikking: Beschikking) -> bool:
    try:
        check_beschikking(beschikking)
    except InvalidFeitError:
        return False
    return True


class TestOpvang:
    """In each periode every Opvang has all its steps, one child at most is first, the amounts add up."""

    def test_only_one_child_is_the_first(self) -> None:
        rangen = [find_plaats(Grondslagsoort.RANG, nummer) for nummer in range(3)]
        beschikking = decide()
        for plaats in rangen:
            pad = f"toekenningen[0].recht.perioden[0].grondslagen[{plaats}].waarde"
            beschikking = change(beschikking, pad, "eerste kind")
        reden = find_reden(lambda: check_beschikking(beschikking))

        assert (
            "toekenningen[0].recht.perioden[0].grondslagen (rang) is 'eerste kind' bij 3 kinderen, maar "
            "hooguit een kind is in een maand 'eerste kind'"
        ) == reden

    def test_the_month_is_the_sum_of_the_kindbedragen(self) -> None:
        kindbedrag = (
            decide().toekenningen[KOT].recht.perioden[0].grondslagen[find_plaats(Grondslagsoort.KINDBEDRAG)]
        )
        anders = change_stap(Grondslagsoort.KINDBEDRAG, waarde=int(kindbedrag.waarde) - 1)

        assert "maandtotaal is " in find_reden(lambda: check_beschikking(anders))

    @pytest.mark.parametrize(
        "velden", [{"opvang": None}, {"kind": None}, {"soort": Grondslagsoort.OPVANGKOSTEN}, {"kind": 2}]
    )
    def test_every_opvang_has_each_step_once(self, velden: Stapvelden) -> None:
        anders = change_stap(Grondslagsoort.KINDBEDRAG, **velden)

        assert "elke opvang heeft elk van deze stappen een keer" in find_reden(
            lambda: check_beschikking(anders)
        )


class TestGrondslagen:
    """Every Grondslag has a source, and a value that can be read as its eenheid says."""

    @pytest.mark.parametrize("bron", ["", "  "])
    def test_every_grondslag_names_its_source(self, bron: str) -> None:
        anders = change_toekenning("recht.grondslagen[0].bron", bron)

        assert (
            "toekenningen[0].recht.grondslagen[0].bron (toetsingsinkomen-aanvrager) is leeg, maar elke "
            "grondslag noemt zijn bron"
        ) == find_reden(lambda: check_beschikking(anders))

    def test_every_soort_has_its_own_eenheid(self) -> None:
        anders = change_stap(Grondslagsoort.UREN, eenheid=Eenheid.EUROCENT, waarde=100)

        assert "(uren) is eurocent, maar deze grondslag heeft de eenheid uren" in find_reden(
            lambda: check_beschikking(anders)
        )

    @pytest.mark.parametrize(
        ("soort", "waarde"),
        [
            (Grondslagsoort.OPVANGKOSTEN, -1),
            (Grondslagsoort.OPVANGKOSTEN, "veel"),
            (Grondslagsoort.UURTARIEF, "12"),
            (Grondslagsoort.UREN, 100),
            (Grondslagsoort.UREN, "-1"),
            (Grondslagsoort.UREN, "veel"),
            (Grondslagsoort.UREN, "NaN"),
            (Grondslagsoort.UREN, "1E+999999"),
            (Grondslagsoort.PERCENTAGE, "96%"),
            (Grondslagsoort.OPVANGSOORT, "kostschool"),
            (Grondslagsoort.RANG, "derde kind"),
            (Grondslagsoort.ORGANISATIE, 5),
        ],
    )
    def test_a_value_can_be_read(self, soort: Grondslagsoort, waarde: int | str) -> None:
        reden = find_reden(lambda: check_beschikking(change_stap(soort, waarde=waarde)))

        assert f".waarde ({soort}) is iets anders, maar verwacht is een waarde die te lezen is" in reden

    @pytest.mark.parametrize("waarde", [-37_14, 27_44])
    def test_only_the_figures_of_the_basishuur_may_be_negative(self, waarde: int) -> None:
        opslag = Grondslag(Grondslagsoort.BASISHUUR_OPSLAG, waarde, Eenheid.EUROCENT, "tg0831")
        kwadraat = Grondslag(Grondslagsoort.BASISHUUR_KWADRAAT, "-0.0000012", Eenheid.FACTOR, "tg0831")

        check_beschikking(change_toekenning("recht.grondslagen", (opslag, kwadraat), HUUR))


class TestBedragen:
    """No amount is negative, and none is larger than can be true."""

    @pytest.mark.parametrize("bedrag", [-1, 100_000_000_01])
    @pytest.mark.parametrize(
        "pad",
        [
            "recht.bedrag_jaar",
            "recht.perioden[0].maandtotaal",
            "recht.perioden[0].maandbedrag",
            "betalingen[3]",
            "afrekening.uitbetaald",
        ],
    )
    def test_every_amount_is_within_bounds(self, pad: str, bedrag: int) -> None:
        reden = find_reden(lambda: check_beschikking(change_toekenning(pad, bedrag)))

        assert f"toekenningen[0].{pad} ligt tussen 0 en 10000000000 eurocent, maar is {bedrag}" == reden


class TestVoorschot:
    """An advance is paid in twelve months that add up, the months to come in terms, the past at once."""

    def test_there_are_twelve_betalingen(self) -> None:
        assert "toekenningen[0].betalingen is een lijst van 0, maar er zijn twaalf maanden" == find_reden(
            lambda: check_beschikking(change_toekenning("betalingen", ()))
        )

    def test_the_betalingen_add_up_to_the_advance(self) -> None:
        eerste = decide().toekenningen[KOT].betalingen[0]
        reden = find_reden(lambda: check_beschikking(change_toekenning("betalingen[0]", eerste + 1_00)))

        assert "betalingen is samen " in reden
        assert "maar het voorschot is 100% van " in reden

    @pytest.mark.parametrize("percentage", [-1, 101])
    def test_a_percentage_lies_between_0_and_100(self, percentage: int) -> None:
        reden = find_reden(lambda: check_beschikking(change_toekenning("voorschotpercentage", percentage)))

        assert f"toekenningen[0].voorschotpercentage is {percentage}, maar het ligt tussen 0 en 100" == reden

    def test_an_advance_of_half_the_right_is_half_of_it(self) -> None:
        reden = find_reden(lambda: check_beschikking(change_toekenning("voorschotpercentage", 50)))

        assert "het voorschot is 50% van " in reden

    @pytest.mark.parametrize("weg", [slice(0, 11), slice(3, 12, 2), slice(None, None, -1)])
    def test_the_terms_follow_each_other_to_december(self, weg: slice) -> None:
        termijnen = decide().toekenningen[KOT].termijnen[weg]
        reden = find_reden(lambda: check_beschikking(change_toekenning("termijnen", termijnen)))

        assert reden.endswith("de termijnen volgen elkaar op tot en met maand 12")

    def test_a_term_is_the_betaling_of_its_month(self) -> None:
        reden = find_reden(lambda: check_beschikking(change_toekenning("termijnen[2].bedrag", 7)))

        assert "termijnen[2].bedrag is 7, maar de betaling van maand 3 is " in reden

    @pytest.mark.parametrize("plaats", [0, 5])
    def test_the_payment_days_rise_from_the_dagtekening_on(self, plaats: int) -> None:
        dag = decide().dagtekening - timedelta(days=1)
        reden = find_reden(
            lambda: check_beschikking(change_toekenning(f"termijnen[{plaats}].betaaldatum", dag))
        )

        assert f"termijnen[{plaats}].betaaldatum is {dag}, maar hij ligt na de vorige" in reden

    def test_the_months_before_the_first_term_are_due_at_once(self) -> None:
        reden = find_reden(lambda: check_beschikking(change_toekenning("afrekening.verschuldigd", 5_00)))

        assert "afrekening.verschuldigd is 500, maar de maanden voor de eerste termijn zijn samen 0" in reden

    def test_a_nihilstelling_goes_with_nothing_and_nothing_with_a_nihilstelling(self) -> None:
        geen = decide(
            replace(GEZIN, aanvragen=(make_aanvraag(Toeslag.ZORGTOESLAG),), vermogen_aanvrager=900_000_00)
        )
        wel = replace(decide(), soort=Beschikkingsoort.NIHILSTELLING)

        assert Beschikkingsoort.NIHILSTELLING is geen.soort
        assert "soort is nihilstelling, maar" in find_reden(lambda: check_beschikking(wel))
        assert not is_goed(replace(geen, soort=Beschikkingsoort.VOORLOPIGE_TOEKENNING))

    def test_every_toeslag_is_granted_once(self) -> None:
        eerste = decide().toekenningen[0]
        reden = find_reden(lambda: check_beschikking(replace(decide(), toekenningen=(eerste, eerste))))

        assert "toekenningen is kinderopvangtoeslag, maar elke toeslag staat hooguit een keer" == reden


class TestDefinitief:
    """A definitieve toekenning is over one toeslag, and settled in one sum."""

    def test_it_has_exactly_one_toekenning(self) -> None:
        definitief = replace(decide(), soort=Beschikkingsoort.DEFINITIEVE_TOEKENNING)
        reden = find_reden(lambda: check_beschikking(definitief))

        assert reden.startswith(
            "toekenningen is een lijst van 4, maar een definitieve toekenning gaat over een toeslag"
        )

    @pytest.mark.parametrize("veld", ["termijnen", "betalingen"])
    def test_it_has_no_termijnen_and_no_betalingen(self, veld: str) -> None:
        (definitief,) = decide_definitief()
        anders = change(definitief, f"toekenningen[0].{veld}", getattr(decide().toekenningen[ZORG], veld))

        assert "in een keer verrekend" in find_reden(lambda: check_beschikking(anders))

    def test_the_whole_year_is_due(self) -> None:
        (definitief,) = decide_definitief()
        anders = change(definitief, "toekenningen[0].afrekening.verschuldigd", 1_00)

        assert "is het hele jaarbedrag verschuldigd" in find_reden(lambda: check_beschikking(anders))


class TestAfrekening:
    """What is due less what was paid is paid, claimed back or waived: one of the three."""

    @pytest.mark.parametrize(
        ("velden", "regel"),
        [
            ({"nabetaling": 5}, "verschuldigd min uitbetaald is 0"),
            ({"uitbetaald": 5}, "verschuldigd min uitbetaald is -5"),
            ({"uitbetaald": 5, "nabetaling": 5}, "verschuldigd min uitbetaald is -5"),
            ({"terug_te_betalen": 5, "nabetaling": 5}, "hooguit een van de drie is niet 0"),
        ],
    )
    def test_its_arithmetic_is_true(self, velden: dict[str, Any], regel: str) -> None:
        anders = change_toekenning("afrekening", replace(Afrekening(verschuldigd=0, uitbetaald=0), **velden))

        assert find_reden(lambda: check_beschikking(anders)).endswith(regel)
