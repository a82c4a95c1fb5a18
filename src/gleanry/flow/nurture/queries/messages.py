"""Read what the steps of plans wrote."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from gleanry.flow.nurture.models import Message
from gleanry.flow.nurture.shapes import MessageRow
from gleanry.kit import bulk
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.leads.queries import visible
from gleanry.tenants.shapes import Viewer

COLUMNS = tuple(MessageRow.__dataclass_fields__)


def messages_of(workspace_id: int, lead_id: int) -> list[MessageRow]:
    """What was written about a lead, newest first."""
    rows = Message.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [MessageRow(*values) for values in rows.values_list(*COLUMNS)]


def count_messages(workspace_id: int) -> dict[str, int]:
    """State -> how many mails, tasks and texts."""
    rows = Message.objects.of(workspace_id).values_list("state").annotate(n=Count("pk"))
    return dict(rows.order_by())


def list_todo(viewer: Viewer, *, limit: int = 50) -> list[MessageRow]:
    """Tasks and texts that wait for the viewer, or for somebody within their sight; oldest first."""
    return [MessageRow(*values) for values in _todo(viewer).order_by("id").values_list(*COLUMNS)[:limit]]


def count_todo(viewer: Viewer) -> int:
    """How many of them there are."""
    return _todo(viewer).count()


def is_todo(viewer: Viewer, message_id: int) -> bool:
    """Whether one of them waits for the viewer, or for somebody within their sight."""
    return _todo(viewer).filter(pk=message_id).exists()


def _todo(viewer: Viewer) -> WorkspaceQuerySet[Message]:
    rows = Message.objects.of(viewer.workspace_id).filter(state="todo")
    if viewer.owner_ids is not None or viewer.pools is not None:
        rows = rows.filter(Q(owner_id=viewer.member_id) | Q(lead_id__in=visible(viewer).values("pk")))
    return rows


def mails_by_key(workspace_id: int, keys: Iterable[str]) -> dict[str, MessageRow]:
    """The part of a Message-ID before the @ -> the mail that was sent under it."""
    rows = bulk.find(Message, ("key", *COLUMNS), workspace_id=workspace_id, key="key", among=keys)
    return {row[0]: MessageRow(*row[1:]) for row in rows}
