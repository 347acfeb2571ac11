"""Redo every sum of a letter from nothing but what is printed, and say what does not come out."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import groupby
from math import floor

from calc.norm import Norm, Normwaarde
from tests.sjablonen.afdruk import Afdruk, Rij, compute_formule, list_euros, parse_euro, parse_getal

HALF = Fraction(1, 2)
CENT = Fraction(1, 100)
MAXIMUM_UREN = 230
JAARDEEL = re.compile(r"Voor (\w+ tot en met )?\w+ \d{4}$")
OFFICIEEL = (
    "Zoveel vermogen",
    "Standaardpremie van",
    "Drempelinkomen",
    "Basishuur",
    "Tot dit inkomen",
    "Extra omdat",
    "Hoogste huur",
)
PER_MAAND = ("Uw bedrag per maand", "Wat u per maand ontvangt")
NAMEN = ("Kinderopvangtoeslag", "Zorgtoeslag", "Huurtoeslag", "Kindgebonden budget")


def list_officieel(deel: object) -> Iterator[Fraction]:
    """List every official amount of a year, also those of which the sign is printed apart. Unit: euro."""
    if isinstance(deel, Normwaarde):
        yield abs(Fraction(deel.waarde, 100))
    elif is_dataclass(deel):
        for veld in fields(deel):
            yield from list_officieel(getattr(deel, veld.name))


def list_fouten(afdruk: Afdruk, norm: Norm) -> list[str]:
    """List every printed line that does not follow from what is printed above it; [] when all is true."""
    return [
        *_list_rekenfouten(afdruk, {Fraction(), *list_officieel(norm)}),
        *_list_opvangfouten(afdruk.list_tabel("Kind en opvang") or []),
        *_list_totaalfouten(afdruk),
        *_list_betaalfouten(afdruk),
        *_list_afrekenfouten(afdruk),
        *_list_eindfouten(afdruk),
    ]


def _round(uitkomst: Fraction, omschrijving: str) -> Fraction:
    """Round as the words of the line say; to the cent when they say nothing."""
    if "naar beneden afgerond op centen" in omschrijving:
        return floor(uitkomst / CENT) * CENT
    if "naar beneden afgerond" in omschrijving or "zonder centen" in omschrijving:
        return Fraction(floor(uitkomst))
    if "op hele euro" in omschrijving:
        return Fraction(floor(uitkomst + HALF))
    if omschrijving.startswith("Minder dan"):
        return Fraction() if uitkomst < 24 else Fraction(-1)
    return floor(uitkomst / CENT + HALF) * CENT


def _list_rekenfouten(afdruk: Afdruk, bekend: set[Fraction]) -> Iterator[str]:
    """Redo each line of the sums; every amount in a formule stands above it or is an official figure."""
    officieel, bekend, delen = bekend, set(bekend), Fraction()
    for omschrijving, formule, uitkomst in _list_stappen(afdruk, bekend):
        if not formule and omschrijving.startswith(OFFICIEEL) and uitkomst not in officieel:
            yield f"{omschrijving}: {float(uitkomst)} is geen officieel cijfer"
        if formule and formule != "de delen samen":
            onbekend = set(list_euros(formule)) - bekend
            exact = compute_formule(formule)
            if onbekend:
                yield f"{omschrijving}: {formule} noemt een bedrag dat er niet boven staat"
            if JAARDEEL.match(omschrijving):
                delen += exact
        elif formule:
            exact, delen = delen, Fraction()
        if formule and _round(exact, omschrijving) != uitkomst:
            yield f"{omschrijving}: {formule} = {float(exact)}, niet {float(uitkomst)}"
        bekend.add(uitkomst)


def _list_stappen(afdruk: Afdruk, bekend: set[Fraction]) -> Iterator[tuple[str, str, Fraction]]:
    """Yield the lines of the sums; what a table of opvang comes to is known from there on."""
    in_som = False
    for rij in afdruk.rijen:
        if rij[0] in ("Stap", "Toeslag", "Voor de maand", "Kind en opvang"):
            in_som = rij[0] == "Stap"
        elif in_som and len(rij) == 3:
            uitkomst = rij[2]
            yield rij[0], rij[1], parse_euro(uitkomst) if "€" in uitkomst else parse_getal(uitkomst)
        elif rij[0] == "Samen per maand":
            bekend.add(parse_euro(rij[-1]))


def _list_opvangfouten(rijen: list[Rij]) -> Iterator[str]:
    """Redo the tables of opvang: each child's hours, rate, cost and amount, and the month."""
    perioden = [list(groep) for tabel, groep in groupby(rijen, key=lambda rij: len(rij) == 9) if tabel]
    totalen = [rij for rij in rijen if rij[0] == "Samen per maand"]
    maanden = [rij for rij in rijen if rij[0].startswith("Uw bedrag per maand") and len(rij) == 2]
    for periode, totaal, maand in zip(perioden, totalen, maanden, strict=True):
        yield from _list_kindfouten(periode)
        som = sum((parse_euro(rij[-1]) for rij in periode), Fraction())
        if [som, Fraction(floor(som))] != [parse_euro(totaal[-1]), parse_euro(maand[-1])]:
            yield f"{periode[0][0]}: samen is {float(som)}"


