"""Make workspaces, teams and members; let people in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gleanry.kit import clock
from gleanry.tenants.models import Member, Region, Team, Token, User, Workspace
from gleanry.tenants.queries import members_by_word
from gleanry.tenants.shapes import Role


def make_workspace(
    name: str,
    *,
    slug: str,
    country: str = "CN",
    zone: str = "Asia/Shanghai",
    currency: str = "CNY",
    language: str = "zh-hans",
    made_up: bool = False,
) -> int:
    """Make a workspace without rules or members; wiring gives it a playbook. Returns its id."""
    row = Workspace.objects.create(
        name=name,
        slug=slug,
        country=country,
        zone=zone,
        currency=currency,
        language=language,
        made_up=made_up,
        made_at=clock.now(),
    )
    return int(row.pk)


def make_team(workspace_id: int, name: str, *, parent: Team | None = None) -> Team:
    """Add a team to the tree; an existing name is returned as it is."""
    with transaction.atomic():
        team, fresh = Team.objects.of(workspace_id).get_or_create(
            name=name, defaults={"workspace_id": workspace_id, "parent": parent}
        )
        if fresh:
            team.path = f"{parent.path if parent else '/'}{team.pk}/"
            team.save(update_fields=["path"])
    return team


def make_region(workspace_id: int, name: str, *, places: Iterable[str]) -> Region:
    region, _ = Region.objects.of(workspace_id).get_or_create(
        name=name, defaults={"workspace_id": workspace_id, "places": list(places)}
    )
    return region


def add_member(
    workspace_id: int,
    name: str,
    *,
    roles: Iterable[Role],
    email: str = "",
    password: str | None = None,
    team: Team | None = None,
    region: Region | None = None,
    external_id: str = "",
) -> Member:
    """Add a person; with an e-mail they can sign in. The same e-mail or external id again returns the member."""
    with transaction.atomic():
        user = None
        if email:
            user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, password)
        rows = Member.objects.of(workspace_id)
        known = rows.filter(user=user).first() if user else None
        if known is None and external_id:
            known = rows.filter(external_id=external_id).first()
        if known is not None:
            return known
        return Member.objects.create(
            workspace_id=workspace_id,
            user=user,
            name=name,
            roles=[str(role) for role in roles],
            team=team,
            region=region,
            external_id=external_id,
        )


def add_unknown_members(workspace_id: int, external_ids: Iterable[str], *, role: Role) -> dict[str, int]:
    """Members for people that imported records name and nobody has added; they cannot sign in.

    Somebody may be named by the id of the other system or by a name that only one member has.
    Returns word -> member id for all of `external_ids`.
    """
    wanted = sorted({external_id for external_id in external_ids if external_id})
    known = members_by_word(workspace_id) if wanted else {}
    fresh = [
        Member(workspace_id=workspace_id, name=external_id[:80], external_id=external_id, roles=[str(role)])
        for external_id in wanted
        if external_id not in known
    ]
    if fresh:
        Member.objects.bulk_create(fresh, ignore_conflicts=True)
        known = members_by_word(workspace_id)
    return {word: known[word] for word in wanted}


def make_token(workspace_id: int, member: Member, *, name: str, scopes: Iterable[str]) -> str:
    """Make an API token and return its secret, which is shown once and not kept."""
    secret = f"gly_{secrets.token_urlsafe(32)}"
    Token.objects.create(
        workspace_id=workspace_id,
        member=member,
        name=name,
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=list(scopes),
        made_at=clock.now(),
    )
    return secret


def end_token(workspace_id: int, token_id: int, *, at: datetime) -> None:
    Token.objects.of(workspace_id).filter(pk=token_id, ended_at=None).update(ended_at=at)


def set_look(user_id: int, *, language: str = "", theme: str = "") -> None:
    """Keep how a user wants pages to look; an empty value leaves what was chosen before."""
    chosen = {name: value for name, value in (("language", language), ("theme", theme)) if value}
    User.objects.filter(pk=user_id).update(**chosen)
