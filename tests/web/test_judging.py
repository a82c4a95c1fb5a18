"""Pauses, reminders, evidence and judgements on their pages, for whom they are and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.flow.followup.models import Deadline, Notice, Violation
from gleanry.flow.followup.queries import clocks_of
from gleanry.kit import clock
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def late(house: House) -> House:
    last = Deadline.objects.of(house.workspace_id).order_by("-due_at").values_list("due_at", flat=True)[0]
    sweep_deadlines(last, workspace_id=house.workspace_id)
    return house


def _counted(page: str) -> str:
    (found,) = re.findall(r'id="count">(\d+)', page)
    return str(found)


def _day(days: int) -> str:
    return (timezone.localtime(clock.now()).date() + timedelta(days=days)).isoformat()


def test_a_holder_pauses_a_lead_on_its_page_and_lets_it_run(house: House) -> None:
    client, lead = house.client("sdr"), house.leads()[0]
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert f'action="/leads/{lead.pk}/pause/"' in page
    sent = {"reason": "customer_away", "until": _day(3), "note": "on leave until Friday"}
    page = client.post(f"/leads/{lead.pk}/pause/", sent, follow=True).content.decode()
    assert "on leave until Friday" in page
    assert f'action="/leads/{lead.pk}/resume/"' in page
    assert all(row.paused_at for row in clocks_of(house.workspace_id, lead.pk))
    paused = client.get("/deadlines/?due=paused").content.decode()
    assert _counted(paused) == str(len(clocks_of(house.workspace_id, lead.pk)))
    assert f'href="/leads/{lead.pk}/"' in paused
    client.post(f"/leads/{lead.pk}/resume/")
    assert not any(row.paused_at for row in clocks_of(house.workspace_id, lead.pk))


@pytest.mark.parametrize(
    ("until", "words"),
    [("", "Choose a day"), ("x", "Choose a day"), (_day(90), "longer than a pause"), (_day(-2), "still")],
)
def test_what_cannot_be_paused_says_why(house: House, until: str, words: str) -> None:
    lead = house.leads()[0]
    answer = house.client("sdr").post(f"/leads/{lead.pk}/pause/", {"reason": "other", "until": until})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_strangers_neither_pause_nor_see(late: House, stranger: House) -> None:
    lead = late.leads()[0]
    missed = Violation.objects.of(late.workspace_id).first()
    assert missed is not None
    for client in (late.client("seller"), stranger.client("administrator")):
        assert client.post(f"/leads/{lead.pk}/pause/", {"reason": "other", "until": _day(2)}).status_code == 404
        assert client.get(f"/violations/{missed.pk}/").status_code == 404
        client.post("/violations/judge/", {"violation": missed.pk, "do": "excuse", "note": "x"})
    assert not any(row.paused_at for row in clocks_of(late.workspace_id, lead.pk))
    missed.refresh_from_db()
    assert missed.verdict == ""


def test_a_holder_appeals_and_a_manager_judges(late: House) -> None:
    ids = list(Violation.objects.of(late.workspace_id).values_list("pk", flat=True))
    page = late.client("sdr").get(f"/violations/{ids[0]}/").content.decode()
    assert f'action="/violations/{ids[0]}/appeal/"' in page
    assert 'value="excuse"' not in page
    late.client("sdr").post(f"/violations/{ids[0]}/appeal/", {"note": "the phone was off"})
    manager = late.client("administrator")
    assert "the phone was off" in manager.get(f"/violations/{ids[0]}/").content.decode()
    answer = manager.post("/violations/judge/", {"violation": ids, "do": "excuse", "note": "fair week"}, follow=True)
    assert f"{len(ids)} missed deadlines judged." in answer.content.decode()
    assert "fair week" in manager.get(f"/violations/{ids[0]}/").content.decode()
    assert (
        late.client("sdr").post("/violations/judge/", {"violation": ids, "do": "uphold", "note": "x"}).status_code
        == 403
    )
    for sent in ({"violation": ids, "do": "forget", "note": "x"}, {"do": "excuse", "note": "x"}):
        assert manager.post("/violations/judge/", sent).status_code == 422


def test_the_numbers_of_the_summary_open_the_lists_they_count(late: House) -> None:
    client = late.client("administrator")
    page = client.get("/violations/summary/?since=2020-01-01&until=2999-12-31").content.decode()
    links = re.findall(r'<a href="(/violations/\?[^"]+)">(\d+)</a>', page)
    assert links
    for href, count in links:
        listed = client.get(href.replace("&amp;", "&")).content.decode()
        assert _counted(listed) == count, href
    assert client.get("/violations/summary/").status_code == 302


def test_the_list_is_exported_as_filtered(late: House) -> None:
    client = late.client("administrator")
    lines = client.get("/violations/export.csv").getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + Violation.objects.of(late.workspace_id).count()
    assert "First contact" in lines[1]
    none = client.get("/violations/export.csv?verdict=upheld").getvalue().decode("utf-8-sig")
    assert len(none.splitlines()) == 1
    assert late.client("sdr").get("/violations/export.csv").status_code == 403


def test_a_reminder_stands_on_today_until_it_is_seen(house: House) -> None:
    row = Deadline.objects.of(house.workspace_id).filter(remind_at__isnull=False).first()
    assert row is not None
    assert row.remind_at is not None
    with clock.stopped(row.remind_at):
        sweep_deadlines(row.remind_at)
        client = house.client("sdr")
        page = client.get("/").content.decode()
        assert "Deadlines to look at" in page
        client.post("/today/dismiss/", {"notice": [n.pk for n in Notice.objects.of(house.workspace_id)]})
        assert "Deadlines to look at" not in client.get("/").content.decode()
