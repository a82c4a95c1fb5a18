"""What finance does with statements: make, close, pay, set targets, give awards; and trying another plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.convert.queries import deal_terms
from gleanry.flow.reward.actions import (
    NewAward,
    close_month,
    give_awards,
    make_statements,
    pay_statements,
    set_goals_by_hand,
)
from gleanry.flow.reward.queries import list_statements, try_plans, waiting_of
from gleanry.flow.reward.shapes import Rehearsal
from gleanry.flow.reward.tasks import ask_for
from gleanry.kit import clock, rulebook
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import list_members, names_of
from gleanry.values.money import Money
from gleanry.values.period import Days, month_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.deals import first_error
from gleanry.web.forms.rewards import AwardForm, PlanForm
from gleanry.web.pages.usage import month_asked
from gleanry.web.words import rewards as words

AT_ONCE = 2000
"""So many claims are taken up while one waits; more are left to the worker."""


@require_POST
@page("rewards.run")
def run(request: WorkRequest) -> HttpResponse:
    """Make the statements of a month, close it, or say that it was paid."""
    viewer, month, now = request.viewer, month_asked(request), clock.now()
    match request.POST.get("do"):
        case "make":
            waiting = waiting_of(viewer.workspace_id)
            if sum(count for due, count in waiting.items() if due <= month) > AT_ONCE:
                ask_for(viewer.workspace_id, month)
                messages.info(request, _("The statements are being made. Come back in a few minutes."))
            else:
                make_statements(viewer.workspace_id, month, now)
                messages.success(request, _("The statements are up to date."))
        case "close":
            count = close_month(viewer, month, now)
            said = ngettext("%(n)d statement closed.", "%(n)d statements closed.", count) % {"n": count}
            messages.success(request, said)
        case "pay":
            ids = [row.id for row in list_statements(viewer, month=month) if row.state == "closed"]
            count = pay_statements(viewer, ids, now)
            said = ngettext("%(n)d statement marked as paid.", "%(n)d statements marked as paid.", count) % {"n": count}
            messages.success(request, said)
        case _:
            raise Refusal("bad_choice")
    return HttpResponseRedirect(f"/rewards/?month={month:%Y-%m}")


@require_POST
@page("rewards.run")
def set_targets(request: WorkRequest) -> HttpResponse:
    """Set what each member shall bring in within a month; fields left empty are left alone."""
    month = month_asked(request)
    goals, wrong = [], []
    for member in list_members(request.viewer.workspace_id):
        text = request.POST.get(f"goal-{member.pk}", "").replace(",", "").strip()
        if not text:
            continue
        amount = _amount(text)
        if amount is None:
            wrong.append(member.name)
        else:
            goals.append((member.pk, month, Money.of(amount, request.workspace.currency)))
    if wrong:
        said = _("Nothing was changed. Write the target as 12800 or 12,800.00 for: %(names)s")
        messages.error(request, said % {"names": ", ".join(wrong)})
    else:
        count = set_goals_by_hand(request.viewer, goals, clock.now())
        messages.success(request, ngettext("%(n)d target set.", "%(n)d targets set.", count) % {"n": count})
    return HttpResponseRedirect(f"/rewards/?month={month:%Y-%m}#targets")


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < Decimal(10) ** 13 else None


@require_POST
@page("rewards.run")
def give_award(request: WorkRequest) -> HttpResponse:
    """Give somebody something for what brings no money by itself, with the reason."""
    month = month_asked(request)
    members = [(member.pk, member.name) for member in list_members(request.viewer.workspace_id)]
    form = AwardForm(request.POST, members=members)
    if not form.is_valid():
        messages.error(request, first_error(form))
    else:
        data = form.cleaned_data
        award = NewAward(data["member"], month, data["kind"], form.money, data["reason"])
        give_awards(request.viewer, [award], clock.now())
        messages.success(request, _("Noted. It stands on the statement once statements are made again."))
    return HttpResponseRedirect(f"/rewards/?month={month:%Y-%m}#awards")


@require_GET
@page("rewards.run")
def plan_view(request: WorkRequest) -> HttpResponse:
    """Another plan on the receipts of the last twelve months: who gains, who loses, line by line."""
    workspace_id = request.viewer.workspace_id
    rules = rulebook.in_force(workspace_id, "rewards").get("rewards")
    form = PlanForm(request.GET)
    chosen = key_of(request, "member")
    tried: Rehearsal | None = None
    faults: list[dict[str, Any]] = []
    if rules is not None and form.is_valid() and any(v is not None for v in form.cleaned_data.values()):
        body = form.body(rules.body)
        days = _last_year(timezone.localtime(clock.now()).date())
        faults, tried = try_plans(workspace_id, body, days, wanted=lambda who: who == chosen)
    context = {
        "form": form,
        "tab": "plan",
        "faults": [words.CURES[fault["code"]] % {"value": fault["value"]} for fault in faults],
        "rules": rules,
    }
    return render(request, "pages/reward_plan.html", context | _tried(request, tried, chosen))


def _last_year(today: date) -> Days:
    """The last twelve whole months and the running one."""
    first = month_of(today).first
    return Days(first.replace(year=first.year - 1), month_of(today).end)


def _tried(request: WorkRequest, tried: Rehearsal | None, chosen: int | None) -> dict[str, Any]:
    if tried is None:
        return {"tried": None}
    zero = Money(0, request.workspace.currency)
    names = names_of(request.viewer.workspace_id, [one.member_id for one in tried.people])
    lines = next((one.lines for one in tried.people if one.member_id == chosen), ())[:100]
    deals = deal_terms(request.viewer.workspace_id, {line.deal_id for line in lines})
    return {
        "tried": tried,
        "people": [(one, names.get(one.member_id, f"#{one.member_id}")) for one in tried.people],
        "old": sum((one.old for one in tried.people), zero),
        "new": sum((one.new for one in tried.people), zero),
        "gain": sum(1 for one in tried.people if one.difference.minor > 0),
        "lose": sum(1 for one in tried.people if one.difference.minor < 0),
        "chosen": names.get(chosen or 0, ""),
        "chosen_id": chosen,
        "lines": [(line, deals.get(line.deal_id or 0), words.PARTS.get(line.part, line.part)) for line in lines],
    }
