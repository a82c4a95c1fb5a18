"""How long a registration protects, and when it may go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from gleanry.flow.settle.rules.source import months_after
from gleanry.flow.settle.shapes import ProtectionRule

ACCEPTED, REFUSED, CASE = "accepted", "refused", "case"


def answer_of(
    rule: ProtectionRule, *, held: int, protected_by: int | None, member_id: int, known_to_others: bool
) -> tuple[str, str]:
    """What becomes of a registration: (state, reason code).

    `held` counts what the member has protected now, `protected_by` is who has this company protected already,
    `known_to_others` whether somebody else holds an account, lead or deal of it.
    """
    if protected_by is not None:
        return REFUSED, "own_already" if protected_by == member_id else "protected"
    if rule.hold_most and held >= rule.hold_most:
        return REFUSED, "cap"
    if known_to_others:
        return (REFUSED, "known") if rule.known == "refuse" else (CASE, "known")
    return ACCEPTED, ""


def protection(at: datetime, rule: ProtectionRule) -> tuple[datetime, datetime]:
    """Until when a registration accepted at an instant protects, and until when at the very latest."""
    latest = months_after(at, rule.most_months)
    return min(months_after(at, rule.months), latest), latest


def extension(
    until: datetime, latest: datetime, rule: ProtectionRule, *, active_at: datetime | None, at: datetime
) -> datetime | str:
    """Until when a protection goes on, or the code why it may not: not_active, at_most."""
    if active_at is None or active_at < at - timedelta(days=rule.active_days):
        return "not_active"
    longer = min(months_after(until, rule.extend_months), latest)
    return longer if longer > until else "at_most"
