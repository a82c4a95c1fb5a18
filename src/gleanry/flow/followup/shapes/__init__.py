"""Deadlines, follow-ups, gates and calls, as others hold them."""

from gleanry.flow.followup.shapes.calls import CallRow, DoorRow, NewCall, TakenCall
from gleanry.flow.followup.shapes.contacts import (
    Counted,
    Demand,
    Demands,
    FollowUpEntry,
    FollowUpRow,
    KnownAnswer,
    Patience,
)
from gleanry.flow.followup.shapes.deadlines import CameAgain, DueRow, PromiseFilters, StatedDeadline, ViolationRow
from gleanry.flow.followup.shapes.gates import (
    Answer,
    Gate,
    GateItem,
    GateTry,
    Judgement,
    KnownOfLead,
    QualityRow,
    Refusing,
    SignFilters,
    SignRow,
    Suggestion,
)

__all__ = [
    "Answer",
    "CallRow",
    "CameAgain",
    "Counted",
    "Demand",
    "Demands",
    "DoorRow",
    "DueRow",
    "FollowUpEntry",
    "FollowUpRow",
    "Gate",
    "GateItem",
    "GateTry",
    "Judgement",
    "KnownAnswer",
    "KnownOfLead",
    "NewCall",
    "Patience",
    "PromiseFilters",
    "QualityRow",
    "Refusing",
    "SignFilters",
    "SignRow",
    "StatedDeadline",
    "Suggestion",
    "TakenCall",
    "ViolationRow",
]
