"""Keep the index: note what changed, index it, build it from the beginning."""

from gleanry.search.actions.indexing import index_records, rebuild
from gleanry.search.actions.noting import (
    note_accounts,
    note_corrected,
    note_deals,
    note_leads,
    note_merged,
    note_people,
    note_told,
)
from gleanry.search.actions.tending import tend

__all__ = [
    "index_records",
    "note_accounts",
    "note_corrected",
    "note_deals",
    "note_leads",
    "note_merged",
    "note_people",
    "note_told",
    "rebuild",
    "tend",
]
