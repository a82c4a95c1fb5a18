"""Who is looking, in which language and zone; what a page may load; how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation

from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings, viewer_of_token, viewer_of_user
from gleanry.web.pages.errors import refused, too_large

Handler = Callable[[HttpRequest], HttpResponse]

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


# The page of the API's documentation sets styles on its elements; it shows nobody's data.
DOCS = "/api/v1/docs"


def security(get_response: Handler) -> Handler:
    """Nothing inline, nothing from elsewhere; pages with somebody's data are not kept by caches between."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        relaxed = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        response.setdefault("Content-Security-Policy", relaxed if request.path == DOCS else CSP)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


ROOM = 64 * 1024
"""For the other fields of a form that carries a file."""


def uploads(get_response: Handler) -> Handler:
    """A large body is refused by its length, before it is read: from strangers, and beyond the largest file."""

    def middleware(request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        length = int(size) if size.isascii() and size.isdigit() else 0
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE + ROOM:
            return get_response(request)
        if length <= settings.GLEANRY_LARGEST_FILE + ROOM and _is_known(request):
            return get_response(request)
        return too_large(request)

    return middleware


def _is_known(request: HttpRequest) -> bool:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return request.user.is_authenticated or (scheme.lower() == "bearer" and viewer_of_token(secret) is not None)


def plain_queries(get_response: Handler) -> Handler:
    """Take zero characters out of the address's questions: PostgreSQL's texts cannot hold one, and no name has one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in "".join(value for values in request.GET.lists() for value in (values[0], *values[1])):
            query = request.GET.copy()
            for name, values in request.GET.lists():
                query.setlist(name, [value.replace("\0", "") for value in values])
            request.GET = query  # type: ignore[assignment]  # a copy is as good
        return get_response(request)

    return middleware


def viewer(get_response: Handler) -> Handler:
    """Set `request.viewer` and `request.workspace`; speak the user's language, tell the workspace's time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        found = viewer_of_user(user) if user.is_authenticated else None
        workspace = get_settings(found.workspace_id) if found else None
        request.viewer, request.workspace = found, workspace  # type: ignore[attr-defined]  # ours, see access.WorkRequest
        if workspace is None or not user.is_authenticated:
            return get_response(request)
        language = user.language or workspace.language
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(ZoneInfo(workspace.zone)):
            response = get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


class Refusals:
    """A refusal that reaches the edge of a page becomes a sentence and a way on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal) and not request.path.startswith("/api/"):
            return refused(request, error)
        return None
