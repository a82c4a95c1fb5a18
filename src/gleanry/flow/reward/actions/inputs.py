"""What statements need to be told: targets of members, and awards for what brings no money by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gleanry.flow.reward.actions.due import REWARDING, stale
from gleanry.flow.reward.facts import Awarded, GoalsSet
from gleanry.flow.reward.models import Award, Goal
from gleanry.flow.reward.queries.book import first_open
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.values.period import month_of

KINDS = ("bonus", "promotion", "authority", "raise", "equity")
"""What the source names as return for work without revenue; only a bonus is money of this month."""


@dataclass(frozen=True, slots=True)
class NewAward:
    """What somebody is given in a month, and why."""

    member_id: int
    month: date
    kind: str
    amount: Money
    reason: str


def set_goals(
    workspace_id: int,
    goals: Sequence[tuple[int, date, Money]],
    at: datetime,
    *,
    by: int | None = None,
    source: str = "",
) -> int:
    """Set what members shall bring in: (member, a day of the month, amount in the workspace's currency).

    Returns how many changed. Months that are closed keep their targets: those are passed over.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, REWARDING)
        opened = first_open(workspace_id)
        wanted = {(who, month_of(day).first): money.minor for who, day, money in goals if month_of(day).first >= opened}
        columns = ("id", "member_id", "month", "amount_minor")
        rows = bulk.find(Goal, columns, workspace_id=workspace_id, key="member_id", among={who for who, _ in wanted})
        known = {(who, month): (pk, minor) for pk, who, month, minor in rows}
        fresh = [
            (workspace_id, *key, minor, source or "page", at, by) for key, minor in wanted.items() if key not in known
        ]
        changed = [
            (known[key][0], minor, source or "page", at, by)
            for key, minor in wanted.items()
            if key in known and known[key][1] != minor
        ]
        bulk.insert(Goal, ("workspace_id", "member_id", "month", "amount_minor", "source", "at", "by"), fresh)
        bulk.update(Goal, ("amount_minor", "source", "at", "by"), changed)
        keys = [key for key, minor in wanted.items() if key not in known or known[key][1] != minor]
        if keys:
            stale(workspace_id, {who for who, _ in keys}, min(month for _, month in keys))
        fact = GoalsSet(
            tuple(who for who, _ in keys), tuple(str(month) for _, month in keys), tuple(wanted[key] for key in keys)
        )
        ledger.announce(workspace_id, fact, at=at, by=by)
    return len(keys)


def set_goals_by_hand(viewer: Viewer, goals: Sequence[tuple[int, date, Money]], at: datetime) -> int:
    """As `set_goals`, by who may. Raises Refusal `forbidden`, `no_such_member`, `bad_amount` or `month_closed`."""
    if not (viewer.may("targets.edit") or viewer.may("rewards.run")):
        raise Refusal("forbidden", permission="targets.edit")
    _known(viewer, [who for who, _, _ in goals])
    opened = first_open(viewer.workspace_id)
    for _, day, money in goals:
        if money.minor < 0:
            raise Refusal("bad_amount")
        if month_of(day).first < opened:
            raise Refusal("month_closed", month=f"{day:%Y-%m}")
    return set_goals(viewer.workspace_id, goals, at, by=viewer.member_id)


def give_awards(viewer: Viewer, awards: Sequence[NewAward], at: datetime) -> list[int]:
    """Give somebody something at the end of a month, with the reason. All of them, or none and a Refusal."""
    if not viewer.may("rewards.run"):
        raise Refusal("forbidden", permission="rewards.run")
    _known(viewer, [award.member_id for award in awards])
    for award in awards:
        if award.kind not in KINDS:
            raise Refusal("bad_choice", kind=award.kind)
        if not award.reason.strip():
            raise Refusal("reason_missing")
        if award.amount.minor < 0 or (award.kind == "bonus") != bool(award.amount.minor):
            raise Refusal("bad_award_amount")
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, REWARDING)
        opened = first_open(viewer.workspace_id)
        if any(month_of(award.month).first < opened for award in awards):
            raise Refusal("month_closed", month=f"{min(award.month for award in awards):%Y-%m}")
        ids = list(bulk.allocate(Award, len(awards)))
        rows = [
            (
                *(pk, viewer.workspace_id, award.member_id, month_of(award.month).first, award.kind),
                *(award.amount.minor, award.amount.currency, award.reason.strip()[:400], at, viewer.member_id),
            )
            for pk, award in zip(ids, awards, strict=True)
        ]
        columns = ("id", "workspace_id", "member_id", "month", "kind", "amount_minor", "currency", "reason", "at", "by")
        bulk.insert(Award, columns, rows)
        for award in awards:
            stale(viewer.workspace_id, [award.member_id], month_of(award.month).first)
        fact = Awarded(tuple(ids), tuple(award.member_id for award in awards))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
    return ids


def _known(viewer: Viewer, member_ids: Sequence[int]) -> None:
    if missing := set(member_ids) - set(names_of(viewer.workspace_id, member_ids)):
        raise Refusal("no_such_member", member=min(missing))
