"""Accounts whose names mean one company, by the judgement of `likeness.names`."""

from __future__ import annotations

from collections.abc import Mapping

from gleanry.flow.identify.shapes import Kind, NewPair
from gleanry.likeness.names import Answer
from gleanry.people.queries import account_candidates
from gleanry.people.shapes import NameCandidate

MOST = 3
"""So many are asked about for one account; a brand that more share tells none apart."""


def namesakes_of(workspace_id: int, accounts: Mapping[int, str], *, least: int) -> tuple[list[NewPair], set[int]]:
    """The pairs of `accounts` (id -> name) with others that may be the same, from `least` of 100 on.

    With them the accounts whose first pair is no question: one other, and no rival near it. A branch or a group is
    related to a company and is not it. The statements do not grow with the accounts.
    """
    apart: dict[str, int] = {}
    for account_id, name in accounts.items():
        apart.setdefault(name, account_id)
    found = account_candidates(workspace_id, apart, apart_from=apart)
    pairs, sure = [], set()
    for name, account_id in apart.items():
        own = [one for one in found.get(name, ()) if not one.relation and one.probability * 100 >= least][:MOST]
        pairs += [_pair(account_id, one) for one in own]
        if own and own[0].answer == Answer.SAME:
            sure.add(account_id)
    return pairs, sure


def _pair(account_id: int, found: NameCandidate) -> NewPair:
    left, right = sorted((account_id, found.account_id))
    evidence = tuple((sign.code, f"{sign.weight:+.1f}") for sign in found.evidence[:4])
    return NewPair(Kind.ACCOUNT, left, right, min(9_999, round(10_000 * found.probability)), evidence)
