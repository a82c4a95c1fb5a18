"""Make workspaces, teams and members; let people in; say when they work."""

from gleanry.tenants.actions.house import (
    add_member,
    add_unknown_members,
    end_token,
    make_region,
    make_team,
    make_token,
    make_workspace,
    set_look,
)
from gleanry.tenants.actions.placing import place_members
from gleanry.tenants.actions.times import (
    announce_all_times,
    cancel_leave,
    clear_shifts,
    lay_rota,
    set_hours,
    set_shifts,
    take_leave,
)

__all__ = [
    "add_member",
    "add_unknown_members",
    "announce_all_times",
    "cancel_leave",
    "clear_shifts",
    "end_token",
    "lay_rota",
    "make_region",
    "make_team",
    "make_token",
    "make_workspace",
    "place_members",
    "set_hours",
    "set_look",
    "set_shifts",
    "take_leave",
]
