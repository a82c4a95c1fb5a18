"""The one search box: what drops down as one types, all that was found, one group by the page, one company's leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.leads.queries import NotFound
from gleanry.search.queries import account_leads, find, find_accounts, find_leads, find_people
from gleanry.search.shapes import Found, Group, LeadHit
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.masking import shown_group

DROPPED = 5
SHOWN = 12
A_PAGE = 50
LONGEST = 120
FINDERS: dict[str, Any] = {"leads": find_leads, "people": find_people, "accounts": find_accounts}


def asked_of(request: WorkRequest) -> str:
    """What was typed, as it can be kept in an address."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


@require_GET
@page("leads.see")
def find_drop(request: WorkRequest) -> HttpResponse:
    """The best of each group, for the box itself."""
    text = asked_of(request)
    found = find(request.viewer, text, limit=DROPPED) if text else None
    return render(request, "parts/find_drop.html", _context(request, text, found))


@require_GET
@page("leads.see")
def find_all(request: WorkRequest) -> HttpResponse:
    """All groups on one page."""
    text = asked_of(request)
    found = find(request.viewer, text, limit=SHOWN) if text else None
    return render(request, "pages/find.html", _context(request, text, found))


@require_GET
@page("leads.see")
def find_group(request: WorkRequest, group: str) -> HttpResponse:
    """One group by the page."""
    text, start = asked_of(request), min(key_of(request, "from") or 0, 10_000)
    hits = shown_group(request.viewer, FINDERS[group](request.viewer, text, start=start, limit=A_PAGE))
    context = {"seek_text": text, "group": group, "found": hits, "owners": _owners(request, hits.hits, group)}
    return render(request, "pages/find_group.html", context | {"before": max(0, start - A_PAGE) if start else None})


@require_GET
@page("leads.see")
def company(request: WorkRequest, account_id: int) -> HttpResponse:
    """A company that was found, and its newest leads."""
    found = account_leads(request.viewer, account_id, limit=A_PAGE)
    if found is None:
        raise NotFound(account=account_id)
    account, hits = found
    leads = shown_group(request.viewer, Group(tuple(hits), len(hits), more=False)).hits
    return render(
        request,
        "pages/find_company.html",
        {"account": account, "leads": leads, "owners": _owners(request, leads, "leads")},
    )


def _context(request: WorkRequest, text: str, found: Found | None) -> dict[str, Any]:
    owners = _owners(request, found.leads.hits, "leads") if found else {}
    groups: list[tuple[str, Group[Any]]] = []
    if found:
        every = (("leads", found.leads), ("people", found.people), ("accounts", found.accounts))
        groups = [(name, shown_group(request.viewer, group)) for name, group in every]
    return {
        "seek_text": text,
        "found": found,
        "groups": [(name, group) for name, group in groups if group.hits],
        "owners": owners,
    }


def _owners(request: WorkRequest, hits: Any, group: str) -> dict[int, str]:
    """Member id -> name, for the holders of the leads shown."""
    leads: list[LeadHit] = list(hits) if group == "leads" else []
    return names_of(request.viewer.workspace_id, [lead.owner_id for lead in leads])
