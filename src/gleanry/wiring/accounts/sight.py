"""Whose accounts somebody sees: those they keep or stand in for, and those with a lead or a deal within their reach."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.flow.convert.queries import visible_deals
from gleanry.flow.identify.queries.sides import sees_all, sides_of, within
from gleanry.flow.identify.shapes import Kind
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id, groups_of, open_handovers, with_members
from gleanry.tenants.shapes import Viewer

EDIT = "accounts.edit"


def accounts_within(viewer: Viewer, account_ids: Iterable[int]) -> set[int]:
    """Those of the accounts the viewer may see; the same few statements for any number."""
    wanted = list(dict.fromkeys(account_ids))
    rows = accounts_by_id(viewer.workspace_id, wanted)
    if sees_all(viewer):
        return set(rows)
    own = set(viewer.owner_ids) if viewer.owner_ids is not None else None
    seen = {i for i, row in rows.items() if own is None or {row.owner_id, row.deputy_id} & own}
    left = [i for i in rows if i not in seen]
    if left and own is not None:
        plans = open_handovers(viewer.workspace_id, member_ids=sorted(own))
        handed = {plan.account_id for plan in plans}
        seen |= {i for i in left if rows[i].id in handed}
        groups = groups_of(viewer.workspace_id, left, kind="account")
        deals = visible_deals(viewer).filter(account_id__in=with_members(groups, left))
        dealt = set(deals.values_list("account_id", flat=True).distinct())
        seen |= {i for i in left if dealt.intersection(groups.get(i, (i,)))}
        left = [i for i in left if i not in seen]
        seen |= within(viewer, sides_of(viewer.workspace_id, Kind.ACCOUNT, left)) if left else set()
    return seen


def check_account(viewer: Viewer, account_id: int, *, permission: str = EDIT) -> int:
    """The root of an account the viewer may see and do `permission` with ("" asks for sight alone).

    Raises Refusal `forbidden`, and `not_found` for one out of sight: as if it were not there.
    """
    if permission and not viewer.may(permission):
        raise Refusal("forbidden", permission=permission)
    if account_id not in accounts_within(viewer, [account_id]):
        raise Refusal("not_found", account=account_id)
    return accounts_by_id(viewer.workspace_id, [account_id])[account_id].id
