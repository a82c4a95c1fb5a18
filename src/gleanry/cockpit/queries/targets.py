"""Targets as they are, what they hold for, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from gleanry.cockpit.models import TargetNode, TargetPlan
from gleanry.cockpit.queries.actuals import Cell, actuals, counted_by, sure_deals
from gleanry.cockpit.queries.figures import rows, scope_of
from gleanry.cockpit.rules.coverage import FACTOR, gap_of, new_inquiries, pace_of
from gleanry.cockpit.rules.periods import days_of_key
from gleanry.cockpit.rules.targets import faults_of, next_levels, parts_of, path_of
from gleanry.cockpit.shapes import MEASURES, MONEY_MEASURES, Ask, Node, Plan, Standing
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import (
    everybody,
    region_names,
    seats_by_id,
    teams_by_id,
    working_times,
)
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Weight
from gleanry.world.shapes import WorkingCalendar

NODES = ("number", "parent", "level", "key", "value", "fixed")
WEIGHTS = ("season", "days", "equal")
"""Shares by what the year before brought, by working days, or equal."""


def plan_of(workspace_id: int, year: int, measure: str, version: int | None = None) -> Plan | None:
    """The targets of a year in a measure: the latest version, or the one asked for. Two statements."""
    found = TargetPlan.objects.of(workspace_id).filter(year=year, measure=measure)
    row = (found if version is None else found.filter(version=version)).order_by("-version").first()
    if row is None:
        return None
    nodes = TargetNode.objects.of(workspace_id).filter(plan_id=row.pk).order_by("number").values_list(*NODES)
    return Plan(year, measure, row.version, row.reason, row.by, row.at, tuple(Node(*values) for values in nodes))


def versions_of(workspace_id: int, year: int, measure: str) -> list[tuple[int, str, int | None, datetime]]:
    """(version, reason, by, at), the newest first."""
    found = TargetPlan.objects.of(workspace_id).filter(year=year, measure=measure).order_by("-version")
    return list(found.values_list("version", "reason", "by", "at")[:50])


def years_with_targets(workspace_id: int) -> list[int]:
    """The years somebody set targets for, newest first."""
    found = TargetPlan.objects.of(workspace_id).order_by("-year").values_list("year", flat=True).distinct()
    return list(found)


def visible_plan(viewer: Viewer, year: int, measure: str, version: int | None = None) -> Plan | None:
    """The targets a viewer sees: all of them, or only the branches of their own people and teams."""
    if measure not in MEASURES:
        raise Refusal("bad_choice", field="measure", value=measure)
    plan = plan_of(viewer.workspace_id, year, measure, version)
    if plan is None or viewer.owner_ids is None:
        return plan
    return Plan(
        plan.year, plan.measure, plan.version, plan.reason, plan.by, plan.at, tuple(_within(viewer, plan.nodes))
    )


def _within(viewer: Viewer, nodes: Sequence[Node]) -> list[Node]:
    """The numbers of whose way some step is of the viewer's own: a person within reach, a team all of whose are."""
    own = set(viewer.owner_ids or ())
    tree, seats = teams_by_id(viewer.workspace_id), seats_by_id(viewer.workspace_id)
    outside = [tree.get(seat.team_id or 0) for pk, seat in seats.items() if pk not in own and seat.active]
    inside = {tree[seat.team_id].path for pk, seat in seats.items() if pk in own and seat.team_id in tree}
    teams = {
        pk
        for pk, team in tree.items()
        if any(path.startswith(team.path) for path in inside) and not any(team.holds(other) for other in outside)
    }
    by_id = {node.id: node for node in nodes}

    def seen(node: Node) -> bool:
        return any(
            (step.level == "person" and int(step.key) in own) or (step.level == "team" and int(step.key) in teams)
            for step in path_of(by_id, node)
        )

    return [node for node in nodes if seen(node)]


