"""Pages and API of working time: one's own leave, the month of a team, who may plan whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gleanry.flow.followup.queries import list_open
from gleanry.kit import clock, rulebook
from gleanry.kit.models import Fact
from gleanry.tenants.actions import add_member, set_hours, take_leave
from gleanry.tenants.models import Leave, Shift
from gleanry.tenants.queries import list_leave, list_shifts, patterns_of, working_times
from gleanry.tenants.shapes import LeaveKind, NewLeave, Pattern, Role
from gleanry.web.books.calendar import try_calendar
from gleanry.web.editing import To
from gleanry.web.forms.times import LeaveForm
from gleanry.web.spans import spans_shown, spans_typed
from tests.web.conftest import House, record
from tests.web.test_api import Caller

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.stopped(NOW):
        yield


def leaves(house: House, role: str = "sdr") -> list[Any]:
    return list_leave(house.workspace_id, [house.members[role].pk], since=NOW - 30 * DAY, until=NOW + 300 * DAY)


def test_leave_is_entered_seen_and_taken_back(house: House) -> None:
    client = house.client("sdr")
    form = {"kind": "annual", "first": "2026-03-05", "begins": "afternoon", "last": "2026-03-06", "note": "the dentist"}
    answer = client.post("/time/leave/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/time/")
    (row,) = leaves(house)
    assert (row.since, row.until) == (
        datetime(2026, 3, 5, 4, tzinfo=UTC),
        datetime(2026, 3, 6, 16, tzinfo=UTC),
    )
    page = client.get("/time/?month=2026-03").content.decode()
    assert "the dentist" in page
    assert page.count('data-kind="leave"') == 1
    assert page.count('data-kind="half"') == 1
    client.post("/time/leave/cancel/", {"leave": row.id})
    assert leaves(house) == []


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(house: House) -> None:
    client = house.client("sdr")
    answer = client.post("/time/leave/", {"kind": "sick", "first": "2026-03-06", "last": "2026-03-05", "note": "flu"})
    page = answer.content.decode()
    assert "The last day comes before the first." in page
    assert 'value="flu"' in page
    assert leaves(house) == []


def test_nobody_plans_the_time_of_others_who_does_not_lead_them(house: House, stranger: House) -> None:
    other = house.members["seller"].pk
    client = house.client("sdr")
    form = {"member": other, "kind": "annual", "first": "2026-03-05"}
    assert client.get(f"/time/?member={other}").status_code == 404
    assert client.post("/time/leave/", form).status_code == 403
    assert client.post("/time/hours/", {"member": other, "hours": "9:00-17:00"}).status_code == 403
    assert client.post("/time/hours/", {"hours": "9:00-17:00"}).status_code == 403
    assert client.get("/time/team/").status_code == 403
    assert client.post("/time/team/plan/", form | {"do": "leave"}).status_code == 403
    far = stranger.client("administrator")
    assert far.get(f"/time/?member={other}").status_code == 404
    assert far.post("/time/leave/", form).status_code == 404
    assert far.post("/time/team/plan/", form | {"do": "leave"}).status_code == 404
    assert Leave.objects.of(house.workspace_id).count() == 0


def test_a_director_plans_a_team(house: House) -> None:
    client = house.client("sales_director")
    sdr, seller = house.members["sdr"].pk, house.members["seller"].pk
    rota = {
        "do": "rota", "member": [sdr, seller], "first": "2026-03-01", "last": "2026-03-31", "weekdays": ["5"],
        "hours": "10:00-16:00", "each": "1",
    }  # fmt: skip
    answer = client.post("/time/team/plan/?month=2026-03", rota)
    assert answer.headers["Location"] == "/time/team/?month=2026-03"
    rows = list_shifts(house.workspace_id, [sdr, seller], first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert [row.member_id for row in rows] == [sdr, seller, sdr, seller]
    client.post("/time/team/plan/", {"do": "leave", "member": [sdr, seller], "first": "2026-03-09", "kind": "other"})
    page = client.get("/time/team/?month=2026-03").content.decode()
    assert page.count('<td data-kind="shift"') == 4
    assert page.count('<td data-kind="leave"') == 2
    client.post("/time/shifts/clear/", {"shift": rows[0].id, "member": sdr})
    assert Shift.objects.of(house.workspace_id).filter(ended_at=None).count() == 3
    assert "10:00–16:00" in client.get(f"/time/?member={seller}&month=2026-03").content.decode()


def test_a_plan_that_cannot_be_read_keeps_who_was_selected(house: House) -> None:
    client = house.client("sales_director")
    sdr = house.members["sdr"].pk
    answer = client.post("/time/team/plan/", {"do": "rota", "member": sdr, "first": "2026-03-01", "hours": "ten"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose the weekdays." in page
    assert "cannot be read" in page
    assert f'value="{sdr}" checked' in page
    assert client.post("/time/team/plan/", {"do": "rota"}).status_code == 422


def test_own_hours_are_set_and_given_back(house: House) -> None:
    client, seller = house.client("administrator"), house.members["seller"].pk
    form = {"member": seller, "hours": "9:00-17:00", "weekdays": ["0", "1"], "country": "DE", "zone": "Europe/Berlin"}
    assert client.post("/time/hours/", form).headers["Location"] == f"/time/?member={seller}"
    calendar = working_times(house.workspace_id, [seller]).of(seller)
    assert (calendar.zone.key, calendar.country, spans_shown(calendar.hours.week[1])) == (
        "Europe/Berlin",
        "DE",
        "9:00–17:00",
    )
    page = client.get(f"/time/?member={seller}").content.decode()
    assert "Europe/Berlin" in page
    assert "Mon–Tue" in page
    assert client.post("/time/hours/", form | {"zone": "Mars"}).status_code == 422
    client.post("/time/hours/", {"member": seller})
    assert patterns_of(house.workspace_id, [seller]) == {}


def test_holidays_make_up_days_and_years_not_published_are_shown(house: House) -> None:
    client = house.client("sdr")
    page = client.get("/time/?month=2026-02").content.decode()
    assert page.count('data-kind="holiday"') == 6
    assert page.count('data-kind="makeup"') == 2
    assert "are not known yet" not in page
    assert "are not known yet" in client.get("/time/?month=2040-02").content.decode()
    for month in ("x", "0001-01", "9999-12", ""):
        assert client.get(f"/time/?month={month}").status_code == 200


def test_deadlines_in_a_year_nobody_published_say_so(house: House) -> None:
    client = house.client("sdr")
    assert "are not known yet" not in client.get("/deadlines/").content.decode()
    with clock.stopped(datetime(2040, 3, 5, 2, tzinfo=UTC)):
        house.send(record(9))
        assert "China: the holidays and make-up days of 2040" in client.get("/deadlines/").content.decode()


def test_colleagues_see_that_somebody_is_away_but_not_why(house: House) -> None:
    seller = house.members["seller"]
    leave = NewLeave(seller.pk, LeaveKind.SICK, NOW, NOW + 2 * DAY, "private matter")
    take_leave(house.viewer("administrator"), [leave], NOW)
    page = house.client("sdr").get("/time/").content.decode()
    assert seller.name in page
    assert "On leave" in page
    assert "Sick leave</td>" not in page
    assert "private matter" not in page


def test_the_month_of_a_team_costs_the_same_for_many(house: House) -> None:
    client = house.client("administrator")
    client.get("/time/team/")
    counts = []
    for many in (0, 30):
        for number in range(many):
            one = add_member(house.workspace_id, f"n{number}", roles=[Role.SDR], external_id=f"n{number}")
            set_hours(house.viewer("administrator"), [one.pk], Pattern(zone="Europe/Berlin"), NOW)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/time/team/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("9:00-12:00, 13:30-18:00", "9:00–12:00, 13:30–18:00"),
        ("9：00至12：00、13:30-18:00", "9:00–12:00, 13:30–18:00"),
        ("22:00-6:00", "22:00–6:00"),
        ("0:00 - 24:00", "0:00–24:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, shown: str) -> None:
    assert spans_shown(spans_typed(typed)) == shown


def test_a_leave_form_without_a_last_day_means_one_day() -> None:
    form = LeaveForm({"kind": "annual", "first": "2026-03-05"})
    assert form.is_valid()
    assert form.days == (date(2026, 3, 5), date(2026, 3, 5))


def test_the_api_enters_and_takes_back(house: House) -> None:
    caller, sdr = Caller(house, scopes=("api.use", "members.edit")), house.members["sdr"].pk
    span = {"since": "2026-03-05T01:00:00Z", "until": "2026-03-06T01:00:00Z"}
    status, made = caller.post("/times/leave", {"leaves": [{"member_id": sdr, "kind": "sick", **span}]})
    assert status == 201
    (row,) = caller.get(f"/times/leave?first=2026-03-01&last=2026-03-31&member_id={sdr}")[1]["leaves"]
    assert (row["id"], row["kind"]) == (made["leave_ids"][0], "sick")
    assert caller.get("/times/away?at=2026-03-05T03:00:00Z")[1]["away"][0] == {
        "member_id": sdr, "reason": "leave", "until": "2026-03-06T01:00:00Z",
    }  # fmt: skip
    assert caller.post("/times/leave/cancel", {"leave_ids": [row["id"]]})[1] == {"leave_ids": [row["id"]]}
    shift = {"member_id": sdr, "day": "2026-03-07", "hours": [["10:00", "16:00"]]}
    status, made = caller.post("/times/shifts", {"shifts": [shift]})
    assert status == 201
    (row,) = caller.get("/times/shifts?first=2026-03-01&last=2026-03-31")[1]["shifts"]
    assert (row["day"], row["hours"]) == ("2026-03-07", [["10:00", "16:00"]])
    assert caller.post("/times/shifts/clear", made)[1] == made
    rota = {"member_ids": [sdr], "first": "2026-03-01", "last": "2026-03-31", "weekdays": [5], "hours": []}
    assert len(caller.post("/times/rota", rota)[1]["shift_ids"]) == 4
    hours = {"member_ids": [sdr], "week": [[["09:00", "17:00"]]] * 5 + [[], []], "zone": "Europe/Berlin"}
    assert caller.post("/times/hours", hours)[1] == {"member_ids": [sdr]}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/times/leave", {"leaves": []}, 422, "invalid"),
        ("/times/leave", {"leaves": [{"member_id": 1, "since": "2026-03-05", "until": "x"}]}, 422, "invalid"),
        ("/times/leave/cancel", {"leave_ids": [999_999]}, 404, "not_found"),
        ("/times/shifts", {"shifts": [{"member_id": 1, "day": "9999-12-31", "hours": []}]}, 422, "invalid"),
        ("/times/shifts", {"shifts": [{"member_id": 1, "day": "2026-03-07", "hours": [["x", "y"]]}]}, 422, "bad_hours"),
        ("/times/shifts/clear", {"shift_ids": [999_999]}, 404, "not_found"),
        ("/times/hours", {"member_ids": [999_999], "zone": "Europe/Berlin"}, 404, "not_found"),
        ("/times/hours", {"member_ids": [1], "country": "ZZ"}, 422, "unknown_country"),
    ],
)
def test_the_api_refuses(house: House, path: str, body: Any, status: int, code: str) -> None:
    answered, answer = Caller(house, scopes=("api.use", "members.edit")).post(path, body)
    assert (answered, answer["error"]["code"]) == (status, code)


def test_a_scope_bounds_whose_leave_a_program_enters(house: House) -> None:
    caller = Caller(house, scopes=("api.use",))
    sdr = house.members["sdr"].pk
    span = {"since": "2026-03-05T01:00:00Z", "until": "2026-03-06T01:00:00Z"}
    assert caller.post("/times/leave", {"leaves": [{"member_id": sdr, **span}]})[0] == 403
    own = house.members["administrator"].pk
    assert caller.post("/times/leave", {"leaves": [{"member_id": own, **span}]})[0] == 201
    assert caller.get(f"/times/leave?first=2026-03-01&last=2026-03-31&member_id={sdr}")[0] == 404
    assert caller.get("/times/leave?first=2026-03-31&last=2026-03-01")[0] == 422


def test_the_book_of_hours_says_which_deadlines_would_move(house: House) -> None:
    first = list_open(house.viewer("administrator"))[0]
    body = rulebook.current(house.workspace_id, "calendar").body
    day = timezone.localtime(first.due_at).date()
    off = {**body, "extra_off": [{"date": f"{clock.now():%Y-%m-%d}", "until": f"{day}", "name": "Outing"}]}
    found = try_calendar(house.viewer("administrator"), off)
    assert found.figures[2].then == str(len(found.rows)) == "2"
    assert found.rows[0][0] == To("Person 1", first.lead_id)
    same = try_calendar(house.viewer("administrator"), body)
    assert (same.figures[1].then, same.figures[2].then, same.rows) == ("0", "0", ())
    assert list_open(house.viewer("administrator"))[0].due_at == first.due_at
    assert rulebook.current(house.workspace_id, "calendar").body == body
    assert not Fact.objects.of(house.workspace_id).filter(kind="tenants.TimesChanged").exists()


def test_leave_moves_the_deadlines_that_run_and_taking_it_back_moves_them_back(house: House) -> None:
    client, viewer = house.client("sdr"), house.viewer("administrator")
    due = [row.due_at for row in list_open(viewer)]
    client.post("/time/leave/", {"kind": "sick", "first": "2026-03-02", "last": "2026-03-03"})
    later = [row.due_at for row in list_open(viewer)]
    assert len(due) == len(later) == 2
    assert all(then >= before + DAY for before, then in zip(due, later, strict=True))
    client.post("/time/leave/cancel/", {"leave": leaves(house)[0].id})
    assert [row.due_at for row in list_open(viewer)] == due


def test_faults_of_the_book_of_hours_stand_beside_their_fields(house: House) -> None:
    body = rulebook.current(house.workspace_id, "calendar").body
    wrong = {**body, "extra_off": [{"date": "2026-02-30"}], "lunch": [["13:00", "12:30"]]}
    status, answer = Caller(house, scopes=("api.use", "rules.edit", "leads.see")).post(
        "/rules/calendar", {"body": wrong, "note": "x", "after": 1}
    )
    assert status == 422
    told = {fault["field"]: fault["code"] for fault in answer["error"]["fields"]}
    assert told["extra_off.1.date"] == "bad_date"
    assert told["lunch"] == "ends_before_start"
