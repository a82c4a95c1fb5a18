"""Is this somebody we know, which lead or account does it double, and what follows by the workspace's own rules?

Pure: a decision is made from what was looked up before, and the same things looked up give the same decision.
"""

from gleanry.flow.identify.rules.book import (
    ACTIONS,
    COMPARED,
    Book,
    DuplicateRule,
    Fault,
    faults_of,
    read_book,
    written,
)
from gleanry.flow.identify.rules.duplicates import (
    SAME_RECORD,
    Arrival,
    Decision,
    Found,
    decide,
    retold,
    source_lead_for,
)
from gleanry.flow.identify.rules.novelty import novelty_of
from gleanry.flow.identify.rules.profile import Profile, completed, refreshed
from gleanry.flow.identify.rules.recognise import (
    Identifier,
    compared_of,
    id_of,
    identifiers_of,
    identifiers_of_touch,
    marks_of,
    person_for,
    region_for,
)
from gleanry.flow.identify.rules.shelf import KeptAccount, OpenLead, Shelf

__all__ = [
    "ACTIONS",
    "COMPARED",
    "SAME_RECORD",
    "Arrival",
    "Book",
    "Decision",
    "DuplicateRule",
    "Fault",
    "Found",
    "Identifier",
    "KeptAccount",
    "OpenLead",
    "Profile",
    "Shelf",
    "compared_of",
    "completed",
    "decide",
    "faults_of",
    "id_of",
    "identifiers_of",
    "identifiers_of_touch",
    "marks_of",
    "novelty_of",
    "person_for",
    "read_book",
    "refreshed",
    "region_for",
    "retold",
    "source_lead_for",
    "written",
]
