"""What a month's people did that is rewarded beside receipts: targets, awards by rule, awards by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.convert.queries import won_between
from gleanry.flow.followup.queries import visits_between
from gleanry.flow.order.queries.sold import units_sold
from gleanry.flow.reward.models import Award, Goal
from gleanry.flow.reward.rules import Staff, awards_for
from gleanry.flow.reward.shapes import AwardRule, Book
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money
from gleanry.values.period import Period, month_of


def goals_of(
    workspace_id: int, months: tuple[date, date], currency: str, member_ids: Iterable[int] | None = None
) -> dict[tuple[int, date], Money]:
    """(member, month) -> target, of the months from the first to the second; one statement."""
    rows = Goal.objects.of(workspace_id).filter(month__gte=months[0], month__lte=months[1])
    if member_ids is not None:
        rows = rows.filter(member_id__in=list(member_ids))
    found = rows.values_list("member_id", "month", "amount_minor")
    return {(who, month): Money(minor, currency) for who, month, minor in found}


class Events:
    """What happened in a month, read when it is first asked for: a number of statements that does not grow."""

    def __init__(self, workspace_id: int, month: date, book: Book, member_ids: Sequence[int]) -> None:
        self.workspace_id, self.month, self.book, self.member_ids = workspace_id, month, book, member_ids
        settings = get_settings(workspace_id)
        self.currency = settings.currency
        self.period: Period = month_of(month).in_zone(ZoneInfo(settings.zone))
        # A stretch to date begins in January at the earliest.
        self.goals = goals_of(workspace_id, (date(month.year, 1, 1), month), self.currency, member_ids)

    def awards_of(self, staff: Staff, member_id: int) -> Iterator[tuple[str, dict[str, Any], Money]]:
        """(kind, how, amount) of what somebody is given this month, by rule and by hand."""
        worker = staff.workers.get(member_id)
        for rule in awards_for(self.book.awards, worker, self.month) if worker else ():
            count = self._count(rule, member_id)
            if count >= rule.least:
                how = {"award": rule.code, "what": rule.what, "count": str(count), "least": str(rule.least)}
                yield "award", how, Money.of(rule.amount, rule.currency or self.currency)
        for kind, minor, currency, reason, by in self._given.get(member_id, ()):
            yield "given", {"award": kind, "reason": reason, "by": by}, Money(minor, currency)

    def _count(self, rule: AwardRule, member_id: int) -> Decimal:
        if rule.what == "units":
            wanted = rule.product.strip().lower()
            sold = ((name, count) for (who, name), count in self._units.items() if who == member_id)
            return sum((count for name, count in sold if name == wanted), Decimal(0))
        if rule.what == "visits":
            return Decimal(self._visits.get(member_id, 0))
        mine = [(account, product) for who, account, product in self._won if who == member_id]
        if rule.what == "won":
            return Decimal(sum(1 for _, product in mine if not rule.product or product == rule.product))
        return Decimal(len({account for account, _ in mine if account in self._new_customers}))

    @cached_property
    def _given(self) -> dict[int, list[tuple[str, int, str, str, int | None]]]:
        rows = Award.objects.of(self.workspace_id).filter(month=self.month, member_id__in=self.member_ids)
        found: dict[int, list[tuple[str, int, str, str, int | None]]] = {}
        columns = ("member_id", "kind", "amount_minor", "currency", "reason", "by")
        for who, *given in rows.order_by("id").values_list(*columns):
            found.setdefault(who, []).append((given[0], given[1], given[2], given[3], given[4]))
        return found

    @cached_property
    def _units(self) -> dict[tuple[int, str], Decimal]:
        return units_sold(self.workspace_id, self.period.start, self.period.end)

    @cached_property
    def _visits(self) -> dict[int, int]:
        counts: dict[int, int] = {}
        for visit in visits_between(self.workspace_id, self.period.start, self.period.end):
            if visit.state == "held":
                counts[visit.member_id] = counts.get(visit.member_id, 0) + 1
        return counts

    @cached_property
    def _won(self) -> list[tuple[int | None, int | None, str]]:
        return won_between(self.workspace_id, self.period.start, self.period.end)

    @cached_property
    def _new_customers(self) -> frozenset[int]:
        """Accounts won this month that had not bought before it."""
        ids = {account for _, account, _ in self._won if account is not None}
        rows = accounts_by_id(self.workspace_id, ids)
        return frozenset(pk for pk, row in rows.items() if row.bought_at is None or row.bought_at >= self.period.start)
