"""What conditions ask of people, read for a batch of them: a number of statements that does not grow with the batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id, leads_by_person
from gleanry.leads.shapes import LeadRow, Milestone
from gleanry.market.audience.models import Listed
from gleanry.market.audience.shapes import Happened, Known, LeadState
from gleanry.people.queries import (
    accounts_by_id,
    consents_of,
    groups_of,
    people_by_id,
    people_of_accounts,
    raw_rows,
    with_members,
)
from gleanry.touches.queries import touches_by_person

MILESTONES = {milestone.value: milestone.name.lower() for milestone in Milestone}


def people_meant(workspace_id: int, of: str, ids: Sequence[int]) -> list[int]:
    """The people whose records changed: people by themselves, those of leads, those who work at accounts."""
    if of == "person":
        return list(ids)
    if of == "lead":
        leads = leads_by_id(workspace_id, ids).values()
        return list(dict.fromkeys(lead.person_id for lead in leads if lead.person_id))
    accounts = with_members(groups_of(workspace_id, ids, kind="account"), ids)
    staff = people_of_accounts(workspace_id, accounts)
    return list(dict.fromkeys(person for own in staff.values() for person in own))


def known_of(workspace_id: int, roots: Sequence[int], needs: frozenset[str]) -> dict[int, Known]:
    """Person id -> what may be asked of it; the ids are those of people who stand for themselves."""
    fields = _fields(workspace_id, roots, needs)
    ways = _ways(workspace_id, roots) if "ways" in needs else {}
    refused = _refusing(workspace_id, roots) if "consents" in needs else frozenset()
    touches = touches_by_person(workspace_id, roots) if "touches" in needs else {}
    leads = leads_by_person(workspace_id, roots) if "leads" in needs else {}
    lists = _lists(workspace_id, roots) if "lists" in needs else {}
    return {
        root: Known(
            fields=fields.get(root, {}),
            ways=ways.get(root, frozenset()),
            refuses_mail=root in refused,
            touches=tuple(Happened(t.at, t.kind, t.channel, t.campaign) for t in touches.get(root, ())),
            leads=tuple(_state(lead) for lead in leads.get(root, ())),
            lists=lists.get(root, frozenset()),
        )
        for root in roots
    }


def _fields(workspace_id: int, roots: Sequence[int], needs: frozenset[str]) -> dict[int, dict[str, str]]:
    """Title and company of each, what the root does not say taken from the others of its group in order."""
    if needs.isdisjoint(("person", "account")):
        return {}
    groups = groups_of(workspace_id, roots)
    raw = raw_rows(workspace_id, with_members(groups, roots))
    shown: dict[int, dict[str, Any]] = {}
    for root in roots:
        group = [raw[member].fields for member in groups.get(root, (root,)) if member in raw]
        shown[root] = {
            name: next((one[name] for one in group if one[name]), None) for name in ("job_title", "account_id")
        }
    named = (one["account_id"] for one in shown.values())
    accounts = accounts_by_id(workspace_id, named) if "account" in needs else {}
    found = {}
    for root, one in shown.items():
        found[root] = {"job_title": one["job_title"] or ""}
        account = accounts.get(one["account_id"] or 0)
        if account is not None:
            found[root] |= {"company": account.name, "region": account.region}
            found[root] |= {"industry": account.industry, "size": account.size}
    return found


def _ways(workspace_id: int, roots: Sequence[int]) -> dict[int, frozenset[str]]:
    kinds = (("phone", "phones"), ("email", "emails"), ("wechat", "wechats"))
    return {
        root: frozenset(kind for kind, name in kinds if getattr(person, name))
        for root, person in people_by_id(workspace_id, roots).items()
    }


def _refusing(workspace_id: int, roots: Sequence[int]) -> frozenset[int]:
    said = consents_of(workspace_id, roots)
    return frozenset(root for root, by in said.items() if "mail" in by and by["mail"].state == "denied")


def _lists(workspace_id: int, roots: Iterable[int]) -> dict[int, frozenset[int]]:
    wanted = list(roots)
    groups = groups_of(workspace_id, wanted)
    rows = bulk.find(
        Listed,
        ("person_id", "segment_id"),
        workspace_id=workspace_id,
        key="person_id",
        among=with_members(groups, wanted),
    )
    own: dict[int, set[int]] = {}
    for person_id, segment_id in rows:
        own.setdefault(person_id, set()).add(segment_id)
    return {root: frozenset(i for m in groups.get(root, (root,)) for i in own.get(m, ())) for root in wanted}


def _state(lead: LeadRow) -> LeadState:
    reached = frozenset(name for column, name in MILESTONES.items() if getattr(lead, column) is not None)
    return LeadState(lead.pool, lead.grade, lead.source, lead.campaign, reached, lead.received_at)
