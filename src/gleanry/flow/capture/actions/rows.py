"""A file, batch by batch: rows become submissions in the transaction that records how far the import has come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gleanry.flow.capture.actions.submit import FACTS
from gleanry.flow.capture.actions.words import count_words
from gleanry.flow.capture.models import Import, ImportState, KnownRow, Submission
from gleanry.flow.capture.queries import plan_for_file, run_of
from gleanry.flow.capture.rules.names import counted_words
from gleanry.flow.capture.rules.row import read_row
from gleanry.flow.capture.shapes import ImportRun, RowResult
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal

Rows = Sequence[tuple[int, list[str]]]
COLUMNS = ("id", "workspace_id", "kind", "import_id", "row", "raw", "digest", "problems", "received_at")


class ImportBusy(Refusal):
    """Somebody else took the same batch first; what they took is not lost, and not taken twice."""

    code = "import_busy"
    retryable = True


def capture_batch(run: ImportRun, rows: Rows, *, at: datetime) -> ImportRun:
    """Take the next rows of an import and move its mark past them; returns the import as it now is.

    Rows that the workspace already has from another file, or from an earlier run, are counted as known and not taken
    again. `rows` are those that follow `run.next_line`; raises ImportBusy when somebody took them meanwhile.
    """
    plan = plan_for_file(json.dumps(run.mapping), run.headers)
    results = [read_row(plan, cells) for _, cells in rows]
    digests = [_digest(run.kind, result) for result in results]
    with transaction.atomic():
        held = Import.objects.of(run.workspace_id).select_for_update().get(pk=run.id)
        if held.next_line != run.next_line or held.state == ImportState.DONE:
            raise ImportBusy(import_id=run.id)
        known = _known_before(run, digests, results)
        fresh = [n for n in range(len(rows)) if n not in known]
        ids = bulk.allocate(Submission, len(fresh))
        records = []
        taken = []
        for submission_id, n in zip(ids, fresh, strict=True):
            line, cells = rows[n]
            problems = [(p.field, p.code, p.value) for p in results[n].problems] or None
            if problems is None:
                taken.append(submission_id)
            head = (submission_id, run.workspace_id, run.kind, run.id, line, list(cells))
            records.append((*head, digests[n], problems, at))
        bulk.insert(Submission, COLUMNS, records)
        sound = (results[n].fields for n in fresh if not results[n].problems)
        count_words(run, counted_words(run.kind, sound))
        marks = [(run.workspace_id, run.id, rows[n][0], digests[n]) for n in sorted(known)]
        bulk.insert(KnownRow, ("workspace_id", "import_id", "line", "digest"), marks)
        ledger.announce(run.workspace_id, FACTS[run.kind](tuple(taken)), at=at, by=run.by)
        counts = {"rows": len(rows), "captured": len(taken), "refused": len(fresh) - len(taken), "known": len(known)}
        held.totals = {name: held.totals.get(name, 0) + count for name, count in counts.items()}
        held.next_line = rows[-1][0] + 1
        held.state = ImportState.RUNNING
        held.first_id = held.first_id or min(ids, default=None)
        held.last_id = max(ids, default=held.last_id)
        held.save()
    return run_of(held)


def finish_import(run: ImportRun, *, at: datetime, error: str = "") -> ImportRun:
    """The last row has been taken, or the file cannot be read on."""
    state = ImportState.FAILED if error else ImportState.DONE
    Import.objects.of(run.workspace_id).filter(pk=run.id).update(state=state, error=error, done_at=at)
    return replace(run, state=state, error=error, done_at=at)


def _digest(kind: str, result: RowResult) -> int:
    """Of what the row says, not how it is written: the same record exported anew is the same record."""
    text = json.dumps([kind, result.fields], sort_keys=True, ensure_ascii=False)
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def _known_before(run: ImportRun, digests: Sequence[int], results: Sequence[RowResult]) -> set[int]:
    """Positions of rows that are already here: the n-th equal row of this file is known if any file had n of them.

    Two equal rows in one file are two submissions; the same file, or one that grew, adds only what is new.
    """
    rows = bulk.find(
        Submission,
        ("digest", "import_id"),
        workspace_id=run.workspace_id,
        key="digest",
        among=digests,
        where="t.problems IS NULL AND t.import_id IS NOT NULL",
    )
    if not rows:
        return set()
    mine = _passed_over(run, {digest for digest, import_id in rows if import_id != run.id})
    others: dict[int, dict[int, int]] = {}
    for digest, import_id in rows:
        if import_id == run.id:
            mine[digest] = mine.get(digest, 0) + 1
        else:
            by_import = others.setdefault(digest, {})
            by_import[import_id] = by_import.get(import_id, 0) + 1
    known = set()
    for n, digest in enumerate(digests):
        if results[n].problems or digest not in others:
            continue
        mine[digest] = mine.get(digest, 0) + 1
        if mine[digest] <= max(others[digest].values()):
            known.add(n)
    return known


def _passed_over(run: ImportRun, digests: set[int]) -> dict[int, int]:
    """Digest -> how many equal rows of this file were known so far."""
    rows = KnownRow.objects.of(run.workspace_id).filter(import_id=run.id, digest__in=digests)
    counts: dict[int, int] = {}
    for digest in rows.values_list("digest", flat=True):
        counts[digest] = counts.get(digest, 0) + 1
    return counts
