"""Offering a batch, and offering the same one once more: never another, never too soon."""

from datetime import timedelta

import pytest

from outbox.errors import PendingError, RetryableError, UncertainError, UnresolvableError
from outbox.globe.resultaat import Verwerkingscode as Code
from outbox.zending import Ontvangst
from tests.bouwers.globe import Nepuitwisseling, Poging, kinds, make_antwoord
from tests.bouwers.zendingen import make_zending

DRIE = [make_zending(nummer) for nummer in range(3)]
UUR = timedelta(hours=1)


class TestHerzenden:
    """The same batch goes once more, when nothing was heard for long enough, and only then."""

    def test_before_that_it_is_only_looked_for(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.deliver(DRIE)
        poging.wait(UUR / 2)
        wacht = poging.deliver(DRIE, onzeker=True)
        poging.wait(3 * UUR)
        geparkeerd = poging.deliver(DRIE, onzeker=True)

        assert {PendingError} == set(kinds(wacht))
        assert {UnresolvableError} == set(kinds(geparkeerd))
        assert 1 == len(uit.verstuurd)

    def test_it_is_the_same_to_the_byte(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.deliver(DRIE)
        poging.wait(4 * UUR)
        opnieuw = poging.deliver(DRIE, onzeker=True)

        assert {PendingError} == set(kinds(opnieuw))
        assert 2 == len(uit.verstuurd)
        assert uit.verstuurd[0] == uit.verstuurd[1]

    def test_of_a_part_of_the_letters_it_is_still_the_whole_batch(
        self, poging: Poging, uit: Nepuitwisseling
    ) -> None:
        poging.deliver(DRIE)
        uit.antwoorden = [make_antwoord(poging, {DRIE[0].kenmerk: Code.VERWERKT})]
        poging.deliver(DRIE, onzeker=True)
        poging.wait(4 * UUR)
        poging.deliver(DRIE[1:], onzeker=True)

        assert uit.verstuurd[0] == uit.verstuurd[1]

    def test_it_does_not_go_while_results_cannot_be_read(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.deliver(DRIE)
        poging.wait(4 * UUR)
        uit.storing = RetryableError("dicht")
        daarna = poging.deliver(DRIE, onzeker=True)

        assert {UnresolvableError} == set(kinds(daarna))
        assert 1 == len(uit.verstuurd)

    def test_it_does_not_go_when_it_was_changed_on_disk(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.deliver(DRIE)
        (bestand,) = (poging.map_ / "batches").iterdir()
        bestand.write_bytes(bestand.read_bytes().replace(b"Burger", b"Boer"))
        poging.wait(4 * UUR)
        daarna = poging.deliver(DRIE, onzeker=True)

        assert {UnresolvableError} == set(kinds(daarna))
        assert 1 == len(uit.verstuurd)

    def test_a_batch_that_is_gone_from_disk_is_for_a_person(self, poging: Poging) -> None:
        poging.deliver(DRIE)
        next((poging.map_ / "batches").iterdir()).unlink()
        poging.wait(4 * UUR)

        assert {UnresolvableError} == set(kinds(poging.deliver(DRIE, onzeker=True)))

    def test_a_late_result_of_the_first_time_counts(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.deliver(DRIE)
        laat = make_antwoord(poging, {zending.kenmerk: Code.VERWERKT for zending in DRIE})
        poging.wait(4 * UUR)
        poging.deliver(DRIE, onzeker=True)
        uit.antwoorden = [laat, laat]

        assert {Ontvangst} == set(kinds(poging.deliver(DRIE, onzeker=True)))


class TestAanbieden:
    """What happens between here and there while a batch is handed over."""

    def test_what_certainly_did_not_leave_may_go_in_any_batch(
        self, poging: Poging, uit: Nepuitwisseling
    ) -> None:
        uit.fouten = [RetryableError("dicht")]
        eerst = poging.deliver(DRIE)
        daarna = poging.deliver(DRIE[1:])

        assert {RetryableError} == set(kinds(eerst))
        assert {PendingError} == set(kinds(daarna))
        assert 1 == len(uit.verstuurd)

    def test_what_may_have_left_is_looked_for(self, poging: Poging, uit: Nepuitwisseling) -> None:
        uit.fouten = [UncertainError("kwijt")]
        eerst = poging.deliver(DRIE)
        daarna = poging.deliver(DRIE, onzeker=True)

        assert {UncertainError} == set(kinds(eerst))
        assert {PendingError} == set(kinds(daarna))
        assert not uit.verstuurd

    def test_what_our_own_settings_stopped_goes_at_the_next_run(
        self, poging: Poging, uit: Nepuitwisseling
    ) -> None:
        uit.fouten = [UnresolvableError("status 401")]
        eerst = poging.deliver(DRIE)
        daarna = poging.deliver(DRIE, onzeker=True)

        assert {UnresolvableError} == set(kinds(eerst))
        assert {PendingError} == set(kinds(daarna))
        assert 1 == len(uit.verstuurd)

    def test_a_claim_that_is_nearly_over_sends_nothing(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.anders = {"zendtijd": timedelta(minutes=3)}

        assert {RetryableError} == set(kinds(poging.deliver(DRIE)))
        assert not uit.verstuurd

    def test_a_worker_that_died_before_sending_is_followed_by_one_that_sends_the_same(
        self, poging: Poging, uit: Nepuitwisseling
    ) -> None:
        uit.fouten = [ZeroDivisionError()]  # type: ignore[list-item] # what kills the worker is no OutboxError
        with pytest.raises(ZeroDivisionError):
            poging.deliver(DRIE)
        poging.wait(4 * UUR)
        daarna = poging.deliver(DRIE, onzeker=True)

        assert {PendingError} == set(kinds(daarna))
        assert 1 == len(uit.verstuurd)

    def test_a_disk_that_fails_leaves_all_uncertain(self, poging: Poging, uit: Nepuitwisseling) -> None:
        poging.map_.write_text("geen map")

        assert {UncertainError} == set(kinds(poging.deliver(DRIE)))
        assert not uit.verstuurd
