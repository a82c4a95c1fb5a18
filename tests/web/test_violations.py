"""The record of missed deadlines, and the deadlines that run: filtered, paged by key, within reach."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.flow.followup.models import Deadline, Violation
from gleanry.flow.followup.queries import count_open, count_violations, list_open, list_violations
from gleanry.flow.followup.shapes import PromiseFilters
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def late(house: House) -> House:
    """Every lead was missed once; each owes a decision now."""
    house.send(*(record(n) for n in range(20, 80)))
    last = Deadline.objects.of(house.workspace_id).order_by("-due_at").values_list("due_at", flat=True)[0]
    sweep_deadlines(last + timedelta(minutes=20), workspace_id=house.workspace_id)
    return house


def _leads(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'class="who" href="/leads/(\d+)/"', page)]


def _count(page: str) -> int:
    found = re.search(r'id="count">([\d,]+) ', page)
    assert found is not None
    return int(found.group(1).replace(",", ""))


@pytest.mark.parametrize("path", ["/violations/", "/deadlines/"])
def test_pages_follow_one_another_and_add_up(late: House, path: str) -> None:
    client = late.client("administrator")
    seen: list[int] = []
    url: str | None = path
    while url:
        page = client.get(url).content.decode()
        seen += _leads(page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        url = f"{path}{older.group(1)}".replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) == _count(client.get(path).content.decode()) == 62


def test_filters_narrow_list_and_count_alike(late: House) -> None:
    client, sdr = late.client("administrator"), late.members["sdr"].pk
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    for query, expected in (
        ("kind=first_contact", 62),
        ("kind=decide_sql", 0),
        (f"owner={sdr}", 62),
        ("owner=1", 0),
        (f"until={today - timedelta(days=40)}", 0),
        (f"since={today - timedelta(days=1)}", 62),
        ("kind=nonsense&owner=x&since=2026-13-40&after=-1", 62),
    ):
        assert _count(client.get(f"/violations/?{query}").content.decode()) == expected, query


def test_running_deadlines_are_narrowed_by_when_they_are_due(late: House) -> None:
    viewer = late.viewer("administrator")
    (first, *_rest) = list_open(viewer)
    assert count_open(viewer, PromiseFilters(until=first.due_at)) >= 1
    assert count_open(viewer, PromiseFilters(until=first.due_at - timedelta(microseconds=1))) == 0


def test_what_others_missed_is_seen_by_those_who_lead_them(late: House, stranger: House) -> None:
    assert _count(late.client("sdr").get("/violations/").content.decode()) == 62
    for client in (late.client("seller"), stranger.client("administrator")):
        for path in ("/violations/", "/deadlines/", f"/violations/?owner={late.members['sdr'].pk}"):
            page = client.get(path).content.decode()
            assert _count(page) == 0
            assert "Person" not in page


def test_a_row_tells_its_evidence(late: House) -> None:
    page = late.client("administrator").get("/violations/").content.decode()
    assert "sdr of home" in page
    assert "noticed late" in page
    (row, *_rest) = list_violations(late.viewer("administrator"), limit=1)
    assert row.began_at is not None
    assert row.began_at < row.due_at


def test_the_head_of_the_team_is_led_there_from_today(late: House) -> None:
    page = late.client("administrator").get("/").content.decode()
    href, count = re.findall(r'href="(/violations/\?since=[\d-]+)"><strong data-count="(\d+)"', page)[0]
    assert _count(late.client("administrator").get(href).content.decode()) == int(count)


@pytest.mark.parametrize("path", ["/violations/", "/deadlines/"])
def test_a_page_costs_the_same_statements_however_long_the_record(late: House, path: str) -> None:
    client = late.client("administrator")
    client.get(path)
    with CaptureQueriesContext(connection) as full:
        client.get(path)
    for model in (Violation, Deadline):
        kept = model.objects.of(late.workspace_id).order_by("-pk").values_list("pk", flat=True)[0]
        model.objects.of(late.workspace_id).exclude(pk=kept).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    assert len(full) == len(few) <= 30


def test_counts_and_lists_agree_for_every_role(late: House) -> None:
    for role in late.members:
        viewer = late.viewer(role)
        assert count_violations(viewer) == len(list_violations(viewer, limit=1000)), role
        assert count_open(viewer) == len(list_open(viewer, limit=1000)), role
