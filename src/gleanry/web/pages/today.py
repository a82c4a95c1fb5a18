"""Today: what is due now, in order; for those who lead others, what is late and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from gleanry.flow.collect.queries import count_to_claim, dunning_steps, reminders_for
from gleanry.flow.collect.shapes import DunningStep
from gleanry.flow.convert.queries import gates_waiting
from gleanry.flow.followup.queries import (
    count_open,
    count_violations,
    count_waiting_calls,
    due_visits,
    list_appointments,
    list_came_again,
    list_due,
    list_notices,
    list_violations,
)
from gleanry.flow.followup.shapes import DueRow, PromiseFilters
from gleanry.flow.identify.queries import list_requests
from gleanry.flow.order.queries import orders_by_id
from gleanry.flow.settle.queries import count_cases
from gleanry.kit import clock
from gleanry.leads.queries import count_leads, count_pools, get_lead, leads_by_id
from gleanry.leads.shapes import SETTLED, LeadFilters
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import badges_of
from gleanry.tenants.shapes import Role, Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.handling import HandlingForm
from gleanry.web.pages.lead import work_context
from gleanry.web.pages.promises import tonight, violations_since
from gleanry.web.pages.visits import named_visits
from gleanry.web.rows import with_names
from gleanry.web.words.deals import gate_name

LEADING = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.HEAD_OF_MARKETING,
        Role.SALES_DIRECTOR,
        Role.CHANNEL_MANAGER,
        Role.GENERAL_MANAGER,
    }
)
SHOWN = 100
COUNTED = 10_000
FEW = 8
NEWS = 30
SOON = timedelta(days=1)
LATELY = timedelta(days=6)
"""With today, seven days."""


@require_GET
@page()
def today(request: WorkRequest) -> HttpResponse:
    chosen = request.GET.get("lead", "")
    lead_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    if request.htmx and request.htmx.target == "desk":
        return desk(request, lead_id)
    context = _desk_context(request, lead_id) | _news(request.viewer) | _money(request.viewer)
    if leads_others(request.viewer):
        context |= _overview(request.viewer)
    return render(request, "pages/today.html", context | {"now": timezone.localtime(clock.now())})


def _news(viewer: Viewer) -> dict[str, Any]:
    """What came by itself: leads of the viewer's that came again, and what colleagues ask for."""
    again = list_came_again(viewer, limit=NEWS)
    requests = list_requests(viewer, limit=FEW)
    notices = list_notices(viewer, clock.now(), limit=NEWS)
    ids = [row.lead_id for row in again] + [row.lead_id for row in notices]
    ids += [row.lead_id for row in requests if row.lead_id]
    leads = leads_by_id(viewer.workspace_id, ids)
    shown = {row.lead.id: row for row in with_names(viewer, list(leads.values()))}
    accounts = accounts_by_id(viewer.workspace_id, [row.account_id for row in requests])
    gates = gates_waiting(viewer, limit=NEWS)
    people = [row.by for row in requests] + [row.owner_id for row in notices]
    badges = badges_of(viewer.workspace_id, people + [gate.request.asked_by_id for gate in gates])
    visits = due_visits(viewer, clock.now() + SOON, limit=FEW) if viewer.may("leads.follow") else []
    return {
        "visits": named_visits(viewer, visits),
        "approvals": [
            {
                "request": gate.request,
                "deal": gate.deal,
                "name": gate_name(gate.request.gate),
                "by": badges.get(gate.request.asked_by_id, ("", ""))[0],
            }
            for gate in gates
        ],
        "waiting_calls": count_waiting_calls(viewer) if viewer.may("leads.follow") else 0,
        "waiting_cases": sum(count_cases(viewer).values()) if viewer.may("leads.see") else 0,
        "notices": [
            {"row": row, "shown": shown[row.lead_id], "owner": badges.get(row.owner_id, ("", ""))[0]}
            for row in notices
            if row.lead_id in shown
        ],
        "again": [{"row": row, "shown": shown[row.lead_id]} for row in again if row.lead_id in shown],
        "asked": [
            {
                "row": row,
                "shown": shown.get(row.lead_id or 0),
                "account": accounts.get(row.account_id or 0),
                "by": badges.get(row.by, ("", "")),
            }
            for row in requests
        ],
    }


