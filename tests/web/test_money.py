"""Money on its pages: finance books a statement, the seller claims, corrections and refunds stand in words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gleanry.flow.collect.actions import book_receipt
from gleanry.flow.collect.models import Claim, CreditLimit, Receipt, Refund
from gleanry.flow.collect.queries import receipts_by_id
from gleanry.flow.collect.shapes import NewReceipt
from gleanry.flow.convert.actions import win_deal
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.flow.order.actions import make_order
from gleanry.flow.order.models import Order
from gleanry.flow.order.shapes import DraftLine, OrderDraft
from gleanry.kit import clock, ledger, rulebook
from gleanry.values.money import Money
from tests.web.conftest import House
from tests.web.test_api import Caller

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(house: House) -> Order:
    """An order of 1,000.00 of the administrator's, ordered a month ago."""
    admin, now = house.viewer("administrator"), clock.now()
    rulebook.publish(house.workspace_id, "orders", {})
    lead = house.leads(pool="sdr")[0]
    qualify_leads(admin, [lead.pk], now)
    accept_leads(admin, [lead.pk], now)
    ledger.drain(house.workspace_id)
    deal = Opportunity.objects.of(house.workspace_id).get(lead_id=lead.pk)
    win_deal(admin, deal.pk, Money(100_000, "CNY"), now)
    draft = OrderDraft("CNY", (DraftLine(Decimal(1), text="pump", price=Decimal(1000)),), now - timedelta(days=30))
    order_id = make_order(admin, draft, now, deal_id=deal.pk)
    ledger.drain(house.workspace_id)
    return Order.objects.of(house.workspace_id).get(pk=order_id)


def test_a_statement_is_booked_on_the_page_and_says_what_became_of_each_line(house: House, order: Order) -> None:
    day = f"{clock.now():%Y-%m-%d}"
    text = f"date,amount,payer,reference\n{day},300,Acme,{order.number}\n{day},0,Zero,\n{day},soon,Bad,\n"
    finance = house.client("finance")
    for booked, said in ((1, "1 receipt booked."), (1, "1 line was here already and is not counted again.")):
        file = SimpleUploadedFile("bank.csv", text.encode())
        page = finance.post("/money/upload/", {"file": file}).content.decode()
        assert said in page
        assert "Line 3" in page
        assert "The amount is zero or cannot be read." in page
        assert Receipt.objects.of(house.workspace_id).count() == booked
    assert house.client("seller").post("/money/upload/", {}).status_code == 403
    wrong = finance.post("/money/upload/", {"file": SimpleUploadedFile("x.csv", b"colour,size\nblue,3\n")})
    assert "No column of the file is the day or the amount." in wrong.content.decode()
    given = {"amount": "5", "currency": "CNY", "received_on": "2099-01-01", "payer": "Later"}
    page = finance.post("/money/book/", given).content.decode()
    assert "The day is still to come." in page
    assert 'value="Later"' in page
    assert "1 receipt waits to be claimed" in house.client("seller").get("/").content.decode()


def test_a_receipt_is_claimed_corrected_split_and_sent_back_on_its_page(house: House, order: Order) -> None:
    finance, now = house.viewer("finance"), clock.now()
    pk = book_receipt(finance, NewReceipt(Money(120_000, "CNY"), now, reference=order.number), now)
    client, change = house.client("administrator"), f"/money/receipts/{pk}/change/"
    assert "the reference names" in client.get(f"/money/receipts/{pk}/").content.decode()
    told = client.post(change, {"do": "claim", "target": order.number, "amount": "1,200"})
    assert told.status_code == 422
    assert "1,000.00 is owed, and CN¥200.00 is too much." in told.content.decode()
    assert 'value="1,200"' in told.content.decode()
    client.post(change, {"do": "claim", "target": order.number, "amount": "1,200", "reason": "ahead of the next"})
    first, over = Claim.objects.of(house.workspace_id).order_by("id")
    assert (first.order_id, first.amount_minor, over.kind, over.amount_minor) == (order.pk, 100_000, "over", 20_000)
    page = client.get(f"/money/receipts/{pk}/").content.decode()
    assert "overpaid" in page
    client.post(change, {"do": "split", "claim": first.pk, "reason": "two", "who": ["m1"], "percent": ["99"]})
    member = house.members["administrator"].pk
    shares = {"who": [f"m{member}", f"m{house.members['seller'].pk}"], "percent": ["60", "40"]}
    client.post(change, {"do": "split", "claim": first.pk, "reason": "two did it", **shares})
    assert "60 % CN¥600" in client.get(f"/money/receipts/{pk}/").content.decode()
    client.post(change, {"do": "correct", "claim": over.pk, "reason": "they want it back"})
    assert receipts_by_id(house.workspace_id, [pk])[pk].rest == Money(20_000, "CNY")
    client.post(change, {"do": "refund", "claim": first.pk, "amount": "50", "reason": "one came broken"})
    refund = Refund.objects.of(house.workspace_id).get()
    assert client.post(f"/money/refunds/{refund.pk}/decide/", {"do": "approve"}).status_code == 422
    house.client("general_manager").post(f"/money/refunds/{refund.pk}/decide/", {"do": "approve"})
    assert Receipt.objects.of(house.workspace_id).get(amount_minor=-5_000).source == "refund"
    ledger.drain(house.workspace_id)
    assert Caller(house).get("/flow")[1]["balanced"] is True


