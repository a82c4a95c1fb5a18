"""Note whose records changed, in the transaction that changed them: one row for a batch, nothing without segments."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.kit import bulk
from gleanry.market.audience.models import Changed
from gleanry.market.audience.queries import has_segments


def note(workspace_id: int, of: str, ids: Iterable[int | None]) -> None:
    """People, leads or accounts (`of`: person, lead, account) are to be looked at again by the worker."""
    noted = list(dict.fromkeys(i for i in ids if i))
    if noted and has_segments(workspace_id):
        bulk.insert(Changed, ("workspace_id", "of", "ids"), [(workspace_id, of, noted)])
