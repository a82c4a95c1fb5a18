"""Who is looking, and how far they see; when people work."""

from gleanry.tenants.shapes.access import Reach, Role, Viewer, WorkspaceSettings
from gleanry.tenants.shapes.places import NewMember, Seat, TeamRow
from gleanry.tenants.shapes.times import (
    Away,
    LeaveKind,
    LeaveRow,
    NewLeave,
    NewShift,
    Part,
    Pattern,
    Rota,
    ShiftRow,
    WorkingTimes,
)

__all__ = [
    "Away",
    "LeaveKind",
    "LeaveRow",
    "NewLeave",
    "NewMember",
    "NewShift",
    "Part",
    "Pattern",
    "Reach",
    "Role",
    "Rota",
    "Seat",
    "ShiftRow",
    "TeamRow",
    "Viewer",
    "WorkingTimes",
    "WorkspaceSettings",
]
