"""Products, quotes, contracts and orders in the browser's eyes, and by the interface for programs."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gleanry.connect.printing import print_pdf
from gleanry.flow.order.models import Order, Quote
from gleanry.flow.order.queries import get_quote, lines_of, list_orders, list_quotes
from gleanry.flow.order.queries.catalogue import list_products, price_books, priced_books
from gleanry.kit import clock, rulebook
from gleanry.tenants.actions import set_look
from gleanry.tenants.models import Member
from gleanry.web.papers import printed_quote
from tests.order.conftest import Shop

pytestmark = pytest.mark.django_db


def signed_in(shop: Shop, member: Member) -> Client:
    client = Client()
    assert member.user is not None
    set_look(member.user.pk, language="en")
    client.force_login(member.user)
    return client


def lines(*rows: tuple[str, ...]) -> dict[str, list[str]]:
    names = ("product", "text", "quantity", "unit", "price", "discount", "tax")
    return {name: [row[index] for row in rows] for index, name in enumerate(names)}


@pytest.fixture
def seller(shop: Shop) -> Client:
    return signed_in(shop, shop.house.sellers[0])


@pytest.fixture
def director(shop: Shop) -> Client:
    return signed_in(shop, shop.house.director)


HEAD = {
    "day": "2026-03-02",
    "currency": "CNY",
    "percent": ["30", "70"],
    "when": ["order", "shipment"],
    "days": ["", "5"],
}
PUMPS = ("P-100", "", "10", "", "", "", "13")


def test_a_quote_from_its_form_to_its_order(shop: Shop, seller: Client, director: Client) -> None:
    new = f"/quotes/new/?deal={shop.deal}"
    assert b'list="products"' in seller.get(new).content
    refused = seller.post(new, HEAD | {"title": "Pumps"} | lines(("P-9", "", "x", "", "", "", "")))
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "there is no product “P-9”" in said
    assert 'value="P-9"' in said
    assert not Quote.objects.of(shop.house.id).exists()

    live = seller.post("/quotes/totals/", HEAD | lines(PUMPS))
    assert "1,017.00" in live.content.decode()
    assert seller.post(new, HEAD | {"title": "Pumps"} | lines(PUMPS, ("", "", "", "", "", "", "13"))).status_code == 302
    (quote,) = list_quotes(shop.seller)
    assert (quote.amount.minor, [step.days for step in quote.terms]) == (101700, [0, 5])
    page = seller.get(f"/quotes/{quote.id}/").content.decode()
    assert "QT-2026-00001" in page
    assert "Mark as sent" in page
    assert "QT-2026-00001" in seller.get(f"/deals/{shop.deal}/").content.decode()
    assert "QT-2026-00001" in seller.get("/quotes/").content.decode()
    edit = f"/quotes/{quote.id}/edit/"
    assert 'value="P-100"' in seller.get(edit).content.decode()
    stale = seller.post(edit, HEAD | {"revision": "7"} | lines(PUMPS))
    assert "Somebody else saved this" in stale.content.decode()
    seller.post(edit, HEAD | {"revision": "1"} | lines(("P-100", "", "10", "", "", "10", "13")))
    assert get_quote(shop.seller, quote.id).needs == "director"

    change = f"/quotes/{quote.id}/change/"
    seller.post(change, {"do": "ask", "reason": "A rival is cheaper"})
    assert "Approve the discount" in director.get(f"/quotes/{quote.id}/").content.decode()
    director.post(change, {"do": "agree"})
    Quote.objects.of(shop.house.id).update(valid_until=(clock.now() + timedelta(days=9)).date())
    seller.post(change, {"do": "send"})
    seller.post(change, {"do": "accepted"})
    assert get_quote(shop.seller, quote.id).state == "accepted"
    made = seller.post(change, {"do": "contract", "kind": "contract", "starts_on": "2026-03-02"})
    contract = made.headers["Location"]
    assert "Approve the contract" in director.get(contract).content.decode()
    director.post(f"{contract}change/", {"do": "approve"})
    sign = {"do": "sign", "signed_by": "Li Lei", "signed_on": "2026-03-02", "reference": "scan 17"}
    seller.post(f"{contract}change/", sign)
    assert "Li Lei" in seller.get(contract).content.decode()

    order_new = f"/orders/new/?quote={quote.id}"
    assert "Centrifugal" in seller.get(order_new).content.decode() or "离心泵" in seller.get(order_new).content.decode()
    assert seller.post(order_new, HEAD | {"intent": "in March", "specification": "7.5 kW"}).status_code == 302
    (order,) = list_orders(shop.seller)
    assert (order.state, order.amount.minor) == ("held", 91530)
    shown = seller.get(f"/orders/{order.id}/").content.decode()
    assert "Nobody was in contact with the customer lately" in shown
    assert "Release although held" not in shown
    assert "Release although held" in director.get(f"/orders/{order.id}/").content.decode()
    step = f"/orders/{order.id}/change/"
    director.post(step, {"do": "release", "reason": "Phoned"})
    line = lines_of(shop.house.id, [order.id])[order.id][0].id
    too_many = seller.post(step, {"do": "deliver", "on": "2026-03-03", f"q-{line}": "11"}, follow=True)
    assert "11 are to go out, 10 are left" in too_many.content.decode()
    seller.post(step, {"do": "complain", "text": "Late"})
    waits = seller.post(step, {"do": "deliver", "on": "2026-03-03", f"q-{line}": "4"}, follow=True)
    assert "A complaint is open" in waits.content.decode()
    complaint = seller.get(f"/orders/{order.id}/").context["complaints"][0].id
    seller.post(step, {"do": "resolve", "complaint": str(complaint), "text": "Sent by air"})
    seller.post(step, {"do": "deliver", "on": "2026-03-03", f"q-{line}": "4"})
    seller.post(step, {"do": "return", "on": "2026-03-03", f"q-{line}": "1", "note": "Dented"})
    page = seller.get(f"/orders/{order.id}/").content.decode()
    assert "DN-2026-00001" in page
    assert "RT-2026-00001" in page
    assert "SO-2026-00001" in seller.get("/orders/?state=open").content.decode()
    assert seller.get("/orders/?state=held").content.decode().count("SO-2026") == 0
    seller.post(step, {"do": "close", "reason": "Rest not needed"})
    assert Order.objects.of(shop.house.id).get().state == "closed"
    other = signed_in(shop, shop.house.sellers[1])
    assert {other.get(path).status_code for path in (f"/orders/{order.id}/", f"/quotes/{quote.id}/", contract)} == {404}


def test_products_and_prices_by_hand_and_by_file(shop: Shop, director: Client, seller: Client) -> None:
    director.post("/products/save/", {"code": "V-1", "name_zh": "阀门", "unit": "个", "active": "1"})
    assert seller.post("/products/save/", {"code": "V-2", "name_zh": "x"}).status_code == 403
    text = (
        "编码,中文名,英文名,单位,在售\nV-2,球阀,Ball valve,个,\n,无码,,,\nV-2,again,,,\nV-1,阀门二,,个,停售\nV-3,,,,\n"
    )
    file = SimpleUploadedFile("p.csv", text.encode("gb18030"))
    said = director.post("/products/import/", {"file": file}, follow=True).content.decode()
    assert "2 products taken in" in said
    assert "row 3, code: it is empty; fill it in" in said
    assert "row 4, code: “V-2” stands there twice; keep one" in said
    assert "row 6, name" in said
    assert {row.code: (row.name_zh, row.active) for row in list_products(shop.house.id)} == {
        "P-100": ("离心泵", True),
        "V-1": ("阀门二", False),
        "V-2": ("球阀", True),
    }
    made = director.post(
        "/prices/new/", {"name": "Export", "currency": "usd", "valid_from": "2026-01-01", "valid_to": ""}
    )
    book = made.headers["Location"]
    director.post(f"{book}steps/", {"product": "V-2", "steps": "1 12.5\n100: 11"})
    rows = "code,quantity,price\nP-100,1,20\nP-100,10,18.125\nV-1,1,abc\nV-9,1,3\nV-1,10,4\n"
    said = director.post(f"{book}import/", {"file": BytesIO(rows.encode())}, follow=True).content.decode()
    assert "Prices of 1 product taken in" in said
    assert "row 4, price: “abc” cannot be read" in said
    assert "there is no product “V-9”" in said
    key = next(row.id for row in price_books(shop.house.id) if row.name == "Export")
    steps = next(row.steps for row in priced_books(shop.house.id, book_id=key) if row.book.id == key)
    assert {str(step.price) for found in steps.values() for step in found} == {
        "12.500000",
        "11.000000",
        "20.000000",
        "18.125000",
    }
    shown = director.get(book).content.decode()
    assert "18.125" in shown
    assert "Export" in seller.get("/prices/").content.decode()
    assert "球阀" in seller.get("/products/?text=valve").content.decode()
    clash = {"name": "Export 2", "currency": "USD", "valid_from": "2026-06-01"}
    second = director.post("/prices/new/", clash).headers["Location"]
    said = director.post(f"{second}steps/", {"product": "V-2", "steps": "9"}, follow=True).content.decode()
    assert "From 2026-06-01 on V-2 would have two prices: in Export and in Export 2." in said


def test_the_printed_quote_says_everything_in_both_languages_and_fetches_nothing(
    shop: Shop, seller: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    body = rulebook.current(shop.house.id, "papers").body
    header = {"zh": "北京纷扬泵业", "en": "Fenyang Pumps", "address_en": "1 Beijing Rd", "bank": "ICBC 123"}
    rulebook.publish(shop.house.id, "papers", body | {"header": header})
    seller.post(f"/quotes/new/?deal={shop.deal}", HEAD | {"title": "Pumps", "incoterm": "FOB"} | lines(PUMPS))
    (quote,) = list_quotes(shop.seller)
    zh, en = (printed_quote(shop.house.id, quote, language) for language in ("zh", "en"))
    assert all(
        text in zh for text in ("北京纷扬泵业", "离心泵", "QT-2026-00001", "1,017.00", "900.00", "305.10", "711.90")
    )
    assert all(text in en for text in ("Fenyang Pumps", "1 Beijing Rd", "Centrifugal pump", "FOB", "ICBC 123", "Quote"))
    assert printed_quote(shop.house.id, quote, "en") == en
    assert "http" not in en
    answer = seller.get(f"/quotes/{quote.id}/zh.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert seller.get(f"/quotes/{quote.id}/fr.pdf").status_code == 404
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    with caplog.at_level("ERROR", "weasyprint"):
        assert print_pdf(f'<p>x<img src="{secret.as_uri()}"></p>').startswith(b"%PDF-")
        assert print_pdf('<p>x<img src="https://example.org/x.png"></p>').startswith(b"%PDF-")
    assert caplog.text.count("NothingFetched") == 2


def test_programs_make_and_read_quotes_and_orders(shop: Shop, seller: Client) -> None:
    given = {
        "deal_id": shop.deal,
        "currency": "CNY",
        "quoted_on": "2026-03-02",
        "lines": [{"quantity": "10", "product_id": shop.pump, "tax": "13"}],
    }
    made = seller.post("/api/v1/quotes", json.dumps(given), content_type="application/json")
    assert made.status_code == 201, made.content
    quote = made.json()
    assert (quote["amount"]["amount"], quote["lines"][0]["price"]) == ("1017.00", "90")
    assert [row["id"] for row in seller.get("/api/v1/quotes").json()["quotes"]] == [quote["id"]]
    assert seller.get(f"/api/v1/quotes/{quote['id']}").json() == quote
    bad = given | {"lines": [{"quantity": "10", "product_id": 999}]}
    refused = seller.post("/api/v1/quotes", json.dumps(bad), content_type="application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_lines")
    order = {"quote_id": quote["id"], "currency": "CNY", "ordered_at": "2026-03-02T04:00:00Z"}
    answer = seller.post("/api/v1/orders", json.dumps(order), content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["held_for"] == ["no_contact", "no_intent", "no_specification"]
    listed = seller.get("/api/v1/orders?state=held").json()
    assert [row["number"] for row in listed["orders"]] == ["SO-2026-00001"]
    assert seller.get(f"/api/v1/orders/{answer.json()['id']}").json()["lines"][0]["quantity"] == "10"
