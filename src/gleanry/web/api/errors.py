"""One form for every error: {"error": {"code", "message", "fields"}}."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gleanry.kit.errors import Refusal
from gleanry.web.words.refusals import refusal_text, status_of

log = logging.getLogger(__name__)


class FieldError(Schema):
    """What is wrong with one field; `field` is its path, such as `records.0.phone`."""

    field: str
    code: str
    message: str


class ErrorBody(Schema):
    """`code` is stable and for programs, `message` is for people, in the caller's language."""

    code: str
    message: str
    fields: list[FieldError] = []


class ErrorOut(Schema):
    """What every answer with a status of 400 or more holds."""

    error: ErrorBody


PROBLEMS: dict[int, Any] = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut}
PROBLEMS |= {413: ErrorOut, 422: ErrorOut, 429: ErrorOut}
"""The answers any operation may give; documented on each."""


def install(api: NinjaAPI) -> None:
    """Answer every kind of trouble in the one form."""

    def answer(request: HttpRequest, status: int, code: str, fields: Any = (), **data: Any) -> HttpResponse:
        body = {"code": code, "message": refusal_text(code, data), "fields": list(fields)}
        response = api.create_response(request, {"error": body}, status=status)
        if status == 429:
            response["Retry-After"] = "60"
        return response

    @api.exception_handler(Refusal)
    def on_refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
        data = {name: value for name, value in error.data.items() if name not in {"request", "status", "code", "fields"}}
        return answer(request, status_of(error.code), error.code, **data)

    @api.exception_handler(ValidationError)
    def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(request, 422, "invalid", [_field(problem) for problem in error.errors])

    @api.exception_handler(AuthenticationError)
    def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(request, 401, "not_signed_in")

    @api.exception_handler(HttpError)
    def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = {400: "unreadable_body", 403: "csrf"}.get(error.status_code, "refused")
        return answer(request, error.status_code, code)

    @api.exception_handler(Http404)
    def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, 404, "not_found")

    @api.exception_handler(RequestDataTooBig)
    def on_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return answer(request, 413, "too_large")

    @api.exception_handler(OperationalError)
    def on_busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        log.exception("the database refused")
        return answer(request, 503, "busy")

    @api.exception_handler(Exception)
    def on_defect(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("a defect in the API")
        return answer(request, 500, "defect")


def _field(problem: dict[str, Any]) -> dict[str, str]:
    # The first part of the place says body, query or path, the second the name of the argument in our code.
    place = [str(part) for part in problem.get("loc", ())]
    path = place[2:] if place[:1] == ["body"] and len(place) > 2 else place[1:]
    return {"field": ".".join(path), "code": str(problem.get("type", "")), "message": str(problem.get("msg", ""))}
