"""A deal on its way: what holds it up, who lets it pass, how it is graded, how it ends, what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.convert.actions import (
    DealChange,
    Grading,
    add_papers,
    ask_gates,
    decide_gates,
    do_tasks,
    drop_paper,
    edit_deals,
    grade_deals,
    lose_deal,
    lose_deals,
    move_deal,
    move_deals,
    name_rivals,
    report_deal,
    win_deal,
)
from gleanry.flow.convert.models import GateRequest, Opportunity
from gleanry.flow.convert.queries import (
    board,
    deal_file,
    edits_since,
    gates_waiting,
    get_deal,
    list_deals,
    stages_in_use,
    would_hold,
)
from gleanry.flow.convert.shapes import DealFilters, Paper, Report
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.values.money import Money
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import MONDAY, House

BODY: dict[str, Any] = read_playbook("tob-leads")["rules"]["convert"]
SURE = {"budget": "yes", "judged": "promise", "deciders": "us", "specification": "ours"}
LOSS = Report("Budget was cut", "No sponsor above the department", "Rival", "Meet the director first")


@pytest.fixture
def deals(house: House) -> list[int]:
    """Four open deals of seller a under the playbook's processes; the last one is a bid."""
    rulebook.publish(house.id, "convert", BODY)
    for n in range(4):
        line = {"product": "招投标"} if n == 3 else {}
        house.send({"external_id": f"D-{n}", "account": f"客户{n}公司", "amount": "800000", **line}, kind="deals")
    rows = Opportunity.objects.of(house.id)
    rows.update(owner_id=house.sellers[0].pk)
    return list(rows.order_by("id").values_list("pk", flat=True))


