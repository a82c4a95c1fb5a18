"""Two source leads become one and two again: pool, owner, clock and what was attached go back to where they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.flow.followup.queries import deadlines_of
from gleanry.flow.identify.actions import merge_records, undo_merges
from gleanry.flow.identify.queries.merges import get_merge, plan_undo
from gleanry.flow.identify.shapes import Kind, MergeOrder, UndoAnswers
from gleanry.flow.route.actions import assign_leads
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import attached_to, get_lead, list_moves
from gleanry.tenants.models import Member
from tests.conftest import MONDAY, House
from tests.identify.conftest import laws_hold, record

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def join(house: House, winner: int, loser: int, at=MONDAY + HOUR) -> int:
    (merge_id,) = merge_records(house.viewer(), [MergeOrder(Kind.LEAD, winner, loser)], at)
    ledger.drain(house.id)
    return merge_id


def part(house: House, merge_id: int, at=MONDAY + 2 * HOUR, **answers) -> list[int]:
    done = undo_merges(house.viewer(), [merge_id], at, answers={merge_id: UndoAnswers(**answers)}).done
    ledger.drain(house.id)
    return done


def place(house: House, lead_id: int):
    lead = get_lead(house.viewer(), lead_id)
    return lead.pool, lead.owner_id, lead.state, lead.obtained, lead.owner_since, lead.source_lead_id


def test_a_joined_lead_goes_to_the_owner_of_its_source(house: House, two: tuple[int, int]) -> None:
    first, second = two
    before = place(house, second)
    merge_id = join(house, first, second)
    lead = get_lead(house.viewer(), second)
    assert (lead.pool, lead.source_lead_id, lead.owner_id) == ("attached", first, house.sdrs[0].pk)
    assert [row.id for row in attached_to(house.viewer(), first)] == [second]
    assert [row.outcome for row in deadlines_of(house.id, second)] == ["released"]
    assert [move.reason["code"] for move in list_moves(house.id, second)] == ["routed", "joined"]
    assert laws_hold()
    assert part(house, merge_id) == [merge_id]
    assert place(house, second) == before
    assert laws_hold()


def test_the_clock_goes_on_where_it_stopped(house: House, two: tuple[int, int]) -> None:
    (was,) = deadlines_of(house.id, two[1])
    merge_id = join(house, *two, at=MONDAY + HOUR)  # Monday 11:00, due Tuesday 10:00
    part(house, merge_id, at=MONDAY + timedelta(days=1, hours=1))  # Tuesday 11:00: 6.5 working hours are left
    now = deadlines_of(house.id, two[1])[0]
    assert (now.kind, now.started_at, now.owner_id) == (was.kind, was.started_at, was.owner_id)
    assert now.due_at == MONDAY + timedelta(days=2)
    assert laws_hold()


def test_what_was_attached_comes_along_and_goes_back(house: House) -> None:
    one, two, three = house.send(*(record(n) for n in (1, 2, 3)))
    follower = house.send(record(3), at=MONDAY + HOUR)[0]
    inner = join(house, two, three)
    outer = join(house, one, two)
    assert [row.id for row in attached_to(house.viewer(), one)] == [two, three, follower]
    part(house, inner)
    assert [row.id for row in attached_to(house.viewer(), one)] == [two]
    assert [row.id for row in attached_to(house.viewer(), three)] == [follower]
    assert laws_hold()
    part(house, outer)
    assert get_lead(house.viewer(), two).source_lead_id is None
    assert laws_hold()


def test_the_other_order_of_parting(house: House) -> None:
    one, two, three = house.send(*(record(n) for n in (1, 2, 3)))
    follower = house.send(record(3), at=MONDAY + HOUR)[0]
    inner = join(house, two, three)
    outer = join(house, one, two)
    part(house, outer)
    assert [row.id for row in attached_to(house.viewer(), two)] == [three, follower]
    again = join(house, one, two)
    assert undo_merges(house.viewer(), [inner, again], MONDAY + 3 * HOUR).done == [again, inner]
    ledger.drain(house.id)
    assert [row.id for row in attached_to(house.viewer(), three)] == [follower]
    assert [get_lead(house.viewer(), lead).source_lead_id for lead in (one, two, three)] == [None] * 3
    assert laws_hold()


def test_the_source_reaches_what_the_joined_lead_had_reached(house: House, two: tuple[int, int]) -> None:
    qualify_leads(house.viewer(), [two[1]], MONDAY + HOUR)
    ledger.drain(house.id)
    merge_id = join(house, *two, at=MONDAY + 2 * HOUR)
    assert get_lead(house.viewer(), two[0]).mql_at == MONDAY + HOUR
    part(house, merge_id, at=MONDAY + 3 * HOUR)
    assert get_lead(house.viewer(), two[0]).mql_at is None
    assert get_lead(house.viewer(), two[1]).mql_at == MONDAY + HOUR
    assert laws_hold()


def test_after_the_source_moved_on_it_is_asked_where_to(house: House, two: tuple[int, int]) -> None:
    merge_id = join(house, *two)
    assign_leads(house.viewer(), [two[0]], house.sellers[0].pk, MONDAY + 2 * HOUR)
    ledger.drain(house.id)
    assert plan_undo(house.id, get_merge(house.id, merge_id)).moved_on == ("source_moved_on",)
    assert part(house, merge_id) == []
    assert part(house, merge_id, place="source", at=MONDAY + 3 * HOUR) == [merge_id]
    assert place(house, two[1])[:2] == ("sales", house.sellers[0].pk)
    assert [row.outcome for row in deadlines_of(house.id, two[1])] == ["", "", "", "released"]
    assert laws_hold()


def test_a_holder_who_left_gets_nothing_back_unasked(house: House, two: tuple[int, int]) -> None:
    merge_id = join(house, *two)
    Member.objects.of(house.id).filter(pk=house.sdrs[1].pk).update(active=False)
    assert plan_undo(house.id, get_merge(house.id, merge_id)).moved_on == ("owner_left",)
    assert part(house, merge_id, place="free") == [merge_id]
    assert place(house, two[1])[:3] == ("sdr", None, "unassigned")
    assert laws_hold()


def test_a_converted_lead_goes_on_by_itself(house: House, two: tuple[int, int]) -> None:
    admin = house.viewer()
    for act in (qualify_leads, accept_leads):
        act(admin, [two[1]], MONDAY + HOUR)
        ledger.drain(house.id)
    with pytest.raises(Refusal, match="lead_converted"):
        join(house, *two)
    join(house, two[1], two[0], at=MONDAY + 2 * HOUR)  # the other way round it may
    assert laws_hold()
