"""Raw input within the viewer's reach: what they sent themselves, and what leads they see came as."""

from __future__ import annotations

from typing import Any

from gleanry.flow.capture.queries import get_import, get_submission, list_imports
from gleanry.flow.capture.shapes import ImportRun
from gleanry.flow.identify.queries import leads_of_submissions
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible
from gleanry.tenants.shapes import Viewer


def import_within(viewer: Viewer, import_id: int) -> ImportRun:
    """An import of a member within reach. Raises Refusal `not_found` for any other: both look the same."""
    run = get_import(viewer.workspace_id, import_id)
    if viewer.owner_ids is not None and run.by not in viewer.owner_ids:
        raise Refusal("not_found", import_id=import_id)
    return run


def imports_within(viewer: Viewer) -> list[ImportRun]:
    """The latest imports of the members within reach."""
    return list_imports(viewer.workspace_id, by=viewer.owner_ids)


def submission_within(viewer: Viewer, submission_id: int) -> Any:  # a capture Submission
    """A submission whose lead the viewer sees, or that a member within reach brought in; else `not_found`."""
    row = get_submission(viewer.workspace_id, submission_id)
    if viewer.owner_ids is None:
        return row
    lead = leads_of_submissions(viewer.workspace_id, [submission_id]).get(submission_id)
    if lead is not None and among_visible(viewer, [lead]):
        return row
    if row.import_id is None:
        raise Refusal("not_found", submission=submission_id)
    import_within(viewer, row.import_id)
    return row


NEEDED = {"members": "members.edit", "products": "products.edit"}
"""What else it takes to bring in a kind of file: who works where and what is sold is not for everybody to say."""


def may_import(viewer: Viewer, kind: str) -> None:
    """Raises Refusal `forbidden` when the viewer may not bring in files of a kind."""
    needed = NEEDED.get(kind)
    if needed is not None and not viewer.may(needed):
        raise Refusal("forbidden", permission=needed)
