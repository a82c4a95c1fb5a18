"""Prepare the reviews of a week or month for everybody; state commitments and judge them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from gleanry.cockpit.models import Commitment, Review
from gleanry.cockpit.queries.figures import Scope, scope_of
from gleanry.cockpit.queries.forecast import forecast
from gleanry.cockpit.queries.material import items_of, steps_of
from gleanry.cockpit.queries.targets import plan_of, target_for
from gleanry.cockpit.rules.periods import key_of_month, monday_of, month_of
from gleanry.cockpit.rules.reviewing import Item, conversion_of, ranking_of, reasons_of, sections_of
from gleanry.cockpit.shapes import METHODS, Ask, ForecastRow, Plan
from gleanry.kit import bulk
from gleanry.tenants.queries import everybody, seats_by_id, teams_by_id
from gleanry.tenants.shapes import Seat, TeamRow

LOCK = 64
COLUMNS = ("workspace_id", "kind", "starts_on", "scope", "subject", "prepared_at", "late", "body")


@dataclass(frozen=True)
class Material:
    """All that the reviews of one stretch of days are cut from."""

    kind: str
    first: date
    items: Sequence[Item]
    forecast: Mapping[str, ForecastRow]
    plan: Plan | None
    promises: Sequence[tuple[int, str, str, int | None, str]]
    steps: Mapping[int | None, list[int]]
    tree: Mapping[int, TeamRow]
    seats: Mapping[int, Seat]


def prepare_reviews(workspace_id: int, at: datetime, *, kind: str = "week") -> int:
    """Prepare the reviews of the week, or month, before `at`: company, each team, each person who holds deals.

    Once only: run again it does nothing, run late it says so. A fixed number of statements for any number of people.
    Gives how many were prepared.
    """
    viewer = everybody(workspace_id)
    scope = scope_of(viewer, Ask(), at)
    first, after = _days(kind, scope.today)
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        if Review.objects.of(workspace_id).filter(kind=kind, starts_on=first).exists():
            return 0
        material = _material(scope, kind, first, after, at)
        made = [
            (workspace_id, kind, first, name, subject, at, scope.today > after, _body(material, name, subject, owners))
            for name, subject, owners in _subjects(material)
        ]
        bulk.insert(Review, COLUMNS, made)
    return len(made)


def _days(kind: str, today: date) -> tuple[date, date]:
    if kind == "month":
        return month_of(today, -1)
    monday = monday_of(today)
    return monday - timedelta(days=7), monday


def _material(scope: Scope, kind: str, first: date, after: date, at: datetime) -> Material:
    workspace_id = scope.workspace_id
    since, until = month_of(first)
    rows = forecast(everybody(workspace_id), Ask("owner", since, until), at).rows
    promises = Commitment.objects.of(workspace_id).filter(week__gte=first, week__lt=after, ended_at=None)
    columns = ("member_id", "verdict", "text", "opportunity_id", "kind")
    return Material(
        kind=kind,
        first=first,
        items=items_of(scope, first, after, at),
        forecast={row.key: row for row in rows},
        plan=plan_of(workspace_id, first.year, "signed"),
        promises=list(promises.order_by("member_id", "pk").values_list(*columns)),
        steps=steps_of(scope, first, after) if kind == "month" else {},
        tree=teams_by_id(workspace_id),
        seats=seats_by_id(workspace_id),
    )


Subject = tuple[str, int, frozenset[int] | None]


def _subjects(material: Material) -> list[Subject]:
    """The company, each team in which somebody holds deals or targets, and each of those people."""
    busy = {item.owner for item in material.items} | {int(key) for key in material.forecast if key}
    people = sorted(one for one in busy if one is not None and one in material.seats)
    found: list[Subject] = [("company", 0, None)]
    for pk, team in material.tree.items():
        under = frozenset(one for one in people if team.holds(material.tree.get(material.seats[one].team_id or 0)))
        if under:
            found.append(("team", pk, under))
    return found + [("person", one, frozenset({one})) for one in people]


def _body(material: Material, scope: str, subject: int, owners: frozenset[int] | None) -> dict[str, Any]:
    lines = [row for key, row in material.forecast.items() if owners is None or (key and int(key) in owners)]
    target = _target(material.plan, key_of_month(material.first), scope, subject)
    body: dict[str, Any] = {
        "sections": sections_of(material.items, owners),
        "reasons": reasons_of(material.items, owners),
        "forecast": {method: sum(row.of(method).minor for row in lines) for method in METHODS},
        "won": sum(row.won.minor for row in lines),
        "target": target,
        "promises": [
            {"member": member, "verdict": verdict, "text": text, "deal": deal, "kind": kind}
            for member, verdict, text, deal, kind in material.promises
            if owners is None or member in owners
        ],
    }
    if material.kind == "month":
        counts = [counts for owner, counts in material.steps.items() if owners is None or owner in owners]
        steps = [sum(column) for column in zip(*counts, strict=True)] if counts else [0] * 5
        body["steps"], body["conversion"] = steps, conversion_of(steps)
        body["ranking"] = _ranking(material, owners)
    return body


def _target(plan: Plan | None, month: str, scope: str, subject: int) -> int | None:
    wanted = {"month": month} | ({} if scope == "company" else {scope: str(subject)})
    return target_for(plan, wanted)


def _ranking(material: Material, owners: frozenset[int] | None) -> list[dict[str, Any]]:
    won: dict[int, tuple[int, int]] = {}
    for item in material.items:
        if item.kind == "won" and item.owner is not None and (owners is None or item.owner in owners):
            amount, deals = won.get(item.owner, (0, 0))
            won[item.owner] = (amount + item.minor, deals + 1)
    month = key_of_month(material.first)
    targets = {one: target for one in won if (target := _target(material.plan, month, "person", one))}
    return [asdict(row) | {"share": row.share} for row in ranking_of(won, targets)]
