"""Set, split and change targets: each change is a new version with its reason, and every version adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gleanry.cockpit.models import TargetNode, TargetPlan
from gleanry.cockpit.queries.targets import NODES, beyond_reach, plan_of
from gleanry.cockpit.rules import targets as rules
from gleanry.cockpit.shapes import MEASURES, Node, Plan
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Weight

LOCK = 63
EDIT = "targets.edit"
MOST = 10**15
YEARS = range(1990, 3000)


def set_year(viewer: Viewer, year: int, measure: str, value: int, at: datetime, *, reason: str = "") -> Plan:
    """Set a year's target; what it is split into follows in proportion. Raises Refusal as `change_target` does."""
    plan = _plan(viewer, year, measure)
    _sound(value)
    nodes = rules.change(plan.nodes, plan.nodes[0].id, value, "up") if plan else [rules.root_of(year, value)]
    return save_targets(viewer, year, measure, nodes, at, after=plan.version if plan else 0, reason=reason)


def split_target(
    viewer: Viewer, plan: Plan, node_id: int, *, level: str, weights: Mapping[str, Weight], at: datetime
) -> Plan:
    """Split a number by weights; what it was split into before goes. Raises Refusal `bad_choice`, `targets_changed`."""
    node = plan.node(node_id)
    ways = {one.id: one for one in plan.nodes}
    if node is None or level not in rules.next_levels(rules.path_of(ways, node)) or not weights:
        raise Refusal("bad_choice", field="level", value=level)
    nodes = rules.split(plan.nodes, node_id, level, weights)
    return save_targets(viewer, plan.year, plan.measure, nodes, at, after=plan.version, reason=f"split:{level}")


def merge_target(viewer: Viewer, plan: Plan, node_id: int, at: datetime) -> Plan:
    """Take away what a number is split into."""
    under = rules.below(plan.nodes, node_id)
    nodes = [node for node in plan.nodes if node.id not in under]
    return save_targets(viewer, plan.year, plan.measure, nodes, at, after=plan.version, reason="merge")


def change_target(
    viewer: Viewer, plan: Plan, node_id: int, value: int, at: datetime, *, mode: str = "", reason: str = ""
) -> Plan:
    """Change a number: siblings give or take (`siblings`), or its parents change (`up`).

    Raises Refusal `not_adding` with the number its parent would be missing (`missing`) and the parent (`node`) when no
    mode is given or the siblings cannot give that much; `bad_target`; `targets_changed`; `not_found`.
    """
    _sound(value)
    if plan.node(node_id) is None:
        raise Refusal("not_found", target=node_id)
    try:
        nodes = rules.change(plan.nodes, node_id, value, mode)
    except rules.NotAdding as refused:
        raise Refusal("not_adding", node=refused.node, missing=refused.missing) from refused
    return save_targets(viewer, plan.year, plan.measure, nodes, at, after=plan.version, reason=reason)


def hold_target(viewer: Viewer, plan: Plan, node_id: int, at: datetime, *, fixed: bool) -> Plan:
    """Hold a number against the balancing of its siblings, or let it go."""
    nodes = rules.fix(plan.nodes, node_id, fixed)
    return save_targets(viewer, plan.year, plan.measure, nodes, at, after=plan.version, reason="hold" if fixed else "")


def save_targets(
    viewer: Viewer, year: int, measure: str, nodes: Sequence[Node], at: datetime, *, after: int, reason: str = ""
) -> Plan:
    """Append a version. Raises Refusal `targets_changed` when not `after` is in force, `not_adding`, `bad_target`.

    The same tree again changes nothing.
    """
    _allowed(viewer, year, measure)
    if not rules.is_tree(nodes, year):
        raise Refusal("bad_target_tree")
    if faults := rules.faults_of(nodes):
        raise Refusal("not_adding", node=faults[0][0], missing=faults[0][1])
    for node in nodes:
        _sound(node.value)
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        plan = plan_of(viewer.workspace_id, year, measure)
        if (plan.version if plan else 0) != after:
            raise Refusal("targets_changed", version=plan.version if plan else 0)
        if plan is not None and tuple(nodes) == plan.nodes:
            return plan
        if viewer.owner_ids is not None and beyond_reach(viewer, plan.nodes if plan else (), nodes):
            raise Refusal("not_found", year=year)
        row = TargetPlan.objects.create(
            workspace_id=viewer.workspace_id,
            year=year,
            measure=measure,
            version=after + 1,
            reason=reason[:200],
            by=viewer.member_id or None,
            at=at,
        )
        bulk.insert(
            TargetNode,
            ("workspace_id", "plan_id", *NODES),
            [
                (viewer.workspace_id, row.pk, node.id, node.parent, node.level, node.key, node.value, node.fixed)
                for node in nodes
            ],
        )
    return Plan(year, measure, after + 1, reason, viewer.member_id, at, tuple(nodes))


def _plan(viewer: Viewer, year: int, measure: str) -> Plan | None:
    _allowed(viewer, year, measure)
    return plan_of(viewer.workspace_id, year, measure)


def _allowed(viewer: Viewer, year: int, measure: str) -> None:
    if not viewer.may(EDIT):
        raise Refusal("forbidden", permission=EDIT)
    if measure not in MEASURES or year not in YEARS:
        raise Refusal("bad_choice", field="measure", value=measure)


def _sound(value: int) -> None:
    if not 0 <= value <= MOST:
        raise Refusal("bad_target", value=str(value))
