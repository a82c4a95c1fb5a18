"""Win deals and lose them: one at a time or many at once, each in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gleanry.flow.convert.actions.editing import set_money
from gleanry.flow.convert.actions.grading import end_grades
from gleanry.flow.convert.actions.holding import Held, enter_stages, hold, keep_changes, versions_of, void_gates
from gleanry.flow.convert.actions.receipts import refresh_money
from gleanry.flow.convert.actions.reporting import write_reports
from gleanry.flow.convert.facts import Lost, Won
from gleanry.flow.convert.models import DealOutcome, Opportunity
from gleanry.flow.convert.queries import DealRules, deal_rules, fixed_rate, standings_of
from gleanry.flow.convert.rules import LOST, LOST_GRADE, WON, WON_GRADE, in_base, lacking
from gleanry.flow.convert.shapes import Report
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.actions import reach_milestones
from gleanry.leads.shapes import Milestone
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

Reports = Mapping[int, Report]


def win_deal(
    viewer: Viewer,
    deal_id: int,
    amount: Money,
    at: datetime,
    *,
    rate: Decimal | None = None,
    story: Report | None = None,
) -> None:
    """Win an open deal for `amount`; `rate` (workspace currency per unit) is fixed with it.

    Without a rate the workspace's own table is asked; an amount it does not know either is kept but not summed.
    """
    fixed = fixed_rate(viewer.workspace_id, amount.currency, rate)
    win_deals(viewer, [(deal_id, amount, fixed)], at, stories={deal_id: story} if story else None)


def win_deals(
    viewer: Viewer, won: Sequence[tuple[int, Money, Decimal]], at: datetime, *, stories: Reports | None = None
) -> None:
    """Win open deals: (deal, amount, rate). All of them, or none and a Refusal: `stage_not_ready` with what is missing.

    Everything their remaining stages demand must be there; the amount counts as entered.
    """
    rules = deal_rules(viewer.workspace_id)
    with transaction.atomic():
        held = hold(viewer, (deal_id for deal_id, _, _ in won))
        _complete(viewer, held, won, rules)
        _end(viewer, held, WON, at, {})
        set_money(viewer, won)
        bulk.update(Opportunity, ("outcome", "closed_at"), [(deal_id, DealOutcome.WON, at) for deal_id in held])
        end_grades(viewer, held, WON_GRADE, at, rules.grades_id)
        write_reports(viewer, WON, stories or {}, at)
        leads = [deal.lead_id for deal in held.values() if deal.lead_id]
        reach_milestones(viewer.workspace_id, Milestone.WON, [(lead_id, at) for lead_id in leads])
        refresh_money(viewer.workspace_id, leads)
        ledger.announce(viewer.workspace_id, Won(tuple(held)), at=at, by=viewer.member_id)


def _complete(
    viewer: Viewer, held: Mapping[int, Held], won: Sequence[tuple[int, Money, Decimal]], rules: DealRules
) -> None:
    """Raise Refusal `stage_not_ready` for the first deal that lacks what its process demands."""
    base = get_settings(viewer.workspace_id).currency
    standings = standings_of(viewer.workspace_id, held)
    for deal_id, amount, rate in won:
        standing = replace(standings[deal_id], amount=amount, base=in_base(amount, base, rate))
        process = rules.processes.of_stage(held[deal_id].stage)
        if process and (missing := lacking(process, standing)):
            raise Refusal("stage_not_ready", deal=deal_id, missing=[[m.stage, m.kind, m.code] for m in missing])


def lose_deal(viewer: Viewer, deal_id: int, reason: str, at: datetime, *, report: Report | None = None) -> None:
    """Lose an open deal; why is required, and a report where the rules demand one."""
    lose_deals(viewer, [(deal_id, reason)], at, reports={deal_id: report} if report else None)


def lose_deals(
    viewer: Viewer, lost: Sequence[tuple[int, str]], at: datetime, *, reports: Reports | None = None
) -> None:
    """Lose open deals: (deal, reason). All of them, or none and a Refusal.

    `reason_missing`, `no_such_reason` where the book names reasons, `report_missing` where it demands reports: what
    happened, why and what we learn. A won deal is closed and cannot be lost (`deal_closed`).
    """
    reasons, told = dict(lost), reports or {}
    rules = deal_rules(viewer.workspace_id)
    _explained(reasons, told, rules)
    with transaction.atomic():
        held = hold(viewer, reasons)
        _end(viewer, held, LOST, at, reasons)
        rows = [(deal_id, DealOutcome.LOST, at, reasons[deal_id][:80]) for deal_id in held]
        bulk.update(Opportunity, ("outcome", "closed_at", "loss_reason"), rows)
        end_grades(viewer, held, LOST_GRADE, at, rules.grades_id)
        write_reports(viewer, LOST, told, at)
        ledger.announce(viewer.workspace_id, Lost(tuple(held)), at=at, by=viewer.member_id)


def _explained(reasons: Mapping[int, str], reports: Reports, rules: DealRules) -> None:
    known = {reason.code for reason in rules.processes.loss_reasons}
    for deal_id, reason in reasons.items():
        if not reason.strip():
            raise Refusal("reason_missing")
        if known and reason not in known:
            raise Refusal("no_such_reason", reason=reason)
        report = reports.get(deal_id, Report())
        if rules.processes.loss_report and not all(text.strip() for text in (report.what, report.why, report.lesson)):
            raise Refusal("report_missing", deal=deal_id)


def _end(viewer: Viewer, held: Mapping[int, Held], outcome: str, at: datetime, reasons: Mapping[int, str]) -> None:
    enter_stages(viewer, held, dict.fromkeys(held, outcome), at, reasons)
    void_gates(viewer.workspace_id, [(deal_id, None) for deal_id in held])
    told = {deal_id: {"outcome": ("", outcome)} for deal_id in held}
    keep_changes(viewer.workspace_id, versions_of(held), told, at, by=viewer.member_id)
