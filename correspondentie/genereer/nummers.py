"""Numbers with valid check digits that are nobody's: burgerservicenummer, IBAN, dossier, LRK."""

from random import Random

from stdnum import iban

BSN_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2)
BSN_AANTAL = 18_000_000  # 9 valid numbers per 7 leading digits from 8000000 to 9999999
STAP = 7_654_321  # shares no factor with BSN_AANTAL, so that stepping visits every number once
BANKEN = ("TEST", "DEMO", "OEFN")  # no bank has these codes, so no account is anyone's


def make_bsn(seed: int, volgnummer: int) -> str:
    """Return the made-up burgerservicenummer with this volgnummer in the population of seed.

    Shape: starts with 8 or 9; different for every volgnummer below BSN_AANTAL of one seed.
    """
    plaats = (volgnummer * STAP + seed) % BSN_AANTAL
    begin, keuze = divmod(plaats, 9)
    geldig = [nummer for cijfer in range(10) if (nummer := _complete_bsn(f"{8_000_000 + begin}{cijfer}"))]
    return geldig[keuze]


def make_iban(loting: Random) -> str:
    """Return an IBAN with valid check digits at a bank that does not exist."""
    rekening = f"{loting.choice(BANKEN)}{loting.randrange(10**10):010d}"
    return f"NL{iban.calc_check_digits(f'NL00{rekening}')}{rekening}"


def make_lrk_nummer(loting: Random) -> str:
    """Return nine digits as registrations in the Landelijk Register Kinderopvang have."""
    return str(loting.randrange(100_000_000, 1_000_000_000))


def make_dossiernummer(volgnummer: int) -> str:
    """Return the number of the dossier at this place of the population."""
    return f"D{volgnummer:09d}"


def _complete_bsn(acht: str) -> str | None:
    """Add the last digit by the eleven-test; None when it would have to be ten."""
    rest = sum(gewicht * int(cijfer) for gewicht, cijfer in zip(BSN_GEWICHTEN, acht, strict=True)) % 11
    return f"{acht}{rest}" if rest < 10 else None
