"""Statements from receipts: made, made again, stopped, closed, corrected; nothing is paid twice and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries.audit import audit
from gleanry.flow.collect.facts import Claimed, Shared, Unclaimed
from gleanry.flow.collect.models import Claim, Receipt, Share
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.reward.actions import (
    NewAward,
    close_month,
    give_awards,
    make_statements,
    note_claims,
    pay_statements,
    set_goals_by_hand,
)
from gleanry.flow.reward.models import Line, Statement
from gleanry.flow.reward.queries import (
    get_statement,
    lines_of_statement,
    list_statements,
    rehearse,
    rewards_book,
)
from gleanry.flow.reward.queries.sealing import unlike_statements
from gleanry.kit import rulebook
from gleanry.kit.errors import Refusal
from gleanry.values.money import Money
from gleanry.values.period import Days
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import House

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
APRIL = datetime(2026, 4, 2, 2, tzinfo=UTC)
NUMBERS = count(1)
PLAN = {
    "code": "b",
    "model": "B",
    "people": ["role:seller", "role:sdr"],
    "rate": 5,
    "tiers": [{"least": 100, "most": 120, "rate": 8, "factor": 1.2}, {"least": 120, "rate": 10, "factor": 1.5}],
}


def book(house: House, **changes: Any) -> None:
    rulebook.publish(house.id, "rewards", {"plans": [PLAN], **changes})


def claim(
    house: House, owner: int, minor: int, month: date, *, currency: str = "CNY", rate: str = "1", **more: Any
) -> int:
    """A receipt of the tenth of a month, claimed whole for a deal of somebody's."""
    at = datetime(month.year, month.month, 10, 4, tzinfo=UTC)
    deal = more.pop("deal_id", None) or deal_of(house, owner, at, **more)
    base = Money.of(Money(minor, currency).amount * Decimal(rate), "CNY").minor
    receipt = Receipt.objects.create(
        workspace_id=house.id, amount_minor=minor, currency=currency, rate=rate, base_minor=base, received_at=at
    )
    made = Claim.objects.create(
        workspace_id=house.id,
        receipt_id=receipt.pk,
        kind="deal",
        opportunity_id=deal,
        owner_id=owner,
        amount_minor=minor,
        base_minor=base,
        settled_minor=minor,
        settled_currency=currency,
        at=at,
    )
    note_claims(house.id, Claimed((made.pk,)), at)
    return made.pk


def deal_of(house: House, owner: int, at: datetime, **more: Any) -> int:
    return Opportunity.objects.create(
        workspace_id=house.id,
        name="D",
        stage="demo",
        owner_id=owner,
        currency="CNY",
        outcome="won",
        opened_at=at,
        **more,
    ).pk


def take_back(house: House, claim_id: int) -> None:
    row = Claim.objects.of(house.id).get(pk=claim_id)
    row.pk, row.reverses_id = None, claim_id
    row.amount_minor, row.base_minor, row.settled_minor = -row.amount_minor, -row.base_minor, -row.settled_minor
    row.save()
    note_claims(house.id, Unclaimed((row.pk,)), APRIL)


def paid(house: House, month: date | None = None) -> dict[int, int]:
    """Member -> what their lines pay, in the workspace's currency; and the statements say the same, to the cent."""
    rows = Line.objects.of(house.id)
    for statement in Statement.objects.of(house.id):
        lines = Line.objects.of(house.id).filter(statement_id=statement.pk)
        sums = {row["currency"]: row["n"] for row in lines.order_by().values("currency").annotate(n=Sum("pay_minor"))}
        assert (statement.sums, statement.lines) == (sums, lines.count())
        assert statement.total_minor == sum(line.pay_base_minor or 0 for line in lines)
    rows = rows.filter(month=month) if month else rows
    return {row["member_id"]: row["n"] for row in rows.order_by().values("member_id").annotate(n=Sum("pay_base_minor"))}


