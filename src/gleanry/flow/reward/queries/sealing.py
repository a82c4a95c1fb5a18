"""What a closed statement says, sealed; and whether its lines still give the same when they are reckoned again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from gleanry.flow.reward.models import Line, Statement, StatementState
from gleanry.flow.reward.queries.lines import terms_of
from gleanry.flow.reward.rules import pay_for
from gleanry.kit import bulk
from gleanry.values.money import Money

SEALED = (
    *("statement_id", "id", "kind", "part", "claim_id", "receipt_id", "base_minor", "currency", "rate"),
    *("pay_minor", "pay_base_minor", "how", "corrects_id"),
)


def digests_of(workspace_id: int, statement_ids: Iterable[int]) -> dict[int, str]:
    """Statement -> SHA-256 of its lines, as hex; one statement for any number."""
    found: dict[int, Any] = {pk: hashlib.sha256() for pk in statement_ids}
    for row in bulk.find(Line, SEALED, workspace_id=workspace_id, key="statement_id", among=found):
        found[row[0]].update(json.dumps(row[1:], default=_plain, sort_keys=True, ensure_ascii=False).encode())
    return {pk: digest.hexdigest() for pk, digest in found.items()}


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def unlike_statements(workspace_id: int, limit: int) -> tuple[int, int]:
    """Of the latest closed statements: (how many say something else than was sealed, how many do not replay)."""
    rows = Statement.objects.of(workspace_id).exclude(state=StatementState.DRAFT).order_by("-id")
    sealed = dict(rows.values_list("pk", "digest")[:limit])
    now = digests_of(workspace_id, sealed)
    changed = sum(1 for pk, digest in sealed.items() if now[pk] != digest)
    return changed, len(unlike_of(workspace_id, sealed))


def unlike_of(workspace_id: int, statement_ids: Iterable[int]) -> set[int]:
    """The statements with a commission that its own terms do not give."""
    columns = ("statement_id", "kind", "base_minor", "currency", "pay_minor", "how")
    rows = bulk.find(Line, columns, workspace_id=workspace_id, key="statement_id", among=statement_ids)
    return {row[0] for row in rows if row[1] == "commission" and not _is_same(*row[2:])}


def _is_same(base: int, currency: str, pay: int | None, how: Mapping[str, Any]) -> bool:
    given = pay_for(Money(base, currency), terms_of(how)).minor
    if "uncapped" in how:
        return bool(given == how["uncapped"] and pay is not None and abs(pay) <= abs(given))
    return given == pay
