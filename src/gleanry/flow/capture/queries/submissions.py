"""Read submissions as typed fields; follow imports."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from gleanry.flow.capture.models import Import, ImportState, SavedMapping, Submission
from gleanry.flow.capture.queries.words import meanings_of
from gleanry.flow.capture.rules.fields import fields_of as canonical_fields
from gleanry.flow.capture.rules.file import read_rows
from gleanry.flow.capture.rules.guess import guess_mapping
from gleanry.flow.capture.rules.mapping import mapping_from_dict, mapping_to_dict
from gleanry.flow.capture.rules.names import REFERS, repaired, words_of
from gleanry.flow.capture.rules.row import RowPlan, plan_of, read_row
from gleanry.flow.capture.shapes import (
    FieldsRead,
    FileLayout,
    Formats,
    Guess,
    ImportRun,
    Kind,
    Mapping,
    Problem,
    RefusedRow,
    Word,
)
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings


def fields_of(workspace_id: int, submission_ids: Iterable[int]) -> list[FieldsRead]:
    """The typed fields of submissions, read again from what came in by the mapping of their import."""
    columns = ("id", "kind", "import_id", "raw", "received_at")
    rows = bulk.find(Submission, columns, workspace_id=workspace_id, key="id", among=submission_ids)
    formats = formats_of(workspace_id)
    plans = _plans(workspace_id, {row[2] for row in rows if row[2] is not None})
    read = []
    kinds: dict[int, Kind] = {}
    for submission_id, kind, import_id, raw, received_at in rows:
        kinds[submission_id] = kind
        plan = plans[import_id] if import_id is not None else plan_for_record(kind, tuple(raw), formats)
        cells = raw if import_id is not None else [str(value) for value in raw.values()]
        region = plan.formats.region if import_id is not None else ""
        fields = read_row(plan, cells).fields
        read.append(FieldsRead(submission_id, received_at, fields, region, live=import_id is None))
    return _repaired(workspace_id, read, kinds)


def _repaired(workspace_id: int, read: list[FieldsRead], kinds: dict[int, Kind]) -> list[FieldsRead]:
    """The same with the words that somebody decided on; one statement, and none where no row names anything."""
    words = {word for one in read for word in words_of(kinds[one.submission_id], one.fields)}
    meant = meanings_of(workspace_id, words) if words else {}
    if not meant:
        return read
    return [replace(one, fields=repaired(kinds[one.submission_id], one.fields, meant)) for one in read]


def words_in(run: ImportRun, mapping: dict[str, Any] | None = None, *, most: int | None = None) -> dict[Word, int]:
    """Word -> rows, of a kept file as `mapping` reads it (the import's own without one), its first `most` rows."""
    plan = plan_for_file(json.dumps({**(mapping or run.mapping), "kind": run.kind}), run.headers)
    if run.kind not in REFERS:
        return {}
    counts: dict[Word, int] = {}
    with closing(rows_of(replace(run, next_line=0))) as rows:
        for _, cells in islice(rows, most):
            result = read_row(plan, cells)
            if not result.problems:
                for word in set(words_of(run.kind, result.fields)):
                    counts[word] = counts.get(word, 0) + 1
    return counts


def _plans(workspace_id: int, import_ids: set[int]) -> dict[int, RowPlan]:
    rows = Import.objects.of(workspace_id).filter(pk__in=import_ids).values_list("pk", "mapping", "headers")
    return {pk: plan_for_file(json.dumps(mapping), tuple(headers)) for pk, mapping, headers in rows}


@lru_cache(maxsize=64)
def plan_for_file(mapping: str, headers: tuple[str, ...]) -> RowPlan:
    """The reading plan of a file: its mapping (as JSON) applied to its headers."""
    return plan_of(mapping_from_dict(json.loads(mapping)), headers)


@lru_cache(maxsize=256)
def plan_for_record(kind: Kind, names: tuple[str, ...], formats: Formats) -> RowPlan:
    """The reading plan of a record whose names are canonical fields; other names are kept as extra."""
    known = frozenset(canonical_fields(kind))
    columns = tuple((name, (name,)) for name in names if name in known)
    return plan_of(Mapping(kind, columns, formats=formats), names)


def formats_of(workspace_id: int) -> Formats:
    """How a workspace writes what it writes: times in its zone, amounts in its currency, phones of its country."""
    settings = get_settings(workspace_id)
    return Formats(zone=settings.zone, currency=settings.currency, region=settings.country)


def run_of(row: Import) -> ImportRun:
    """An import's row as others hold it."""
    values = {name: getattr(row, name) for name in ImportRun.__slots__}
    return ImportRun(**{**values, "headers": tuple(row.headers), "layout": FileLayout(**row.layout)})


def get_import(workspace_id: int, import_id: int) -> ImportRun:
    """One import. Raises Refusal `not_found`."""
    row = Import.objects.of(workspace_id).filter(pk=import_id).first()
    if row is None:
        raise Refusal("not_found", import_id=import_id)
    return run_of(row)


def list_imports(workspace_id: int, *, by: Iterable[int] | None = None, limit: int = 50) -> list[ImportRun]:
    """The latest imports that were started, those of some members where `by` names them."""
    rows = Import.objects.of(workspace_id).exclude(state=ImportState.DRAFT).order_by("-id")
    if by is not None:
        rows = rows.filter(by__in=list(by))
    return [run_of(row) for row in rows[:limit]]


def rows_of(run: ImportRun) -> Generator[tuple[int, list[str]], None, None]:
    """The rows of an import's file that were not taken yet, each with its line, read as they are asked for.

    Raises values.unreadable.Unreadable where the file cannot be read on.
    """
    with stored_file(run.digest).open("rb") as file:
        yield from read_rows(file, run.layout, from_line=run.next_line)


def refused_rows(workspace_id: int, import_id: int) -> Iterator[RefusedRow]:
    """The refused rows of an import in order of the file, read as they are asked for."""
    rows = Submission.objects.of(workspace_id).filter(import_id=import_id, problems__isnull=False).order_by("row")
    for row in rows.iterator(chunk_size=1000):
        yield RefusedRow(row.row or 0, row.raw, tuple(Problem(*problem) for problem in row.problems or ()))


def list_mappings(workspace_id: int, kind: str) -> dict[str, dict[str, object]]:
    """Saved mappings by name."""
    rows = SavedMapping.objects.of(workspace_id).filter(kind=kind).order_by("name")
    return dict(rows.values_list("name", "body"))


def get_submission(workspace_id: int, submission_id: int) -> Submission:
    """One submission with its raw content. Raises Refusal `not_found`."""
    row = Submission.objects.of(workspace_id).filter(pk=submission_id).first()
    if row is None:
        raise Refusal("not_found", submission=submission_id)
    return row


def guess_for(draft: ImportRun) -> dict[str, Any]:
    """The mapping guessed for a stored file, from its headers and first rows."""
    return mapping_to_dict(guess_in(draft.workspace_id, draft.headers, sample_of(draft), draft.kind).mapping)


def guess_in(workspace_id: int, headers: Sequence[str], sample: list[list[str]], kind: Kind) -> Guess:
    """A guess from headers and sample rows, in the workspace's zone, currency and country."""
    guess = guess_mapping(list(headers), sample, kind)
    ours, seen = formats_of(workspace_id), guess.mapping.formats
    currency = seen.currency if seen.currency != Formats().currency else ours.currency
    formats = replace(seen, zone=ours.zone, currency=currency, region=ours.region)
    return replace(guess, mapping=replace(guess.mapping, formats=formats))


def sample_of(draft: ImportRun, rows: int = 50) -> list[list[str]]:
    """The first rows of a stored file."""
    with closing(rows_of(draft)) as found:
        return [cells for _, cells in islice(found, rows)]


def stored_file(digest: str) -> Path:
    """Where the file with this SHA-256 is kept."""
    return Path(settings.GLEANRY_HOME) / "imports" / digest


def first_submission_since(workspace_id: int, at: datetime) -> int | None:
    """The first submission received at `at` or later, by halving: ids grow with time. None when there is none."""
    rows = Submission.objects.of(workspace_id).order_by("pk")
    newest = rows.last()
    if newest is None or newest.received_at < at:
        return None
    low, high = 0, newest.pk
    while low < high:
        middle = (low + high) // 2
        found = rows.filter(pk__gt=middle).values_list("pk", "received_at").first()
        if found is None or found[1] >= at:
            high = middle
        else:
            low = found[0]
    first = rows.filter(pk__gt=low).values_list("pk", flat=True).first()
    return int(first) if first is not None else None
