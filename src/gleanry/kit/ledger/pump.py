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
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gleanry.kit import clock
from gleanry.kit.ledger.owed import Owed, cross_off, due, put_off

log = logging.getLogger(__name__)

INLINE_UP_TO = 50
"""Batches up to this size are carried through right after the commit; larger ones are left to the caller or worker."""

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
            while found := due(workspace_id, limit=50, up_to=INLINE_UP_TO):
                for owed in found:
                    _deliver(owed)
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
    taken: Owed | None = None
    try:
        with transaction.atomic():
            found = due(workspace_id, limit=1)
            if not found:
                return None
            taken = found[0]
            _deliver(taken)
    except Exception as error:
        if taken is None:
            raise
        log.error("hand-over %s of fact %s failed", taken.handler, taken.fact_id, exc_info=error)
        put_off(taken, error)
        return 0
    return 1


def _deliver(owed: Owed) -> None:
    entry = _by_name[owed.handler]
    fact = entry.fact_type(**{name: tuple(column) for name, column in owed.payload.items()})
    entry.action(owed.workspace_id, fact, owed.at)
    cross_off(owed)
