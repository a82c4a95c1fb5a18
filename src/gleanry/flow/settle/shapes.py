"""Records, sources, cases and registrations, as others hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

KINDS = ("registration", "lead", "visit", "touch")
"""What can be on record of a company before its opportunity; of one instant, the earlier in this row counts first."""


class Record(NamedTuple):
    """Something was recorded: when, what (one of KINDS and its id), by which pipe, and by whom (None: nobody named)."""

    at: datetime
    kind: str
    id: int
    pipe: str
    member_id: int | None


@dataclass(frozen=True, slots=True)
class Pipe:
    """A way customers come: by the sources of leads, the ways they were obtained, and the roles that register.

    Of an `own` one the people record their leads themselves: who holds such a lead is who recorded it.
    """

    code: str
    zh: str
    en: str
    sources: frozenset[str] = frozenset()
    obtained: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    own: bool = False


@dataclass(frozen=True, slots=True)
class SourceRule:
    """The pipes in order and how many months before the opportunity the first one counts, by product line."""

    pipes: tuple[Pipe, ...]
    months: int = 3
    months_of: dict[str, int] = field(default_factory=dict)
    otherwise: str = ""
    visits: bool = True
    touches: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Where an opportunity came from and why.

    `reason` is first_within, last_before or no_record; `record` the one that decided, `evidence` what each pipe had on
    record, enough to come to the same answer again.
    """

    pipe: str
    member_id: int | None
    reason: str
    months: int
    record: Record | None
    evidence: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A stored source of an opportunity, one version of it."""

    opportunity_id: int
    version: int
    source: Source
    opened_at: datetime
    rules_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseRule:
    """How cases are held: working days for each step, and what counts as a claim (accounts, leads, deals)."""

    answer_days: int = 3
    judge_days: int = 5
    appeal_days: int = 5
    final_days: int = 5
    claims: frozenset[str] = frozenset({"account", "lead", "deal"})
    tie: str = "even"


@dataclass(frozen=True, slots=True)
class ProtectionRule:
    """How long a registration protects (months), how it is extended, how many one may hold (0: any), what follows."""

    months: int = 3
    extend_months: int = 1
    most_months: int = 6
    active_days: int = 30
    hold_most: int = 20
    known: str = "case"
    then: str = "keep"


class Claim(NamedTuple):
    """What a member holds of a company: an account, a lead, a deal or a registration, since when and by which pipe."""

    member_id: int
    kind: str
    id: int
    at: datetime
    pipe: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule proposes: the first side's percent, and the code of why."""

    share_a: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case: two members, one company. Sides are "a" (who was there first) and "b"."""

    id: int
    account_id: int | None
    company: str
    member_a_id: int
    member_b_id: int
    state: str
    evidence: dict[str, Any]
    proposed_share: int
    proposed_why: str
    rules_id: int | None
    opened_at: datetime
    answer_due: datetime
    judge_due: datetime
    decided_at: datetime | None
    decided_by_id: int | None
    share_a: int | None
    appeal_due: datetime | None
    appealed_at: datetime | None
    appealed_by_id: int | None
    final_due: datetime | None
    final_at: datetime | None
    final_by_id: int | None
    missed: tuple[str, ...]

    @property
    def parties(self) -> tuple[int, int]:
        """Both sides."""
        return (self.member_a_id, self.member_b_id)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What was said or done in a case. `kind`: opened, argued, decided, appealed, final, missed, closed."""

    kind: str
    member_id: int | None
    text: str
    data: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A company somebody registered. `state`: case, accepted, refused or ended; `reason` a code where it is refused."""

    id: int
    member_id: int
    account_id: int | None
    company: str
    product: str
    done: str
    state: str
    reason: str
    at: datetime
    accepted_at: datetime | None
    until: datetime | None
    latest: datetime | None
    extended: int
    ended_at: datetime | None
    then: str
    case_id: int | None
    rules_id: int | None
    pipe: str
