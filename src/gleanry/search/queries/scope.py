"""What the reader may see of what the index proposes: always by the register's own rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from gleanry.leads.queries import visible
from gleanry.people.queries import groups_of
from gleanry.search.shapes import Kind
from gleanry.tenants.shapes import Viewer

NEAR = 2000
"""Of the leads a reader sees, so many of the newest are looked through where a common word finds others' first."""


@dataclass(frozen=True, slots=True)
class SeenLead:
    """A lead the reader may see."""

    id: int
    person_id: int
    account_id: int | None
    external_id: str
    pool: str
    owner_id: int | None
    own_pool: str


COLUMNS = tuple(SeenLead.__dataclass_fields__)


def sees_all(viewer: Viewer) -> bool:
    """Whether no lead of the workspace is hidden from the viewer."""
    return viewer.owner_ids is None and viewer.pools is None


def is_narrow(viewer: Viewer) -> bool:
    """Whether `near` holds the newest of all that the viewer sees."""
    return viewer.owner_ids is not None and viewer.pools is not None and not viewer.region_ids


def seen_leads(viewer: Viewer, person_ids: Sequence[int]) -> dict[int, list[SeenLead]]:
    """Person id -> the leads the viewer may see, newest first, of a merged person those of all its records.

    People without one are not there.
    """
    of = with_their_own(viewer.workspace_id, Kind.PERSON, person_ids)
    found: dict[int, list[SeenLead]] = {}
    rows = visible(viewer).filter(person_id__in=list(of)).values_list(*COLUMNS)
    for row in sorted(rows, reverse=True):
        found.setdefault(of[row[1]], []).append(SeenLead(*row))
    return found


def seen_accounts(viewer: Viewer, account_ids: Sequence[int]) -> set[int]:
    """Those companies of which the viewer sees a lead; all of them for who sees everything."""
    if sees_all(viewer) or not account_ids:
        return set(account_ids)
    of = with_their_own(viewer.workspace_id, Kind.ACCOUNT, account_ids)
    seen = visible(viewer).filter(account_id__in=list(of)).values_list("account_id", flat=True).distinct()
    return {of[account_id] for account_id in seen if account_id}


def with_their_own(workspace_id: int, kind: Kind, ids: Sequence[int]) -> dict[int, int]:
    """Each record and all that were merged into it -> that record."""
    groups = groups_of(workspace_id, ids, kind=kind)
    return {member: i for i in ids for member in groups.get(i, (i,))}


OWN = "SELECT id, {column} FROM leads_lead WHERE workspace_id = %s AND owner_id = %s ORDER BY id DESC LIMIT %s"
FREE = (
    "SELECT id, {column} FROM leads_lead WHERE workspace_id = %s AND pool = %s AND owner_id IS NULL "
    "ORDER BY id DESC LIMIT %s"
)


def near(viewer: Viewer, kind: Kind) -> tuple[list[int], bool]:
    """The people, or companies, of the newest leads in the viewer's reach, each part along its index; and whether
    these are all of them.

    It only proposes: what is shown has passed `visible`. Leads seen by region alone are not among them.
    """
    column = "person_id" if kind is Kind.PERSON else "account_id"
    owners, pools = viewer.owner_ids or (), viewer.pools or ()
    share = max(100, NEAR // max(1, len(owners) + len(pools)))
    rows: list[tuple[int, int | None]] = []
    whole = not viewer.region_ids
    with connection.cursor() as cursor:
        for statement, values in ((OWN, owners), (FREE, pools)):
            for value in values:
                cursor.execute(statement.format(column=column), [viewer.workspace_id, value, share])
                part = cursor.fetchall()
                rows += part
                whole = whole and len(part) < share
    return list(dict.fromkeys(record for _, record in sorted(rows, reverse=True) if record)), whole