@pytest.fixture
def seller(house: House) -> int:
    book(house)
    return house.sellers[0].pk


@pytest.fixture
def _books_again(house: House) -> Iterator[None]:
    yield
    rulebook.publish(house.id, "rewards", read_playbook("tob-leads")["rules"]["rewards"])


@pytest.mark.django_db
def test_cash_received_is_paid_by_the_tier_that_was_reached(house: House, seller: int) -> None:
    """100,000 of a target of 100,000 is 8 %; a cent of 120 % more is 10 %; without a target it is the plan's 5 %."""
    admin = house.viewer()
    other = house.sellers[1].pk
    claim(house, seller, 10_000_000, JAN)
    claim(house, other, 12_000_001, JAN)
    claim(house, house.sdrs[0].pk, 2_000_001, JAN, currency="USD", rate="7.1")
    set_goals_by_hand(admin, [(who, JAN, Money.of(100_000, "CNY")) for who in (seller, other)], APRIL)

    assert make_statements(house.id, JAN, APRIL)
    assert paid(house) == {seller: 800_000, other: 1_200_000, house.sdrs[0].pk: 710_000}
    [mine] = list_statements(house.viewer(house.sellers[0]), month=JAN)
    assert (mine.completion, mine.goal, mine.state) == (Decimal(100), Money.of(100_000, "CNY"), "draft")
    [line] = lines_of_statement(house.viewer(house.sellers[0]), mine.id)
    assert (line.kind, line.base.minor, line.pay.minor, line.how["rate"], line.how["tier"]) == (
        "commission",
        10_000_000,
        800_000,
        "8",
        1,
    )
    with pytest.raises(Refusal, match="not_found"):
        get_statement(house.viewer(house.sellers[1]), mine.id)
    assert list_statements(house.viewer(house.sellers[1]), month=JAN)[0].member_id == other
    [usd] = [row for row in list_statements(admin, month=JAN) if row.member_id == house.sdrs[0].pk]
    assert (usd.sums, usd.total) == ((Money(100_000, "USD"),), Money(710_000, "CNY"))


@pytest.mark.django_db
def test_a_closed_statement_never_changes_and_what_comes_later_is_corrected(house: House, seller: int) -> None:
    admin, other = house.viewer(), house.sellers[1].pk
    kept, gone, split = (claim(house, seller, 10_000_00, JAN) for _ in range(3))
    with pytest.raises(Refusal, match="not_reckoned"):
        close_month(admin, JAN, APRIL)
    make_statements(house.id, JAN, APRIL)
    with pytest.raises(Refusal, match="month_not_over"):
        close_month(admin, MAR, datetime(2026, 3, 31, 2, tzinfo=UTC))
    with pytest.raises(Refusal, match="forbidden"):
        close_month(house.viewer(house.sellers[0]), JAN, APRIL)
    assert close_month(admin, JAN, APRIL) >= 1
    before = list(Line.objects.of(house.id).filter(month=JAN).order_by("id").values())

    take_back(house, gone)
    for member, points in ((seller, 4000), (other, 6000)):
        Share.objects.create(
            workspace_id=house.id, claim_id=split, version=1, member_id=member, basis_points=points, at=APRIL
        )
    note_claims(house.id, Shared((split,)), APRIL)
    deal = Claim.objects.of(house.id).get(pk=kept).opportunity_id
    refund = claim(house, seller, -4_000_00, FEB, deal_id=deal)
    make_statements(house.id, FEB, APRIL)

    assert list(Line.objects.of(house.id).filter(month=JAN).order_by("id").values()) == before
    found = {
        (line.member_id, line.kind, line.claim_id): (line.base_minor, line.pay_minor, line.corrects_id is not None)
        for line in Line.objects.of(house.id).filter(month=FEB)
    }
    assert found == {
        (seller, "correction", gone): (-10_000_00, -500_00, True),
        (seller, "correction", split): (-6_000_00, -300_00, True),
        (other, "correction", split): (6_000_00, 300_00, False),
        (seller, "clawback", refund): (-4_000_00, -200_00, True),
    }
    close_month(admin, FEB, APRIL)
    note_claims(house.id, Claimed((kept, gone, split, refund)), APRIL)
    make_statements(house.id, MAR, APRIL)
    assert not Line.objects.of(house.id).filter(month=MAR).exists()
    assert paid(house) == {seller: 1_500_00 - 500_00 - 300_00 - 200_00, other: 300_00}
    assert unlike_statements(house.id, 100) == (0, 0)
    Line.objects.of(house.id).filter(month=JAN, claim_id=kept).update(pay_minor=501_00)
    assert unlike_statements(house.id, 100) == (1, 1)


