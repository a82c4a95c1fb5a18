"""Visits to customers, as others hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be planned, or what was done on one that took place `at`. It is about an account, a lead or a deal.

    `kind`: customer (at their place), ours (they came to us), fair, remote. `intent`: strong, some, weak, none; empty
    where nobody asked. `visit_id` is the planned visit that took place, or the record that this one completes.
    """

    at: datetime
    kind: str = "customer"
    account_id: int | None = None
    lead_id: int | None = None
    deal_id: int | None = None
    place: str = ""
    ours: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()
    theirs: str = ""
    purpose: str = ""
    needs: str = ""
    feedback: str = ""
    intent: str = ""
    specification: str = ""
    next_at: datetime | None = None
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as it stands. `state`: planned, held, called_off, replaced; `written_at` is when its record was made."""

    id: int
    member_id: int
    account_id: int | None
    lead_id: int | None
    deal_id: int | None
    kind: str
    state: str
    at: datetime
    planned_for: datetime | None
    place: str
    ours: tuple[int, ...]
    person_ids: tuple[int, ...]
    theirs: str
    purpose: str
    needs: str
    feedback: str
    intent: str
    specification: str
    next_at: datetime | None
    reason: str
    written_at: datetime | None
    replaces_id: int | None

    @property
    def is_complete(self) -> bool:
        """Whether it says what the order gate asks for: how much they want to buy, and what exactly."""
        return self.intent != "" and self.specification.strip() != ""


@dataclass(frozen=True, slots=True)
class VisitFilters:
    """What a list of visits is narrowed by; `state` is empty for all that were not replaced."""

    member_id: int | None = None
    state: str = ""
    account_id: int | None = None
    lead_id: int | None = None
    deal_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