def _money(viewer: Viewer) -> dict[str, Any]:
    """Receipts that wait to be claimed, for who may, and reminders of what is overdue."""
    if not viewer.may("money.see"):
        return {}
    reminders = reminders_for(viewer, limit=FEW)
    orders = orders_by_id(viewer.workspace_id, [row.order_id for row in reminders])
    accounts = accounts_by_id(viewer.workspace_id, [row.account_id for row in reminders])
    steps = {step.code: step for step in dunning_steps(viewer.workspace_id)[1]}
    zh = (get_language() or "").startswith("zh")
    return {
        "to_claim": count_to_claim(viewer) if viewer.may("money.claim") else 0,
        "reminders": [
            {
                "row": row,
                "order": orders[row.order_id],
                "account": accounts.get(row.account_id or 0),
                "text": said_of(steps.get(row.step), zh=zh),
            }
            for row in reminders
            if row.order_id in orders
        ],
    }


def said_of(step: DunningStep | None, *, zh: bool) -> str:
    """What a step asks for, in the reader's language or else in the other."""
    if step is None:
        return ""
    return (step.zh or step.en) if zh else (step.en or step.zh)


def leads_others(viewer: Viewer) -> bool:
    return bool(viewer.roles & LEADING) and viewer.may("leads.see")


def desk(
    request: WorkRequest, lead_id: int | None, *, form: HandlingForm | None = None, shut: Sequence[str] = ()
) -> HttpResponse:
    """The list and the opened lead alone, for swapping into the page; whole pages for browsers without scripts."""
    context = _desk_context(request, lead_id, form=form, shut=shut)
    if not request.htmx:
        return render(request, "pages/today.html", context | {"now": timezone.localtime(clock.now())})
    return render(request, "parts/desk_swap.html", context)


def _desk_context(
    request: WorkRequest, lead_id: int | None, *, form: HandlingForm | None = None, shut: Sequence[str] = ()
) -> dict[str, Any]:
    viewer = request.viewer
    due = _owed(viewer)
    rows = _named(viewer, due)
    opened = lead_id or (due[0].lead_id if due else None)
    context: dict[str, Any] = {"due": rows, "opened": opened, "chosen": lead_id is not None, "full": len(due) >= SHOWN}
    if opened is not None:
        lead = get_lead(viewer, opened)
        context |= work_context(request, lead, form=form, shut=shut) | {"from_desk": True}
    return context


def _owed(viewer: Viewer) -> list[DueRow]:
    """The viewer's running deadlines and what it promised for today, in one order; a lead stands there once."""
    promised = list_appointments(viewer, until=tonight(clock.now()), limit=SHOWN)
    owed = list_due(viewer, limit=SHOWN, own=True) + promised
    first: dict[int, DueRow] = {}
    for row in sorted(owed, key=lambda row: (row.due_at, row.deadline_id)):
        first.setdefault(row.lead_id, row)
    return list(first.values())[:SHOWN]


def _named(viewer: Viewer, due: list[DueRow]) -> list[dict[str, Any]]:
    leads = leads_by_id(viewer.workspace_id, [row.lead_id for row in due])
    named = {row.lead.id: row for row in with_names(viewer, list(leads.values()))}
    return [{"due": row, "shown": named[row.lead_id]} for row in due if row.lead_id in named]


def _overview(viewer: Viewer) -> dict[str, Any]:
    now = clock.now()
    lately, lately_href = violations_since(timezone.localtime(now).date() - LATELY)
    return {
        "overview": True,
        "due_today": count_open(viewer, PromiseFilters(until=tonight(now))),
        "late": count_open(viewer, PromiseFilters(until=now)) > 0,
        "soonest": _named(viewer, list_due(viewer, limit=FEW)),
        "unassigned": count_leads(viewer, LeadFilters(unowned=True, state="unassigned"), up_to=COUNTED + 1),
        "counted": COUNTED,
        "violations": _named_violations(viewer, list_violations(viewer, limit=FEW)),
        "missed_lately": count_violations(viewer, lately),
        "missed_href": lately_href,
        "pools": _fullest(count_pools(viewer)),
    }


def _fullest(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The pools where leads wait for somebody, the fullest first."""
    return sorted(((pool, n) for pool, n in counts.items() if pool not in SETTLED), key=lambda item: -item[1])


def _named_violations(viewer: Viewer, violations: list[Any]) -> list[dict[str, Any]]:
    leads = leads_by_id(viewer.workspace_id, [row.lead_id for row in violations])
    named = {row.lead.id: row for row in with_names(viewer, list(leads.values()))}
    return [{"violation": row, "shown": named.get(row.lead_id)} for row in violations]
