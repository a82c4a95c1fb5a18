"""What follow-up announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FollowedUp:
    """Holders did something about leads; `counted` says what each counts as: contact, attempt or nothing."""

    lead_ids: tuple[int, ...]
    kinds: tuple[str, ...]
    results: tuple[str, ...]
    counted: tuple[str, ...]


@dataclass(frozen=True)
class Breached:
    """Deadlines that passed unmet; `thens` say what becomes of each lead: nothing, next_person, nurture or a pool."""

    deadline_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]
    thens: tuple[str, ...]


@dataclass(frozen=True)
class Reminded:
    """Holders were reminded of deadlines that are near."""

    deadline_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Escalated:
    """Missed deadlines were brought before those who lead their holders."""

    violation_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Paused:
    """The clocks of leads were stopped, each with a reason code, until an instant (ISO) at the latest."""

    lead_ids: tuple[int, ...]
    reasons: tuple[str, ...]
    untils: tuple[str, ...]


@dataclass(frozen=True)
class Resumed:
    """The clocks of leads go on with what was left."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Excused:
    """A manager found that missing these deadlines was not the holder's fault."""

    violation_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Upheld:
    """A manager found that missing these deadlines was the holder's fault."""

    violation_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Appealed:
    """Holders say that these missed deadlines were not their fault."""

    violation_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Qualified:
    """Leads an SDR found to be MQL: a seller is to be found for each."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Accepted:
    """Leads a seller accepted as SQL: an opportunity is to be opened for each."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Returned:
    """Leads a holder gave back, each with its reason code."""

    lead_ids: tuple[int, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Invalidated:
    """Leads a holder found to be invalid, each with its reason code."""

    lead_ids: tuple[int, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """Reminders that their leads came again were seen."""

    reminder_ids: tuple[int, ...]


@dataclass(frozen=True)
class Dismissed:
    """Reminders and escalations were seen by those they are for."""

    notice_ids: tuple[int, ...]


@dataclass(frozen=True)
class GateSigned:
    """Somebody signed leads at a gate (mql, sql), or refused to with a reason. `digests` seal the answers given."""

    sign_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]
    gates: tuple[str, ...]
    verdicts: tuple[str, ...]
    reasons: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True)
class CallsTaken:
    """Calls that a telephone system told of, each with the lead it was about (none: to be assigned)."""

    call_ids: tuple[int, ...]
    lead_ids: tuple[int | None, ...]


@dataclass(frozen=True)
class VisitsPlanned:
    """Visits to customers are going to be made."""

    visit_ids: tuple[int, ...]


@dataclass(frozen=True)
class Visited:
    """Visits took place and were written up, or a record was completed."""

    visit_ids: tuple[int, ...]
    account_ids: tuple[int | None, ...]


@dataclass(frozen=True)
class VisitsCalledOff:
    """Planned visits will not be made, each with its reason."""

    visit_ids: tuple[int, ...]
    reasons: tuple[str, ...]
