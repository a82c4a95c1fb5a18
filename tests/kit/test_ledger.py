"""Facts: written with their change, handed on at least once with effects once, sealed against change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from gleanry.kit import clock, ledger
from gleanry.kit.ledger import owed as deliveries
from gleanry.kit.ledger import pump
from gleanry.kit.ledger.seal import broken_seals, seal_facts
from gleanry.kit.models import Delivery, Fact, RuleBook

AT = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Sown:
    grain_ids: tuple[int, ...]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A handler that notes what it hears and fails when told to."""
    calls: list[Any] = []

    def reap(workspace_id: int, fact: Sown, at: datetime) -> None:
        RuleBook.objects.create(workspace_id=workspace_id, name="reaped", version=len(calls), body={}, at=at)
        calls.append(fact.grain_ids)
        if 13 in fact.grain_ids and len(calls) < 3:
            raise RuntimeError("unlucky")

    monkeypatch.setattr(pump, "_by_kind", {})
    monkeypatch.setattr(pump, "_by_name", {})
    ledger.subscribe(Sown, reap)
    return calls


def effects() -> int:
    return RuleBook.objects.of(7).filter(name="reaped").count()


@pytest.mark.django_db
def test_a_fact_needs_the_transaction_of_its_change() -> None:
    connection.needs_rollback = False
    saved, connection.in_atomic_block = connection.in_atomic_block, False
    try:
        with pytest.raises(transaction.TransactionManagementError):
            ledger.announce(7, Sown((1,)))
    finally:
        connection.in_atomic_block = saved


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_announces_nothing(heard: list[Any]) -> None:
    with transaction.atomic():
        ledger.announce(7, Sown((1,)))
        transaction.set_rollback(True)
    assert ledger.drain() == 0
    assert (Fact.objects.of(7).count(), heard) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_small_batches_are_carried_on_right_after_the_commit(heard: list[Any]) -> None:
    with transaction.atomic():
        ledger.announce(7, Sown((1, 2)))
        assert heard == []
    assert heard == [(1, 2)]
    assert Delivery.objects.of(7).count() == 0


@pytest.mark.django_db(transaction=True)
def test_large_batches_are_left_to_whoever_drains(heard: list[Any]) -> None:
    with transaction.atomic():
        ledger.announce(7, Sown(tuple(range(100, 200))))
    assert heard == []
    assert ledger.drain(7) == 1
    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_a_failure_leaves_no_half_and_is_tried_again(heard: list[Any]) -> None:
    with transaction.atomic():
        ledger.announce(7, Sown((13,)))
    assert effects() == 0
    owed = Delivery.objects.of(7).get()
    with clock.stopped(clock.now() + timedelta(seconds=1)):
        ledger.drain()
    assert effects() == 0
    owed = Delivery.objects.of(7).get()
    assert owed.attempts == 1
    assert "unlucky" in owed.error
    with clock.stopped(clock.now() + timedelta(minutes=1)):
        ledger.drain()
    assert effects() == 1
    assert Delivery.objects.of(7).count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_fails_again_and_again_is_stuck_and_said(heard: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "STUCK_AFTER", 1)
    with transaction.atomic():
        ledger.announce(7, Sown((13,)))
    ledger.drain()
    assert deliveries.count_stuck(7) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["payload", "at", "gone", "digest"])
def test_a_sealed_fact_cannot_be_changed_unnoticed(harm: str) -> None:
    for n in range(5):
        ledger.announce(7, Sown((n,)), at=AT + timedelta(seconds=n))
        seal_facts()
    assert broken_seals() == []
    facts = Fact.objects.of(7).order_by("id")
    victim = facts[2]
    if harm == "gone":
        victim.delete()
    elif harm == "digest":
        from gleanry.kit.models import Seal

        Seal.objects.filter(pk=victim.seal_id or 0).update(digest="0" * 64)
    else:
        facts.filter(pk=victim.pk).update(**{harm: {"grain_ids": [9]} if harm == "payload" else AT})
    assert broken_seals()
