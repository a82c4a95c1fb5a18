"""Gather leads by what is known of them: ids, external ids, people, holders. By the batch, without a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from gleanry.kit import bulk
from gleanry.leads.models import Lead
from gleanry.leads.shapes import LeadRow, Milestone, Pool
from gleanry.people.queries import groups_of, with_members

COLUMNS = LeadRow._fields


def row_of(values: tuple[Any, ...]) -> LeadRow:
    """The values of `COLUMNS` as a lead."""
    return LeadRow(*values)


def leads_by_id(workspace_id: int, lead_ids: Iterable[int | None]) -> dict[int, LeadRow]:
    """Lead id -> lead, within a workspace; for the stages, which serve all its people."""
    wanted = [lead_id for lead_id in lead_ids if lead_id]
    rows = bulk.find(Lead, COLUMNS, workspace_id=workspace_id, key="id", among=wanted)
    return {row[0]: row_of(row) for row in rows}


def leads_by_external_id(workspace_id: int, external_ids: Iterable[str]) -> dict[str, int]:
    """External id -> lead id."""
    rows = bulk.find(
        Lead,
        ("external_id", "id"),
        workspace_id=workspace_id,
        key="external_id",
        among=(external_id for external_id in external_ids if external_id),
        where="t.external_id > ''",
    )
    return dict(rows)


def leads_by_person(workspace_id: int, person_ids: Iterable[int]) -> dict[int, list[LeadRow]]:
    """Person id -> its leads in order of opening, of a merged person those of its whole group; two statements."""
    wanted = list(dict.fromkeys(person_ids))
    groups = groups_of(workspace_id, wanted)
    own = own_leads(workspace_id, with_members(groups, wanted))
    found: dict[int, list[LeadRow]] = {}
    for person_id in wanted:
        leads = [lead for member in groups.get(person_id, (person_id,)) for lead in own.get(member, ())]
        if leads:
            found[person_id] = sorted(leads, key=lambda lead: lead.id)
    return found


def own_leads(workspace_id: int, person_ids: Iterable[int]) -> dict[int, list[LeadRow]]:
    """Person id -> the leads that were recognised as its own, groups apart; one statement."""
    found: dict[int, list[LeadRow]] = {}
    for row in bulk.find(Lead, COLUMNS, workspace_id=workspace_id, key="person_id", among=person_ids):
        lead = row_of(row)
        if lead.person_id is not None:
            found.setdefault(lead.person_id, []).append(lead)
    return found


def leads_of_sources(workspace_id: int, source_lead_ids: Iterable[int]) -> dict[int, list[int]]:
    """Source lead id -> the leads attached to it, oldest first; one statement."""
    found: dict[int, list[int]] = {}
    for lead_id, source in bulk.find(
        Lead, ("id", "source_lead_id"), workspace_id=workspace_id, key="source_lead_id", among=source_lead_ids
    ):
        found.setdefault(source, []).append(lead_id)
    return found


def leads_of_accounts(workspace_id: int, account_ids: Iterable[int]) -> list[int]:
    """The ids of the leads of some accounts, oldest first; one statement."""
    rows = Lead.objects.of(workspace_id).filter(account_id__in=list(account_ids)).order_by("id")
    return list(rows.values_list("pk", flat=True))


def last_lead_id(workspace_id: int) -> int:
    """The newest lead's id, 0 where there is none: what comes later has a greater one."""
    return Lead.objects.of(workspace_id).order_by("-id").values_list("pk", flat=True).first() or 0


def held_leads(workspace_id: int, pools: Iterable[Pool]) -> list[LeadRow]:
    """The leads of some pools that somebody holds, in order of opening; for rebuilding what their holders will do."""
    rows = Lead.objects.of(workspace_id).filter(pool__in=list(pools), owner_id__isnull=False).order_by("id")
    return [row_of(values) for values in rows.values_list(*COLUMNS).iterator()]


def latest_leads(workspace_id: int, limit: int) -> list[LeadRow]:
    """The newest leads that are no repeats, in order of opening: what a score can be learned from."""
    rows = Lead.objects.of(workspace_id).filter(source_lead_id__isnull=True).order_by("-id")
    return [row_of(values) for values in rows.values_list(*COLUMNS)[:limit]][::-1]


def leads_reaching(
    workspace_id: int, milestone: Milestone, since: datetime, until: datetime, *, most: int
) -> list[LeadRow]:
    """The leads that reached a milestone from `since` on and before `until`, at most the latest `most`."""
    within = {f"{milestone.value}__gte": since, f"{milestone.value}__lt": until}
    rows = Lead.objects.of(workspace_id).filter(**within).order_by("-id")
    return [row_of(values) for values in rows.values_list(*COLUMNS)[:most]]


def held_since(workspace_id: int, pools: Iterable[Pool], at: datetime) -> list[int]:
    """The leads of some pools that somebody got at exactly this moment."""
    rows = Lead.objects.of(workspace_id).filter(pool__in=list(pools), owner_id__isnull=False, owner_since=at)
    return list(rows.order_by("id").values_list("pk", flat=True))