def _list_kindfouten(periode: list[Rij]) -> Iterator[str]:
    for naam, groep in groupby(periode, key=lambda rij: rij[0].split()[0]):
        over, kosten, gegeven = Fraction(MAXIMUM_UREN), Fraction(), Fraction()
        for rij in groep:
            uren, geteld = map(parse_getal, rij[1:3])
            tarief, hoogste, telt, kost, bedrag = (parse_euro(rij[plaats]) for plaats in (3, 4, 5, 6, 8))
            procent = re.match(r"[\d,]+", rij[7])
            assert procent
            kosten += kost
            samen = _round(kosten * parse_getal(procent.group()) / 100, "")
            verwacht = (min(uren, over), min(tarief, hoogste), _round(geteld * telt, ""), samen - gegeven)
            if verwacht != (geteld, telt, kost, bedrag):
                yield f"opvang van {naam}: verwacht {tuple(map(float, verwacht))}"
            over, gegeven = over - geteld, gegeven + bedrag


def _list_totaalfouten(afdruk: Afdruk) -> Iterator[str]:
    """Every table with a row 'Samen' adds up, and the overview names what the sums come to."""
    for kolom in ("Uw recht", "tot nu toe", "U betaalt terug"):
        rijen = afdruk.list_tabel("Toeslag", kolom)
        samen = [rij for rij in rijen if rij[0] == "Samen"]
        for rij in samen:
            delen = [deel for deel in rijen if deel[0] in NAMEN]
            for plaats, cel in enumerate(rij):
                if "€" in cel and parse_euro(cel) != sum(parse_euro(deel[plaats]) for deel in delen):
                    yield f"{kolom}: {cel} is niet de som van de toeslagen"
    yield from _list_overzichtfouten(afdruk)


def _list_overzichtfouten(afdruk: Afdruk) -> Iterator[str]:
    """The overview names what the sums come to: the year, and the month amount of some period."""
    jaren = [uitkomst for woorden, _, uitkomst in _list_stappen(afdruk, set()) if _is_jaar(woorden)]
    overzicht = [rij for rij in afdruk.list_tabel("Toeslag", "Uw recht") if rij[0] in NAMEN]
    for recht in ([parse_euro(rij[1]) for rij in overzicht], _list_nu(afdruk)):
        if recht and recht != jaren:
            yield f"het overzicht noemt {recht}, de berekening {jaren}"
    maanden = {parse_euro(rij[-1]) for rij in afdruk.rijen if rij[0].startswith(PER_MAAND)}
    if "Per maand" not in afdruk.find_kop_met("Uw recht"):
        return
    fout = [rij[-1] for rij in overzicht if parse_euro(rij[-1]) not in {Fraction(), *maanden}]
    if fout:
        yield f"het overzicht noemt {fout} per maand, de berekening {maanden}"


def _list_nu(afdruk: Afdruk) -> list[Fraction]:
    return [parse_euro(rij[2]) for rij in afdruk.list_tabel("Toeslag", "Eerder")]


def _is_jaar(omschrijving: str) -> bool:
    return omschrijving.startswith(("Uw recht voor het hele jaar", "Minder dan"))


def _list_betaalfouten(afdruk: Afdruk) -> Iterator[str]:
    """The payments to come and what is due up to now are together the advance of each toeslag."""
    overzicht = afdruk.list_tabel("Toeslag", "Uw recht")
    plaats = 3 if any("ontvangt" in cel for cel in afdruk.find_kop_met("Uw recht")) else 1
    nodig = {rij[0]: parse_euro(rij[plaats]) for rij in overzicht if rij[0] in NAMEN}
    for rij in afdruk.list_tabel("Toeslag", "tot nu toe"):
        if rij[0] in NAMEN:
            nodig[rij[0]] -= parse_euro(rij[1])
    namen = [cel for cel in afdruk.find_kop("Voor de maand")[2:] if cel in NAMEN]
    for rij in afdruk.list_tabel("Voor de maand"):
        bedragen = [parse_euro(cel) if "€" in cel else Fraction() for cel in rij[2:]]
        if len(namen) > 1 and bedragen.pop() != sum(bedragen):
            yield f"{rij[0]}: samen klopt niet"
        for naam, bedrag in zip(namen, bedragen, strict=True):
            nodig[naam] -= bedrag
    yield from (f"{naam}: alle betalingen samen schelen {rest}" for naam, rest in nodig.items() if rest)


def _list_afrekenfouten(afdruk: Afdruk) -> Iterator[str]:
    """What is due and what was paid differ by what comes or was too much."""
    for rij in afdruk.list_tabel("Toeslag", "tot nu toe"):
        if rij[0] in NAMEN:
            recht, betaald, nog, te_veel = map(parse_euro, rij[1:])
            if (max(recht - betaald, 0), max(betaald - recht, 0)) != (nog, te_veel):
                yield f"{rij[0]}: de maanden tot nu toe kloppen niet"


def _list_eindfouten(afdruk: Afdruk) -> Iterator[str]:
    """A definitieve berekening: right less advance, with the rente."""
    recht = afdruk.find_bedrag("Uw recht over")
    if recht is None:
        return
    betaald, rente = afdruk.find_bedrag("Wij betaalden al"), afdruk.find_bedrag("Rente, van")
    verschil = next(
        bedrag
        for woorden in ("U krijgt nog", "U kreeg te veel", "Verschil")
        if (bedrag := afdruk.find_bedrag(woorden)) is not None
    )
    if betaald is None or abs(recht - betaald) != verschil:
        yield "het verschil tussen recht en voorschot klopt niet"
    totaal = afdruk.find_bedrag("U krijgt van ons") or afdruk.find_bedrag("U betaalt terug")
    if rente is not None and totaal != verschil + rente:
        yield "verschil en rente samen kloppen niet"
    jaren = [bedrag for woorden, _, bedrag in _list_stappen(afdruk, set()) if woorden.startswith("Rente,")]
    if (rente or 0) != sum(jaren):
        yield "de rente is niet de som van de jaren"
