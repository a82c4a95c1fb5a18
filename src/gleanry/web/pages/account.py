"""Sign-in that is locked for a while."""

from __future__ import annotations

from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off, get_failure_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gleanry.kit import clock
from gleanry.tenants.queries import find_workspace


def who_tries(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose password is being tried. Without a name everybody at one address would be locked out together."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or given.get("login") or request.POST.get("login", "")
    return str(name).strip().lower()


def locked(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """Say how many tries were wrong and when one may try again."""
    found = AxesDatabaseHandler().get_user_attempts(request, credentials)
    attempts = [attempt.attempt_time for rows in found for attempt in rows]
    cool_off = get_cool_off(request)
    last = max(attempts, default=clock.now())
    now, workspace = clock.now(), find_workspace(None)
    zone = workspace.zone if workspace else "UTC"
    until = last + cool_off if cool_off else now
    context = {
        "failure_limit": get_failure_limit(request, credentials),
        "minutes": max(1, ceil((until - now).total_seconds() / 60)),
        "until": timezone.localtime(until, ZoneInfo(zone)).strftime("%H:%M"),
        "zone": zone,
    }
    return render(request, "account/locked.html", context, status=429)
