"""Pages for what went wrong: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from gleanry.kit.errors import Refusal
from gleanry.web.words.refusals import refusal_text, status_of


def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Tell a refusal where the person is: as a toast in the page they acted on, or as a page of its own."""
    text, status = refusal_text(error.code, error.data), status_of(error.code)
    if getattr(request, "htmx", False):
        messages.error(request, text)
        response = render(request, "parts/toasts_oob.html", status=status)
        response["HX-Reswap"] = "none"
        return response
    back = _same_site(request)
    if request.method == "POST" and status != 403 and back:
        messages.error(request, text)
        return HttpResponseRedirect(back)
    if status == 404:
        return not_found(request)
    if status == 403:
        return forbidden(request, detail=text)
    return _page(request, status, _("This was not done"), text)


def _same_site(request: HttpRequest) -> str:
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    # Two slashes would lead to another host.
    if came_from.netloc != request.get_host() or came_from.path == request.path or came_from.path.startswith("//"):
        return ""
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def too_large(request: HttpRequest) -> HttpResponse:
    """Told to a program in its own form, to a person as a page; the body stays unread."""
    text = refusal_text("too_large", {})
    if request.path.startswith("/api/"):
        error = {"code": "too_large", "message": text, "fields": []}
        return JsonResponse({"error": error}, status=413)
    return _page(request, 413, _("This was not done"), text)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("The request could not be read")
    return _page(request, 400, title, _("Nothing was changed. Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None, *, detail: str = "") -> HttpResponse:
    title = _("Your role does not include this")
    advice = _("Nothing was changed. If your work needs it, ask the administrator of your workspace for the role.")
    return _page(request, 403, title, advice, detail)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's security token did not match: mostly a page left open over a sign-out."""
    title = _("This page was open for too long")
    advice = _("What you sent was not saved. Go back, reload the page and send it again.")
    if getattr(request, "htmx", False):
        messages.error(request, f"{title}. {advice}")
        response = render(request, "parts/toasts_oob.html", status=403)
        response["HX-Reswap"], response["HX-Trigger"] = "none", "interrupted"
        return response
    return _page(request, 403, title, advice, interrupted=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("There is nothing here that you can see")
    advice = _("The address may be mistyped, or the record belongs to someone whose work you do not see.")
    return _page(request, 404, title, advice)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must work when nothing else does: no viewer, no context processors."""
    html = loader.get_template("pages/error_500.html").render({})
    return HttpResponse(html, status=500)


def _page(
    request: HttpRequest, status: int, title: str, advice: str, detail: str = "", *, interrupted: bool = False
) -> HttpResponse:
    """A page of its own. `interrupted` has the script keep what was typed until the form is there again."""
    context: dict[str, Any] = {"status": status, "title": title, "advice": advice, "detail": detail}
    context["interrupted"] = interrupted
    return render(request, "pages/error.html", context, status=status)
