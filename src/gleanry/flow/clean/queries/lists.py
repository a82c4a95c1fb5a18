"""Read the shared lists: as they are in force, and as people look through them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.db.models import Count, Q

from gleanry.flow.clean.models import ListEntry, ListVersion
from gleanry.flow.clean.rules.listed import Lists, key_of
from gleanry.flow.clean.shapes import Entry, ListKind
from gleanry.kit.errors import Refusal

KEPT = 16
"""How many states of lists a process keeps built: one a workspace, and a few that were just replaced."""

COLUMNS = tuple(Entry.__dataclass_fields__)


def current_lists(workspace_id: int) -> Lists:
    """The entries in force, ready to be asked; built once for each change of them. One small statement when built."""
    stamp = ListVersion.objects.of(workspace_id).values_list("stamp", flat=True).first()
    return _built(workspace_id, stamp) if stamp is not None else _NOTHING


_NOTHING = Lists(())


@lru_cache(maxsize=KEPT)
def _built(workspace_id: int, stamp: int) -> Lists:
    """The lists under a stamp: whatever changes them makes another."""
    rows = ListEntry.objects.of(workspace_id).filter(ended_at__isnull=True)
    return Lists(rows.values_list("pk", "kind", "key", "value").iterator())


def list_entries(
    workspace_id: int,
    *,
    kind: str = "",
    text: str = "",
    ended: bool = False,
    after: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Entries newest first, those in force or those ended; `text` is a part of the value. `after` is an id."""
    rows = ListEntry.objects.of(workspace_id).filter(ended_at__isnull=not ended)
    if kind:
        rows = rows.filter(kind=kind)
    if text := text.strip():
        forms = Q(value__icontains=text) | Q(why__icontains=text)
        for one in ListKind:
            if key := key_of(one, text):
                forms |= Q(kind=one, key=key)
        rows = rows.filter(forms)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [Entry(*values) for values in rows.order_by("-pk").values_list(*COLUMNS)[:limit]]


def list_everything(workspace_id: int, *, kind: str = "") -> Iterator[Entry]:
    """Every entry in force, oldest first, read as it is asked for."""
    rows = ListEntry.objects.of(workspace_id).filter(ended_at__isnull=True).order_by("pk")
    if kind:
        rows = rows.filter(kind=kind)
    for values in rows.values_list(*COLUMNS).iterator():
        yield Entry(*values)


def get_entry(workspace_id: int, entry_id: int) -> Entry:
    """One entry. Raises Refusal `not_found`."""
    values = ListEntry.objects.of(workspace_id).filter(pk=entry_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", entry=entry_id)
    return Entry(*values)


def count_entries(workspace_id: int, *, ended: bool = False) -> dict[str, int]:
    """Kind -> how many entries are in force, or were ended."""
    rows = ListEntry.objects.of(workspace_id).filter(ended_at__isnull=not ended)
    return dict(rows.values_list("kind").annotate(entries=Count("pk")).order_by())
