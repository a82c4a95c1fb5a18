"""Append facts, and owe each to its handlers, in the caller's transaction."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from gleanry.kit import bulk, clock
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
    fact_id = bulk.allocate(Fact, 1)[0]
    columns = ("id", "workspace_id", "kind", "at", "by", "size", "payload")
    bulk.insert(Fact, columns, [(fact_id, workspace_id, kind, at or clock.now(), by, size, payload)])
    handlers = pump.handlers_of(kind)
    bulk.insert(Delivery, OWED, [(workspace_id, fact_id, name, size, 0, False, "") for name in handlers])
    if handlers:
        pump.after_commit(workspace_id, size)
    return int(fact_id)


OWED = ("workspace_id", "fact_id", "handler", "size", "attempts", "stuck", "error")


def announced_sizes(workspace_id: int) -> dict[str, int]:
    """How many records each kind of fact has announced so far: kind -> count."""
    rows = Fact.objects.of(workspace_id).values_list("kind").annotate(total=Sum("size"))
    return dict(rows)
