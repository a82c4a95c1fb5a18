"""One batch of clean records becomes people, accounts and leads.

The batch is decided in memory against what a few look-ups found, then written: the number of statements depends neither
on the number of records nor on that of the rules. One batch at a time per workspace, or two could add the same person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.clean.facts import Cleaned
from gleanry.flow.clean.queries import records_of
from gleanry.flow.clean.shapes import CleanRow
from gleanry.flow.identify.actions.announcing import announce_verdicts
from gleanry.flow.identify.actions.known import (
    look_up_companies,
    look_up_latest,
    look_up_people,
    look_up_records,
)
from gleanry.flow.identify.actions.verdicts import Sitting, Verdict
from gleanry.flow.identify.models import Match, MatchVerdict
from gleanry.flow.identify.rules import Found, compared_of, id_of, marks_of, read_book, region_for
from gleanry.kit import bulk, rulebook
from gleanry.leads.actions import open_leads, reserve_ids
from gleanry.leads.shapes import Duplicate, NewLead, Pool, State
from gleanry.people.actions import add_identifiers, add_people, mark_accounts, update_people
from gleanry.people.shapes import NewPerson
from gleanry.tenants.queries import list_regions
from gleanry.touches.actions import append_touches
from gleanry.touches.shapes import NewTouch

LOCK = 1
LABELS = frozenset(Duplicate)


@dataclass(frozen=True, slots=True)
class Identification:
    """A decided batch whose people are written: per record its lead's id, the lead as it is to stand, and why."""

    records: Sequence[CleanRow]
    ids: Sequence[int]
    leads: Sequence[NewLead]
    verdicts: Sequence[Verdict]
    rules_id: int


def identify_submissions(workspace_id: int, fact: Cleaned, at: datetime) -> None:
    """Find or add the person and account of each record, and open its lead: new, or attached to its source."""
    bulk.lock_workspace(workspace_id, LOCK)
    records = records_of(workspace_id, fact.submission_ids)
    batch = decide_batch(workspace_id, records, reserve_ids(len(records)), at)
    open_leads(workspace_id, batch.ids, batch.leads)
    rows = [(*row, workspace_id) for row in match_rows(batch)]
    bulk.insert(Match, ("id", *MATCH, "workspace_id"), rows)
    tell_of(workspace_id, batch, at)


def decide_batch(workspace_id: int, records: Sequence[CleanRow], ids: Sequence[int], at: datetime) -> Identification:
    """Decide about records, whose leads have or will have these ids, and write their people and accounts."""
    rules = rulebook.current(workspace_id, "identify")
    sitting, verdicts = _judge(workspace_id, records, ids, rules.body, at)
    people = _write_people(workspace_id, sitting, at)
    return Identification(records, ids, _leads(workspace_id, records, verdicts, people), verdicts, rules.id)


def tell_of(workspace_id: int, batch: Identification, at: datetime) -> None:
    """Append the touches of a batch whose leads are written, and announce it."""
    touches = [_touch(r, lead, i) for r, lead, i in zip(batch.records, batch.leads, batch.ids, strict=True)]
    append_touches(workspace_id, touches)
    announce_verdicts(workspace_id, batch.ids, batch.verdicts, at)


def _judge(
    workspace_id: int, records: Sequence[CleanRow], ids: Sequence[int], body: Mapping[str, Any], at: datetime
) -> tuple[Sitting, list[Verdict]]:
    book = read_book(body)
    compared = [compared_of(record.fields, book.public_domains) for record in records]
    marks = [marks_of(signs, record.fields, book.order) for signs, record in zip(compared, records, strict=True)]
    companies, shelf = look_up_companies(workspace_id, records, compared, book=book, at=at)
    profiles = look_up_people(workspace_id, marks, shelf)
    look_up_latest(workspace_id, shelf, book)
    named = look_up_records(workspace_id, (str(record.fields.get("external_id") or "") for record in records))
    sitting = Sitting(book, shelf, companies, profiles, named)
    verdicts = [
        sitting.judge(record, lead_id, found, signs)
        for record, lead_id, found, signs in zip(records, ids, marks, compared, strict=True)
    ]
    return sitting, verdicts


