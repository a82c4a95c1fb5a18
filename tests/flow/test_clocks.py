"""Several clocks on one lead: each ends once, stands still for a reason, and is missed while nobody looks."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.followup.actions import (
    appeal_violation,
    dismiss_notices,
    excuse_violations,
    invalidate_leads,
    pause_leads,
    qualify_leads,
    recompute_deadlines,
    record_follow_up,
    resume_leads,
    return_leads,
    sweep_deadlines,
    uphold_violations,
)
from gleanry.flow.followup.actions import recompute as recompute_module
from gleanry.flow.followup.models import Deadline, Notice, Pause, Violation
from gleanry.flow.followup.queries import (
    clocks_of,
    deadlines_of,
    list_notices,
    list_violations,
    pauses_of,
    tally_violations,
)
from gleanry.flow.followup.shapes import FollowUpEntry, PromiseFilters
from gleanry.flow.route.actions import assign_leads
from gleanry.kit import clock, ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.actions import place_leads
from gleanry.leads.shapes import Placement, Pool, State
from gleanry.tenants.queries import working_times
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def lead_id(house: House) -> int:
    """A lead of a seller's since Monday at ten: three clocks run."""
    (lead,) = house.send({"phone": "13912345678"}, at=MONDAY - HOUR)
    hand(house, lead, MONDAY)
    return lead


def hand(house: House, lead_id: int, at: datetime, seller: int = 0) -> None:
    assign_leads(house.viewer(), [lead_id], house.sellers[seller].pk, at)
    ledger.drain(house.id)


def call(house: House, lead_id: int, at: datetime) -> None:
    record_follow_up(house.viewer(house.sellers[0]), FollowUpEntry(lead_id, "call", "reached"), at)
    ledger.drain(house.id)


def open_kinds(house: House, lead_id: int) -> dict[str, datetime]:
    return {row.kind: row.due_at for row in clocks_of(house.id, lead_id)}


def ended(house: House, lead_id: int, kind: str) -> list[str]:
    return [row.outcome for row in reversed(deadlines_of(house.id, lead_id)) if row.kind == kind]


def test_a_lead_owes_several_things_at_once(house: House, lead_id: int) -> None:
    assert open_kinds(house, lead_id) == {
        "first_contact": MONDAY + DAY,
        "no_follow_up": MONDAY + 3 * DAY,
        "unconverted": MONDAY + 14 * DAY,
    }
    assert ended(house, lead_id, "first_contact") == ["released", ""]  # the SDR's, before


def test_one_of_a_kind_is_held_to_by_the_database(house: House, lead_id: int) -> None:
    row = Deadline.objects.of(house.id).filter(lead_id=lead_id, outcome="").first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_each_follow_up_starts_three_days_anew(house: House, lead_id: int) -> None:
    call(house, lead_id, MONDAY + HOUR)
    assert open_kinds(house, lead_id)["no_follow_up"] == MONDAY + 3 * DAY + HOUR
    call(house, lead_id, MONDAY + 2 * DAY)
    assert open_kinds(house, lead_id)["no_follow_up"] == MONDAY + 7 * DAY  # the weekend between does not count
    assert ended(house, lead_id, "no_follow_up") == ["met", "met", ""]
    assert "first_contact" not in open_kinds(house, lead_id)
    assert open_kinds(house, lead_id)["unconverted"] == MONDAY + 14 * DAY


def test_what_is_missed_says_what_becomes_of_the_lead(house: House, lead_id: int) -> None:
    assert sweep_deadlines(MONDAY + 3 * DAY) == 2
    payloads = [fact.payload for fact in Fact.objects.of(house.id).filter(kind="followup.Breached")]
    found = {(lead, then) for p in payloads for lead, then in zip(p["lead_ids"], p["thens"], strict=True)}
    assert found == {(lead_id, ""), (lead_id, "active_sea")}


def test_a_lead_taken_back_owes_nothing(house: House, lead_id: int) -> None:
    with transaction.atomic():
        place_leads(house.id, [Placement(lead_id, Pool.ACTIVE_SEA, None, State.UNASSIGNED)], at=MONDAY + HOUR)
    ledger.drain(house.id)
    assert clocks_of(house.id, lead_id) == []
    assert sweep_deadlines(MONDAY + 60 * DAY) == 0


