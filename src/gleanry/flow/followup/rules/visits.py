"""What a visit has to say to be planned or recorded, and how good its record is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from gleanry.flow.followup.shapes import NewVisit, VisitRow

KINDS = ("customer", "ours", "fair", "remote")
INTENTS = ("strong", "some", "weak", "none")
ASKED = ("place", "participants", "needs", "feedback", "intent", "specification")
"""What a complete record says, beside its time."""


def visit_faults(visit: NewVisit, now: datetime, *, held: bool) -> Iterator[tuple[str, str]]:
    """(field, code) of what keeps a visit from being planned or, where it was `held`, from being recorded."""
    if visit.kind not in KINDS:
        yield "kind", "bad_choice"
    if visit.intent and visit.intent not in INTENTS:
        yield "intent", "bad_choice"
    if visit.account_id is None and visit.lead_id is None and visit.deal_id is None:
        yield "account", "visit_of_nobody"
    if held and visit.at > now:
        yield "at", "visit_ahead"
    if held and not (visit.needs.strip() or visit.feedback.strip()):
        yield "needs", "visit_empty"


def filled_of(visit: VisitRow) -> tuple[int, int]:
    """(how many of `ASKED` a record says, how many are asked)."""
    said = {
        "place": bool(visit.place.strip()) or visit.kind == "remote",
        "participants": bool(visit.theirs.strip() or visit.person_ids),
        "needs": bool(visit.needs.strip()),
        "feedback": bool(visit.feedback.strip()),
        "intent": bool(visit.intent),
        "specification": bool(visit.specification.strip()),
    }
    return sum(said[name] for name in ASKED), len(ASKED)


def is_in_time(visit: VisitRow, within: timedelta) -> bool:
    """Whether a held visit was written up within a span after it took place."""
    return visit.written_at is not None and visit.written_at - visit.at <= within
