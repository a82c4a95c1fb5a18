"""Checking a body and putting it in force, with who and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import BadRules, Rules
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing.describing import Book
from gleanry.web.editing.drafts import draft_of
from gleanry.web.editing.faults import fault_text, faults_of
from gleanry.web.editing.kinds import Sight


def publish(viewer: Viewer, book: Book, body: Mapping[str, Any], at: datetime, *, note: str, after: int) -> Rules:
    """Put a body in force in place of version `after`, with who and why.

    Raises Refusal `forbidden` and `reason_missing`, BadRules, and RulesChanged when another version is in force.
    """
    if not viewer.may(book.edits):
        raise Refusal("forbidden", permission=book.edits)
    check(viewer, book, body)
    if not note.strip():
        raise Refusal("reason_missing")
    return rulebook.publish(
        viewer.workspace_id, book.name, dict(body), note=note.strip(), by=viewer.member_id, at=at, after=after
    )


def check(viewer: Viewer, book: Book, body: Mapping[str, Any]) -> None:
    """Raises BadRules with each fault's field (`rules.2.code`, rows from 1), code and message."""
    if faults := faults_of(book, draft_of(book, body), Sight(viewer)):
        told = [
            {"field": counted(fault.place), "code": fault.code, "message": fault_text(book, fault)} for fault in faults
        ]
        raise BadRules(name=book.name, faults=told)


def counted(place: str) -> str:
    """A place with its rows counted from 1, as people count."""
    return ".".join(str(int(part) + 1) if part.isdigit() else part for part in place.split("."))
