"""From the bank line to the claimed receipt: claims, corrections, refunds, debts, reminders, credit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit, flow_report
from gleanry.flow.attribute.queries import credits_of_deal
from gleanry.flow.collect.actions import (
    ask_refund,
    book_invoice,
    book_receipt,
    book_statement,
    claim_receipts,
    correct_claim,
    decide_refund,
    dun,
    forget_paid,
    rate_receipt,
    set_limit,
    set_plan,
    split_claim,
)
from gleanry.flow.collect.models import Claim, Receipt
from gleanry.flow.collect.queries import (
    accounts_of,
    ageing_of,
    claims_of,
    count_to_claim,
    credit_of,
    get_receipt,
    list_receipts,
    open_debts,
    proposals_for,
    receipts_by_id,
    receipts_of,
    reminders_for,
    reminders_of,
    shares_of,
    terms_of,
)
from gleanry.flow.collect.shapes import NewClaim, NewInvoice, NewReceipt, Share, Target, Term
from gleanry.flow.convert.actions import win_deal
from gleanry.flow.convert.queries import deals_of_lead
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.flow.order.actions import make_order
from gleanry.flow.order.models import Order
from gleanry.flow.order.queries import orders_by_id
from gleanry.flow.order.shapes import DraftLine, OrderDraft
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import get_lead
from gleanry.tenants.actions import add_member
from gleanry.tenants.queries import list_teams
from gleanry.tenants.shapes import Role, Viewer
from gleanry.values.money import Money
from tests.conftest import MONDAY, House, ask_little

FORM = {
    "person_name": "张伟",
    "phone": "138 0013 8000",
    "company": "北京纷扬科技有限公司",
    "source": "SEM",
    "external_id": "L-1",
}
NOW = MONDAY + timedelta(days=120)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


class Desk:
    """A won deal of 10,000.00 with an order of the same, its seller, finance and their general manager."""

    def __init__(self, house: House) -> None:
        self.house, self.id = house, house.id
        (self.lead_id,) = house.send(FORM)
        qualify_leads(house.viewer(house.insider), [self.lead_id], MONDAY)
        ledger.drain(house.id)
        accept_leads(house.viewer(house.insider), [self.lead_id], MONDAY)
        ledger.drain(house.id)
        (deal,) = deals_of_lead(house.viewer(), self.lead_id)
        self.deal, self.admin = deal, house.viewer()
        self.seller = house.viewer(house.sellers[0])
        self.finance, self.manager = self.member("fin", Role.FINANCE), self.member("gm", Role.GENERAL_MANAGER)
        win_deal(self.admin, deal.id, cny(1_000_000), MONDAY + timedelta(days=1))
        rulebook.publish(house.id, "orders", {})  # no gate

    def member(self, name: str, role: Role) -> Viewer:
        email = f"{name}@{self.house.workspace.name.replace(' ', '')}.example"
        return self.house.viewer(add_member(self.id, name, roles=[role], email=email, password="grain-by-grain"))

    def order(self, minor: int = 1_000_000, *, currency: str = "CNY") -> int:
        line = DraftLine(Decimal(1), text="cable", price=Money(minor, currency).amount)
        rate = None if currency == "CNY" else Decimal("7.1")
        draft = OrderDraft(currency, (line,), MONDAY + timedelta(days=2), rate=rate)
        order_id = make_order(self.admin, draft, NOW, deal_id=self.deal.id)
        ledger.drain(self.id)
        number = f"SO-2026-{Order.objects.of(self.id).count():04d}"
        Order.objects.of(self.id).filter(pk=order_id).update(number=number)
        return order_id

    def take(self, minor: int, *, day: int = 60, currency: str = "CNY", **more: str) -> int:
        new = NewReceipt(Money(minor, currency), MONDAY + timedelta(days=day), **more)  # type: ignore[arg-type]
        return book_receipt(self.finance, new, NOW)

    def whole(self) -> None:
        """Every law holds, and nothing is on its way."""
        ledger.drain(self.id)
        assert [finding for finding in audit() if not finding.warning] == []
        assert flow_report(self.id).balanced


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refusal) as told:
        yield
    assert told.value.code == code


STATEMENT = [
    ["流水号", "交易日期", "收入金额", "币种", "对方户名", "附言"],
    ["B1", "2026-03-27", "3,000.00", "", "北京纷扬科技有限公司", "SO-2026-0001 首款"],
    ["", "2026-04-27", "500", "", "某公司", "货款"],
    ["", "2026-04-27", "500", "", "某公司", "货款"],
    ["B4", "2026-04-28", "100", "EUR", "Acme", ""],
    ["B5", "2026-04-28", "0", "", "甲", ""],
    ["B6", "2027-04-28", "9", "", "甲", ""],
]


@pytest.mark.django_db
def test_a_statement_is_booked_once_and_what_came_is_proposed_claimed_and_traced(desk: Desk) -> None:
    order_id = desk.order()
    with CaptureQueriesContext(
        connection,
    ) as few:
        booked = book_statement(desk.finance, STATEMENT, UTC, NOW)
    assert (len(booked.receipt_ids), booked.known, booked.unrated) == (4, (), 1)
    assert [(line.number, line.fault) for line in booked.refused] == [(6, "bad_amount"), (7, "in_the_future")]
    more = [STATEMENT[0], *([f"C{n}", "2026-04-01", str(n), "", "", ""] for n in range(1, 60))]
    with CaptureQueriesContext(connection) as many:
        book_statement(desk.finance, more, UTC, NOW)
    assert len(many) <= len(few)
    again = book_statement(desk.finance, STATEMENT, UTC, NOW)
    assert (again.receipt_ids, set(again.known)) == ((), {2, 3, 4, 5})
    assert Receipt.objects.of(desk.id).count() == 4 + 59
    with refused("forbidden"):
        book_statement(desk.seller, STATEMENT, UTC, NOW)

    receipt = get_receipt(desk.seller, booked.receipt_ids[0])  # belongs to nobody: everybody who sees money sees it
    best = proposals_for(desk.seller, receipt)[0]
    assert best.terms.target == Target("order", order_id)
    assert [code for code, _ in best.evidence] == ["number_named", "payer_is", "step_of_plan"]
    assert proposals_for(desk.house.viewer(desk.house.sellers[1]), receipt) == []  # the other seller's is not shown

    (first,) = claim_receipts(desk.seller, [NewClaim(receipt.id, best.terms.target)], NOW)
    desk.whole()
    assert count_to_claim(desk.seller) == 3 + 59
    (row,) = receipts_of(desk.id, desk.deal.id)
    assert (row.id, row.amount, row.kind, row.by) == (first, cny(300_000), "order", desk.seller.member_id)
    assert get_lead(desk.admin, desk.lead_id).paid_minor == 300_000
    assert terms_of(desk.id, [best.terms.target])[best.terms.target].owed == cny(700_000)
    assert {(c.model, c.amount.minor) for c in credits_of_deal(desk.id, desk.deal.id)} == {
        (model, 300_000) for model in ("first", "last", "linear")
    }
    assert receipt.id not in {r.id for r in list_receipts(desk.house.viewer(desk.house.sellers[1]))}


@pytest.mark.django_db
def test_claims_are_split_refused_corrected_and_sent_back(desk: Desk) -> None:
    order_id, other = desk.order(600_000), desk.order(400_000)
    with refused("known_receipt"):
        desk.take(1, external_id="X")
        desk.take(2, external_id="X")
    pk = desk.take(1_100_000, reference="big")
    one, two = Target("order", order_id), Target("order", other)
    with refused("more_than_left"):
        claim_receipts(desk.seller, [NewClaim(pk, one, cny(600_000)), NewClaim(pk, two, cny(500_001), "x")], NOW)
    with refused("more_than_owed"):
        claim_receipts(desk.seller, [NewClaim(pk, one, cny(600_001))], NOW)
    with refused("other_currency"):
        claim_receipts(desk.seller, [NewClaim(pk, one, Money(5, "USD"))], NOW)
    with refused("before_order"):
        claim_receipts(desk.seller, [NewClaim(desk.take(5, day=1), one)], NOW)
    with refused("no_such_target"):
        claim_receipts(desk.seller, [NewClaim(pk, Target("pi", 99))], NOW)
    assert not Claim.objects.of(desk.id).exists()  # all of it, or nothing

    wanted = [NewClaim(pk, one, cny(600_000)), NewClaim(pk, two, None, "they pay the next order ahead")]
    a, b, over = claim_receipts(desk.seller, wanted, NOW)
    row = receipts_by_id(desk.id, [pk])[pk]
    assert (row.rest, row.over) == (cny(0), cny(100_000))
    assert {c.id: c.kind for c in claims_of(desk.id, [pk])[pk]} == {a: "order", b: "order", over: "over"}
    assert [r.id for r in list_receipts(desk.finance, "over")] == [pk]
    desk.whole()
    with refused("reason_missing"):
        correct_claim(desk.seller, b, " ", NOW)
    back, again = correct_claim(desk.seller, b, "wrong order", NOW, instead=[(two, cny(300_000))])
    trace = {c.id: c for c in claims_of(desk.id, [pk])[pk]}
    assert (trace[b].reversed_by_id, trace[back].reverses_id, trace[back].amount) == (back, b, cny(-400_000))
    assert (trace[back].reason, trace[again].amount) == ("wrong order", cny(300_000))
    assert receipts_by_id(desk.id, [pk])[pk].rest == cny(100_000)
    with refused("taken_back_already"):
        correct_claim(desk.seller, b, "again", NOW)
    desk.whole()
    assert get_lead(desk.admin, desk.lead_id).paid_minor == 900_000

    unit = list_teams(desk.id)[0][0]
    with refused("no_such_member"):
        split_claim(desk.seller, a, [Share(10**9, None, 10_000)], "nobody", NOW)
    halves = [Share(desk.seller.member_id, None, 3_333), Share(None, unit, 6_667)]
    version = split_claim(desk.seller, a, halves, "two units", NOW)
    assert version == 1
    assert [s.amount.minor for s in shares_of(desk.id, [a])[a]] == [199_980, 400_020]
    assert [(s.member_id, s.amount) for s in shares_of(desk.id, [again])[again]] == [(desk.deal.owner_id, cny(300_000))]

    with refused("more_than_claimed"):
        ask_refund(desk.seller, a, cny(600_001), "returned", NOW)
    refund = ask_refund(desk.finance, a, cny(150_000), "goods came back", NOW)
    with refused("more_than_claimed"):
        ask_refund(desk.finance, a, cny(450_001), "too", NOW)
    with refused("refund_stands"):
        correct_claim(desk.seller, a, "x", NOW)
    with refused("forbidden"):
        decide_refund(desk.seller, refund, approve=True, at=NOW)
    gone = decide_refund(desk.manager, refund, approve=True, at=NOW)
    assert gone is not None
    assert (receipts_by_id(desk.id, [gone])[gone].amount, receipts_by_id(desk.id, [gone])[gone].rest) == (
        cny(-150_000),
        cny(0),
    )
    with refused("decided_already"):
        decide_refund(desk.manager, refund, approve=False, at=NOW)
    desk.whole()
    assert get_lead(desk.admin, desk.lead_id).paid_minor == 750_000
    assert sum(c.amount.minor for c in credits_of_deal(desk.id, desk.deal.id) if c.model == "linear") == 750_000


@pytest.mark.django_db
def test_money_without_a_rate_is_kept_listed_and_worth_something_once_the_rate_is_known(desk: Desk) -> None:
    order_id = desk.order(50_000, currency="USD")
    pk = desk.take(33_333, currency="USD")
    assert [row.id for row in list_receipts(desk.finance, "unrated")] == [pk]
    claim_receipts(desk.seller, [NewClaim(pk, Target("order", order_id), Money(11_111, "USD"))], NOW)
    desk.whole()
    with refused("rate_missing"):
        claim_receipts(desk.seller, [NewClaim(pk, Target("deal", desk.deal.id))], NOW)
    rate_receipt(desk.finance, pk, Decimal("7.1234"), "rate of the day it came", NOW)
    claim_receipts(desk.seller, [NewClaim(pk, Target("order", order_id))], NOW)
    desk.whole()
    claims = claims_of(desk.id, [pk])[pk]
    assert [c.base.minor for c in claims] == [79_148, 158_296]
    assert sum(c.base.minor for c in claims) == receipts_by_id(desk.id, [pk])[pk].base.minor == 237_444
    assert get_lead(desk.admin, desk.lead_id).paid_minor == 237_444
    with refused("own_currency"):
        rate_receipt(desk.finance, desk.take(5), Decimal(2), "x", NOW)


@pytest.mark.django_db
def test_what_is_owed_ages_is_reminded_of_and_counts_against_the_limit(desk: Desk) -> None:
    order_id = desk.order()
    order = orders_by_id(desk.id, [order_id])[order_id]
    plan = accounts_of(desk.id, [order])[order_id].plan
    assert [(step.amount.minor, step.trigger, step.due_on) for step in plan] == [
        (300_000, "order", date(2026, 3, 4)),
        (700_000, "before_shipment", None),
    ]
    with refused("not_whole"):
        set_plan(desk.seller, order_id, [Term(9_999, "order")], NOW)
    set_plan(desk.seller, order_id, [Term(5_000, "order", 7), Term(5_000, "order", 60)], NOW)
    new = NewInvoice("INV-1", order_id, cny(500_000), 57_522, date(2026, 3, 20), date(2026, 4, 20))
    book_invoice(desk.finance, new, NOW)
    cases = {
        "number_taken": new,
        "more_than_order": NewInvoice("INV-2", order_id, cny(500_001), 0, date(2026, 3, 20)),
        "before_order": NewInvoice("INV-2", order_id, cny(1), 0, date(2026, 3, 1)),
        "in_the_future": NewInvoice("INV-2", order_id, cny(1), 0, date(2027, 3, 1)),
        "bad_tax": NewInvoice("INV-2", order_id, cny(1), 2, date(2026, 3, 20)),
        "no_such_invoice": NewInvoice("CN-1", order_id, cny(1), 0, date(2026, 3, 20), credits="INV-9"),
        "more_than_invoice": NewInvoice("CN-1", order_id, cny(500_001), 0, date(2026, 3, 20), credits="INV-1"),
        "reason_missing": NewInvoice("CN-1", order_id, cny(5), 0, date(2026, 3, 20), credits="INV-1"),
    }
    for code, given in cases.items():
        with refused(code):
            book_invoice(desk.finance, given, NOW)
    note = NewInvoice("CN-1", order_id, cny(100_000), 0, date(2026, 3, 25), credits="INV-1", reason="one came broken")
    book_invoice(desk.finance, note, NOW)
    today = date(2026, 6, 30)
    debts = open_debts(desk.seller)
    assert [(d.open.minor, d.due_on, d.billed) for d in debts] == [
        (400_000, date(2026, 4, 20), True),
        (100_000, date(2026, 3, 11), False),
        (500_000, date(2026, 5, 3), False),
    ] or sum(d.open.minor for d in debts) == 1_000_000
    (row,) = ageing_of(debts, "owner", today)
    assert (row.key, row.total) == (desk.deal.owner_id, cny(1_000_000))
    assert sum(amount.minor for amount in row.amounts) == 1_000_000

    set_limit(desk.manager, desk.deal.account_id or 0, cny(900_000), "new customer", NOW, valid_to=date(2026, 12, 31))
    credit = credit_of(desk.id, [desk.deal.account_id or 0], today)[desk.deal.account_id or 0]
    assert (credit.used, credit.free, credit.is_over) == (cny(1_000_000), cny(-100_000), True)
    with refused("forbidden"):
        set_limit(desk.finance.__class__(desk.id, 1, ""), 1, cny(1), "x", NOW)

    at = datetime(2026, 6, 30, 3, tzinfo=UTC)
    Order.objects.of(desk.id).filter(pk=order_id).update(paused=True)
    assert dun(desk.id, at) == 0  # a complaint is open
    Order.objects.of(desk.id).filter(pk=order_id).update(paused=False)
    written = dun(desk.id, at)
    assert written == 11  # three days: all four steps of two, the first three of the one that is 58 days late
    assert dun(desk.id, at) == 0  # written once
    told = {row.step: row.member_id for row in reminders_of(desk.id, [order_id])[order_id]}
    assert told["remind"] == desk.deal.owner_id
    assert told["letter"] is None
    assert told["hold"] == desk.house.director.pk
    assert {row.step for row in reminders_for(desk.finance)} == {"letter"}
    pk = desk.take(1_000_000, day=100)
    claim_receipts(desk.seller, [NewClaim(pk, Target("deal", desk.deal.id))], NOW)  # for the deal, so for its order
    assert open_debts(desk.seller) == []
    assert forget_paid(desk.id, at) == written
    desk.whole()


@pytest.mark.django_db(transaction=True)
def test_two_people_claim_one_receipt_at_once_and_one_gets_it(transactional_db: None) -> None:
    from tests.conftest import build_house

    house = build_house("own")
    ask_little(house.id)
    desk = Desk(house)
    order_id = desk.order()
    pk = desk.take(400_000)
    barrier = Barrier(6)
    told: list[list[int] | str] = []

    def claim() -> None:
        barrier.wait()
        try:
            told.append(claim_receipts(desk.admin, [NewClaim(pk, Target("order", order_id), cny(300_000))], NOW))
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in told) == ["list"] + ["str"] * 5
    assert {one for one in told if isinstance(one, str)} == {"more_than_left"}
    assert receipts_by_id(desk.id, [pk])[pk].rest == cny(100_000)
    desk.whole()


@pytest.mark.django_db
def test_who_sees_whose_money(desk: Desk, outsider: Viewer) -> None:
    order_id, pk = desk.order(), desk.take(500)
    with refused("not_found"):
        claim_receipts(outsider, [NewClaim(pk, Target("order", order_id))], NOW)
    other = desk.house.viewer(desk.house.sellers[1])
    with refused("no_such_target"):
        claim_receipts(other, [NewClaim(pk, Target("order", order_id))], NOW)
    (claim,) = claim_receipts(desk.seller, [NewClaim(pk, Target("order", order_id))], NOW)
    with refused("not_found"):
        get_receipt(other, pk)
    with refused("not_found"):
        correct_claim(other, claim, "mine", NOW)
    with refused("no_rules"):
        rulebook.current(desk.id, "nothing of the kind")
