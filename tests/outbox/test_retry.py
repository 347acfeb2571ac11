"""When to try again, and what an outcome means."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.errors import (
    OutboxError,
    PendingError,
    RejectedZendingError,
    RetryableError,
    UncertainError,
    UnknownOntvangerError,
    UnresolvableError,
)
from outbox.retry import Beleid, decide_besluit, decide_retry
from outbox.zending import Ontvangst, Status
from tests.bouwers.zendingen import NU, make_ontvangst, make_opdracht, make_zending

BELEID = Beleid(
    pogingen=4,
    eerste_wachttijd=timedelta(seconds=2),
    langste_wachttijd=timedelta(seconds=5),
    langste_uitstel=timedelta(minutes=1),
    bezinktijd=timedelta(seconds=3),
)
UREN = RetryableError("druk", retry_after=timedelta(hours=3))
TIEN = RetryableError("druk", retry_after=timedelta(seconds=10))
ACHT = UncertainError("kwijt", retry_after=timedelta(seconds=8))

fouten = st.sampled_from(
    [
        OutboxError("a"),
        RetryableError("b"),
        TIEN,
        UREN,
        UncertainError("c"),
        ACHT,
        UnresolvableError("d"),
        PendingError("e", retry_after=timedelta(minutes=5)),
    ]
)


@pytest.mark.parametrize(
    ("error", "attempts", "seconden"),
    [
        (RetryableError("dicht"), 1, 2),
        (RetryableError("dicht"), 2, 4),
        (RetryableError("dicht"), 3, 5),  # 8 is over langste_wachttijd
        (RetryableError("dicht"), 4, None),  # the last attempt was made
        (TIEN, 1, 10),
        (UREN, 1, 60),  # longer than langste_uitstel is not obeyed
        (UncertainError("kwijt"), 1, 3),  # bezinktijd
        (UncertainError("kwijt"), 2, 4),
        (ACHT, 1, 8),
        (UncertainError("kwijt"), 4, None),
        (UnresolvableError("gewist?"), 1, None),
        (PendingError("komt nog"), 1, 3),
        (PendingError("komt nog"), 400, 5),  # looking is no attempt
        (RejectedZendingError("te groot"), 1, None),
        (UnknownOntvangerError("geen box"), 1, None),
    ],
)
def test_the_next_attempt_comes_after(error: OutboxError, attempts: int, seconden: int | None) -> None:
    moment = decide_retry(error, attempts, NU, BELEID)

    assert (None if seconden is None else NU + timedelta(seconds=seconden)) == moment


@given(fouten, st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_wait_is_never_negative_nor_longer_than_the_beleid(error: OutboxError, nu: int, later: int) -> None:
    moment = decide_retry(error, nu, NU, Beleid(pogingen=later))
    grens = max(Beleid().langste_wachttijd, Beleid().langste_uitstel)

    assert moment is None or NU < moment <= NU + grens


@given(fouten, st.integers(1, 100))
def test_a_later_attempt_never_waits_shorter(error: OutboxError, attempts: int) -> None:
    beleid = Beleid(pogingen=1000)
    moment, later = (decide_retry(error, aantal, NU, beleid) for aantal in (attempts, attempts + 1))

    assert (moment is None) == (later is None)
    assert moment is None or later is None or moment <= later


@given(fouten, st.integers(1, 100))
def test_only_waiting_for_a_result_is_no_attempt(error: OutboxError, attempts: int) -> None:
    opdracht = make_opdracht(make_zending(), attempts=attempts)

    assert isinstance(error, PendingError) != decide_besluit(opdracht, error, NU, BELEID).telt


@given(fouten, st.integers(1, 100))
def test_the_same_facts_give_the_same_decision(error: OutboxError, attempts: int) -> None:
    assert decide_retry(error, attempts, NU, BELEID) == decide_retry(error, attempts, NU, BELEID)


@pytest.mark.parametrize(
    ("resultaat", "attempts", "terugval", "status"),
    [
        (make_ontvangst("T-1"), 1, True, Status.BEZORGD),
        (RetryableError("dicht"), 1, True, Status.VRIJGEGEVEN),
        (RetryableError("dicht"), 4, True, Status.VERVANGEN),
        (RetryableError("dicht"), 4, False, Status.OPGEGEVEN),
        (UncertainError("kwijt"), 1, True, Status.ONZEKER),
        (UncertainError("kwijt"), 4, True, Status.ONZEKER),
        (UnresolvableError("gewist?"), 1, True, Status.ONZEKER),
        (UnknownOntvangerError("geen box"), 1, True, Status.VERVANGEN),
        (UnknownOntvangerError("geen box"), 1, False, Status.OPGEGEVEN),
        (RejectedZendingError("te groot"), 1, True, Status.VERVANGEN),
    ],
)
def test_an_outcome_leads_to_a_status(
    resultaat: Ontvangst | OutboxError, attempts: int, terugval: bool, status: Status
) -> None:
    opdracht = make_opdracht(make_zending(terugval=terugval), attempts=attempts)

    besluit = decide_besluit(opdracht, resultaat, NU, BELEID)

    assert status == besluit.status
    assert (besluit.ontvangst or besluit.fout) is resultaat
    assert (besluit.next_attempt_at is not None) == (
        status in (Status.VRIJGEGEVEN, Status.ONZEKER)
        and attempts == 1
        and type(resultaat) is not UnresolvableError
    )
