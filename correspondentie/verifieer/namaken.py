"""Makes the letters of a run again, from its input and the sjablonen, and holds them against the archive.

Nothing that the run kept is used but what it wrote in the database: the formes are learned anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, select

from calc.errors import CalcError
from calc.mutatiestand import Mutatiestatus
from correspondentie.boxstanden import apply_boxstanden
from correspondentie.brok import Brok, decide_in_run
from correspondentie.dossier import Dossier
from correspondentie.dubbel import mark_dubbele
from correspondentie.errors import CannotStartError, CorrespondentieError, UnknownBrieftypeError
from correspondentie.invoer import Regel, parse_dossier, read_regels
from correspondentie.maandrun import split_brokken
from correspondentie.maken import Briefkopij, make_briefkopij
from correspondentie.mutatieregels import Mutatiestand, list_mutatiestanden
from correspondentie.opslag import Run, brieven
from correspondentie.verifieer.briefbewijs import Briefbewijs, list_briefbewijzen
from correspondentie.verifieer.oordeel import Oordeel
from correspondentie.werkplaats import Werkplaats, Werkstart, make_werkplaats
from correspondentie.zetter import Gezet, Motor, Wijze, Zetter

NOOIT = 2**32  # no letter is drawn to be made both ways: each is made as it was
EERDERE_MUTATIES = "rust op mutaties van eerdere runs, waarvan de stand van toen niet is bewaard"
NU_GEZET = "is gevuld uit een vorm die een andere brief leerde"
BUITEN_STEEKPROEF = "buiten de steekproef"

Standen = Mapping[tuple[str, int], Mutatiestand]


@dataclass(frozen=True, kw_only=True, slots=True)
class Nadruk:
    """What is needed to make the letters of one run again.

    gekozen are the kenmerken that must be made; None: all of them.
    """

    werkplaats: Werkplaats
    oordeel: Oordeel
    gekozen: frozenset[str] | None


def make_nadruk(start: Werkstart, oordeel: Oordeel, gekozen: frozenset[str] | None) -> Nadruk:
    """Set up the tools, with a typesetter that knows nothing yet. Raises: InvalidSjabloonError."""
    werkplaats = make_werkplaats(replace(start, motor=Motor.WEASYPRINT))
    zetter = Zetter(start.settings.sjablonen / "_huisstijl", Motor.FORME, NOOIT)
    return Nadruk(werkplaats=replace(werkplaats, zetter=zetter), oordeel=oordeel, gekozen=gekozen)


def remake_run(nadruk: Nadruk, invoer: Path) -> None:
    """Make every letter of the run again, chunk by chunk as it was made, and compare.

    Raises: CannotStartError when the input cannot be read, or the kenmerken were made with another key.
    """
    werkplaats = nadruk.werkplaats
    for brok in split_brokken(mark_dubbele(read_regels(invoer)), werkplaats.run.brok):
        with werkplaats.engine.begin() as connection:
            bewijzen = list_briefbewijzen(connection, werkplaats.run.run, brok.nummer)
        gevraagd = {bewijs.kenmerk: bewijs for bewijs in bewijzen if _is_gevraagd(nadruk, bewijs)}
        if gevraagd:
            _remake_brok(nadruk, brok, gevraagd, {bewijs.kenmerk for bewijs in bewijzen})


def _is_gevraagd(nadruk: Nadruk, bewijs: Briefbewijs) -> bool:
    """Answer whether this letter is to be made again and can be; count it with the reason when not."""
    if nadruk.gekozen is not None and bewijs.kenmerk not in nadruk.gekozen:
        nadruk.oordeel.onbewezen[BUITEN_STEEKPROEF] += 1
        return False
    try:
        hier = nadruk.werkplaats.sjablonen.digest(bewijs.brieftype)
    except UnknownBrieftypeError:
        hier = "geen"
    if hier != bewijs.sjabloon:
        reden = (
            f"vraagt versie {bewijs.sjabloon[:12]} van sjabloon {bewijs.brieftype}; hier staat {hier[:12]}"
        )
        nadruk.oordeel.onbewezen[reden] += 1
    return hier == bewijs.sjabloon


def _remake_brok(nadruk: Nadruk, brok: Brok, gevraagd: dict[str, Briefbewijs], alle: set[str]) -> None:
    gevonden = set()
    nummers = {bewijs.dossier for bewijs in gevraagd.values()}
    for dossier, stand in list_dossiers(nadruk.werkplaats, brok, nummers):
        mijn = {k: bewijs for k, bewijs in gevraagd.items() if bewijs.dossier == dossier.dossier}
        _remake_dossier(nadruk, dossier, stand, _Vraag(mijn, frozenset(alle)))
        gevonden.add(dossier.dossier)
    for bewijs in gevraagd.values():
        if bewijs.dossier not in gevonden:
            nadruk.oordeel.add_fout(bewijs.kenmerk, "volgt niet uit de invoer: het dossier staat er niet in")


def list_dossiers(
    werkplaats: Werkplaats, brok: Brok, nummers: Collection[str]
) -> Iterator[tuple[Dossier, Mutatiestand]]:
    """List these households of a chunk as they were known to the run, each with its cap ledger of then."""
    dossiers = [dossier for dossier in _parse_dossiers(werkplaats, brok) if dossier.dossier in nummers]
    with werkplaats.engine.begin() as connection:
        dossiers = apply_boxstanden(connection, werkplaats.run, dossiers)
        standen = _load_standen(connection, dossiers, werkplaats.run)
    for dossier in dossiers:
        yield dossier, standen[dossier.aanvrager.bsn, dossier.huishouden.toeslagjaar]


def _parse_dossiers(werkplaats: Werkplaats, brok: Brok) -> Iterator[Dossier]:
    for regel in brok.inhoud:
        uitkomst = parse_dossier(regel, werkplaats.run.maand) if isinstance(regel, Regel) else regel
        if isinstance(uitkomst, Dossier):
            yield uitkomst


@dataclass(frozen=True, slots=True)
class _Vraag:
    """Which letters of a household are to be made again, and which there are in its chunk."""

    gevraagd: Mapping[str, Briefbewijs]
    alle: frozenset[str]


@dataclass(slots=True)
class _Uitkomst:
    """What making the letters of one household again came to.

    Shape: fouten and onbewezen per kenmerk; gemaakt are the kenmerken that followed from the decision.
    """

    gelijk: int = 0
    fouten: dict[str, str] = field(default_factory=dict)
    onbewezen: dict[str, str] = field(default_factory=dict)
    gemaakt: frozenset[str] = frozenset()


def _remake_dossier(nadruk: Nadruk, dossier: Dossier, stand: Mutatiestand, vraag: _Vraag) -> None:
    """Make the letters of one household; equal bytes prove them, whichever stand they were made on."""
    for kandidaat in list_kandidaten(stand):
        uitkomst = _try_dossier(nadruk, dossier, kandidaat, vraag)
        if not uitkomst.fouten:
            break
    oordeel = nadruk.oordeel
    if uitkomst.gemaakt and not (uitkomst.gemaakt & vraag.alle or oordeel.nagemaakt or stand.regels):
        raise CannotStartError(
            f"Geen kenmerk van run {oordeel.run.run} komt terug. Verwacht is de CORRESPONDENTIE_SLEUTEL van "
            "toen: zet die, en geef dezelfde opdracht nog eens."
        )
    oordeel.nagemaakt += uitkomst.gelijk
    oordeel.onbewezen.update(uitkomst.onbewezen.values())
    for kenmerk, tekst in uitkomst.fouten.items():
        if stand.regels:
            oordeel.onbewezen[EERDERE_MUTATIES] += 1
        else:
            oordeel.add_fout(kenmerk, tekst)


def list_kandidaten(stand: Mutatiestand) -> Iterator[Mutatiestand]:
    """List how the cap ledger may have stood: as now, or with every mutatie just announced."""
    yield stand
    if stand.regels:
        regels = (replace(regel, status=Mutatiestatus.AANGEKONDIGD) for regel in stand.regels)
        yield Mutatiestand(regels=tuple(regels))


def _try_dossier(nadruk: Nadruk, dossier: Dossier, stand: Mutatiestand, vraag: _Vraag) -> _Uitkomst:
    try:
        besluit = decide_in_run(dossier, stand, nadruk.werkplaats)
        brieven_ = [make_briefkopij(besluit, brief, nadruk.werkplaats) for brief in besluit.list_brieven()]
        return _compare(nadruk, brieven_, vraag)
    except (CalcError, CorrespondentieError) as fout:
        return _Uitkomst(fouten=dict.fromkeys(vraag.gevraagd, f"is niet opnieuw te maken: {fout}"))


def _compare(nadruk: Nadruk, kopijen: Sequence[Briefkopij], vraag: _Vraag) -> _Uitkomst:
    uitkomst = _Uitkomst(gemaakt=frozenset(kopij.kenmerk for kopij in kopijen))
    for kenmerk in vraag.gevraagd.keys() - uitkomst.gemaakt:
        uitkomst.fouten[kenmerk] = (
            "volgt niet uit de invoer: bij dit besluit hoort geen brief met dit kenmerk"
        )
    for kenmerk in uitkomst.gemaakt - vraag.alle:
        uitkomst.fouten[kenmerk] = "volgt uit de invoer, maar is er niet"
    for kopij in kopijen:
        if bewijs := vraag.gevraagd.get(kopij.kenmerk):
            _compare_brief(bewijs, _zet(nadruk, kopij, bewijs.wijze), uitkomst)
    return uitkomst


def _zet(nadruk: Nadruk, kopij: Briefkopij, wijze: Wijze) -> Gezet:
    """Typeset a letter the way it was made: a composed letter and a filled one differ in their bytes."""
    zetter, dagtekening = nadruk.werkplaats.zetter, nadruk.werkplaats.run.dagtekening
    if wijze is Wijze.GEZET:
        return zetter.compose(kopij.kopij, dagtekening=dagtekening)
    return zetter.zet(kopij.kopij, dagtekening=dagtekening)


def _compare_brief(bewijs: Briefbewijs, gezet: Gezet, uitkomst: _Uitkomst) -> None:
    if gezet.sha256 == bewijs.sha256:
        uitkomst.gelijk += 1
    elif gezet.wijze is Wijze.GEZET and bewijs.wijze is not Wijze.GEZET:
        uitkomst.onbewezen[bewijs.kenmerk] = f"{NU_GEZET}: {gezet.reden or gezet.verschil}"
    else:
        uitkomst.fouten[bewijs.kenmerk] = (
            f"is opnieuw gemaakt niet gelijk: gevonden {gezet.sha256[:12]}, verwacht {bewijs.sha256[:12]}; "
            "controleer of de dienst en de pakketten dezelfde versie hebben als bij de run"
        )


def _load_standen(connection: Connection, dossiers: Sequence[Dossier], run: Run) -> Standen:
    """Read the cap ledger as far as it was there before this run: without what it, or a later run, wrote."""
    sleutels = [(dossier.aanvrager.bsn, dossier.huishouden.toeslagjaar) for dossier in dossiers]
    standen = list_mutatiestanden(connection, sleutels)
    kenmerken = [regel.kenmerk for stand in standen.values() for regel in stand.regels]
    vraag = select(brieven.c.kenmerk).where(brieven.c.run == run.run, brieven.c.kenmerk.in_(kenmerken))
    eigen = frozenset(connection.scalars(vraag)) if kenmerken else frozenset()
    return {
        sleutel: Mutatiestand(
            regels=tuple(
                regel
                for regel in stand.regels
                if regel.kenmerk not in eigen and regel.dagtekening <= run.dagtekening
            )
        )
        for sleutel, stand in standen.items()
    }