def test_evidence_tells_calendar_rules_and_what_was_done(house: House, lead_id: int) -> None:
    call(house, lead_id, MONDAY + HOUR)
    sweep_deadlines(MONDAY + 8 * DAY)
    (row,) = list_violations(house.viewer(), PromiseFilters(kind="no_follow_up"))
    said = row.evidence
    assert (said["zone"], said["hours"]) == ("Asia/Shanghai", ["09:00-12:00", "13:30-18:00"])
    assert said["off"] == []  # Monday to Thursday
    assert said["done"] == [
        {"at": (MONDAY + HOUR).isoformat(), "by": house.sellers[0].pk, "kind": "call", "result": "reached"}
    ]
    assert (said["version"], row.late, row.then, row.team_id) == (1, True, "active_sea", house.sellers[0].team_id)
    rules = rulebook.current(house.id, "followup")
    assert rules.body["deadlines"][said["rule"] - 1]["kind"] == "no_follow_up"


def test_days_off_in_between_are_named(house: House, lead_id: int) -> None:
    call(house, lead_id, MONDAY + 2 * DAY)
    sweep_deadlines(MONDAY + 10 * DAY)
    (row,) = list_violations(house.viewer(), PromiseFilters(kind="no_follow_up"))
    assert row.evidence["off"] == ["2026-03-07", "2026-03-08"]


# Reminders and escalations


def test_reminders_come_once_and_go_with_their_deadline(house: House, lead_id: int) -> None:
    seller = house.viewer(house.sellers[0])
    at = MONDAY + DAY - HOUR  # one working hour before the first contact is due
    for moment in (at - timedelta(seconds=1), at, at, at + timedelta(minutes=5)):
        sweep_deadlines(moment)
    (notice,) = list_notices(seller, at)
    assert (notice.kind, notice.due_kind, notice.lead_id, notice.at) == ("remind", "first_contact", lead_id, at)
    assert list_notices(house.viewer(house.sellers[1]), at) == []
    call(house, lead_id, at + timedelta(minutes=10))
    assert list_notices(seller, at) == []
    assert Notice.objects.of(house.id).count() == 1


def test_a_notice_is_seen_by_whom_it_is_for(house: House, lead_id: int) -> None:
    sweep_deadlines(MONDAY + DAY - HOUR)
    (notice,) = list_notices(house.viewer(house.sellers[0]), MONDAY + DAY)
    assert dismiss_notices(house.viewer(house.director), [notice.id], MONDAY + DAY) == 0
    assert dismiss_notices(house.viewer(house.sellers[0]), [notice.id], MONDAY + DAY) == 1
    assert list_notices(house.viewer(house.sellers[0]), MONDAY + DAY) == []


def test_a_missed_decision_comes_before_the_director(house: House, lead_id: int) -> None:
    call(house, lead_id, MONDAY + HOUR)
    passed = MONDAY + 9 * DAY  # seven working days
    sweep_deadlines(passed)
    assert [n for n in list_notices(house.viewer(house.director), passed) if n.due_kind == "decide_sql"] == []
    sweep_deadlines(passed + DAY)
    sweep_deadlines(passed + DAY)
    (notice,) = [n for n in list_notices(house.viewer(house.director), passed + DAY) if n.kind == "escalate"]
    assert (notice.due_kind, notice.owner_id) == ("decide_sql", house.sellers[0].pk)


def test_what_is_excused_is_not_escalated(house: House, lead_id: int) -> None:
    call(house, lead_id, MONDAY + HOUR)
    sweep_deadlines(MONDAY + 9 * DAY)
    ids = [row.id for row in list_violations(house.viewer())]
    assert excuse_violations(house.viewer(house.director), ids, "trade fair", MONDAY + 9 * DAY)
    sweep_deadlines(MONDAY + 12 * DAY)
    assert Notice.objects.of(house.id).filter(kind="escalate").count() == 0


# Judging


