"""What was done for deals: what each has towards its next stage, and everything its page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from gleanry.flow.convert.models import (
    DealEdit,
    DealPaper,
    DealReport,
    DealRival,
    DealTask,
    GateRequest,
    GradeChange,
    Opportunity,
    StageChange,
)
from gleanry.flow.convert.queries.books import deal_rules
from gleanry.flow.convert.rules import Standing, lacking
from gleanry.flow.convert.shapes import (
    DealFile,
    EditRow,
    GateRow,
    GradeChangeRow,
    Missing,
    PaperRow,
    ReportRow,
    RivalRow,
    StageChangeRow,
    TaskRow,
)
from gleanry.kit import bulk
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money

STANDING = (
    "stage",
    "amount_minor",
    "currency",
    "base_minor",
    "product",
    "account_id",
    "decider",
    "competitor",
    "expected_close",
    "grade",
)
GATE = tuple(GateRow.__dataclass_fields__)


def standings_of(workspace_id: int, deal_ids: Iterable[int]) -> dict[int, Standing]:
    """Deal -> what it has towards its next stage; four statements for any number."""
    ids = list(deal_ids)
    base = get_settings(workspace_id).currency
    tasks = _grouped(DealTask, ("stage", "code"), workspace_id, ids, where="t.done")
    papers = _grouped(DealPaper, ("kind",), workspace_id, ids, where="t.dropped_at IS NULL")
    gates = _grouped(GateRequest, ("stage",), workspace_id, ids, where="t.state = 'approved'")
    rows = bulk.find(Opportunity, ("id", *STANDING), workspace_id=workspace_id, key="id", among=ids)
    found = {}
    for pk, stage, minor, currency, total, *rest in rows:
        bare = Standing(stage, Money(minor, currency), Money(total, base), *rest)
        found[pk] = replace(
            bare,
            tasks=frozenset((row[0], row[1]) for row in tasks.get(pk, ())),
            papers=frozenset(row[0] for row in papers.get(pk, ())),
            approved=frozenset(row[0] for row in gates.get(pk, ())),
        )
    return found


def _grouped(
    model: Any, columns: tuple[str, ...], workspace_id: int, ids: list[int], *, where: str
) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    key = "opportunity_id"
    for deal_id, *row in bulk.find(model, (key, *columns), workspace_id=workspace_id, key=key, among=ids, where=where):
        found.setdefault(deal_id, []).append(tuple(row))
    return found


def lacks_of(
    workspace_id: int, targets: Mapping[int, str | None], prices: Mapping[int, Money] | None = None
) -> dict[int, tuple[Missing, ...]]:
    """Deal -> what it lacks before it may stand in a stage, or be won (None); five statements for any number.

    `prices` are amounts in the workspace's currency that are meant instead of those written. Where the stage is of
    another process nothing is lacking that work could mend: such moves are judged when they are made.
    """
    book = deal_rules(workspace_id).processes
    found = {}
    for deal_id, standing in standings_of(workspace_id, targets).items():
        process, to = book.of_stage(standing.stage), targets[deal_id]
        price = (prices or {}).get(deal_id)
        meant = replace(standing, amount=price, base=price) if price else standing
        known = process is not None and (to is None or process.place_of(to) is not None)
        found[deal_id] = lacking(process, meant, to) if process and known else ()
    return found


def deal_file(workspace_id: int, deal_id: int) -> DealFile:
    """Everything about one deal; nine statements. The caller has seen that the viewer may see the deal."""

    def rows(model: Any, shape: Any, **more: Any) -> tuple[Any, ...]:
        columns = tuple(shape.__dataclass_fields__)
        found = model.objects.of(workspace_id).filter(opportunity_id=deal_id, **more).order_by("id")
        return tuple(shape(*values) for values in found.values_list(*columns))

    grades = tuple(
        GradeChangeRow(row.from_grade, row.grade, tuple(row.because), row.reason, row.by, row.at)
        for row in GradeChange.objects.of(workspace_id).filter(opportunity_id=deal_id).order_by("id")
    )
    answers = Opportunity.objects.of(workspace_id).filter(pk=deal_id).values_list("criteria", flat=True).first()
    report = rows(DealReport, ReportRow)
    return DealFile(
        criteria=answers or {},
        changes=rows(StageChange, StageChangeRow),
        tasks=rows(DealTask, TaskRow),
        papers=rows(DealPaper, PaperRow, dropped_at__isnull=True),
        gates=rows(GateRequest, GateRow),
        rivals=rows(DealRival, RivalRow),
        grades=grades,
        report=report[0] if report else None,
        edits=rows(DealEdit, EditRow),
    )


def edits_since(workspace_id: int, deal_id: int, version: int) -> list[EditRow]:
    """What changed a deal after a version, oldest first."""
    columns = tuple(EditRow.__dataclass_fields__)
    rows = (
        DealEdit.objects.of(workspace_id).filter(opportunity_id=deal_id, version__gt=version).order_by("version", "id")
    )
    return [EditRow(*values) for values in rows.values_list(*columns)]
