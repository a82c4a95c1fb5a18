"""What is there already is walked through, asked about once, and can be stopped and gone on with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gleanry.flow.identify.actions import (
    answer_pairs,
    ask,
    backlog,
    doubt,
    go_on,
    merge_records,
    start_run,
    stop_run,
    undo_merges,
)
from gleanry.flow.identify.actions.backlog import queue_run, run_in_background
from gleanry.flow.identify.facts import Doubted
from gleanry.flow.identify.models import DuplicatePair
from gleanry.flow.identify.queries.pairs import latest_run, list_pairs
from gleanry.flow.identify.shapes import Kind, MergeOrder, NewPair, PairFilters, PairState
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House, build_house
from tests.identify.conftest import laws_hold, person_of, record

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def walk(house: House) -> None:
    run_id = start_run(house.id, LATER)
    while go_on(house.id, run_id):
        pass


def doubles(house: House, count: int = 6) -> list[int]:
    """People who gave their phone one time and their mail the other: nothing exact joins them."""
    rows = []
    for n in range(count):
        who = {
            "person_name": f"欧阳{'甲乙丙丁戊己庚辛'[n]}",
            "company": f"第{n}精密机械有限公司",
            "job_title": "采购总监",
        }
        rows += [who | {"phone": f"1391234{n:04d}"}, who | {"email": f"ouyang{n}@machine{n}.example"}]
    return house.send(*rows, *STRANGERS)


STRANGERS = [
    {"person_name": name, "company": company, "phone": phone, "job_title": title}
    for name, company, phone, title in (
        ("王芳", "苏州蓝海医疗器械有限公司", "13588120466", "市场经理"),
        ("赵立新", "广州瑞丰食品有限公司", "18620913345", "总经理"),
        ("陈思远", "成都启明软件有限公司", "15208447129", "工程师"),
        ("Maria Silva", "Corvo Ltda.", "13701180552", "Head of Marketing"),
        ("周敏", "青岛远航物流有限公司", "18953206617", "主管"),
        ("吴国强", "武汉光谷光电有限公司", "15927330881", "采购经理"),
    )
]


def test_likely_pairs_are_found_with_their_probability_and_evidence(house: House) -> None:
    leads = doubles(house)
    walk(house)
    pairs = list_pairs(house.viewer(), PairFilters(Kind.PERSON))
    people = [person_of(house, lead) for lead in leads]
    assert {(pair.left, pair.right) for pair in pairs} >= {(people[n], people[n + 1]) for n in range(0, 12, 2)}
    assert all(pair.probability and 2_000 <= pair.probability < 10_000 for pair in pairs)
    assert ["name", "same"] in pairs[0].evidence
    assert [pair.benefit for pair in pairs] == sorted((pair.benefit for pair in pairs), reverse=True)


def test_signs_that_came_together_are_asked_about(house: House) -> None:
    one, two = house.send({"phone": "13912340001"}, {"email": "b@beta.example"})
    house.send({"phone": "13912340001", "email": "b@beta.example"}, at=LATER)
    walk(house)
    (pair,) = list_pairs(house.viewer(), PairFilters(Kind.PERSON))
    assert (pair.left, pair.right) == (person_of(house, one), person_of(house, two))
    assert ["came_together", "email:b@beta.example"] in pair.evidence


def test_companies_and_leads_are_asked_about_by_what_their_people_did(house: House) -> None:
    house.send(record(1))
    far = house.send(record(1, company="新名精密机械有限公司", first_contact_at="2025-01-02T10:00:00+08:00"))
    near = house.send(record(2, first_contact_at="2025-01-10T10:00:00+08:00"))
    merge_records(house.viewer(), [MergeOrder(Kind.PERSON, person_of(house, far[0]), person_of(house, near[0]))], LATER)
    walk(house)
    (accounts,) = list_pairs(house.viewer(), PairFilters(Kind.ACCOUNT))
    assert accounts.evidence[0][0] == "one_person_wrote_both"
    (leads,) = list_pairs(house.viewer(), PairFilters(Kind.LEAD))
    assert (leads.left, leads.right, leads.probability) == (far[0], near[0], None)


def test_a_run_stopped_anywhere_asks_what_one_that_ran_through_asks(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = build_house("other")
    doubles(house), doubles(other)
    walk(house)
    monkeypatch.setattr(backlog, "SLICE", 2)
    run_id = start_run(other.id, LATER)
    slices = 0
    while go_on(other.id, run_id, until=MONDAY):  # the clock is past: one slice at a time
        slices += 1
        stop_run(other.viewer())
        assert not go_on(other.id, run_id)
        assert start_run(other.id, LATER) == run_id
    assert slices > 2
    run = latest_run(other.id)
    assert run is not None
    assert (run.state, run.found) == ("done", DuplicatePair.objects.of(other.id).count())

    def asked(one: House) -> list[tuple[object, ...]]:
        rows = DuplicatePair.objects.of(one.id).order_by("kind", "left", "right")
        first = min(row.left for row in rows)
        return [(row.kind, row.left - first, row.right - first, row.probability, row.evidence) for row in rows]

    assert asked(house) == asked(other)


def test_the_worker_walks(house: House) -> None:
    doubles(house)
    run_id = queue_run(house.viewer(), LATER)
    assert run_in_background(house.id, {"run_id": run_id}) is None
    run = latest_run(house.id)
    assert run is not None
    assert run.state == "done"
    assert run.found > 0


def test_what_was_called_different_does_not_come_back(house: House) -> None:
    doubles(house)
    walk(house)
    first, second, *rest = list_pairs(house.viewer(), PairFilters(Kind.PERSON))
    assert answer_pairs(house.viewer(), [first.id], PairState.DIFFERENT, LATER, why="father and son") == (first.id,)
    answer_pairs(house.viewer(), [second.id], PairState.LATER, LATER)
    walk(house)
    states = dict(DuplicatePair.objects.of(house.id).values_list("pk", "state"))
    assert (states[first.id], states[second.id]) == ("different", "later")
    assert [pair.id for pair in list_pairs(house.viewer(), PairFilters(Kind.PERSON))] == [pair.id for pair in rest]
    assert laws_hold()


def test_a_merge_answers_the_question_and_its_undo_asks_it_again(house: House) -> None:
    doubles(house)
    walk(house)
    pair = list_pairs(house.viewer(), PairFilters(Kind.PERSON))[0]
    (merge_id,) = merge_records(house.viewer(), [MergeOrder(Kind.PERSON, pair.left, pair.right)], LATER)
    assert DuplicatePair.objects.of(house.id).get(pk=pair.id).state == "merged"
    undo_merges(house.viewer(), [merge_id], LATER)
    assert DuplicatePair.objects.of(house.id).get(pk=pair.id).state == "open"
    (merge_id,) = merge_records(house.viewer(), [MergeOrder(Kind.PERSON, pair.left, pair.right)], LATER)
    undo_merges(house.viewer(), [merge_id], LATER, then=PairState.DIFFERENT)
    assert DuplicatePair.objects.of(house.id).get(pk=pair.id).state == "different"


def test_a_doubt_of_a_stage_becomes_a_question_once(house: House, two: tuple[int, int]) -> None:
    a, b = (person_of(house, lead) for lead in two)
    fact = Doubted(("person",), (b,), (a,), (6_200,), ((("phone", "one digit off"),),))
    doubt(house.id, fact, LATER)
    doubt(house.id, fact, LATER)
    (pair,) = list_pairs(house.viewer())
    assert (pair.left, pair.right, pair.probability) == (a, b, 6_200)
    assert pair.benefit > 6_200  # two owners hold what may be one person


def test_who_does_not_see_a_side_is_not_shown_the_question(
    house: House, two: tuple[int, int], teammate: Viewer, outsider: Viewer
) -> None:
    a, b = (person_of(house, lead) for lead in two)
    ask(house.id, [NewPair(Kind.PERSON, a, b, 5_000, ())], LATER)
    (pair,) = list_pairs(house.viewer())
    assert list_pairs(teammate) == list_pairs(outsider) == []
    for viewer in (teammate, outsider):
        assert answer_pairs(viewer, [pair.id], PairState.DIFFERENT, LATER) == ()
    with pytest.raises(Refusal, match="bad_choice"):
        answer_pairs(house.viewer(), [pair.id], PairState.MERGED, LATER)
