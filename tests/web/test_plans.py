"""Plans on their page and on that of a lead; the link that stops mail; what mail services tell."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from gleanry.flow.followup.actions import return_leads
from gleanry.flow.nurture.actions import begin_by_hand, run_plans
from gleanry.flow.nurture.actions.sending import stop_token
from gleanry.flow.nurture.models import Message, PlanStay
from gleanry.kit import clock, ledger, rulebook
from gleanry.people.queries import consents_of
from gleanry.touches.models import Touch
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"zh": "{name}您好", "en": "Hello {name}"}
STEPS = [
    {"code": "one", "do": "mail", "wait": {}, "subject": WORDS, "body": WORDS},
    {"code": "two", "do": "task", "wait": {"days": 1}, "body": {"zh": "打电话", "en": "Call them"}},
]


def warm(house: House) -> int:
    """One lead in a plan whose first mail is written; returns the lead."""
    enter = {"returned": ["no_budget"]}
    plan = {"code": "warm", "zh": "保温", "en": "Keep warm", "enter": enter, "steps": STEPS}
    manners = {"quiet": {"from": "00:00", "to": "00:00"}, "working_days": False}
    rulebook.publish(house.workspace_id, "plans", {**manners, "plans": [plan]})
    house.send(record(7, email="p7@sample.example"))
    lead = max(house.leads(), key=lambda row: row.pk)
    return_leads(house.viewer("administrator"), [lead.pk], "no_budget", clock.now())
    ledger.drain(house.workspace_id)
    run_plans(house.workspace_id, clock.now())
    return lead.pk


def test_plans_show_who_is_where_and_what_is_missing(house: House) -> None:
    lead = warm(house)
    client = house.client("marketer")
    text = client.get("/plans/").content.decode()
    assert "Keep warm" in text
    assert "1 e-mail is kept until it is." in text
    assert "Missing: GLEANRY_MAIL_HOST, GLEANRY_MAIL_FROM, GLEANRY_URL" in text
    plan = client.get("/plans/warm/").content.decode()
    assert "王小明您好" in plan
    assert "Hello Jane Miller" in plan
    assert f'href="/leads/{lead}/"' in plan
    assert client.get("/plans/none/").status_code == 404


def test_a_lead_shows_its_plan_and_is_stopped_there(house: House) -> None:
    lead = warm(house)
    client = house.client("administrator")
    page = client.get(f"/leads/{lead}/").content.decode()
    assert "Keep warm" in page
    assert "Hello Person 7" in page
    stay = PlanStay.objects.of(house.workspace_id).get()
    for verb, stopped in (("stop", True), ("resume", False)):
        client.post("/plans/change/", {"do": verb, "key": stay.pk})
        stay = PlanStay.objects.of(house.workspace_id).get()
        assert stay.stopped is stopped
    run_plans(house.workspace_id, clock.now() + timedelta(days=2))
    assert "To be done by hand" in client.get("/plans/").content.decode()
    task = Message.objects.of(house.workspace_id).get(kind="task")
    assert task.owner_id == house.members["marketer"].pk
    client.post("/plans/change/", {"do": "finish", "key": task.pk})
    assert "To be done by hand" not in client.get("/plans/").content.decode()
    client.post("/plans/change/", {"do": "begin", "key": lead, "plan": "warm"})
    client.post("/plans/change/", {"do": "end", "key": PlanStay.objects.of(house.workspace_id).latest("pk").pk})
    assert "Ended by hand" in client.get(f"/leads/{lead}/").content.decode()


def test_others_neither_see_nor_change_it(house: House, stranger: House) -> None:
    lead = warm(house)
    stay = PlanStay.objects.of(house.workspace_id).get()
    assert stranger.client("administrator").post("/plans/change/", {"do": "stop", "key": stay.pk}).status_code == 404
    assert f"/leads/{lead}/" not in house.client("seller").get("/plans/warm/").content.decode()
    assert house.client("marketer").post("/plans/change/", {"do": "stop", "key": stay.pk}).status_code == 403


def test_one_click_stops_mail_and_looking_does_not(house: House) -> None:
    warm(house)
    mail = Message.objects.of(house.workspace_id).get()
    link, reader = f"/mail/stop/{stop_token(mail)}/", Client(enforce_csrf_checks=True)
    assert re.search("(不再接收|No more e-mail)", reader.get(link).content.decode())
    person = mail.person_id or 0
    assert consents_of(house.workspace_id, [person])[person] == {}
    for _ in range(2):
        answer = reader.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    ledger.drain(house.workspace_id)
    assert consents_of(house.workspace_id, [person])[person]["mail"].state == "denied"
    assert Touch.objects.of(house.workspace_id).filter(kind="mail_unsubscribed").count() == 1
    assert PlanStay.objects.of(house.workspace_id).get().ended_why == "unsubscribed"
    assert reader.get(f"/mail/stop/{stop_token(mail)[:-3]}/").status_code == 404


def test_a_mail_service_tells_what_became_of_a_mail(house: House, stranger: House) -> None:
    lead = warm(house)
    key = Message.objects.of(house.workspace_id).get().key
    events = [{"message_id": f"<{key}@sample.example>", "event": "opened"}, {"message_id": "<x@y>", "event": "replied"}]
    body = {"events": events}
    answer = house.client("marketer").post("/api/v1/mail-events", body, content_type="application/json")
    assert answer.json() == {"known": 1, "unknown": 1}
    assert Touch.objects.of(house.workspace_id).filter(kind="mail_opened", lead_id=lead).exists()
    answer = stranger.client("marketer").post("/api/v1/mail-events", body, content_type="application/json")
    assert answer.json() == {"known": 0, "unknown": 2}
    bounced = {"events": [{"message_id": f"<{key}@sample.example>", "event": "bounced"}]}
    house.client("marketer").post("/api/v1/mail-events", bounced, content_type="application/json")
    assert PlanStay.objects.of(house.workspace_id).get().ended_why == "unreachable"
    assert begin_by_hand(house.viewer("administrator"), [lead], "warm", clock.now()) == 1
