"""Hand each fact to its handlers: at least once, with effects once.

A delivery is a row written with the fact. Running it deletes the row in the same transaction as the handler's effects,
so a crash at any moment either leaves the row (and no effect) or neither. There is no cursor over fact ids: a
transaction that commits late on PostgreSQL shows its delivery rows when it commits, and none is skipped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from gleanry.kit import clock
from gleanry.kit.models import Delivery, Fact

log = logging.getLogger(__name__)

INLINE_UP_TO = 50
"""Batches up to this size are carried through right after the commit; larger ones are left to the caller or worker."""

STUCK_AFTER = 8

Handler = Callable[[int, Any, datetime], None]


@dataclass(frozen=True)
class Subscription:
    name: str
    fact_type: type[Any]
    action: Handler


_by_kind: dict[str, list[Subscription]] = {}
_by_name: dict[str, Subscription] = {}


def kind_of(fact_type: type[Any]) -> str:
    """`gleanry.flow.capture.facts.Captured` -> `capture.Captured`."""
    return f"{fact_type.__module__.split('.')[-2]}.{fact_type.__name__}"


def _slice_of(module: str) -> str:
    """The slice an action belongs to, wherever in its `actions` it stands: moving a file must not orphan deliveries."""
    return module.partition(".actions")[0].rpartition(".")[2]


def subscribe(fact_type: type[Any], action: Handler) -> None:
    """Have `action(workspace_id, fact, at)` hear every fact of this type. Called once, by wiring, at start-up."""
    name = f"{kind_of(fact_type)}>{_slice_of(action.__module__)}.{action.__name__}"
    entry = Subscription(name=name, fact_type=fact_type, action=action)
    if entry.name not in _by_name:
        _by_name[entry.name] = entry
        _by_kind.setdefault(kind_of(fact_type), []).append(entry)


def handlers_of(kind: str) -> list[str]:
    return [entry.name for entry in _by_kind.get(kind, ())]


def after_commit(workspace_id: int, size: int) -> None:
    """Arrange for what was just announced to be carried on."""
    if _draining(connection) or size > INLINE_UP_TO:
        return
    transaction.on_commit(lambda: _drain_inline(workspace_id), robust=True)


def _draining(conn: Any) -> bool:
    return bool(getattr(conn, "gleanry_draining", False))


@contextmanager
def carried_by_hand() -> Iterator[None]:
    """Leave what is announced inside the block to the caller's own `drain`, however small the batches are."""
    before = _draining(connection)
    connection.gleanry_draining = True  # type: ignore[attr-defined]  # a mark on this thread's connection
    try:
        yield
    finally:
        connection.gleanry_draining = before  # type: ignore[attr-defined]  # as above


def _drain_inline(workspace_id: int) -> None:
    """Carry small batches of a workspace through every stage in one transaction: one commit, one flush to disk.

    If anything fails nothing is lost: the rows are still owed, and `drain` takes them one by one.
    """
    if _draining(connection):
        return
    try:
        with carried_by_hand(), transaction.atomic():
            while deliveries := _due(workspace_id, limit=50, small=True):
                for delivery in deliveries:
                    _deliver(delivery)
    except Exception:
        log.exception("inline hand-over failed; left to the worker")


def drain(workspace_id: int | None = None, *, until: datetime | None = None) -> int:
    """Deliver what is owed, each delivery in its own transaction, until nothing is due. Returns deliveries made.

    `until` (a clock reading) bounds the work of one job.
    """
    done = 0
    with carried_by_hand():  # facts announced meanwhile are taken by this loop
        while until is None or clock.now() < until:
            taken = _one(workspace_id)
            if taken is None:
                break
            done += taken
    return done


def _one(workspace_id: int | None) -> int | None:
    delivery: Delivery | None = None
    try:
        with transaction.atomic():
            due = _due(workspace_id, limit=1)
            if not due:
                return None
            delivery = due[0]
            _deliver(delivery)
    except Exception as error:
        if delivery is None:
            raise
        _put_off(delivery, error)
        return 0
    return 1


def _due(workspace_id: int | None, *, limit: int, small: bool = False) -> list[Delivery]:
    rows = Delivery.objects.everywhere("the pump serves all workspaces").filter(stuck=False).order_by("id")
    if workspace_id is not None:
        rows = rows.filter(workspace_id=workspace_id)
    if small:
        rows = rows.filter(size__lte=INLINE_UP_TO, attempts=0)
    rows = rows.exclude(not_before__gt=clock.now())
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows[:limit])


def _deliver(delivery: Delivery) -> None:
    entry = _by_name[delivery.handler]
    row = Fact.objects.of(delivery.workspace_id).get(pk=delivery.fact_id)
    fact = entry.fact_type(**{name: tuple(column) for name, column in row.payload.items()})
    entry.action(delivery.workspace_id, fact, row.at)
    Delivery.objects.of(delivery.workspace_id).filter(pk=delivery.pk).delete()


def _put_off(delivery: Delivery, error: Exception) -> None:
    log.error("hand-over %s of fact %s failed", delivery.handler, delivery.fact_id, exc_info=error)
    attempts = delivery.attempts + 1
    Delivery.objects.of(delivery.workspace_id).filter(pk=delivery.pk).update(
        attempts=attempts,
        stuck=attempts >= STUCK_AFTER,
        not_before=clock.now() + timedelta(seconds=2**attempts),
        error=f"{type(error).__name__}: {error}"[:2000],
    )


def count_stuck(workspace_id: int) -> int:
    """Hand-overs that failed so often that they wait for a person."""
    return Delivery.objects.of(workspace_id).filter(stuck=True).count()
