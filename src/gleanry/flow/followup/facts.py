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
    """Deadlines that passed unmet."""

    deadline_ids: tuple[int, ...]
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
