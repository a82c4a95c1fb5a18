"""What people change on the page of an account; each button says what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_key
from gleanry.people.shapes import NewSeat, NewTie, TraitRow
from gleanry.values.company_name import parse_company_name
from gleanry.web.access import WorkRequest, page
from gleanry.web.forms.deals import AmountForm, first_error
from gleanry.web.pages.customer import Trouble, account_page
from gleanry.web.words.accounts import uses_text
from gleanry.web.words.refusals import refusal_text
from gleanry.wiring import accounts


@require_POST
@page("accounts.edit")
def manage_account(request: WorkRequest, account_id: int) -> HttpResponse:
    """Do what the button says; what is refused comes back with all that was typed and the cure beside it."""
    form = request.POST.get("do", "")
    act = ACTS.get(form)
    if act is None:
        raise Refusal("bad_choice", do=form)
    try:
        said = act(request, account_id, clock.now())
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        return account_page(request, account_id, trouble=Trouble(form, _told(refusal), request.POST.dict()))
    messages.success(request, said)
    if form == "delete":
        return HttpResponseRedirect("/accounts/")
    deal = _number(request, "opportunity")
    return HttpResponseRedirect(f"/deals/{deal}/" if deal else f"/accounts/{account_id}/")


def _told(refusal: Refusal) -> str:
    text = refusal_text(refusal.code, refusal.data)
    if refusal.code == "account_in_use":
        return f"{text} ({uses_text(refusal.data)})"
    return str(refusal.data["text"]) if "text" in refusal.data else text


def _number(request: WorkRequest, name: str) -> int | None:
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    if not text.lstrip("-").isascii() or not text.lstrip("-").isdigit() or len(text) > 18:
        raise Refusal("bad_number", field=name)
    return int(text)


def _needed(request: WorkRequest, name: str) -> int:
    number = _number(request, name)
    if number is None:
        raise Refusal("bad_number", field=name)
    return number


def _day(request: WorkRequest, name: str) -> date | None:
    text = request.POST.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refusal("bad_date") from error


def _place(request: WorkRequest, account_id: int, at: datetime) -> str:
    """Under the company of a number (#12 or 12) or of a name as it is written."""
    text = request.POST.get("parent", "").strip()
    parent: int | None = None
    if text:
        number = text.removeprefix("#")
        name = parse_company_name(text)
        known = accounts_by_key(request.viewer.workspace_id, [name.key]) if name else {}
        plain = number.isascii() and number.isdigit() and len(number) < 19
        parent = int(number) if plain else next(iter(known.values()), None)
        if parent is None:
            raise Refusal("no_account")
    accounts.place_account(request.viewer, account_id, parent, request.POST.get("relation", ""), at)
    return _("The group is as you said.")


def _describe(request: WorkRequest, account_id: int, at: datetime) -> str:
    budget = None
    if request.POST.get("amount", "").strip():
        form = AmountForm(request.POST)
        if not form.is_valid():
            raise Refusal("bad_amount", text=first_error(form))
        budget = form.money
    trait = TraitRow(
        account_id,
        is_strategic=request.POST.get("strategic") == "1",
        level=_number(request, "level") or 0,
        coverage=request.POST.get("coverage", ""),
        share_percent=_number(request, "share"),
    )
    accounts.describe_account(request.viewer, account_id, trait=trait, budget=budget, at=at)
    return _("Noted, and the tier was looked at again.")


def _tier(request: WorkRequest, account_id: int, at: datetime) -> str:
    until = _day(request, "until")
    if until is None and request.POST.get("tier"):
        raise Refusal("bad_date")
    reason = request.POST.get("reason", "")
    accounts.set_tier(request.viewer, account_id, request.POST.get("tier", ""), until=until, reason=reason, at=at)
    return _("The tier is set until that day.") if until else _("The table decides again.")


def _deputy(request: WorkRequest, account_id: int, at: datetime) -> str:
    accounts.set_deputy(request.viewer, account_id, _number(request, "member"), at)
    return _("Saved.")


def _handover(request: WorkRequest, account_id: int, at: datetime) -> str:
    why = request.POST.get("why", "")
    accounts.plan_handover(request.viewer, account_id, _needed(request, "to"), why=why, at=at)
    return _("The handover is planned. Both see its steps here.")


def _step(request: WorkRequest, account_id: int, at: datetime) -> str:
    accounts.step_handover(request.viewer, _needed(request, "handover"), note=request.POST.get("note", ""), at=at)
    return _("The step is done.")


def _drop(request: WorkRequest, account_id: int, at: datetime) -> str:
    accounts.give_up_handover(request.viewer, _needed(request, "handover"), at)
    return _("The handover was given up. The account stays where it was.")


def _seat(request: WorkRequest, account_id: int, at: datetime) -> str:
    seat = NewSeat(
        account_id,
        _needed(request, "person"),
        request.POST.get("role", ""),
        power=_number(request, "power") or 0,
        attitude=_number(request, "attitude") or 0,
        concern=request.POST.get("concern", ""),
        keeper_id=_number(request, "keeper"),
        closeness=_number(request, "closeness") or 0,
        opportunity_id=_number(request, "opportunity"),
    )
    accounts.seat_person(request.viewer, seat, at)
    return _("Saved.")


def _unseat(request: WorkRequest, account_id: int, at: datetime) -> str:
    deal = _number(request, "opportunity")
    accounts.unseat(request.viewer, account_id, _needed(request, "seat"), at, opportunity_id=deal)
    return _("Taken out. What was known stays in the history.")


def _tie(request: WorkRequest, account_id: int, at: datetime) -> str:
    kind, _dash, number = request.POST.get("other", "").partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Refusal("bad_tie")
    tie = NewTie(
        _needed(request, "person"),
        other_person_id=int(number) if kind == "person" else None,
        member_id=int(number) if kind == "member" else None,
        strength=_number(request, "strength") or 0,
        source=request.POST.get("source", ""),
    )
    accounts.tie_people(request.viewer, account_id, tie, at)
    return _("Saved.")


def _untie(request: WorkRequest, account_id: int, at: datetime) -> str:
    accounts.untie(request.viewer, account_id, _needed(request, "tie"), at)
    return _("Saved.")


def _rest(request: WorkRequest, account_id: int, at: datetime) -> str:
    dormant = request.POST.get("dormant") == "1"
    accounts.rest_account(request.viewer, account_id, dormant=dormant, at=at)
    return _("The account rests now: lists leave it out.") if dormant else _("The account is awake again.")


def _delete(request: WorkRequest, account_id: int, at: datetime) -> str:
    accounts.delete_account(request.viewer, account_id, at)
    return _("Deleted: nothing hung on it.")


Act = Callable[[WorkRequest, int, datetime], Any]
ACTS: dict[str, Act] = {
    "place": _place,
    "describe": _describe,
    "tier": _tier,
    "deputy": _deputy,
    "handover": _handover,
    "step": _step,
    "drop": _drop,
    "seat": _seat,
    "unseat": _unseat,
    "tie": _tie,
    "untie": _untie,
    "rest": _rest,
    "delete": _delete,
}