def beyond_reach(viewer: Viewer, before: Sequence[Node], after: Sequence[Node]) -> bool:
    """Whether a change touches a number that is not of the viewer's own people or teams."""
    own = {node.id for node in _within(viewer, before)}
    known = {node.id: node for node in before}
    there = {node.id for node in after}
    touched = {node.id for node in after if node.id in known and node != known[node.id]}
    touched |= {node.id for node in before if node.id not in there}
    parents = {node.parent for node in after if node.id not in known}
    return not (touched <= own and all(parent in own for parent in parents))


def standings(viewer: Viewer, plan: Plan, at: datetime) -> dict[int, Standing]:
    """Node id -> how it stands, of the numbers of a plan a viewer sees. A fixed number of statements."""
    workspace_id = viewer.workspace_id
    whole = plan_of(workspace_id, plan.year, plan.measure, plan.version) or plan
    scope = scope_of(everybody(workspace_id), Ask(), at)
    tree, seats = teams_by_id(workspace_id), seats_by_id(workspace_id)
    cells = actuals(scope, plan.year, plan.measure)
    sure = sure_deals(scope, plan.year) if plan.measure == "signed" else []
    by_id = {node.id: node for node in whole.nodes}
    calendar, factor = working_times(workspace_id).workspace, _factor(workspace_id)
    found = {}
    for node in plan.nodes:
        way = path_of(by_id, node)
        counts = counted_by(way, tree=tree, seats=seats)
        actual = sum(cell.value for cell in cells if counts(cell))
        safe = sum(cell.value for cell in sure if counts(cell))
        missing = gap_of(node.value, actual, safe)
        gone, total = _days(calendar, way, scope.today)
        found[node.id] = Standing(
            node=node,
            actual=actual,
            gap=max(node.value - actual, 0),
            sure=safe,
            uncovered=missing,
            new_inquiries=new_inquiries(missing, factor),
            pace=pace_of(node.value, actual, gone=gone, total=total),
            path={step.level: step.key for step in way},
        )
    return found


def _factor(workspace_id: int) -> Decimal:
    """New inquiries for each unit of the gap, as the workspace's book of grades has it."""
    books = rulebook.in_force(workspace_id, "grades")
    return Decimal(str(books["grades"].body.get("factor", FACTOR))) if "grades" in books else FACTOR


def _days(calendar: WorkingCalendar, way: Sequence[Node], today: date) -> tuple[int, int]:
    """Working days of a number's time that are over, and all of them."""
    first, after = next(days_of_key(node.key) for node in reversed(way) if node.level in ("year", "quarter", "month"))
    return working_days(calendar, first, min(max(today, first), after)), working_days(calendar, first, after)


