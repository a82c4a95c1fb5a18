"""Make the statements of a month in batches, each whole in itself: it can be stopped, repeated and taken up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from gleanry.flow.reward.actions.due import REWARDING
from gleanry.flow.reward.actions.reckoning import reckon, stale_statements
from gleanry.flow.reward.actions.sharing import Making, share_claims
from gleanry.flow.reward.actions.statements import ensure_statements
from gleanry.flow.reward.models import ClaimDue
from gleanry.flow.reward.queries.book import first_open, rewards_book, staff_of
from gleanry.kit import bulk
from gleanry.tenants.queries import get_settings, people_at_work
from gleanry.values.period import month_of

CLAIMS, PEOPLE = 2000, 50
"""How much is done in one transaction."""


def never() -> bool:
    """Go on to the end."""
    return False


def make_statements(
    workspace_id: int,
    month: date,
    at: datetime,
    *,
    claims: int = CLAIMS,
    people: int = PEOPLE,
    stop: Callable[[], bool] = never,
) -> bool:
    """Bring the drafts of a month up to date; False when it was stopped before the end and wants to be called again.

    Earlier months that are open come first: what is taken back looks at what was stated. A month that is closed is left
    as it is. Called again without news, it writes nothing.
    """
    month = month_of(month).first
    due = ClaimDue.objects.of(workspace_id).filter(done=False, month__lt=month)
    earlier = list(due.order_by("month").values_list("month", flat=True).distinct())
    return all(_make(workspace_id, one, at, (claims, people), stop) for one in (*earlier, month))


def _make(workspace_id: int, month: date, at: datetime, sizes: tuple[int, int], stop: Callable[[], bool]) -> bool:
    if not _open_drafts(workspace_id, month):
        return True
    while not stop():
        if not _share_some(workspace_id, month, sizes[0]):
            break
    else:
        return False
    while not stop():
        if not _reckon_some(workspace_id, month, at, sizes[1]):
            return True
    return False


def _making(workspace_id: int, month: date) -> Making:
    currency = get_settings(workspace_id).currency
    return Making(workspace_id, month, rewards_book(workspace_id), staff_of(workspace_id), currency)


def _open_drafts(workspace_id: int, month: date) -> bool:
    """A draft for everybody at work whom a plan names; False where the month is closed."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, REWARDING)
        if month < first_open(workspace_id):
            return False
        making = _making(workspace_id, month)
        here = [row[0] for row in people_at_work(workspace_id)]
        named = [who for who in here if making.staff.plans(making.book, who, month)]
        ensure_statements(workspace_id, month, making.currency, named)
    return True


def _share_some(workspace_id: int, month: date, size: int) -> int:
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, REWARDING)
        if month < first_open(workspace_id):
            return 0
        rows = ClaimDue.objects.of(workspace_id).filter(month=month, done=False).order_by("id")
        ids = list(rows.values_list("pk", flat=True)[:size])
        if ids:
            share_claims(_making(workspace_id, month), ids)
    return len(ids)


def _reckon_some(workspace_id: int, month: date, at: datetime, size: int) -> int:
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, REWARDING)
        found = stale_statements(workspace_id, month, size)
        if found:
            reckon(_making(workspace_id, month), found, at)
    return len(found)
