"""Other screens are tried on what came in: as it was decided by the same rules, in a fixed number of statements."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.capture.actions import submit
from gleanry.flow.clean.queries import try_screens
from gleanry.kit import ledger, rulebook
from tests.conftest import MONDAY, House

NAMES = ("Ann", "test", "张伟", "测试", "Bob", "asdf")


def _send(house: House, count: int) -> None:
    records = [
        {"person_name": NAMES[n % len(NAMES)], "phone": f"1381234{n:04d}", "company": f"Company {n}"}
        for n in range(count)
    ]
    submit(house.id, records, at=MONDAY)
    ledger.drain(house.id)


@pytest.mark.django_db(transaction=True)
def test_the_same_rules_decide_as_they_did(house: House) -> None:
    _send(house, 12)
    body = rulebook.current(house.id, "clean").body
    same = try_screens(house.id, body)
    assert (same.looked_at, same.held_now, same.held_then, same.changed) == (12, 6, 6, ())
    off = body | {"screens": body["screens"] | {"test_name": {**body["screens"]["test_name"], "on": False}}}
    found = try_screens(house.id, off)
    assert (found.held_now, found.held_then, len(found.changed)) == (6, 0, 6)
    assert {one.now for one in found.changed} == {("test_name",)}
    assert {one.name for one in found.changed} == {"test", "测试", "asdf"}


@pytest.mark.django_db(transaction=True)
def test_statements_do_not_grow_with_the_submissions(house: House) -> None:
    body = rulebook.current(house.id, "clean").body
    counts = []
    for count in (3, 60):
        _send(house, count)
        with CaptureQueriesContext(
            connection,
        ) as said:
            try_screens(house.id, body)
        counts.append(len(said))
    assert counts[0] == counts[1]
