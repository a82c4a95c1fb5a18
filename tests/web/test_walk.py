"""Every address of the site and of the API, walked by those it is not for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gleanry.cockpit.models import Commitment, Review
from gleanry.flow.capture.models import NameChoice
from gleanry.flow.collect.actions import ask_refund, book_receipt, claim_receipts
from gleanry.flow.collect.models import Reminder
from gleanry.flow.collect.shapes import NewClaim, NewReceipt, Target
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, make_door, qualify_leads, take_calls
from gleanry.flow.followup.models import Violation, Visit
from gleanry.flow.followup.shapes import NewCall
from gleanry.flow.identify.actions import ask, ask_for, merge_records
from gleanry.flow.identify.models import DuplicatePair
from gleanry.flow.identify.shapes import Kind, MergeOrder, NewPair
from gleanry.flow.order.actions import (
    BookDraft,
    ContractDraft,
    contract_from_quote,
    make_quote,
    order_from_quote,
    save_book,
)
from gleanry.flow.order.shapes import DraftLine, OrderDraft, QuoteDraft
from gleanry.flow.reward.models import Statement
from gleanry.flow.settle.actions import Wish, register
from gleanry.flow.settle.models import Case
from gleanry.kit import clock
from gleanry.market.audience.actions import define_segment
from gleanry.market.audience.shapes import SegmentKind
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = re.compile(r"^(accounts/|look/|mail/stop/|api/v1/(docs|openapi\.json|$))")
"""For everybody: signing in and out, the language of the sign-in page, the end of mails, the description of the API."""
OF_A_RECORD = re.compile(r"_id>|<batch>")
SHARED = {"segments/<key:segment_id>/", "prices/<key:book_id>/"}
"""Shown to all of a workspace: people each sees of, and prices."""
HUGE = 2**70
BATCH = "0" * 32
RECORDS = (
    *("lead_id", "deal_id", "import_id", "submission_id"),
    *("person_id", "account_id", "merge_id", "pair_id", "request_id", "call_id"),
    *("segment_id", "violation_id", "case_id", "registration_id"),
    *("quote_id", "contract_id", "order_id", "book_id"),
    *("receipt_id", "claim_id", "refund_id", "reminder_id"),
    *("statement_id", "visit_id", "review_id", "commitment_id", "choice_id"),
)


@pytest.fixture
def ids(house: House) -> dict[str, int]:
    """One record of each kind that the seller does not reach: the SDR's lead, the administrator's deal and import."""
    admin = house.viewer("administrator")
    first, second = house.leads(pool="sdr")[:2]
    qualify_leads(admin, [first.pk], clock.now())
    accept_leads(admin, [first.pk], clock.now())
    deal = Opportunity.objects.of(house.workspace_id).get(lead_id=first.pk)
    Opportunity.objects.of(house.workspace_id).filter(pk=deal.pk).update(owner_id=house.members["administrator"].pk)
    file = SimpleUploadedFile("a.csv", b"name,phone\nAnn,13812345678\n")
    sent = house.client("marketer").post("/imports/", {"kind": "leads", "file": file})
    run = int(sent.headers["Location"].strip("/").split("/")[-1])
    third, fourth = house.send(record(3), record(4))[-2:]
    order = MergeOrder(Kind.PERSON, third.person_id or 0, fourth.person_id or 0)
    (merge,) = merge_records(admin, [order], clock.now())
    pair = NewPair(Kind.ACCOUNT, third.account_id or 0, fourth.account_id or 0, 9000, ())
    ask(house.workspace_id, [pair], clock.now())
    door = make_door(house.workspace_id, "PBX", clock.now())
    call = NewCall("a", "out", "13812340002", "8001", clock.now(), 60, "reached")
    (waiting,) = take_calls(house.workspace_id, door.id, [call], clock.now())
    asked = ask_for(house.viewer("sales_director"), "lead", second.pk, clock.now())
    missed = Violation.objects.create(
        workspace_id=house.workspace_id, deadline_id=0, lead_id=second.pk, owner_id=second.owner_id or 0,
        kind="first_contact", due_at=clock.now(), found_at=clock.now(),
    )  # fmt: skip
    case = Case.objects.create(
        workspace_id=house.workspace_id, account_id=third.account_id, pair="1",
        member_a_id=house.members["sales_director"].pk, member_b_id=admin.member_id, proposed_share=50,
        proposed_why="even", opened_at=clock.now(),
        evidence={side: {"claims": [], "records": [], "done": [], "count": 0, "visits": 0} for side in "ab"},
        answer_due=clock.now(), judge_due=clock.now(),
    )  # fmt: skip
    wished = register(admin, Wish("Registered Company Ltd", "", "x"), clock.now())
    papers = _papers(admin, deal.pk)
    return papers | {
        "case_id": case.pk,
        "registration_id": wished.id,
        "request_id": asked,
        "call_id": waiting.call_id,
        **_money(admin, papers["order_id"]),
        **_team(admin),
        "segment_id": define_segment(admin, "Guests", {}, clock.now(), kind=SegmentKind.LIST),
        "violation_id": missed.pk,
        "lead_id": second.pk,
        "deal_id": deal.pk,
        "import_id": run,
        "submission_id": second.submission_id,
        "person_id": third.person_id or 0,
        "account_id": third.account_id or 0,
        "merge_id": merge,
        "pair_id": DuplicatePair.objects.of(house.workspace_id).get().pk,
    }


def _papers(admin: Viewer, deal_id: int) -> dict[str, int]:
    """A price book, and a quote, a contract and an order of the administrator's deal."""
    now = clock.now()
    lines = (DraftLine(Decimal(1), text="Pump", price=Decimal(100)),)
    quote = make_quote(admin, QuoteDraft("CNY", lines, now.date()), now, deal_id=deal_id)
    return {
        "book_id": save_book(admin, BookDraft("Spring", "CNY", now.date()), now),
        "quote_id": quote,
        "contract_id": contract_from_quote(admin, quote, ContractDraft("contract", now.date()), now),
        "order_id": order_from_quote(admin, quote, OrderDraft("CNY", (), now), now),
    }


