"""One batch of clean records becomes people, accounts and leads.

The batch is decided in memory against what four look-ups found, then written: the number of statements does not depend
on the number of records. One batch at a time per workspace, or two could add the same person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.clean.facts import Cleaned
from gleanry.flow.clean.queries import records_of
from gleanry.flow.clean.shapes import CleanRow
from gleanry.flow.identify.facts import Attached, Identified
from gleanry.flow.identify.models import Match, MatchVerdict
from gleanry.flow.identify.rules import OpenLead, id_of, identifiers_of, person_for, region_for, source_lead_for
from gleanry.kit import bulk, ledger, rulebook
from gleanry.leads.actions import open_leads, reserve_ids
from gleanry.leads.queries import leads_by_external_id, leads_by_id, leads_by_person
from gleanry.leads.shapes import NewLead, Pool, State
from gleanry.people.actions import add_accounts, add_identifiers, add_people, complete_people
from gleanry.people.queries import accounts_by_key, groups_of, people_by_identifier, roots_of
from gleanry.people.shapes import IdentifierKey, NewAccount, NewPerson
from gleanry.tenants.queries import list_regions
from gleanry.touches.actions import append_touches
from gleanry.touches.shapes import NewTouch

LOCK = 1

Known = dict[IdentifierKey, int]


@dataclass(frozen=True, slots=True)
class Source:
    """What a lead is attached to: a lead id, or minus (1 + position) for one of the same batch.

    `same_record` says that it was found by the external id: the same record sent again.
    """

    lead_id: int
    same_record: bool


def identify_submissions(workspace_id: int, fact: Cleaned, at: datetime) -> None:
    """Find or add the person and account of each record, and open its lead: new, or attached to its source."""
    bulk.lock_workspace(workspace_id, LOCK)
    rules = rulebook.current(workspace_id, "identify")
    records = records_of(workspace_id, fact.submission_ids)
    accounts = _accounts(workspace_id, records, at)
    people, evidence, known_ids = _people(workspace_id, records, accounts, rules.body["order"], at)
    leads = _leads(workspace_id, records, people, accounts)
    attached = _attach(workspace_id, leads, known_ids, timedelta(days=rules.body["window_days"]))
    ids = reserve_ids(len(leads))
    opened = [_resolved(lead, found, ids) for lead, found in zip(leads, attached, strict=True)]
    open_leads(workspace_id, ids, opened)
    append_touches(workspace_id, [_touch(r, lead, i) for r, lead, i in zip(records, opened, ids, strict=True)])
    bulk.insert(
        Match,
        ("id", "workspace_id", "verdict", "lead_id", "evidence", "rules_id"),
        [
            (lead.submission_id, workspace_id, _verdict(lead), lead_id, why, rules.id)
            for lead, lead_id, why in zip(opened, ids, evidence, strict=True)
        ],
    )
    _announce(workspace_id, ids, opened, at)


def _announce(workspace_id: int, ids: Sequence[int], opened: Sequence[NewLead], at: datetime) -> None:
    pairs = list(zip(ids, opened, strict=True))
    ledger.announce(workspace_id, Identified(tuple(i for i, lead in pairs if lead.source_lead_id is None)), at=at)
    followers = [(i, lead.source_lead_id) for i, lead in pairs if lead.source_lead_id is not None]
    ledger.announce(workspace_id, Attached(tuple(i for i, _ in followers), tuple(s for _, s in followers)), at=at)


def _accounts(workspace_id: int, records: Sequence[CleanRow], at: datetime) -> dict[str, int]:
    """Account key -> id for every company named in the batch, adding those nobody knew."""
    named: dict[str, NewAccount] = {}
    for record in records:
        fields = record.fields
        if key := fields.get("company_key"):
            named.setdefault(
                key,
                NewAccount(
                    key=key,
                    name=fields["company"],
                    region=str(fields.get("region", ""))[:80],
                    industry=str(fields.get("industry", ""))[:80],
                    size=str(fields.get("company_size", ""))[:40],
                ),
            )
    known = accounts_by_key(workspace_id, named)
    return known | add_accounts(workspace_id, [new for key, new in named.items() if key not in known], at=at)


def _people(
    workspace_id: int, records: Sequence[CleanRow], accounts: dict[str, int], order: Sequence[str], at: datetime
) -> tuple[list[int], list[list[list[str]]], set[int]]:
    """Per record: person id and evidence; and the ids of people we knew before the batch."""
    marks = [identifiers_of(record.fields, order) for record in records]
    known: Known = dict(people_by_identifier(workspace_id, (mark for found in marks for mark in found)))
    before = set(known.values())
    roots = roots_of(workspace_id, before)
    fresh: list[NewPerson] = []
    added: list[tuple[IdentifierKey, int]] = []
    people: list[int] = []
    seen: list[tuple[int, NewPerson]] = []
    evidence: list[list[list[str]]] = []
    for record, found in zip(records, marks, strict=True):
        person, why = person_for(found, known, roots)
        if person is not None and person > 0:
            seen.append((person, _new_person(record.fields, accounts)))
        if person is None:
            fresh.append(_new_person(record.fields, accounts))
            person = -len(fresh)
        for mark in found:
            if mark not in known and mark[0] != "external":
                known[mark] = person
                added.append((mark, person))
        people.append(person)
        evidence.append(why)
    complete_people(workspace_id, seen)
    ids = add_people(workspace_id, fresh, at=at)
    add_identifiers(workspace_id, [(mark, id_of(person, ids)) for mark, person in added])
    return [id_of(person, ids) for person in people], evidence, before


def _new_person(fields: Mapping[str, Any], accounts: dict[str, int]) -> NewPerson:
    return NewPerson(
        name=fields.get("person_name", ""),
        job_title=fields.get("job_title", ""),
        account_id=accounts.get(fields.get("company_key", "")),
    )


def _leads(
    workspace_id: int, records: Sequence[CleanRow], people: Sequence[int], accounts: dict[str, int]
) -> list[NewLead]:
    regions = list_regions(workspace_id)
    leads = []
    for record, person_id in zip(records, people, strict=True):
        fields = record.fields
        received_at = datetime.fromisoformat(fields["received_at"])
        texts = (str(fields.get(name, "")) for name in ("region", "country", "company", "phone_place"))
        leads.append(
            NewLead(
                submission_id=record.submission_id,
                person_id=person_id,
                account_id=accounts.get(fields.get("company_key", "")),
                pool=Pool.INTAKE,
                state=State.UNASSIGNED,
                received_at=received_at,
                first_contact_at=_instant(fields, "first_contact_at") or received_at,
                source=_short(fields.get("source") or fields.get("utm_source")),
                campaign=_short(fields.get("campaign") or fields.get("utm_campaign")),
                external_id=fields.get("external_id", ""),
                region_id=region_for(texts, regions) if regions else None,
                mql_at=_instant(fields, "mql_at"),
                sql_at=_instant(fields, "sql_at"),
            )
        )
    return leads


def _attach(
    workspace_id: int, leads: Sequence[NewLead], known_people: set[int], window: timedelta
) -> list[Source | None]:
    """Per lead its source lead, if it came again: by its external id, or as the same person within the window."""
    by_external = _sources_by_external_id(workspace_id, leads)
    by_person = _open_leads(workspace_id, known_people)
    attached: list[Source | None] = []
    for position, lead in enumerate(leads):
        named = by_external.get(lead.external_id) if lead.external_id else None
        person = by_person.setdefault(lead.person_id or 0, [])
        found = named if named is not None else source_lead_for(lead.first_contact_at, person, window)
        attached.append(None if found is None else Source(found, same_record=named is not None))
        if found is None:
            found = -1 - position
            person.append(OpenLead(found, lead.first_contact_at))
        if lead.external_id:
            by_external.setdefault(lead.external_id, found)
    return attached


def _sources_by_external_id(workspace_id: int, leads: Sequence[NewLead]) -> dict[str, int]:
    named = leads_by_external_id(workspace_id, (lead.external_id for lead in leads))
    known = leads_by_id(workspace_id, named.values())
    return {external: known[lead_id].source_lead_id or lead_id for external, lead_id in named.items()}


def _open_leads(workspace_id: int, people: Iterable[int]) -> dict[int, list[OpenLead]]:
    """Person id -> its source leads; those who were merged share one list, also for what the batch adds to it."""
    wanted = list(people)
    known = leads_by_person(workspace_id, wanted)
    groups = groups_of(workspace_id, wanted)
    shared: dict[int, list[OpenLead]] = {}
    for person_id in wanted:
        root = groups.get(person_id, (person_id,))[0]
        if root not in shared:
            shared[root] = [
                OpenLead(lead.id, lead.first_contact_at)
                for lead in known.get(person_id, ())
                if lead.source_lead_id is None and lead.pool != Pool.INVALID
            ]
    return {person_id: shared[groups.get(person_id, (person_id,))[0]] for person_id in wanted}


def _resolved(lead: NewLead, source: Source | None, ids: Sequence[int]) -> NewLead:
    """The lead as it is opened. One external id names one lead: a record sent again leaves it to its source."""
    if source is None:
        return lead
    source_lead_id = source.lead_id if source.lead_id > 0 else ids[-source.lead_id - 1]
    external_id = "" if source.same_record else lead.external_id
    return replace(
        lead, pool=Pool.ATTACHED, state=State.ATTACHED, source_lead_id=source_lead_id, external_id=external_id
    )


def _touch(record: CleanRow, lead: NewLead, lead_id: int) -> NewTouch:
    return NewTouch(
        kind=str(record.fields.get("touch_kind") or "form_submitted")[:32],
        at=lead.first_contact_at,
        person_id=lead.person_id,
        lead_id=lead_id,
        channel=lead.source,
        campaign=lead.campaign,
        content=str(record.fields.get("landing_page", ""))[:200],
        submission_id=record.submission_id,
    )


def _verdict(lead: NewLead) -> str:
    return MatchVerdict.NEW if lead.source_lead_id is None else MatchVerdict.ATTACHED


def _instant(fields: Mapping[str, Any], name: str) -> datetime | None:
    text = fields.get(name)
    return datetime.fromisoformat(text) if text else None


def _short(text: Any) -> str:
    return str(text or "")[:80]
