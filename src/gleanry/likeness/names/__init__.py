"""Company names, Chinese and Latin: taken apart, compared with shown evidence, found among many.

Takes   names as people write them, learned aliases.
Gives   same, different or ask, with a calibrated probability and the signs it rests on.
Writes  nothing.
Asks    values for legal forms.
"""

from gleanry.likeness.names.aliases import Alias
from gleanry.likeness.names.compare import Answer, Likeness, Sign, compare_names
from gleanry.likeness.names.conflicts import Conflict, conflict_of
from gleanry.likeness.names.index import Found, NameCandidate, NameIndex
from gleanry.likeness.names.parts import NameParts, split_name

__all__ = [
    "Alias",
    "Answer",
    "Conflict",
    "Found",
    "Likeness",
    "NameCandidate",
    "NameIndex",
    "NameParts",
    "Sign",
    "compare_names",
    "conflict_of",
    "split_name",
]