def test_violations_are_judged_and_sealed_in_the_ledger(house: House, lead_id: int) -> None:
    sweep_deadlines(MONDAY + 3 * DAY)
    first, second = (row.id for row in reversed(list_violations(house.viewer())))
    appeal_violation(house.viewer(house.sellers[0]), first, "the number was wrong", MONDAY + 4 * DAY)
    assert excuse_violations(house.viewer(house.director), [first], "true", MONDAY + 5 * DAY) == (first,)
    assert uphold_violations(house.viewer(house.director), [first, second], "seen", MONDAY + 6 * DAY) == (first, second)
    facts = Fact.objects.of(house.id).filter(kind__in=["followup.Excused", "followup.Upheld", "followup.Appealed"])
    assert [(f.kind, f.by) for f in facts.order_by("id")] == [
        ("followup.Appealed", house.sellers[0].pk),
        ("followup.Excused", house.director.pk),
        ("followup.Upheld", house.director.pk),
    ]
    tallies = tally_violations(house.viewer())
    assert [(t.owner_id, t.kind, t.open, t.excused, t.upheld) for t in tallies] == [
        (house.sellers[0].pk, "first_contact", 0, 0, 1),
        (house.sellers[0].pk, "no_follow_up", 0, 0, 1),
    ]
    assert not [finding for finding in audit() if not finding.warning]


def test_nobody_judges_their_own_nor_strangers(house: House, lead_id: int, outsider) -> None:
    assign_leads(house.viewer(), [lead_id], house.director.pk, MONDAY)
    ledger.drain(house.id)
    sweep_deadlines(MONDAY + 3 * DAY)
    ids = [row.id for row in list_violations(house.viewer(house.director))]
    assert ids
    with pytest.raises(Refusal, match="own_violation"):
        excuse_violations(house.viewer(house.director), ids, "me", MONDAY + 4 * DAY)
    with pytest.raises(Refusal, match="reason_missing"):
        uphold_violations(house.viewer(), ids, " ", MONDAY + 4 * DAY)
    with pytest.raises(Refusal, match="forbidden"):
        excuse_violations(house.viewer(house.sellers[0]), ids, "x", MONDAY + 4 * DAY)
    assert excuse_violations(outsider, ids, "x", MONDAY + 4 * DAY) == ()
    with pytest.raises(Refusal, match="not_found"):
        appeal_violation(house.viewer(house.sellers[0]), ids[0], "not mine", MONDAY + 4 * DAY)
    assert {v.verdict for v in Violation.objects.of(house.id)} == {""}


# Pauses


def test_a_pause_stops_all_clocks_and_gives_back_what_was_left(house: House, lead_id: int) -> None:
    seller = house.viewer(house.sellers[0])
    until = MONDAY + 10 * DAY
    assert pause_leads(seller, [lead_id], "customer_away", until, MONDAY + HOUR, note="on leave") == (lead_id,)
    assert pause_leads(seller, [lead_id], "customer_away", until, MONDAY + HOUR) == ()
    assert sweep_deadlines(until - HOUR) == 0
    sweep_deadlines(until + 2 * DAY)  # found two days late: what was left counts from the end of the pause all the same
    assert ended(house, lead_id, "first_contact") == ["released", "missed"]
    first = Violation.objects.of(house.id).get(kind="first_contact")
    assert first.due_at == until + 8 * HOUR  # six and a half hours of work and the lunch between
    assert [(p["reason"], p["by"]) for p in first.evidence["pauses"]] == [("customer_away", house.sellers[0].pk)]
    (row,) = pauses_of(house.id, lead_id)
    assert (row.ended_at, row.ended_by_id) == (until, None)
    assert not [finding for finding in audit() if not finding.warning]


def test_clocks_go_on_by_hand(house: House, lead_id: int) -> None:
    seller = house.viewer(house.sellers[0])
    before = open_kinds(house, lead_id)
    pause_leads(seller, [lead_id], "waiting_for_us", MONDAY + 5 * DAY, MONDAY + HOUR)
    assert resume_leads(seller, [lead_id], MONDAY + HOUR) == (lead_id,)
    assert open_kinds(house, lead_id) == before
    assert resume_leads(seller, [lead_id], MONDAY + HOUR) == ()
    pause_leads(seller, [lead_id], "waiting_for_us", MONDAY + 5 * DAY, MONDAY + HOUR)
    resume_leads(seller, [lead_id], MONDAY + 2 * HOUR)
    assert open_kinds(house, lead_id)["first_contact"] == MONDAY + DAY + HOUR
    with pytest.raises(Refusal, match="pauses_used_up"):
        pause_leads(seller, [lead_id], "waiting_for_us", MONDAY + 5 * DAY, MONDAY + 3 * HOUR)


