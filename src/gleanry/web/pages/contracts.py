"""One contract: approve, sign, end, order under it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.connect.esign import PaperSigner
from gleanry.flow.order.actions import approve_contract, end_contract, sign_contract
from gleanry.flow.order.queries import get_contract, steps_of
from gleanry.flow.order.shapes import SignatureGiven
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.papers import read_day
from gleanry.web.words import orders as words


@require_GET
@page("deals.see")
def contract_view(request: WorkRequest, contract_id: int) -> HttpResponse:
    viewer = request.viewer
    contract = get_contract(viewer, contract_id)
    steps = steps_of(viewer.workspace_id, "contract", contract_id)
    accounts = accounts_by_id(viewer.workspace_id, [contract.account_id])
    context = {
        "contract": contract,
        "account": next((row.name for row in accounts.values()), ""),
        "steps": steps,
        "members": names_of(viewer.workspace_id, [*(step.by for step in steps), contract.owner_id]),
        "may_write": viewer.may("quotes.write"),
        "may_approve": viewer.may("quotes.approve") and viewer.member_id != contract.made_by,
        "may_order": viewer.may("orders.write") and contract.state == "signed",
        "words": words,
        "today": timezone.localtime(clock.now()).date(),
    }
    return render(request, "pages/contract.html", context)


@require_POST
@page("deals.see")
def change_contract(request: WorkRequest, contract_id: int) -> HttpResponse:
    """Approve, sign or end; the button pressed says which."""
    viewer, now = request.viewer, clock.now()
    get_contract(viewer, contract_id)
    match request.POST.get("do", ""):
        case "approve":
            approve_contract(viewer, contract_id, now)
            messages.success(request, _("Approved. It can be signed now."))
        case "sign":
            day = read_day(request.POST.get("signed_on", ""))
            if day is None:
                raise Refusal("bad_date")
            by, reference = request.POST.get("signed_by", "")[:120], request.POST.get("reference", "")[:300]
            sign_contract(viewer, contract_id, SignatureGiven(by, day, reference), PaperSigner(), now)
            messages.success(request, _("Signature recorded."))
        case "end":
            end_contract(viewer, contract_id, now, reason=request.POST.get("reason", ""))
            messages.success(request, _("Ended."))
        case _:
            raise Refusal("bad_choice")
    return HttpResponseRedirect(f"/contracts/{contract_id}/")
