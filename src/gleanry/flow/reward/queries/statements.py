"""Statements and their lines: one's own, and everybody's for who makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from gleanry.flow.reward.models import ClaimDue, Closing, Line, Statement, StatementState
from gleanry.flow.reward.queries.lines import COLUMNS, line_rows
from gleanry.flow.reward.shapes import LineRow, MonthRow, StatementRow
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

STATEMENT = (
    *("id", "member_id", "month", "state", "plan", "goal_minor", "achieved_minor", "terms", "sums", "total_minor"),
    *("lines", "unrated", "closed_at", "closed_by_id", "paid_at", "made_at", "currency"),
)


def visible_statements(viewer: Viewer) -> WorkspaceQuerySet[Statement]:
    """One's own statements; all of them for who may make them. Nobody else sees what a colleague is paid."""
    rows = Statement.objects.of(viewer.workspace_id)
    if viewer.may("rewards.run"):
        return rows
    return rows.filter(member_id=viewer.member_id) if viewer.may("rewards.see") else rows.none()


def list_statements(
    viewer: Viewer,
    *,
    month: date | None = None,
    member_id: int | None = None,
    after: int | None = None,
    limit: int = 600,
) -> list[StatementRow]:
    """Statements, the latest made first, by keyset on id."""
    rows = visible_statements(viewer)
    given = {"month": month, "member_id": member_id, "pk__lt": after}
    rows = rows.filter(Q(**{name: value for name, value in given.items() if value is not None}))
    return [_row(values) for values in rows.order_by("-id").values_list(*STATEMENT)[:limit]]


def get_statement(viewer: Viewer, statement_id: int) -> StatementRow:
    """One statement. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = visible_statements(viewer).filter(pk=statement_id).values_list(*STATEMENT).first()
    if values is None:
        raise Refusal("not_found", statement=statement_id)
    return _row(values)


def lines_of_statement(
    viewer: Viewer, statement_id: int, *, after: int | None = None, limit: int = 200
) -> list[LineRow]:
    """The lines of a statement in order, by keyset on id. Raises Refusal `not_found`."""
    get_statement(viewer, statement_id)
    rows = Line.objects.of(viewer.workspace_id).filter(statement_id=statement_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    base = get_settings(viewer.workspace_id).currency
    return line_rows(rows.order_by("id").values_list(*COLUMNS)[:limit], base)


def corrected_lines(viewer: Viewer, line_ids: Iterable[int | None]) -> Mapping[int, LineRow]:
    """Line id -> the line, of lines the viewer may see: those that corrections point at; one statement."""
    wanted = [line_id for line_id in line_ids if line_id]
    rows = bulk.find(Line, COLUMNS, workspace_id=viewer.workspace_id, key="id", among=wanted)
    seen = line_rows(rows, get_settings(viewer.workspace_id).currency)
    own = None if viewer.may("rewards.run") else viewer.member_id
    return {line.id: line for line in seen if own is None or line.member_id == own}


def list_months(viewer: Viewer, *, limit: int = 24) -> list[MonthRow]:
    """The months with statements of the viewer's reach, the latest first; three statements."""
    base = get_settings(viewer.workspace_id).currency
    grouped = visible_statements(viewer).order_by("-month").values_list("month")
    paid = Count("pk", filter=Q(state=StatementState.PAID))
    found = list(grouped.annotate(n=Count("pk"), total=Sum("total_minor"), paid=paid)[:limit])
    months = [row[0] for row in found]
    closed = dict(Closing.objects.of(viewer.workspace_id).filter(month__in=months).values_list("month", "at"))
    waiting = waiting_of(viewer.workspace_id) if viewer.may("rewards.run") else {}
    return [
        MonthRow(month, count, Money(total or 0, base), done, closed.get(month), waiting.get(month, 0))
        for month, count, total, done in found
    ]


def waiting_of(workspace_id: int) -> dict[date, int]:
    """Month -> claims that its statements have not taken up; one statement."""
    rows = ClaimDue.objects.of(workspace_id).filter(done=False).order_by()
    return dict(rows.values_list("month").annotate(n=Count("pk")))


def _row(values: tuple[Any, ...]) -> StatementRow:
    given = dict(zip(STATEMENT, values, strict=True))
    base = given["currency"]
    completion = given["terms"].get("completion")
    return StatementRow(
        id=given["id"],
        member_id=given["member_id"],
        month=given["month"],
        state=given["state"],
        plan=given["plan"],
        goal=Money(given["goal_minor"], base) if given["goal_minor"] is not None else None,
        achieved=Money(given["achieved_minor"], base),
        completion=Decimal(completion) if completion is not None else None,
        sums=tuple(Money(minor, currency) for currency, minor in sorted(given["sums"].items())),
        total=Money(given["total_minor"], base),
        lines=given["lines"],
        unrated=given["unrated"],
        closed_at=given["closed_at"],
        closed_by_id=given["closed_by_id"],
        paid_at=given["paid_at"],
        made_at=given["made_at"],
    )
