"""A person looks at the invalid pool: this one goes on, that one stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from gleanry.flow.clean.facts import Confirmed, Released
from gleanry.flow.clean.models import CleanRecord, Decision, Screening, Verdict
from gleanry.flow.clean.queries.review import screened_of
from gleanry.flow.clean.rules.text import tidy
from gleanry.flow.clean.shapes import Reason
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.tenants.shapes import Viewer

PERMISSION = "leads.review"
LONGEST_NOTE = 400
BY_HOLDER = 100


class OfInvalid(Protocol):
    """Any fact about leads a holder found to be none: a later stage announces it without this one knowing it."""

    @property
    def lead_ids(self) -> tuple[int, ...]: ...

    @property
    def reasons(self) -> tuple[str, ...]: ...


def release_leads(viewer: Viewer, lead_ids: Iterable[int], note: str, at: datetime) -> tuple[int, ...]:
    """Let leads of the invalid pool go on; why is required. Returns the leads that go.

    Who they are is asked next, by identification, which moves them; what was found against them stays to be seen.
    """
    if not tidy(note):
        raise Refusal("reason_missing")
    with transaction.atomic():
        leads = _invalid(viewer, lead_ids)
        _decide(viewer, leads, Decision.RELEASED, note, at)
        bulk.update(CleanRecord, ("verdict",), [(lead.submission_id, Verdict.PASSED) for lead in leads])
        ids = tuple(lead.submission_id for lead in leads)
        ledger.announce(viewer.workspace_id, Released(ids, (viewer.member_id,) * len(ids)), at=at, by=viewer.member_id)
    return tuple(lead.id for lead in leads)


def confirm_leads(viewer: Viewer, lead_ids: Iterable[int], note: str, at: datetime) -> tuple[int, ...]:
    """Leave leads where they are: somebody looked, and they are invalid. Returns the leads decided about."""
    with transaction.atomic():
        leads = _invalid(viewer, lead_ids)
        _decide(viewer, leads, Decision.CONFIRMED, note, at)
        ids = tuple(lead.submission_id for lead in leads)
        ledger.announce(viewer.workspace_id, Confirmed(ids, (viewer.member_id,) * len(ids)), at=at, by=viewer.member_id)
    return tuple(lead.id for lead in leads)


def keep_for_review(workspace_id: int, fact: OfInvalid, at: datetime) -> None:
    """Put leads that a holder found to be invalid before the reviewers too, with the reason the holder gave."""
    leads = leads_by_id(workspace_id, fact.lead_ids)
    said = [(leads[lead_id], why) for lead_id, why in zip(fact.lead_ids, fact.reasons, strict=True) if lead_id in leads]
    known = screened_of(workspace_id, (lead.submission_id for lead, _ in said))
    fresh, again = [], []
    for lead, why in said:
        reason = Reason("by_holder", BY_HOLDER, "", why)
        before = known.get(lead.submission_id)
        if before is None:
            head = (lead.submission_id, workspace_id, lead.received_at, lead.source)
            fresh.append((*head, reason.code, [reason.packed()], Decision.OPEN, ""))
        else:
            reasons = [reason.packed(), *(one.packed() for one in before.reasons if one.code != reason.code)]
            again.append((lead.submission_id, reason.code, reasons, Decision.OPEN))
    columns = ("id", "workspace_id", "received_at", "source", "code", "reasons", "decision", "note")
    bulk.insert(Screening, columns, fresh)
    bulk.update(Screening, ("code", "reasons", "decision"), again)


def _invalid(viewer: Viewer, lead_ids: Iterable[int]) -> list[LeadRow]:
    """The leads of the invalid pool among those given that the viewer sees."""
    if not viewer.may(PERMISSION):
        raise Refusal("forbidden", permission=PERMISSION)
    leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
    return [lead for lead in leads.values() if lead.pool == Pool.INVALID]


def _decide(viewer: Viewer, leads: Sequence[LeadRow], decision: str, note: str, at: datetime) -> None:
    rows: list[tuple[Any, ...]] = [
        (lead.submission_id, decision, viewer.member_id, at, tidy(note)[:LONGEST_NOTE]) for lead in leads
    ]
    bulk.update(Screening, ("decision", "by", "decided_at", "note"), rows)
