"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, for the frame of the page."""
    return {"viewer": getattr(request, "viewer", None)}