def _write_people(workspace_id: int, sitting: Sitting, at: datetime) -> Sequence[int]:
    """Add and bring up to date the people and accounts of a batch; gives the ids of the people added."""
    profiles = sitting.profiles
    ids = add_people(workspace_id, [NewPerson(*profiles[person]) for person in sitting.fresh], at=at)
    touched = sorted(person for person in sitting.touched if person > 0)
    update_people(workspace_id, [(person, NewPerson(*profiles[person])) for person in touched])
    add_identifiers(workspace_id, [(mark, id_of(person, ids)) for mark, person in sitting.added])
    mark_accounts(workspace_id, sitting.companies.learnt())
    return ids


def _leads(
    workspace_id: int, records: Sequence[CleanRow], verdicts: Sequence[Verdict], people: Sequence[int]
) -> list[NewLead]:
    regions = list_regions(workspace_id)
    return [
        _lead(record, verdict, id_of(verdict.person, people), regions)
        for record, verdict in zip(records, verdicts, strict=True)
    ]


def _lead(record: CleanRow, verdict: Verdict, person_id: int, regions: Sequence[tuple[int, Sequence[str]]]) -> NewLead:
    """The lead as it is opened. One external id names one lead: a record sent again leaves it to its source."""
    fields = record.fields
    received_at = datetime.fromisoformat(fields["received_at"])
    texts = (str(fields.get(name, "")) for name in ("region", "country", "company", "phone_place"))
    attached = verdict.source_lead_id is not None
    return NewLead(
        submission_id=record.submission_id,
        person_id=person_id,
        account_id=verdict.account_id,
        pool=Pool.ATTACHED if attached else Pool.INTAKE,
        state=State.ATTACHED if attached else State.UNASSIGNED,
        received_at=received_at,
        first_contact_at=verdict.contact_at,
        source=_short(fields.get("source") or fields.get("utm_source")),
        campaign=_short(fields.get("campaign") or fields.get("utm_campaign")),
        external_id="" if verdict.same_record else fields.get("external_id", ""),
        source_lead_id=verdict.source_lead_id,
        region_id=region_for(texts, regions) if regions else None,
        mql_at=_instant(fields, "mql_at"),
        sql_at=_instant(fields, "sql_at"),
        novelty=verdict.novelty,
        duplicate=verdict.action if verdict.action in LABELS else "",
    )


MATCH = ("verdict", "lead_id", "evidence", "rule", "action", "found", "rules_id")


def match_rows(batch: Identification) -> list[tuple[Any, ...]]:
    """The decisions as they are kept: (submission id, MATCH)."""
    rows = []
    for lead_id, lead, verdict in zip(batch.ids, batch.leads, batch.verdicts, strict=True):
        outcome = MatchVerdict.NEW if lead.source_lead_id is None else MatchVerdict.ATTACHED
        found = list(_told(verdict.decision.found, verdict))
        why = (verdict.evidence, verdict.rule, verdict.action, found)
        rows.append((lead.submission_id, outcome, lead_id, *why, batch.rules_id))
    return rows


def _told(found: Iterable[Found], verdict: Verdict) -> Iterable[dict[str, Any]]:
    """The matches as they are kept; what a refresh changed stands with the one that decided."""
    for number, match in enumerate(found):
        row: dict[str, Any] = {"rule": match.rule, "with": match.target, "id": match.target_id, "on": match.agree}
        if match.age_days is not None:
            row["days"] = match.age_days
        if match.probability is not None:
            row["probability"] = match.probability
        if not number and verdict.changed:
            row["changed"] = verdict.changed
        yield row


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


def _instant(fields: Mapping[str, Any], name: str) -> datetime | None:
    text = fields.get(name)
    return datetime.fromisoformat(text) if text else None


def _short(text: Any) -> str:
    return str(text or "")[:80]
