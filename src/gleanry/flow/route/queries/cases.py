"""What routing needs to know, by the batch: rules, people, the leads as cases, the keepers of their accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.queries import accounts_matched
from gleanry.flow.route.rules import Book, Candidate, Case, Keeper, People, read_book
from gleanry.flow.score.queries import cells_of
from gleanry.kit.rulebook import Rules
from gleanry.leads.shapes import Duplicate, LeadRow
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import people_at_work, region_ids

Former = Mapping[int, frozenset[int]]
"""Lead -> who held it before."""


def book_of(rules: Rules) -> Book:
    """The rules of a version, read once; a version in force has one body (`kit.rulebook`), which tells it apart."""
    known = _read.get(id(rules.body))
    if known is None or known[0] is not rules.body:
        if len(_read) >= REMEMBERED:
            _read.clear()
        known = _read[id(rules.body)] = (rules.body, read_book(rules.body))
    return known[1]


REMEMBERED = 256
_read: dict[int, tuple[dict[str, Any], Book]] = {}
"""By the identity of the body, which is kept so that no other body can have it."""


def people_of(workspace_id: int, book: Book) -> People:
    """Members who can be given leads: active, and able to sign in."""
    return People(
        (
            Candidate(pk, frozenset(roles), team or "", region_id, _names(name, external_id), tuple(places or ()))
            for pk, roles, team, region_id, places, name, external_id in people_at_work(workspace_id)
        ),
        book.places,
    )


def regions_of(workspace_id: int, book: Book) -> dict[int, str]:
    """Region id -> name, asked only where a rule does."""
    return {pk: name for name, pk in region_ids(workspace_id).items()} if book.asks_region else {}


@lru_cache(maxsize=4096)
def _names(*names: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in names if name)


def cases_of(
    workspace_id: int,
    leads: Sequence[LeadRow],
    *,
    regions: Mapping[int, str] | None = None,
    former: Former | None = None,
    strict: bool = False,
) -> list[Case]:
    """What is known of the leads, in their order; `strict` as in Case."""
    records = {r.submission_id: r.fields for r in records_of(workspace_id, (lead.submission_id for lead in leads))}
    names, held = regions or {}, former or {}
    cells = cells_of(workspace_id)
    return [
        Case(
            lead_id=lead.id,
            grade=lead.grade,
            source=lead.source,
            region_id=lead.region_id,
            qualified=lead.mql_at is not None,
            fields=records.get(lead.submission_id, {}),
            campaign=lead.campaign,
            novelty=lead.novelty,
            region=names.get(lead.region_id or 0, ""),
            former=held.get(lead.id, NOBODY),
            strict=strict,
            goes=cells[lead.grade].route if lead.grade in cells else "rules",
        )
        for lead in leads
    ]


NOBODY: frozenset[int] = frozenset()


def keepers_of(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, Keeper]:
    """Lead -> who keeps the account that a duplicate rule found for it; asked only where there is such a lead."""
    joined = {lead.submission_id: lead.id for lead in leads if lead.duplicate == Duplicate.TO_ACCOUNT_OWNER}
    if not joined:
        return {}
    found = accounts_matched(workspace_id, joined)
    accounts = accounts_by_id(workspace_id, found.values())
    return {
        joined[submission_id]: Keeper(account_id, accounts[account_id].owner_id)
        for submission_id, account_id in found.items()
        if account_id in accounts
    }
