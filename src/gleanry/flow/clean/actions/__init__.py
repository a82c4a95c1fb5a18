"""Clean submissions, keep the shared lists, decide about the invalid pool."""

from gleanry.flow.clean.actions.clean_submissions import clean_submissions
from gleanry.flow.clean.actions.lists import add_entries, add_from_leads, end_entries, import_entries
from gleanry.flow.clean.actions.review import confirm_leads, keep_for_review, release_leads

__all__ = [
    "add_entries",
    "add_from_leads",
    "clean_submissions",
    "confirm_leads",
    "end_entries",
    "import_entries",
    "keep_for_review",
    "release_leads",
]
