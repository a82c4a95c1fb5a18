"""Two records become one and two again: nothing is re-pointed, everybody who reads sees the whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.flow.identify.actions import correct_record, merge_records, record_consent, undo_merges
from gleanry.flow.identify.models import Merge
from gleanry.flow.identify.queries.merges import get_merge, plan_undo
from gleanry.flow.identify.shapes import FieldRule, Kind, MergeOrder, UndoAnswers
from gleanry.flow.score.queries import cards_of
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.models import Lead
from gleanry.leads.queries import get_lead, leads_by_person, list_leads
from gleanry.leads.shapes import LeadFilters
from gleanry.people.models import Account, Person
from gleanry.people.queries import accounts_by_id, consents_of, groups_of, members_of, people_by_id, roots_of
from gleanry.tenants.shapes import Viewer
from gleanry.touches.models import Touch
from gleanry.touches.queries import touches_by_person, touches_of
from tests.conftest import MONDAY, House
from tests.identify.conftest import account_of, laws_hold, person_of, record

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def merge(house: House, kind: Kind, winner: int, loser: int, **more: object) -> int:
    (merge_id,) = merge_records(house.viewer(), [MergeOrder(kind, winner, loser, **more)], LATER)  # type: ignore[arg-type]
    ledger.drain(house.id)
    return merge_id


def undo(house: House, merge_id: int, **answers: object) -> list[int]:
    said = {merge_id: UndoAnswers(**answers)}  # type: ignore[arg-type]
    done = undo_merges(house.viewer(), [merge_id], LATER + timedelta(hours=1), answers=said).done
    ledger.drain(house.id)
    return done


def test_a_merged_person_is_read_as_one(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    merge_id = merge(house, Kind.PERSON, a, b)
    assert roots_of(house.id, [a, b]) == {b: a}
    assert members_of(house.id, [a]) == {a: (a, b)}
    assert [lead.id for lead in leads_by_person(house.id, [b])[b]] == list(two)
    shown = people_by_id(house.id, [b])[b]
    assert (shown.id, shown.name, len(shown.phones)) == (a, "Person 1", 2)
    assert len(touches_of(house.id, b)) == len(touches_by_person(house.id, [a])[a]) == 2
    assert [row.id for row in list_leads(house.viewer(), LeadFilters(text="13912340002")).rows] == [two[1], two[0]]
    assert laws_hold()
    assert undo(house, merge_id) == [merge_id]
    assert groups_of(house.id, [a, b]) == {}
    assert people_by_id(house.id, [b])[b].name == "Person 2"
    assert [lead.id for lead in leads_by_person(house.id, [b])[b]] == [two[1]]
    assert laws_hold()


def test_nothing_that_refers_to_the_loser_is_changed(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    before = (
        list(Lead.objects.of(house.id).order_by("id").values("id", "person_id", "account_id", "owner_id", "pool")),
        list(Touch.objects.of(house.id).order_by("id").values()),
        Person.objects.of(house.id).filter(pk=b).values("name", "job_title", "account_id")[0],
    )
    merge(house, Kind.PERSON, a, b)
    assert before == (
        list(Lead.objects.of(house.id).order_by("id").values("id", "person_id", "account_id", "owner_id", "pool")),
        list(Touch.objects.of(house.id).order_by("id").values()),
        Person.objects.of(house.id).filter(pk=b).values("name", "job_title", "account_id")[0],
    )


def test_what_comes_later_goes_back_with_whom_it_was_recognised_by(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    merge_id = merge(house, Kind.PERSON, a, b)
    (third,) = house.send(record(2, source="again"), at=LATER)
    lead = get_lead(house.viewer(), third)
    assert (lead.person_id, lead.source_lead_id) == (b, two[1])  # b's own lead is the later of the group
    undo(house, merge_id)
    assert [lead.id for lead in leads_by_person(house.id, [b])[b]] == [two[1], third]
    assert laws_hold()


def test_one_window_for_one_person(house: House) -> None:
    """The second of a merged two comes again long after its own lead, within the window of the other's."""
    (first,) = house.send(record(1, first_contact_at="2025-01-02T10:00:00+08:00"))
    (second,) = house.send(record(2))
    merge(house, Kind.PERSON, person_of(house, second), person_of(house, first))
    again, more = house.send(record(1), record(2), at=LATER)
    assert [get_lead(house.viewer(), lead).source_lead_id for lead in (again, more)] == [second, second]
    assert laws_hold()


