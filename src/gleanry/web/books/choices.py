"""What several books let choose: the people, teams and regions of the workspace, grades, fields of a lead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gleanry.tenants.queries import list_members, list_teams
from gleanry.tenants.shapes import Viewer
from gleanry.web.words.fields import FIELDS

GRADES = {f"{letter}{band}": f"{letter}{band}" for letter in "ABCD" for band in "1234"}


def members(viewer: Viewer) -> dict[str, str]:
    """Id -> name of everybody at work here."""
    return {str(member.pk): member.name for member in list_members(viewer.workspace_id)}


def teams(viewer: Viewer) -> dict[str, str]:
    """Name -> name of every team."""
    return {name: name for _id, name in list_teams(viewer.workspace_id)}


def clean_fields(viewer: Viewer) -> dict[str, str]:
    """Field of a cleaned lead -> what it is called."""
    names = (
        *("company", "job_title", "industry", "company_size", "province", "city", "country", "language", "address"),
        *("product", "campaign", "landing_page", "content", "message", "note", "utm_source"),
        *("utm_medium", "utm_campaign", "phone_place"),
    )
    return {name: str(FIELDS.get(name, name)) for name in names} | {"email_domain": _("Mail domain")}