def test_an_order_is_billed_planned_and_its_company_given_a_limit(house: House, order: Order) -> None:
    finance, day = house.client("finance"), f"{clock.now():%Y-%m-%d}"
    path = f"/money/orders/{order.pk}/"
    bill = {"do": "invoice", "number": "I-1", "amount": "1000.01", "currency": "CNY", "issued_on": day, "tax": "115.04"}
    told = finance.post(f"{path}change/", bill)
    assert told.status_code == 422
    assert "With this the invoices would come to more than the order." in told.content.decode()
    assert 'value="1000.01"' in told.content.decode()
    finance.post(f"{path}change/", bill | {"amount": "1000"})
    finance.post(
        f"{path}change/", {"do": "plan", "percent": ["50", "50"], "trigger": ["order", "invoice"], "days": ["0", "9"]}
    )
    page = finance.get(path).content.decode()
    assert "I-1" in page
    assert "after the invoice" in page
    for part in ("owed/", "owed/?by=owner", "owed/?by=currency"):
        assert "CN¥1,000" in finance.get(f"/money/{part}").content.decode()
    assert order.number in finance.get("/money/plan/").content.decode()
    manager = house.client("general_manager")
    manager.post(f"/money/limits/{order.account_id}/", {"amount": "500", "currency": "CNY", "reason": "new"})
    assert CreditLimit.objects.of(house.workspace_id).get().limit_minor == 50_000
    for shown in (f"/accounts/{order.account_id}/", f"/orders/{order.pk}/"):
        assert "over the limit" in manager.get(shown).content.decode()


def test_programs_book_and_claim(house: House, order: Order) -> None:
    admin, now = Caller(house, scopes=("money.see", "money.book", "money.claim")), clock.now()
    given = {"amount": "100.10", "currency": "USD", "received_at": now.isoformat(), "external_id": "B-1"}
    status, receipt = admin.post("/receipts", given)
    assert (status, receipt["rest"], receipt["rate"]) == (201, {"amount": "100.10", "currency": "USD"}, "0")
    assert admin.post("/receipts", given)[0] == 409
    path = f"/receipts/{receipt['id']}"
    assert admin.post(f"{path}/claims", {"kind": "order", "target_id": order.pk})[0] == 422
    assert admin.post(f"{path}/rate", {"rate": "7", "reason": "of the day"})[1]["base"]["amount"] == "700.70"
    status, receipt = admin.post(f"{path}/claims", {"kind": "order", "target_id": order.pk})
    (claim,) = receipt["claims"]
    assert (status, claim["settled"]["amount"], claim["base"]["amount"]) == (201, "700.70", "700.70")
    shares = {"shares": [{"member_id": house.members["seller"].pk, "percent": "100"}], "reason": "sold it"}
    assert admin.post(f"/claims/{claim['id']}/shares", shares)[1]["version"] == 1
    assert admin.post(f"/claims/{claim['id']}/refunds", {"amount": "1", "reason": "x"})[0] == 201
    assert admin.get("/receipts?state=open")[1]["receipts"] == []
    status, receipt = admin.post("/receipts", given | {"external_id": "B-2"})
    path = f"/receipts/{receipt['id']}/claims"
    assert admin.post(path, {"kind": "deal", "target_id": order.opportunity_id, "amount": "-1"})[0] == 422
