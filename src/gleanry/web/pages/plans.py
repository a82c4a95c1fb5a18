"""Nurture plans: who is in which step, what waits to be done, and what a mail looks like in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.nurture.actions import begin_by_hand, finish_todo, resume_stay, stop_stay
from gleanry.flow.nurture.queries import (
    Plan,
    book_of,
    count_messages,
    count_steps,
    count_todo,
    get_stay,
    list_stays,
    list_todo,
    messages_of,
    preview_step,
    stays_of,
)
from gleanry.flow.nurture.shapes import MessageRow, StayRow
from gleanry.flow.score.queries import cells_of
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import get_lead, leads_by_id
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.rows import with_names
from gleanry.web.words import plans as words
from gleanry.web.words.labels import label
from gleanry.wiring.adapters import missing_for_mail

SHOWN, TODO = 50, 8


@require_GET
@page("leads.see")
def plan_list(request: WorkRequest) -> HttpResponse:
    """All plans with how many wait before each step, and what somebody has to do."""
    viewer = request.viewer
    book, rules_id = book_of(viewer.workspace_id)
    counted = {(row.plan, row.step): row for row in count_steps(viewer)}
    todo = list_todo(viewer, limit=TODO)
    counts = count_messages(viewer.workspace_id)
    context = {
        "plans": [_plan(plan, counted) | {"enters": _enters(viewer, plan)} for plan in book.plans],
        "has_book": bool(rules_id),
        "manners": book.manners,
        "missing": missing_for_mail(),
        "queued": counts.get("queued", 0),
        "troubled": counts.get("failed", 0) + counts.get("bounced", 0) + counts.get("unsure", 0),
        "todo": _todo(viewer, todo),
        "todo_count": count_todo(viewer),
    }
    return render(request, "pages/plans.html", context)


def _plan(plan: Plan, counted: Any) -> dict[str, Any]:
    language = get_language() or "en"
    steps = []
    for step in plan.steps:
        row = counted.get((plan.code, step.code))
        steps.append(
            {
                "code": step.code,
                "do": words.ACTS[step.do],
                "icon": words.ICONS[step.do],
                "wait": words.wait_text(step.wait),
                "name": words.step_name(step, language),
                "waiting": row.waiting if row else 0,
                "stopped": row.stopped if row else 0,
            }
        )
    return {
        "code": plan.code,
        "name": words.plan_name(plan, language),
        "exits": [label(words.EXITS, name) for name in words.EXITS if name in plan.exits],
        "steps": steps,
        "waiting": sum(step["waiting"] for step in steps),
    }


def _enters(viewer: Viewer, plan: Plan) -> list[str]:
    cells = cells_of(viewer.workspace_id)
    return words.enters_text(plan, [grade for grade, cell in sorted(cells.items()) if cell.plan == plan.code])


def _todo(viewer: Viewer, rows: Sequence[MessageRow]) -> list[dict[str, Any]]:
    leads = leads_by_id(viewer.workspace_id, [row.lead_id for row in rows])
    shown = {row.lead.id: row for row in with_names(viewer.workspace_id, list(leads.values()))}
    owners = names_of(viewer.workspace_id, [row.owner_id for row in rows])
    return [
        {
            "row": row,
            "do": words.ACTS[row.kind],
            "title": shown[row.lead_id].title if row.lead_id in shown else f"#{row.lead_id}",
            "owner": owners.get(row.owner_id or 0, ""),
        }
        for row in rows
    ]


@require_GET
@page("leads.see")
def plan_view(request: WorkRequest, code: str) -> HttpResponse:
    """One plan: its steps as they will read in both languages, and who is in it."""
    viewer = request.viewer
    plan = book_of(viewer.workspace_id)[0].plan(code)
    if plan is None:
        raise Refusal("not_found", plan=code)
    counted = {(row.plan, row.step): row for row in count_steps(viewer)}
    found = list(list_stays(viewer, code, after=key_of(request, "after"), limit=SHOWN + 1))
    stays = found[:SHOWN]
    leads = leads_by_id(viewer.workspace_id, [stay.lead_id for stay in stays])
    shown = {row.lead.id: row for row in with_names(viewer.workspace_id, list(leads.values()))}
    told = _plan(plan, counted)
    previews = [preview_step(step, request.workspace.name, viewer.name) for step in plan.steps]
    context = {
        "plan": told,
        "steps": list(zip(told["steps"], previews, strict=True)),
        "stays": [(_stay(stay, plan), shown.get(stay.lead_id)) for stay in stays],
        "next_after": stays[-1].id if len(found) > SHOWN else None,
        "paged": "after" in request.GET,
    }
    return render(request, "pages/plan.html", context)


def _stay(stay: StayRow, plan: Plan | None) -> dict[str, Any]:
    step = plan.step(stay.step) if plan else None
    language = get_language() or "en"
    return {
        "row": stay,
        "plan": words.plan_name(plan, language) if plan else stay.plan,
        "step": words.step_name(step, language) if step else "",
        "do": words.ACTS[step.do] if step else "",
        "icon": words.ICONS[step.do] if step else "flag",
        "waits": words.wait_text(step.wait) if step and stay.waits_for else "",
        "began": words.began_text(stay.reason),
        "ended": label(words.ENDS, stay.ended_why) if stay.ended_at else "",
    }


def plans_of_lead(viewer: Viewer, lead: LeadRow) -> dict[str, Any]:
    """What the page of a lead shows of its plans."""
    book, _rules = book_of(viewer.workspace_id)
    stays = stays_of(viewer.workspace_id, lead.id)
    language = get_language() or "en"
    running = {stay.plan for stay in stays if stay.ended_at is None}
    may = viewer.may("leads.follow") and lead.pool not in ("converted", "attached", "invalid")
    written = [
        {"row": row, "do": words.ACTS[row.kind], "state": label(words.STATES, row.state)}
        for row in messages_of(viewer.workspace_id, lead.id)
    ]
    return {
        "stays": [_stay(stay, book.plan(stay.plan)) for stay in stays],
        "written": written,
        "enterable": [(p.code, words.plan_name(p, language)) for p in book.plans if may and p.code not in running],
        "may_plan": may,
    }


@require_POST
@page("leads.see")
def plan_change(request: WorkRequest) -> HttpResponse:
    """Put a lead into a plan, stop a stay, let it go on, end it; say that a task is done."""
    viewer, verb, now = request.viewer, request.POST.get("do", ""), clock.now()
    key = _key(request)
    if verb == "begin":
        lead = get_lead(viewer, key)
        if not begin_by_hand(viewer, [lead.id], request.POST.get("plan", ""), now):
            messages.info(request, _("This person is in the plan already."))
        return HttpResponseRedirect(reverse("lead", args=[lead.id]))
    if verb == "finish":
        finish_todo(viewer, key, now)
        messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("plans"))
    stay = get_stay(viewer, key)
    if verb == "resume":
        resume_stay(viewer, key, now)
    else:
        stop_stay(viewer, key, now, for_good=verb == "end")
    return HttpResponseRedirect(reverse("lead", args=[stay.lead_id]))


def _key(request: WorkRequest) -> int:
    text = request.POST.get("key", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refusal("not_found")
    return int(text)
