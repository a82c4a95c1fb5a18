"""Seed 003, chapter 定流程: what becomes of the hundred leads of one event.

100 = 20 in sellers' protection (12 of them FABM) + 30 in the active sea + 15 in the general sea + 35 in the pool of the
region.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import record_follow_ups
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.flow.nurture.actions import mark, put_by, unmark
from gleanry.kit import ledger, rulebook
from gleanry.kit.models import Fact
from gleanry.leads.models import Lead, Mark
from gleanry.leads.queries import list_moves, marks_of
from tests.conftest import MONDAY, House

NORTH: dict[str, Any] = {
    "code": "north_pool",
    "kind": "region",
    "zh": "北区线索池",
    "en": "North pool",
    "region": "North",
}
LATER = MONDAY + timedelta(hours=6)


def attendee(number: int, owner: str = "") -> dict[str, Any]:
    """A visitor of the stand, from a company in Beijing."""
    row = {"phone": f"1381234{number:04d}", "person_name": f"参会{number}", "source": "event", "region": "北京"}
    return row | ({"owner": owner} if owner else {})


@pytest.fixture
def hundred(house: House) -> list[int]:
    """The event's list as it was imported: twenty were talked to by sellers, who wrote their names there."""
    body = rulebook.current(house.id, "pools").body
    rulebook.publish(house.id, "pools", body | {"pools": [*body["pools"], NORTH]})
    names = [house.sellers[n % 2].name for n in range(20)]
    return house.send(*(attendee(n, names[n] if n < 20 else "") for n in range(100)))


@pytest.mark.django_db
def test_a_hundred_leads_of_an_event(house: House, hundred: list[int]) -> None:
    kept, rest = hundred[:20], hundred[20:]
    for seller in house.sellers:
        viewer = house.viewer(seller)
        theirs = [i for i in kept[:12] if Lead.objects.of(house.id).get(pk=i).owner_id == seller.pk]
        assert mark(viewer, theirs, "FABM", MONDAY) == tuple(theirs)
    for sdr in house.sdrs:
        viewer = house.viewer(sdr)
        mine = set(Lead.objects.of(house.id).filter(owner_id=sdr.pk).values_list("pk", flat=True))
        record_follow_ups(viewer, [FollowUpEntry(i, "call", "reached") for i in mine], LATER)
        mark(viewer, mine & set(rest[:30]), "FABM", LATER)
        mark(viewer, mine & set(rest[25:45]), "KP", LATER)  # five of the first thirty are key persons too
        assert set(put_by(viewer, mine, LATER)) == mine
    ledger.drain(house.id)

    rows = Lead.objects.of(house.id).filter(pk__in=hundred).values_list("pk", "pool", "own_pool", "owner_id")
    places = Counter((pool, own) for _, pool, own, _ in rows)
    assert places == {("sales", ""): 20, ("active_sea", ""): 30, ("general_sea", ""): 15, ("region", "north_pool"): 35}
    assert sum(places.values()) == 100
    assert {pk for pk, pool, _, owner in rows if pool == "sales" and owner} == set(kept)
    assert {owner for _, pool, _, owner in rows if pool != "sales"} == {None}
    marks = marks_of(house.id, hundred)
    assert sum(1 for lead_id in kept if "FABM" in marks.get(lead_id, ())) == 12
    assert [m.reason["rule"] for m in (list_moves(house.id, i)[-1] for i in (rest[0], rest[40], rest[79]))] == [
        "fabm",
        "kp",
        "others",
    ]
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db
def test_a_mark_is_ledgered_and_what_was_taken_off_stays_known(house: House, hundred: list[int]) -> None:
    viewer = house.viewer()
    assert mark(viewer, hundred[:2], "KP", MONDAY) == tuple(hundred[:2])
    assert mark(viewer, hundred[:3], "KP", MONDAY) == (hundred[2],)
    assert unmark(viewer, hundred[:1], "KP", LATER) == (hundred[0],)
    assert marks_of(house.id, hundred) == {hundred[1]: ("KP",), hundred[2]: ("KP",)}
    row = Mark.objects.of(house.id).get(lead_id=hundred[0])
    assert (row.by, row.ended_at, row.ended_by) == (viewer.member_id, LATER, viewer.member_id)
    kinds = Fact.objects.of(house.id).filter(kind__startswith="leads.").values_list("kind", flat=True)
    assert Counter(kinds)["leads.Marked"] == 2
    assert Counter(kinds)["leads.Unmarked"] == 1


@pytest.mark.django_db
def test_nobody_marks_or_sorts_what_they_do_not_see(house: House, hundred: list[int]) -> None:
    seller = house.viewer(house.sellers[0])
    foreign = [i for i in hundred if Lead.objects.of(house.id).get(pk=i).owner_id != seller.member_id]
    assert mark(seller, foreign, "FABM", MONDAY) == ()
    assert put_by(seller, foreign, MONDAY) == ()
