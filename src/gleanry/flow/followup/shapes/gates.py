"""Gates as checklists, and who signed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gleanry.flow.followup.shapes.contacts import KnownAnswer


@dataclass(frozen=True, slots=True)
class GateItem:
    """One question of a gate. `known_by` names what the records may answer it from, `months` bounds a date."""

    code: str
    zh: str
    en: str
    required: bool
    known_by: str
    months: int


@dataclass(frozen=True, slots=True)
class Gate:
    """A checklist: all required items, and at least `least` of all, are to be answered yes."""

    name: str
    items: tuple[GateItem, ...]
    least: int = 0


@dataclass(frozen=True, slots=True)
class Refusing:
    """A reason to refuse; `to` says where the lead goes: to the signer, to nurture, or invalid."""

    code: str
    zh: str
    en: str
    to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the one who signs says of an item: yes, no or unknown, and by what evidence."""

    says: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the records say of an item, and why; `data` is what the reason speaks of."""

    says: str
    why: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a gate is passed; `missing` are the codes of the items in the way."""

    passed: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOfLead:
    """What the records know that a gate may ask. `signed` is what was answered at the gate before."""

    company: str = ""
    bant: Mapping[str, KnownAnswer] = field(default_factory=dict)
    meeting_on: str = ""
    signed: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignRow:
    """One signature at a gate. `judged_member_id` signed the gate before; `since` is when the signer got the lead."""

    id: int
    lead_id: int
    gate: str
    verdict: str
    reason: str
    member_id: int
    judged_id: int | None
    judged_member_id: int | None
    answers: dict[str, Any]
    rules_id: int
    since: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SignFilters:
    """What a list of signatures is narrowed by: those at `gate`, whose `fate` is passed, refused or waiting."""

    gate: str = "mql"
    member_id: int | None = None
    fate: str = ""
    reason: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class QualityRow:
    """What became of one member's signatures. `reasons` of refusals, the most frequent first; `median` time to sign."""

    member_id: int
    signed: int
    accepted: int
    refused: int
    waiting: int
    reasons: tuple[tuple[str, int], ...]
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class GateTry:
    """How past MQLs would have fared: all, passed, failed, open; and item by item how often it stood in the way."""

    leads: int
    passed: int
    failed: int
    open: int
    items: tuple[tuple[str, int], ...]
