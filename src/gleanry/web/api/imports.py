"""Imports: send a file, say what its columns mean, start it, follow it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from gleanry.flow.capture.actions import preview_import, receive_file, save_mapping, start_import
from gleanry.flow.capture.shapes import ImportRun, Kind
from gleanry.kit.errors import Refusal
from gleanry.web.api.auth import need
from gleanry.web.api.errors import PROBLEMS
from gleanry.web.keys import PathId
from gleanry.web.limits import count_against
from gleanry.web.reach import import_within, imports_within, may_import
from gleanry.wiring.importing import outcome_of, queue_import

router = Router(tags=["imports"])


class ImportOut(Schema):
    """An import. `draft` is a file with no mapping yet."""

    id: int
    kind: str
    name: str
    state: str
    rows: int
    made_at: datetime
    done_at: datetime | None


class GuessOut(Schema):
    """A file received: its columns, the mapping guessed and how sure each guess is, from 0 to 1."""

    id: int
    headers: list[str]
    mapping: dict[str, Any]
    confidence: dict[str, float]
    missing: list[str]
    unused: list[str]


class StartIn(Schema):
    """A mapping in the form of mapping files; `save_as` keeps it by name."""

    mapping: dict[str, Any]
    save_as: str = ""


class RowProblem(Schema):
    """One problem of one refused row."""

    row: int
    field: str
    code: str
    value: str


class ProgressOut(ImportOut):
    """rows = accepted + held + refused + attached + known."""

    accepted: int
    held: int
    refused: int
    attached: int
    known: int
    errors: list[RowProblem]


@router.get("", response={200: list[ImportOut], **PROBLEMS}, summary="Past imports, newest first")
def listing(request: HttpRequest) -> list[dict[str, Any]]:
    work = need(request, "leads.import")
    return [_head(run) for run in imports_within(work.viewer)]


@router.post("", response={201: GuessOut, **PROBLEMS}, summary="Send a file")
def upload(request: HttpRequest, file: File[UploadedFile], kind: Form[Kind]) -> Status[dict[str, Any]]:
    """The file is kept; nothing of it is taken in before it is started."""
    work = need(request, "leads.import")
    count_against("upload", f"member-{work.viewer.member_id}")
    if (file.size or 0) > settings.GLEANRY_LARGEST_FILE:
        raise Refusal("too_large")
    may_import(work.viewer, kind)
    run = receive_file(
        work.viewer.workspace_id, cast(BinaryIO, file), file.name or "file", kind=kind, by=work.viewer.member_id
    )
    return Status(201, _guess(work.viewer.workspace_id, run.id))


@router.post("/{import_id}/start", response={202: ImportOut, **PROBLEMS}, summary="Start with a mapping")
def start(request: HttpRequest, import_id: PathId, body: StartIn) -> Status[dict[str, Any]]:
    """The same file with the same mapping is the same import: its id is answered, and nothing is added twice."""
    work = need(request, "leads.import")
    draft = import_within(work.viewer, import_id)
    may_import(work.viewer, draft.kind)
    run = start_import(work.viewer.workspace_id, import_id, body.mapping, by=work.viewer.member_id)
    if body.save_as:
        save_mapping(work.viewer.workspace_id, body.save_as[:80], draft.kind, body.mapping)
    if run.state != "done":
        queue_import(work.viewer.workspace_id, run.id)
    return Status(202, _head(run))


@router.get("/{import_id}/mapping", response={200: GuessOut, **PROBLEMS}, summary="The mapping guessed for a file")
def guess(request: HttpRequest, import_id: PathId) -> dict[str, Any]:
    work = need(request, "leads.import")
    return _guess(work.viewer.workspace_id, import_within(work.viewer, import_id).id)


@router.get("/{import_id}", response={200: ProgressOut, **PROBLEMS}, summary="How far an import has come")
def progress(request: HttpRequest, import_id: PathId) -> dict[str, Any]:
    work = need(request, "leads.import")
    run = import_within(work.viewer, import_id)
    outcome = outcome_of(run)
    counts = {name: getattr(outcome, name) for name in ("accepted", "held", "refused", "attached", "known")}
    return _head(run) | counts | {"errors": list(outcome.errors)}


def _head(run: ImportRun) -> dict[str, Any]:
    same = ("kind", "name", "state", "made_at", "done_at")
    return {"id": run.id, "rows": run.totals.get("rows", 0)} | {name: getattr(run, name) for name in same}


def _guess(workspace_id: int, import_id: int) -> dict[str, Any]:
    preview = preview_import(workspace_id, import_id, rows=0)
    same = ("headers", "mapping", "confidence", "missing", "unused")
    return {"id": import_id} | {name: getattr(preview, name) for name in same}
