"""A transaction that commits after a later one: its facts have lower ids, and are not passed over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import pytest
from django.db import connection, transaction

from gleanry.kit import ledger
from gleanry.kit.ledger import pump
from gleanry.kit.ledger.seal import broken_seals, seal_facts
from gleanry.kit.models import Fact


@dataclass(frozen=True)
class Sown:
    grain_ids: tuple[int, ...]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time: no commit is late")
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_handed_on_and_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []

    def reap(workspace_id: int, fact: Sown, at: datetime) -> None:
        heard.extend(fact.grain_ids)

    monkeypatch.setattr(pump, "_by_kind", {})
    monkeypatch.setattr(pump, "_by_name", {})
    ledger.subscribe(Sown, reap)
    announced, may_commit = Event(), Event()

    def slow() -> None:
        with pump.carried_by_hand(), transaction.atomic():
            ledger.announce(7, Sown((1,)))
            announced.set()
            may_commit.wait(20)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(slow)
        announced.wait(20)
        with pump.carried_by_hand(), transaction.atomic():
            ledger.announce(7, Sown((2,)))
        ledger.drain()
        seal_facts()
        assert heard == [2]
        may_commit.set()
        late.result()
    ledger.drain()
    assert heard == [2, 1]
    assert seal_facts() == 1
    assert broken_seals() == []
    assert list(Fact.objects.of(7).order_by("id").values_list("payload__grain_ids__0", flat=True)) == [1, 2]
