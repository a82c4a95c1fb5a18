"""Who asked whom for a lead or an account."""

from __future__ import annotations

from gleanry.flow.identify.models import Request
from gleanry.flow.identify.shapes import RequestRow
from gleanry.tenants.shapes import Viewer

COLUMNS = tuple(RequestRow.__dataclass_fields__)


def list_requests(viewer: Viewer, *, limit: int = 50) -> list[RequestRow]:
    """What colleagues ask this viewer for and wait to be answered, the oldest first."""
    rows = Request.objects.of(viewer.workspace_id).filter(owner_id=viewer.member_id, answer="").order_by("id")
    return [RequestRow(*values) for values in rows.values_list(*COLUMNS)[:limit]]


def list_asked(viewer: Viewer, *, limit: int = 20) -> list[RequestRow]:
    """What this viewer asked colleagues for, the newest first."""
    rows = Request.objects.of(viewer.workspace_id).filter(by=viewer.member_id).order_by("-id")
    return [RequestRow(*values) for values in rows.values_list(*COLUMNS)[:limit]]