def _team(admin: Viewer) -> dict[str, int]:
    """What a team keeps of its rhythm: a statement, a visit, a review, a commitment, a decision about a word."""
    now = clock.now()
    first = now.date().replace(day=1)
    here = {"workspace_id": admin.workspace_id}
    statement = Statement.objects.create(**here, member_id=admin.member_id, month=first, currency="CNY")
    visit = Visit.objects.create(**here, member_id=admin.member_id, kind="visit", at=now, made_at=now)
    review = Review.objects.create(**here, kind="month", starts_on=first, scope="company", prepared_at=now)
    commitment = Commitment.objects.create(
        **here, member_id=admin.member_id, week=first, kind="words", text="x", stated_at=now
    )
    choice = NameChoice.objects.create(**here, refers="product", word="GTXPro", choice="keep", at=now)
    return {
        "statement_id": statement.pk,
        "visit_id": visit.pk,
        "review_id": review.pk,
        "commitment_id": commitment.pk,
        "choice_id": choice.pk,
    }


def _money(admin: Viewer, order_id: int) -> dict[str, int]:
    """Claimed money of an order that is asked back, and a reminder."""
    now = clock.now()
    receipt = book_receipt(admin, NewReceipt(Money(900, "CNY"), now), now)
    (claim,) = claim_receipts(admin, [NewClaim(receipt, Target("order", order_id))], now)
    reminder = Reminder.objects.create(
        workspace_id=admin.workspace_id, order_id=order_id, due_on=now.date(), step="remind", at=now, days_late=1,
        member_id=admin.member_id, amount_minor=900, currency="CNY", rules_id=1,
    )  # fmt: skip
    refund = ask_refund(admin, claim, Money(1, "CNY"), "x", now)
    return {"receipt_id": receipt, "claim_id": claim, "refund_id": refund, "reminder_id": reminder.pk}


