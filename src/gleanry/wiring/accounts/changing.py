"""What people change of an account: where it belongs, what it is like, who keeps it. Permission and sight first."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from gleanry.cockpit.queries.pointers import TARGETS
from gleanry.flow.convert.queries import fixed_rate
from gleanry.flow.identify.facts import AccountsKept, Merged, Unmerged
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.people.actions import (
    delete_accounts,
    free_circles,
    hold_tier,
    keep_accounts,
    name_deputies,
    note_traits,
    place_accounts,
    rest_accounts,
)
from gleanry.people.plain import CELLS
from gleanry.people.queries import accounts_by_id, tier_book
from gleanry.people.shapes import NewPlace, TierBook, TraitRow
from gleanry.tenants.queries import get_settings, list_members
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.wiring.accounts.sight import check_account
from gleanry.wiring.accounts.tiering import tier_accounts
from gleanry.world.rules.currency import convert as exchanged

HELPERS = frozenset(
    {"people_accountname", "people_accountlookup", "people_trait", "people_standing", "people_tierchange"}
)
"""Tables that only serve an account: they go with it, or tell its history."""


def place_account(viewer: Viewer, account_id: int, parent_id: int | None, relation: str, at: datetime) -> None:
    """Put an account under another, or (None) under none.

    Raises Refusal `forbidden`, `not_found`, and what is wrong with the place: `itself`, `circle`, `too_deep`,
    `bad_relation`.
    """
    root = check_account(viewer, account_id)
    above = check_account(viewer, parent_id) if parent_id is not None else None
    placed = place_accounts(viewer.workspace_id, [NewPlace(root, above, relation)], at=at, by=viewer.member_id or None)
    if placed.refused:
        raise Refusal(placed.refused[0].code, account=root, parent=above)


def describe_account(
    viewer: Viewer,
    account_id: int,
    *,
    trait: TraitRow,
    budget: Money | None,
    at: datetime,
    rate: Decimal | None = None,
) -> None:
    """Note what no deal tells of an account; judge it anew. Raises Refusal `forbidden`, `not_found`, `bad_trait`."""
    root = check_account(viewer, account_id)
    share = trait.share_percent
    if trait.coverage not in ("", "direct", "dealer") or not 0 <= trait.level <= 9:
        raise Refusal("bad_trait", field="level")
    if (share is not None and not 0 <= share <= 100) or (budget is not None and budget.minor < 0):
        raise Refusal("bad_trait", field="share_percent")
    base = get_settings(viewer.workspace_id).currency
    fixed = fixed_rate(viewer.workspace_id, budget.currency, rate) if budget else Decimal(0)
    row = TraitRow(
        root,
        trait.is_strategic,
        trait.level,
        trait.coverage,
        budget.minor if budget else None,
        budget.currency if budget else "",
        fixed,
        exchanged(budget, to=base, rate=fixed).minor if budget and fixed else 0,
        share,
    )
    with transaction.atomic():
        note_traits(viewer.workspace_id, [row], at=at, by=viewer.member_id or None)
        tier_accounts(viewer.workspace_id, [root], at)


def tiers_of_book(book: TierBook) -> tuple[str, ...]:
    """The tiers that accounts can have by a book."""
    ways = {"abc": ("A", "B", "C"), "rad": CELLS}
    return ways.get(book.by, tuple(row.code for row in book.rows))


def set_tier(viewer: Viewer, account_id: int, tier: str, *, until: date | None, reason: str, at: datetime) -> None:
    """Set a tier by hand until a day, with the reason; without a day the table decides again, at once.

    Raises Refusal `forbidden`, `not_found`, `bad_tier`, `reason_missing`, `date_past`.
    """
    root = check_account(viewer, account_id, permission="accounts.judge")
    rules_id, book = tier_book(viewer.workspace_id)
    today = at.astimezone(ZoneInfo(get_settings(viewer.workspace_id).zone)).date()
    if until is not None:
        if tier not in tiers_of_book(book):
            raise Refusal("bad_tier", tier=tier)
        if not reason.strip():
            raise Refusal("reason_missing")
        if until < today:
            raise Refusal("date_past", until=until.isoformat())
    with transaction.atomic():
        hold_tier(
            viewer.workspace_id,
            root,
            tier,
            until=until,
            reason=reason.strip()[:200],
            rules_id=rules_id,
            at=at,
            by=viewer.member_id or None,
        )
        if until is None:
            tier_accounts(viewer.workspace_id, [root], at)


def set_deputy(viewer: Viewer, account_id: int, member_id: int | None, at: datetime) -> None:
    """Say who stands in for the keeper. Raises Refusal `forbidden`, `not_found`, `no_such_member`, `keeps_already`."""
    root = check_account(viewer, account_id)
    check_member(viewer, member_id)
    if member_id is not None and accounts_by_id(viewer.workspace_id, [root])[root].owner_id == member_id:
        raise Refusal("keeps_already", member=member_id)
    name_deputies(viewer.workspace_id, {root: member_id}, at=at, by=viewer.member_id or None)


def check_member(viewer: Viewer, member_id: int | None) -> None:
    """Raises Refusal `no_such_member` for who is not at work in the workspace."""
    if member_id is not None and all(row.pk != member_id for row in list_members(viewer.workspace_id)):
        raise Refusal("no_such_member", member=member_id)


def rest_account(viewer: Viewer, account_id: int, *, dormant: bool, at: datetime) -> None:
    """Mark an account as dormant, or wake it. Raises Refusal `forbidden` and `not_found`."""
    root = check_account(viewer, account_id)
    rest_accounts(viewer.workspace_id, [root], dormant=dormant, at=at, by=viewer.member_id or None)


def delete_account(viewer: Viewer, account_id: int, at: datetime) -> None:
    """Delete an account on which nothing hangs.

    Raises Refusal `account_in_use` with what hangs on it (there is merging, and marking as dormant), `forbidden`,
    `not_found`.
    """
    root = check_account(viewer, account_id)
    with transaction.atomic():
        if uses := uses_of(viewer.workspace_id, root):
            raise Refusal("account_in_use", account=root, **uses)
        delete_accounts(viewer.workspace_id, [root], at=at, by=viewer.member_id or None)


def uses_of(workspace_id: int, account_id: int) -> dict[str, int]:
    """`table.column` -> how many rows name an account, of every table that may: whatever stage it is of."""
    names = [name for name in TARGETS["people_account"] if name.partition(".")[0] not in HELPERS]
    parts = [
        f"SELECT '{name}', count(*) FROM {name.partition('.')[0]} "  # noqa: S608  # names of ours
        f"WHERE workspace_id = %s AND {name.partition('.')[2]} = %s"
        for name in names
    ]
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), [workspace_id, account_id] * len(names))
        return {name: count for name, count in cursor.fetchall() if count}


def mend_groups(workspace_id: int, fact: Merged | Unmerged, at: datetime) -> None:
    """Companies became one, or two again: none may belong to itself by way of others."""
    sides = zip(fact.kinds, fact.winners, fact.losers, strict=True)
    ids = [i for kind, *pair in sides if kind == "account" for i in pair]
    if ids:
        free_circles(workspace_id, ids, at=at)


def keep_anew(workspace_id: int, account_id: int, member_id: int, *, at: datetime, by: int | None) -> None:
    """Give an account to another keeper; one who stood in for them no longer does."""
    kept = keep_accounts(workspace_id, [(account_id, member_id)], at=at, anew=True)
    ledger.announce(workspace_id, AccountsKept(tuple(a for a, _ in kept), tuple(o for _, o in kept)), at=at, by=by)
    if accounts_by_id(workspace_id, [account_id])[account_id].deputy_id == member_id:
        name_deputies(workspace_id, {account_id: None}, at=at, by=by)
