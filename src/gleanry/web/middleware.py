"""Who is looking, found once per request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gleanry.tenants.queries import viewer_of_user


def viewer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.viewer` to the signed-in user's Viewer, or None."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.viewer = viewer_of_user(user) if user.is_authenticated else None  # type: ignore[attr-defined]  # ours
        return get_response(request)

    return middleware
