"""Groups, committees, deputies and tiers for the made-up companies, so that the pages of accounts show something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from gleanry.people.queries import accounts_after, accounts_by_id, groups_of, people_of_accounts, traits_of
from gleanry.people.shapes import AccountRow, NewPlace, NewSeat, TraitRow
from gleanry.simulation.rules.dice import Dice
from gleanry.tenants.queries import list_members, viewer_of
from gleanry.tenants.shapes import Role
from gleanry.wiring.accounts import ToldOfAccounts, plan_handover, take_accounts, tier_everybody

SEED, COMPANIES, ROW = 7, 600, 6
RELATIONS = ("subsidiary", "branch", "dealer")
ROLES = ("decides", "uses", "buys", "judges", "influences")
CONCERNS = ("交期", "价格", "能否与现有系统对接", "售后响应", "数据安全", "")


def dress_accounts(workspace_id: int, at: datetime) -> None:
    """Give the first companies what only people know; once. Who was told more of later is left alone."""
    ids = list(accounts_after(workspace_id, 0, COMPANIES))
    if traits_of(workspace_id, ids):
        return
    groups = groups_of(workspace_id, ids, kind="account")
    roots = [i for i in ids if groups.get(i, (i,))[0] == i]
    dice = Dice(SEED, "accounts", workspace_id)
    sellers = [row.pk for row in list_members(workspace_id, role=Role.SELLER)]
    kept = accounts_by_id(workspace_id, roots)
    told = ToldOfAccounts(
        places=_places(roots, dice),
        traits=[_trait(i, kept[i].owner_id is not None, dice) for i in roots],
        seats=_seats(workspace_id, roots, sellers, dice),
        deputies=_deputies(kept, roots, sellers, dice),
    )
    take_accounts(workspace_id, told, at=at)
    tier_everybody(workspace_id, {})
    _hand_one_over(workspace_id, roots, sellers, at)


def _places(roots: Sequence[int], dice: Dice) -> list[NewPlace]:
    """Every sixth company is the top of a group of three: a child, and a child of that."""
    tops = range(0, len(roots) - 2, ROW)
    return [NewPlace(roots[top + n], roots[top + n - 1], dice.pick(RELATIONS)) for top in tops for n in (1, 2)]


def _trait(account_id: int, is_kept: bool, dice: Dice) -> TraitRow:
    """What a company spends is told in dollars, as the bounds of RAD are, and our share beside it."""
    return TraitRow(
        account_id,
        is_strategic=is_kept and dice.happens(0.08),
        level=1 + dice.below(3),
        coverage="direct" if dice.happens(0.4) else "dealer",
        budget_minor=(1 + dice.below(40)) * 5_000_000,
        currency="USD",
        share_percent=dice.below(100) if dice.happens(0.7) else None,
    )


def _seats(workspace_id: int, roots: Sequence[int], sellers: Sequence[int], dice: Dice) -> list[NewSeat]:
    """Those who work in a company take the roles one after the other."""
    return [
        NewSeat(
            account,
            person,
            role,
            power=3 if role == "decides" else dice.below(3),
            attitude=dice.below(5) - 2,
            concern=dice.pick(CONCERNS),
            keeper_id=dice.pick(sellers) if dice.happens(0.6) else None,
            closeness=dice.below(6),
        )
        for account, people in sorted(people_of_accounts(workspace_id, roots).items())
        for person, role in zip(sorted(people), ROLES, strict=False)
    ]


def _deputies(
    kept: Mapping[int, AccountRow], roots: Sequence[int], sellers: Sequence[int], dice: Dice
) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for i in roots:
        others = [seller for seller in sellers if seller != kept[i].owner_id]
        if kept[i].owner_id is not None and dice.happens(0.5) and others:
            found[i] = dice.pick(others)
    return found


def _hand_one_over(workspace_id: int, roots: Sequence[int], sellers: Sequence[int], at: datetime) -> None:
    """One handover under way."""
    kept = accounts_by_id(workspace_id, roots)
    chosen = next((kept[i] for i in roots if kept[i].owner_id in sellers), None)
    director = next(iter(list_members(workspace_id, role=Role.ADMINISTRATOR)), None)
    if chosen is not None and director is not None and len(sellers) > 1:
        to = next(seller for seller in sellers if seller != chosen.owner_id)
        plan_handover(viewer_of(director), chosen.id, to, why="区域调整", at=at)
