"""What files told of companies: the parents that are waited for."""

from __future__ import annotations

from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.models import ToldAccount

MOST = 5000
"""Rows looked at: a page shows the first of them."""


def waited_parents(workspace_id: int) -> dict[tuple[str, str], int]:
    """("account", word) -> how many companies wait for a parent of that name; two statements."""
    rows = ToldAccount.objects.of(workspace_id).filter(waits_for__gt="").order_by("pk")
    counts: dict[tuple[str, str], int] = {}
    for read in fields_of(workspace_id, list(rows.values_list("pk", flat=True)[:MOST])):
        word = ("account", str(read.fields.get("parent") or ""))
        counts[word] = counts.get(word, 0) + 1
    return counts
