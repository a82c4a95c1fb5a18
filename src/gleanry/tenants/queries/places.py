"""Who works where, and whom a word means."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from gleanry.tenants.models import Member, Region, Team
from gleanry.tenants.shapes import Seat, TeamRow


def members_by_word(workspace_id: int) -> dict[str, int]:
    """Word -> the member it means: an external id, else a name that only one active member has; one statement."""
    by_external: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    rows = Member.objects.of(workspace_id).order_by("pk")
    for pk, name, external_id, active in rows.values_list("pk", "name", "external_id", "active"):
        if external_id:
            by_external[external_id] = pk
        if active:
            by_name.setdefault(name, []).append(pk)
    return {name: ids[0] for name, ids in by_name.items() if len(ids) == 1} | by_external


def told_members(workspace_id: int) -> list[str]:
    """The names of members of whom more is known than that some record named them: who sign in, or have a place."""
    told = Q(user__isnull=False) | Q(team__isnull=False) | Q(region__isnull=False)
    rows = Member.objects.of(workspace_id).filter(told, active=True).order_by("pk")
    return [word for pair in rows.values_list("name", "external_id") for word in pair if word]


def list_seats(workspace_id: int) -> list[Seat]:
    """Every member with its place, those who left too; one statement."""
    rows = Member.objects.of(workspace_id).order_by("pk")
    return [Seat(*values) for values in rows.values_list("pk", "name", "team_id", "region_id", "active")]


def seats_by_id(workspace_id: int) -> dict[int, Seat]:
    """Member id -> its place, of those who left too; one statement."""
    return {seat.id: seat for seat in list_seats(workspace_id)}


def team_tree(workspace_id: int) -> list[TeamRow]:
    """The teams in the order of the tree; one statement."""
    rows = Team.objects.of(workspace_id).order_by("path", "pk")
    return [TeamRow(*values) for values in rows.values_list("pk", "name", "path", "head_id", "parent_id")]


def teams_by_id(workspace_id: int) -> dict[int, TeamRow]:
    """Team id -> the team, parents before children; one statement."""
    return {team.id: team for team in team_tree(workspace_id)}


def members_within(workspace_id: int, *, teams: Iterable[int] = (), regions: Iterable[int] = ()) -> tuple[int, ...]:
    """The members of some teams with all below them, and of some regions; two statements."""
    paths = Team.objects.of(workspace_id).filter(pk__in=list(teams)).values_list("path", flat=True)
    within = Q(region_id__in=list(regions))
    for path in paths:
        within |= Q(team__path__startswith=path)
    return tuple(Member.objects.of(workspace_id).filter(within).order_by("pk").values_list("pk", flat=True))


def region_names(workspace_id: int) -> dict[int, str]:
    """Region id -> name."""
    return dict(Region.objects.of(workspace_id).values_list("pk", "name"))
