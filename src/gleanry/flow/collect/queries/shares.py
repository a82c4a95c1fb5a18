"""Who earns a claim."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.collect import models
from gleanry.flow.collect.queries.claims import claims_by_id
from gleanry.flow.collect.rules import share_out
from gleanry.flow.collect.rules.shares import WHOLE
from gleanry.flow.collect.shapes import ClaimRow, Share, ShareRow
from gleanry.kit import bulk


def shares_of(workspace_id: int, claim_ids: Iterable[int]) -> dict[int, list[ShareRow]]:
    """Claim id -> the parts that members and units earn, adding up to it; a number of statements that does not grow.

    Where nobody split it the owner has the whole; without an owner there is no part. What takes a claim back takes from
    those who have it, by the split in force.
    """
    claims = claims_by_id(workspace_id, claim_ids)
    asked = {claim_id: claim.reverses_id or claim_id for claim_id, claim in claims.items()}
    split = splits_in_force(workspace_id, asked.values())
    return {
        claim_id: _parts(claim, *split.get(asked[claim_id], (0, _whole(claim)))) for claim_id, claim in claims.items()
    }


def splits_in_force(workspace_id: int, claim_ids: Iterable[int]) -> dict[int, tuple[int, list[Share]]]:
    """Claim id -> (version, shares) of the latest split, for those that were split; one statement."""
    columns = ("claim_id", "version", "member_id", "team_id", "basis_points")
    found: dict[int, tuple[int, list[Share]]] = {}
    for claim_id, version, *share in bulk.find(
        models.Share, columns, workspace_id=workspace_id, key="claim_id", among=claim_ids
    ):
        known, shares = found.get(claim_id, (0, []))
        if version > known:
            shares = []
        if version >= known:
            found[claim_id] = (version, [*shares, Share(*share)])
    return found


def _whole(claim: ClaimRow) -> list[Share]:
    return [Share(claim.owner_id, None, WHOLE)] if claim.owner_id else []


def _parts(claim: ClaimRow, version: int, shares: list[Share]) -> list[ShareRow]:
    if not shares:
        return []
    amounts, bases = share_out(claim.amount, shares), share_out(claim.base, shares)
    return [
        ShareRow(claim.id, version, share.member_id, share.team_id, share.basis_points, amount, base)
        for share, amount, base in zip(shares, amounts, bases, strict=True)
    ]
