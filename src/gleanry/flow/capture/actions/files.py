"""Files kept as they came, with what their columns mean."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from gleanry.flow.capture.models import Import, ImportState, SavedMapping
from gleanry.flow.capture.queries import formats_of, get_import, run_of, stored_file
from gleanry.flow.capture.rules.file import read_header, recognise_file
from gleanry.flow.capture.rules.mapping import BadMapping, mapping_from_dict, mapping_to_dict
from gleanry.flow.capture.shapes import FileLayout, ImportRun, Kind
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.values.unreadable import Unreadable

CHUNK = 1 << 20


def receive_file(workspace_id: int, stream: BinaryIO, name: str, *, kind: Kind, by: int | None = None) -> ImportRun:
    """Keep a file and open a draft of its import; the draft of the same file again is returned.

    Raises Refusal with the code of the trouble (`empty_file`, `bad_workbook`, ...) when it cannot be read at all.
    """
    digest, size = _keep(stream)
    with stored_file(digest).open("rb") as file:
        try:
            layout = recognise_file(file)
            headers = read_header(file, layout)
        except Unreadable as trouble:
            raise Refusal(trouble.code, file=name) from trouble
    given = {"name": name[:200], "headers": headers, "layout": layout_to_dict(layout), "size": size, "by": by}
    draft, _ = Import.objects.of(workspace_id).get_or_create(
        kind=kind,
        digest=digest,
        mapping_digest="",
        defaults={"workspace_id": workspace_id, "mapping": {}, "made_at": clock.now(), **given},
    )
    return run_of(draft)


def start_import(workspace_id: int, import_id: int, mapping: dict[str, Any], *, by: int | None = None) -> ImportRun:
    """Fix the mapping of an import and queue it. The same file with the same mapping is the same import.

    Raises Refusal `bad_mapping` with all that is wrong.
    """
    draft = get_import(workspace_id, import_id)
    try:
        ours = formats_of(workspace_id)
        known = {"zone": ours.zone, "currency": ours.currency, "region": ours.region}
        formats = {**known, **mapping.get("formats", {})}
        body = mapping_to_dict(mapping_from_dict({**mapping, "kind": draft.kind, "formats": formats}))
    except BadMapping as wrong:
        raise Refusal("bad_mapping", errors=wrong.errors) from wrong
    body.pop("name", None)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    with transaction.atomic():
        rows = Import.objects.of(workspace_id).select_for_update()
        row = rows.get(pk=import_id)
        same = rows.filter(kind=row.kind, digest=row.digest, mapping_digest=digest).first()
        if same is not None:
            return run_of(same)
        if row.state != ImportState.DRAFT:
            row.pk = None
            row.totals, row.next_line, row.first_id, row.last_id, row.done_at = {}, 0, None, None, None
        row.mapping, row.mapping_digest, row.state = body, digest, ImportState.QUEUED
        row.made_at, row.by = clock.now(), by if by is not None else row.by
        row.save()
    return run_of(row)


def save_mapping(workspace_id: int, name: str, kind: Kind, mapping: dict[str, Any]) -> None:
    """Keep a mapping by name for the next file of the same shape."""
    SavedMapping.objects.of(workspace_id).update_or_create(
        kind=kind, name=name, defaults={"workspace_id": workspace_id, "body": mapping}
    )


def layout_to_dict(layout: FileLayout) -> dict[str, Any]:
    """A layout as JSON can hold it."""
    return {name: getattr(layout, name) for name in FileLayout.__slots__}


def _keep(stream: BinaryIO) -> tuple[str, int]:
    """Copy to a temporary name, flush to disk, rename: a file under its digest is always whole."""
    folder = stored_file("any").parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as copy:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(stored_file(digest.hexdigest()))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size
