"""One person or one company: what is known, what they are recognised by, their leads, what was merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.identify.actions import correct_record, record_consent
from gleanry.flow.identify.actions.editing import EDITABLE, PURPOSES
from gleanry.flow.identify.queries.merges import merges_about
from gleanry.flow.identify.queries.sides import sides_of, within
from gleanry.flow.identify.shapes import Kind, Side
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.people.queries import accounts_by_id, consents_of, people_by_id, people_of_accounts
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.masking import hidden_of_people, shown_people, shown_person
from gleanry.web.merge_rows import merge_rows, own_titles
from gleanry.web.order_money import money_of_account
from gleanry.web.rows import with_names
from gleanry.web.sides import address_of, with_business
from gleanry.web.words import merging

LISTED = 50


@require_GET
@page("leads.see")
def person_view(request: WorkRequest, person_id: int) -> HttpResponse:
    """One person; a merged one is shown as the whole it belongs to."""
    workspace_id = request.viewer.workspace_id
    side = side_within(request, Kind.PERSON, person_id)
    hidden = hidden_of_people(request.viewer, [side.id]).get(side.id, frozenset())
    person = shown_person(people_by_id(workspace_id, [side.id])[side.id], hidden)
    company = accounts_by_id(workspace_id, [person.account_id]).get(person.account_id or 0)
    held = consents_of(workspace_id, [side.id])[side.id]
    context = _context(request, Kind.PERSON, side) | {
        "title": person.name or next(iter((*person.phones, *person.emails, *person.wechats)), f"#{side.id}"),
        "person": person,
        "company": company,
        "ways": {"person": person},
        "editable": [
            (name, merging.field_title(Kind.PERSON, name), getattr(person, name))
            for name in EDITABLE[Kind.PERSON]
            if not hidden  # nobody corrects what they do not see
        ],
        "consents": [
            (purpose, merging.PURPOSES[purpose], held.get(purpose), _state(held.get(purpose))) for purpose in PURPOSES
        ],
        "consent_states": merging.CONSENT_STATES,
    }
    return render(request, "pages/record.html", context)


def _state(row: Any) -> Any:
    return merging.CONSENT_STATES[row.state] if row else None


@require_GET
@page("leads.see")
def account_view(request: WorkRequest, account_id: int) -> HttpResponse:
    """One company with its people; a merged one is shown as the whole it belongs to."""
    workspace_id = request.viewer.workspace_id
    side = side_within(request, Kind.ACCOUNT, account_id)
    account = accounts_by_id(workspace_id, [side.id])[side.id]
    staff = [person for people in people_of_accounts(workspace_id, side.members).values() for person in people]
    roots = {row.id: row for row in people_by_id(workspace_id, staff[: 4 * LISTED]).values()}
    seen = within(request.viewer, sides_of(workspace_id, Kind.PERSON, roots))
    context = _context(request, Kind.ACCOUNT, side) | {
        "title": account.name,
        "account": account,
        "written": list(dict.fromkeys(value for _kind, value in side.marks)),
        "staff": list(shown_people(request.viewer, dict(sorted((i, roots[i]) for i in seen)[:LISTED])).values()),
        "editable": [
            (name, merging.field_title(Kind.ACCOUNT, name), getattr(account, name)) for name in EDITABLE[Kind.ACCOUNT]
        ],
    }
    context |= money_of_account(request.viewer, side.id)
    return render(request, "pages/record.html", context)


def side_within(request: WorkRequest, kind: Kind, record_id: int) -> Side:
    """A record within the viewer's reach. Raises Refusal `not_found` for any other: both look the same."""
    sides = sides_of(request.viewer.workspace_id, kind, [record_id])
    if record_id not in within(request.viewer, sides):
        raise Refusal("not_found", kind=kind, record=record_id)
    return sides[record_id]


def _context(request: WorkRequest, kind: Kind, side: Side) -> dict[str, Any]:
    workspace_id = request.viewer.workspace_id
    seen = among_visible(request.viewer, side.lead_ids)
    leads = sorted(leads_by_id(workspace_id, seen).values(), key=lambda lead: -lead.id)[:LISTED]
    merged = merge_rows(request.viewer, merges_about(workspace_id, {kind: side.members})[::-1])
    counts = with_business(workspace_id, kind, side)
    return {
        "side": side,
        "kind": kind,
        "kind_name": merging.KINDS[kind],
        "leads": with_names(request.viewer, leads),
        "lead_count": len(side.lead_ids),
        "counts": [(merging.COUNTS[name], count) for name, count in counts.items()],
        "merges": merged,
        "members": _members(request.viewer, kind, side.members),
    }


def _members(viewer: Viewer, kind: Kind, members: Sequence[int]) -> list[str]:
    titles = own_titles(viewer, kind, set(members))
    return [titles[i] for i in members[1:] if i in titles]


@require_POST
@page("leads.follow")
def change_person(request: WorkRequest, person_id: int) -> HttpResponse:
    """Correct a person, or record what they agreed to."""
    if request.POST.get("do") == "consent":
        purpose, state = request.POST.get("purpose", ""), request.POST.get("state", "")
        record_consent(request.viewer, person_id, purpose, state, clock.now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(address_of(Kind.PERSON, person_id))
    return _corrected(request, Kind.PERSON, person_id)


@require_POST
@page("leads.follow")
def change_account(request: WorkRequest, account_id: int) -> HttpResponse:
    """Correct a company."""
    return _corrected(request, Kind.ACCOUNT, account_id)


def _corrected(request: WorkRequest, kind: Kind, record_id: int) -> HttpResponse:
    fields = {name: request.POST[name] for name in EDITABLE[kind] if name in request.POST}
    root = correct_record(request.viewer, kind, record_id, fields, clock.now())
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(address_of(kind, root))
