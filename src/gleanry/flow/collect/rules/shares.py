"""How the revenue of a claim is split over people and units."""

from __future__ import annotations

from collections.abc import Sequence

from gleanry.flow.collect.shapes import Share
from gleanry.values.money import Money

WHOLE = 10_000
"""Hundredths of a percent."""


def fault_of_shares(shares: Sequence[Share]) -> str:
    """What is wrong with a split: shares_missing, share_of_nobody, share_twice, bad_share or not_whole."""
    if not shares:
        return "shares_missing"
    if any((share.member_id is None) == (share.team_id is None) for share in shares):
        return "share_of_nobody"
    if len({(share.member_id, share.team_id) for share in shares}) != len(shares):
        return "share_twice"
    if any(share.basis_points <= 0 for share in shares):
        return "bad_share"
    return "" if sum(share.basis_points for share in shares) == WHOLE else "not_whole"


def share_out(amount: Money, shares: Sequence[Share]) -> tuple[Money, ...]:
    """The part of each share, adding up to the amount (largest remainder)."""
    return amount.split([share.basis_points for share in shares])
