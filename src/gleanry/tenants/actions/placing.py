"""Members from a file: added where nobody knew them, put into their teams and regions, their managers made heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from gleanry.kit import bulk
from gleanry.tenants.models import Member, Region, Team
from gleanry.tenants.queries import members_by_word, region_ids
from gleanry.tenants.shapes import NewMember, Role

LOCK = 5


def place_members(workspace_id: int, told: Sequence[NewMember]) -> dict[str, int]:
    """Take what files say of colleagues; the same few statements for any number. Returns word -> member id.

    Who is added cannot sign in and holds no leads until somebody lets them in. Nobody's roles change, and what a file
    does not say stays.
    """
    if not told:
        return {}
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        members = _know(workspace_id, told)
        teams = _teams(workspace_id, told, members)
        regions = _regions(workspace_id, told)
        _seat(workspace_id, told, members, (teams, regions))
    return members


def word_of(one: NewMember) -> str:
    """By what records name a member: the id of the other system, else the name."""
    return one.external_id or one.name


def team_of(one: NewMember) -> str:
    """The name of the team a member is told to be of; empty when nothing is said."""
    return one.team or one.manager


def _know(workspace_id: int, told: Sequence[NewMember]) -> dict[str, int]:
    """Word -> member, with those added that nobody knew. A known name without an id of its own learns the id."""
    members = members_by_word(workspace_id)
    learnt = _learn(workspace_id, told, members)
    fresh: dict[str, Member] = {}
    for one in told:
        word = word_of(one)
        if word not in members and word not in learnt:
            fresh[word] = _new(workspace_id, one.name or word, word, Role.SELLER)
    names = {member.name for member in fresh.values()}
    for manager in dict.fromkeys(one.manager for one in told if one.manager):
        if manager not in members and manager not in names and manager not in fresh:
            fresh[manager] = _new(workspace_id, manager, manager, Role.SALES_DIRECTOR)
    Member.objects.bulk_create(fresh.values())
    bulk.update(Member, ("external_id",), [(pk, word) for word, pk in learnt.items()])
    return members_by_word(workspace_id) if fresh or learnt else members


def _learn(workspace_id: int, told: Sequence[NewMember], members: Mapping[str, int]) -> dict[str, int]:
    """External id -> the member of that name who was only known by it."""
    asked = {one.name: one.external_id[:80] for one in told if one.external_id and one.external_id not in members}
    rows = Member.objects.of(workspace_id).filter(pk__in=[members[name] for name in asked if name in members])
    found = rows.values_list("pk", "name", "external_id")
    return {asked[name]: pk for pk, name, external_id in found if external_id in ("", name) and name in asked}


def _new(workspace_id: int, name: str, external_id: str, role: Role) -> Member:
    return Member(workspace_id=workspace_id, name=name[:80], external_id=external_id[:80], roles=[str(role)])


def _teams(workspace_id: int, told: Sequence[NewMember], members: Mapping[str, int]) -> dict[str, Team]:
    """Team name -> team, with those added that nobody knew; a manager heads the team, and a new one takes over."""
    heads: dict[str, int | None] = {}
    for one in told:
        if name := team_of(one):
            heads[name] = members.get(one.manager) or heads.get(name)
    teams = {team.name: team for team in Team.objects.of(workspace_id).filter(name__in=heads)}
    fresh = [Team(workspace_id=workspace_id, name=name) for name in heads if name not in teams]
    if fresh:
        Team.objects.bulk_create(fresh)
        teams |= {team.name: team for team in Team.objects.of(workspace_id).filter(name__in=[t.name for t in fresh])}
        bulk.update(Team, ("path",), [(teams[team.name].pk, f"/{teams[team.name].pk}/") for team in fresh])
    changed = [(teams[name].pk, head) for name, head in heads.items() if head and teams[name].head_id != head]
    bulk.update(Team, ("head_id",), changed)
    return teams


def _regions(workspace_id: int, told: Sequence[NewMember]) -> dict[str, int]:
    known = region_ids(workspace_id)
    fresh = sorted({one.region for one in told if one.region} - known.keys())
    if not fresh:
        return known
    Region.objects.bulk_create([Region(workspace_id=workspace_id, name=name, places=[]) for name in fresh])
    return region_ids(workspace_id)


def _seat(
    workspace_id: int,
    told: Sequence[NewMember],
    members: Mapping[str, int],
    places: tuple[Mapping[str, Team], Mapping[str, int]],
) -> None:
    """Write who belongs where; a manager without a team belongs to the one they head."""
    teams, regions = places
    rows = Member.objects.of(workspace_id).filter(pk__in=set(members.values()))
    now = {pk: (team_id, region_id) for pk, team_id, region_id in rows.values_list("pk", "team_id", "region_id")}
    wanted = dict(now)
    for one in told:
        member = members[word_of(one)]
        team, region = teams.get(team_of(one)), regions.get(one.region)
        wanted[member] = (team.pk if team else wanted[member][0], region or wanted[member][1])
    for one in told:
        head = members.get(one.manager)
        if head is not None and wanted[head][0] is None:
            wanted[head] = (teams[team_of(one)].pk, wanted[head][1])
    changed = [(pk, *place) for pk, place in wanted.items() if place != now[pk]]
    bulk.update(Member, ("team_id", "region_id"), changed)
