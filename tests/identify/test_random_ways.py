"""Random sequences of merge, edit, attach and undo on the database: lossless, and every law holds after each."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from gleanry.flow.identify.actions import correct_record, merge_records, undo_merges
from gleanry.flow.identify.models import Merge
from gleanry.flow.identify.shapes import Kind, MergeOrder, UndoAnswers
from gleanry.kit import ledger
from gleanry.leads.models import Lead
from gleanry.people.models import Account, Person
from gleanry.people.queries import groups_of
from tests.conftest import MONDAY, House
from tests.identify.conftest import laws_hold, record

MINUTE = timedelta(minutes=1)


def books(house: House) -> dict[str, Any]:
    """All that a merge or an undo could have changed for good."""
    columns = ("id", "person_id", "account_id", "source_lead_id", "pool", "owner_id", "state", "obtained", "mql_at")
    return {
        "people": list(Person.objects.of(house.id).order_by("id").values()),
        "accounts": list(Account.objects.of(house.id).order_by("id").values()),
        "leads": list(Lead.objects.of(house.id).order_by("id").values(*columns)),
    }


class Way:
    """One random walk through a house."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.dice = house, random.Random(seed)
        self.at = MONDAY + timedelta(hours=1)
        self.edits: dict[tuple[str, int], dict[str, str]] = {}
        self.ids = {
            Kind.PERSON: list(Person.objects.of(house.id).values_list("pk", flat=True)),
            Kind.ACCOUNT: list(Account.objects.of(house.id).values_list("pk", flat=True)),
            Kind.LEAD: list(Lead.objects.of(house.id).values_list("pk", flat=True)),
        }

    def step(self) -> None:
        self.at += MINUTE
        turn = self.dice.random()
        if turn < 0.5:
            kind = self.dice.choice(list(Kind))
            one, other = self.dice.sample(self.ids[kind], 2)
            merge_records(self.house.viewer(), [MergeOrder(kind, one, other)], self.at)
        elif turn < 0.7:
            self.edit()
        else:
            self.undo(self.dice.choice([*self.standing(), 0]))
        ledger.drain(self.house.id)

    def edit(self) -> None:
        kind = self.dice.choice((Kind.PERSON, Kind.ACCOUNT))
        name, value = ("job_title" if kind is Kind.PERSON else "region"), f"edit {self.at.minute} {self.dice.random()}"
        root = correct_record(self.house.viewer(), kind, self.dice.choice(self.ids[kind]), {name: value}, self.at)
        self.edits[kind, root] = {name: value}

    def standing(self) -> list[int]:
        return list(Merge.objects.of(self.house.id).filter(state="done").values_list("pk", flat=True))

    def undo(self, merge_id: int) -> None:
        said = UndoAnswers(
            edited=dict.fromkeys(("job_title", "region", "name", "account_id", "industry", "size"), "winner"),
            place="former",
        )
        undo_merges(self.house.viewer(), [merge_id], self.at, answers={merge_id: said})


def walk(house: House, way: Way, steps: int, *, audited: bool) -> None:
    """So many steps, then all undone in random order: everything is as it was, plus the edits."""
    before = books(house)
    way.edits.clear()
    for _ in range(steps):
        way.step()
        assert not audited or laws_hold()
    while standing := way.standing():
        way.at += MINUTE
        way.undo(way.dice.choice(standing))
        ledger.drain(house.id)
    assert laws_hold()
    for kind, name in ((Kind.PERSON, "people"), (Kind.ACCOUNT, "accounts")):
        for row in before[name]:
            row.update(way.edits.get((kind, row["id"]), {}))
    assert books(house) == before


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_all_undone_is_all_as_it_was_and_the_edits(house: House, seed: int) -> None:
    """Forty walks in each of eight houses, one of them with the audit after every step."""
    house.send(*(record(n, job_title="经理" if n % 2 else "") for n in range(1, 6)))
    way = Way(house, seed)
    for number in range(40):
        walk(house, way, way.dice.randint(4, 10), audited=number == 0)


@pytest.mark.django_db(transaction=True)
def test_two_merge_the_same_at_once(house: House) -> None:
    house.send(*(record(n) for n in range(1, 4)))
    a, b, c = Person.objects.of(house.id).order_by("id").values_list("pk", flat=True)
    orders = [(a, b), (b, a), (b, c), (c, a), (a, c), (c, b)]
    start = Barrier(len(orders))

    def go(pair: tuple[int, int]) -> tuple[int, ...]:
        start.wait()
        try:
            return merge_records(house.viewer(), [MergeOrder(Kind.PERSON, *pair)], _at())
        finally:
            connection.close()

    with ThreadPoolExecutor(len(orders)) as pool:
        done = [merge_id for ids in pool.map(go, orders) for merge_id in ids]
    ledger.drain(house.id)
    assert len(done) == 2  # three become one by two merges, whoever came first
    assert sorted(groups_of(house.id, [a])[a]) == [a, b, c]
    assert laws_hold()


@pytest.mark.django_db(transaction=True)
def test_two_undo_the_same_at_once(house: House) -> None:
    house.send(*(record(n) for n in range(1, 3)))
    a, b = Person.objects.of(house.id).order_by("id").values_list("pk", flat=True)
    (merge_id,) = merge_records(house.viewer(), [MergeOrder(Kind.PERSON, a, b)], MONDAY)
    start = Barrier(4)

    def go(_: int) -> list[int]:
        start.wait()
        try:
            return undo_merges(house.viewer(), [merge_id], _at()).done
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = [merge for ids in pool.map(go, range(4)) for merge in ids]
    ledger.drain(house.id)
    assert done == [merge_id]
    assert laws_hold()


def _at() -> datetime:
    return MONDAY + timedelta(hours=2)
