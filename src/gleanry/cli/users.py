"""`gleanry user` and `gleanry token`: let people and programs in."""

from __future__ import annotations

import json
import secrets

import click

from gleanry.cli.house import open_house

ROLES = [
    "administrator",
    "head_of_marketing",
    "marketer",
    "sdr",
    "seller",
    "sales_director",
    "channel_manager",
    "partner",
    "finance",
    "general_manager",
]
SCOPES = [
    "leads.see",
    "leads.import",
    "leads.claim",
    "leads.assign",
    "leads.follow",
    "leads.qualify",
    "leads.accept",
    "deals.see",
    "deals.move",
    "cockpit.see",
]
"""Permissions that operations of the API ask for; a token carries some of those its member has."""


@click.command("user")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), required=True, help="May be repeated.")
@click.option("--team", help="Added when there is none of this name.")
@click.option("--workspace", help="The workspace's slug; the first one without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add_user(
    email: str, name: str, roles: tuple[str, ...], team: str | None, workspace: str | None, as_json: bool
) -> None:
    """Add a person who signs in; prints the first password, which is not kept in clear."""
    house = open_house(workspace)
    from gleanry.tenants.actions import add_member, make_team
    from gleanry.tenants.shapes import Role

    password = secrets.token_urlsafe(12)
    found = make_team(house.id, team) if team else None
    member = add_member(
        house.id, name, roles=[Role(role) for role in roles], email=email, password=password, team=found
    )
    fresh = member.user is not None and member.user.check_password(password)
    if as_json:
        click.echo(json.dumps({"member": member.pk, "email": email, "password": password if fresh else None}))
    else:
        click.echo(f"{email}  {password}" if fresh else f"{email} is here already; the password stays as it is")


@click.command("token")
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    default=["leads.import", "leads.see"],
    show_default=True,
    help="What the token may do, within what its member may; may be repeated.",
)
@click.option("--workspace", help="The workspace's slug; the first one without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add_token(email: str, name: str, scopes: tuple[str, ...], workspace: str | None, as_json: bool) -> None:
    """Make an API token for a member; it is shown once."""
    house = open_house(workspace)
    from gleanry.tenants.actions import make_token
    from gleanry.tenants.queries import member_by_email

    member = member_by_email(house.id, email)
    if member is None:
        raise click.ClickException(f"nobody in this workspace signs in as {email}")
    secret = make_token(house.id, member, name=name, scopes=scopes)
    click.echo(json.dumps({"token": secret}) if as_json else secret)