def test_pauses_have_reason_end_and_holder(house: House, lead_id: int) -> None:
    seller = house.viewer(house.sellers[0])
    for reason, until, code in (
        ("no_wish", MONDAY + DAY, "bad_choice"),
        ("other", MONDAY + 31 * DAY, "pause_too_long"),
        ("other", MONDAY, "pause_in_the_past"),
    ):
        with pytest.raises(Refusal, match=code):
            pause_leads(seller, [lead_id], reason, until, MONDAY)
    assert pause_leads(house.viewer(house.sellers[1]), [lead_id], "other", MONDAY + DAY, MONDAY) == ()
    assert pause_leads(house.viewer(house.director), [lead_id], "other", MONDAY + DAY, MONDAY) == (lead_id,)


def test_what_passed_before_a_pause_stays_missed(house: House, lead_id: int) -> None:
    late = MONDAY + DAY + HOUR
    pause_leads(house.viewer(house.sellers[0]), [lead_id], "other", late + DAY, late)
    assert ended(house, lead_id, "first_contact") == ["released", "missed"]


def test_a_pause_ends_when_the_lead_changes_hands(house: House, lead_id: int) -> None:
    pause_leads(house.viewer(house.sellers[0]), [lead_id], "other", MONDAY + 5 * DAY, MONDAY + HOUR)
    hand(house, lead_id, MONDAY + 2 * HOUR, seller=1)
    assert Pause.objects.of(house.id).filter(ended_at=None).count() == 0
    assert {row.paused_at for row in clocks_of(house.id, lead_id)} == {None}


def test_what_starts_during_a_pause_stands_still_too(house: House, lead_id: int) -> None:
    pause_leads(house.viewer(house.sellers[0]), [lead_id], "other", MONDAY + 5 * DAY, MONDAY + HOUR)
    call(house, lead_id, MONDAY + 2 * HOUR)
    assert {row.kind for row in clocks_of(house.id, lead_id) if row.paused_at} == {
        "no_follow_up",
        "unconverted",
        "decide_sql",
    }
    assert not [finding for finding in audit() if not finding.warning]


# Working time changes


@dataclass(frozen=True)
class TimesChanged:
    member_ids: tuple[int, ...]


def test_leave_moves_deadlines_and_its_end_moves_them_back(house: House, lead_id: int, monkeypatch) -> None:
    seller = house.sellers[0].pk
    before = open_kinds(house, lead_id)
    real = working_times(house.id)
    away = type(real.workspace)(
        real.workspace.country,
        real.workspace.zone,
        real.workspace.hours,
        extra_off=frozenset({datetime(2026, 3, 3).date()}),
    )
    on_leave = type(real)(real.workspace, real.day, {seller: away})
    with monkeypatch.context() as patch:
        patch.setattr(recompute_module, "working_times", lambda *_: on_leave)
        recompute_deadlines(house.id, TimesChanged((seller,)), MONDAY + HOUR)
        assert open_kinds(house, lead_id)["first_contact"] == MONDAY + 2 * DAY
        assert open_kinds(house, lead_id)["unconverted"] == before["unconverted"]
    recompute_deadlines(house.id, TimesChanged((seller,)), MONDAY + 2 * HOUR)
    assert open_kinds(house, lead_id) == before


def test_what_passed_is_not_moved_and_nothing_is_moved_into_the_past(house: House, lead_id: int, monkeypatch) -> None:
    seller = house.sellers[0].pk
    real = working_times(house.id)
    quick = type(real.workspace)("", real.workspace.zone, type(real.workspace.hours).of(*_whole_days(real)))
    monkeypatch.setattr(
        recompute_module, "working_times", lambda *_: type(real)(real.workspace, real.day, {seller: quick})
    )
    at = MONDAY + 2 * DAY
    recompute_deadlines(house.id, TimesChanged((seller,)), at)
    kinds = open_kinds(house, lead_id)
    assert kinds["first_contact"] == MONDAY + DAY  # it had passed: the sweep finds it
    assert kinds["no_follow_up"] == at + HOUR  # three days at 24 hours are over already: an hour is left
    sweep_deadlines(at)
    assert ended(house, lead_id, "first_contact")[-1] == "missed"


def _whole_days(times):
    first = times.workspace.hours.week[0][0][0]
    midnight = first.replace(hour=0, minute=0)
    return [(midnight, midnight)]


# Bad luck


def test_a_worker_stopped_for_a_weekend_finds_everything_late_and_once(house: House, lead_id: int) -> None:
    assert sweep_deadlines(MONDAY + 20 * DAY) == 4  # first contact, follow-up, the decision that came after, conversion
    assert sweep_deadlines(MONDAY + 20 * DAY) == 0
    assert {row.late for row in list_violations(house.viewer())} == {True}
    assert not [finding for finding in audit() if not finding.warning]