def test_behaviour_counts_together_and_apart_again(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    merge_id = merge(house, Kind.PERSON, a, b)
    assert [card.behaviour for card in cards_of(house.id, two[0])] == [40, 20]
    undo(house, merge_id)
    assert [card.behaviour for card in cards_of(house.id, two[0])] == [20, 40, 20]
    assert laws_hold()


def test_the_strictest_consent_holds_for_the_group_and_only_for_it(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    viewer = house.viewer()
    record_consent(viewer, a, "mail", "granted", MONDAY + timedelta(hours=3))
    record_consent(viewer, b, "mail", "denied", MONDAY + timedelta(hours=1))
    merge_id = merge(house, Kind.PERSON, a, b)
    assert consents_of(house.id, [a])[a]["mail"].state == "denied"
    undo(house, merge_id)
    assert consents_of(house.id, [a])[a]["mail"].state == "granted"
    assert consents_of(house.id, [b])[b]["mail"].state == "denied"


def test_who_unsubscribes_refuses_mail(house: House, two: tuple[int, int]) -> None:
    seen = {"phone": "13912340002", "kind": "mail_unsubscribed", "at": "2026-03-03T10:00:00+08:00"}
    house.send(seen, at=LATER, kind="touches")
    a, b = (person_of(house, lead) for lead in two)
    assert consents_of(house.id, [a, b])[a] == {}
    assert consents_of(house.id, [b])[b]["mail"].source == "mail_unsubscribed"
    merge(house, Kind.PERSON, a, b)
    assert consents_of(house.id, [a])[a]["mail"].state == "denied"
    assert laws_hold()


def test_values_by_rule_and_by_choice(house: House) -> None:
    poor, rich = house.send({"phone": "13912340001"}, record(2, job_title="总监"))
    a, b = person_of(house, poor), person_of(house, rich)
    merge_id = merge(house, Kind.PERSON, a, b)
    assert Person.objects.of(house.id).get(pk=a).name == "Person 2"
    row = get_merge(house.id, merge_id)
    assert row.choices["name"] == [b, "most_complete"]
    assert row.before["name"] == ""
    undo(house, merge_id)
    assert Person.objects.of(house.id).get(pk=a).name == ""
    merge(house, Kind.PERSON, a, b, rule=FieldRule.NEWEST, chosen={"job_title": a})
    assert Person.objects.of(house.id).get(pk=a).job_title == ""


def test_an_edit_made_meanwhile_is_asked_about(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    merge_id = merge(house, Kind.PERSON, a, b)
    correct_record(house.viewer(), Kind.PERSON, b, {"job_title": "CTO"}, LATER)
    plan = plan_undo(house.id, get_merge(house.id, merge_id))
    assert [(edit.name, edit.value) for edit in plan.edited] == [("job_title", "CTO")]
    assert undo(house, merge_id) == []
    assert undo(house, merge_id, edited={"job_title": "loser"}) == [merge_id]
    titles = dict(Person.objects.of(house.id).values_list("pk", "job_title"))
    assert (titles[a], titles[b]) == ("", "CTO")
    assert laws_hold()


def test_a_lead_with_signs_of_both_is_asked_about(house: House) -> None:
    one, two = house.send({"phone": "13912340001"}, {"email": "b@beta.example"})
    a, b = person_of(house, one), person_of(house, two)
    merge_id = merge(house, Kind.PERSON, a, b)
    (both,) = house.send({"phone": "13912340001", "email": "b@beta.example"}, at=LATER)
    plan = plan_undo(house.id, get_merge(house.id, merge_id))
    assert [(arrival.lead_id, arrival.person_id, arrival.other_id) for arrival in plan.arrivals] == [(both, a, b)]
    assert undo(house, merge_id) == []
    assert undo(house, merge_id, arrivals={both: b}) == [merge_id]
    assert person_of(house, both) == b
    assert set(Touch.objects.of(house.id).filter(lead_id=both).values_list("person_id", flat=True)) == {b}
    assert laws_hold()


def test_stacked_merges_are_undone_in_any_order(house: House) -> None:
    leads = house.send(*(record(n) for n in range(1, 5)))
    a, b, c, d = (person_of(house, lead) for lead in leads)
    first = merge(house, Kind.PERSON, a, b)
    second = merge(house, Kind.PERSON, c, b)  # b stands for a
    third = merge(house, Kind.PERSON, c, d)
    assert groups_of(house.id, [d])[d] == (c, a, b, d)
    assert get_merge(house.id, second).loser == a
    undo(house, first)
    assert groups_of(house.id, [d])[d] == (c, a, d)
    undo(house, second)
    undo(house, third)
    assert groups_of(house.id, [a, b, c, d]) == {}
    assert [row.name for row in people_by_id(house.id, [a, b, c, d]).values()] == [f"Person {n}" for n in range(1, 5)]
    assert laws_hold()


def test_companies_too(house: House, two: tuple[int, int]) -> None:
    a, b = (account_of(house, lead) for lead in two)
    merge_id = merge(house, Kind.ACCOUNT, a, b, chosen={"name": b})
    assert {row.name for row in accounts_by_id(house.id, [a, b]).values()} == {"第2精密机械有限公司"}
    found = list_leads(house.viewer(), LeadFilters(text="第1精密机械")).rows
    assert [row.id for row in found] == [two[1], two[0]]
    (again,) = house.send(record(3, company="第2精密机械有限公司"), at=LATER)
    assert account_of(house, again) == b
    undo(house, merge_id)
    assert Account.objects.of(house.id).get(pk=a).name == "第1精密机械有限公司"
    assert laws_hold()


def test_what_is_one_already_is_left_out(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    merge(house, Kind.PERSON, a, b)
    assert merge_records(house.viewer(), [MergeOrder(Kind.PERSON, b, a)], LATER) == ()
    assert Merge.objects.of(house.id).count() == 1


def test_only_what_one_sees_may_be_merged(
    house: House, two: tuple[int, int], teammate: Viewer, outsider: Viewer
) -> None:
    a, b = (person_of(house, lead) for lead in two)
    order = [MergeOrder(Kind.PERSON, a, b)]
    for viewer in (teammate, outsider):
        with pytest.raises(Refusal, match="not_found"):
            merge_records(viewer, order, LATER)
    merge_id = merge(house, Kind.PERSON, a, b)
    assert undo_merges(outsider, [merge_id], LATER).done == []
    own = house.viewer(house.director)
    with pytest.raises(Refusal, match="not_found"):
        undo_merges(own, [merge_id], LATER)
    assert Merge.objects.of(house.id).get(pk=merge_id).state == "done"


def test_statements_do_not_grow_with_the_merges(house: House) -> None:
    people = [person_of(house, lead) for lead in house.send(*(record(n) for n in range(40)))]
    counts = []
    for pairs in ([people[:2]], [people[n : n + 2] for n in range(2, 40, 2)]):
        orders = [MergeOrder(Kind.PERSON, one, other) for one, other in pairs]
        with CaptureQueriesContext(connection) as merging:
            ids = merge_records(house.viewer(), orders, LATER)
        with CaptureQueriesContext(connection) as undoing:
            undo_merges(house.viewer(), ids, LATER)
        counts.append((len(merging), len(undoing)))
    assert counts[0] == counts[1]
