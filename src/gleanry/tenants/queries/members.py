"""Who is looking; who works here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from gleanry.kit import rulebook
from gleanry.tenants.models import Member, Region, Team, Token, User, Workspace
from gleanry.tenants.rules import is_among, members_of, permissions_of, pools_of, reach_of
from gleanry.tenants.shapes import Reach, Role, Viewer, WorkspaceSettings


def get_settings(workspace_id: int) -> WorkspaceSettings:
    """The workspace's settings. Raises Workspace.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS, [workspace_id])
        row = cursor.fetchone()
    if row is None:
        raise Workspace.DoesNotExist(workspace_id)
    pk, name, country, zone, currency, language, made_up = row
    return WorkspaceSettings(pk, name, country, zone, currency, language, bool(made_up))


# Asked by every batch of most stages, and by every page.
SETTINGS = "SELECT id, name, country, zone, currency, language, made_up FROM tenants_workspace WHERE id = %s"


def find_workspace(slug: str | None) -> WorkspaceSettings | None:
    """By slug; without one, the first workspace made."""
    rows = Workspace.objects.order_by("id")
    row = rows.filter(slug=slug).first() if slug else rows.first()
    return _settings(row) if row else None


def list_workspaces() -> list[WorkspaceSettings]:
    return [_settings(row) for row in Workspace.objects.order_by("id")]


def _settings(row: Workspace) -> WorkspaceSettings:
    return WorkspaceSettings(row.pk, row.name, row.country, row.zone, row.currency, row.language, row.made_up)


def viewer_of_user(user: User) -> Viewer | None:
    """The viewer of a signed-in user: its first active membership."""
    rows = Member.objects.everywhere("a sign-in finds its own workspace")
    member = rows.select_related("team", "region").filter(user=user, active=True).order_by("id").first()
    return viewer_of(member) if member else None


def viewer_of_token(secret: str) -> tuple[Viewer, frozenset[str]] | None:
    """The viewer and the scopes of an API token, or None when it is unknown or ended."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows = Token.objects.everywhere("a token finds its own workspace").select_related("member__team", "member__region")
    token = rows.filter(digest=digest, ended_at=None, member__active=True).first()
    return (viewer_of(token.member), frozenset(token.scopes)) if token else None


def viewer_of(member: Member) -> Viewer:
    """What `member` sees, by its roles and the workspace's table of roles."""
    books = rulebook.in_force(member.workspace_id, "roles", "pools")
    table = books["roles"].body["roles"]
    roles = frozenset(Role(name) for name in member.roles)
    reach = reach_of(roles, table)
    rows = books["pools"].body.get("pools", ()) if "pools" in books else ()
    return Viewer(
        workspace_id=member.workspace_id,
        member_id=member.pk,
        name=member.name,
        roles=roles,
        owner_ids=_owners_within(member, reach),
        region_ids=(member.region_id,) if reach is Reach.REGION and member.region_id else (),
        pools=pools_of(roles, table),
        permissions=permissions_of(roles, table),
        **_pools_kept(member, roles, table, rows),
    )


def _pools_kept(
    member: Member, roles: frozenset[Role], table: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """What the pool book says of a member: the own pools it is of, where it may not claim, what it does not see yet."""
    team, region = (member.team.name if member.team else "", member.region.name if member.region else "")

    def meant(addresses: Iterable[str]) -> bool:
        return is_among(addresses, roles, team, region, member.pk)

    everything = pools_of(roles, table) is None
    manages = everything or "leads.assign" in permissions_of(roles, table)
    own = [row for row in rows if row.get("kind", row["code"]) != row["code"]]
    seen = tuple(row["code"] for row in own if meant((*members_of(row), *row.get("admins", ()))))
    return {
        "own_pools": None if everything or not own else seen,
        "barred": frozenset(row["code"] for row in rows if row.get("claimers") and not meant(row["claimers"])),
        "masks": {
            row["code"]: frozenset(row["masked"])
            for row in rows
            if row.get("masked") and not manages and not meant(row.get("admins", ()))
        },
    }


def roles_claiming(workspace_id: int) -> dict[str, tuple[str, ...]]:
    """Pool -> the roles that see its unowned leads and may claim; "*" holds those that see every pool."""
    found: dict[str, tuple[str, ...]] = {}
    for role, row in rulebook.current(workspace_id, "roles").body["roles"].items():
        if "leads.claim" in row.get("may", ()):
            for pool in row.get("pools", ()):
                found[pool] = (*found.get(pool, ()), role)
    return found


def _owners_within(member: Member, reach: Reach) -> tuple[int, ...] | None:
    if reach is Reach.ALL:
        return None
    mates = Member.objects.of(member.workspace_id)
    if reach is Reach.TEAM and member.team_id:
        mates = mates.filter(team_id=member.team_id)
    elif reach is Reach.SUBTREE and member.team_id:
        path = Team.objects.of(member.workspace_id).values_list("path", flat=True).get(pk=member.team_id)
        mates = mates.filter(team__path__startswith=path)
    elif reach is Reach.REGION and member.region_id:
        mates = mates.filter(region_id=member.region_id)
    else:
        return (member.pk,)
    return tuple(sorted({*mates.values_list("pk", flat=True), member.pk}))


def names_of(workspace_id: int, member_ids: Iterable[int | None]) -> dict[int, str]:
    """Member id -> name."""
    wanted = {member_id for member_id in member_ids if member_id}
    return dict(Member.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "name"))


