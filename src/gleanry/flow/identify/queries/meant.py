"""Which accounts that somebody keeps are meant by company names, by the judgement of `likeness.names`."""

from __future__ import annotations

from collections.abc import Mapping

from gleanry.likeness.names import Answer
from gleanry.people.queries import account_candidates

Meant = Mapping[str, tuple[int, str, int]]
"""Company key -> the account, its name that speaks for it, and the probability (of 10,000)."""


def meant_accounts(workspace_id: int, names: Mapping[str, str]) -> Meant:
    """`names` is company key -> name as written; only what is no question is given. Constant statements."""
    found = account_candidates(workspace_id, names.values(), kept=True)
    first = {key: found[name][0] for key, name in names.items() if found.get(name)}
    return {
        key: (one.account_id, one.name, round(10_000 * one.probability))
        for key, one in first.items()
        if one.answer == Answer.SAME
    }
