"""Claims that statements have to take up: those that came, and those that changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.flow.reward.models import ClaimDue, Statement, StatementState
from gleanry.flow.reward.queries.book import first_open
from gleanry.flow.reward.queries.earnings import roots_of_claims
from gleanry.kit import bulk
from gleanry.tenants.queries import get_settings
from gleanry.values.period import day_of, month_of

REWARDING = 91
"""The lock of a workspace under which statements are made and closed."""


class OfClaims(Protocol):
    """A fact about claims."""

    @property
    def claim_ids(self) -> tuple[int, ...]:
        """The claims."""


def note_claims(workspace_id: int, fact: OfClaims, at: datetime) -> None:
    """Have statements take up claims that came or changed: in the month of the receipt, or the first open one.

    A claim that takes another back has that other looked at again. Noting the same twice changes nothing.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, REWARDING)
        claims = roots_of_claims(workspace_id, fact.claim_ids)
        known = dict(bulk.find(ClaimDue, ("id", "month"), workspace_id=workspace_id, key="id", among=claims))
        zone, opened = ZoneInfo(get_settings(workspace_id).zone), first_open(workspace_id)
        fresh, again = [], []
        for pk, claim in claims.items():
            month = known.get(pk) or month_of(day_of(claim.received_at, zone)).first
            month = max(month, opened)
            if pk in known:
                again.append((pk, month, False))
            else:
                fresh.append((pk, workspace_id, month, False, claim.amount.minor < 0))
        bulk.update(ClaimDue, ("month", "done"), again)
        bulk.insert(ClaimDue, ("id", "workspace_id", "month", "done", "refund"), fresh)


def look_again(workspace_id: int, at: datetime, by: int | None = None) -> None:
    """Have every draft made anew: the plans changed. Closed months stay as they are."""
    opened = first_open(workspace_id)
    ClaimDue.objects.of(workspace_id).filter(month__gte=opened, done=True).update(done=False)
    Statement.objects.of(workspace_id).filter(state=StatementState.DRAFT).update(fresh=False)


def stale(workspace_id: int, member_ids: Iterable[int], since: date) -> None:
    """The drafts of some members from a month on have to be reckoned again."""
    drafts = Statement.objects.of(workspace_id).filter(state=StatementState.DRAFT, month__gte=since)
    drafts.filter(member_id__in=set(member_ids)).update(fresh=False)
