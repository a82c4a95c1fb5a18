"""Close a month: its statements never change again; and pay them out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.flow.reward.actions.due import REWARDING
from gleanry.flow.reward.facts import StatementsClosed, StatementsPaid
from gleanry.flow.reward.models import ClaimDue, Closing, Statement, StatementState
from gleanry.flow.reward.queries.book import first_open
from gleanry.flow.reward.queries.sealing import digests_of
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.period import day_of, month_of


def close_month(viewer: Viewer, month: date, at: datetime) -> int:
    """Close the statements of a month; how many there are. What changes later is corrected in the next open month.

    Raises Refusal `forbidden`, `month_closed`, `month_not_over`, `earlier_open` (an earlier month has drafts), or
    `not_reckoned` (receipts wait to be taken up, or drafts to be reckoned: make the statements first).
    """
    _may(viewer)
    workspace_id, month = viewer.workspace_id, month_of(month).first
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, REWARDING)
        _check(workspace_id, month, at)
        rows = Statement.objects.of(workspace_id).filter(month=month, state=StatementState.DRAFT)
        found = dict(rows.order_by("pk").values_list("pk", "total_minor"))
        digests = digests_of(workspace_id, found)
        closed = [(pk, StatementState.CLOSED, at, viewer.member_id, digests[pk]) for pk in found]
        bulk.update(Statement, ("state", "closed_at", "closed_by_id", "digest"), closed)
        Closing.objects.create(
            workspace_id=workspace_id,
            month=month,
            count=len(found),
            total_minor=sum(found.values()),
            at=at,
            by=viewer.member_id,
        )
        # What later months took off this one while it was a draft is looked at again: now there are lines to name.
        later = ClaimDue.objects.of(workspace_id).filter(month__gt=month, refund=True)
        later.update(done=False)
        fact = StatementsClosed(tuple(found), tuple(digests[pk] for pk in found))
        ledger.announce(workspace_id, fact, at=at, by=viewer.member_id)
    return len(found)


def _check(workspace_id: int, month: date, at: datetime) -> None:
    said = f"{month:%Y-%m}"
    if month < first_open(workspace_id):
        raise Refusal("month_closed", month=said)
    if day_of(at, ZoneInfo(get_settings(workspace_id).zone)) < month_of(month).end:
        raise Refusal("month_not_over", month=said)
    due = ClaimDue.objects.of(workspace_id).filter(done=False, month__lte=month)
    drafts = Statement.objects.of(workspace_id).filter(state=StatementState.DRAFT, month__lte=month)
    earlier = drafts.filter(month__lt=month).order_by("month").values_list("month", flat=True).first()
    if earlier is not None:
        raise Refusal("earlier_open", month=f"{earlier:%Y-%m}")
    if due.exists() or drafts.filter(fresh=False).exists():
        raise Refusal("not_reckoned", month=said)
    if not drafts.exists():
        raise Refusal("not_reckoned", month=said)


def pay_statements(viewer: Viewer, statement_ids: Sequence[int], at: datetime) -> int:
    """Say that closed statements were paid out; how many were not before. Raises Refusal `forbidden`."""
    _may(viewer)
    with transaction.atomic():
        rows = Statement.objects.of(viewer.workspace_id).filter(pk__in=statement_ids, state=StatementState.CLOSED)
        ids = sorted(rows.select_for_update().values_list("pk", flat=True))
        rows_now = [(pk, StatementState.PAID, at, viewer.member_id) for pk in ids]
        bulk.update(Statement, ("state", "paid_at", "paid_by_id"), rows_now)
        ledger.announce(viewer.workspace_id, StatementsPaid(tuple(ids)), at=at, by=viewer.member_id)
    return len(ids)


def _may(viewer: Viewer) -> None:
    if not viewer.may("rewards.run"):
        raise Refusal("forbidden", permission="rewards.run")
