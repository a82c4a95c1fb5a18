"""How long it takes to route a hundred thousand leads over five hundred people.

Measured: `route_leads` as the pump calls it, for graded leads that wait in the intake pool, in batches as large as
given and once in a single batch: rules, people, turns by weight, hours, caps and what each was given that day,
decisions, moves and the fact that follows. Every tenth lead lies in a region that a part of the people works, and every
person has a cap for the day. Beside it, in the same run and database, on a sample: a plain loop of one transaction a
lead that knows the people beforehand, asks for the rules, the turn and the lead, and saves turn, lead, move and
decision; neither hours nor caps nor the fact. Afterwards the latest thousand
decisions are given again from what is stored, and what a decision takes in characters is counted.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from bench.printing import Findings, arguments, seconds
from bench.scratch import open_house

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
STEP = 5000
TIMES = 15
REPLAYED = 1000


def main() -> None:
    given = arguments(__doc__, leads=100_000, people=500, batch=5000, singles=300)
    scratch = open_house(given.keep)
    scratch.empty()
    found = Findings("route", scratch.vendor, f"{given.leads:,} leads, {given.people} people")
    workspace_id = _house(given.people)
    ids = _leads(workspace_id, given.leads, 0)
    apart = seconds(lambda: _route(workspace_id, ids, given.batch))
    _check(workspace_id, ids)
    rate = given.leads / apart
    whole = _leads(workspace_id, given.leads, given.leads)
    together = given.leads / seconds(lambda: _route(workspace_id, whole, given.leads))
    single = _one_at_a_time(workspace_id, _leads(workspace_id, given.singles, 2 * given.leads))
    one = _leads(workspace_id, 50, 2 * given.leads + given.singles)
    alone = seconds(lambda: _route(workspace_id, one, 1)) / len(one) * 1000
    replayed, replaying = _replayed(workspace_id)
    found.rows += [
        (f"leads routed a second, {given.batch:,} at a time", rate, "leads/s"),
        ("leads routed a second, all at once", together, "leads/s"),
        ("one lead by itself", alone, "ms"),
        ("a loop of one transaction a lead", single, "leads/s"),
        (f"the latest {REPLAYED:,} decisions given again in", replaying * 1000, "ms"),
        ("characters of reason a decision keeps, its part of the stretch included", _kept(workspace_id), ""),
    ]
    found.claims += [
        ("times a loop of one transaction a lead", rate / single, f"at least {TIMES}", rate >= TIMES * single),
        (f"of {REPLAYED:,} decisions given again the same", replayed, "all", replayed == REPLAYED),
    ]
    found.tell(as_json=given.json)


def _house(people: int) -> int:
    """A workspace of so many sellers with weights from 1 to 5 and a region or none, and caps nobody reaches early."""
    from gleanry.kit import rulebook
    from gleanry.tenants.actions import add_member, make_region
    from gleanry.tenants.shapes import Role
    from gleanry.wiring.playbooks import new_workspace

    workspace = new_workspace("Bench", slug="bench", made_up=True)
    south = make_region(workspace.id, "South", places=["广东"])
    members = [
        add_member(
            workspace.id,
            f"seller {n}",
            roles=[Role.SELLER],
            email=f"s{n}@bench.gleanry.test",
            region=south if n % 5 == 0 else None,
        )
        for n in range(people)
    ]
    weights = {str(member.pk): 1 + n % 5 for n, member in enumerate(members)}
    rules = [
        {"code": "region", "when": {"has_region": True}, "role": "seller", "same_region": True, "pool": "sales"},
        {"code": "all", "role": "seller", "weights": weights, "when_off": "wait", "pool": "sales"},
    ]
    rulebook.publish(workspace.id, "route", {"rules": rules, "fallback": {"pool": "sales"}})
    pools = {**rulebook.current(workspace.id, "pools").body}
    pools["pools"] = [
        {**row, "assign_per_day": 10_000} if row.get("code") == "sales" else row for row in pools["pools"]
    ]
    rulebook.publish(workspace.id, "pools", pools)
    return workspace.id


def _leads(workspace_id: int, count: int, start: int) -> list[int]:
    """Graded leads in the intake pool with their clean records."""
    from django.db import transaction

    from gleanry.flow.capture.models import Submission
    from gleanry.flow.clean.models import CleanRecord
    from gleanry.kit import bulk
    from gleanry.leads.actions import grade_leads, open_leads, reserve_ids
    from gleanry.leads.shapes import NewLead, Pool, State
    from gleanry.tenants.models import Region

    region_id = Region.objects.of(workspace_id).values_list("pk", flat=True).get()
    made: list[int] = []
    for begin in range(start, start + count, STEP):
        numbers = range(begin, min(begin + STEP, start + count))
        with transaction.atomic():
            submissions = bulk.allocate(Submission, len(numbers))
            bulk.insert(
                Submission,
                ("id", "workspace_id", "kind", "raw", "digest", "received_at"),
                [(pk, workspace_id, "leads", {}, n, AT) for pk, n in zip(submissions, numbers, strict=True)],
            )
            bulk.insert(
                CleanRecord,
                ("id", "workspace_id", "verdict", "fields", "defects"),
                [
                    (pk, workspace_id, "passed", {"company": f"第{n}机械有限公司", "industry": "制造"}, [])
                    for pk, n in zip(submissions, numbers, strict=True)
                ],
            )
            ids = list(reserve_ids(len(numbers)))
            new = [
                NewLead(pk, None, None, Pool.INTAKE, State.UNASSIGNED, AT, AT, region_id=None if n % 10 else region_id)
                for pk, n in zip(submissions, numbers, strict=True)
            ]
            open_leads(workspace_id, ids, new)
            grade_leads(workspace_id, [(lead_id, "B2") for lead_id in ids])
        made += ids
    return made


def _route(workspace_id: int, ids: list[int], batch: int) -> None:
    from django.db import transaction

    from gleanry.flow.route.actions import route_leads
    from gleanry.flow.score.facts import Graded

    for begin in range(0, len(ids), batch):
        part = tuple(ids[begin : begin + batch])
        with transaction.atomic():
            route_leads(workspace_id, Graded(part, ("B2",) * len(part)), AT)


def _check(workspace_id: int, ids: list[int]) -> None:
    """Each lead has an owner, and nobody's share of the whole rotation is a lead off."""
    from gleanry.flow.route.models import Rotation
    from gleanry.leads.models import Lead

    owned = Lead.objects.of(workspace_id).filter(owner_id__isnull=False).count()
    assert owned == len(ids), f"{owned} of {len(ids)} leads have an owner"
    for row in Rotation.objects.of(workspace_id):
        assert all(abs(balance) < row.unit for _, balance, _, _ in row.standings)


