"""What settling decides: sources, collisions, protection, and the rule book behind them."""

from gleanry.flow.settle.rules.book import read_cases, read_protection, read_sources, sources_faults
from gleanry.flow.settle.rules.collision import collisions_of, may_judge, propose, sides_of
from gleanry.flow.settle.rules.protection import answer_of, extension, protection
from gleanry.flow.settle.rules.source import months_after, months_before, pipe_of, pipe_of_roles, source_of

__all__ = [
    "answer_of",
    "collisions_of",
    "extension",
    "may_judge",
    "months_after",
    "months_before",
    "pipe_of",
    "pipe_of_roles",
    "propose",
    "protection",
    "read_cases",
    "read_protection",
    "read_sources",
    "sides_of",
    "source_of",
    "sources_faults",
]
