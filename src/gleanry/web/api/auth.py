"""Who calls: a program with a token, or the browser of somebody signed in."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings, viewer_of_token
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest
from gleanry.web.limits import count_against


class TokenAuth(HttpBearer):
    """`Authorization: Bearer gly_...`; the token's scopes bound what its member's roles allow."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        found = viewer_of_token(token)
        address = str(request.META.get("REMOTE_ADDR", ""))
        if found is None:
            count_against("token", address)
            raise Refusal("token_unknown")
        viewer, scopes = found
        if not viewer.may("api.use"):
            raise Refusal("forbidden", permission="api.use")
        count_against("api", f"member-{viewer.member_id}")
        work = cast(WorkRequest, request)
        work.viewer = Viewer(**{**_fields(viewer), "permissions": viewer.permissions & scopes})
        work.workspace = get_settings(viewer.workspace_id)
        return work.viewer


class BrowserAuth(APIKeyCookie):
    """The session of the pages; changes need the CSRF token in `X-CSRFToken`."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        viewer: Viewer | None = getattr(request, "viewer", None)
        if viewer is not None:
            count_against("api", f"member-{viewer.member_id}")
        return viewer


def _fields(viewer: Viewer) -> dict[str, Any]:
    return {name: getattr(viewer, name) for name in Viewer.__dataclass_fields__}


def need(request: HttpRequest, permission: str) -> WorkRequest:
    """The request, once its caller may do this. Raises Refusal `forbidden`."""
    work = cast(WorkRequest, request)
    if not work.viewer.may(permission):
        raise Refusal("forbidden", permission=permission)
    return work
