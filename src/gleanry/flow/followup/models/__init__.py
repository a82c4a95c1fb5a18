"""Promises, what became of them, and visits."""

from gleanry.flow.followup.models.promises import (
    Call,
    CallDoor,
    Deadline,
    Extension,
    FollowUp,
    GateSign,
    Notice,
    Outcome,
    Pause,
    Reminder,
    Verdict,
    Violation,
)
from gleanry.flow.followup.models.visits import Visit, VisitState

__all__ = [
    "Call",
    "CallDoor",
    "Deadline",
    "Extension",
    "FollowUp",
    "GateSign",
    "Notice",
    "Outcome",
    "Pause",
    "Reminder",
    "Verdict",
    "Violation",
    "Visit",
    "VisitState",
]
