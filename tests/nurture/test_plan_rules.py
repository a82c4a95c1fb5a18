"""What a book of plans may say, and when somebody may be written to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.nurture.rules.plans import Wait, faults_of, read_plans
from gleanry.flow.nurture.rules.timing import due_after, free_of_cap, may_go_from, try_again_at
from gleanry.flow.nurture.rules.writing import filled, language_of
from gleanry.values.phone import zone_of_phone
from gleanry.wiring.playbooks import read_playbook

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORDS = {"zh": "您好", "en": "Hello"}
FRIDAY = datetime(2026, 3, 6, 12, 30, tzinfo=UTC)  # half past eight in the evening in Shanghai
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # zones beside
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "UTC"])
CLOCKS = st.sampled_from(["00:00", "02:30", "06:00", "09:00", "12:00", "20:00", "23:30"])


def weekday(day: date) -> bool:
    return day.weekday() < 5


def step(**more: Any) -> dict[str, Any]:
    return {"wait": {"days": 1}, "do": "mail", "subject": WORDS, "body": WORDS, **more}


def plan(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": "a", "steps": list(steps), **more}


def codes(*plans: dict[str, Any], **more: Any) -> list[tuple[int, str, str]]:
    return [(fault["row"], fault["setting"], fault["code"]) for fault in faults_of({"plans": list(plans), **more})]


def test_the_playbook_has_no_faults() -> None:
    body = read_playbook("tob-leads")["rules"]["plans"]
    assert faults_of(body) == []
    book = read_plans(body)
    assert [plan.code for plan in book.plans] == ["not_now", "not_reached"]
    assert book.manners.mails == 2


def test_each_fault_is_named_at_its_place() -> None:
    assert codes(plan(step()), plan(step())) == [(2, "code", "double_code")]
    assert codes(plan()) == [(1, "steps", "no_steps")]
    assert codes(plan(step(do="dance"))) == [(1, "step_1", "unknown_act")]
    assert codes(plan(step(subject={"zh": "只有中文"}))) == [(1, "step_1", "no_words")]
    assert codes(plan(step(wait={"days": -1}))) == [(1, "step_1", "bad_wait")]
    assert codes(plan(step(wait={"event": "mail_opened"}))) == [(1, "step_1", "bad_wait")]
    assert codes(plan(step(next="nowhere"))) == [(1, "step_1", "unknown_next")]
    assert codes(plan(step(), exit=["bored"])) == [(1, "exit", "unknown_exit")]
    assert codes(quiet=["25:00", "9"]) == [(0, "quiet", "bad_quiet")]
    assert codes(cap={"mails": -1}) == [(0, "cap", "bad_cap")]


def test_steps_that_never_run_and_circles_that_never_wait() -> None:
    one, two, three = step(code="one", next="three"), step(code="two"), step(code="three")
    assert codes(plan(one, two, three)) == [(1, "two", "never_reached")]
    at_once = step(code="again", wait={}, next="again")
    assert codes(plan(step(code="one"), at_once)) == [(1, "again", "circle_without_wait")]
    assert codes(plan(step(code="one"), step(code="again", next="one"))) == []
    assert codes(plan(step(code="one", next="end"), step(code="two"))) == [(1, "two", "never_reached")]


def test_working_days_are_counted_by_the_calendar() -> None:
    due = due_after(Wait(working_days=2), FRIDAY, SHANGHAI, weekday)
    assert due == FRIDAY + timedelta(days=4)
    assert due_after(Wait(days=0.5), FRIDAY, SHANGHAI, weekday) == FRIDAY + timedelta(hours=12)


def test_mail_waits_for_the_morning_of_a_working_day() -> None:
    manners = read_plans({"quiet": {"from": "20:00", "to": "09:00"}, "working_days": True}).manners
    assert may_go_from(FRIDAY, manners, SHANGHAI, weekday) == datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
    assert may_go_from(FRIDAY, manners, ZoneInfo("America/New_York"), weekday) == FRIDAY + timedelta(
        hours=1, minutes=30
    )
    assert may_go_from(FRIDAY, manners, ZoneInfo("Europe/Berlin"), weekday) == FRIDAY


@given(at=MOMENTS, zone=ZONES, start=CLOCKS, end=CLOCKS, days=st.booleans())
def test_the_first_allowed_moment_is_allowed_and_no_earlier_one_is(
    at: datetime, zone: str, start: str, end: str, *, days: bool
) -> None:
    manners = read_plans({"quiet": {"from": start, "to": end}, "working_days": days}).manners
    local = ZoneInfo(zone)
    found = may_go_from(at, manners, local, weekday)
    assert found >= at
    assert may_go_from(found, manners, local, weekday) == found
    for part in (1, 2, 3):
        earlier = at + (found - at) * part / 4
        if earlier < found - timedelta(hours=1):
            assert may_go_from(earlier, manners, local, weekday) > earlier


@given(at=MOMENTS, hours=st.lists(st.integers(0, 400), max_size=8), most=st.integers(1, 3))
def test_no_window_holds_more_than_the_cap(at: datetime, hours: list[int], most: int) -> None:
    manners = read_plans({"cap": {"mails": most, "days": 7}}).manners
    went: list[datetime] = []
    for gap in hours:
        went.append(free_of_cap(at + timedelta(hours=gap), went, manners))
    for moment in went:
        assert sum(1 for other in went if moment - timedelta(days=7) < other <= moment) <= most


def test_what_is_refused_for_now_is_tried_for_a_day_and_a_half() -> None:
    at, tried = FRIDAY, 0
    while (again := try_again_at(at, tried + 1)) is not None:
        at, tried = again, tried + 1
    assert tried == 5
    assert timedelta(hours=32) < at - FRIDAY < timedelta(hours=33)


def test_names_are_put_in_once_and_only_where_there_is_a_place() -> None:
    values = {"name": "{company}", "company": "Acme"}
    assert (
        filled("Dear {name} of {company}, {code} {unsubscribe}", values)
        == "Dear {company} of Acme, {code} {unsubscribe}"
    )


def test_people_are_written_to_in_their_language() -> None:
    assert language_of("王小明", "Acme", "en") == "zh"
    assert language_of("Jane", "北京样品", "zh-hans") == "en"
    assert language_of("", "北京样品", "en") == "zh"
    assert [language_of("", "", default) for default in ("zh-hans", "en")] == ["zh", "en"]


def test_a_number_tells_the_zone_where_it_has_but_one() -> None:
    numbers = ("+8613800138000", "+442079460123", "+18005551234", "nonsense")
    assert [zone_of_phone(number) for number in numbers] == ["Asia/Shanghai", "Europe/London", "", ""]
