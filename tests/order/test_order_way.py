"""From a quote over its versions, approval and contract to an order, its deliveries and returns."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gleanry.cockpit.queries import audit
from gleanry.connect.esign import PaperSigner
from gleanry.flow.convert.facts import Won
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.facts import FollowedUp
from gleanry.flow.followup.models import FollowUp
from gleanry.flow.order.actions import (
    BookDraft,
    ContractDraft,
    ProductDraft,
    Recorded,
    answer_quote,
    approve_contract,
    ask_discount,
    cancel_order,
    close_order,
    contract_from_quote,
    deliver,
    edit_quote,
    end_contract,
    judge_discount,
    make_invoice_from,
    make_order,
    make_quote,
    open_complaint,
    order_from_quote,
    order_won,
    recheck_held,
    record_wanted,
    release_order,
    resolve_complaint,
    save_book,
    save_product,
    send_quote,
    set_steps,
    sign_contract,
    take_back,
)
from gleanry.flow.order.actions.writing import take_number
from gleanry.flow.order.models import Quote
from gleanry.flow.order.queries import (
    complaints_of,
    deliveries_of,
    find_documents,
    get_contract,
    get_order,
    get_quote,
    lines_of,
    list_orders,
    list_quotes,
    orders_by_id,
    orders_of_deals,
    quote_lines,
    steps_of,
    sum_orders,
    versions_of,
)
from gleanry.flow.order.shapes import DraftLine, OrderDraft, OrderFilters, SignatureGiven, Step
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.models import Lead
from gleanry.tenants.actions import add_member
from gleanry.tenants.shapes import Role
from tests.conftest import MONDAY, House
from tests.order.conftest import DAY, Shop, open_deal

pytestmark = pytest.mark.django_db
D = Decimal
LATER = MONDAY + timedelta(hours=1)


def code(call: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        call(*given, **named)
    return refused.value.code


def facts(shop: Shop) -> list[str]:
    kinds = Fact.objects.of(shop.house.id).order_by("id").values_list("kind", flat=True)
    return [kind.rpartition(".")[2] for kind in kinds if ".order" in kind or "order." in kind]


def known(shop: Shop, **more: Any) -> OrderDraft:
    """An order of ten pumps with all the gate asks for on paper."""
    lines = (DraftLine(D(10), shop.pump, tax=D(13)),)
    given = {"intent": "buys in March", "specification": "7.5 kW", **more}
    return OrderDraft("CNY", given.pop("lines", lines), given.pop("ordered_at", MONDAY), **given)


def visited(shop: Shop, days: int = 3) -> None:
    """Somebody visited the account some days ago."""
    lead = Lead.objects.of(shop.house.id).filter(account_id=shop.account).first()
    if lead is None:
        (lead_id,) = shop.house.send({"company": "Acme Pumps", "phone": "13912340001", "name": "Wu Jun"})
        Lead.objects.of(shop.house.id).filter(pk=lead_id).update(account_id=shop.account)
    else:
        lead_id = lead.pk
    FollowUp.objects.create(
        workspace_id=shop.house.id,
        lead_id=lead_id,
        member_id=shop.house.sellers[0].pk,
        kind="visit",
        result="reached",
        at=MONDAY - timedelta(days=days),
        counted="contact",
    )


def test_a_quote_and_its_versions(shop: Shop) -> None:
    seller = shop.seller
    made = make_quote(seller, shop.quote("10", title="Pumps"), MONDAY, deal_id=shop.deal)
    quote = get_quote(seller, made)
    assert (quote.number, quote.version, quote.state, quote.valid_until) == (
        "QT-2026-00001",
        1,
        "draft",
        date(2026, 4, 1),
    )
    assert (quote.net.minor, quote.tax.minor, quote.amount.minor, quote.base.minor) == (90000, 11700, 101700, 101700)
    assert [step.percent for step in quote.terms] == [30, 70]
    assert quote_lines(shop.house.id, quote)[0].list_price == 90

    assert edit_quote(seller, made, shop.quote("9", revision=1), MONDAY) == made
    assert code(edit_quote, seller, made, shop.quote("8", revision=1), MONDAY) == "changed_meanwhile"
    assert code(answer_quote, seller, made, accepted=True, at=MONDAY) == "not_sent"
    send_quote(seller, made, MONDAY)
    newer = edit_quote(seller, made, shop.quote("20"), LATER)

    old, new = get_quote(seller, made), get_quote(seller, newer)
    assert (old.is_latest, old.amount.minor, old.state) == (False, 101700, "sent")
    assert (new.is_latest, new.version, new.number, new.state) == (True, 2, old.number, "draft")
    assert [line.quantity for line in quote_lines(shop.house.id, old)] == [9]
    assert code(edit_quote, seller, made, shop.quote("1"), LATER) == "not_latest"
    assert code(order_from_quote, seller, made, known(shop), LATER) == "not_latest"
    assert [row.version for row in versions_of(seller, old.number)] == [2, 1]
    assert [row.id for row in list_quotes(seller)] == [newer]
    assert list_quotes(shop.other) == []
    assert code(get_quote, shop.other, newer) == "not_found"
    send_quote(seller, newer, LATER)
    answer_quote(seller, newer, accepted=True, at=LATER)
    third = edit_quote(seller, newer, shop.quote("30"), LATER)
    assert [row.is_latest for row in versions_of(seller, old.number)] == [True, False, False]
    assert [step.step for step in steps_of(shop.house.id, "quote", newer)] == ["new_version", "sent", "accepted"]
    assert find_documents(shop.house.id, [old.number, "nothing"])[old.number].id == third


def test_what_a_quote_refuses(shop: Shop) -> None:
    seller = shop.seller

    def refused(draft: Any, **named: Any) -> str:
        return code(make_quote, seller, draft, MONDAY, **{"deal_id": shop.deal, **named})

    assert refused(shop.quote("0")) == "bad_lines"
    assert refused(shop.quote("1", kind="letter")) == "bad_choice"
    assert refused(shop.quote("1", valid_until=DAY - timedelta(days=1))) == "valid_before_quoted"
    assert refused(shop.quote("1", rate=D(0))) == "bad_rate"
    assert refused(shop.quote("1", discount="41")) == "discount_floor"
    assert refused(shop.quote("1"), deal_id=None) == "no_customer"
    assert refused(shop.quote("1"), deal_id=None, account_id=10**9) == "not_found"
    Opportunity.objects.of(shop.house.id).filter(pk=shop.deal).update(outcome="lost")
    assert refused(shop.quote("1")) == "deal_lost"
    assert code(make_quote, shop.house.viewer(shop.house.sdrs[0]), shop.quote("1"), MONDAY, deal_id=shop.deal) == (
        "forbidden"
    )
    assert not Quote.objects.of(shop.house.id).exists()


def test_a_discount_beyond_the_limit_is_for_somebody_else_to_allow(shop: Shop) -> None:
    seller, director = shop.seller, shop.director
    made = make_quote(seller, shop.quote("10", discount="10"), MONDAY, deal_id=shop.deal)
    assert get_quote(seller, made).needs == "director"
    assert code(send_quote, seller, made, MONDAY) == "discount_not_approved"
    assert code(order_from_quote, seller, made, known(shop), MONDAY) == "discount_not_approved"
    assert code(ask_discount, seller, made, MONDAY, reason=" ") == "reason_missing"
    ask_discount(seller, made, MONDAY, reason="A rival offers 12 % less")
    assert [row.id for row in list_quotes(director, asked=True)] == [made]
    assert code(judge_discount, seller, made, agreed=True, at=MONDAY) == "forbidden"
    assert code(judge_discount, director, made, agreed=False, at=MONDAY) == "reason_missing"
    judge_discount(director, made, agreed=False, at=MONDAY, reason="Their pump has no service")
    ask_discount(seller, made, MONDAY, reason="They will sign today")
    judge_discount(director, made, agreed=True, at=MONDAY)
    send_quote(seller, made, MONDAY)

    big = edit_quote(seller, made, shop.quote("10", discount="20"), LATER)
    assert (get_quote(seller, big).needs, get_quote(seller, big).approval) == ("general_manager", "")
    ask_discount(seller, big, LATER, reason="A key account")
    assert code(judge_discount, director, big, agreed=True, at=LATER) == "above_your_limit"
    boss = shop.house.viewer(add_member(shop.house.id, "boss", roles=[Role.GENERAL_MANAGER]))
    judge_discount(boss, big, agreed=True, at=LATER)

    own = make_quote(director, shop.quote("10", discount="30"), LATER, deal_id=shop.deal)
    ask_discount(director, own, LATER, reason="For the fair")
    assert code(judge_discount, director, own, agreed=True, at=LATER) == "own_quote"


def test_a_foreign_quote_is_kept_without_a_rate_and_summed_with_one(shop: Shop) -> None:
    seller = shop.seller
    book = save_book(shop.director, BookDraft("Export", "USD", date(2026, 1, 1)), MONDAY)
    set_steps(shop.director, book, shop.pump, [Step(D(1), D("12.345678"))])
    lines = (DraftLine(D(3), shop.pump),)
    bare = make_quote(seller, shop.quote().__class__("USD", lines, DAY), MONDAY, deal_id=shop.deal)
    rated = make_quote(seller, shop.quote().__class__("USD", lines, DAY, rate=D("7.1")), MONDAY, deal_id=shop.deal)

    assert (get_quote(seller, bare).amount.minor, get_quote(seller, bare).base.minor) == (3704, 0)
    assert get_quote(seller, rated).base.minor == 26298
    assert code(make_quote, seller, shop.quote().__class__("XQQ", lines, DAY), MONDAY, deal_id=shop.deal) == (
        "bad_currency"
    )
    assert code(make_quote, seller, shop.quote().__class__("EUR", lines, DAY), MONDAY, deal_id=shop.deal) == (
        "bad_lines"
    )
    invoice = make_invoice_from(seller, rated, MONDAY)
    pi = get_quote(seller, invoice)
    assert (pi.kind, pi.number, pi.amount, pi.base.minor) == (
        "pi",
        "PI-2026-00001",
        get_quote(seller, rated).amount,
        26298,
    )


def test_prices_and_products_are_checked(shop: Shop) -> None:
    boss = shop.director
    assert code(save_product, boss, ProductDraft("P-100", "泵"), MONDAY) == "code_taken"
    assert code(save_product, boss, ProductDraft(" ", "泵"), MONDAY) == "code_missing"
    assert code(save_product, boss, ProductDraft("P-2"), MONDAY) == "name_empty"
    assert code(save_product, shop.seller, ProductDraft("P-2", "泵"), MONDAY) == "forbidden"
    assert code(save_book, boss, BookDraft("2026", "CNY", DAY), MONDAY) == "name_taken"
    assert code(save_book, boss, BookDraft("x", "CNY", DAY, DAY - timedelta(days=1)), MONDAY) == "ends_before_start"
    other = save_book(boss, BookDraft("Summer", "CNY", date(2026, 6, 1)), MONDAY)
    with pytest.raises(Refusal) as refused:
        set_steps(boss, other, shop.pump, [Step(D(1), D(95))])
    assert refused.value.code == "prices_overlap"
    assert refused.value.data == {"product": "P-100", "day": "2026-06-01", "first": "2026", "second": "Summer"}
    save_book(boss, BookDraft("Spring", "CNY", date(2026, 1, 1), date(2026, 5, 31)), MONDAY, book_id=shop.book)
    set_steps(boss, other, shop.pump, [Step(D(1), D(95))])
    assert code(save_book, boss, BookDraft("Spring", "CNY", date(2026, 1, 1)), MONDAY, book_id=shop.book) == (
        "prices_overlap"
    )
    assert code(save_book, boss, BookDraft("Spring", "USD", DAY), MONDAY, book_id=shop.book) == "book_in_use"


def test_contracts_are_approved_by_another_and_signed_on_paper(shop: Shop) -> None:
    seller, director = shop.seller, shop.director
    quote = make_quote(seller, shop.quote(), MONDAY, deal_id=shop.deal)
    made = contract_from_quote(seller, quote, ContractDraft("contract", DAY, title="Pumps 2026"), MONDAY)
    contract = get_contract(seller, made)
    assert (contract.number, contract.amount.minor, contract.state) == ("CT-2026-00001", 101700, "draft")
    given = SignatureGiven("Li Lei", DAY, "scan 2026/17")
    assert code(sign_contract, seller, made, given, PaperSigner(), MONDAY) == "not_approved"
    assert code(approve_contract, seller, made, MONDAY) == "forbidden"
    approve_contract(director, made, MONDAY)
    unproven, tomorrow = SignatureGiven("Li Lei", DAY, " "), SignatureGiven("Li", DAY + timedelta(days=9), "scan")
    assert code(sign_contract, seller, made, unproven, PaperSigner(), MONDAY) == "signature_unproven"
    assert code(sign_contract, seller, made, tomorrow, PaperSigner(), MONDAY) == "signature_in_future"
    assert code(make_order, seller, known(shop), MONDAY, deal_id=shop.deal, contract_id=made) == "contract_not_signed"
    sign_contract(seller, made, given, PaperSigner(), MONDAY)
    signed = get_contract(seller, made)
    assert (signed.state, signed.signed_on, signed.signed_by, signed.reference) == (
        "signed",
        "2026-03-02",
        "Li Lei",
        "scan 2026/17",
    )
    order = make_order(seller, known(shop), MONDAY, deal_id=shop.deal, contract_id=made)
    assert get_order(seller, order).contract_id == made
    assert code(end_contract, seller, made, MONDAY, reason="") == "reason_missing"
    end_contract(seller, made, MONDAY, reason="Fulfilled")
    assert code(make_order, seller, known(shop), MONDAY, deal_id=shop.deal, contract_id=made) == "contract_not_signed"
    own = contract_from_quote(director, quote, ContractDraft("contract", DAY), MONDAY)
    assert code(approve_contract, director, own, MONDAY) == "own_contract"


def test_the_gate_holds_an_order_until_it_has_what_it_asks_for(shop: Shop) -> None:
    seller = shop.seller
    made = make_order(seller, known(shop, intent="", specification=""), MONDAY, deal_id=shop.deal)
    order = get_order(seller, made)
    assert (order.number, order.state) == ("SO-2026-00001", "held")
    assert order.held_for == ("no_contact", "no_intent", "no_specification")
    assert facts(shop) == []
    line = lines_of(shop.house.id, [made])[made][0]
    assert code(deliver, seller, made, {line.id: D(1)}, MONDAY, on=DAY) == "order_held"

    visited(shop)
    assert not record_wanted(seller, made, Recorded("buys in March", "", False, False), MONDAY)
    assert get_order(seller, made).held_for == ("no_specification",)
    assert record_wanted(seller, made, Recorded("buys in March", "7.5 kW", True, False), MONDAY)
    order = get_order(seller, made)
    assert (order.state, order.priority, order.raised_by) == ("open", "high", ("urgent",))
    assert facts(shop) == ["Ordered"]

    other = make_order(seller, known(shop, intent=""), MONDAY, deal_id=shop.deal)
    assert code(release_order, seller, other, MONDAY, reason="trust me") == "forbidden"
    assert code(release_order, shop.director, other, MONDAY, reason=" ") == "reason_missing"
    release_order(shop.director, other, MONDAY, reason="The buyer phoned me")
    assert get_order(seller, other).state == "open"
    assert [step.step for step in steps_of(shop.house.id, "order", other)] == ["held", "released"]
    assert code(release_order, shop.director, other, MONDAY, reason="again") == "not_held"


def test_deliveries_returns_and_complaints(shop: Shop) -> None:
    seller = shop.seller
    visited(shop)
    lines = (DraftLine(D(3), shop.pump, price=D("33.335"), tax=D(13)), DraftLine(D(1), text="Freight", price=D(50)))
    made = make_order(seller, known(shop, lines=lines), MONDAY, deal_id=shop.deal)
    pump, freight = lines_of(shop.house.id, [made])[made]
    tuesday = MONDAY + timedelta(days=1)
    day = DAY + timedelta(days=1)

    assert code(deliver, seller, made, {pump.id: D(1)}, tuesday, on=DAY - timedelta(days=1)) == "before_order"
    assert code(deliver, seller, made, {pump.id: D(1)}, tuesday, on=DAY + timedelta(days=9)) == "delivered_in_future"
    assert code(deliver, seller, made, {pump.id: D(0)}, tuesday, on=day) == "bad_quantity"
    assert code(deliver, seller, made, {pump.id: D(-1)}, tuesday, on=day) == "bad_quantity"
    assert code(deliver, seller, made, {pump.id: D(4)}, tuesday, on=day) == "too_much"
    assert code(deliver, seller, made, {10**9: D(1)}, tuesday, on=day) == "not_found"
    first = deliver(seller, made, {pump.id: D(2)}, tuesday, on=day)
    assert code(deliver, seller, made, {pump.id: D(2)}, tuesday, on=day) == "too_much"
    assert code(take_back, seller, made, {pump.id: D(3)}, tuesday, on=day, reason="Leaks") == "too_much_back"
    assert code(take_back, seller, made, {pump.id: D(1)}, tuesday, on=day, reason="") == "reason_missing"
    assert code(cancel_order, seller, made, tuesday, reason="No") == "order_shipped"

    complaint = open_complaint(seller, made, "The seal leaks", tuesday, general=True)
    assert get_order(seller, made).paused
    assert code(deliver, seller, made, {pump.id: D(1)}, tuesday, on=day) == "order_paused"
    later = make_order(seller, known(shop), tuesday, deal_id=shop.deal)
    assert get_order(seller, later).paused
    assert code(resolve_complaint, seller, complaint, tuesday, resolution="") == "resolution_missing"
    assert code(resolve_complaint, shop.other, complaint, tuesday, resolution="ok") == "not_found"
    resolve_complaint(seller, complaint, tuesday, resolution="Seal replaced")
    assert not get_order(seller, made).paused
    assert not get_order(seller, later).paused
    assert complaints_of(shop.house.id, order_id=made, account_id=shop.account)[0].resolution == "Seal replaced"

    second = deliver(seller, made, {pump.id: D(1), freight.id: D(1)}, tuesday, on=day)
    assert get_order(seller, made).state == "delivered"
    back = take_back(seller, made, {pump.id: D(1)}, tuesday, on=day, reason="Leaks")
    rows = deliveries_of(shop.house.id, [made])[made]
    assert [row.id for row in rows] == [first, second, back]
    assert sum(row.amount.minor for row in rows if not row.is_return) == get_order(seller, made).amount.minor
    assert [row.number for row in rows] == ["DN-2026-00001", "DN-2026-00002", "RT-2026-00001"]
    assert code(deliver, seller, made, {pump.id: D(1)}, tuesday, on=day) == "order_ended"
    close_order(seller, made, tuesday)
    assert code(close_order, seller, made, tuesday) == "order_ended"
    assert code(close_order, seller, later, tuesday) == "reason_missing"
    cancel_order(seller, later, tuesday, reason="Bought elsewhere")
    assert facts(shop) == ["Ordered", "Delivered", "Ordered", "Delivered", "OrderReturned", "Cancelled"]


def test_lists_and_sums_of_orders(shop: Shop) -> None:
    seller = shop.seller
    visited(shop)
    deal = open_deal(shop.house, shop.account)
    ids = [make_order(seller, known(shop), MONDAY, deal_id=one) for one in (shop.deal, deal, deal)]

    assert code(make_order, seller, known(shop, ordered_at=LATER), MONDAY, deal_id=deal) == "ordered_in_future"
    assert [order.id for order in list_orders(seller)] == ids[::-1]
    assert [order.id for order in list_orders(seller, after=ids[1])] == [ids[0]]
    assert sum_orders(seller).total.minor == 3 * 101700
    assert sum_orders(seller, OrderFilters(state="held")).count == 0
    assert list_orders(shop.other) == []
    assert [order.id for order in orders_of_deals(shop.house.id, [deal])[deal]] == ids[1:]
    assert set(orders_by_id(shop.house.id, ids)) == set(ids)


def test_long_customers_of_high_value_are_served_first(shop: Shop) -> None:
    seller = shop.seller
    visited(shop)
    body = rulebook.current(shop.house.id, "orders").body
    rulebook.publish(shop.house.id, "orders", body | {"priority": body["priority"] | {"long_term_value": "1000"}})
    long_ago = known(shop, ordered_at=MONDAY - timedelta(days=400))
    assert code(make_order, seller, long_ago, MONDAY, deal_id=shop.deal) == "bad_lines"
    priced = (DraftLine(D(10), shop.pump, price=D(120)),)
    first = make_order(
        seller, known(shop, lines=priced, ordered_at=MONDAY - timedelta(days=400)), MONDAY, deal_id=shop.deal
    )
    second = make_order(seller, known(shop), MONDAY, deal_id=shop.deal)

    assert get_order(seller, first).priority == "normal"
    assert (get_order(seller, second).priority, get_order(seller, second).raised_by) == ("high", ("long_term",))


def test_orders_from_a_quote_keep_its_lines_and_say_so(shop: Shop, django_assert_num_queries: Any) -> None:
    seller = shop.seller
    visited(shop)
    quote = make_quote(seller, shop.quote("10", discount="5"), MONDAY, deal_id=shop.deal)
    save_book(shop.director, BookDraft("2026", "CNY", date(2027, 1, 1)), MONDAY, book_id=shop.book)
    made = order_from_quote(seller, quote, known(shop, lines=()), MONDAY)

    order = get_order(seller, made)
    assert (order.amount, order.quote_id) == (get_quote(seller, quote).amount, quote)
    with django_assert_num_queries(2):
        lines_of(shop.house.id, [made] * 3)


def test_a_visit_lets_a_held_order_through(shop: Shop) -> None:
    seller = shop.seller
    made = make_order(seller, known(shop), MONDAY, deal_id=shop.deal)
    assert get_order(seller, made).held_for == ("no_contact",)
    visited(shop)
    lead = Lead.objects.of(shop.house.id).get(account_id=shop.account).pk
    fact = FollowedUp((lead,), ("visit",), ("reached",), ("contact",))

    recheck_held(shop.house.id, fact, MONDAY)

    assert get_order(seller, made).state == "open"
    assert facts(shop) == ["Ordered"]


def test_a_won_deal_is_ordered_where_the_book_says_so(shop: Shop) -> None:
    seller = shop.seller
    quote = make_quote(seller, shop.quote(), MONDAY, deal_id=shop.deal)
    send_quote(seller, quote, MONDAY)
    answer_quote(seller, quote, accepted=True, at=MONDAY)
    order_won(shop.house.id, Won((shop.deal,)), MONDAY)
    assert list_orders(seller) == []

    body = rulebook.current(shop.house.id, "orders").body
    rulebook.publish(shop.house.id, "orders", body | {"order_when_won": True})
    for _ in range(2):
        order_won(shop.house.id, Won((shop.deal,)), MONDAY)

    (order,) = list_orders(seller)
    assert (order.quote_id, order.state, order.owner_id) == (quote, "held", seller.member_id)


HARM = {
    "order_lines_differ_from_amount": "UPDATE order_orderline SET net_minor = net_minor + 1",
    "quote_lines_differ_from_amount": "UPDATE order_quoteline SET tax_minor = tax_minor + 1",
    "delivered_more_than_ordered": "UPDATE order_orderline SET quantity_e4 = 1",
    "returned_more_than_delivered": "UPDATE order_delivery SET is_return = true",
    "delivered_in_full_for_another_amount": "UPDATE order_delivery SET amount_minor = 1 WHERE NOT is_return",
    "quote_without_one_latest": "UPDATE order_quote SET is_latest = false",
    "step_without_paper": "UPDATE order_paperchange SET paper_id = 99999",
    "deliveries_differ_from_facts": "DELETE FROM order_deliveryline; DELETE FROM order_delivery",
}


def test_the_audit_asks_about_orders(shop: Shop) -> None:
    seller = shop.seller
    visited(shop)
    quote = make_quote(seller, shop.quote(), MONDAY, deal_id=shop.deal)
    made = order_from_quote(seller, quote, known(shop), MONDAY)
    line = lines_of(shop.house.id, [made])[made][0].id
    deliver(seller, made, {line: D(10)}, MONDAY, on=DAY)
    take_back(seller, made, {line: D(1)}, MONDAY, on=DAY, reason="Leaks")
    mine = {"orders", "ledger"}
    before = {finding.code for finding in audit(shop.house.id) if finding.law in mine}
    assert before.isdisjoint(HARM)

    for what, harm in HARM.items():
        save = transaction.savepoint()
        with connection.cursor() as cursor:
            for statement in harm.split(";"):
                cursor.execute(statement)
        found = {finding.code for finding in audit(shop.house.id)}
        transaction.savepoint_rollback(save)
        assert what in found, harm


@given(steps=st.lists(st.sampled_from(["edit", "send", "accept"]), max_size=8))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_a_quote_has_exactly_one_latest_version(shop: Shop, steps: list[str]) -> None:
    seller = shop.seller
    latest = make_quote(seller, shop.quote("1"), MONDAY, deal_id=shop.deal)
    number = get_quote(seller, latest).number
    sent = 0
    for step in steps:
        state = get_quote(seller, latest).state
        if step == "edit":
            latest = edit_quote(seller, latest, shop.quote("2"), MONDAY)
        elif step == "send" and state == "draft":
            send_quote(seller, latest, MONDAY)
            sent += 1
        elif step == "accept" and state == "sent":
            answer_quote(seller, latest, accepted=True, at=MONDAY)

    versions = versions_of(seller, number)
    assert [row.id for row in versions if row.is_latest] == [latest]
    assert [row.version for row in versions] == list(range(len(versions), 0, -1))
    assert len(versions) <= sent + 1


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different(house: House) -> None:
    def taken(_: int) -> list[str]:
        try:
            numbers = []
            for _round in range(5):
                with transaction.atomic():
                    numbers.append(take_number(house.id, "order", 2026))
            return numbers
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        numbers = [number for some in threads.map(taken, range(3)) for number in some]

    assert sorted(numbers) == [f"SO-2026-{n:05}" for n in range(1, 16)]