def badges_of(workspace_id: int, member_ids: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    """Member id -> (name, team); the team may be empty."""
    wanted = {member_id for member_id in member_ids if member_id}
    rows = Member.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "name", "team__name")
    return {pk: (name, team or "") for pk, name, team in rows}


def list_members(workspace_id: int, *, role: Role | None = None, team: str = "") -> list[Member]:
    """Active members in id order, those with `role` and of `team` (a name) when given."""
    rows = Member.objects.of(workspace_id).filter(active=True).exclude(user__is_active=False)
    rows = rows.select_related("team", "region").order_by("id")
    if team:
        rows = rows.filter(team__name=team)
    return [row for row in rows if role is None or role in row.roles]


def people_at_work(workspace_id: int) -> list[tuple[Any, ...]]:
    """(member id, roles, team name, region id, its places, name, external id) of active members who can sign in.

    In id order, without model instances: for what asks of everybody again and again.
    """
    rows = Member.objects.of(workspace_id).filter(active=True, user__is_active=True).order_by("id")
    columns = ("pk", "roles", "team__name", "region_id", "region__places", "name", "external_id")
    return list(rows.values_list(*columns))


def roster(workspace_id: int) -> list[tuple[int, list[str], str, str]]:
    """(member id, roles, team name, region name) of everybody who ever was a member, in id order; one statement."""
    rows = Member.objects.of(workspace_id).order_by("id").values_list("pk", "roles", "team__name", "region__name")
    return [(pk, list(roles), team or "", region or "") for pk, roles, team, region in rows]


def gone_members(workspace_id: int) -> list[int]:
    """Members who were let in once and no longer are: themselves or their sign-in switched off."""
    rows = Member.objects.of(workspace_id).filter(user__isnull=False)
    return list(rows.exclude(active=True, user__is_active=True).order_by("id").values_list("pk", flat=True))


def members_by_external_id(workspace_id: int) -> dict[str, int]:
    """External id -> member id, for imports that name their own people."""
    rows = Member.objects.of(workspace_id).exclude(external_id="")
    return dict(rows.values_list("external_id", "pk"))


def region_ids(workspace_id: int) -> dict[str, int]:
    """Region name -> id."""
    return dict(Region.objects.of(workspace_id).values_list("name", "pk"))


def list_teams(workspace_id: int) -> list[tuple[int, str]]:
    """(team id, name) in the order of the tree."""
    return list(Team.objects.of(workspace_id).order_by("path", "id").values_list("pk", "name"))


def list_regions(workspace_id: int) -> list[tuple[int, tuple[str, ...]]]:
    """(region id, places) in id order."""
    return [(pk, tuple(places)) for pk, places in Region.objects.of(workspace_id).values_list("pk", "places")]


def member_by_email(workspace_id: int, email: str) -> Member | None:
    """The member who signs in with this address."""
    return Member.objects.of(workspace_id).filter(user__email=email.lower()).first()


def everybody(workspace_id: int) -> Viewer:
    """A viewer who sees the whole workspace and may do nothing: for the command line's reports."""
    return Viewer(workspace_id=workspace_id, member_id=0, name="", owner_ids=None, pools=None)
