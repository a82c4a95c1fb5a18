"""Money: receipts that wait to be claimed, what is owed and how late, what the next weeks bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.capture.plain import read_file
from gleanry.flow.collect.actions import book_receipt, book_statement, end_reminder
from gleanry.flow.collect.queries import (
    ageing_of,
    count_to_claim,
    list_receipts,
    open_debts,
    reminders_of,
    sum_unclaimed,
    waiting_refunds,
)
from gleanry.flow.collect.shapes import AGES, Booked, Debt, NewReceipt
from gleanry.flow.order.queries import orders_by_id
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.values.money import Money
from gleanry.values.unreadable import Unreadable
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.deals import first_error
from gleanry.web.forms.money import BookForm, StatementForm
from gleanry.web.limits import count_against
from gleanry.web.words import money as words
from gleanry.web.words.refusals import refusal_text

LISTED = 50
LARGEST = 20 * 1024 * 1024
WEEKS = 8


@require_GET
@page("money.see")
def receipt_list(request: WorkRequest) -> HttpResponse:
    return _receipts(request)


def _receipts(request: WorkRequest, *, form: forms.Form | None = None, booked: Booked | None = None) -> HttpResponse:
    """The list, with what was typed when it could not be taken, or what became of a statement."""
    viewer, after = request.viewer, key_of(request, "after")
    state = request.GET.get("state", "open")
    state = state if state in words.STATES else "open"
    rows = list_receipts(viewer, state, after=after, limit=LISTED + 1)
    today = f"{timezone.localtime(clock.now()):%Y-%m-%d}"
    context = {
        "tab": "receipts",
        "rows": rows[:LISTED],
        "next_after": rows[LISTED - 1].id if len(rows) > LISTED else None,
        "paged": after is not None,
        "state": state,
        "states": words.STATES.items(),
        "waiting": count_to_claim(viewer),
        "unclaimed": sum_unclaimed(viewer.workspace_id),
        "refunds": waiting_refunds(viewer),
        "form": form or BookForm(initial={"currency": request.workspace.currency, "received_on": today}),
        "booked": booked,
        "faults": [(line, words.FAULTS.get(line.fault, line.fault)) for line in booked.refused] if booked else (),
    }
    return render(request, "pages/money.html", context, status=422 if form else 200)


@require_POST
@page("money.book")
def book(request: WorkRequest) -> HttpResponse:
    """Book one receipt by hand."""
    form = BookForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        noon = datetime.combine(said["received_on"], time(12), timezone.get_current_timezone()).astimezone(UTC)
        told = (said["payer"], said["reference"], said["external_id"])
        try:
            receipt_id = book_receipt(
                request.viewer, NewReceipt(form.money, _latest(noon), form.stated_rate, *told), clock.now()
            )
        except Refusal as refusal:
            form.add_error(FIELDS.get(refusal.code, "amount"), _why(refusal))
        else:
            messages.success(request, _("Booked. It waits to be claimed."))
            return HttpResponseRedirect(f"/money/receipts/{receipt_id}/")
    return _receipts(request, form=form)


FIELDS = {"in_the_future": "received_on", "bad_currency": "currency", "known_receipt": "external_id"}


def _latest(noon: datetime) -> datetime:
    """Noon of today may be still to come: what came in today came by now."""
    now = clock.now()
    return now if noon.astimezone(timezone.get_current_timezone()).date() == timezone.localtime(now).date() else noon


def _why(refusal: Refusal) -> str:
    return refusal_text(refusal.code, refusal.data)


@require_POST
@page("money.book")
def upload(request: WorkRequest) -> HttpResponse:
    """Book the lines of a bank statement, and say what became of each."""
    count_against("upload", f"member-{request.viewer.member_id}")
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return HttpResponseRedirect("/money/")
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise Refusal("too_large")
    try:
        found = read_file(file)
        table = [list(found.headers), *(list(row) for row in zip(*found.columns, strict=True))]
        booked = book_statement(request.viewer, table, timezone.get_current_timezone(), clock.now())
    except Unreadable as error:
        raise Refusal(error.code) from error
    return _receipts(request, booked=booked)


@require_GET
@page("money.see")
def owed(request: WorkRequest) -> HttpResponse:
    """What is owed by how late it is, and each amount past its day with its reminders."""
    viewer, today = request.viewer, timezone.localtime(clock.now()).date()
    by = request.GET.get("by", "account")
    by = by if by in ("account", "owner", "currency") else "account"
    debts = open_debts(viewer)
    late = sorted((debt for debt in debts if debt.days_late(today) > 0), key=lambda debt: -debt.days_late(today))
    ages = ageing_of(debts, by, today)
    names = _keys(viewer.workspace_id, by, [row.key for row in ages])
    context = {
        "tab": "owed",
        "by": by,
        "ages": [words.AGES[age] for age in AGES],
        "rows": [(names.get(row.key or 0, ""), row) for row in ages[:LISTED]],
        "late": _named(viewer.workspace_id, late[:LISTED], today),
        "more": max(len(late) - LISTED, 0),
    }
    return render(request, "pages/money_owed.html", context)


def _keys(workspace_id: int, by: str, keys: Iterable[int | None]) -> dict[int, str]:
    if by == "owner":
        return names_of(workspace_id, keys)
    return {pk: row.name for pk, row in accounts_by_id(workspace_id, keys).items()} if by == "account" else {}


def _named(workspace_id: int, debts: Sequence[Debt], today: date) -> list[dict[str, Any]]:
    orders = orders_by_id(workspace_id, [debt.order_id for debt in debts])
    accounts = accounts_by_id(workspace_id, [debt.account_id for debt in debts])
    owners = names_of(workspace_id, [debt.owner_id for debt in debts])
    told = reminders_of(workspace_id, orders)
    return [
        {
            "debt": debt,
            "order": orders[debt.order_id],
            "account": accounts.get(debt.account_id or 0),
            "owner": owners.get(debt.owner_id or 0, ""),
            "days": debt.days_late(today),
            "steps": [row for row in told.get(debt.order_id, ()) if row.due_on == debt.due_on],
        }
        for debt in debts
    ]


@require_GET
@page("money.see")
def expected(request: WorkRequest) -> HttpResponse:
    """What is due in the next weeks, week by week, and what waits for something to happen."""
    viewer, today = request.viewer, timezone.localtime(clock.now()).date()
    monday = today - timedelta(days=today.weekday())
    debts = [debt for debt in open_debts(viewer) if debt.days_late(today) <= 0]
    weeks = []
    for n in range(WEEKS):
        starts = monday + timedelta(weeks=n)
        due = [d for d in debts if d.due_on is not None and starts <= d.due_on < starts + timedelta(weeks=1)]
        weeks.append({"starts": starts, "rows": _named(viewer.workspace_id, due, today), "sums": sums_of(due)})
    later = [d for d in debts if d.due_on is not None and d.due_on >= monday + timedelta(weeks=WEEKS)]
    waits = [debt for debt in debts if debt.due_on is None]
    context = {
        "tab": "plan",
        "weeks": weeks,
        "later": sums_of(later),
        "waits": _named(viewer.workspace_id, waits[:LISTED], today),
        "waiting_sums": sums_of(waits),
    }
    return render(request, "pages/money_plan.html", context)


def sums_of(debts: Iterable[Debt]) -> list[Money]:
    """What is open by currency."""
    found: dict[str, int] = {}
    for debt in debts:
        found[debt.open.currency] = found.get(debt.open.currency, 0) + debt.open.minor
    return [Money(minor, currency) for currency, minor in sorted(found.items())]


@require_POST
@page("money.see")
def reminder_done(request: WorkRequest, reminder_id: int) -> HttpResponse:
    """What a reminder asks for was done."""
    end_reminder(request.viewer, reminder_id, clock.now())
    messages.success(request, _("Noted as done."))
    return HttpResponseRedirect("/")
