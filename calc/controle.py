"""What must hold within a Beschikking, whoever computed it: its parts may not contradict each other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from types import MappingProxyType

from calc.beschikking import (
    Afrekening,
    Beschikking,
    Beschikkingsoort,
    Eenheid,
    Grondslag,
    Grondslagsoort,
    Periode,
    Recht,
    Rentestap,
    Toekenning,
)
from calc.errors import InvalidFeitError
from calc.huishouden import Huishouden, Opvangsoort, Toeslag, check_bedrag
from calc.kinderopvangtoeslag import EERSTE_KIND, VOLGEND_KIND

Soort = Grondslagsoort
EURO = 100
MAANDEN = range(1, 13)
JAARSPELING = EURO  # eurocent; half a euro for the year, and less than four cents for each of the months
# Of zorgtoeslag a month is a twelfth of the rounded year, so that half a euro moves it by less than 5 cents.
MAANDSPELING: Mapping[Toeslag, int] = MappingProxyType({Toeslag.ZORGTOESLAG: 5})
OPVANGSTAPPEN = frozenset(
    {
        Soort.OPVANGSOORT,
        Soort.ORGANISATIE,
        Soort.LRK_NUMMER,
        Soort.UREN,
        Soort.UREN_GETELD,
        Soort.UURTARIEF,
        Soort.MAXIMUM_UURPRIJS,
        Soort.UURTARIEF_GETELD,
        Soort.OPVANGKOSTEN,
        Soort.RANG,
        Soort.PERCENTAGE,
        Soort.KINDBEDRAG,
    }
)
WOORDEN: Mapping[Grondslagsoort, frozenset[str]] = MappingProxyType(
    {Soort.OPVANGSOORT: frozenset(Opvangsoort), Soort.RANG: frozenset({EERSTE_KIND, VOLGEND_KIND})}
)
GEHEEL = frozenset({Eenheid.EUROCENT, Eenheid.EUROCENT_PER_UUR, Eenheid.AANTAL})
EENHEDEN: Mapping[Grondslagsoort, Eenheid] = MappingProxyType(
    dict.fromkeys(Soort, Eenheid.EUROCENT)
    | dict.fromkeys(
        (Soort.UURTARIEF, Soort.MAXIMUM_UURPRIJS, Soort.UURTARIEF_GETELD), Eenheid.EUROCENT_PER_UUR
    )
    | dict.fromkeys((Soort.OPVANGSOORT, Soort.ORGANISATIE, Soort.LRK_NUMMER, Soort.RANG), Eenheid.TEKST)
    | dict.fromkeys((Soort.UREN, Soort.UREN_GETELD), Eenheid.UREN)
    | dict.fromkeys((soort for soort in Soort if "percentage" in soort), Eenheid.PROCENT)
    | dict.fromkeys((Soort.WOONLANDFACTOR, Soort.BASISHUUR_KWADRAAT, Soort.BASISHUUR_LINEAIR), Eenheid.FACTOR)
    | dict.fromkeys((Soort.MAANDEN, Soort.PERSONEN), Eenheid.AANTAL)
    | dict.fromkeys((Soort.KINDEREN, Soort.KINDEREN_12_15, Soort.KINDEREN_16_17), Eenheid.AANTAL)
)
MAG_NEGATIEF = frozenset({Soort.BASISHUUR_OPSLAG, Soort.BASISHUUR_KWADRAAT, Soort.BASISHUUR_LINEAIR})
MACHT_MAXIMUM = 30  # a decimal number with a larger power of ten is no number of hours, percent or factor


def check_beschikking(beschikking: Beschikking) -> None:
    """Refuse a Beschikking whose parts contradict each other or the law that holds for every toeslag.

    Source: Awb art. 3:46 (a decision rests on sound reasons); jci1.3:c:BWBR0018472&artikel=14, artikel=16,
    artikel=22 and artikel=24
    Raises: InvalidFeitError naming field, value and rule.
    """
    _check_soort(beschikking)
    dubbel = [
        str(t) for t, aantal in Counter(t.toeslag for t in beschikking.toekenningen).items() if aantal > 1
    ]
    if dubbel:
        raise _make_fout("toekenningen", ", ".join(dubbel), "elke toeslag staat hooguit een keer")
    for plaats, toekenning in enumerate(beschikking.toekenningen):
        pad = f"toekenningen[{plaats}]"
        _check_recht(toekenning.recht, f"{pad}.recht")
        if beschikking.soort is Beschikkingsoort.DEFINITIEVE_TOEKENNING:
            _check_definitief(toekenning, pad)
        else:
            _check_voorschot(toekenning, beschikking.dagtekening, pad)
        _check_afrekening(toekenning.afrekening, f"{pad}.afrekening")


def check_herkomst(beschikkingen: Iterable[Beschikking], huishouden: Huishouden) -> None:
    """Refuse Beschikkingen that are not over this household: another year, toeslag, child or payment.

    Source: Awb art. 3:46; jci1.3:c:BWBR0018472&artikel=14
    Raises: InvalidFeitError naming field, value and rule.
    """
    toekenningen: list[Toekenning] = []
    for beschikking in beschikkingen:
        toekenningen += beschikking.toekenningen
        if beschikking.toeslagjaar != huishouden.toeslagjaar:
            regel = f"het huishouden heeft toeslagjaar {huishouden.toeslagjaar}"
            raise _make_fout("toeslagjaar", beschikking.toeslagjaar, regel)
    besloten = sorted(toekenning.toeslag for toekenning in toekenningen)
    gevraagd = sorted(aanvraag.toeslag for aanvraag in huishouden.aanvragen)
    if besloten != gevraagd:
        regel = f"elke aanvraag krijgt een toekenning, en aangevraagd is {_format_rij(gevraagd)}"
        raise _make_fout("toekenningen", _format_rij(besloten), regel)
    for toekenning in toekenningen:
        _check_aanvraag(toekenning, huishouden)
        _check_opvang_bekend(toekenning.recht, huishouden)


def _make_fout(veld: str, waarde: object, regel: str) -> InvalidFeitError:
    return InvalidFeitError(f"{veld} is {waarde}, maar {regel}")


def _format_rij(waarden: Iterable[object]) -> str:
    return ", ".join(map(str, waarden)) or "niets"


def _check_bedragen(pad: str, **bedragen: int) -> None:
    for veld, bedrag in bedragen.items():
        check_bedrag(f"{pad}.{veld}", bedrag)


def _check_soort(beschikking: Beschikking) -> None:
    if beschikking.soort is Beschikkingsoort.DEFINITIEVE_TOEKENNING:
        if len(beschikking.toekenningen) != 1:
            regel = "een definitieve toekenning gaat over een toeslag: er hoort een toekenning in te staan"
            raise _make_fout("toekenningen", f"een lijst van {len(beschikking.toekenningen)}", regel)
        return
    if (beschikking.soort is Beschikkingsoort.NIHILSTELLING) != (not beschikking.bedrag_jaar):
        regel = f"het jaarbedrag is {beschikking.bedrag_jaar}; een nihilstelling past bij 0, en alleen daar"
        raise _make_fout("soort", beschikking.soort, regel)


def _check_recht(recht: Recht, pad: str) -> None:
    _check_bedragen(pad, bedrag_jaar=recht.bedrag_jaar)
    _check_grondslagen(recht.grondslagen, f"{pad}.grondslagen")
    _check_herhaling(recht.grondslagen, Soort.JAARBEDRAG, recht.bedrag_jaar, pad)
    _check_maanden(recht.perioden, pad)
    for plaats, periode in enumerate(recht.perioden):
        _check_periode(periode, recht.toeslag, f"{pad}.perioden[{plaats}]")
    maanden = sum(periode.maanden * periode.maandtotaal for periode in recht.perioden)
    if recht.bedrag_jaar and abs(recht.bedrag_jaar - maanden) > JAARSPELING:
        regel = f"de maanden zijn samen {maanden}; meer dan de afronding scheelt het niet"
        raise _make_fout(f"{pad}.bedrag_jaar", recht.bedrag_jaar, regel)


def _check_maanden(perioden: tuple[Periode, ...], pad: str) -> None:
    regel = "de perioden dekken de maanden 1 tot en met 12 elk een keer, op volgorde"
    eerste = 1
    for plaats, periode in enumerate(perioden):
        if not eerste == periode.van <= periode.tot <= 12:
            raise _make_fout(f"{pad}.perioden[{plaats}]", f"van {periode.van} tot {periode.tot}", regel)
        eerste = periode.tot + 1
    if eerste != 13:
        raise _make_fout(f"{pad}.perioden", f"een lijst tot maand {eerste - 1}", regel)


def _check_periode(periode: Periode, toeslag: Toeslag, pad: str) -> None:
    totaal, maandbedrag = periode.maandtotaal, periode.maandbedrag
    _check_bedragen(pad, maandtotaal=totaal, maandbedrag=maandbedrag)
    _check_grondslagen(periode.grondslagen, f"{pad}.grondslagen")
    _check_herhaling(periode.grondslagen, Soort.MAANDTOTAAL, totaal, pad)
    _check_herhaling(periode.grondslagen, Soort.MAANDBEDRAG, maandbedrag, pad)
    speling = MAANDSPELING.get(toeslag, 0)
    if not maandbedrag - speling <= totaal < maandbedrag + EURO + speling:
        regel = f"het is het maandtotaal ({totaal}) zonder centen"
        raise _make_fout(f"{pad}.maandbedrag", maandbedrag, regel)
    if toeslag is Toeslag.KINDEROPVANGTOESLAG:
        _check_opvang(periode, pad)


def _check_herhaling(grondslagen: Iterable[Grondslag], soort: Grondslagsoort, bedrag: int, pad: str) -> None:
    """A step that repeats an amount says the same."""
    for plaats, grondslag in enumerate(grondslagen):
        if grondslag.soort is soort and grondslag.waarde != bedrag:
            regel = f"{pad} zegt {bedrag}"
            raise _make_fout(f"{pad}.grondslagen[{plaats}].waarde ({soort})", grondslag.waarde, regel)


def _check_opvang(periode: Periode, pad: str) -> None:
    """Every Opvang has all its steps, one child at most is the first, and the amounts add up."""
    kenmerken = [(stap.kind, stap.opvang) for stap in periode.grondslagen if stap.soort in OPVANGSTAPPEN]
    for kenmerk in set(kenmerken):
        soorten = [stap.soort for stap in periode.grondslagen if (stap.kind, stap.opvang) == kenmerk]
        if None in kenmerk or Counter(soorten) != Counter(OPVANGSTAPPEN):
            waarde = f"voor kind {kenmerk[0]}, opvang {kenmerk[1]} een lijst van {len(soorten)} stappen"
            regel = f"elke opvang heeft elk van deze stappen een keer: {_format_rij(sorted(OPVANGSTAPPEN))}"
            raise _make_fout(f"{pad}.grondslagen", waarde, regel)
    eerste = {
        stap.kind for stap in periode.grondslagen if stap.waarde == EERSTE_KIND and stap.soort is Soort.RANG
    }
    if len(eerste) > 1:
        regel = f"hooguit een kind is in een maand '{EERSTE_KIND}'"
        raise _make_fout(f"{pad}.grondslagen (rang)", f"'{EERSTE_KIND}' bij {len(eerste)} kinderen", regel)
    som = sum(int(stap.waarde) for stap in periode.grondslagen if stap.soort is Soort.KINDBEDRAG)
    if periode.maandtotaal != som:
        raise _make_fout(f"{pad}.maandtotaal", periode.maandtotaal, f"de kindbedragen zijn samen {som}")


def _check_grondslagen(grondslagen: Iterable[Grondslag], pad: str) -> None:
    for plaats, grondslag in enumerate(grondslagen):
        plek = f"{pad}[{plaats}]"
        if not grondslag.bron.strip():
            raise _make_fout(f"{plek}.bron ({grondslag.soort})", "leeg", "elke grondslag noemt zijn bron")
        if grondslag.eenheid is not EENHEDEN[grondslag.soort]:
            regel = f"deze grondslag heeft de eenheid {EENHEDEN[grondslag.soort]}"
            raise _make_fout(f"{plek}.eenheid ({grondslag.soort})", grondslag.eenheid, regel)
        if not _is_leesbaar(grondslag):
            # the value itself may hold anything
            regel = f"verwacht is een waarde die te lezen is als {grondslag.eenheid}, en niet negatief is"
            raise _make_fout(f"{plek}.waarde ({grondslag.soort})", "iets anders", regel)


def _is_leesbaar(grondslag: Grondslag) -> bool:
    """Answer whether the value is what its eenheid says, and not negative where that cannot be."""
    waarde, mag_negatief = grondslag.waarde, grondslag.soort in MAG_NEGATIEF
    if grondslag.eenheid in GEHEEL:
        return isinstance(waarde, int) and (waarde >= 0 or mag_negatief)
    if not isinstance(waarde, str):
        return False
    if grondslag.eenheid is Eenheid.TEKST:
        return waarde in WOORDEN.get(grondslag.soort, {waarde})
    return _is_decimaal(waarde) and (mag_negatief or not waarde.startswith("-"))


def _is_decimaal(tekst: str) -> bool:
    try:
        getal = Decimal(tekst)
    except InvalidOperation:
        return False
    return getal.is_finite() and abs(int(getal.as_tuple().exponent)) <= MACHT_MAXIMUM


def _check_voorschot(toekenning: Toekenning, dagtekening: date, pad: str) -> None:
    """An advance is paid in twelve months that add up; what is not in a term is settled at once."""
    percentage, betalingen = toekenning.voorschotpercentage, toekenning.betalingen
    if not 0 <= percentage <= 100:
        raise _make_fout(f"{pad}.voorschotpercentage", percentage, "het ligt tussen 0 en 100")
    _check_betalingen(betalingen, pad)
    voorschot = (toekenning.bedrag_jaar * percentage + 50 * EURO) // (100 * EURO) * EURO
    if sum(betalingen) != voorschot:
        regel = (
            f"het voorschot is {percentage}% van {toekenning.bedrag_jaar}, afgerond op euro's: {voorschot}"
        )
        raise _make_fout(f"{pad}.betalingen", f"samen {sum(betalingen)}", regel)
    _check_termijnen(toekenning, dagtekening, pad)
    eerste = toekenning.termijnen[0].maand if toekenning.termijnen else 13
    verschuldigd = sum(betalingen[: eerste - 1])
    if toekenning.afrekening.verschuldigd != verschuldigd:
        regel = f"de maanden voor de eerste termijn zijn samen {verschuldigd}"
        raise _make_fout(f"{pad}.afrekening.verschuldigd", toekenning.afrekening.verschuldigd, regel)


def _check_betalingen(betalingen: tuple[int, ...], pad: str) -> None:
    if len(betalingen) != len(MAANDEN):
        raise _make_fout(f"{pad}.betalingen", f"een lijst van {len(betalingen)}", "er zijn twaalf maanden")
    for plaats, bedrag in enumerate(betalingen):
        _check_bedragen(pad, **{f"betalingen[{plaats}]": bedrag})


def _check_termijnen(toekenning: Toekenning, dagtekening: date, pad: str) -> None:
    termijnen = toekenning.termijnen
    maanden = [termijn.maand for termijn in termijnen]
    if maanden != [*MAANDEN][12 - len(maanden) :]:
        regel = "de termijnen volgen elkaar op tot en met maand 12"
        raise _make_fout(f"{pad}.termijnen", f"een lijst van {len(maanden)} maanden", regel)
    for plaats, termijn in enumerate(termijnen):
        betaling = toekenning.betalingen[termijn.maand - 1]
        if termijn.bedrag != betaling:
            regel = f"de betaling van maand {termijn.maand} is {betaling}"
            raise _make_fout(f"{pad}.termijnen[{plaats}].bedrag", termijn.bedrag, regel)
    dagen = [dagtekening, *(termijn.betaaldatum for termijn in termijnen)]
    for plaats, (eerder, later) in enumerate(pairwise(dagen)):
        if later <= eerder:
            regel = f"hij ligt na de vorige, en de eerste na de dagtekening ({eerder})"
            raise _make_fout(f"{pad}.termijnen[{plaats}].betaaldatum", later, regel)


def _check_definitief(toekenning: Toekenning, pad: str) -> None:
    """What is granted for good is settled in one sum."""
    _check_betalingen(toekenning.betalingen, pad)
    if toekenning.termijnen or any(toekenning.betalingen):
        waarde = f"een lijst van {len(toekenning.termijnen)}, bij betalingen van {sum(toekenning.betalingen)}"
        regel = "een definitieve toekenning wordt in een keer verrekend, dus beide zijn leeg"
        raise _make_fout(f"{pad}.termijnen", waarde, regel)
    if toekenning.afrekening.verschuldigd != toekenning.bedrag_jaar:
        regel = (
            f"bij een definitieve toekenning is het hele jaarbedrag verschuldigd ({toekenning.bedrag_jaar})"
        )
        raise _make_fout(f"{pad}.afrekening.verschuldigd", toekenning.afrekening.verschuldigd, regel)


def _check_afrekening(afrekening: Afrekening, pad: str) -> None:
    nabetaling, terug, kwijt = afrekening.nabetaling, afrekening.terug_te_betalen, afrekening.kwijtgescholden
    _check_bedragen(
        pad,
        verschuldigd=afrekening.verschuldigd,
        uitbetaald=afrekening.uitbetaald,
        nabetaling=nabetaling,
        terug_te_betalen=terug,
        kwijtgescholden=kwijt,
    )
    if sum(map(bool, (nabetaling, terug, kwijt))) > 1:
        waarde = f"nabetaling {nabetaling}, terug te betalen {terug} en kwijtgescholden {kwijt}"
        raise _make_fout(pad, waarde, "hooguit een van de drie is niet 0")
    verschil = afrekening.verschuldigd - afrekening.uitbetaald
    if nabetaling - terug - kwijt != verschil:
        regel = f"verschuldigd min uitbetaald is {verschil}"
        raise _make_fout(
            f"{pad} (nabetaling min terug te betalen of kwijtgescholden)", nabetaling - terug - kwijt, regel
        )
    for plaats, stap in enumerate(afrekening.rentestappen):
        _check_rentestap(stap, nabetaling + terug, f"{pad}.rentestappen[{plaats}]")


def _check_rentestap(stap: Rentestap, hoofdsom: int, pad: str) -> None:
    """Redo the interest over the days of one year; over nothing there is none."""
    _check_bedragen(pad, bedrag=stap.bedrag)
    dagen = (stap.tot - stap.van).days + 1
    if stap.van.year != stap.tot.year or stap.dagen != dagen:
        raise _make_fout(f"{pad}.dagen", stap.dagen, f"van {stap.van} tot en met {stap.tot} zijn er {dagen}")
    dagen_van_jaar = (date(stap.van.year + 1, 1, 1) - date(stap.van.year, 1, 1)).days
    if stap.dagen_van_jaar != dagen_van_jaar:
        raise _make_fout(
            f"{pad}.dagen_van_jaar", stap.dagen_van_jaar, f"{stap.van.year} heeft er meer of minder"
        )
    try:
        bedrag = int(Decimal(stap.percentage) * hoofdsom * dagen // (100 * dagen_van_jaar))
    except (InvalidOperation, ValueError, OverflowError):
        raise _make_fout(f"{pad}.percentage", stap.percentage, "verwacht is een percentage") from None
    if stap.bedrag != bedrag:
        raise _make_fout(f"{pad}.bedrag", stap.bedrag, f"over {hoofdsom} is de rente {bedrag}")


def _check_aanvraag(toekenning: Toekenning, huishouden: Huishouden) -> None:
    aanvraag = huishouden.find_aanvraag(toekenning.toeslag)
    if toekenning.voorschotpercentage != aanvraag.voorschotpercentage:
        regel = f"aangevraagd is {aanvraag.voorschotpercentage}"
        raise _make_fout(
            f"voorschotpercentage van {toekenning.toeslag}", toekenning.voorschotpercentage, regel
        )
    uitbetaald = aanvraag.verleend.uitbetaald if aanvraag.verleend else 0
    if toekenning.afrekening.uitbetaald != uitbetaald:
        regel = f"volgens het huishouden is {uitbetaald} uitbetaald"
        raise _make_fout(f"uitbetaald van {toekenning.toeslag}", toekenning.afrekening.uitbetaald, regel)


def _check_opvang_bekend(recht: Recht, huishouden: Huishouden) -> None:
    bekend = {(kind.nummer, plaats) for kind in huishouden.kinderen for plaats in range(len(kind.opvang))}
    genoemd = {
        (stap.kind, stap.opvang)
        for periode in recht.perioden
        for stap in periode.grondslagen
        if stap.kind is not None
    }
    if vreemd := genoemd - bekend:
        waarde = _format_rij(f"kind {kind}, opvang {opvang}" for kind, opvang in vreemd)
        raise _make_fout("grondslagen", waarde, "dit kind of deze opvang staat niet in het huishouden")
