"""The lists from which made-up households are put together, read from the TOML files beside this module."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Herkomst:
    """Names of one language of origin. Shape: familie holds pairs of voorvoegsel and geslachtsnaam."""

    gewicht: int
    vrouw: tuple[str, ...]
    man: tuple[str, ...]
    familie: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plaats:
    """An existing town. Shape: van and tot are the first and last digits of its postcodes."""

    naam: str
    gemeentecode: str
    van: int
    tot: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Buitenland:
    """A country with some streets and towns. Shape: land is the BRP code."""

    land: str
    straten: tuple[str, ...]
    plaatsen: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bronnen:
    """All lists together."""

    herkomsten: tuple[Herkomst, ...]
    plaatsen: tuple[Plaats, ...]
    buitenlanden: tuple[Buitenland, ...]
    straatnamen: tuple[str, ...]
    straatsoorten: tuple[str, ...]
    toevoegingen: tuple[str, ...]
    huisletters: tuple[str, ...]
    boten: tuple[str, ...]
    centra: tuple[str, ...]
    gastouderbureaus: tuple[str, ...]


def load_bronnen() -> Bronnen:
    """Read the lists of names, addresses and organisations."""
    namen, plaatsen, organisaties = map(_load_toml, ("namen", "plaatsen", "organisaties"))
    lijsten = ("straatnamen", "straatsoorten", "toevoegingen", "huisletters", "boten")
    return Bronnen(
        herkomsten=tuple(_parse_herkomst(rij) for rij in namen["herkomst"]),
        plaatsen=tuple(
            Plaats(naam=naam, gemeentecode=code, van=van, tot=tot)
            for naam, code, van, tot in plaatsen["plaatsen"]
        ),
        buitenlanden=tuple(
            Buitenland(land=rij["land"], straten=tuple(rij["straten"]), plaatsen=tuple(rij["plaatsen"]))
            for rij in plaatsen["buitenland"]
        ),
        **{lijst: tuple(plaatsen[lijst]) for lijst in lijsten},
        **{lijst: tuple(namen) for lijst, namen in organisaties.items()},
    )


def _load_toml(naam: str) -> dict[str, Any]:
    tekst = resources.files("correspondentie.genereer").joinpath(f"{naam}.toml").read_text("utf-8")
    return tomllib.loads(tekst)


def _parse_herkomst(rij: dict[str, Any]) -> Herkomst:
    namen = (naam.partition("|") for naam in rij["familie"])
    return Herkomst(
        gewicht=rij["gewicht"],
        vrouw=tuple(rij["vrouw"]),
        man=tuple(rij["man"]),
        familie=tuple((voorvoegsel, geslachtsnaam) for voorvoegsel, _, geslachtsnaam in namen),
    )
