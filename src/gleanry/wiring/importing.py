"""Carry a file through the whole flow: take a batch, hand it on, take the next.

Handing each batch on before the next is taken keeps memory and the backlog small, whatever the file. A run may stop at
any moment: the import knows its next line, and what was announced is still owed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from gleanry.flow.capture.actions import capture_batch, finish_import
from gleanry.flow.capture.queries import get_import, refused_rows, rows_of
from gleanry.flow.capture.shapes import ImportRun
from gleanry.kit import clock, jobs, ledger
from gleanry.kit.memory import few_pauses
from gleanry.kit.upkeep import is_worth_refreshing, refresh_statistics
from gleanry.values.unreadable import Unreadable

BATCH = 2000
ERRORS_SHOWN = 1000

Progress = Callable[[ImportRun], None]


@dataclass(frozen=True)
class Outcome:
    """What an import came to. rows = accepted + held + refused + attached + known.

    accepted: new leads, deals taken, touches appended. held: deals that wait for their lead, leads kept in the invalid
    pool, rows still on their way. attached: leads that joined their source lead. known: here before, not taken again.
    """

    rows: int
    accepted: int
    held: int
    refused: int
    attached: int
    known: int
    errors: tuple[dict[str, Any], ...]


@few_pauses()
def run_import(
    workspace_id: int, import_id: int, *, progress: Progress | None = None, until: datetime | None = None
) -> ImportRun:
    """Go on with an import from where it stopped, to its end or until the clock says `until`."""
    run = get_import(workspace_id, import_id)
    ledger.drain(workspace_id)
    if run.state == "done":
        return run
    with closing(rows_of(run)) as rows:
        try:
            for step, batch in enumerate(iter(lambda: list(islice(rows, BATCH)), []), start=1):
                run = capture_batch(run, batch, at=clock.now())
                ledger.drain(workspace_id)
                if is_worth_refreshing(step):
                    refresh_statistics()
                if progress:
                    progress(run)
                if until is not None and clock.now() >= until:
                    return run
        except Unreadable as trouble:
            return finish_import(run, at=clock.now(), error=trouble.code)
    if run.totals.get("rows", 0) >= BATCH:
        refresh_statistics()
    return finish_import(run, at=clock.now())


def install() -> None:
    """Tell the worker how to run an import. Called once at start-up."""
    jobs.job("import.run")(run_in_background)


def run_in_background(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
    """One slice of time of an import; more is queued until it is done."""
    run = run_import(workspace_id, payload["import_id"], until=clock.now() + jobs.SLICE)
    return None if run.is_over else jobs.Again()


def import_key(import_id: int) -> str:
    """The job key of an import: one run at a time."""
    return f"import-{import_id}"


def queue_import(workspace_id: int, import_id: int) -> None:
    """Have the worker run an import."""
    jobs.enqueue("import.run", {"import_id": import_id}, import_key(import_id), workspace_id=workspace_id)


def outcome_of(run: ImportRun) -> Outcome:
    """Count what an import came to, from the records themselves."""
    attached, invalid, waiting = _downstream(run)
    captured = run.totals.get("captured", 0)
    owed = _still_owed(run)
    return Outcome(
        rows=run.totals.get("rows", 0),
        accepted=captured - attached - invalid - waiting - owed,
        held=invalid + waiting + owed,
        refused=run.totals.get("refused", 0),
        attached=attached,
        known=run.totals.get("known", 0),
        errors=tuple(_errors(run)),
    )


def _errors(run: ImportRun) -> Iterator[dict[str, Any]]:
    for row in islice(refused_rows(run.workspace_id, run.id), ERRORS_SHOWN):
        for problem in row.problems:
            yield {"row": row.line, "field": problem.field, "code": problem.code, "value": problem.value}


def _downstream(run: ImportRun) -> tuple[int, int, int]:
    """How many submissions of a run were attached, found invalid, and wait for a lead."""
    if run.first_id is None:
        return 0, 0, 0
    bounds = [run.first_id, run.last_id, run.id]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.verdict, count(*) FROM identify_match m JOIN capture_submission s ON s.id = m.id "
            "WHERE m.id BETWEEN %s AND %s AND s.import_id = %s GROUP BY m.verdict",
            bounds,
        )
        verdicts = dict(cursor.fetchall())
        cursor.execute(
            "SELECT count(*) FROM convert_takendeal w JOIN capture_submission s ON s.id = w.id "
            "WHERE w.opportunity_id IS NULL AND w.id BETWEEN %s AND %s AND s.import_id = %s",
            bounds,
        )
        waiting = cursor.fetchone()[0]
    return verdicts.get("attached", 0), verdicts.get("invalid", 0), waiting


def _still_owed(run: ImportRun) -> int:
    """Leads captured but not yet identified: none once the pump has run."""
    if run.kind != "leads" or run.first_id is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM capture_submission s LEFT JOIN identify_match m ON m.id = s.id "
            "WHERE s.id BETWEEN %s AND %s AND s.import_id = %s AND s.problems IS NULL AND m.id IS NULL",
            [run.first_id, run.last_id, run.id],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is there for what follows inside, and is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class _TakenBack(Exception):
    """Ends a trial run."""


def try_import(run: ImportRun, *, rows: int | None = None) -> Outcome:
    """What an import would come to: the real thing, taken back. `rows` bounds how many are tried."""
    outcomes: list[Outcome] = []
    try:
        with transaction.atomic(), closing(rows_of(run)) as lines:
            trial = run
            while batch := list(islice(lines, min(BATCH, rows or BATCH))):
                trial = capture_batch(trial, batch, at=clock.now())
                ledger.drain(run.workspace_id)
                if rows is not None:
                    break
            outcomes.append(outcome_of(trial))
            raise _TakenBack
    except _TakenBack:
        return outcomes[0]
