"""Orders: the list, one of them, and everything that is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.order.actions import (
    Recorded,
    cancel_order,
    close_order,
    deliver,
    open_complaint,
    record_wanted,
    release_order,
    resolve_complaint,
    take_back,
)
from gleanry.flow.order.queries import (
    complaints_of,
    deliveries_of,
    due_of,
    get_order,
    list_orders,
    progress_of,
    steps_of,
    sum_orders,
)
from gleanry.flow.order.shapes import LineProgress, OrderFilters
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.forms.papers import plain, read_day, read_quantities
from gleanry.web.order_money import money_of_order
from gleanry.web.words import orders as words

SHOWN = 50
DONE = ("closed", "cancelled")


@require_GET
@page("orders.see")
def order_list(request: WorkRequest) -> HttpResponse:
    viewer = request.viewer
    state = request.GET.get("state", "")
    filters = OrderFilters(
        state if state in words.ORDER_STATES else "",
        opportunity_id=key_of(request, "deal"),
        account_id=key_of(request, "account"),
        high=request.GET.get("high") == "1",
        paused=request.GET.get("paused") == "1",
    )
    after = key_of(request, "after")
    rows = list_orders(viewer, filters, after=after, limit=SHOWN + 1)
    shown = rows[:SHOWN]
    accounts = accounts_by_id(viewer.workspace_id, [row.account_id for row in shown])
    context = {
        "rows": shown,
        "filters": filters,
        "accounts": {pk: row.name for pk, row in accounts.items()},
        "owners": names_of(viewer.workspace_id, [row.owner_id for row in shown]),
        "sum": sum_orders(viewer, filters),
        "next_after": shown[-1].id if len(rows) > SHOWN else None,
        "paged": after is not None,
        "words": words,
    }
    return render(request, "pages/orders.html", context)


@require_GET
@page("orders.see")
def order_view(request: WorkRequest, order_id: int) -> HttpResponse:
    viewer = request.viewer
    order = get_order(viewer, order_id)
    workspace_id = viewer.workspace_id
    deliveries = deliveries_of(workspace_id, [order_id]).get(order_id, [])
    steps = steps_of(workspace_id, "order", order_id)
    complaints = complaints_of(workspace_id, order_id=order_id, account_id=order.account_id)
    accounts = accounts_by_id(workspace_id, [order.account_id])
    people = [order.owner_id, *(step.by for step in steps), *(row.by for row in deliveries)]
    may_write = viewer.may("orders.write") and order.state not in DONE
    context = {
        "order": order,
        "lines": _lines(progress_of(workspace_id, order_id, deliveries)),
        "deliveries": deliveries,
        "terms": due_of(order.amount, order.terms),
        "complaints": complaints,
        "steps": steps,
        "members": names_of(workspace_id, people + [row.opened_by for row in complaints]),
        "account": next((row.name for row in accounts.values()), ""),
        "reasons": [(words.HELD_FOR[code], words.CURES[code]) for code in order.held_for],
        "raised": [words.RAISED_BY[code] for code in order.raised_by],
        "may_write": may_write,
        "may_ship": may_write and order.state == "open" and not order.paused,
        "may_return": viewer.may("orders.write") and any(not row.is_return for row in deliveries),
        "may_release": viewer.may("orders.release") and order.state == "held",
        "words": words,
        "today": timezone.localtime(clock.now()).date(),
    }
    return render(request, "pages/order.html", context | money_of_order(viewer, order))


def _lines(rows: Sequence[LineProgress]) -> list[dict[str, Any]]:
    """Each line as it is shown: what is nothing is left empty."""
    found = []
    for row in rows:
        shown = {
            "delivered": plain(row.delivered),
            "quantity": plain(row.line.quantity),
            "price": plain(row.line.price),
        }
        numbers = {"returned": row.returned, "left": row.left, "back": row.back, "discount": row.line.discount}
        found.append({"line": row.line} | shown | {name: plain(n) if n else "" for name, n in numbers.items()})
    return found


@require_POST
@page("orders.see")
def change_order(request: WorkRequest, order_id: int) -> HttpResponse:
    """Deliver, take back, record, release, complain, resolve, close or cancel; the button pressed says which."""
    get_order(request.viewer, order_id)
    do = request.POST.get("do", "")
    if do in ("deliver", "return"):
        _ship(request, order_id, do)
    elif do in ("complain", "resolve"):
        _complain(request, order_id, do)
    else:
        _step(request, order_id, do, clock.now())
    return HttpResponseRedirect(f"/orders/{order_id}/")


def _ship(request: WorkRequest, order_id: int, do: str) -> None:
    on: date | None = read_day(request.POST.get("on", ""))
    if on is None:
        raise Refusal("bad_date")
    quantities, note = read_quantities(request.POST), request.POST.get("note", "")[:300]
    if do == "deliver":
        deliver(request.viewer, order_id, quantities, clock.now(), on=on, note=note)
        messages.success(request, _("Delivery recorded."))
        return
    take_back(request.viewer, order_id, quantities, clock.now(), on=on, reason=note)
    messages.success(request, _("Return recorded."))


def _complain(request: WorkRequest, order_id: int, do: str) -> None:
    text = request.POST.get("text", "")[:2000]
    if do == "complain":
        open_complaint(request.viewer, order_id, text, clock.now(), general=request.POST.get("general") == "1")
        messages.success(request, _("Complaint recorded. Shipments wait until it is resolved."))
        return
    key = request.POST.get("complaint", "")
    resolve_complaint(request.viewer, int(key) if key.isascii() and key.isdigit() else 0, clock.now(), resolution=text)
    messages.success(request, _("Resolved."))


def _step(request: WorkRequest, order_id: int, do: str, now: datetime) -> None:
    viewer, reason = request.viewer, request.POST.get("reason", "")[:300]
    match do:
        case "record":
            wanted = Recorded(
                request.POST.get("intent", ""),
                request.POST.get("specification", ""),
                bool(request.POST.get("urgent")),
                bool(request.POST.get("key_project")),
            )
            free = record_wanted(viewer, order_id, wanted, now)
            said = _("Recorded.") if free else _("Recorded. The gate still asks for something.")
            messages.success(request, said)
        case "release":
            release_order(viewer, order_id, now, reason=reason)
            messages.success(request, _("Released."))
        case "close":
            close_order(viewer, order_id, now, reason=reason)
            messages.success(request, _("Closed."))
        case "cancel":
            cancel_order(viewer, order_id, now, reason=reason)
            messages.success(request, _("Cancelled."))
        case _:
            raise Refusal("bad_choice")
