"""Statements and visits on pages: own ones, everybody's for finance, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gleanry.flow.followup.models import Visit
from gleanry.flow.reward.actions import make_statements
from gleanry.flow.reward.models import Goal, Line, Statement
from gleanry.kit import clock
from gleanry.values.period import month_of
from tests.reward.test_statements import claim, house_like
from tests.web.conftest import House


@pytest.fixture
def paid(house: House) -> House:
    """The seller has a receipt of this month and of the last."""
    month = month_of(timezone.localtime(clock.now()).date()).first
    before = month_of(month - timedelta(days=1)).first
    seller = house.members["seller"].pk
    for at in (before, month):
        claim(house_like(house.workspace_id), seller, 10_000_00, at)
    make_statements(house.workspace_id, month, clock.now())
    make_statements(house.workspace_id, before, clock.now())
    return house


@pytest.mark.django_db(transaction=True)
def test_a_seller_sees_their_own_statement_with_its_lines_and_finance_everybodys(paid: House) -> None:
    seller, finance, sdr = (paid.client(role) for role in ("seller", "finance", "sdr"))
    mine = Statement.objects.of(paid.workspace_id).filter(member_id=paid.members["seller"].pk).order_by("month")
    page = seller.get("/rewards/").content.decode()
    assert f"/rewards/{mine[0].pk}/" in page and "Make statements" not in page
    statement = seller.get(f"/rewards/{mine[0].pk}/").content.decode()
    assert "10,000.00" in statement and "5 %" in statement and "¥550" in statement and "1.1 (outbound)" in statement
    assert sdr.get(f"/rewards/{mine[0].pk}/").status_code == 404
    month = f"{mine[0].month:%Y-%m}"
    whole = finance.get(f"/rewards/?month={month}").content.decode()
    assert "seller of home" in whole and "¥550" in whole
    assert finance.get(f"/rewards/export.csv?month={month}").status_code == 200
    assert seller.post("/rewards/run/", {"month": month, "do": "close"}).status_code == 403

    finance.post("/rewards/targets/", {"month": month, f"goal-{paid.members['seller'].pk}": "8,000"})
    assert Goal.objects.of(paid.workspace_id).get().amount_minor == 8_000_00
    late = finance.post("/rewards/run/", {"month": month, "do": "close"})
    assert late.status_code == 409
    award = {"month": month, "member": paid.members["sdr"].pk, "kind": "raise", "currency": "CNY", "reason": "steady"}
    assert finance.post("/rewards/award/", award).status_code == 302
    assert finance.post("/rewards/run/", {"month": month, "do": "make"}).status_code == 302
    assert Line.objects.of(paid.workspace_id).get(statement_id=mine[0].pk).pay_minor == 1_100_00
    assert finance.post("/rewards/run/", {"month": month, "do": "close"}).status_code == 302
    assert finance.post("/rewards/run/", {"month": month, "do": "pay"}).status_code == 302
    assert Statement.objects.of(paid.workspace_id).get(pk=mine[0].pk).state == "paid"


@pytest.mark.django_db(transaction=True)
def test_another_plan_is_tried_and_opens_to_its_lines(paid: House) -> None:
    finance = paid.client("finance")
    seller = paid.members["seller"].pk
    tried = finance.get(f"/rewards/plan/?rate=6&member={seller}").content.decode()
    assert "1,100" in tried and "1,320" in tried and 'id="lines"' in tried
    assert "more than the whole" in finance.get("/rewards/plan/?sales=95").content.decode()
    assert finance.get("/rewards/plan/?rate=x").status_code == 200
    draft = paid.client("administrator").get("/rules/rewards/edit/")
    assert draft.status_code == 200 and b"laptops" in draft.content
    assert paid.client("administrator").get("/rules/usage/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_visits_are_planned_written_up_and_scored(house: House) -> None:
    seller = house.client("seller")
    lead = house.leads()[0]
    admin = house.client("administrator")
    at = f"{timezone.localtime(clock.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"
    ahead = admin.post(
        f"/visits/new/?account={lead.account_id}", {"at": at, "kind": "customer", "do": "record", "needs": "x"}
    )
    assert ahead.status_code == 422 and b"still to come" in ahead.content
    made = admin.post(f"/visits/new/?lead={lead.pk}", {"at": at, "kind": "customer", "do": "plan", "place": "Tianjin"})
    visit = Visit.objects.of(house.workspace_id).get()
    assert made.headers["Location"] == f"/visits/{visit.pk}/" and visit.account_id == lead.account_id
    assert b"Company 1" in admin.get("/visits/").content
    assert seller.get(f"/visits/{visit.pk}/").status_code == 404
    assert b"Company 1" not in seller.get("/visits/").content
    then = f"{timezone.localtime(clock.now() - timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    said = {
        "at": then,
        "kind": "customer",
        "do": "record",
        "needs": "two pumps",
        "intent": "strong",
        "specification": "DN80",
    }
    assert admin.post(f"/visits/{visit.pk}/", said).status_code == 302
    assert admin.post(f"/visits/{visit.pk}/", said).status_code == 422
    nobody = seller.post("/visits/new/", {"at": then, "kind": "customer", "do": "record", "needs": "x"})
    assert nobody.status_code == 422
    mine = seller.post(f"/visits/new/?account={lead.account_id}", said | {"theirs": "Ann", "place": "here"})
    assert mine.status_code == 302
    assert b"seller of home" in admin.get("/usage/").content
    assert b"seller of home" in seller.get("/usage/").content
    assert b"channel_manager of home" not in seller.get("/usage/").content


@pytest.mark.django_db(transaction=True)
def test_statements_and_visits_by_the_interface(paid: House) -> None:
    seller = paid.client("seller")
    rows = seller.get("/api/v1/rewards").json()
    assert {row["member_id"] for row in rows} == {paid.members["seller"].pk}
    [line] = seller.get(f"/api/v1/rewards/{rows[0]['id']}/lines").json()
    assert (line["base"], line["pay"]) == (
        {"amount": "10000.00", "currency": "CNY"},
        {"amount": "550.00", "currency": "CNY"},
    )
    body = {"at": clock.now().isoformat(), "account_id": paid.leads()[0].account_id, "needs": "pumps"}
    made = seller.post("/api/v1/visits", body, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "held")
    assert len(seller.get("/api/v1/visits").json()) == 1
    assert (
        seller.post("/api/v1/rewards/close", {"month": "2026-01"}, content_type="application/json").status_code == 403
    )


@pytest.mark.django_db(transaction=True)
def test_today_reminds_of_visits(house: House) -> None:
    lead = house.leads()[0]
    at = f"{timezone.localtime(clock.now() + timedelta(hours=5)):%Y-%m-%dT%H:%M}"
    seller = house.client("seller")
    seller.post(f"/visits/new/?account={lead.account_id}", {"at": at, "kind": "customer", "do": "plan"})
    visit = Visit.objects.of(house.workspace_id).get()
    assert f"/visits/{visit.pk}/".encode() in seller.get("/").content
    assert f"/visits/{visit.pk}/".encode() not in house.client("sdr").get("/").content
