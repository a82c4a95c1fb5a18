"""What every page's frame needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.tenants.shapes import Viewer
from gleanry.web.words.labels import ROLES


@dataclass(frozen=True)
class Place:
    """An entry of the navigation.

    `key` is pressed after g, `needs` the permission to see it, `also` further paths.

    Who may `unless` finds it inside another place.
    """

    name: str
    path: str
    icon: str
    title: Any
    key: str
    needs: str = ""
    also: tuple[str, ...] = ()
    unless: str = ""


OF_TODAY = ("/deadlines/", "/violations/", "/time/", "/gates/", "/calls/")
PLACES = (
    Place(
        "today", "/", "checklist", _("Today"), "t", also=("/deadlines/", "/violations/", "/time/", "/gates/", "/calls/")
    ),
    Place("leads", "/leads/", "users", _("Leads"), "l", "leads.see", also=("/check/", "/people/", "/accounts/")),
    Place("pools", "/pools/", "inbox", _("Pools"), "p", "leads.see", also=("/fairness/",)),
    Place(
        "deals",
        "/deals/",
        "layout-kanban",
        _("Opportunities"),
        "o",
        "deals.see",
        also=("/visits/", "/usage/", "/rewards/"),
    ),
    Place(
        "funnel", "/funnel/", "chart-funnel", pgettext_lazy("navigation", "Funnel"), "f", "cockpit.see", ("/scores/",)
    ),
    Place(
        "duplicates",
        "/duplicates/",
        "git-merge",
        pgettext_lazy("navigation", "Duplicates"),
        "d",
        "duplicates.merge",
        also=("/merges/", "/merge/"),
    ),
    Place(
        "review",
        "/invalid/",
        "shield-check",
        pgettext_lazy("navigation", "Screening"),
        "s",
        "leads.review",
        ("/lists/",),
    ),
    Place(
        "lists",
        "/lists/",
        "shield-check",
        pgettext_lazy("navigation", "Lists"),
        "s",
        "lists.add",
        unless="leads.review",
    ),
    Place("plans", "/plans/", "plant", pgettext_lazy("navigation", "Plans"), "n", "leads.see"),
    Place("segments", "/segments/", "users-group", _("Segments"), "e", "leads.see"),
    Place("rules", "/rules/", "settings", _("Rules"), "r", "rules.edit"),
    Place("imports", "/imports/", "file-import", pgettext_lazy("navigation", "Import"), "i", "leads.import"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the places they may go and how the page shall look."""
    viewer = getattr(request, "viewer", None)
    user = getattr(request, "user", None)
    places = [place for place in PLACES if viewer and _open_to(viewer, place)]
    return {
        "viewer": viewer,
        "workspace": getattr(request, "workspace", None),
        "places": places,
        "here": _here(request.path, places),
        "theme": getattr(user, "theme", "auto") or "auto",
        "role_names": [str(ROLES.get(role, role)) for role in sorted(viewer.roles)] if viewer else [],
        "languages": settings.LANGUAGES,
        "asks_sign_in": request.path == reverse("account_login"),
    }


def _open_to(viewer: Viewer, place: Place) -> bool:
    return (not place.needs or viewer.may(place.needs)) and not (place.unless and viewer.may(place.unless))


def _here(path: str, places: list[Place]) -> str:
    roots = [(place.name, root) for place in places for root in (place.path, *place.also)]
    inner = [name for name, root in roots if root != "/" and path.startswith(root)]
    return inner[0] if inner else "today" if path == "/" else ""
