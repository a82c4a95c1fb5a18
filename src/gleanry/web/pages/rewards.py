"""Statements: one's own by month, everybody's for finance, each opening to its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.flow.convert.queries import deal_terms
from gleanry.flow.order.queries import orders_by_id
from gleanry.flow.reward.queries import (
    corrected_lines,
    get_statement,
    goals_of,
    lines_of_statement,
    list_months,
    list_statements,
)
from gleanry.flow.reward.shapes import LineRow, StatementRow
from gleanry.kit import rulebook
from gleanry.tenants.queries import list_members, names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.pages.export import attachment, csv_lines
from gleanry.web.pages.usage import month_asked
from gleanry.web.words import rewards as words

LINES = 200


@require_GET
@page("rewards.see")
def reward_list(request: WorkRequest) -> HttpResponse:
    """The months; those of everybody for who makes statements, else one's own."""
    viewer = request.viewer
    runs = viewer.may("rewards.run")
    own = list_statements(viewer, member_id=viewer.member_id, limit=36)
    months = list_months(viewer) if runs else []
    asked = request.GET.get("month")
    month = month_asked(request) if asked else months[0].month if months else month_asked(request)
    context = {
        "own": [_shown(row, "") for row in sorted(own, key=lambda row: row.month, reverse=True)],
        "months": months,
        "month": month,
        "this": next((row for row in months if row.month == month), None),
        "rows": _named(viewer, list_statements(viewer, month=month)) if runs else [],
        "members": _targets(viewer, month, request.workspace.currency) if runs else [],
        "awards": words.AWARDS,
        "runs": runs,
        "tab": "statements",
    }
    return render(request, "pages/rewards.html", context)


def _targets(viewer: Viewer, month: date, currency: str) -> list[tuple[int, str, str]]:
    """(member, name, target of the month as it is typed)."""
    goals = goals_of(viewer.workspace_id, (month, month), currency)
    members = list_members(viewer.workspace_id)
    stated = {row.member_id for row in list_statements(viewer, month=month)}
    members = [one for one in members if one.pk in stated or not stated]
    return [(one.pk, one.name, f"{goal.amount:f}" if (goal := goals.get((one.pk, month))) else "") for one in members]


def _named(viewer: Viewer, rows: Sequence[StatementRow]) -> list[dict[str, Any]]:
    names = names_of(viewer.workspace_id, [row.member_id for row in rows])
    shown = [_shown(row, names.get(row.member_id, "")) for row in rows]
    return sorted(shown, key=lambda one: (-one["row"].total.minor, one["name"]))


def _shown(row: StatementRow, name: str) -> dict[str, Any]:
    done = words.plain(row.completion) if row.completion is not None else ""
    foreign = [money for money in row.sums if money.currency != row.total.currency and money.minor]
    return {"row": row, "name": name, "state": words.STATES[row.state], "done": done, "foreign": foreign}


@require_GET
@page("rewards.see")
def statement_view(request: WorkRequest, statement_id: int) -> HttpResponse:
    """One statement with its lines; each opens to its deal, order and receipt, and says how it was reckoned."""
    viewer = request.viewer
    row = get_statement(viewer, statement_id)
    lines = lines_of_statement(viewer, statement_id, after=key_of(request, "after"), limit=LINES + 1)
    versions = rulebook.versions_by_id(viewer.workspace_id, {line.rules_id for line in lines if line.rules_id})
    context = {
        **_shown(row, names_of(viewer.workspace_id, [row.member_id]).get(row.member_id, "")),
        "lines": named_lines(viewer, lines[:LINES]),
        "versions": sorted({rules.version for rules in versions.values()}),
        "next_after": lines[LINES - 1].id if len(lines) > LINES else None,
        "closer": names_of(viewer.workspace_id, [row.closed_by_id]).get(row.closed_by_id or 0, ""),
        "tab": "statements",
    }
    return render(request, "pages/statement.html", context)


def named_lines(viewer: Viewer, lines: Sequence[LineRow]) -> list[dict[str, Any]]:
    """Lines with what they are of and how they were reckoned; three statements for any number."""
    deals = deal_terms(viewer.workspace_id, {line.deal_id for line in lines})
    orders = orders_by_id(viewer.workspace_id, {line.order_id for line in lines if line.order_id})
    earlier = corrected_lines(viewer, {line.corrects_id for line in lines})
    return [
        {
            "line": line,
            "kind": words.KINDS.get(line.kind, line.kind),
            "part": words.PARTS.get(line.part, ""),
            "deal": deals.get(line.deal_id or 0),
            "order": orders.get(line.order_id or 0),
            "how": words.calculation(line),
            "why": words.why_rate(line),
            "corrects": earlier.get(line.corrects_id or 0),
            "award": words.AWARDS.get(str(line.how.get("award", "")), line.how.get("award", "")),
        }
        for line in lines
    ]


@require_GET
@page("data.export")
def export_statements(request: WorkRequest) -> StreamingHttpResponse:
    """The statements of a month, line by line, as a CSV file."""
    month = month_asked(request)
    return attachment(csv_lines(_exported(request.viewer, month)), f"statements-{month:%Y-%m}.csv")


def _exported(viewer: Viewer, month: date) -> Iterator[list[Any]]:
    yield [
        *(_("Member"), _("Month"), _("State"), _("Line"), _("Kind"), _("Department"), _("Receipt"), _("Order")),
        *(_("Opportunity"), _("Counts"), _("Currency"), _("Pays"), _("Pays, in the workspace's currency"), _("How")),
    ]
    rows = list_statements(viewer, month=month)
    names = names_of(viewer.workspace_id, [row.member_id for row in rows])
    for row in rows:
        after: int | None = None
        while lines := lines_of_statement(viewer, row.id, after=after, limit=1000):
            for line in lines:
                yield [
                    *(names.get(row.member_id, ""), f"{month:%Y-%m}", words.STATES[row.state], line.id),
                    *(words.KINDS.get(line.kind, line.kind), words.PARTS.get(line.part, ""), line.receipt_id or ""),
                    *(line.order_id or "", line.deal_id or "", line.base.amount, line.pay.currency, line.pay.amount),
                    *(line.pay_base.amount, words.calculation(line)),
                ]
            after = lines[-1].id
