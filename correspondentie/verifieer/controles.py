"""The proofs that need only the database and the archive."""

from collections.abc import Mapping

from correspondentie.archief import Archief, DamagedArchiefError
from correspondentie.rapport.telling import Bereik
from correspondentie.verifieer.briefbewijs import Briefbewijs
from correspondentie.verifieer.oordeel import Oordeel
from outbox.bewijs import Zendingbewijs
from outbox.zending import Kanaalsoort, Status

KANALEN: Mapping[Bereik, frozenset[Kanaalsoort]] = {
    Bereik.ALLEEN_DIGITAAL: frozenset({Kanaalsoort.BERICHTENBOX}),
    Bereik.ALLEEN_PAPIER: frozenset({Kanaalsoort.PRINT}),
    Bereik.PAPIER_EN_DIGITAAL: frozenset(Kanaalsoort),
    Bereik.VASTGEHOUDEN: frozenset(),
}


def find_schade(archief: Archief, brief: Briefbewijs) -> str | None:
    """Find what is wrong with the document of a letter, or None. Raises: UnavailableArchiefError."""
    if brief.plaats is None:
        return "heeft geen document: de database weet niet waar het staat"
    try:
        archief.load_document(brief.plaats)
    except DamagedArchiefError as fout:
        return str(fout)
    return None


def is_los(archief: Archief, pak: str) -> bool:
    """Tell whether a pack that is there could be destroyed. Raises: UnavailableArchiefError."""
    try:
        return not archief.is_vastgezet(pak)
    except DamagedArchiefError:
        return False  # each letter in it is told already


def check_brief(brief: Briefbewijs, schade: str | None, oordeel: Oordeel) -> None:
    """Prove of one letter that each of its zendingen has a receipt or a reason; schade is of its document."""
    oordeel.brieven += 1
    if schade is None:
        oordeel.documenten += 1
    else:
        oordeel.add_fout(brief.kenmerk, schade)
    kanalen = {zending.kanaal for zending in brief.zendingen}
    if not kanalen:
        oordeel.add_fout(brief.kenmerk, "heeft geen zending, dus niemand kreeg deze brief")
    elif KANALEN[brief.bereik] - kanalen:
        mist = ", ".join(sorted(KANALEN[brief.bereik] - kanalen))
        oordeel.add_fout(brief.kenmerk, f"mist een zending over {mist}")
    for zending in brief.zendingen:
        oordeel.zendingen[zending.status] += 1
        if reden := _find_fout(zending, brief, kanalen):
            oordeel.add_fout(brief.kenmerk, f"{zending.kanaal}: {reden}")


def _find_fout(zending: Zendingbewijs, brief: Briefbewijs, kanalen: set[Kanaalsoort]) -> str | None:
    """Find what is wrong with one Zending, or None."""
    if zending.sha256 != brief.sha256:
        return "verwijst naar een ander document dan de brief"
    if zending.is_open:
        return f"is nog niet bezorgd (status {zending.status}); geef de opdracht van deze run nog eens"
    if zending.status is Status.BEZORGD:
        return None if zending.ontvangst else "is bezorgd zonder ontvangstbewijs"
    if zending.status is Status.VERVANGEN and Kanaalsoort.PRINT not in kanalen:
        return "is vervangen door papier, maar er is geen papieren zending"
    if zending.status is Status.INGETROKKEN:
        return None if zending.ingetrokken else "is ingetrokken, maar het logboek zegt niet door wie"
    return None if zending.reden else f"is niet bezorgd (status {zending.status}) en er staat geen reden bij"
