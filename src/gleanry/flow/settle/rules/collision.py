"""Which claims to one company stand against each other, and what the rule proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gleanry.flow.settle.shapes import CaseRow, CaseRule, Claim, Proposal, Source

ClaimKey = tuple[str, int]
"""(kind, id)."""


def sides_of(claims: Iterable[Claim]) -> dict[int, tuple[Claim, ...]]:
    """Member -> what they hold of one company, earliest first; who was there first stands first."""
    sides: dict[int, list[Claim]] = {}
    for claim in sorted(set(claims), key=lambda one: (one.at, one.kind, one.id, one.member_id)):
        sides.setdefault(claim.member_id, []).append(claim)
    return {member: tuple(theirs) for member, theirs in sides.items()}


def collisions_of(
    claims: Iterable[Claim], settled: Mapping[frozenset[int], set[ClaimKey]], running: Iterable[frozenset[int]] = ()
) -> list[tuple[int, int]]:
    """Pairs of members (the earlier first) that hold one company against each other, each pair once.

    A pair with a running case has none opened; a pair that was settled only where something was claimed since.
    """
    sides = sides_of(claims)
    members, busy = list(sides), set(running)
    found = []
    for place, first in enumerate(members):
        for second in members[place + 1 :]:
            pair = frozenset((first, second))
            held = {(claim.kind, claim.id) for member in pair for claim in sides[member]}
            if pair not in busy and not (pair in settled and held <= settled[pair]):
                found.append((first, second))
    return found


def propose(
    first: Sequence[Claim], second: Sequence[Claim], source: Source, rule: CaseRule, *, protected: int | None = None
) -> Proposal:
    """What the rule proposes between two sides. Total, and the same for the same.

    A protected registration counts before all; then the single source, by member and then by pipe; then who keeps the
    account; and where nothing speaks for either, half for each or the earlier, as the book says.
    """
    a, b = first[0].member_id, second[0].member_id
    if protected in (a, b):
        return _all_to(protected == a, "protected")
    if source.member_id in (a, b):
        return _all_to(source.member_id == a, source.reason)
    pipes = [{claim.pipe for claim in side if claim.pipe} for side in (first, second)]
    if source.pipe and (source.pipe in pipes[0]) != (source.pipe in pipes[1]):
        return _all_to(source.pipe in pipes[0], f"pipe_{source.reason}")
    keeps = [any(claim.kind == "account" for claim in side) for side in (first, second)]
    if keeps[0] != keeps[1]:
        return _all_to(keeps[0], "keeps_account")
    return Proposal(50, "even") if rule.tie == "even" else Proposal(100, "first_claim")


def _all_to(first: bool, reason: str) -> Proposal:
    return Proposal(100 if first else 0, reason)


def may_judge(case: CaseRow, member_id: int, reach: Sequence[int] | None) -> bool:
    """Whether somebody with the permission may decide a case as it stands, by whose work they see (None: all).

    Never a party. At first who leads both sides; on appeal somebody else, whose reach includes the first judge.
    """
    if member_id in case.parties:
        return False
    if case.state == "open":
        return reach is None or set(case.parties) <= set(reach)
    if case.state == "appealed":
        higher = reach is None or (set(case.parties) <= set(reach) and case.decided_by_id in reach)
        return higher and member_id != case.decided_by_id
    return False
