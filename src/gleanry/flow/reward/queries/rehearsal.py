"""What another plan would have given for the receipts of a stretch of months, against the one in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gleanry.flow.reward.models import ClaimDue
from gleanry.flow.reward.queries.book import rewards_book, staff_of
from gleanry.flow.reward.queries.earnings import earnings_of
from gleanry.flow.reward.queries.events import goals_of
from gleanry.flow.reward.rules import compare, read_book, rewards_faults, value
from gleanry.flow.reward.rules.evaluating import Valued
from gleanry.flow.reward.shapes import Book, Earning, Rehearsal
from gleanry.tenants.queries import get_settings
from gleanry.values.period import Days

BATCH, MOST = 5000, 100_000


def nobody(member_id: int) -> bool:
    """Totals only."""
    return False


def rehearse(
    workspace_id: int, old: Book, new: Book, days: Days, *, wanted: Callable[[int], bool] = nobody, most: int = MOST
) -> Rehearsal:
    """Both books on the receipts of some months, commissions only; the lines of those who are `wanted`.

    Looks at the latest `most` claims, as they are today: what was corrected since counts as it is now. Each book shares
    and weighs by itself. A constant number of statements for every 5,000 claims.
    """
    currency = get_settings(workspace_id).currency
    rows = ClaimDue.objects.of(workspace_id).filter(month__gte=days.first, month__lt=days.end).order_by("-id")
    ids = list(rows.values_list("pk", flat=True)[: most + 1])
    staff, goals = staff_of(workspace_id), goals_of(workspace_id, (_year(days.first), days.end), currency)
    looked = ids[:most]

    def valued(book: Book) -> dict[tuple[int, str, int], Valued]:
        earnings: list[Earning] = []
        for at in range(0, len(looked), BATCH):
            earnings += earnings_of(workspace_id, looked[at : at + BATCH], book).values()
        return value(book, earnings, staff, goals, currency)

    people = compare(valued(old), valued(new), currency, wanted=wanted)
    return Rehearsal(tuple(people), len(looked), len(ids) <= most)


def try_plans(
    workspace_id: int, body: Mapping[str, Any], days: Days, *, wanted: Callable[[int], bool] = nobody, most: int = MOST
) -> tuple[list[dict[str, Any]], Rehearsal | None]:
    """A body of the rule book against the one in force: (what is wrong with it, nothing); or (nothing, the dry run)."""
    faults = rewards_faults(body)
    if faults:
        return faults, None
    return [], rehearse(workspace_id, rewards_book(workspace_id), read_book(body), days, wanted=wanted, most=most)


def _year(day: date) -> date:
    """A stretch to date begins in January at the earliest."""
    return date(day.year, 1, 1)