@pytest.mark.django_db
def test_a_refund_takes_off_what_is_still_a_draft_and_again_once_it_is_closed(house: House, seller: int) -> None:
    """Law: a receipt and its refund together give nothing, in whichever order months are made and closed."""
    at = datetime(2026, 1, 10, 4, tzinfo=UTC)
    deal = deal_of(house, seller, at)
    claim(house, seller, 333_33, JAN, deal_id=deal)
    claim(house, seller, -333_33, FEB, deal_id=deal)
    set_goals_by_hand(house.viewer(), [(seller, JAN, Money(333_33, "CNY"))], APRIL)
    make_statements(house.id, FEB, APRIL)
    close_month(house.viewer(), JAN, APRIL)
    make_statements(house.id, FEB, APRIL)

    assert paid(house) == {seller: 0}
    assert paid(house, JAN) == {seller: 26_67}
    [back] = Line.objects.of(house.id).filter(month=FEB)
    assert (back.kind, back.how["rate"]) == ("clawback", "8")


@pytest.mark.django_db
def test_it_can_be_stopped_repeated_and_costs_the_same_for_many(house: House, seller: int) -> None:
    for n in range(12):
        claim(house, house.sellers[n % 2].pk, 100_00 + n, JAN)
    turns = iter([False, True])
    assert not make_statements(house.id, JAN, APRIL, claims=2, people=1, stop=lambda: next(turns))
    assert Line.objects.of(house.id).count() == 2
    assert make_statements(house.id, JAN, APRIL, claims=5, people=1)
    whole = paid(house)
    assert (
        sum(whole.values()) == 12 * 500 + 1
    )  # each line rounds for itself: of 0.05 to 0.55 cents only the last counts
    ids = list(Line.objects.of(house.id).values_list("pk", "pay_minor"))
    assert make_statements(house.id, JAN, APRIL)
    assert list(Line.objects.of(house.id).values_list("pk", "pay_minor")) == ids

    def cost(claims: int) -> int:
        for _ in range(claims):
            claim(house, seller, 100, FEB)
        with CaptureQueriesContext(connection) as seen:
            make_statements(house.id, FEB, APRIL)
        return len(seen)

    cost(1)
    assert cost(3) == cost(30)


