"""Deliveries still owed: found with their fact in one statement, crossed off, or put off.

Every record passes here some ten times on its way, a single form post too, so the statements are written out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

from gleanry.kit import clock
from gleanry.kit.models import Delivery

STUCK_AFTER = 8


@dataclass(frozen=True, slots=True)
class Owed:
    """One fact owed to one handler; `payload` and `at` are the fact's."""

    id: int
    workspace_id: int
    fact_id: int
    handler: str
    attempts: int
    payload: dict[str, list[Any]]
    at: datetime


def due(workspace_id: int | None, *, limit: int, up_to: int | None = None) -> list[Owed]:
    """What is due, oldest first, held until the transaction ends; others pass over what is held.

    `up_to` asks for fresh deliveries of at most so many records.
    """
    now = connection.ops.adapt_datetimefield_value(clock.now())
    given = [
        now,
        *((workspace_id,) if workspace_id is not None else ()),
        *((up_to,) if up_to is not None else ()),
        limit,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(workspace_id is not None, up_to is not None, connection.vendor), given)
        return [_owed(row) for row in cursor.fetchall()]


@lru_cache
def _statement(scoped: bool, small: bool, vendor: str) -> str:
    at = "f.at" if vendor == "postgresql" else "+f.at"  # the plus keeps the driver from parsing what is parsed below
    scope = " AND d.workspace_id = %s" if scoped else ""
    size = " AND d.size <= %s AND d.attempts = 0" if small else ""
    held = " FOR UPDATE OF d SKIP LOCKED" if vendor == "postgresql" else ""
    return (
        f"SELECT d.id, d.workspace_id, d.fact_id, d.handler, d.attempts, f.payload, {at} "  # noqa: S608  # all ours
        "FROM kit_delivery d JOIN kit_fact f ON f.id = d.fact_id "
        f"WHERE NOT d.stuck AND (d.not_before IS NULL OR d.not_before <= %s){scope}{size} "
        f"ORDER BY d.id LIMIT %s{held}"
    )


def _owed(row: tuple[Any, ...]) -> Owed:
    owed_id, workspace_id, fact_id, handler, attempts, payload, at = row
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    columns = json.loads(payload) if isinstance(payload, str) else payload
    return Owed(owed_id, workspace_id, fact_id, handler, attempts, columns, moment)


def cross_off(owed: Owed) -> None:
    """It is delivered. Runs in the transaction of the handler's effects."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_delivery WHERE id = %s", [owed.id])


def put_off(owed: Owed, error: Exception) -> None:
    """It failed: try again later, each time after twice as long; after eight times it waits for a person."""
    attempts = owed.attempts + 1
    Delivery.objects.of(owed.workspace_id).filter(pk=owed.id).update(
        attempts=attempts,
        stuck=attempts >= STUCK_AFTER,
        not_before=clock.now() + timedelta(seconds=2**attempts),
        error=f"{type(error).__name__}: {error}"[:2000],
    )


def count_stuck(workspace_id: int) -> int:
    """Hand-overs that failed so often that they wait for a person."""
    return Delivery.objects.of(workspace_id).filter(stuck=True).count()
