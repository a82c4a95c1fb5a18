"""Language and appearance, kept with the user and, before sign-in, with the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gleanry.tenants.actions import set_look

THEMES = {"auto", "light", "dark"}


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Take what was chosen and go back to where it was chosen."""
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    if request.user.is_authenticated:
        set_look(request.user.pk, language=language, theme=theme if theme in THEMES else "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response
