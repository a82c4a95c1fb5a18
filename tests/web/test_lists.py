"""Filters, pages and exports of the lead list, and the funnel whose numbers open into it."""

from __future__ import annotations

import csv
import io
import re

import pytest

from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.kit import clock
from gleanry.leads.shapes import LeadFilters
from gleanry.values.cell import safe_cell
from gleanry.web.forms.lead_filters import filters_from, query_of
from tests.web.conftest import House, record


@pytest.mark.parametrize(
    "filters",
    [
        LeadFilters(),
        LeadFilters(pool="sdr", state="pending", grade="A1", month="2026-11", reached="mql", text="宝山 & co"),
        LeadFilters(unowned=True, source="", campaign=""),
        LeadFilters(owner_id=7, source="a=b&c", campaign="~x", anomaly="won_before_first_contact"),
    ],
)
def test_an_address_holds_the_filters(filters: LeadFilters) -> None:
    from django.http import QueryDict

    assert filters_from(QueryDict(query_of(filters)).dict()) == filters


@pytest.mark.parametrize(
    "query", ["pool=nowhere", "owner=x", "owner=99999999999999999999", "month=2026-13", "reached=moon"]
)
def test_what_cannot_be_understood_is_left_out(query: str) -> None:
    from django.http import QueryDict

    assert filters_from(QueryDict(query).dict()) == LeadFilters()


def test_pages_follow_one_another_without_gap_or_repeat(house: House) -> None:
    house.send(*(record(n) for n in range(100, 220)))
    client = house.client("administrator")
    seen: list[str] = []
    path = "/leads/"
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r'class="who" href="/leads/(\d+)/"', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = f"/leads/{older.group(1)}".replace("&amp;", "&") if older else ""
    assert seen == [str(lead.pk) for lead in reversed(house.leads())]


def test_the_export_holds_the_filtered_list_and_runs_no_formula(house: House) -> None:
    house.send(record(7, person_name='=HYPERLINK("http://x")', source="web"))
    answer = house.client("administrator").get("/leads/export.csv?source=web")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a stream
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:3] == ["Lead", "Person", "Job title"]
    assert len(rows) == 2
    assert rows[1][1] == """'=HYPERLINK("http://x")"""
    assert rows[1][4] == "'+8613812340007"
    assert rows[1][9:11] == ["SDR", "Not contacted"]


@pytest.mark.parametrize("text", ["-1", "-1,200.50", "1=1", "a@b.c"])
def test_a_plain_cell_is_left_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["=1", "+1", "-1+cmd", "-a", "@x", "\t=1", "  =1"])
def test_a_cell_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", ["source", "campaign", "owner", "month"])
@pytest.mark.parametrize("role", ["administrator", "sales_director"])
def test_every_number_of_the_funnel_equals_its_list(house: House, by: str, role: str) -> None:
    house.send(*(record(n, campaign="spring" if n % 2 else "") for n in range(30, 40)), record(30, message="again"))
    admin, now = house.viewer("administrator"), clock.now()
    ids = [lead.pk for lead in house.leads(pool="sdr")]
    qualify_leads(admin, ids[:5], now)
    accept_leads(admin, ids[:2], now)
    client = house.client(role)
    page = client.get(f"/funnel/?by={by}").content.decode()
    cells = re.findall(r'<a href="(/leads/[^"]*)" data-count="(\d+)"', page)
    assert len(cells) >= 14
    for path, count in cells:
        query = path.replace("&amp;", "&").partition("?")[2]
        listed = client.get(f"/leads/?{query}").content.decode()
        assert f'hx-get="/leads/count/?{query}"'.replace("&", "&amp;") in listed
        shown = re.search(r">([\d,]+) leads?<", client.get(f"/leads/count/?{query}").content.decode())
        assert shown is not None
        assert shown.group(1).replace(",", "") == count, path
