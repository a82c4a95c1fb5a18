"""Which consent holds where several were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gleanry.people.shapes import ConsentRow

STRICTNESS = {"granted": 0, "denied": 1}
"""What was never asked is in no list: silence is neither yes nor no, and a statement of either kind outranks it."""


def prevailing(members: Iterable[Sequence[ConsentRow]]) -> dict[str, ConsentRow]:
    """Purpose -> what holds for a group: each member's latest statement, and of those the strictest.

    `members` are the statements of each, oldest first. One record that said no binds all it was merged with, whatever
    another said later about itself; the undo of the merge frees them again. Of equally strict ones the latest is shown.
    """
    holds: dict[str, ConsentRow] = {}
    for said in members:
        latest = {row.purpose: row for row in sorted(said, key=lambda row: row.at)}
        for purpose, row in latest.items():
            other = holds.get(purpose)
            if other is None or (STRICTNESS[row.state], row.at) > (STRICTNESS[other.state], other.at):
                holds[purpose] = row
    return holds
