"""Gates as checklists: who passes, who signs, and how the next step judges the one before it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import (
    GateShut,
    accept_leads,
    qualify_leads,
    record_follow_up,
    refuse_leads,
    return_leads,
)
from gleanry.flow.followup.models import Deadline, GateSign
from gleanry.flow.followup.queries import (
    count_signs,
    count_unlike,
    gate_quality,
    list_signs,
    signs_of,
    suggestions_for,
    try_gates,
)
from gleanry.flow.followup.rules import digest_of, gates_faults, judge, read_gate, suggest
from gleanry.flow.followup.shapes import Answer, FollowUpEntry, Gate, GateItem, KnownAnswer, KnownOfLead, SignFilters
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import LeadRow, Pool
from gleanry.tenants.models import Member
from gleanry.tenants.shapes import Viewer
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import MONDAY, House, ask_all

BOOK = read_playbook("tob-leads")["rules"]["gates"]
MQL, SQL = read_gate(BOOK, "mql"), read_gate(BOOK, "sql")
YES = Answer("yes")
ALL_MQL = {item.code: YES for item in MQL.items}
ALL_SQL = {item.code: YES for item in SQL.items}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("lacking", ["company", "in_time", "need_and_budget", "meeting"])
@pytest.mark.parametrize("says", ["no", "unknown"])
def test_an_mql_has_all_four(lacking: str, says: str) -> None:
    """book-part1, T4."""
    assert judge(MQL, ALL_MQL).passed
    judged = judge(MQL, ALL_MQL | {lacking: Answer(says)})
    assert (judged.passed, judged.missing) == (False, (lacking,))


def test_a_competitor_fishing_is_no_sql() -> None:
    """book-part1 T5, book-part2 row 6: an MQL with the four true and a competitor."""
    assert judge(SQL, ALL_SQL).passed
    assert judge(SQL, ALL_SQL | {"no_competitor": Answer("no")}).missing == ("no_competitor",)
    assert not judge(SQL, ALL_MQL).passed


def known(**bant: Any) -> KnownOfLead:
    return KnownOfLead("上海视觉", {name: KnownAnswer(value, 1, MONDAY) for name, value in bant.items()})


@pytest.mark.parametrize(("timing", "says"), [("2026-10", "no"), ("2026-08", "yes"), ("2026-09", "yes")])
def test_a_purchase_in_seven_months_is_no_mql_one_in_five_is(timing: str, says: str) -> None:
    """book-part2, row 5; book-part1, T4."""
    given = known(timing=timing, need="检测", budget={"is": "amount", "least": 300000, "currency": "CNY"})
    said = suggest(MQL, given, date(2026, 3, 2))
    assert (said["in_time"].says, said["company"].says, said["need_and_budget"].says) == (says, "yes", "yes")
    answers = {code: Answer(one.says) for code, one in said.items()} | {"meeting": YES}
    assert judge(MQL, answers).passed is (says == "yes")


def test_what_the_records_do_not_say_is_left_open() -> None:
    on = date(2026, 3, 2)
    assert suggest(MQL, KnownOfLead(), on).keys() == {"company"}
    assert suggest(MQL, KnownOfLead(), on)["company"].says == "no"
    assert suggest(MQL, known(timing="soon", need="x", budget={"is": "none"}), on)["need_and_budget"].says == "no"
    assert "in_time" not in suggest(MQL, known(timing="soon"), on)
    signed = KnownOfLead("x", signed={"meeting": Answer("yes", "周四下午"), "company": Answer("no")})
    said = suggest(SQL, signed, on)
    assert (said["meeting"].why, said["meeting"].data, said["company"].says) == ("signed", "周四下午", "yes")
    assert "no_competitor" not in said


STARS = [(1, "en", "missing"), (1, "known_by", "unknown")]
ITEMS = st.lists(st.tuples(st.booleans(), st.sampled_from(["yes", "no", "unknown"])), max_size=6)


@given(ITEMS, st.integers(0, 6))
def test_a_yes_more_never_shuts_a_gate(rows: list[tuple[bool, str]], least: int) -> None:
    items = tuple(GateItem(f"i{n}", "", "", required, "", 6) for n, (required, _) in enumerate(rows))
    gate = Gate("mql", items, min(least, len(rows)))
    answers = {f"i{n}": Answer(says) for n, (_, says) in enumerate(rows)}
    judged = judge(gate, answers)
    assert judged.passed is not bool(judged.missing)
    for code in answers:
        assert judge(gate, answers | {code: YES}).passed >= judged.passed
    assert judge(gate, dict.fromkeys(answers, YES)).passed


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (BOOK, []),
        (read_playbook("toc-leads")["rules"]["gates"], []),
        ({}, []),
        ({"mql": {"items": [{"code": "a", "en": "A"}, {"code": "a", "en": "A"}]}}, [(2, "code", "twice")]),
        (
            {"mql": {"items": [{"code": "a", "known_by": "stars"}]}},
            [(1, "en", "missing"), (1, "known_by", "unknown")],
        ),
        ({"sql": {"items": [{"code": "a", "en": "A"}], "least": 2}}, [(0, "sql.least", "never_passed")]),
        ({"refusals": [{"code": "x", "to": "moon"}]}, [(1, "to", "unknown")]),
    ],
)
def test_a_book_says_what_is_wrong_with_it(body: dict[str, Any], faults: list[tuple[int, str, str]]) -> None:
    assert [(f["row"], f["setting"], f["code"]) for f in gates_faults(body)] == faults


@pytest.fixture
def lead_id(house: House) -> int:
    ask_all(house.id)
    return house.send({"phone": "13912345678", "company": "上海视觉技术有限公司", "person_name": "王敏"})[0]


def sdr(house: House) -> Viewer:
    return house.viewer(house.sdrs[0])


def lead_of(house: House, lead_id: int) -> LeadRow:
    return leads_by_id(house.id, [lead_id])[lead_id]


def seller_of(house: House, lead_id: int) -> Viewer:
    return house.viewer(Member.objects.of(house.id).get(pk=lead_of(house, lead_id).owner_id or 0))


def qualify(house: House, lead_id: int, at: Any = MONDAY + HOUR) -> Viewer:
    """Signed by the SDR, handed over; returns the seller."""
    qualify_leads(sdr(house), [lead_id], at, {lead_id: ALL_MQL})
    ledger.drain(house.id)
    return seller_of(house, lead_id)


@pytest.mark.django_db
def test_without_the_four_nothing_changes(house: House, lead_id: int) -> None:
    with pytest.raises(GateShut) as shut:
        qualify_leads(sdr(house), [lead_id], MONDAY, {lead_id: ALL_MQL | {"meeting": Answer("no")}})
    assert (shut.value.data["items"], shut.value.data["lead_ids"]) == (["meeting"], [lead_id])
    with pytest.raises(GateShut):
        qualify_leads(sdr(house), [lead_id], MONDAY)
    with pytest.raises(Refusal, match="bad_choice"):
        qualify_leads(sdr(house), [lead_id], MONDAY, {lead_id: ALL_MQL | {"meeting": Answer("perhaps")}})
    assert lead_of(house, lead_id).mql_at is None
    assert signs_of(house.id, lead_id) == []


@pytest.mark.django_db
def test_both_sides_sign_and_what_they_signed_is_sealed(house: House, lead_id: int) -> None:
    seller = qualify(house, lead_id)
    accept_leads(seller, [lead_id], MONDAY + DAY, {lead_id: ALL_SQL | {"no_competitor": Answer("yes", "查过官网")}})
    second, first = signs_of(house.id, lead_id)
    assert (first.gate, first.verdict, first.member_id, first.since) == ("mql", "passed", house.sdrs[0].pk, MONDAY)
    assert (second.gate, second.judged_id, second.judged_member_id) == ("sql", first.id, house.sdrs[0].pk)
    assert second.answers["no_competitor"] == {"says": "yes", "evidence": "查过官网"}
    assert second.rules_id == rulebook.current(house.id, "gates").id
    fact = Fact.objects.of(house.id).filter(kind="followup.GateSigned").latest("id")
    told = (lead_id, "sql", "passed", "", seller.member_id, second.answers, second.rules_id, second.at)
    assert fact.payload["digests"] == [digest_of(*told)] == [GateSign.objects.of(house.id).get(pk=second.id).digest]
    ledger.drain(house.id)
    assert lead_of(house, lead_id).pool == Pool.CONVERTED


@pytest.mark.django_db
def test_the_audit_finds_a_signature_that_was_changed(house: House, lead_id: int) -> None:
    qualify(house, lead_id)
    assert count_unlike(house.id, 100) == (0, 0)
    GateSign.objects.of(house.id).update(answers={})
    assert count_unlike(house.id, 100) == (1, 1)
    assert {found.code for found in audit(house.id)} >= {"signature_changed", "signature_not_replayable"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "pool"),
    [("not_as_signed", "sdr"), ("low_budget", "nurture"), ("year_away", "nurture"), ("wanted_gift", "invalid")],
)
def test_a_refusal_goes_back_by_rule(house: House, lead_id: int, reason: str, pool: str) -> None:
    seller = qualify(house, lead_id)
    assert refuse_leads(seller, [lead_id], reason, MONDAY + DAY) == (lead_id,)
    ledger.drain(house.id)
    lead = lead_of(house, lead_id)
    assert lead.pool == pool
    assert lead.owner_id == (house.sdrs[0].pk if pool == "sdr" else None)
    assert [(s.verdict, s.reason) for s in signs_of(house.id, lead_id)] == [("refused", reason), ("passed", "")]
    due = Deadline.objects.of(house.id).filter(lead_id=lead_id, outcome="")
    assert [row.owner_id for row in due] == ([house.sdrs[0].pk] if pool == "sdr" else [])


@pytest.mark.django_db
def test_a_refused_lead_can_be_signed_again_and_finds_a_seller(house: House, lead_id: int) -> None:
    refuse_leads(qualify(house, lead_id), [lead_id], "not_as_signed", MONDAY + DAY)
    first = lead_of(house, lead_id).mql_at
    seller = qualify(house, lead_id, MONDAY + 2 * DAY)
    assert (lead_of(house, lead_id).pool, lead_of(house, lead_id).mql_at) == (Pool.SALES, first)
    accept_leads(seller, [lead_id], MONDAY + 3 * DAY, {lead_id: ALL_SQL})
    signs = signs_of(house.id, lead_id)
    assert [(s.gate, s.verdict) for s in signs] == [
        ("sql", "passed"),
        ("mql", "passed"),
        ("sql", "refused"),
        ("mql", "passed"),
    ]
    assert signs[0].judged_id == signs[1].id


@pytest.mark.django_db
def test_refusing_needs_a_reason_of_the_book_and_a_lead_that_waits(house: House, lead_id: int) -> None:
    with pytest.raises(Refusal, match="forbidden"):
        refuse_leads(sdr(house), [lead_id], "low_budget", MONDAY)
    assert refuse_leads(house.viewer(), [lead_id], "low_budget", MONDAY) == ()
    seller = qualify(house, lead_id)
    with pytest.raises(Refusal, match="reason_missing"):
        refuse_leads(seller, [lead_id], "weather", MONDAY)


@pytest.mark.django_db
def test_who_signed_and_left_gets_nothing_back(house: House, lead_id: int) -> None:
    seller = qualify(house, lead_id)
    Member.objects.of(house.id).filter(pk=house.sdrs[0].pk).update(active=False)
    refuse_leads(seller, [lead_id], "not_as_signed", MONDAY + DAY)
    assert lead_of(house, lead_id).pool == Pool.NURTURE


@pytest.mark.django_db
def test_giving_an_mql_back_counts_as_refusing_it(house: House, lead_id: int) -> None:
    seller = qualify(house, lead_id)
    return_leads(seller, [lead_id], "no_need_now", MONDAY + DAY)
    assert signs_of(house.id, lead_id)[0].reason == "no_need_now"


@pytest.mark.django_db
def test_the_next_step_judges_the_one_before_it(house: House, lead_id: int, outsider: Viewer) -> None:
    """Lead management T5 and T6: whose MQLs are accepted, whose are refused and why."""
    ids = [lead_id, *house.send(*({"phone": f"139123456{n:02d}", "company": f"公司{n}"} for n in range(10, 13)))]
    director = house.viewer()
    mine = [i for i in ids if lead_of(house, i).owner_id == house.sdrs[0].pk]
    assert len(mine) == 2
    qualify_leads(sdr(house), mine, MONDAY + 2 * HOUR, dict.fromkeys(mine, ALL_MQL))
    ledger.drain(house.id)
    accept_leads(director, mine[:1], MONDAY + DAY, {mine[0]: ALL_SQL})
    refuse_leads(director, mine[1:], "low_budget", MONDAY + DAY)
    others = [i for i in ids if i not in mine]
    qualify_leads(house.viewer(house.sdrs[1]), others[:1], MONDAY + 3 * HOUR, {others[0]: ALL_MQL})
    span = (MONDAY, MONDAY + 7 * DAY)
    first, second = gate_quality(director, "mql", *span)
    assert (first.member_id, first.signed, first.accepted, first.refused, first.waiting) == (
        house.sdrs[0].pk,
        2,
        1,
        1,
        0,
    )
    assert (first.reasons, first.median) == ((("low_budget", 1),), 2 * HOUR)
    assert (second.member_id, second.waiting) == (house.sdrs[1].pk, 1)
    (judge_row,) = gate_quality(director, "sql", *span)
    assert (judge_row.signed, judge_row.accepted, judge_row.refused) == (2, 1, 1)
    for viewer, rows in ((director, (first, second)), (sdr(house), (first,)), (house.viewer(house.sdrs[1]), (second,))):
        assert [row.member_id for row in gate_quality(viewer, "mql", *span)] == [row.member_id for row in rows]
        for row in rows:
            for fate, count in (("passed", row.accepted), ("refused", row.refused), ("waiting", row.waiting)):
                filters = SignFilters("mql", row.member_id, fate, since=span[0], until=span[1])
                assert count_signs(viewer, filters) == count == len(list_signs(viewer, filters))
    assert gate_quality(outsider, "mql", *span) == []
    assert count_signs(director, SignFilters("mql", reason="low_budget")) == 1


@pytest.mark.django_db
def test_what_is_known_is_suggested_and_tried_on_the_past(house: House, lead_id: int) -> None:
    bant = {"timing": "2026-05", "need": "检测", "budget": {"is": "amount", "most": 500000, "currency": "CNY"}}
    record_follow_up(sdr(house), FollowUpEntry(lead_id, "visit", "reached", note="现场看过", bant=bant), MONDAY)
    said = suggestions_for(house.id, lead_of(house, lead_id), MQL, MONDAY.date())
    assert {code: one.says for code, one in said.items()} == dict.fromkeys(ALL_MQL, "yes")
    (other,) = house.send({"phone": "13912345699"})
    both = [lead_id, other]
    qualify_leads(house.viewer(), both, MONDAY + HOUR, dict.fromkeys(both, ALL_MQL))
    tried = try_gates(house.id, BOOK, MONDAY, MONDAY + DAY)
    assert (tried.leads, tried.passed, tried.failed, tried.open) == (2, 1, 1, 0)
    assert dict(tried.items) == {"company": 1, "in_time": 0, "need_and_budget": 0, "meeting": 0}
    more = {"mql": {"items": [*BOOK["mql"]["items"][1:], {"code": "new", "en": "Asked from now on"}]}}
    tried = try_gates(house.id, more, MONDAY, MONDAY + DAY)
    assert (tried.passed, tried.failed, tried.open) == (0, 0, 2)
    assert try_gates(house.id, {}, MONDAY, MONDAY + DAY).passed == 2


@pytest.mark.django_db
def test_a_batch_costs_what_one_costs(house: House, django_assert_max_num_queries: Any) -> None:
    ask_all(house.id)
    ids = house.send(*({"phone": f"139123456{n:02d}"} for n in range(21)))
    admin = house.viewer()
    for act, answers, at in ((qualify_leads, ALL_MQL, MONDAY), (accept_leads, ALL_SQL, MONDAY + DAY)):
        with django_assert_max_num_queries(60) as alone:
            act(admin, ids[:1], at, {ids[0]: answers})
        with django_assert_max_num_queries(len(alone)):
            assert len(act(admin, ids[1:], at, dict.fromkeys(ids[1:], answers))) == 20
        ledger.drain(house.id)
