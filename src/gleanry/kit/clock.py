"""The one clock. Rules receive times as arguments; everything else asks here, so tests and simulations can stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The current instant, in UTC."""
    return _stopped.get() or datetime.now(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[datetime]:
    """Hold the clock at `at` (an aware instant) inside the block."""
    if at.tzinfo is None:
        raise ValueError("the clock needs an aware instant")
    token = _stopped.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _stopped.reset(token)
