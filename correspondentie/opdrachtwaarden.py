"""The values that a colleague types on the command line: read, or refused with what was expected."""

import re
from datetime import date, datetime

import typer

from correspondentie.kalender import AMSTERDAM


def parse_maand(tekst: str) -> str:
    """Return the month as jjjj-mm, or say what is wrong with it."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", tekst, re.ASCII):
        raise typer.BadParameter(f"verwacht een maand als 2026-07, gevonden '{tekst}'.")
    return tekst


def parse_dag(tekst: str) -> date:
    """Return the day, or say what is wrong with it."""
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise typer.BadParameter(f"verwacht een dag als 2026-07-10, gevonden '{tekst}'.") from fout


def parse_moment(tekst: str) -> datetime:
    """Return the moment in the Netherlands, or say what is wrong with it."""
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError as fout:
        raise typer.BadParameter(
            f"verwacht een moment als 2026-07-31T23:59 (Nederlandse tijd), gevonden '{tekst}'."
        ) from fout
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


def parse_aandeel(tekst: str) -> float:
    """Return a share between 0 and 1: '2%', '0.02' and '0,02' are the same; from 1 up it is a percentage."""
    getal = tekst.strip().removesuffix("%").replace(",", ".")
    try:
        aandeel = float(getal)
    except ValueError as fout:
        raise typer.BadParameter(f"verwacht een aandeel als 2% of 0.02, gevonden '{tekst}'.") from fout
    if tekst.strip().endswith("%") or aandeel >= 1:
        aandeel /= 100
    if not 0 <= aandeel <= 1:
        raise typer.BadParameter(f"verwacht een aandeel van 0% tot 100%, gevonden '{tekst}'.")
    return aandeel
