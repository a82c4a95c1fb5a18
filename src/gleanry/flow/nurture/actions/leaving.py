"""Leads leave plans by what is heard of them, and steps that wait for something go on when it happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from gleanry.flow.identify.facts import Attached, Identified, TouchesTaken
from gleanry.flow.nurture.actions.entering import LOCK
from gleanry.flow.nurture.facts import PlanEnded
from gleanry.flow.nurture.models import Message, PlanStay
from gleanry.flow.nurture.queries.books import book_of
from gleanry.flow.nurture.queries.stays import COLUMNS
from gleanry.flow.nurture.rules.plans import EXITS, PlanBook
from gleanry.flow.nurture.shapes import StayRow
from gleanry.kit import bulk, ledger
from gleanry.leads.facts import Moved
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Pool
from gleanry.people.queries import groups_of, with_members

REFUSALS = frozenset({"mail_unsubscribed", "mail_reported_spam"})
ENDS = {Pool.CONVERTED: "converted", Pool.INVALID: "invalid"}
HEARD = {"mail_replied": "replied", "form_submitted": "form"}


def hear_touches(workspace_id: int, fact: TouchesTaken, at: datetime) -> None:
    """Who replies, sends a form or wants no mail leaves their plans; what waited for a touch goes on."""
    kinds: dict[int, set[str]] = {}
    for person_id, kind in zip(fact.person_ids, fact.kinds, strict=True):
        kinds.setdefault(person_id, set()).add(kind)
    _hear(workspace_id, kinds, at)


def hear_leads(workspace_id: int, fact: Identified | Attached, at: datetime) -> None:
    """A lead that comes is a form of its person: it leaves the plans that a form ends."""
    if _has_stays(workspace_id):
        leads = leads_by_id(workspace_id, fact.lead_ids).values()
        _hear(workspace_id, {lead.person_id: {"form_submitted"} for lead in leads if lead.person_id}, at)


def _has_stays(workspace_id: int) -> bool:
    return PlanStay.objects.of(workspace_id).filter(ended_at__isnull=True).exists()


def _hear(workspace_id: int, kinds: Mapping[int, set[str]], at: datetime) -> None:
    if not _has_stays(workspace_id):
        return
    bulk.lock_workspace(workspace_id, LOCK)
    groups = groups_of(workspace_id, kinds)
    heard: dict[int, set[str]] = {}
    for person_id, names in kinds.items():
        for member in groups.get(person_id, (person_id,)):
            heard.setdefault(member, set()).update(names)
    stays = open_stays(workspace_id, "person_id", with_members(groups, kinds))
    book, _ = book_of(workspace_id)
    whys = {stay.id: _why_left(book, stay, heard[stay.person_id or 0]) for stay in stays}
    end(workspace_id, [(stay, whys[stay.id]) for stay in stays if whys[stay.id]], at)
    going_on = [s for s in stays if not whys[s.id] and s.waits_for in heard[s.person_id or 0]]
    bulk.update(PlanStay, ("due_at", "waits_for"), [(stay.id, at, "") for stay in going_on])


def _why_left(book: PlanBook, stay: StayRow, kinds: set[str]) -> str:
    if kinds & REFUSALS:
        return "unsubscribed"
    plan = book.plan(stay.plan)
    exits = plan.exits if plan else frozenset(EXITS)
    return next((why for kind, why in HEARD.items() if kind in kinds and why in exits), "")


def leave_moved(workspace_id: int, fact: Moved, at: datetime) -> None:
    """Leads that were converted, found invalid, woken, or taken from nurture by somebody leave their plans."""
    whys = {}
    for lead_id, before, pool, owner_id, reason in zip(
        fact.lead_ids, fact.from_pools, fact.pools, fact.owner_ids, fact.reasons, strict=True
    ):
        if pool in ENDS:
            whys[lead_id] = ENDS[Pool(pool)]
        elif before == Pool.NURTURE != pool:
            whys[lead_id] = "reawakened" if reason == "reawakened" else "claimed" if owner_id else ""
    whys = {lead_id: why for lead_id, why in whys.items() if why}
    if not whys or not _has_stays(workspace_id):
        return
    bulk.lock_workspace(workspace_id, LOCK)
    book, _ = book_of(workspace_id)
    stays = open_stays(workspace_id, "lead_id", whys)
    leaving = [(s, whys[s.lead_id]) for s in stays if whys[s.lead_id] != "claimed" or _ends_claimed(book, s)]
    end(workspace_id, leaving, at)


def _ends_claimed(book: PlanBook, stay: StayRow) -> bool:
    plan = book.plan(stay.plan)
    return plan is None or "claimed" in plan.exits


def open_stays(workspace_id: int, key: str, among: Iterable[int]) -> list[StayRow]:
    """The stays that have not ended, by lead or by person; held until the transaction ends."""
    rows = bulk.find(
        PlanStay, COLUMNS, workspace_id=workspace_id, key=key, among=among, where="t.ended_at IS NULL", lock=True
    )
    return [StayRow(*row) for row in rows]


def end(
    workspace_id: int,
    leaving: Sequence[tuple[StayRow, str]],
    at: datetime,
    *,
    by: int | None = None,
    drop: bool = True,
) -> None:
    """End stays, each with why; what they had written and nobody sent or did is dropped, unless told otherwise."""
    if not leaving:
        return
    bulk.update(PlanStay, ("ended_at", "ended_why"), [(stay.id, at, why[:40]) for stay, why in leaving])
    if drop:
        waiting = Message.objects.of(workspace_id).filter(stay_id__in=[stay.id for stay, _ in leaving])
        waiting.filter(state__in=("queued", "todo")).update(state="dropped", done_at=at)
    fact = PlanEnded(
        tuple(stay.lead_id for stay, _ in leaving),
        tuple(stay.plan for stay, _ in leaving),
        tuple(why for _, why in leaving),
    )
    ledger.announce(workspace_id, fact, at=at, by=by)
