"""What every page's frame needs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.tenants.shapes import Viewer
from gleanry.web.words.labels import ROLES

LEADS = pgettext_lazy("navigation", "Leads and pools")
CLOSING = pgettext_lazy("navigation", "Sales")
NURTURE = pgettext_lazy("navigation", "Nurture")
NUMBERS = pgettext_lazy("navigation", "Numbers")
SET_UP = pgettext_lazy("navigation", "Set-up")
ON_A_PHONE = 4
"""Places in the bar of a phone; the others stand behind "More"."""


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, under the heading `group`.

    `key` is pressed after g, `needs` the permission to see it, `also` further paths. Who may `unless` finds it inside
    another place. What is `daily` stands in the bar of a phone.
    """

    name: str
    path: str
    icon: str
    title: Any
    key: str
    needs: str = ""
    also: tuple[str, ...] = ()
    unless: str = ""
    group: Any = ""
    daily: bool = False


OF_TODAY = ("/deadlines/", "/violations/", "/time/", "/gates/", "/calls/")
OF_LEADS = ("/check/", "/people/")
OF_DUPLICATES = ("/merges/", "/merge/")
PLACES = (
    Place("today", "/", "checklist", _("Today"), "t", also=OF_TODAY, daily=True),
    Place("leads", "/leads/", "users", _("Leads"), "l", "leads.see", OF_LEADS, group=LEADS, daily=True),
    Place("pools", "/pools/", "inbox", _("Pools"), "p", "leads.see", ("/fairness/",), group=LEADS, daily=True),
    Place(
        "duplicates",
        "/duplicates/",
        "git-merge",
        pgettext_lazy("navigation", "Duplicates"),
        "d",
        "duplicates.merge",
        OF_DUPLICATES,
        group=LEADS,
    ),
    Place(
        "review",
        "/invalid/",
        "shield-check",
        pgettext_lazy("navigation", "Screening"),
        "s",
        "leads.review",
        ("/lists/",),
        group=LEADS,
    ),
    Place(
        "lists",
        "/lists/",
        "shield-check",
        pgettext_lazy("navigation", "Lists"),
        "s",
        "lists.add",
        unless="leads.review",
        group=LEADS,
    ),
    Place(
        "accounts", "/accounts/", "building", pgettext_lazy("navigation", "Accounts"), "a", "leads.see", group=CLOSING
    ),
    Place("deals", "/deals/", "layout-kanban", _("Opportunities"), "o", "deals.see", group=CLOSING, daily=True),
    Place(
        "orders",
        "/orders/",
        "clipboard-check",
        pgettext_lazy("navigation", "Orders"),
        "u",
        "orders.see",
        ("/quotes/", "/contracts/", "/products/", "/prices/"),
        group=CLOSING,
        daily=True,
    ),
    Place(
        "money",
        "/money/",
        "coin",
        pgettext_lazy("navigation", "Money"),
        "m",
        "money.see",
        group=CLOSING,
        daily=True,
    ),
    Place(
        "visits",
        "/visits/",
        "map-pin",
        pgettext_lazy("navigation", "Visits"),
        "v",
        "leads.follow",
        ("/usage/",),
        group=CLOSING,
    ),
    Place(
        "cases",
        "/cases/",
        "heart-handshake",
        _("Collisions"),
        "w",
        "deals.see",
        ("/registrations/",),
        group=CLOSING,
    ),
    Place("plans", "/plans/", "plant", pgettext_lazy("navigation", "Plans"), "n", "leads.see", group=NURTURE),
    Place("segments", "/segments/", "users-group", _("Segments"), "e", "leads.see", group=NURTURE),
    Place(
        "funnel",
        "/funnel/",
        "chart-funnel",
        pgettext_lazy("navigation", "Funnel"),
        "f",
        "cockpit.see",
        ("/scores/",),
        group=NUMBERS,
    ),
    Place(
        "forecast",
        "/forecast/",
        "target-arrow",
        pgettext_lazy("navigation", "Forecast"),
        "c",
        "deals.see",
        ("/targets/", "/reviews/"),
        group=NUMBERS,
    ),
    Place("rewards", "/rewards/", "trophy", pgettext_lazy("navigation", "Rewards"), "y", "rewards.see", group=NUMBERS),
    Place("rules", "/rules/", "settings", _("Rules"), "r", "rules.edit", group=SET_UP),
    Place(
        "imports",
        "/imports/",
        "file-import",
        pgettext_lazy("navigation", "Import"),
        "i",
        "leads.import",
        group=SET_UP,
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the places they may go and how the page shall look."""
    viewer = getattr(request, "viewer", None)
    user = getattr(request, "user", None)
    places = [place for place in PLACES if viewer and _open_to(viewer, place)]
    daily = [place for place in places if place.daily][:ON_A_PHONE]
    here = _here(request.path, places)
    return {
        "viewer": viewer,
        "workspace": getattr(request, "workspace", None),
        "places": places,
        "place_groups": [(title, list(some)) for title, some in groupby(places, key=lambda place: place.group)],
        "daily_places": daily,
        "here": here,
        "here_is_more": here not in {place.name for place in daily},
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