def _paths(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def addresses() -> list[str]:
    """All routes of the site; the API's among them."""
    return sorted({route for route in _paths(get_resolver().url_patterns) if not OPEN.match(route)})


OF_RECORDS = [route for route in addresses() if OF_A_RECORD.search(route)]


def _filled(route: str, ids: dict[str, int]) -> str:
    plain = route.replace("<slug:pool>", "sdr").replace("<slug:batch>", BATCH).replace("<batch>", BATCH)
    plain = plain.replace("<gate>", "mql").replace("<pool>", "sdr").replace("<slug:code>", "newsletter")
    plain = (
        plain.replace("<slug:book>", "route")
        .replace("<version>", "1")
        .replace("<int:year>", "2026")
        .replace("<measure>", "signed")
        .replace("<slug:language>", "en")
    )
    plain = plain.replace("<int:year>", "2026").replace("<measure>", "signed")
    filled = re.sub(r"<(?:key:)?(\w+)>", lambda found: str(ids[found[1]]), plain)
    assert "<" not in filled, f"{route}: an address of a kind this walk does not know yet"
    return "/" + filled


BODIES: dict[str, dict[str, Any]] = {
    "follow-ups": {"kind": "note", "note": "x"},
    "move": {"stage": "demo"},
    "win": {"amount": "1", "currency": "CNY"},
    "lose": {"reason": "price"},
    "edit": {"decider": "x"},
    "grade": {"answers": {}},
    "tasks": {"stage": "demo", "code": "shown"},
    "papers": {"kind": "quote", "name": "Q-1"},
    "rivals": {"name": "x"},
    "decide": {"request": 1, "verdict": "approve", "share_a": 50, "text": "x"},
    "report": {"what": "x"},
    "receipts": {"amount": "1", "currency": "CNY", "received_at": "2026-11-18T02:00:00Z"},
    "start": {"mapping": {"columns": {"name": "person_name", "phone": "phone"}}},
    "handle": {"kind": "note", "note": "x"},
    "answer": {"give": True, "do": "give", "answer": "later"},
    "change": {"do": "lose", "reason": "price"},
    "undo": {"different": "1"},
    "appeal": {"note": "x", "text": "x"},
    "add": {"text": "x"},
    "claims": {"kind": "deal", "target_id": 1},
    "rate": {"rate": "7", "reason": "x"},
    "correct": {"reason": "x"},
    "shares": {"shares": [{"member_id": 1, "percent": "100"}], "reason": "x"},
    "refunds": {"amount": "1", "reason": "x"},
}
"""What would be taken, were the record within reach: by the last word of the address."""


def _both(client: Client, path: str) -> list[tuple[str, int, str]]:
    """(method, status, body) of reading and of sending."""
    got = client.get(path)
    body = BODIES.get(path.strip("/").split("/")[-1], {})
    sent = (
        client.post(path, json.dumps(body), content_type="application/json")
        if "/api/" in path
        else client.post(path, body)
    )
    return [("GET", got.status_code, _text(got)), ("POST", sent.status_code, _text(sent))]


def _text(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_there_is_something_to_walk() -> None:
    assert len(addresses()) > 35


def _faults(client: Client, routes: Iterable[str], ids: dict[str, int], allowed: set[int], *never: str) -> list[str]:
    """What is wrong with the answers to reading and sending at each address: another status, or words of a record."""
    found = []
    for route in routes:
        for method, status, text in _both(client, _filled(route, ids)):
            said = [word for word in never if word in text]
            if status not in allowed or said:
                found.append(f"{method} {route}: {status} {said}")
    return found


def test_nobody_gets_in_without_signing_in(house: House, ids: dict[str, int]) -> None:
    assert _faults(Client(), addresses(), ids, {302, 401, 405}, "Person") == []


@pytest.mark.parametrize("role", ["administrator", "seller", "sales_director"])
def test_records_of_another_workspace_are_not_there(
    house: House, stranger: House, ids: dict[str, int], role: str
) -> None:
    assert _faults(stranger.client(role), OF_RECORDS, ids, {403, 404, 405}, "Person", "Company") == []


def test_records_out_of_reach_are_not_there_for_a_seller(house: House, ids: dict[str, int]) -> None:
    routes = [route for route in OF_RECORDS if route not in SHARED]
    assert _faults(house.client("seller"), routes, ids, {403, 404, 405}, "Person") == []


def test_who_may_import_does_not_read_what_others_brought_in(house: House, ids: dict[str, int]) -> None:
    """A channel manager sees its own team only: neither files nor raw submissions of others."""
    from gleanry.tenants.actions import make_team

    manager = house.members["channel_manager"]
    manager.team = make_team(house.workspace_id, "Channels")
    manager.save()
    client = house.client("channel_manager")
    routes = [route for route in addresses() if "import" in route or "submission" in route]
    assert _faults(client, routes, ids, set(range(200, 500)), "a.csv", "13812345678") == []
    assert _faults(client, [route for route in routes if "<" in route], ids, {403, 404, 405}) == []


def test_a_number_no_database_holds_is_simply_not_there(house: House) -> None:
    client = house.client("administrator")
    client.raise_request_exception = False
    routes = [route for route in addresses() if "<key" in route or "_id>" in route]
    assert _faults(client, routes, dict.fromkeys(RECORDS, HUGE), {403, 404, 405, 422}) == []


def test_the_walk_notices_what_is_wrong(house: House, ids: dict[str, int]) -> None:
    assert _faults(house.client("administrator"), ["leads/<key:lead_id>/"], ids, {404}, "Person")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/leads/claim", {"lead_ids": [HUGE]}),
        ("/leads/assign", {"lead_ids": [1], "owner_id": HUGE}),
        ("/leads/qualify", {"lead_ids": [-1]}),
        ("/leads/return", {"lead_ids": [HUGE], "reason": "other"}),
    ],
)
def test_ids_in_a_body_are_checked_too(house: House, path: str, body: dict[str, Any]) -> None:
    client = house.client("administrator")
    answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


@pytest.mark.parametrize("query", [f"owner_id={HUGE}", f"after={HUGE}", "limit=100000", "pool=nowhere"])
def test_queries_are_checked_too(house: House, query: str) -> None:
    assert house.client("administrator").get(f"/api/v1/leads?{query}").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        f"/leads/?owner={HUGE}&after={HUGE}",
        f"/?lead={HUGE}",
        f"/violations/?owner={HUGE}&after={HUGE}&since=0001-01-01&until=9999-12-31",
        f"/deadlines/?due=nonsense&owner={HUGE}",
        f"/deals/list/?lead={HUGE}&after={HUGE}&stage=nowhere&outcome=x",
        "/funnel/?by=nonsense&source=%00",
        "/leads/?q=%00&month=0000-00&grade=ZZZZ&money=gold",
        "/leads/?q=" + "x" * 5000,
        "/find/?q=" + "x" * 5000,
        f"/find/people/?q=%00%25&from={HUGE}",
        "/find/drop/?q=%00",
    ],
)
def test_a_wrong_address_is_no_defect(house: House, path: str) -> None:
    assert house.client("administrator").get(path).status_code in (200, 404)
