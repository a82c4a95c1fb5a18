"""Append facts, and owe each to its handlers, in the caller's transaction."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from gleanry.kit import clock
from gleanry.kit.ledger import pump
from gleanry.kit.models import Delivery, Fact


def announce(workspace_id: int, fact: Any, *, at: datetime | None = None, by: int | None = None) -> int:
    """Append `fact` (a frozen dataclass of equally long tuples, one entry a record) and return its id.

    An empty fact is not written (returns 0): nothing happened. Must run inside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a fact is written in the transaction of its change")
    payload = {field.name: getattr(fact, field.name) for field in fields(fact)}
    size = len(next(iter(payload.values())))
    if not size:
        return 0
    kind = pump.kind_of(type(fact))
    row = Fact(workspace_id=workspace_id, kind=kind, at=at or clock.now(), by=by, size=size, payload=payload)
    row.save(force_insert=True)
    owed = [
        Delivery(workspace_id=workspace_id, fact_id=row.pk, handler=name, size=size) for name in pump.handlers_of(kind)
    ]
    Delivery.objects.bulk_create(owed)
    if owed:
        pump.after_commit(workspace_id, size)
    return int(row.pk)


def announced_sizes(workspace_id: int) -> dict[str, int]:
    """How many records each kind of fact has announced so far: kind -> count."""
    rows = Fact.objects.of(workspace_id).values_list("kind").annotate(total=Sum("size"))
    return dict(rows)
