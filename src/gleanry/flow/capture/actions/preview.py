"""A look into a file before it is taken: nothing is written."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import Any

from gleanry.flow.capture.queries import get_import, guess_in, rows_of, stored_file
from gleanry.flow.capture.rules.fields import ALSO_REQUIRED, SOMEBODY
from gleanry.flow.capture.rules.fields import fields_of as canonical_fields
from gleanry.flow.capture.rules.mapping import BadMapping, mapping_from_dict, mapping_to_dict
from gleanry.flow.capture.rules.row import distinct_headers, plan_of, read_row
from gleanry.flow.capture.shapes import ImportRun, Kind, Mapping, Preview, PreviewRow
from gleanry.kit.errors import Refusal
from gleanry.values.unreadable import Unreadable

SAMPLE = 200
BLOCK = 1 << 20


def preview_import(
    workspace_id: int, import_id: int, mapping: dict[str, Any] | None = None, *, rows: int = 8
) -> Preview:
    """What the first rows of a file would become under `mapping`, or under the guess made from the file itself.

    Raises Refusal `not_found`, `bad_mapping` or the code of a file that cannot be read.
    """
    run = get_import(workspace_id, import_id)
    sample = _sample(run)
    guess = guess_in(workspace_id, run.headers, [cells for _, cells in sample], run.kind)
    chosen = _chosen(mapping, run.kind) if mapping is not None else guess.mapping
    plan = plan_of(chosen, run.headers)
    shown = []
    for line, cells in sample[:rows]:
        result = read_row(plan, cells)
        shown.append(PreviewRow(line, list(cells), result.fields, result.problems))
    filled = {field for _, fields in chosen.columns for field in fields} | {field for field, _ in chosen.constants}
    groups = [SOMEBODY[chosen.kind], *((field,) for field in ALSO_REQUIRED[chosen.kind])]
    named = {header for header, _ in chosen.columns}
    headers = tuple(distinct_headers(run.headers))
    return Preview(
        headers=headers,
        mapping=mapping_to_dict(chosen),
        confidence=guess.confidence,
        choices=canonical_fields(chosen.kind),
        missing=tuple("|".join(group) for group in groups if filled.isdisjoint(group)),
        unused=tuple(header for header in headers if header not in named),
        rows=tuple(shown),
    )


def _chosen(mapping: dict[str, Any], kind: Kind) -> Mapping:
    try:
        return mapping_from_dict({**mapping, "kind": kind})
    except BadMapping as wrong:
        raise Refusal("bad_mapping", errors=wrong.errors) from wrong


def _sample(run: ImportRun) -> list[tuple[int, list[str]]]:
    try:
        with closing(rows_of(run)) as rows:
            return list(islice(rows, SAMPLE))
    except Unreadable as trouble:
        raise Refusal(trouble.code) from trouble


def count_lines(run: ImportRun) -> int | None:
    """How many lines a text file has, for its progress; None for a workbook, which must be read to be counted."""
    if run.layout.form != "text" or run.layout.encoding.startswith("utf-16"):
        return None
    with stored_file(run.digest).open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b"")) + 1
