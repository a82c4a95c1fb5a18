"""Route a batch: one look at the people, one count of turns, one decision after the other in the order of the leads.

A batch gives the same owners as its leads one by one, because the turns are counted in the same order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from gleanry.flow.clean.queries import records_of
from gleanry.flow.identify.queries import accounts_matched
from gleanry.flow.route.facts import Routed
from gleanry.flow.route.models import Assignment, Roster, Rotation
from gleanry.flow.route.rules import Candidate, Case, Choice, Keeper, People, keeper_for, owner_for
from gleanry.flow.score.facts import Graded
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.actions import place_leads
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Duplicate, LeadRow, Obtained, Placement, Pool, State
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import list_members

LOCK = 2


class OfLeads(Protocol):
    """Any fact about leads: a later stage may ask for routing without this one knowing it."""

    @property
    def lead_ids(self) -> tuple[int, ...]: ...


class OfSources(Protocol):
    """Any fact about leads that came again."""

    @property
    def source_lead_ids(self) -> tuple[int, ...]: ...


def route_leads(workspace_id: int, fact: Graded, at: datetime) -> None:
    """Route graded leads that wait in the intake pool; those already held keep their holder."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    waiting = [lead for lead in leads.values() if lead.pool == Pool.INTAKE]
    _route(workspace_id, waiting, at)


def route_qualified(workspace_id: int, fact: OfLeads, at: datetime) -> None:
    """Find a seller for leads that became MQL."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    _route(workspace_id, [lead for lead in leads.values() if lead.pool != Pool.CONVERTED], at)


def route_unowned(workspace_id: int, fact: OfSources, at: datetime) -> None:
    """Find an owner by the rules for source leads that came again and that nobody holds; nurture wakes its own."""
    leads = leads_by_id(workspace_id, dict.fromkeys(fact.source_lead_ids))
    elsewhere = (Pool.INTAKE, Pool.NURTURE, Pool.CONVERTED, Pool.INVALID)
    _route(workspace_id, [lead for lead in leads.values() if not lead.owner_id and lead.pool not in elsewhere], at)


def _route(workspace_id: int, leads: Sequence[LeadRow], at: datetime) -> None:
    if not leads:
        return
    bulk.lock_workspace(workspace_id, LOCK)
    rules = rulebook.current(workspace_id, "route")
    turns = dict(Rotation.objects.of(workspace_id).values_list("key", "turns"))
    before = dict(turns)
    people = _people(workspace_id)
    choices: list[tuple[LeadRow, Choice]] = []
    keepers = _keepers(workspace_id, leads)
    for case, lead in zip(_cases(workspace_id, leads), leads, strict=True):
        choice = keeper_for(keepers.get(lead.id), people) or owner_for(case, rules.body["rules"], people, turns)
        if choice.turn is not None:
            turns[choice.key] = choice.turn + 1
        choices.append((lead, choice))
    _count_turns(workspace_id, before, turns)
    rosters = _rosters(workspace_id, {choice.candidates for _, choice in choices if choice.candidates})
    bulk.insert(
        Assignment,
        ("workspace_id", "lead_id", "owner_id", "pool", "rule", "reason", "rules_id", "at"),
        [(workspace_id, lead.id, c.owner_id, c.pool, c.rule, _reason(c, rosters), rules.id, at) for lead, c in choices],
    )
    place_leads(workspace_id, [_placement(lead, choice) for lead, choice in choices], at=at)
    owned = [(lead.id, choice.owner_id) for lead, choice in choices if choice.owner_id is not None]
    ledger.announce(workspace_id, Routed(tuple(i for i, _ in owned), tuple(o for _, o in owned)), at=at)


def _keepers(workspace_id: int, leads: Sequence[LeadRow]) -> dict[int, Keeper]:
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


def _cases(workspace_id: int, leads: Sequence[LeadRow]) -> list[Case]:
    records = {r.submission_id: r.fields for r in records_of(workspace_id, (lead.submission_id for lead in leads))}
    return [
        Case(
            lead_id=lead.id,
            grade=lead.grade,
            source=lead.source,
            region_id=lead.region_id,
            qualified=lead.mql_at is not None,
            fields=records.get(lead.submission_id, {}),
        )
        for lead in leads
    ]


def _people(workspace_id: int) -> People:
    """Members who can be given leads: active, and able to sign in."""
    return People(
        Candidate(
            m.pk,
            frozenset(m.roles),
            m.team.name if m.team else "",
            m.region_id,
            names=frozenset(name.casefold() for name in (m.name, m.external_id) if name),
        )
        for m in list_members(workspace_id)
        if m.user_id is not None
    )


def _count_turns(workspace_id: int, before: Mapping[str, int], turns: Mapping[str, int]) -> None:
    changed = [key for key, count in turns.items() if before.get(key) != count]
    fresh = [Rotation(workspace_id=workspace_id, key=key, turns=turns[key]) for key in changed if key not in before]
    Rotation.objects.bulk_create(fresh)
    ids = dict(Rotation.objects.of(workspace_id).filter(key__in=changed).values_list("key", "pk"))
    bulk.update(Rotation, ("turns",), [(ids[key], turns[key]) for key in changed if key in before])


def _rosters(workspace_id: int, sets: set[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    """Candidate set -> id of its roster, adding those not yet written."""
    digests = {members: hashlib.sha256(json.dumps(members).encode()).hexdigest() for members in sets}
    rows = Roster.objects.of(workspace_id).filter(digest__in=digests.values())
    known: dict[str, int] = dict(rows.values_list("digest", "pk"))
    fresh = [
        Roster(workspace_id=workspace_id, digest=digest, member_ids=list(members))
        for members, digest in digests.items()
        if digest not in known
    ]
    if fresh:
        Roster.objects.bulk_create(fresh)
        known = dict(rows.all().values_list("digest", "pk"))
    return {members: known[digest] for members, digest in digests.items()}


def _reason(choice: Choice, rosters: Mapping[tuple[int, ...], int]) -> dict[str, int | str]:
    if choice.account_id is not None:
        return {"code": "account", "account": choice.account_id}
    if choice.turn is None:
        return {"code": "nobody"}
    return {"code": "turn", "turn": choice.turn, "of": len(choice.candidates), "roster": rosters[choice.candidates]}


def _placement(lead: LeadRow, choice: Choice) -> Placement:
    return Placement(
        lead_id=lead.id,
        pool=Pool(choice.pool),
        owner_id=choice.owner_id,
        state=State.PENDING if choice.owner_id else State.UNASSIGNED,
        obtained=_obtained(choice),
        reason={"code": "routed", "rule": choice.rule},
    )


def _obtained(choice: Choice) -> Obtained:
    if choice.owner_id is None:
        return Obtained.NONE
    return Obtained.ACCOUNT if choice.account_id is not None else Obtained.AUTO
