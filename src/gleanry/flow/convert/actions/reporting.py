"""Write down what closed deals teach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gleanry.flow.convert.actions.holding import hold
from gleanry.flow.convert.models import DealReport
from gleanry.flow.convert.shapes import Report
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

TEXTS = ("what", "why", "competitor", "lesson", "may_refer")


def report_deal(viewer: Viewer, deal_id: int, report: Report, at: datetime) -> None:
    """Write or rewrite the report of a closed deal. Raises Refusal `deal_open`."""
    with transaction.atomic():
        outcome = hold(viewer, [deal_id], closed=True)[deal_id].outcome
        if not outcome:
            raise Refusal("deal_open", deal=deal_id)
        write_reports(viewer, outcome, {deal_id: report}, at)


def write_reports(viewer: Viewer, outcome: str, reports: Mapping[int, Report], at: datetime) -> None:
    """Keep a report for each deal that has one; a later one takes the place of an earlier. Three statements."""
    told = {i: r for i, r in reports.items() if any(text.strip() for text in (r.what, r.why, r.lesson, r.competitor))}
    columns = (*TEXTS, "by", "at")
    rows = {
        i: (r.what[:4000], r.why[:4000], r.competitor[:120], r.lesson[:4000], r.may_refer, viewer.member_id, at)
        for i, r in told.items()
    }
    found = bulk.find(
        DealReport, ("opportunity_id", "id"), workspace_id=viewer.workspace_id, key="opportunity_id", among=rows
    )
    there = dict(found)
    bulk.update(DealReport, columns, [(there[i], *row) for i, row in rows.items() if i in there])
    fresh = [(viewer.workspace_id, i, outcome, *row) for i, row in rows.items() if i not in there]
    bulk.insert(DealReport, ("workspace_id", "opportunity_id", "outcome", *columns), fresh)
