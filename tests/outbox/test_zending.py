"""The states of a Zending and the steps between them."""

from collections.abc import Iterator

import pytest

from outbox.errors import OutboxError
from outbox.zending import OVERGANGEN, Status, check_overgang
from tests.bouwers.zendingen import make_zending

EINDE = {Status.VERVANGEN, Status.INGETROKKEN}
GEKOMEN = {Status.BEZORGD}  # can only be recalled
# every step that exists, written out once more: a change of the table has to be meant
STAPPEN = {
    (Status.GEPLAND, Status.VRIJGEGEVEN),
    (Status.VRIJGEGEVEN, Status.BEZIG),
    (Status.BEZIG, Status.BEZORGD),
    (Status.BEZIG, Status.VRIJGEGEVEN),
    (Status.BEZIG, Status.ONZEKER),
    (Status.BEZIG, Status.VERVANGEN),
    (Status.BEZIG, Status.OPGEGEVEN),
    (Status.ONZEKER, Status.BEZIG),
    (Status.ONZEKER, Status.BEZORGD),
    (Status.ONZEKER, Status.VRIJGEGEVEN),
    (Status.OPGEGEVEN, Status.VRIJGEGEVEN),
    (Status.VASTGEHOUDEN, Status.VRIJGEGEVEN),
    *((van, Status.INGETROKKEN) for van in (Status.GEPLAND, Status.VRIJGEGEVEN, Status.VASTGEHOUDEN)),
    (Status.BEZIG, Status.INGETROKKEN),
    (Status.BEZORGD, Status.INGETROKKEN),
}


def list_bereikbaar(van: Status) -> Iterator[Status]:
    gezien = {van}
    nieuw = [van]
    while nieuw:
        volgende = OVERGANGEN[nieuw.pop()] - gezien
        gezien |= volgende
        nieuw += volgende
    yield from gezien


@pytest.mark.parametrize("van", Status)
@pytest.mark.parametrize("naar", Status)
def test_a_step_is_allowed_exactly_when_the_table_has_it(van: Status, naar: Status) -> None:
    if (van, naar) in STAPPEN:
        check_overgang(van, naar)
    else:
        with pytest.raises(OutboxError, match=f"niet van '{van}' naar '{naar}'"):
            check_overgang(van, naar)


def test_the_table_knows_every_status() -> None:
    bekend = set(OVERGANGEN)

    assert set(Status) == bekend


@pytest.mark.parametrize("van", sorted(set(Status) - EINDE - GEKOMEN))
def test_every_status_can_reach_an_einde(van: Status) -> None:
    bereikbaar = set(list_bereikbaar(van))

    assert bereikbaar >= EINDE | GEKOMEN


def test_the_error_of_an_einde_says_that_it_is_one() -> None:
    with pytest.raises(OutboxError, match="geen; deze status is het einde"):
        check_overgang(Status.INGETROKKEN, Status.BEZIG)


def test_a_zending_never_shows_whom_it_is_for_or_what_it_says() -> None:
    zending = make_zending()

    tekst = repr(zending)

    assert not any(geheim in tekst for geheim in (zending.ontvanger, zending.onderwerp, zending.tekst))
