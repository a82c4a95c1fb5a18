"""What pages and programs ask of the rules directly: of a form half filled in there is no record yet."""

from gleanry.flow.followup.rules import (
    awaits_sql,
    bant_faults,
    gaps_of,
    judge,
    known_answers,
    read_gate,
    suggest,
    tidy_bant,
    what_counts,
)
from gleanry.flow.followup.rules.calls import is_signed, result_of, signature_of

__all__ = [
    "awaits_sql",
    "bant_faults",
    "gaps_of",
    "is_signed",
    "judge",
    "known_answers",
    "read_gate",
    "result_of",
    "signature_of",
    "suggest",
    "tidy_bant",
    "what_counts",
]
