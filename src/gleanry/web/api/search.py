"""Find leads, people and companies by whatever one knows of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from gleanry.search.queries import find, find_accounts, find_leads, find_people
from gleanry.search.shapes import Group
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.masking import shown_group

router = Router(tags=["search"])
FINDERS: dict[str, Any] = {"leads": find_leads, "people": find_people, "accounts": find_accounts}


class SpanOut(Schema):
    """A stretch of a text, in characters."""

    start: int
    end: int


class MatchedOut(Schema):
    """Where it matched: name, phone, email, handle, code, company or number."""

    field: str
    text: str
    spans: list[SpanOut]


class LeadFound(Schema):
    """A lead that was found."""

    lead_id: int
    person: str
    company: str
    pool: str
    owner_id: int | None
    external_id: str
    matched: list[MatchedOut]


class PersonFound(Schema):
    """A person: the newest lead the caller sees, and how many it sees."""

    person_id: int
    name: str
    company: str
    lead_id: int
    leads: int
    matched: list[MatchedOut]


class AccountFound(Schema):
    """A company that was found."""

    account_id: int
    name: str
    region: str
    industry: str
    matched: list[MatchedOut]


class LeadsFound(Schema):
    """Leads, best first; `next` is the `start` of the next page, `more` says that the search stopped at `counted`."""

    hits: list[LeadFound]
    counted: int
    more: bool
    next: int | None


class PeopleFound(LeadsFound):
    """People, best first."""

    hits: list[PersonFound]  # type: ignore[assignment]  # the same page of other hits


class AccountsFound(LeadsFound):
    """Companies, best first."""

    hits: list[AccountFound]  # type: ignore[assignment]  # the same page of other hits


class FoundOut(Schema):
    """What was found, by group; a group that was not asked for is empty."""

    leads: LeadsFound
    people: PeopleFound
    accounts: AccountsFound


class Asked(Schema):
    """Chinese, pinyin or its initials, Latin words, part of a phone, of an address or of a number.

    Without `group` the best of each; with it, that group from `start` on.
    """

    q: str = Field(min_length=1, max_length=120)
    group: Literal["", "leads", "people", "accounts"] = ""
    start: int = Field(0, ge=0, le=10_000)
    limit: int = Field(5, ge=1, le=50)


@router.get("", response={200: FoundOut, **PROBLEMS}, summary="Find leads, people and companies")
def search(request: HttpRequest, query: Query[Asked]) -> dict[str, Any]:
    """Within what the caller may see."""
    viewer = need(request, "leads.see").viewer
    text = query.q.replace("\0", "")
    if query.group:
        found: dict[str, Group[Any]] = {name: Group((), 0, more=False) for name in FINDERS}
        found[query.group] = FINDERS[query.group](viewer, text, start=query.start, limit=query.limit)
    else:
        best = find(viewer, text, limit=query.limit)
        found = {"leads": best.leads, "people": best.people, "accounts": best.accounts}
    return {name: _page(shown_group(viewer, group)) for name, group in found.items()}


def _page(group: Group[Any]) -> dict[str, Any]:
    hits = [asdict(hit) for hit in group.hits]
    return {"hits": hits, "counted": group.counted, "more": group.more, "next": group.next_start}
