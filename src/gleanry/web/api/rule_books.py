"""Rule books: read them and their versions, try and publish another body."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from gleanry.kit import clock, rulebook
from gleanry.kit.rulebook import Rules, RulesChanged
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.books import all_books
from gleanry.web.editing.describing import Book
from gleanry.web.editing.differing import differences
from gleanry.web.editing.drafts import draft_of
from gleanry.web.editing.faults import fault_text, faults_of_body
from gleanry.web.editing.kinds import Sight
from gleanry.web.editing.publishing import check, counted, publish
from gleanry.web.editing.trying import DryRun, To, try_out
from gleanry.web.pages.rule_books import book_for, may_read

router = Router(tags=["rules"])


class VersionOut(Schema):
    """A version of a rule book; `by` is empty where a playbook or a program wrote it."""

    version: int
    note: str
    by: str
    at: datetime


class BookOut(VersionOut):
    """A rule book and its version in force."""

    name: str
    title: str
    decides: str


class FaultOut(Schema):
    """What is wrong with a body: the place (`rules.2.code`, rows from 1; empty for the whole), a code, a sentence."""

    field: str
    code: str
    message: str


class BodyOut(Schema):
    """A version with its body, as a playbook holds it, and what is wrong with it."""

    name: str
    version: int
    body: dict[str, Any]
    faults: list[FaultOut]


class BodyIn(Schema):
    """A whole body. `after` is the version it replaces; `note` says why, and is needed unless it is only tried."""

    body: dict[str, Any]
    note: str = Field("", max_length=400)
    after: int | None = Field(None, ge=0, lt=2**31)
    dry_run: bool = False


class DifferenceOut(Schema):
    """One change against the version in force: "changed", "added", "removed" or "moved"."""

    how: str
    where: str
    field: str
    before: str
    after: str


class FigureOut(Schema):
    """A number by the rules in force (may be empty) and by those tried."""

    label: str
    now: str
    then: str


class CellOut(Schema):
    """A text; `lead_id` where it names a lead the caller sees."""

    text: str
    lead_id: int | None = None


class TriedOut(Schema):
    """What would have been."""

    headline: str
    figures: list[FigureOut]
    columns: list[str]
    rows: list[list[CellOut]]
    note: str


class SentOut(Schema):
    """The version in force afterwards, what is different, and for a dry run what it found (null: not to be tried)."""

    version: int
    published: bool
    changes: list[DifferenceOut]
    tried: TriedOut | None = None


@router.get("", response={200: list[BookOut], **PROBLEMS}, summary="The rule books")
def books(request: HttpRequest) -> list[dict[str, Any]]:
    work = need(request, "leads.see")
    latest = rulebook.latest(work.viewer.workspace_id)
    shown = [book for book in all_books() if book.name in latest and may_read(work, book)]
    names = names_of(work.viewer.workspace_id, (latest[book.name].by for book in shown))
    return [
        {"name": book.name, "title": str(book.title), "decides": str(book.decides)} | _version(latest[book.name], names)
        for book in shown
    ]


@router.get("/{slug:book}", response={200: BodyOut, **PROBLEMS}, summary="A rule book in force")
def read(request: HttpRequest, book: str) -> dict[str, Any]:
    work, declared = _declared(request, book)
    return _body(work, declared, rulebook.current(work.viewer.workspace_id, declared.name))


@router.get("/{slug:book}/versions", response={200: list[VersionOut], **PROBLEMS}, summary="Its latest versions")
def versions(request: HttpRequest, book: str) -> list[dict[str, Any]]:
    """The latest 50, the one in force first."""
    work, declared = _declared(request, book)
    found = rulebook.versions(work.viewer.workspace_id, declared.name)
    names = names_of(work.viewer.workspace_id, (version.by for version in found))
    return [_version(version, names) for version in found]


@router.get("/{slug:book}/versions/{version}", response={200: BodyOut, **PROBLEMS}, summary="One version")
def read_version(request: HttpRequest, book: str, version: int) -> dict[str, Any]:
    work, declared = _declared(request, book)
    found = None
    if 0 < version < 2**31:
        found = rulebook.version_numbered(work.viewer.workspace_id, declared.name, version)
    if found is None:
        raise Http404
    return _body(work, declared, found)


@router.post("/{slug:book}", response={200: SentOut, **PROBLEMS}, summary="Try or publish another body")
def send(request: HttpRequest, book: str, body: BodyIn) -> dict[str, Any]:
    """Checked either way: 422 names every fault. With `dry_run` nothing is changed.

    409 `rules_changed` when `after` is not the version in force any more.
    """
    work, declared = _declared(request, book)
    viewer = need(request, declared.edits).viewer
    now = rulebook.current(viewer.workspace_id, declared.name)
    after = now.version if body.after is None else body.after
    if after != now.version:
        raise RulesChanged(name=declared.name, version=now.version)
    check(viewer, declared, body.body)
    said = {"version": now.version, "published": False, "changes": _changes(work, declared, now, body.body)}
    if body.dry_run:
        run = declared.dry_run
        return said | {"tried": _tried(try_out(lambda: run(viewer, body.body))) if run else None}
    made = publish(viewer, declared, body.body, clock.now(), note=body.note, after=after)
    return said | {"version": made.version, "published": made.version != now.version}


def _declared(request: HttpRequest, name: str) -> tuple[WorkRequest, Book]:
    work = need(request, "leads.see")
    return work, book_for(work, name)


def _version(version: rulebook.Version, names: dict[int, str]) -> dict[str, Any]:
    return {
        "version": version.version,
        "note": version.note,
        "by": names.get(version.by or 0, ""),
        "at": version.at,
    }


def _body(request: WorkRequest, book: Book, rules: Rules) -> dict[str, Any]:
    faults = faults_of_body(book, rules.body, Sight(request.viewer))
    told = [{"field": counted(fault.place), "code": fault.code, "message": fault_text(book, fault)} for fault in faults]
    return {"name": book.name, "version": rules.version, "body": rules.body, "faults": told}


def _changes(request: WorkRequest, book: Book, now: Rules, body: dict[str, Any]) -> list[dict[str, Any]]:
    found = differences(book, draft_of(book, now.body), draft_of(book, body), Sight(request.viewer))
    return [asdict(one) for one in found]


def _tried(found: DryRun) -> dict[str, Any]:
    rows = [
        [asdict(cell) if isinstance(cell, To) else {"text": cell, "lead_id": None} for cell in row]
        for row in found.rows
    ]
    return asdict(found) | {"rows": rows, "columns": list(found.columns)}
