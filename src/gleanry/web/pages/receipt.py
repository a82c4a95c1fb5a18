"""One receipt: what it may pay, whose it is, and every change of that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.collect.actions import (
    ask_refund,
    claim_receipts,
    correct_claim,
    decide_refund,
    rate_receipt,
    split_claim,
)
from gleanry.flow.collect.queries import (
    claims_by_id,
    claims_of,
    get_receipt,
    named_target,
    names_of_targets,
    proposals_for,
    rate_changes_of,
    refunds_of,
    shares_of,
)
from gleanry.flow.collect.shapes import ClaimRow, NewClaim, ReceiptRow, Target
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import list_members, list_teams, names_of
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.money import SHARES, PartForm, read_shares
from gleanry.web.words import money as words
from gleanry.web.words.refusals import refusal_text

KINDS = ("order", "pi", "deal")


@require_GET
@page("money.see")
def receipt_view(request: WorkRequest, receipt_id: int) -> HttpResponse:
    return receipt_page(request, receipt_id)


def receipt_page(request: WorkRequest, receipt_id: int, *, trouble: str = "") -> HttpResponse:
    """The page of a receipt; with `trouble`, what was typed stays and the reason stands beside it."""
    viewer = request.viewer
    receipt = get_receipt(viewer, receipt_id)
    claims = claims_of(viewer.workspace_id, [receipt_id]).get(receipt_id, [])
    claiming = viewer.may("money.claim")
    context = {
        "receipt": receipt,
        "claims": _shown(request, claims),
        "proposals": _proposals(request, receipt) if claiming else [],
        "rates": rate_changes_of(viewer.workspace_id, receipt_id),
        "people": names_of(viewer.workspace_id, _whos(viewer.workspace_id, receipt_id, claims)),
        "source": words.SOURCES.get(receipt.source, receipt.source),
        "trouble": trouble,
        "typed": request.POST if trouble else {},
        "may_claim": claiming,
        "may_rate": viewer.may("money.book") and receipt.amount.currency != request.workspace.currency,
        "members": [(f"m{row.pk}", row.name) for row in list_members(viewer.workspace_id)] if claims else [],
        "teams": [(f"t{pk}", name) for pk, name in list_teams(viewer.workspace_id)] if claims else [],
        "lines": range(SHARES),
    }
    return render(request, "pages/receipt.html", context, status=422 if trouble else 200)


def _whos(workspace_id: int, receipt_id: int, claims: list[ClaimRow]) -> list[int | None]:
    rates = rate_changes_of(workspace_id, receipt_id)
    return [row.by for row in claims] + [row.owner_id for row in claims] + [row.by for row in rates]


def _proposals(request: WorkRequest, receipt: ReceiptRow) -> list[dict[str, Any]]:
    found = proposals_for(request.viewer, receipt)
    accounts = accounts_by_id(request.viewer.workspace_id, [row.terms.account_id for row in found])
    return [
        {
            "row": row,
            "kind": words.CLAIM_KINDS[row.terms.target.kind],
            "account": accounts.get(row.terms.account_id or 0),
            "evidence": words.evidence_text(row.evidence, receipt.rest),
        }
        for row in found
    ]


def _shown(request: WorkRequest, claims: list[ClaimRow]) -> list[dict[str, Any]]:
    """Claims with names, shares and refunds; those of colleagues out of reach without what they are for."""
    workspace_id, reach = request.viewer.workspace_id, request.viewer.owner_ids
    names = names_of_targets(workspace_id, claims)
    shares = shares_of(workspace_id, [row.id for row in claims if row.is_in_force])
    members = names_of(workspace_id, [share.member_id for rows in shares.values() for share in rows])
    teams = dict(list_teams(workspace_id)) if any(s.team_id for rows in shares.values() for s in rows) else {}
    refunds = refunds_of(workspace_id, [row.id for row in claims])
    found = []
    for row in claims:
        seen = reach is None or row.owner_id in reach
        parts = [
            (members.get(s.member_id or 0) or teams.get(s.team_id or 0, ""), s.basis_points / 100, s.amount)
            for s in shares.get(row.id, ())
        ]
        sent = [(one, words.VERDICTS[one.verdict]) for one in refunds if one.claim_id == row.id]
        kind = words.CLAIM_KINDS[row.kind]
        found.append(
            {"row": row, "kind": kind, "seen": seen, "target": names.get(row.id), "shares": parts, "refunds": sent}
        )
    return found


@require_POST
@page("money.see")
def receipt_change(request: WorkRequest, receipt_id: int) -> HttpResponse:
    """Claim, correct, split, send back or rate; the button pressed says which."""
    try:
        done = ACTS.get(request.POST.get("do", ""), _claim)(request, receipt_id)
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        return receipt_page(request, receipt_id, trouble=refusal_text(refusal.code, refusal.data))
    messages.success(request, done)
    return HttpResponseRedirect(f"/money/receipts/{receipt_id}/")


def _form(request: WorkRequest, currency: str) -> PartForm:
    data = request.POST.copy()
    data["currency"] = currency
    return PartForm(data)


def _part(request: WorkRequest, currency: str) -> Money | None:
    """The amount typed, in the currency of the receipt; None where none was."""
    form = _form(request, currency)
    if not form.is_valid():
        raise Refusal("bad_amount")
    return None if form.cleaned_data["amount"] is None else form.money


def _target(request: WorkRequest) -> Target | None:
    """What was chosen, or named by its number; None where nothing was."""
    kind, text = request.POST.get("kind", ""), request.POST.get("target", "").strip()
    if not text:
        return None
    if kind in KINDS and text.isascii() and text.isdigit() and len(text) < 19:
        return Target(kind, int(text))  # type: ignore[arg-type]  # one of KINDS
    found = named_target(request.viewer.workspace_id, text)
    if found is None:
        raise Refusal("no_such_target")
    return found


def _claim(request: WorkRequest, receipt_id: int) -> str:
    receipt = get_receipt(request.viewer, receipt_id)
    target = _target(request)
    if target is None:
        raise Refusal("no_such_target")
    amount = _part(request, receipt.amount.currency)
    new = NewClaim(receipt_id, target, amount, request.POST.get("reason", ""))
    claim_receipts(request.viewer, [new], clock.now())
    return _("Claimed.")


def _claim_id(request: WorkRequest, receipt_id: int) -> int:
    """The claim of this receipt that the form is about."""
    text = request.POST.get("claim", "")
    claim_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    row = claims_by_id(request.viewer.workspace_id, [claim_id]).get(claim_id)
    if row is None or row.receipt_id != receipt_id:
        raise Refusal("not_found", claim=claim_id)
    return claim_id


def _correct(request: WorkRequest, receipt_id: int) -> str:
    claim_id = _claim_id(request, receipt_id)
    currency = get_receipt(request.viewer, receipt_id).amount.currency
    target, amount = _target(request), _part(request, currency)
    instead = [(target, amount)] if target else []
    correct_claim(request.viewer, claim_id, request.POST.get("reason", ""), clock.now(), instead=instead)
    return _("Corrected. The former claim stays in the trace.")


def _split(request: WorkRequest, receipt_id: int) -> str:
    claim_id = _claim_id(request, receipt_id)
    split_claim(request.viewer, claim_id, read_shares(request.POST), request.POST.get("reason", ""), clock.now())
    return _("Split. It holds from now on; the split before stays in the record.")


def _refund(request: WorkRequest, receipt_id: int) -> str:
    claim_id = _claim_id(request, receipt_id)
    amount = _part(request, get_receipt(request.viewer, receipt_id).amount.currency)
    if amount is None:
        raise Refusal("bad_amount")
    ask_refund(request.viewer, claim_id, amount, request.POST.get("reason", ""), clock.now())
    return _("Asked for. Somebody else approves it.")


def _rate(request: WorkRequest, receipt_id: int) -> str:
    form = _form(request, request.workspace.currency)
    if not form.is_valid() or form.stated_rate is None:
        raise Refusal("bad_rate")
    rate_receipt(request.viewer, receipt_id, form.stated_rate, request.POST.get("reason", ""), clock.now())
    return _("The rate is kept, and what was claimed is worth accordingly.")


ACTS = {"claim": _claim, "correct": _correct, "split": _split, "refund": _refund, "rate": _rate}


@require_POST
@page("money.approve")
def refund_decide(request: WorkRequest, refund_id: int) -> HttpResponse:
    """Approve a refund or refuse it."""
    approve = request.POST.get("do") == "approve"
    receipt_id = decide_refund(request.viewer, refund_id, approve=approve, at=clock.now())
    messages.success(request, _("Approved: it is booked as a refund.") if approve else _("Refused."))
    return HttpResponseRedirect(f"/money/receipts/{receipt_id}/" if receipt_id else "/money/")