def test_a_clock_set_back_changes_nothing(house: House, lead_id: int) -> None:
    assert sweep_deadlines(MONDAY + DAY) == 1
    before = list_violations(house.viewer())
    for back in (MONDAY, MONDAY + HOUR, MONDAY + DAY):
        assert sweep_deadlines(back) == 0
    with clock.stopped(MONDAY + HOUR):
        call(house, lead_id, MONDAY + HOUR)
    assert ended(house, lead_id, "first_contact") == ["released", "missed"]
    assert sweep_deadlines(MONDAY + DAY) == 0
    assert list_violations(house.viewer()) == before


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_each_violation_once(house: House) -> None:
    house.send(*({"phone": f"1391234{n:04d}"} for n in range(120)))
    crowd = 6
    start = Barrier(crowd)

    def sweep(_: int) -> int:
        start.wait()
        try:
            return sweep_deadlines(MONDAY + DAY, limit=25)
        finally:
            connection.close()

    with ThreadPoolExecutor(crowd) as pool:
        done = sum(pool.map(sweep, range(crowd)))
    assert done == 120 == Violation.objects.of(house.id).count()
    assert sweep_deadlines(MONDAY + DAY) == 0
    assert not [finding for finding in audit() if not finding.warning]


def test_a_sweep_costs_the_same_statements_however_much_is_due(house: House) -> None:
    def cost(count: int, at: datetime) -> int:
        house.send(*({"phone": f"13{count:03d}{at.day:02d}{n:04d}"} for n in range(count)), at=at)
        with CaptureQueriesContext(connection) as captured:
            assert sweep_deadlines(at + DAY) >= count
        return len(captured)

    cost(3, MONDAY)
    assert cost(3, MONDAY + 7 * DAY) == cost(40, MONDAY + 14 * DAY)


@pytest.mark.parametrize("seed", range(25))
def test_whatever_happens_each_deadline_ends_once_and_none_runs_without_a_holder(house: House, seed: int) -> None:
    """Random lives of leads: handed on, followed up, paused, decided, taken back, swept late or twice."""
    dice = random.Random(seed)
    leads = house.send(*({"phone": f"1391{seed:03d}{n:04d}"} for n in range(6)))
    at = MONDAY
    ends: dict[int, tuple[str, datetime | None]] = {}
    for _ in range(40):
        at += timedelta(minutes=dice.choice([0, 7, 60, 400, 1440, 4000]))
        lead = dice.choice(leads)
        _live(house, dice, lead, at)
        ledger.drain(house.id)
        for row in Deadline.objects.of(house.id):
            if row.outcome:
                assert ends.setdefault(row.pk, (row.outcome, row.ended_at)) == (row.outcome, row.ended_at)
            else:
                assert row.pk not in ends
        found = [finding for finding in audit() if not finding.warning]
        assert found == [], (at, found)
    sweep_deadlines(at + 400 * DAY)
    assert Deadline.objects.of(house.id).filter(outcome="").count() == 0


def _live(house: House, dice: random.Random, lead: int, at: datetime) -> None:
    boss = house.viewer()
    match dice.randrange(9):
        case 0:
            members = (*house.sdrs, *house.sellers)
            assign_leads(boss, [lead], dice.choice(members).pk, at)
        case 1 | 2:
            record_follow_up(boss, FollowUpEntry(lead, "call", "reached"), at)
        case 3:
            with suppress(Refusal):  # the pauses of a lead are used up
                pause_leads(boss, [lead], "other", at + dice.choice([HOUR, 3 * DAY]), at)
        case 4:
            resume_leads(boss, [lead], at)
        case 5:
            with suppress(Refusal):  # nobody holds it
                qualify_leads(boss, [lead], at)
        case 6:
            decide = dice.choice([return_leads, invalidate_leads])
            decide(boss, [lead], "no_need_now", at)
        case 7:
            with transaction.atomic():
                place_leads(house.id, [Placement(lead, Pool.ACTIVE_SEA, None, State.UNASSIGNED)], at=at)
        case _:
            for _ in range(dice.choice([1, 1, 2])):
                sweep_deadlines(at + dice.choice([timedelta(0), -HOUR]))
