"""Leads enter plans, are written to at their time and once, and leave by what is heard of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.connect.mail import SmtpMailer
from gleanry.flow.followup.actions import invalidate_leads, qualify_leads, return_leads
from gleanry.flow.identify.actions import merge_records, record_touches
from gleanry.flow.identify.shapes import Kind, MergeOrder
from gleanry.flow.nurture.actions import (
    begin_by_hand,
    bounce_mails,
    finish_todo,
    publish_plans,
    resume_stay,
    run_plans,
    send_mails,
    stop_stay,
)
from gleanry.flow.nurture.models import Message, PlanStay
from gleanry.flow.nurture.queries import count_steps, enrolments_of, list_todo, messages_of, stays_of
from gleanry.kit import clock, ledger
from gleanry.kit.errors import Refusal
from gleanry.kit.rulebook import BadRules
from gleanry.leads.models import Lead
from gleanry.leads.shapes import Pool
from gleanry.market.audience.actions import define_segment, tend
from gleanry.people.queries import consents_of
from gleanry.tenants.shapes import Viewer
from gleanry.touches.shapes import NewTouch
from tests.conftest import MONDAY, House
from tests.nurture.conftest import FORM, publish, step
from tests.nurture.server import MailServer

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def give_back(house: House, *forms: dict[str, Any], at: datetime = MONDAY) -> list[int]:
    leads = house.send(*(forms or (FORM,)), at=at)
    return_leads(house.viewer(), leads, "no_need_now", at)
    ledger.drain(house.id)
    return leads


def form(n: int) -> dict[str, Any]:
    return FORM | {"phone": f"1390013{n:04d}", "email": f"p{n}@sample.cn", "person_name": f"人{n}"}


def run(house: House, at: datetime) -> None:
    while run_plans(house.id, at):
        pass
    ledger.drain(house.id)


def mail_out(house: House, mailer: SmtpMailer, at: datetime) -> int:
    with clock.stopped(at):
        sent = send_mails(house.id, mailer)
    ledger.drain(house.id)
    return sent


def stay_of(house: House, lead_id: int) -> Any:
    return stays_of(house.id, lead_id)[0]


def states(house: House, lead_id: int) -> list[tuple[str, str]]:
    return [(row.step, row.state) for row in messages_of(house.id, lead_id)][::-1]


def touch(house: House, lead_id: int, kind: str, at: datetime) -> None:
    person_id = Lead.objects.of(house.id).get(pk=lead_id).person_id
    record_touches(house.id, [NewTouch(kind, at, person_id=person_id)], at)
    ledger.drain(house.id)


def test_a_plan_is_walked_step_by_step(house: House, server: MailServer, mailer: SmtpMailer) -> None:
    publish(house, step(code="hello"), step("task", code="call", wait={"days": 3}), step("message", code="wechat"))
    (lead,) = give_back(house)
    assert (stay_of(house, lead).step, stay_of(house, lead).due_at) == ("hello", MONDAY + DAY)
    run(house, MONDAY + DAY - HOUR)
    assert states(house, lead) == []

    run(house, MONDAY + DAY)
    assert states(house, lead) == [("hello", "queued")]
    assert mail_out(house, mailer, MONDAY + DAY) == 1
    (mail,) = server.mails
    assert mail["To"] == "xm.wang@sample.cn"
    assert mail["Subject"] == "王小明您好"
    assert mail["Message-ID"].startswith(f"<gleanry.{house.id}.")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://crm.example/mail/stop/")
    assert link in mail.get_content()  # type: ignore[attr-defined]  # of the newer kind of message

    run(house, MONDAY + 4 * DAY)
    run(house, MONDAY + 5 * DAY)
    assert states(house, lead) == [("hello", "sent"), ("call", "todo"), ("wechat", "todo")]
    assert stay_of(house, lead).ended_why == "done"
    todo = list_todo(house.viewer())
    assert [row.kind for row in todo] == ["task", "message"]
    finish_todo(house.viewer(), todo[0].id, MONDAY + 5 * DAY)
    assert [row.kind for row in list_todo(house.viewer())] == ["message"]


def test_a_step_is_done_once_whoever_runs_and_however_late(
    house: House, server: MailServer, mailer: SmtpMailer
) -> None:
    publish(house, step(code="one"), step(code="two"))
    (lead,) = give_back(house)
    weekend = MONDAY + 20 * DAY
    run(house, weekend)
    run(house, weekend)
    assert states(house, lead) == [("one", "queued")]
    assert stay_of(house, lead).due_at == weekend + DAY
    assert mail_out(house, mailer, weekend) == 1
    assert mail_out(house, mailer, weekend) == 0
    assert len(server.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_and_send_once(house: House, server: MailServer, mailer: SmtpMailer) -> None:
    publish(house, step(code="one"))
    forms = [
        FORM | {"phone": f"1380013{n:04d}", "email": f"p{n}@sample.cn", "person_name": f"人{n}"} for n in range(12)
    ]
    leads = give_back(house, *forms)

    def work(_: int) -> None:
        try:
            with clock.stopped(MONDAY + DAY):
                run_plans(house.id, MONDAY + DAY)
                send_mails(house.id, mailer)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert Message.objects.of(house.id).count() == len(leads)
    assert sorted(str(mail["To"]) for mail in server.mails) == sorted(sent["email"] for sent in forms)


def test_a_killed_worker_sends_nothing_twice(house: House, server: MailServer, mailer: SmtpMailer) -> None:
    publish(house, step(code="one"))
    (lead,) = give_back(house)
    run(house, MONDAY + DAY)
    server.answers["END"] = None  # it took the text and broke off
    assert mail_out(house, mailer, MONDAY + DAY) == 0
    assert states(house, lead) == [("one", "unsure")]
    Message.objects.of(house.id).update(state="sending", tried_at=MONDAY + DAY)
    assert mail_out(house, mailer, MONDAY + DAY + 2 * HOUR) == 0
    assert states(house, lead) == [("one", "unsure")]


def test_refused_for_now_is_tried_again_and_for_good_ends_the_stay(
    house: House, server: MailServer, mailer: SmtpMailer
) -> None:
    publish(house, step(code="one", wait={}), step(code="two"))
    (lead,) = give_back(house)
    run(house, MONDAY)
    server.answers["RCPT"] = "450 come back later"
    assert mail_out(house, mailer, MONDAY) == 0
    (row,) = messages_of(house.id, lead)
    assert (row.state, row.not_before) == ("queued", MONDAY + timedelta(minutes=5))
    assert "450" in row.error
    server.answers["RCPT"] = "550 nobody of this name"
    mail_out(house, mailer, MONDAY + timedelta(minutes=5))
    assert states(house, lead) == [("one", "failed")]
    assert stay_of(house, lead).ended_why == "unreachable"


def test_a_server_that_is_not_there_is_tried_until_one_gives_up(
    house: House, server: MailServer, mailer: SmtpMailer
) -> None:
    publish(house, step(code="one", wait={}))
    (lead,) = give_back(house)
    run(house, MONDAY)
    server.close()
    at = MONDAY
    for _ in range(6):
        mail_out(house, mailer, at)
        at = messages_of(house.id, lead)[0].not_before
    assert states(house, lead) == [("one", "failed")]


def test_mail_waits_for_hours_days_and_the_cap(house: House) -> None:
    manners = {"quiet": {"from": "20:00", "to": "09:00"}, "working_days": True, "cap": {"mails": 1, "days": 7}}
    publish(house, step(code="one", wait={}), step(code="two"), **manners)
    (lead,) = give_back(house, at=MONDAY + 4 * DAY + 11 * HOUR)  # Friday, nine in the evening there
    run(house, MONDAY + 4 * DAY + 11 * HOUR)
    monday = MONDAY + 7 * DAY - HOUR
    assert stay_of(house, lead).due_at == monday
    run(house, monday)
    assert states(house, lead) == [("one", "queued")]
    run(house, monday + DAY)
    assert stay_of(house, lead).due_at == monday + 7 * DAY
    run(house, monday + 7 * DAY)
    assert states(house, lead) == [("one", "queued"), ("two", "queued")]


def test_the_cap_holds_across_the_plans_of_one_person(house: House) -> None:
    publish(house, step(code="one", wait={}), cap={"mails": 1, "days": 7})
    one, other = give_back(house, FORM, form(1))
    winner, loser = (Lead.objects.of(house.id).get(pk=lead).person_id or 0 for lead in (one, other))
    merge_records(house.viewer(), [MergeOrder(Kind.PERSON, winner, loser)], MONDAY)
    run(house, MONDAY)
    assert Message.objects.of(house.id).count() == 1


@pytest.mark.parametrize(
    ("kind", "why"),
    [("mail_replied", "replied"), ("form_submitted", "form"), ("mail_unsubscribed", "unsubscribed"),
     ("mail_reported_spam", "unsubscribed")],
)  # fmt: skip
def test_who_answers_leaves(house: House, mailer: SmtpMailer, server: MailServer, kind: str, why: str) -> None:
    publish(house, step(code="one", wait={}), wake={})
    (lead,) = give_back(house)
    run(house, MONDAY)
    touch(house, lead, kind, MONDAY + HOUR)
    assert stay_of(house, lead).ended_why in {why, "done"}
    publish(house, step(code="one", wait={}), step(code="two"), wake={})
    begin_by_hand(house.viewer(), [lead], "warm", MONDAY + HOUR)
    touch(house, lead, kind, MONDAY + 2 * HOUR)
    assert stay_of(house, lead).ended_why == why
    if why == "unsubscribed":
        person = Lead.objects.of(house.id).get(pk=lead).person_id or 0
        assert consents_of(house.id, [person])[person]["mail"].state == "denied"
        assert mail_out(house, mailer, MONDAY + 2 * HOUR) == 0
        assert server.mails == []
        begin_by_hand(house.viewer(), [lead], "warm", MONDAY + DAY)
        run(house, MONDAY + DAY)
        assert stay_of(house, lead).ended_why == "unsubscribed"


def test_a_step_waits_for_what_happens_or_until_its_time(house: House) -> None:
    publish(house, step(code="one", wait={"event": "mail_opened", "days": 9}))
    one, other = give_back(house, FORM, form(1))
    touch(house, one, "mail_opened", MONDAY + HOUR)
    run(house, MONDAY + HOUR)
    assert (states(house, one), states(house, other)) == ([("one", "queued")], [])
    run(house, MONDAY + 9 * DAY)
    assert states(house, other) == [("one", "queued")]


def test_invalid_and_claimed_leads_leave(house: House) -> None:
    publish(house, step(code="one"), step(code="two"))
    one, other = give_back(house, FORM, form(1))
    invalidate_leads(house.viewer(), [one], "junk", MONDAY + HOUR)
    ledger.drain(house.id)
    assert stay_of(house, one).ended_why == "invalid"
    from gleanry.flow.route.actions import claim_leads

    claim_leads(house.viewer(house.sdrs[0]), [other], MONDAY + HOUR)
    ledger.drain(house.id)
    assert stay_of(house, other).ended_why == "claimed"


def test_a_strong_touch_wakes_a_nurtured_lead(house: House) -> None:
    publish(house, step(code="one"))
    (lead,) = give_back(house)
    touch(house, lead, "page_visited", MONDAY + HOUR)
    assert Lead.objects.of(house.id).get(pk=lead).pool == Pool.NURTURE
    touch(house, lead, "site_chat", MONDAY + DAY)
    assert Lead.objects.of(house.id).get(pk=lead).pool == Pool.SDR
    assert enrolments_of(house.id, lead)[0].ended_by_id == "touched"
    assert stay_of(house, lead).ended_why == "reawakened"


def test_a_grade_that_rises_wakes_and_one_that_stays_does_not(house: House) -> None:
    from gleanry.flow.score.facts import Graded

    publish(house, step(code="one"))
    (lead,) = give_back(house)
    from django.db import transaction

    for grade, pool in (("A3", Pool.NURTURE), ("A2", Pool.SDR)):
        with transaction.atomic():
            ledger.announce(house.id, Graded((lead,), (grade,)), at=MONDAY + DAY)
        ledger.drain(house.id)
        assert Lead.objects.of(house.id).get(pk=lead).pool == pool, grade


def test_who_enters_a_segment_enters_its_plan_once(house: House, insider: Viewer) -> None:
    publish(house, step(code="one"), enter={"segments": ["Readers"]})
    (lead,) = house.send(FORM)
    define_segment(insider, "Readers", {"rows": [{"of": "touch", "kind": "page_visited", "days": 5}]}, MONDAY)
    tend(house.id, MONDAY)
    for day in (1, 20):
        touch(house, lead, "page_visited", MONDAY + day * DAY)
        tend(house.id, MONDAY + day * DAY)
        ledger.drain(house.id)
        tend(house.id, MONDAY + (day + 6) * DAY)
        run(house, MONDAY + (day + 6) * DAY)
    (stay,) = stays_of(house.id, lead)
    assert stay.reason == "segment:Readers"


def test_a_graded_lead_enters_the_plan_of_its_cell(house: House) -> None:
    grades = [f"{fit}{band}" for fit in "ABCD" for band in "1234"]
    publish(house, step(code="one"), enter={"grades": grades})
    (lead,) = house.send(FORM)
    assert stay_of(house, lead).reason.startswith("grade:")


def test_a_stay_is_stopped_and_goes_on_by_hand(house: House, outsider: Viewer) -> None:
    publish(house, step(code="one"), step(code="two"))
    (lead,) = give_back(house)
    stay = stay_of(house, lead)
    with pytest.raises(Refusal, match="not_found"):
        stop_stay(outsider, stay.id, MONDAY)
    stop_stay(house.viewer(), stay.id, MONDAY)
    run(house, MONDAY + 3 * DAY)
    assert states(house, lead) == []
    assert [(c.step, c.waiting, c.stopped) for c in count_steps(house.viewer())] == [("one", 1, 1)]
    resume_stay(house.viewer(), stay.id, MONDAY + 3 * DAY)
    run(house, MONDAY + 3 * DAY)
    assert states(house, lead) == [("one", "queued")]
    stop_stay(house.viewer(), stay.id, MONDAY + 3 * DAY, for_good=True)
    assert states(house, lead) == [("one", "dropped")]


def test_a_bounce_ends_the_stay(house: House) -> None:
    publish(house, step(code="one"), step(code="two"))
    (lead,) = give_back(house)
    run(house, MONDAY + DAY)
    key = Message.objects.of(house.id).get().key
    assert bounce_mails(house.id, [key, "gleanry.0.0.0.no"], MONDAY + DAY) == 1
    assert (stay_of(house, lead).ended_why, states(house, lead)) == ("unreachable", [("one", "bounced")])


def test_without_an_address_the_step_is_skipped_and_said(house: House) -> None:
    publish(house, step(code="one"), step("task", code="two"))
    (lead,) = give_back(house, {"person_name": "王小明", "phone": "13800138001"})
    run(house, MONDAY + DAY)
    run(house, MONDAY + 2 * DAY)
    assert states(house, lead) == [("one", "skipped"), ("two", "todo")]


def test_a_batch_costs_as_many_statements_as_one(house: House) -> None:
    publish(house, step(code="one", wait={}), step(code="two"))
    forms = [
        FORM | {"phone": f"1380013{n:04d}", "email": f"p{n}@sample.cn", "person_name": f"人{n}"} for n in range(30)
    ]
    counts = []
    for batch in (forms[:1], forms[1:]):
        give_back(house, *batch)
        with CaptureQueriesContext(connection) as seen:
            run_plans(house.id, MONDAY)
        counts.append(len(seen))
    # SQLite's executemany is one statement a row there.
    assert connection.vendor == "sqlite" or counts[0] == counts[1]


def test_plans_that_cannot_work_are_refused(house: House, insider: Viewer, teammate: Viewer) -> None:
    body = {"plans": [{"code": "a", "enter": {"segments": ["Nobody's"]}, "steps": [step()]}]}
    with pytest.raises(BadRules) as refused:
        publish_plans(insider, body, MONDAY, note="try")
    assert [fault["code"] for fault in refused.value.data["faults"]] == ["unknown_segment"]
    with pytest.raises(Refusal, match="forbidden"):
        publish_plans(teammate, {"plans": []}, MONDAY, note="try")
    assert not PlanStay.objects.of(house.id).exists()
    with pytest.raises(Refusal, match="bad_choice"):
        begin_by_hand(insider, [1], "unheard_of", MONDAY)


def test_a_qualified_lead_in_hand_goes_on_with_its_plan(house: House) -> None:
    """A plan somebody put a held lead into is not ended by its work going on."""
    publish(house, step(code="one"), enter={})
    (lead,) = house.send(FORM)
    begin_by_hand(house.viewer(), [lead], "warm", MONDAY)
    qualify_leads(house.viewer(), [lead], MONDAY + HOUR)
    ledger.drain(house.id)
    assert stay_of(house, lead).ended_at is None
