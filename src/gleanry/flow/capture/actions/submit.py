"""Records from a form or a program."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.capture.facts import (
    AccountsCaptured,
    DealsCaptured,
    LeadsCaptured,
    MembersCaptured,
    ProductsCaptured,
    TouchesCaptured,
)
from gleanry.flow.capture.models import Submission
from gleanry.flow.capture.queries import formats_of, plan_for_record
from gleanry.flow.capture.rules.row import read_row
from gleanry.flow.capture.shapes import Formats, Kind, RowResult, SubmitResult
from gleanry.kit import bulk, ledger

FACTS: Mapping[str, Any] = {
    "leads": LeadsCaptured,
    "deals": DealsCaptured,
    "touches": TouchesCaptured,
    "accounts": AccountsCaptured,
    "products": ProductsCaptured,
    "members": MembersCaptured,
}
LOCK = 4
UNHOLDABLE = re.compile("[\0\ud800-\udfff]")


def submit(
    workspace_id: int,
    records: Sequence[Mapping[str, Any]],
    *,
    at: datetime,
    kind: Kind = "leads",
    idempotency_key: str = "",
) -> list[SubmitResult]:
    """Keep each record as it came and hand on those that can be read.

    Records name canonical fields; other names are kept as extra. With an `idempotency_key`, records sent again under
    it are answered with what became of them the first time.
    """
    records = [_holdable(record) for record in records]
    formats = formats_of(workspace_id)
    read = [_read(kind, record, formats) for record in records]
    digests = [_digest(kind, idempotency_key, n) if idempotency_key else None for n in range(len(records))]
    with transaction.atomic():
        if idempotency_key:
            bulk.lock_workspace(workspace_id, LOCK)
        known = _known(workspace_id, [digest for digest in digests if digest is not None])
        fresh = [n for n, digest in enumerate(digests) if digest not in known]
        ids = dict(zip(fresh, bulk.allocate(Submission, len(fresh)), strict=True))
        columns = ("id", "workspace_id", "kind", "raw", "digest", "problems", "received_at")
        rows = [(ids[n], workspace_id, kind, dict(records[n]), digests[n], _problems(read[n]), at) for n in fresh]
        bulk.insert(Submission, columns, rows)
        taken = tuple(ids[n] for n in fresh if not read[n].problems)
        ledger.announce(workspace_id, FACTS[kind](taken), at=at)
    return [
        SubmitResult(ids[n], known=False, problems=read[n].problems)
        if n in ids
        else SubmitResult(known[digests[n]], known=True, problems=read[n].problems)
        for n in range(len(records))
    ]


def _holdable(value: Any) -> Any:
    """The same without what no database's texts can hold and no name has: zero characters and halves of pairs."""
    if isinstance(value, str):
        return UNHOLDABLE.sub("", value)
    if isinstance(value, Mapping):
        return {_holdable(name): _holdable(inner) for name, inner in value.items()}
    return [_holdable(inner) for inner in value] if isinstance(value, list) else value


def _read(kind: Kind, record: Mapping[str, Any], formats: Formats) -> RowResult:
    return read_row(plan_for_record(kind, tuple(record), formats), [str(value) for value in record.values()])


def _problems(result: RowResult) -> list[tuple[str, str, str]] | None:
    return [(p.field, p.code, p.value) for p in result.problems] or None


def _digest(kind: str, key: str, position: int) -> int:
    text = f"{kind}\0{key}\0{position}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), signed=True)


def _known(workspace_id: int, digests: Sequence[int]) -> dict[int | None, int]:
    rows = bulk.find(
        Submission,
        ("digest", "id"),
        workspace_id=workspace_id,
        key="digest",
        among=digests,
        where="t.import_id IS NULL",
    )
    return dict(rows)
