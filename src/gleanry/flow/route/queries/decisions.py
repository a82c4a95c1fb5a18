"""Routing decisions, and the same decisions taken again from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gleanry.flow.route.models import Assignment, Roster, Stretch
from gleanry.flow.route.rules import Start, replay_all
from gleanry.flow.route.shapes import AssignmentRow, Turn
from gleanry.kit import bulk, rulebook

COLUMNS = ("id", "lead_id", "owner_id", "pool", "rule", "reason", "rules_id", "at")


def assignments_of(workspace_id: int, lead_id: int) -> list[AssignmentRow]:
    """The decisions about a lead, newest first; three statements."""
    rows = Assignment.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return rows_of(workspace_id, list(rows.values_list(*COLUMNS)))


def rows_of(workspace_id: int, values: Sequence[tuple[Any, ...]]) -> list[AssignmentRow]:
    """Decisions (values of COLUMNS) with those they were taken among."""
    reasons = [row[5] for row in values]
    starts = starts_of(workspace_id, (reason["stretch"] for reason in reasons if "stretch" in reason))
    rosters = _rosters(workspace_id, reasons)
    found = []
    for pk, lead_id, owner_id, pool, rule, reason, rules_id, at in values:
        start = starts.get(reason.get("stretch", 0))
        among = tuple(m for m, _ in start.weights) if start else rosters.get(reason.get("roster", 0), ())
        passed = start.passed if start else ()
        found.append(AssignmentRow(owner_id, pool, rule, reason, among, rules_id, at, passed, lead_id, pk))
    return found


def starts_of(workspace_id: int, stretch_ids: Iterable[int]) -> dict[int, Start]:
    """Stretch id -> what it began with; one statement."""
    columns = ("id", "unit", "people", "passed")
    rows = bulk.find(Stretch, columns, workspace_id=workspace_id, key="id", among=stretch_ids)
    return {
        pk: Start(
            tuple((member, weight) for member, weight, _ in people),
            tuple(balance for _, _, balance in people),
            unit,
            tuple((member, why) for member, why in passed),
        )
        for pk, unit, people, passed in rows
    }


def _rosters(workspace_id: int, reasons: Sequence[Mapping[str, Any]]) -> dict[int, tuple[int, ...]]:
    wanted = {reason["roster"] for reason in reasons if "roster" in reason}
    if not wanted:
        return {}
    rows = Roster.objects.of(workspace_id).filter(pk__in=wanted).values_list("pk", "member_ids")
    return {pk: tuple(members) for pk, members in rows}


def rules_by_pool(workspace_id: int) -> dict[str, tuple[str, ...]]:
    """Pool -> codes of the routing rules in force that send leads there, in the order they are asked."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rulebook.current(workspace_id, "route").body["rules"]:
        found[rule["pool"]] = (*found.get(rule["pool"], ()), rule["code"])
    return found


def latest_turns(workspace_id: int, limit: int) -> list[Turn]:
    """The latest decisions in turn, each taken again; every stretch is gone through once."""
    rows = Assignment.objects.of(workspace_id).filter(owner_id__isnull=False).order_by("-id")
    return turns_again(workspace_id, list(rows.values_list("id", "lead_id", "owner_id", "reason")[:limit]))


def replayed(workspace_id: int, rows: Sequence[AssignmentRow]) -> list[Turn]:
    """Take these decisions again; those that were not in turn are left out."""
    return turns_again(workspace_id, [(row.id, row.lead_id, row.owner_id, row.reason) for row in rows])


def turns_again(workspace_id: int, rows: Sequence[tuple[int, int, int | None, dict[str, Any]]]) -> list[Turn]:
    """Take decisions again: (id, lead, owner, reason); those that were not in turn are left out."""
    last: dict[int, int] = {}
    for _, _, owner_id, reason in rows:
        if "step" in reason and owner_id is not None:
            last[reason["stretch"]] = max(last.get(reason["stretch"], 0), reason["step"])
    starts = starts_of(workspace_id, last)
    owners = {pk: replay_all(starts[pk], steps) for pk, steps in last.items() if pk in starts and starts[pk].weights}
    rosters = _rosters(workspace_id, [reason for *_, reason in rows])
    return [
        Turn(lead_id, owner_id, _again(reason, owners, rosters), pk)
        for pk, lead_id, owner_id, reason in rows
        if owner_id is not None and ("step" in reason or "roster" in reason)
    ]


def _again(
    reason: Mapping[str, Any], owners: Mapping[int, Sequence[int]], rosters: Mapping[int, tuple[int, ...]]
) -> int | None:
    if "step" in reason:
        given = owners.get(reason["stretch"], ())
        return given[reason["step"] - 1] if 0 < reason["step"] <= len(given) else None
    among = rosters.get(reason["roster"], ())
    return among[reason["turn"] % len(among)] if among else None
