"""Read clean records, the shared lists and the invalid pool."""

from gleanry.flow.clean.queries.domains import companies_of_domains
from gleanry.flow.clean.queries.lists import count_entries, current_lists, get_entry, list_entries, list_everything
from gleanry.flow.clean.queries.records import defects_of, filled_of, records_of
from gleanry.flow.clean.queries.rescreen import try_screens
from gleanry.flow.clean.queries.review import count_open, list_screened, screened_of
from gleanry.flow.clean.queries.senders import marks_since
from gleanry.flow.clean.queries.trial import try_entries

__all__ = [
    "companies_of_domains",
    "count_entries",
    "count_open",
    "current_lists",
    "defects_of",
    "filled_of",
    "get_entry",
    "list_entries",
    "list_everything",
    "list_screened",
    "marks_since",
    "records_of",
    "screened_of",
    "try_entries",
    "try_screens",
]