@pytest.mark.django_db
def test_bonus_award_cap_and_what_is_given_by_hand(house: House, seller: int) -> None:
    """Model A beside B, an event, a cap that takes all lines down, and an award with its reason."""
    admin, sdr = house.viewer(), house.sdrs[0].pk
    bonus = {
        "code": "a",
        "model": "A",
        "people": ["role:sdr"],
        "bonus": 3000,
        "currency": "CNY",
        "tiers": PLAN["tiers"],
    }
    award = {"code": "two", "what": "won", "people": ["role:seller"], "least": 2, "amount": 500, "currency": "CNY"}
    book(house, plans=[PLAN | {"cap": 100}, bonus], awards=[award])
    for n in range(2):
        deal = deal_of(house, seller, datetime(2026, 1, 9, tzinfo=UTC), closed_at=datetime(2026, 1, 9, tzinfo=UTC))
        claim(house, seller, 3_000_00 - n * 2_000_00, JAN, deal_id=deal)
    claim(house, sdr, 100_00, JAN)
    set_goals_by_hand(admin, [(sdr, JAN, Money(100_00, "CNY"))], APRIL)
    given = NewAward(seller, JAN, "promotion", Money(0, "CNY"), "regional lead from February")
    with pytest.raises(Refusal, match="reason_missing"):
        give_awards(admin, [NewAward(seller, JAN, "bonus", Money(5, "CNY"), " ")], APRIL)
    give_awards(admin, [given], APRIL)
    make_statements(house.id, JAN, APRIL)

    lines = Line.objects.of(house.id).filter(member_id=seller).order_by("id")
    assert [(line.kind, line.pay_minor) for line in lines] == [
        ("commission", 75_00),
        ("commission", 25_00),
        ("award", 500_00),
        ("given", 0),
    ]
    assert paid(house)[sdr] == 3_600_00 + 8_00
    close_month(admin, JAN, APRIL)
    assert unlike_statements(house.id, 100) == (0, 0)
    ids = [row.id for row in list_statements(admin, month=JAN)]
    assert pay_statements(admin, ids, APRIL) == len(ids)
    assert pay_statements(admin, ids, APRIL) == 0
    with pytest.raises(Refusal, match="month_closed"):
        set_goals_by_hand(admin, [(sdr, JAN, Money(1, "CNY"))], APRIL)
    with pytest.raises(Refusal, match="month_closed"):
        give_awards(admin, [given], APRIL)


@pytest.mark.django_db
def test_a_new_book_makes_drafts_anew_and_leaves_what_is_closed(house: House, seller: int) -> None:
    claim(house, seller, 1_000_00, JAN)
    claim(house, seller, 1_000_00, FEB)
    make_statements(house.id, FEB, APRIL)
    close_month(house.viewer(), JAN, APRIL)
    book(house, plans=[PLAN | {"rate": 6}])
    make_statements(house.id, FEB, APRIL)
    assert (paid(house, JAN), paid(house, FEB)) == ({seller: 50_00}, {seller: 60_00})
    late = claim(house, seller, 100_00, JAN)
    make_statements(house.id, JAN, APRIL + timedelta(days=1))
    make_statements(house.id, FEB, APRIL + timedelta(days=1))
    assert Line.objects.of(house.id).get(claim_id=late).month == FEB


def house_like(workspace_id: int) -> House:
    """What `claim` asks of a house, for tests with another kind of house."""
    return SimpleNamespace(id=workspace_id)  # type: ignore[return-value]  # only the id is asked


@pytest.mark.django_db
def test_the_audit_names_what_was_done_behind_the_actions_and_a_dry_run_gives_what_was_stated(
    house: House, seller: int
) -> None:
    for minor in (1_000_01, 2_345_67, 99):
        claim(house, seller, minor, JAN)
    set_goals_by_hand(house.viewer(), [(seller, JAN, Money(1_000_00, "CNY"))], APRIL)
    make_statements(house.id, JAN, APRIL)
    rules = rewards_book(house.id)
    tried = rehearse(house.id, rules, rules, Days(JAN, MAR), wanted=lambda who: who == seller)
    [mine] = tried.people
    assert ({seller: mine.old.minor}, mine.difference.minor, len(mine.lines)) == (paid(house), 0, 3)
    close_month(house.viewer(), JAN, APRIL)

    def named() -> set[str]:
        return {finding.code for finding in audit(house.id) if finding.law == "rewards"}

    assert named() == set()
    lines = Line.objects.of(house.id)
    lines.filter(base_minor=99).update(base_minor=100)
    assert named() == {
        "receipt_rewarded_beyond_its_amount",
        "claim_rewarded_beyond_its_amount",
        "closed_statement_changed",
    }
    lines.filter(base_minor=100).update(base_minor=99, pay_minor=11, pay_base_minor=11)
    assert named() == {
        "statement_differs_from_lines",
        "closed_statement_changed",
        "closed_statement_not_replayable",
    }
