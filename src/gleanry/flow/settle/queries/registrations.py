"""Registered companies: one's own, and for who leads others, theirs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from gleanry.flow.settle.models import Registration
from gleanry.flow.settle.queries.records import REGISTERED
from gleanry.flow.settle.shapes import RegistrationRow
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

STATES = ("accepted", "case", "refused", "ended")


def visible_registrations(viewer: Viewer) -> WorkspaceQuerySet[Registration]:
    """One's own and those of the members within one's reach."""
    rows = Registration.objects.of(viewer.workspace_id)
    return rows if viewer.owner_ids is None else rows.filter(member_id__in={viewer.member_id, *viewer.owner_ids})


def list_registrations(
    viewer: Viewer, *, own: bool = False, state: str = "", after: int | None = None, limit: int = 50
) -> list[RegistrationRow]:
    """Registrations, newest first, by keyset on id."""
    rows = visible_registrations(viewer)
    if own:
        rows = rows.filter(member_id=viewer.member_id)
    if state in STATES:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [RegistrationRow(*values) for values in rows.order_by("-id").values_list(*REGISTERED)[:limit]]


def get_registration(viewer: Viewer, registration_id: int) -> RegistrationRow:
    """One registration. Raises Refusal `not_found`."""
    values = visible_registrations(viewer).filter(pk=registration_id).values_list(*REGISTERED).first()
    if values is None:
        raise Refusal("not_found", registration=registration_id)
    return RegistrationRow(*values)


def registrations_by_id(workspace_id: int, registration_ids: Iterable[int]) -> list[RegistrationRow]:
    """Registrations by their ids; one statement."""
    rows = bulk.find(Registration, REGISTERED, workspace_id=workspace_id, key="id", among=registration_ids)
    return [RegistrationRow(*values) for values in rows]


def count_protected(workspace_id: int, member_id: int) -> int:
    """How many companies a member has protected."""
    rows = Registration.objects.of(workspace_id).filter(member_id=member_id, state="accepted")
    return rows.aggregate(n=Count("pk"))["n"] or 0
