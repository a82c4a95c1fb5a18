"""One person a hundred times at once, and batches against single records: the same people, the same leads."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from gleanry.cockpit.queries import audit
from gleanry.flow.capture.actions import submit
from gleanry.flow.capture.models import Submission
from gleanry.flow.identify.models import Match
from gleanry.flow.identify.queries import dry_run, match_of
from gleanry.kit import ledger, rulebook
from gleanry.leads.models import Lead
from gleanry.people.models import Account, Person
from tests.conftest import MONDAY, House, build_house

CROWD = 100
SAME = {"person_name": "张三", "company": "北京纷扬科技有限公司", "phone": "13800138000"}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_are_one_person(house: House) -> None:
    start = Barrier(CROWD)

    def send(number: int) -> int:
        start.wait()
        try:
            (result,) = submit(house.id, [{**SAME, "source": f"S{number}"}], at=MONDAY)
            return result.submission_id
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        sent = list(pool.map(send, range(CROWD)))
    ledger.drain(house.id)
    assert len(set(sent)) == CROWD == Submission.objects.of(house.id).count()
    assert Person.objects.of(house.id).count() == 1
    assert Account.objects.of(house.id).count() == 1
    sources = Lead.objects.of(house.id).filter(source_lead_id__isnull=True)
    assert sources.count() == 1
    attached = Lead.objects.of(house.id).filter(source_lead_id=sources.get().pk, pool="attached")
    assert attached.count() == CROWD - 1
    assert set(attached.values_list("owner_id", flat=True)) == {sources.get().owner_id} != {None}
    assert Match.objects.of(house.id).count() == CROWD
    assert [finding for finding in audit() if not finding.warning] == []


COMPARISONS = (
    {"compare": "lead", "fields": ["phone", "email"], "need": "all", "window_days": 60, "action": "refresh"},
    {"compare": "lead", "fields": ["wechat", "phone"], "window_days": 40, "action": "attach"},
    {"compare": "lead", "fields": ["credit_code", "domain"], "window_days": 100, "action": "ask"},
    {"compare": "lead", "fields": ["company", "email"], "need": "all", "window_days": 0, "action": "create"},
    {"compare": "lead", "fields": ["company"], "window_days": 30, "action": "tag"},
)


def rules_of(dice: random.Random) -> dict[str, Any]:
    chosen = dice.sample(COMPARISONS, k=4)
    rows = [{"code": f"r{number}", **row} for number, row in enumerate(chosen)]
    for row in rows:
        if row["action"] == "refresh":
            row |= {"refresh": ["person_name", "company"], "prefer": dice.choice(["newest", "filled"])}
    return {"order": ["phone", "wechat", "email"], "rules": rows}


def record_of(dice: random.Random, number: int) -> dict[str, str]:
    given = {
        "phone": f"1380013{dice.randrange(4):04d}",
        "wechat": f"wx-{dice.randrange(5)}",
        "email": f"m{dice.randrange(6)}@firm{dice.randrange(3)}.example",
        "company": f"第{dice.randrange(5)}精密机械有限公司",
        "credit_code": f"91110108551385{dice.randrange(3):03d}Q",
        "external_id": f"X{dice.randrange(40)}",
        "job_title": dice.choice(["总监", "经理"]),
    }
    kept = {name: value for name, value in given.items() if dice.random() < 0.45}
    day = MONDAY + timedelta(days=dice.randrange(150))
    return {"person_name": f"P{number}", "first_contact_at": day.isoformat(), **(kept or {"phone": given["phone"]})}


def story(house: House) -> list[tuple[Any, ...]]:
    """Each lead as it ended, ids counted from the first of the house."""
    base = {
        model: model.objects.of(house.id).order_by("id").values_list("id", flat=True)[0]
        for model in (Lead, Person, Account)
        if model.objects.of(house.id).exists()
    }
    names = {None: None} | {member.pk: member.name for member in (*house.sdrs, *house.sellers)}

    def counted(model: Any, pk: int | None) -> int | None:
        return None if pk is None else pk - base[model]

    told: list[tuple[Any, ...]] = []
    for lead in Lead.objects.of(house.id).order_by("id"):
        match = match_of(house.id, lead.submission_id)
        assert match is not None
        found = [(row["rule"], row["id"] - base[Lead], row["on"], row.get("days")) for row in match.found]
        ends = (counted(Lead, lead.source_lead_id), counted(Person, lead.person_id), counted(Account, lead.account_id))
        told.append((*ends, lead.pool, names[lead.owner_id], lead.duplicate, lead.novelty, match.rule, found))
    people = Person.objects.of(house.id).order_by("id")
    told += [(p.name, p.job_title, counted(Account, p.account_id)) for p in people]
    return told + list(Account.objects.of(house.id).order_by("id").values_list("key", "credit_code", "domain"))


def told_again(house: House, rules: dict[str, Any]) -> dict[str, int]:
    """What a dry run of the rules in force counts; it must be what they decided, and differ from itself nowhere."""
    found = dry_run(house.id, rules, rules, since=MONDAY - timedelta(days=1))
    assert found.changed == 0
    assert found.now == found.then
    return dict(found.now)


def decided(house: House) -> dict[str, int]:
    matches = Match.objects.of(house.id).values_list("action", flat=True)
    return dict(Counter(action or "new" for action in matches))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_a_batch_is_decided_as_its_records_one_by_one(seed: int) -> None:
    dice = random.Random(seed)
    rules, rows = rules_of(dice), [record_of(dice, number) for number in range(40)]
    whole, single = build_house(f"whole-{seed}"), build_house(f"single-{seed}")
    for house in (whole, single):
        rulebook.publish(house.id, "identify", rules)
    half = dice.randrange(5, 35)
    whole.send(*rows[:half])
    whole.send(*rows[half:])
    for row in rows:
        single.send(row)
    assert story(whole) == story(single)
    assert told_again(whole, rules) == decided(whole)
    assert [finding for finding in audit() if not finding.warning] == []