def refused(act: Callable[[], Any]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code, caught.value.data


def hours(n: float) -> Any:
    return MONDAY + timedelta(hours=n)


@pytest.mark.django_db
def test_a_deal_from_discovery_to_won(house: House, deals: list[int]) -> None:
    seller, director = house.viewer(house.sellers[0]), house.viewer(house.director)
    deal = deals[0]
    code, data = refused(lambda: move_deal(seller, deal, "demo", hours(1)))
    assert (code, data["missing"]) == ("stage_not_ready", [["discovery", "task", "needs"]])
    do_tasks(seller, [(deal, "discovery", "needs", True)], hours(1))
    move_deal(seller, deal, "demo", hours(1))
    do_tasks(seller, [(deal, "demo", "shown", True)], hours(2))
    edit_deals(seller, [DealChange(deal, {"expected_close": date(2026, 4, 1), "decider": "Director Li"})], hours(2))
    move_deal(seller, deal, "proposal", hours(3))
    add_papers(seller, [(deal, Paper("quote", "Q-2026-001", "https://files.example/q1"))], hours(3))
    move_deal(seller, deal, "negotiation", hours(4))
    add_papers(seller, [(deal, Paper("contract", "C-1"))], hours(4))

    amount = Money(80_000_000, "CNY")
    assert refused(lambda: win_deal(seller, deal, amount, hours(5)))[1]["missing"] == [["negotiation", "gate", "ATAC"]]
    (request,) = ask_gates(seller, [(deal, "Terms agreed")], hours(5))
    assert refused(lambda: ask_gates(seller, [(deal, "")], hours(5)))[0] == "gate_asked"
    assert [row.request.id for row in gates_waiting(director)] == [request]
    assert gates_waiting(seller) == []
    assert refused(lambda: decide_gates(seller, [(request, True, "")], hours(6)))[0] == "forbidden"
    assert refused(lambda: decide_gates(director, [(request, False, " ")], hours(6)))[0] == "reason_missing"
    decide_gates(director, [(request, True, "Fine")], hours(6))
    assert refused(lambda: decide_gates(director, [(request, True, "")], hours(6)))[0] == "gate_decided"

    win_deal(seller, deal, amount, hours(7), story=Report("A line that never stops", "The trial", may_refer=True))
    card, file = get_deal(seller, deal), deal_file(house.id, deal)
    assert (card.outcome, card.grade, card.stage_since) == ("won", "S", hours(4))
    assert [change.stage for change in file.changes] == ["discovery", "demo", "proposal", "negotiation", "won"]
    assert file.report is not None
    assert (file.report.outcome, file.report.may_refer, file.gates[0].state) == ("won", True, "approved")
    assert refused(lambda: lose_deal(seller, deal, "price", hours(8), report=LOSS))[0] == "deal_closed"
    assert [finding for finding in audit() if not finding.warning] == []
    said = set(Fact.objects.of(house.id).values_list("kind", flat=True))
    assert {"convert.GatesAsked", "convert.GatesDecided", "convert.DealsMoved", "convert.DealsGraded"} <= said


@pytest.mark.django_db
def test_who_asks_does_not_decide_and_a_role_can_be_demanded(house: House, deals: list[int]) -> None:
    admin, director = house.viewer(), house.viewer(house.director)
    bid = deals[3]
    assert get_deal(admin, bid).process == "bid"
    (request,) = ask_gates(director, [(bid, "")], hours(1))
    assert refused(lambda: decide_gates(director, [(request, True, "")], hours(1)))[0] == "own_request"
    decide_gates(admin, [(request, False, "Not ours")], hours(1))
    (again,) = ask_gates(director, [(bid, "Now it is")], hours(2))
    GateRequest.objects.of(house.id).filter(pk=again).update(approver="general_manager")
    assert refused(lambda: decide_gates(admin, [(again, True, "")], hours(2)))[0] == "other_approver"
    outsider = house.viewer(house.sdrs[0])
    assert refused(lambda: decide_gates(outsider, [(again, True, "")], hours(2)))[0] == "forbidden"


@pytest.mark.django_db
def test_backwards_needs_a_reason_and_gates_are_passed_anew(house: House, deals: list[int]) -> None:
    seller, director = house.viewer(house.sellers[0]), house.viewer(house.director)
    deal = deals[1]
    Opportunity.objects.of(house.id).filter(pk=deal).update(stage="negotiation")
    (request,) = ask_gates(seller, [(deal, "")], hours(1))
    decide_gates(director, [(request, True, "")], hours(1))
    assert refused(lambda: move_deal(seller, deal, "proposal", hours(2)))[0] == "back_needs_reason"
    assert refused(lambda: move_deal(seller, deal, "bid_sent", hours(2)))[0] == "other_process"
    assert refused(lambda: move_deal(seller, deal, "nowhere", hours(2)))[0] == "no_such_stage"
    move_deal(seller, deal, "proposal", hours(2), reason="They want another price")
    assert deal_file(house.id, deal).gates[0].state == "void"
    move_deal(seller, deal, "bid_decision", hours(3), reason="It became a tender")
    assert get_deal(seller, deal).process == "bid"


@pytest.mark.django_db
def test_a_stale_write_is_refused_and_says_what_the_other_changed(house: House, deals: list[int]) -> None:
    seller, director = house.viewer(house.sellers[0]), house.viewer(house.director)
    deal = deals[0]
    seen = get_deal(seller, deal).version
    price = (Money(99_000, "USD"), Decimal(7))
    edit_deals(director, [DealChange(deal, {"decider": "Madam Wu"}, price, version=seen)], hours(1))
    for stale in (
        lambda: edit_deals(seller, [DealChange(deal, {"decider": "Mr Chen"}, version=seen)], hours(2)),
        lambda: grade_deals(seller, [Grading(deal, SURE, version=seen)], hours(2)),
        lambda: move_deal(seller, deal, "demo", hours(2), version=seen),
    ):
        assert refused(stale)[0] == "deal_changed"
    (edit,) = edits_since(house.id, deal, seen)
    assert edit.by == house.director.pk
    assert edit.changes == {"decider": ["", "Madam Wu"], "amount": ["800000.00 CNY", "990.00 USD"]}
    assert get_deal(seller, deal).base == Money(693_000, "CNY")
    edit_deals(seller, [DealChange(deal, {"decider": "Mr Chen"}, version=seen + 1)], hours(3))
    for wrong, code in (
        ({"name": " "}, "name_empty"),
        ({"word_minor": -1}, "bad_amount"),
        ({"stage": "x"}, "bad_field"),
    ):
        change = DealChange(deal, dict(wrong))
        with pytest.raises(Refusal) as caught:
            edit_deals(seller, [change], hours(3))
        assert caught.value.code == code


@pytest.mark.django_db
def test_grades_follow_the_answers_with_reasons_and_history(house: House, deals: list[int]) -> None:
    seller, deal = house.viewer(house.sellers[0]), deals[0]
    assert grade_deals(seller, [Grading(deal, SURE | {"budget": ""})], hours(1)) == {deal: "D"}
    assert refused(lambda: grade_deals(seller, [Grading(deal, SURE)], hours(2)))[0] == "grade_needs_reason"
    assert refused(lambda: grade_deals(seller, [Grading(deal, {"budget": "maybe"})], hours(2)))[0] == "bad_answer"
    grade_deals(seller, [Grading(deal, SURE, "The budget is approved")], hours(2))
    grade_deals(seller, [Grading(deal, SURE)], hours(3))
    assert refused(lambda: lose_deals(seller, [(deal, "price")], hours(4)))[0] == "report_missing"
    assert refused(lambda: lose_deal(seller, deal, "weather", hours(4), report=LOSS))[0] == "no_such_reason"
    assert refused(lambda: lose_deal(seller, deal, " ", hours(4), report=LOSS))[0] == "reason_missing"
    lose_deal(seller, deal, "price", hours(4), report=LOSS)
    file = deal_file(house.id, deal)
    assert [(row.from_grade, row.grade) for row in file.grades] == [("", "D"), ("D", "A"), ("A", "F")]
    assert file.grades[0].because == ("budget",)
    assert file.report is not None
    assert file.report.lesson == LOSS.lesson
    report_deal(seller, deal, Report("Corrected", "so", "", "that"), hours(5))
    corrected = deal_file(house.id, deal).report
    assert corrected is not None
    assert corrected.what == "Corrected"
    assert refused(lambda: report_deal(seller, deals[1], LOSS, hours(5)))[0] == "deal_open"


@pytest.mark.django_db
def test_rivals_and_papers(house: House, deals: list[int]) -> None:
    seller, deal = house.viewer(house.sellers[0]), deals[0]
    name_rivals(seller, [(deal, "Rival", "Cheap", "Slow"), (deal, "Other", "", "")], hours(1))
    name_rivals(seller, [(deal, "Rival", "Cheaper", "Slow")], hours(2))
    file = deal_file(house.id, deal)
    assert [(row.name, row.strong) for row in file.rivals] == [("Rival", "Cheaper"), ("Other", "")]
    add_papers(seller, [(deal, Paper("quote", "Q-1"))], hours(1))
    (paper,) = deal_file(house.id, deal).papers
    drop_paper(seller, deal, paper.id, hours(2))
    assert deal_file(house.id, deal).papers == ()
    assert refused(lambda: add_papers(seller, [(deal, Paper("quote", "Q", "javascript:x"))], hours(2)))[0] == "bad_link"
    assert refused(lambda: drop_paper(seller, deal, paper.id, hours(2)))[0] == "not_found"
    assert refused(lambda: do_tasks(seller, [(deal, "demo", "needs", True)], hours(2)))[0] == "no_such_task"


@pytest.mark.django_db
def test_many_at_once_cost_as_many_statements_as_one(house: House, deals: list[int]) -> None:
    seller = house.viewer(house.sellers[0])

    def count(act: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    def walk(ids: list[int], at: float) -> list[int]:
        return [
            count(lambda: do_tasks(seller, [(i, "discovery", "needs", True) for i in ids], hours(at))),
            count(lambda: grade_deals(seller, [Grading(i, SURE) for i in ids], hours(at))),
            count(lambda: edit_deals(seller, [DealChange(i, {"decider": "Li"}) for i in ids], hours(at))),
            count(lambda: move_deals(seller, [(i, "demo") for i in ids], hours(at))),
            count(lambda: lose_deals(seller, [(i, "price") for i in ids], hours(at), reports=dict.fromkeys(ids, LOSS))),
        ]

    one = walk(deals[:1], 1)
    many = walk(deals[1:3], 2)
    if connection.vendor == "postgresql":
        assert many == one
    for n in range(12):
        house.send({"external_id": f"M-{n}", "account": "客户0公司", "amount": "1"}, kind="deals")
    before = count(lambda: (board(house.viewer(), "main"), list_deals(house.viewer(), DealFilters(grade="none"))))
    for n in range(12):
        house.send({"external_id": f"N-{n}", "account": "客户0公司", "amount": "1"}, kind="deals")
    assert (
        count(lambda: (board(house.viewer(), "main"), list_deals(house.viewer(), DealFilters(grade="none")))) == before
    )


@pytest.mark.django_db
def test_files_bring_ends_without_reports_and_open_deals_follow_their_process(house: House, deals: list[int]) -> None:
    house.send({"external_id": "D-0", "account": "客户0公司", "amount": "5", "lost_at": "2026-03-09"}, kind="deals")
    house.send({"external_id": "W-1", "account": "客户1公司", "amount": "5", "won_at": "2026-03-09"}, kind="deals")
    admin = house.viewer()
    lost, won = get_deal(admin, deals[0]), list_deals(admin, DealFilters("won"))[0]
    assert (lost.outcome, lost.grade, won.grade) == ("lost", "F", "S")
    assert deal_file(house.id, lost.id).report is None
    assert edits_since(house.id, lost.id, 1)[0].changes["outcome"] == ["", "lost"]

    held = would_hold(admin, BODY)
    assert (held.looked_at, len(held.held)) == (3, 3)
    assert stages_in_use(house.id) == {"discovery": 2, "bid_decision": 1}
    stages = [row | ({"process": "main"} if row["key"] == "bid_decision" else {}) for row in BODY["stages"]]
    stages = [row | ({"percent": 0} if row["key"] == "bid_decision" else {}) for row in stages]
    rulebook.publish(house.id, "convert", BODY | {"stages": stages})
    assert get_deal(admin, deals[3]).process == "main"
    assert [finding for finding in audit() if not finding.warning] == []
