"""One form for every error: {"error": {"code", "message", "fields"}}."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import BadRules
from gleanry.web.words.duplicates import fault_text
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
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def answer(status: int, code: str, fields: Iterable[dict[str, str]] = (), **data: Any) -> HttpResponse:
    """An error in the one form."""
    body = {"code": code, "message": refusal_text(code, data), "fields": list(fields)}
    response = JsonResponse({"error": body}, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


def _bad_rules(request: HttpRequest, error: BadRules) -> HttpResponse:
    """Each fault by its place: `rules.2.fields`, rows from 1; a fault that says its field is in words already."""
    fields = [
        fault
        if "field" in fault
        else {
            "field": f"rules.{fault['row']}.{fault['setting']}" if fault["row"] else fault["setting"],
            "code": fault["code"],
            "message": fault_text(fault),
        }
        for fault in error.data["faults"]
    ]
    return answer(422, error.code, fields)


def _refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    data = {name: value for name, value in error.data.items() if name not in {"status", "code", "fields"}}
    return answer(status_of(error.code), error.code, **data)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(422, "invalid", [_field(problem) for problem in error.errors])


def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer(401, "not_signed_in")


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = {400: "unreadable_body", 403: "csrf"}.get(error.status_code, "refused")
    return answer(error.status_code, code)


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(404, "not_found")


def _large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(413, "too_large")


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    log.error("the database refused", exc_info=error)
    return answer(503, "busy")


def _unholdable(request: HttpRequest, error: DataError) -> HttpResponse:
    """A text the database cannot hold, such as one with a zero character."""
    return answer(422, "invalid")


def _defect(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("a defect in the API", exc_info=error)
    return answer(500, "defect")


HANDLERS: dict[type[Exception], Any] = {
    BadRules: _bad_rules,
    Refusal: _refusal,
    DataError: _unholdable,
    ValidationError: _invalid,
    AuthenticationError: _stranger,
    HttpError: _http,
    Http404: _missing,
    RequestDataTooBig: _large,
    OperationalError: _busy,
    Exception: _defect,
}


def _field(problem: dict[str, Any]) -> dict[str, str]:
    # The first part of the place says body, query or path, the second the name of the argument in our code.
    place = [str(part) for part in problem.get("loc", ())]
    path = place[2:] if place[:1] == ["body"] and len(place) > 2 else place[1:]
    return {"field": ".".join(path), "code": str(problem.get("type", "")), "message": str(problem.get("msg", ""))}
