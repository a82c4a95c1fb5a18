"""What a dry run says, whatever book it is of; and running one so that it changes nothing and comes to an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction

from gleanry.kit.errors import Refusal

LONGEST_SECONDS = 20


@dataclass(frozen=True)
class Figure:
    """A number by the rules in force and by the draft; `now` may be empty."""

    label: str
    then: str
    now: str = ""


@dataclass(frozen=True)
class To:
    """A cell that opens a lead."""

    text: str
    lead_id: int


@dataclass(frozen=True)
class DryRun:
    """What would have been: one sentence, a few figures, a table. `rows` have a cell for each of `columns`.

    A lead the viewer may not open is a plain text, not a `To`. `note` says what was left out, such as older leads.
    """

    headline: str
    figures: tuple[Figure, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | To, ...], ...] = ()
    note: str = ""


def try_out(run: Callable[[], DryRun], *, seconds: int = LONGEST_SECONDS) -> DryRun:
    """Run it in a transaction that is taken back; no statement may take longer. Raises Refusal `dry_run_too_long`."""
    try:
        with transaction.atomic(), _bounded(seconds):
            found = run()
            transaction.set_rollback(True)
    except OperationalError as error:
        raise Refusal("dry_run_too_long", seconds=seconds) from error
    return found


@contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    """Let the database itself end what takes too long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
        yield
        return
    from time import monotonic

    connection.ensure_connection()
    raw: Any = connection.connection
    end = monotonic() + seconds
    raw.set_progress_handler(lambda: int(monotonic() > end), 100_000)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
