"""Deals held until the transaction ends, and every change of one kept with the version it made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gleanry.flow.convert.models import DealEdit, GateRequest, GateState, Opportunity, StageChange
from gleanry.flow.convert.queries import visible_deals
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer


@dataclass(frozen=True, slots=True)
class Held:
    """A deal as it is, held until the transaction ends."""

    id: int
    lead_id: int | None
    name: str
    product: str
    process: str
    stage: str
    outcome: str
    grade: str
    criteria: Mapping[str, str]
    next_grade: str
    next_grade_on: date | None
    competitor: str
    decider: str
    expected_close: date | None
    word_minor: int | None
    amount_minor: int
    currency: str
    rate: Decimal
    base_minor: int
    version: int


COLUMNS = tuple(Held.__dataclass_fields__)
Changes = Mapping[int, Mapping[str, tuple[Any, Any]]]
"""Deal -> field -> (before, after), as JSON holds it."""


def hold(
    viewer: Viewer, deal_ids: Iterable[int], *, versions: Mapping[int, int] | None = None, closed: bool = False
) -> dict[int, Held]:
    """The deals, in the order given. `versions` are those somebody looked at; `closed` ones may be meant, too.

    Raises Refusal `forbidden`, `not_found`, `deal_closed`, or `deal_changed` where a version is not the latest.
    """
    if not viewer.may("deals.move"):
        raise Refusal("forbidden", permission="deals.move")
    wanted = list(dict.fromkeys(deal_ids))
    rows = visible_deals(viewer).select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row[0]: Held(*row) for row in rows.values_list(*COLUMNS)}
    for deal_id in wanted:
        deal = found.get(deal_id)
        if deal is None:
            raise Refusal("not_found", deal=deal_id)
        if deal.outcome and not closed:
            raise Refusal("deal_closed", deal=deal_id, outcome=deal.outcome)
        seen = (versions or {}).get(deal_id)
        if seen is not None and seen != deal.version:
            raise Refusal("deal_changed", deal=deal_id, version=deal.version, seen=seen)
    return {deal_id: found[deal_id] for deal_id in wanted}


def keep_changes(workspace_id: int, held: Mapping[int, int], changes: Changes, at: datetime, *, by: int | None) -> None:
    """Append what changed and raise the version: `held` is deal -> its version until now. Two statements."""
    told = {deal_id: said for deal_id, said in changes.items() if said}
    bulk.update(Opportunity, ("version",), [(deal_id, held[deal_id] + 1) for deal_id in told])
    bulk.insert(
        DealEdit,
        ("workspace_id", "opportunity_id", "version", "changes", "by", "at"),
        [
            (workspace_id, i, held[i] + 1, {name: list(pair) for name, pair in said.items()}, by, at)
            for i, said in told.items()
        ],
    )


def versions_of(held: Mapping[int, Held]) -> dict[int, int]:
    """Deal -> its version."""
    return {deal.id: deal.version for deal in held.values()}


def enter_stages(
    viewer: Viewer, held: Mapping[int, Held], stages: Mapping[int, str], at: datetime, reasons: Mapping[int, str]
) -> None:
    """Append to the history that deals came into stages, or to their end."""
    bulk.insert(
        StageChange,
        ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "by", "reason"),
        [
            (viewer.workspace_id, i, held[i].stage, stage, at, viewer.member_id, reasons.get(i, "")[:200])
            for i, stage in stages.items()
        ],
    )


def void_gates(workspace_id: int, wanted: Sequence[tuple[int, frozenset[str] | None]]) -> None:
    """Let requests lapse: of each deal those of some stages, approved or waiting; without stages those that wait."""
    stages = dict(wanted)
    rows = bulk.find(
        GateRequest,
        ("id", "opportunity_id", "stage", "state"),
        workspace_id=workspace_id,
        key="opportunity_id",
        among=stages,
        where="t.state IN ('', 'approved')",
        lock=True,
    )
    gone = []
    for pk, deal_id, stage, state in rows:
        named = stages[deal_id]
        if (named is None and not state) or (named is not None and stage in named):
            gone.append((pk, GateState.VOID))
    bulk.update(GateRequest, ("state",), gone)
