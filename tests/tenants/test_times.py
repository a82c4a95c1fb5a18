"""When members work: who may say so, what is kept of it, and that asking costs the same for one and for many."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.tenants.actions import (
    add_member,
    cancel_leave,
    clear_shifts,
    lay_rota,
    set_hours,
    set_shifts,
    take_leave,
)
from gleanry.tenants.models import Leave, Shift
from gleanry.tenants.queries import (
    away,
    list_leave,
    list_shifts,
    mates_of,
    members_planned_by,
    unsure_years,
    working_times,
)
from gleanry.tenants.shapes import Away, LeaveKind, NewLeave, NewShift, Pattern, Role, Rota, Viewer
from gleanry.world.shapes import WorkingHours
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db(transaction=True)
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SATURDAY = date(2026, 3, 7)
TEN_TO_FOUR = ((time(10), time(16)),)


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


def leave(member_id: int, since: datetime, until: datetime, kind: LeaveKind = LeaveKind.ANNUAL) -> NewLeave:
    return NewLeave(member_id, kind, since, until, "at the sea")


def kinds(house: House) -> list[str]:
    rows = Fact.objects.of(house.id).filter(kind__startswith="tenants.").order_by("id")
    return [fact.kind.removeprefix("tenants.") for fact in rows]


def test_hours_shifts_and_leave_make_a_persons_calendar(house: House) -> None:
    admin, one, other = house.viewer(), house.sdrs[0].pk, house.sdrs[1].pk
    set_hours(admin, [one], Pattern(WorkingHours.of((time(9), time(17))).week, "US", "CA", "America/New_York"), MONDAY)
    set_shifts(admin, [NewShift(one, SATURDAY, TEN_TO_FOUR)], MONDAY)
    take_leave(admin, [leave(one, MONDAY, MONDAY + DAY)], MONDAY)
    times = working_times(house.id, [one, other, None])
    start = datetime(2026, 3, 6, 16, tzinfo=NEW_YORK)
    assert times.of(one).working_between(start, start + 4 * DAY) == HOUR + 6 * HOUR + 7 * HOUR + 8 * HOUR - HOUR + HOUR
    assert times.of(other) is times.workspace is times.of(None)
    assert not times.of(one).is_open(MONDAY + 13 * HOUR)
    assert times.day == timedelta(hours=7.5)


def test_an_empty_pattern_goes_back_to_the_workspaces(house: House) -> None:
    admin, one = house.viewer(), house.sdrs[0].pk
    assert set_hours(admin, [one], Pattern(zone="Europe/Berlin"), MONDAY) == (one,)
    assert set_hours(admin, [one], Pattern(zone="Europe/Berlin"), MONDAY) == ()
    assert working_times(house.id, [one]).of(one).zone.key == "Europe/Berlin"
    assert set_hours(admin, [one], Pattern(), MONDAY) == (one,)
    times = working_times(house.id, [one])
    assert times.of(one) is times.workspace
    assert kinds(house) == ["HoursSet", "TimesChanged", "HoursSet", "TimesChanged"]


def test_members_with_the_same_hours_share_one_calendar(house: House) -> None:
    both = [member.pk for member in house.sdrs]
    set_hours(house.viewer(), both, Pattern(zone="Europe/Berlin"), MONDAY)
    times = working_times(house.id, both)
    assert times.of(both[0]) is times.of(both[1])
    assert working_times(house.id, both).of(both[0]) is times.of(both[0])


def test_a_new_shift_ends_the_one_before_and_the_same_again_changes_nothing(house: House) -> None:
    admin, one = house.viewer(), house.sdrs[0].pk
    (first,) = set_shifts(admin, [NewShift(one, SATURDAY, TEN_TO_FOUR)], MONDAY)
    assert set_shifts(admin, [NewShift(one, SATURDAY, TEN_TO_FOUR)], MONDAY) == ()
    (second,) = set_shifts(admin, [NewShift(one, SATURDAY, ())], MONDAY + HOUR)
    old = Shift.objects.of(house.id).get(pk=first)
    assert (old.ended_at, old.ended_by_id) == (MONDAY + HOUR, admin.member_id)
    (row,) = list_shifts(house.id, [one], first=SATURDAY, last=SATURDAY)
    assert (row.id, row.hours, row.by) == (second, (), admin.member_id)
    assert clear_shifts(admin, [second], MONDAY) == (second,)
    assert clear_shifts(admin, [second], MONDAY) == ()
    assert kinds(house) == ["ShiftsSet", "TimesChanged"] * 2 + ["ShiftsCleared", "TimesChanged"]


def test_a_rota_goes_round(house: House) -> None:
    admin, both = house.viewer(), tuple(member.pk for member in house.sdrs)
    rota = Rota(both, SATURDAY, SATURDAY + 27 * DAY, frozenset({5}), TEN_TO_FOUR)
    assert len(lay_rota(admin, rota, MONDAY)) == 4
    rows = list_shifts(house.id, both, first=SATURDAY, last=SATURDAY + 40 * DAY)
    assert [(row.member_id, row.day.day) for row in rows] == [(both[0], 7), (both[1], 14), (both[0], 21), (both[1], 28)]
    everybody = Rota(both, SATURDAY, SATURDAY + DAY, frozenset({5, 6}), TEN_TO_FOUR, each=0)
    assert len(lay_rota(admin, everybody, MONDAY)) == 3  # one of them works that Saturday already


def test_leave_is_taken_back_and_stays_to_be_seen(house: House) -> None:
    one = house.sdrs[0].pk
    own = house.viewer(house.sdrs[0])
    (taken,) = take_leave(own, [leave(one, MONDAY, MONDAY + DAY)], MONDAY)
    assert take_leave(own, [leave(one, MONDAY, MONDAY + DAY)], MONDAY) == ()
    assert not working_times(house.id, [one]).of(one).is_open(MONDAY + HOUR)
    assert cancel_leave(own, [taken], MONDAY) == (taken,)
    assert cancel_leave(own, [taken], MONDAY) == ()
    assert working_times(house.id, [one]).of(one).is_open(MONDAY + HOUR)
    assert list_leave(house.id, [one], since=MONDAY, until=MONDAY + DAY) == []
    assert Leave.objects.of(house.id).get(pk=taken).ended_by_id == one
    assert kinds(house) == ["LeaveTaken", "TimesChanged", "LeaveCancelled", "TimesChanged"]


@pytest.mark.parametrize(
    "pattern",
    [
        Pattern(week=((),) * 7),
        Pattern(week=(TEN_TO_FOUR,) * 6),
        Pattern(week=(((time(9), time(12)), (time(11), time(13))),) * 7),
        Pattern(country="ZZ"),
        Pattern(country="DE", subdivision="XX"),
        Pattern(zone="Mars/Olympus"),
        Pattern(zone="../etc"),
    ],
)
def test_hours_that_are_none_are_refused(house: House, pattern: Pattern) -> None:
    with pytest.raises(Refusal) as caught:
        set_hours(house.viewer(), [house.sdrs[0].pk], pattern, MONDAY)
    assert caught.value.code in ("bad_hours", "unknown_country", "unknown_zone")


def test_spans_that_are_none_are_refused(house: House) -> None:
    admin, one = house.viewer(), house.sdrs[0].pk
    overlapping = ((time(9), time(12)), (time(11), time(13)))
    calls = [
        lambda: take_leave(admin, [leave(one, MONDAY, MONDAY)], MONDAY),
        lambda: take_leave(admin, [leave(one, MONDAY, MONDAY + 400 * DAY)], MONDAY),
        lambda: set_shifts(admin, [NewShift(one, SATURDAY, overlapping)], MONDAY),
        lambda: lay_rota(admin, Rota((one,), SATURDAY, SATURDAY - DAY, frozenset({5}), TEN_TO_FOUR), MONDAY),
        lambda: lay_rota(admin, Rota((), SATURDAY, SATURDAY, frozenset({5}), TEN_TO_FOUR), MONDAY),
    ]
    codes = []
    for call in calls:
        with pytest.raises(Refusal) as caught:
            call()
        codes.append(caught.value.code)
    assert codes == ["bad_span", "bad_span", "bad_hours", "bad_span", "bad_span"]


def test_everybody_enters_their_own_leave_and_nothing_else(house: House, outsider: Viewer) -> None:
    one, other = house.sdrs[0].pk, house.sdrs[1].pk
    own = house.viewer(house.sdrs[0])
    director, seller = house.viewer(house.director), house.sellers[0].pk
    (theirs,) = take_leave(house.viewer(), [leave(other, MONDAY, MONDAY + DAY)], MONDAY)
    (shift,) = set_shifts(house.viewer(), [NewShift(other, SATURDAY, ())], MONDAY)
    assert take_leave(director, [leave(seller, MONDAY, MONDAY + DAY)], MONDAY)
    refused = {
        "forbidden": [
            lambda: take_leave(own, [leave(one, MONDAY, MONDAY + DAY), leave(other, MONDAY, MONDAY + DAY)], MONDAY),
            lambda: cancel_leave(own, [theirs], MONDAY),
            lambda: set_shifts(own, [NewShift(one, SATURDAY, TEN_TO_FOUR)], MONDAY),
            lambda: set_hours(own, [one], Pattern(zone="Europe/Berlin"), MONDAY),
            lambda: clear_shifts(own, [shift], MONDAY),
        ],
        "not_found": [
            lambda: take_leave(director, [leave(other, MONDAY, MONDAY + DAY)], MONDAY),
            lambda: take_leave(outsider, [leave(one, MONDAY, MONDAY + DAY)], MONDAY),
            lambda: set_shifts(outsider, [NewShift(one, SATURDAY, ())], MONDAY),
            lambda: set_hours(outsider, [one], Pattern(), MONDAY),
            lambda: cancel_leave(outsider, [theirs], MONDAY),
            lambda: clear_shifts(outsider, [shift], MONDAY),
            lambda: clear_shifts(house.viewer(), [shift + 1000], MONDAY),
        ],
    }
    for code, calls in refused.items():
        for call in calls:
            with pytest.raises(Refusal) as caught:
                call()
            assert caught.value.code == code
    assert Leave.objects.of(house.id).filter(ended_at=None).count() == 2
    assert Shift.objects.of(house.id).filter(ended_at=None).count() == 1


def test_who_is_away_and_why(house: House) -> None:
    admin = house.viewer()
    one, other, third = house.sdrs[0].pk, house.sdrs[1].pk, house.sellers[0].pk
    take_leave(admin, [leave(one, MONDAY, shanghai(2026, 3, 4), LeaveKind.SICK)], MONDAY)
    set_shifts(admin, [NewShift(other, date(2026, 3, 2), ())], MONDAY)
    everybody = [one, other, third]
    assert away(house.id, everybody, MONDAY) == {
        one: Away("leave", shanghai(2026, 3, 4, 9)),
        other: Away("day_off", shanghai(2026, 3, 3, 9)),
    }
    assert away(house.id, [third], shanghai(2026, 3, 2, 20)) == {third: Away("outside_hours", shanghai(2026, 3, 3, 9))}
    assert away(house.id, [third], shanghai(2026, 3, 7, 10)) == {third: Away("rest_day", shanghai(2026, 3, 9, 9))}
    assert away(house.id, [third], shanghai(2026, 2, 16, 10)) == {third: Away("holiday", shanghai(2026, 2, 24, 9))}
    body = rulebook.current(house.id, "calendar").body
    rulebook.publish(house.id, "calendar", {**body, "extra_off": [{"date": "2026-03-03", "name": "Outing"}]})
    assert away(house.id, [third], shanghai(2026, 3, 3, 10)) == {third: Away("company_day", shanghai(2026, 3, 4, 9))}


def test_a_book_that_is_wrong_is_not_put_in_force(house: House) -> None:
    body = rulebook.current(house.id, "calendar").body
    with pytest.raises(rulebook.BadRules) as caught:
        rulebook.publish(house.id, "calendar", {**body, "hours": [["18:00", "09:00"]]})
    assert caught.value.data["faults"][0]["code"] == "ends_before_start"


def test_asking_costs_the_same_for_one_and_for_many(house: House) -> None:
    admin = house.viewer()
    many = [add_member(house.id, f"m{n}", roles=[Role.SDR], external_id=f"m{n}").pk for n in range(40)]
    counts = []
    for some in (many[:1], many):
        with CaptureQueriesContext(connection) as writing:
            set_hours(admin, some, Pattern(zone="Europe/Berlin", country="DE"), MONDAY)
            take_leave(admin, [leave(member, MONDAY, MONDAY + DAY) for member in some], MONDAY)
            set_shifts(admin, [NewShift(member, SATURDAY, TEN_TO_FOUR) for member in some], MONDAY)
        with CaptureQueriesContext(connection) as asking:
            away(house.id, some, MONDAY)
        counts.append((len(writing), len(asking)))
    assert counts[0] == counts[1]
    assert counts[0][1] == 5


def test_one_by_one_is_as_all_at_once(house: House) -> None:
    admin = house.viewer()
    one, other = house.sdrs[0].pk, house.sdrs[1].pk
    for member in (one, other):
        take_leave(admin, [leave(member, MONDAY, MONDAY + DAY)], MONDAY)
        set_shifts(admin, [NewShift(member, SATURDAY, TEN_TO_FOUR)], MONDAY)
    together = [house.sellers[0].pk, house.sellers[1].pk]
    take_leave(admin, [leave(member, MONDAY, MONDAY + DAY) for member in together], MONDAY)
    set_shifts(admin, [NewShift(member, SATURDAY, TEN_TO_FOUR) for member in together], MONDAY)
    times = working_times(house.id, [one, other, *together])
    assert len({times.of(member) for member in (one, other, *together)}) == 1


def test_who_plans_whom(house: House) -> None:
    assert len(members_planned_by(house.viewer())) == 6
    assert {member.pk for member in members_planned_by(house.viewer(house.director))} == {
        house.director.pk,
        *(seller.pk for seller in house.sellers),
    }
    assert members_planned_by(house.viewer(house.sdrs[0])) == []
    assert mates_of(house.id, house.sellers[0].pk) == []
    mate = add_member(house.id, "mate", roles=[Role.SELLER], external_id="mate", team=house.sellers[0].team)
    assert [member.pk for member in mates_of(house.id, house.sellers[0].pk)] == [mate.pk]


def test_years_nobody_published_yet(house: House) -> None:
    one = house.sdrs[0].pk
    set_hours(house.viewer(), [one], Pattern(country="DE"), MONDAY)
    times = working_times(house.id, [one])
    both = [one, house.sdrs[1].pk]
    assert [(found.country, found.year) for found in unsure_years(times, both, [2026, 2040])] == [("CN", 2040)]
    assert unsure_years(times, [one], [2026, 2040]) == []
    assert times.is_sure_of(one, datetime(2040, 1, 2, tzinfo=UTC))
    assert not times.is_sure_of(None, datetime(2040, 1, 2, tzinfo=UTC))


def test_facts_are_told_to_who_listens(house: House) -> None:
    take_leave(house.viewer(), [leave(house.sdrs[0].pk, MONDAY, MONDAY + DAY)], MONDAY)
    ledger.drain(house.id)
    fact = Fact.objects.of(house.id).filter(kind="tenants.TimesChanged").get()
    assert fact.payload == {"member_ids": [house.sdrs[0].pk]}


def test_a_change_of_the_companys_hours_concerns_everybody_at_work(house: House) -> None:
    body = rulebook.current(house.id, "calendar").body
    rulebook.publish(house.id, "calendar", body)
    assert kinds(house) == []
    rulebook.publish(house.id, "calendar", {**body, "hours_a_day": 7}, by=house.insider.pk)
    fact = Fact.objects.of(house.id).get(kind="tenants.TimesChanged")
    assert (fact.size, fact.by) == (6, house.insider.pk)
