"""Cases as those see them whom they concern: the sides, and who may judge them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from gleanry.flow.settle.models import Case, CaseEntry, CaseState
from gleanry.flow.settle.rules import may_judge
from gleanry.flow.settle.shapes import CaseRow, EntryRow
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer

JUDGE = "accounts.judge"
COLUMNS = tuple(CaseRow.__dataclass_fields__)
RUNNING = (CaseState.OPEN, CaseState.APPEALED)


def row_of(values: Iterable[Any]) -> CaseRow:
    """The values of COLUMNS as a case."""
    given = dict(zip(COLUMNS, values, strict=True))
    return CaseRow(**given | {"missed": tuple(given["missed"])})


def visible_cases(viewer: Viewer) -> WorkspaceQuerySet[Case]:
    """The cases one is a side of; for who judges, those with a side within their reach."""
    rows = Case.objects.of(viewer.workspace_id)
    if viewer.may(JUDGE):
        if viewer.owner_ids is None:
            return rows
        among = viewer.owner_ids
        return rows.filter(Q(member_a_id__in=among) | Q(member_b_id__in=among))
    return rows.filter(Q(member_a_id=viewer.member_id) | Q(member_b_id=viewer.member_id))


def list_cases(viewer: Viewer, part: str = "", *, after: int | None = None, limit: int = 50) -> list[CaseRow]:
    """Cases, newest first, by keyset: `answer` (mine to answer), `judge` (mine to judge), `decided`, or all."""
    rows = _part(viewer, part)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [row_of(values) for values in rows.order_by("-id").values_list(*COLUMNS)[:limit]]


def _part(viewer: Viewer, part: str) -> WorkspaceQuerySet[Case]:
    rows, me = visible_cases(viewer), viewer.member_id
    own = Q(member_a_id=me) | Q(member_b_id=me)
    if part == "answer":
        return rows.filter(own, state=CaseState.OPEN)
    if part == "judge":
        return _to_judge(viewer, rows.exclude(own).filter(state__in=RUNNING))
    if part == "decided":
        return rows.filter(state__in=(CaseState.DECIDED, CaseState.CLOSED))
    return rows


def _to_judge(viewer: Viewer, rows: WorkspaceQuerySet[Case]) -> WorkspaceQuerySet[Case]:
    """What `may_judge` says, asked of the database."""
    if not viewer.may(JUDGE):
        return rows.none()
    if viewer.owner_ids is not None:
        among = viewer.owner_ids
        rows = rows.filter(member_a_id__in=among, member_b_id__in=among)
        rows = rows.filter(Q(state=CaseState.OPEN) | Q(decided_by_id__in=among))
    return rows.exclude(state=CaseState.APPEALED, decided_by_id=viewer.member_id)


def count_cases(viewer: Viewer) -> dict[str, int]:
    """How many cases wait for the viewer: answer and judge; two statements."""
    return {part: _part(viewer, part).count() for part in ("answer", "judge")}


def get_case(viewer: Viewer, case_id: int) -> CaseRow:
    """One case. Raises Refusal `not_found` when there is none or it does not concern the viewer."""
    values = visible_cases(viewer).filter(pk=case_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", case=case_id)
    return row_of(values)


def cases_by_id(workspace_id: int, case_ids: Iterable[int], *, lock: bool = False) -> dict[int, CaseRow]:
    """Case id -> case; one statement."""
    rows = bulk.find(Case, COLUMNS, workspace_id=workspace_id, key="id", among=case_ids, lock=lock)
    return {row[0]: row_of(row) for row in rows}


def entries_of(workspace_id: int, case_id: int) -> list[EntryRow]:
    """What was said and done in a case, in order."""
    columns = tuple(EntryRow.__dataclass_fields__)
    rows = CaseEntry.objects.of(workspace_id).filter(case_id=case_id).order_by("at", "id")
    return [EntryRow(*values) for values in rows.values_list(*columns)]


def judges(viewer: Viewer, case: CaseRow) -> bool:
    """Whether the viewer may decide the case as it stands."""
    return viewer.may(JUDGE) and may_judge(case, viewer.member_id, viewer.owner_ids)


def cases_of_accounts(workspace_id: int, account_ids: Iterable[int]) -> list[CaseRow]:
    """The cases about some accounts, oldest first; one statement."""
    rows = bulk.find(Case, COLUMNS, workspace_id=workspace_id, key="account_id", among=account_ids)
    return [row_of(row) for row in rows]


def shares_settled(workspace_id: int, account_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Account id -> member -> percent of its revenue, where a decision split it; one statement. The latest counts."""
    found: dict[int, dict[int, int]] = {}
    for case in cases_of_accounts(workspace_id, account_ids):
        if case.account_id is not None and case.share_a not in (None, 0, 100):
            share = case.share_a or 0
            found[case.account_id] = {case.member_a_id: share, case.member_b_id: 100 - share}
    return found
