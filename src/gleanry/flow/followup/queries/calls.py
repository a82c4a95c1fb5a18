"""The doors for calls, whose extension is whose, and the calls that wait to be assigned."""

from __future__ import annotations

from django.db.models import Q
from django.utils.crypto import salted_hmac

from gleanry.flow.followup.models import Call, CallDoor, Extension
from gleanry.flow.followup.shapes import CallRow, DoorRow
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

COLUMNS = tuple(CallRow.__dataclass_fields__)


def secret_of(key: str, salt: str) -> str:
    """The secret of a door. It is not stored: who reads the database alone cannot sign."""
    return salted_hmac("gleanry.calls", f"{key}:{salt}", algorithm="sha256").hexdigest()


def door_of(key: str) -> tuple[int, DoorRow] | None:
    """The workspace and the open door of a key."""
    rows = CallDoor.objects.everywhere("a door finds its own workspace").filter(key=key, ended_at=None)
    row = rows.first()
    return (row.workspace_id, _door(row)) if row else None


def list_doors(workspace_id: int) -> list[DoorRow]:
    """The open doors of a workspace."""
    return [_door(row) for row in CallDoor.objects.of(workspace_id).filter(ended_at=None).order_by("id")]


def _door(row: CallDoor) -> DoorRow:
    return DoorRow(row.pk, row.key, row.name, row.made_at, secret_of(row.key, row.salt))


def list_extensions(workspace_id: int) -> list[tuple[str, int]]:
    """(extension, member id), by extension."""
    return list(Extension.objects.of(workspace_id).order_by("number").values_list("number", "member_id"))


def list_waiting_calls(viewer: Viewer, *, limit: int = 100) -> list[CallRow]:
    """Calls that became no follow-up yet, within the viewer's reach, the latest first."""
    return [CallRow(*values) for values in _waiting(viewer).order_by("-started_at").values_list(*COLUMNS)[:limit]]


def count_waiting_calls(viewer: Viewer) -> int:
    """How many calls wait for this viewer."""
    return _waiting(viewer).count()


def waiting_call(viewer: Viewer, call_id: int, *, lock: bool = False) -> CallRow | None:
    """One waiting call within the viewer's reach."""
    rows = _waiting(viewer).filter(pk=call_id)
    found = (rows.select_for_update() if lock else rows).values_list(*COLUMNS).first()
    return CallRow(*found) if found else None


def _waiting(viewer: Viewer) -> WorkspaceQuerySet[Call]:
    """One's own; those of nobody's extension are seen by who sees everybody's work."""
    rows = Call.objects.of(viewer.workspace_id).filter(follow_up_id__isnull=True)
    return rows if viewer.owner_ids is None else rows.filter(Q(member_id__in=viewer.owner_ids))