def _one_at_a_time(workspace_id: int, ids: list[int]) -> float:
    """Leads a second when each is asked about, decided and saved by itself."""
    from django.db import transaction

    from gleanry.flow.route.models import Assignment, Rotation
    from gleanry.kit.models import RuleBook
    from gleanry.leads.models import Lead, Move
    from gleanry.tenants.models import Member

    people: list[Any] = list(Member.objects.of(workspace_id).filter(active=True))
    started = time.perf_counter()
    for n, lead_id in enumerate(ids):
        with transaction.atomic():
            rules = RuleBook.objects.of(workspace_id).filter(name="route").latest("version")
            rotation = Rotation.objects.of(workspace_id).filter(key="loop").first() or Rotation(
                workspace_id=workspace_id, key="loop"
            )
            lead = Lead.objects.of(workspace_id).get(pk=lead_id)
            owner = people[n % len(people)]
            rotation.turns += 1
            rotation.save()
            lead.owner_id, lead.pool, lead.owner_since = owner.pk, "sales", AT
            lead.save()
            Move.objects.create(
                workspace_id=workspace_id, lead_id=lead_id, at=AT, from_pool="intake", pool="sales", owner_id=owner.pk
            )
            Assignment.objects.create(
                workspace_id=workspace_id, lead_id=lead_id, owner_id=owner.pk, pool="sales", rule="loop",
                rules_id=rules.pk, at=AT,
            )  # fmt: skip
    passed = time.perf_counter() - started
    Rotation.objects.of(workspace_id).filter(key="loop").delete()
    Assignment.objects.of(workspace_id).filter(rule="loop").delete()
    return len(ids) / passed


def _replayed(workspace_id: int) -> tuple[int, float]:
    from gleanry.flow.route.queries import latest_turns

    started = time.perf_counter()
    turns = latest_turns(workspace_id, REPLAYED)
    return sum(turn.is_replayed for turn in turns), time.perf_counter() - started


def _kept(workspace_id: int) -> float:
    """Characters of a decision's reason, and of the stretches shared out among the decisions."""
    from django.db import connection

    with connection.cursor() as cursor:
        sizes = []
        for table, columns in (("route_assignment", ("reason",)), ("route_stretch", ("people", "passed"))):
            for column in columns:
                cursor.execute(
                    f"SELECT sum(length(CAST({column} AS text))) FROM {table} WHERE workspace_id = %s",
                    [workspace_id],
                )
                sizes.append(float(cursor.fetchone()[0] or 0))
        cursor.execute("SELECT count(*) FROM route_assignment WHERE workspace_id = %s", [workspace_id])
        return sum(sizes) / float(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
