"""The gate before each page: signed in, at work in a workspace, and allowed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer, WorkspaceSettings

Given = ParamSpec("Given")


class WorkRequest(HttpRequest):
    """A request that passed the gate."""

    viewer: Viewer
    workspace: WorkspaceSettings
    htmx: Any


Page = Callable[Concatenate[WorkRequest, Given], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]


def page(permission: str = "") -> Callable[[Page[Given]], View[Given]]:
    """Only for members of a workspace, and only those who may `permission`."""

    def gate(view: Page[Given]) -> View[Given]:
        @wraps(view)
        def gated(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in(request)
            viewer: Viewer | None = getattr(request, "viewer", None)
            if viewer is None:
                return render(request, "pages/no_workspace.html", status=403)
            if permission and not viewer.may(permission):
                raise Refusal("forbidden", permission=permission)
            return view(cast(WorkRequest, request), *args, **kwargs)

        return gated

    return gate


def key_of(request: HttpRequest, name: str) -> int | None:
    """A record's id given in the address; what is none is left out rather than refused."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def keys_of(request: HttpRequest, name: str) -> list[int]:
    """Records' ids sent by a form; what is none is left out."""
    return [int(text) for text in request.POST.getlist(name) if text.isascii() and text.isdigit() and len(text) < 19]


def path_of(url: str | None, *, host: str = "") -> str:
    """The path and query of an address, of `host` where one is given; "/" for all that leads elsewhere."""
    at = urlsplit(url or "/")
    if (host and at.netloc != host) or not at.path.startswith("/") or at.path.startswith("//"):
        return "/"
    return f"{at.path}?{at.query}" if at.query else at.path


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page and back; a part of a page sends the whole page, not the form into its middle."""
    htmx: Any = getattr(request, "htmx", None)
    if htmx:
        wanted = path_of(htmx.current_url)
    elif request.method in ("GET", "HEAD"):
        wanted = request.get_full_path()
    else:
        # What was sent cannot be sent again by a link: back to the page it was typed on, where the script kept it.
        wanted = path_of(request.headers.get("referer"), host=request.get_host())
    url = f"{reverse('account_login')}?{urlencode({'next': wanted})}"
    if htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
