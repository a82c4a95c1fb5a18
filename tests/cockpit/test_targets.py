"""Targets on the database: versions, actuals, who sees what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gleanry.cockpit.actions.targets import change_target, hold_target, merge_target, set_year, split_target
from gleanry.cockpit.models import TargetNode
from gleanry.cockpit.queries import audit
from gleanry.cockpit.queries.targets import (
    choices_of,
    plan_of,
    standings,
    target_for,
    unbalanced,
    versions_of,
    visible_plan,
    weights_for,
)
from gleanry.cockpit.rules.targets import faults_of
from gleanry.cockpit.shapes import Plan
from gleanry.kit.errors import Refusal
from tests.cockpit.conftest import NOW, Deal
from tests.conftest import House


def split_by(house: House, plan: Plan, node_id: int, level: str, by: str = "equal") -> Plan:
    node = plan.node(node_id)
    assert node is not None
    choice = next(one for one in choices_of(house.id, plan, node) if one.level == level)
    weights = weights_for(house.id, plan, node, choice, by, NOW)
    return split_target(house.viewer(), plan, node_id, level=level, weights=weights, at=NOW)


@pytest.mark.django_db
def test_a_year_is_split_changed_and_held_against_what_happened(house: House, deal: Deal) -> None:
    director, north = house.viewer(), house.sellers[0]
    for month, minor in ((3, 300), (6, 100), (11, 600)):
        deal(minor=minor, outcome="won", closed_at=NOW.replace(year=2025, month=month), expected_close=None)
    deal(minor=40_000, outcome="won", closed_at=NOW - timedelta(days=20))
    deal(minor=9_000, outcome="won", closed_at=NOW - timedelta(days=20), owner_id=house.sellers[1].pk)
    deal(minor=30_000, grade="A", expected_close=date(2026, 3, 30))

    plan = set_year(director, 2026, "signed", 1_000_000, NOW, reason="board")
    plan = split_by(house, plan, 1, "quarter", "season")
    assert [node.value for node in plan.children_of(1)] == [300_000, 100_000, 0, 600_000]
    plan = split_by(house, plan, 2, "person")
    plan = split_by(house, plan, plan.children_of(2)[0].id, "month", "days")
    first = plan.children_of(2)[0]
    assert sum(node.value for node in plan.children_of(first.id)) == first.value == 150_000
    with pytest.raises(Refusal) as refused:
        change_target(director, plan, first.id, 160_000, NOW)
    assert (refused.value.code, refused.value.data) == ("not_adding", {"node": 2, "missing": -10_000})
    plan = change_target(director, plan, first.id, 160_000, NOW, mode="siblings", reason="new market")
    assert [node.value for node in plan.children_of(2)] == [160_000, 140_000]
    assert faults_of(plan.nodes) == []
    assert unbalanced(house.id) == []

    found = standings(director, plan, NOW)
    assert (found[1].actual, found[1].gap, found[1].sure, found[1].uncovered) == (49_000, 951_000, 30_000, 921_000)
    assert found[1].new_inquiries == 1_151_250
    assert (found[first.id].actual, found[first.id].sure) == (40_000, 30_000)
    assert found[first.id].pace.needed_per_day is not None
    assert target_for(plan, {"person": str(north.pk), "quarter": "2026-Q1"}) == 160_000
    assert target_for(plan, {"person": str(north.pk), "month": "2026-03"}) == plan.children_of(first.id)[2].value
    assert target_for(plan, {"team": "1", "month": "2026-03"}) is None

    held = hold_target(director, plan, first.id, NOW, fixed=True)
    with pytest.raises(Refusal):
        change_target(director, held, held.children_of(2)[1].id, 1, NOW, mode="siblings")
    with pytest.raises(Refusal) as late:
        change_target(director, plan, first.id, 1, NOW, mode="up")
    assert late.value.code == "targets_changed"
    merged = merge_target(director, held, 2, NOW)
    assert merged.children_of(2) == ()
    assert [row[0] for row in versions_of(house.id, 2026, "signed")] == list(range(merged.version, 0, -1))
    first_version = plan_of(house.id, 2026, "signed", 1)
    assert first_version is not None
    assert (first_version.reason, [node.value for node in first_version.nodes]) == ("board", [1_000_000])


@pytest.mark.django_db
def test_a_seller_sees_own_targets_and_sets_none(house: House) -> None:
    director, seller = house.viewer(), house.viewer(house.sellers[0])
    plan = set_year(director, 2026, "sql", 100, NOW)
    plan = split_by(house, plan, 1, "person")

    seen = visible_plan(seller, 2026, "sql")
    assert seen is not None
    assert [node.key for node in seen.nodes] == [str(house.sellers[0].pk)]
    assert standings(seller, seen, NOW)[seen.nodes[0].id].actual == 0
    leader = house.viewer(house.director)
    with pytest.raises(Refusal) as whole:
        set_year(leader, 2026, "sql", 200, NOW)
    assert whole.value.code == "not_found"
    plan = split_target(leader, plan, 2, level="month", weights={"2026-01": 1, "2026-02": 3}, at=NOW)
    with pytest.raises(Refusal):
        change_target(leader, plan, 2, 1, NOW, mode="up")
    for refused in (lambda: set_year(seller, 2026, "sql", 5, NOW), lambda: set_year(director, 2026, "hats", 5, NOW)):
        with pytest.raises(Refusal):
            refused()
    with pytest.raises(Refusal):
        set_year(director, 2026, "sql", -1, NOW)
    TargetNode.objects.of(house.id).filter(number=2).update(value=99)
    assert "targets_do_not_add_up" in {finding.code for finding in audit(house.id)}
    assert unbalanced(house.id) == [(2026, "sql", 1), (2026, "sql", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("measure", ["signed", "received", "customers", "leads", "mql", "sql"])
def test_every_measure_has_its_actuals(house: House, deal: Deal, measure: str) -> None:
    house.send({"phone": "13800138000", "external_id": "L-1"})
    deal(outcome="won", closed_at=NOW, account_id=7)
    deal(outcome="won", closed_at=NOW, account_id=7)
    plan = set_year(house.viewer(), 2026, measure, 10, NOW)
    expected = {"signed": 200_000, "customers": 1, "leads": 1}
    assert standings(house.viewer(), plan, NOW)[1].actual == expected.get(measure, 0)