def working_days(calendar: WorkingCalendar, first: date, after: date) -> int:
    """How many days from `first` up to, not including, `after` are worked."""
    return sum(
        calendar.is_working_day(first + timedelta(days=number)) for number in range(max((after - first).days, 0))
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """By what a number may be split now, and into what: (key, name)."""

    level: str
    parts: tuple[tuple[str, str], ...]


def choices_of(workspace_id: int, plan: Plan, node: Node) -> list[Choice]:
    """By what a number may be split: each level with the keys there are."""
    way = path_of({one.id: one for one in plan.nodes}, node)
    names = names_of_keys(workspace_id)
    tree, seats = teams_by_id(workspace_id), seats_by_id(workspace_id)
    time = next(one for one in reversed(way) if one.level in ("year", "quarter", "month"))
    above = next((tree.get(int(one.key)) for one in reversed(way) if one.level == "team"), None)
    region = next((int(one.key) for one in way if one.level == "region"), None)
    found = []
    for level in next_levels(way):
        keys: list[str]
        if level in ("quarter", "month"):
            keys = parts_of(time, level)
        elif level == "team":
            paths = [tree[seat.team_id].path for seat in seats.values() if seat.team_id in tree and _sells(seat)]
            keys = [str(pk) for pk, team in tree.items() if team.path in set(paths)]
        elif level == "person":
            keys = [
                str(pk)
                for pk, seat in seats.items()
                if _sells(seat)
                and (above is None or above.holds(tree.get(seat.team_id or 0)))
                and (region is None or seat.region_id == region)
            ]
        else:
            keys = [key for kind, key in names if kind == level]
        if keys:
            found.append(Choice(level, tuple((key, names.get((level, key), key)) for key in keys)))
    return found


def _sells(seat: object) -> bool:
    return bool(getattr(seat, "active", False) and getattr(seat, "region_id", None))


PRODUCTS = "SELECT DISTINCT product FROM convert_opportunity WHERE workspace_id = %(w)s AND product <> '' ORDER BY 1"


def names_of_keys(workspace_id: int) -> dict[tuple[str, str], str]:
    """(level, key) -> name, of teams, persons, products and regions; four statements."""
    found = {("team", str(pk)): team.name for pk, team in teams_by_id(workspace_id).items()}
    found |= {("person", str(pk)): seat.name for pk, seat in seats_by_id(workspace_id).items()}
    found |= {("region", str(pk)): name for pk, name in region_names(workspace_id).items()}
    return found | {("product", name): name for (name,) in rows(PRODUCTS, {"w": workspace_id})}


def weights_for(workspace_id: int, plan: Plan, node: Node, choice: Choice, by: str, at: datetime) -> dict[str, Weight]:
    """Key -> weight of the parts of a number. A season without any figures falls back to equal shares."""
    keys = [key for key, _ in choice.parts]
    if by == "equal" or by not in WEIGHTS:
        return dict.fromkeys(keys, 1)
    way = path_of({one.id: one for one in plan.nodes}, node)
    steps = {key: [*way, Node(0, node.id, choice.level, key, 0)] for key in keys}
    if by == "days":
        times = working_times(workspace_id, [int(key) for key in keys] if choice.level == "person" else ())
        found: dict[str, Weight] = {}
        for key, step in steps.items():
            calendar = times.of(int(key)) if choice.level == "person" else times.workspace
            found[key] = _days(calendar, step, date.max)[1]
        return found
    scope = scope_of(everybody(workspace_id), Ask(), at)
    cells = [_year_on(cell) for cell in actuals(scope, plan.year - 1, plan.measure)]
    return dict(zip(keys, _shares(workspace_id, cells, [steps[key] for key in keys]), strict=True))


def _shares(workspace_id: int, cells: Sequence[Cell], ways: Sequence[list[Node]]) -> list[Weight]:
    tree, seats = teams_by_id(workspace_id), seats_by_id(workspace_id)
    tests = [counted_by(way, tree=tree, seats=seats) for way in ways]
    return [Fraction(max(sum(cell.value for cell in cells if counts(cell)), 0)) for counts in tests]


def _year_on(cell: Cell) -> Cell:
    return Cell(cell.month.replace(year=cell.month.year + 1), cell.owner_id, cell.product, cell.value)


def unbalanced(workspace_id: int) -> list[tuple[int, str, int]]:
    """(year, measure, node) of all latest versions whose children do not add up: none, or the house lies."""
    found = []
    latest = TargetPlan.objects.of(workspace_id).values_list("year", "measure").distinct().order_by("year", "measure")
    for year, measure in latest:
        plan = plan_of(workspace_id, year, measure)
        found += [(year, measure, node) for node, _ in faults_of(plan.nodes if plan else ())]
    return found


def is_money(measure: str) -> bool:
    """Whether a measure is in minor units of the workspace's currency."""
    return measure in MONEY_MEASURES


def target_for(plan: Plan | None, wanted: Mapping[str, str]) -> int | None:
    """The target of exactly these levels, such as a month and a person, added up over what else it was split by.

    None where the tree does not say: a month's share of a year that was only split by person is nobody's number.
    """
    if plan is None:
        return None
    by_id = {node.id: node for node in plan.nodes}
    levels = set(wanted)
    found = None
    for node in plan.nodes:
        way = {step.level: step.key for step in path_of(by_id, node)}
        if levels <= set(way) and node.level in levels and all(way[level] == key for level, key in wanted.items()):
            found = (found or 0) + node.value
    return found
