"""The book of duplicate rules for who shows or changes it: read, written back, checked."""

from gleanry.flow.identify.rules.book import (
    ACTIONS,
    COMPARED,
    MOST_RULES,
    PREFER,
    REFRESHED,
    DuplicateRule,
    Fault,
    faults_of,
    read_book,
    written,
)
from gleanry.flow.identify.rules.duplicates import SAME_RECORD

__all__ = [
    "ACTIONS",
    "COMPARED",
    "MOST_RULES",
    "PREFER",
    "REFRESHED",
    "SAME_RECORD",
    "DuplicateRule",
    "Fault",
    "faults_of",
    "read_book",
    "written",
]
