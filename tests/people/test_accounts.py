"""Accounts in their groups, tiers, committees, codes and handovers, on a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.collect.actions import record_receipt
from gleanry.flow.convert.actions import win_deal
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.flow.identify.actions import merge_records
from gleanry.flow.identify.shapes import Kind, MergeOrder
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.people.actions import add_accounts, give_codes, keep_accounts, place_accounts
from gleanry.people.models import Account, Standing, TierChange
from gleanry.people.queries import (
    accounts_by_id,
    families_of,
    handovers_of,
    list_accounts,
    seats_of,
    standings_of,
    tier_changes_of,
    words_of_accounts,
)
from gleanry.people.rules import read_tiers
from gleanry.people.shapes import AccountFilters, CodeWanted, NewAccount, NewPlace, NewSeat, NewTie, TraitRow
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money
from gleanry.wiring import accounts as wired
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import MONDAY, House

CITIES = ("北京", "天津", "上海", "广州", "深圳", "杭州", "南京", "武汉")


def accounts(house: House, count: int) -> list[int]:
    """Companies that nobody takes for one another."""
    told = [NewAccount(f"{city}颗粒{n}", f"{city}颗粒{n}有限公司", city) for n, city in enumerate(CITIES[:count])]
    return list(add_accounts(house.id, told, at=MONDAY).values())


def put(house: House, *places: tuple[int, int | None]) -> Any:
    return place_accounts(house.id, [NewPlace(i, parent, "subsidiary") for i, parent in places], at=MONDAY)


def tree(house: House, account: int) -> list[tuple[int, int | None, int]]:
    return [(m.id, m.parent_id, m.depth) for m in families_of(house.id, [account])[account].members]


def test_groups_hold_through_merges_and_no_circle_survives(house: House, insider: Viewer) -> None:
    top, child, grandchild, other, own = accounts(house, 5)
    assert put(house, (child, top), (grandchild, child), (top, grandchild)).refused[0].code == "circle"
    expected = [(top, None, 0), (child, top, 1), (grandchild, child, 2)]
    assert tree(house, grandchild) == expected
    assert tree(house, other) == [(other, None, 0)]
    merge_records(insider, [MergeOrder(Kind.ACCOUNT, other, child)], MONDAY)
    ledger.drain(house.id)
    # The merged one's own place waits; who belongs to it belongs to what it was merged into.
    assert tree(house, grandchild) == [(other, None, 0), (grandchild, other, 1)]
    assert families_of(house.id, [child])[child].members[0].merged == (child,)
    assert tree(house, top) == [(top, None, 0)]
    put(house, (other, grandchild))
    assert tree(house, other) == [(other, None, 0), (grandchild, other, 1)]
    put(house, (top, grandchild), (own, top))
    merge_records(insider, [MergeOrder(Kind.ACCOUNT, own, other)], MONDAY)
    ledger.drain(house.id)
    assert audit(house.id) == []
    family = families_of(house.id, [top])[top]
    assert sorted(family.ids()) == sorted([top, child, grandchild, other, own])
    assert family.top.id == top
    assert [m.id for m in family.below(top)] == [top, own, grandchild]
    # What no door lets in is found by the audit, and keeps no reader for ever.
    Account.objects.of(house.id).filter(pk=top).update(parent_id=grandchild, relation="branch")
    assert {"belongs_to_itself"} == {finding.code for finding in audit(house.id)}
    assert families_of(house.id, [top]) == {}


def test_a_batch_of_places_costs_the_same_statements(house: House) -> None:
    ids = accounts(house, 8)
    with CaptureQueriesContext(
        connection,
    ) as few:
        put(house, (ids[1], ids[0]))
    with CaptureQueriesContext(connection) as many:
        put(house, *((i, ids[0]) for i in ids[2:]))
    assert len(few) == len(many)


def deal(house: House, n: int, amount: int, at: datetime = MONDAY) -> Opportunity:
    """A deal that was won, half of the money received."""
    record = {
        "person_name": f"王{n}",
        "company": f"{CITIES[n]}颗粒{n}有限公司",
        "phone": f"1391234{n:04d}",
        "source": "fair",
    }
    (lead,) = house.send(record)
    viewer = house.viewer()
    qualify_leads(viewer, [lead], MONDAY)
    ledger.drain(house.id)
    accept_leads(viewer, [lead], MONDAY)
    ledger.drain(house.id)
    row = Opportunity.objects.of(house.id).get(lead_id=lead)
    win_deal(viewer, row.pk, Money(amount, "CNY"), at)
    record_receipt(viewer, row.pk, Money(amount // 2, "CNY"), at, at)
    ledger.drain(house.id)
    return row


def test_tiers_follow_figures_stay_by_hand_and_keep_their_history(house: House, insider: Viewer) -> None:
    big, small = deal(house, 0, 90_000_000), deal(house, 1, 5_000_000)
    first, second = big.account_id or 0, small.account_id or 0
    now = MONDAY + timedelta(days=10)
    wired.tier_everybody(house.id, {})
    with CaptureQueriesContext(connection) as one:
        wired.tier_accounts(house.id, [first], now)
    with CaptureQueriesContext(connection) as two:
        wired.tier_accounts(house.id, [first, second], now)
    assert len(one) == len(two)
    trait = TraitRow(first, level=3, coverage="direct")
    wired.describe_account(insider, first, trait=trait, budget=Money(100_000_000, "CNY"), at=now)
    row = standings_of(house.id, [first])[first]
    assert (row.tier, row.abc, row.rfm, row.figures["share"]) == ("SLTV", "A", "514", "90.0")
    assert standings_of(house.id, [second])[second].abc == "B"
    for refused, code in (
        (("GOLD", now.date(), "why"), "bad_tier"),
        (("PSTV", now.date(), " "), "reason_missing"),
        (("PSTV", date(2020, 1, 1), "why"), "date_past"),
    ):
        with pytest.raises(Refusal) as error:
            wired.set_tier(insider, first, refused[0], until=refused[1], reason=refused[2], at=now)
        assert error.value.code == code
    wired.set_tier(insider, first, "PSTV", until=now.date() + timedelta(days=3), reason="联合共建", at=now)
    assert wired.tier_accounts(house.id, [first], now + timedelta(days=3)) == 0
    assert standings_of(house.id, [first])[first].tier == "PSTV"
    assert wired.tier_accounts(house.id, [first], now + timedelta(days=4)) == 1
    changes = [(c.former, c.value, c.reason) for c in tier_changes_of(house.id, first) if c.scale == "tier"]
    assert changes == [
        ("PSTV", "SLTV", "expired"),
        ("SLTV", "PSTV", "联合共建"),
        ("M0", "SLTV", "table"),
        ("", "M0", "table"),
    ]
    assert [row.id for row in list_accounts(house.id, AccountFilters(tier="SLTV"))] == [first]
    kept, account = Standing.objects.of(house.id), Account.objects.of(house.id)
    assert kept.count() == account.count()
    assert audit(house.id) == []
    TierChange.objects.of(house.id).filter(account_id=first).update(value="M0")
    assert [finding.code for finding in audit(house.id)] == ["tier_differs_from_last_change"]


def test_what_another_book_would_say_is_tried_and_not_written(house: House) -> None:
    account = deal(house, 0, 90_000_000).account_id or 0
    body = read_playbook("tob-leads")["rules"]["tiers"]
    at = MONDAY + timedelta(days=1)
    books = [read_tiers(body), read_tiers({**body, "by": "abc", "keys": ["A"], "measure": "received"})]
    tried = wired.try_tiers(house.id, books, [account], at)
    assert (tried.before, tried.after, tried.moved) == ({"M0": 1}, {"A": 1}, [(account, "M0", "A")])
    assert Standing.objects.of(house.id).count() == 0


def test_deleting_what_is_in_use_is_refused_and_the_empty_goes_with_its_words(house: House, insider: Viewer) -> None:
    account = deal(house, 0, 1_000).account_id or 0
    with pytest.raises(Refusal) as error:
        wired.delete_account(insider, account, MONDAY)
    assert error.value.code == "account_in_use"
    assert error.value.data["convert_opportunity.account_id"] == 1
    wired.rest_account(insider, account, dormant=True, at=MONDAY)
    assert account not in [row.id for row in list_accounts(house.id, AccountFilters())]
    assert [row.id for row in list_accounts(house.id, AccountFilters(dormant=True))] == [account]
    (empty,) = add_accounts(house.id, [NewAccount("空", "空公司", "西藏")], at=MONDAY).values()
    wired.tier_accounts(house.id, [empty], MONDAY)
    assert "西藏" in words_of_accounts(house.id)[0]
    wired.delete_account(insider, empty, MONDAY)
    assert accounts_by_id(house.id, [empty]) == {}
    assert audit(house.id) == []
    assert Fact.objects.of(house.id).filter(kind="people.AccountsDeleted").count() == 1


def test_a_committee_names_its_gaps_and_keeps_its_past(house: House, insider: Viewer, outsider: Viewer) -> None:
    row = deal(house, 0, 1_000)
    account, person = row.account_id or 0, row.person_id or 0
    elsewhere = deal(house, 1, 1_000)
    now = MONDAY + timedelta(days=1)
    assert [gap.code for gap in wired.committee_of(house.id, account, now).gaps] == ["nobody"]
    seller = house.sellers[0].pk
    seat = NewSeat(account, person, "decides", power=3, attitude=-1, concern="交期", keeper_id=seller, closeness=2)
    wired.seat_person(insider, seat, now)
    wired.seat_person(insider, seat, now)
    assert len(seats_of(house.id, [account])) == 1
    wired.seat_person(insider, NewSeat(account, person, "decides", power=3, attitude=1, keeper_id=seller), now)
    told = wired.committee_of(house.id, account, now)
    assert [gap.code for gap in told.gaps] == ["few_people", "never_met"]
    assert (told.support, told.seats[0].attitude) == (50, 1)
    wired.tie_people(insider, account, NewTie(person, member_id=seller, strength=5, source="校友"), now)
    assert [(t.strength, t.source) for t in wired.committee_of(house.id, account, now).ties] == [(5, "校友")]
    of_deal = NewSeat(account, person, "buys", opportunity_id=row.pk)
    wired.seat_person(insider, of_deal, now)
    assert len(wired.committee_of(house.id, account, now, opportunity_id=row.pk).seats) == 1
    for wrong, code in (
        (NewSeat(account, elsewhere.person_id or 0, "uses"), "not_of_account"),
        (NewSeat(account, person, "uses", opportunity_id=elsewhere.pk), "not_of_account"),
        (NewSeat(account, person, "king"), "bad_seat"),
        (NewSeat(account, person, "uses", keeper_id=999_999), "no_such_member"),
    ):
        with pytest.raises(Refusal) as error:
            wired.seat_person(insider, wrong, now)
        assert error.value.code == code
    with pytest.raises(Refusal) as hidden:
        wired.seat_person(outsider, seat, now)
    assert hidden.value.code == "not_found"
    wired.unseat(insider, account, told.seats[0].id, now)
    assert seats_of(house.id, [account]) == []
    assert audit(house.id) == []


def test_a_handover_ends_with_the_other_keeper_and_both_see_it(house: House, insider: Viewer) -> None:
    one, two = house.sellers
    account = deal(house, 0, 1_000).account_id or 0
    keep_accounts(house.id, [(account, one.pk)], at=MONDAY, anew=True)
    assert account not in wired.accounts_within(viewer_of(two), [account])
    wired.set_deputy(insider, account, two.pk, MONDAY)
    wired.plan_handover(viewer_of(one), account, two.pk, why="调岗", at=MONDAY)
    with pytest.raises(Refusal) as error:
        wired.plan_handover(viewer_of(one), account, two.pk, why="", at=MONDAY)
    assert error.value.code == "handover_open"
    assert account in wired.accounts_within(viewer_of(two), [account])
    (plan,) = handovers_of(house.id, [account])
    for _ in plan.steps:
        wired.step_handover(viewer_of(two), plan.id, note="", at=MONDAY)
    row = accounts_by_id(house.id, [account])[account]
    assert (row.owner_id, row.deputy_id, handovers_of(house.id, [account])[0].state) == (two.pk, None, "done")
    with pytest.raises(Refusal) as over:
        wired.step_handover(viewer_of(two), plan.id, note="", at=MONDAY)
    assert over.value.code == "handover_over"
    kinds = set(Fact.objects.of(house.id).values_list("kind", flat=True))
    assert {"people.HandoverBegun", "people.HandoverStepped", "people.HandoverEnded"} <= kinds
    assert audit(house.id) == []


def test_key_accounts_that_hang_on_one_are_told(house: House, insider: Viewer) -> None:
    one, two = house.sellers
    ids = accounts(house, 3)
    keep_accounts(house.id, [(ids[0], one.pk), (ids[1], one.pk), (ids[2], two.pk)], at=MONDAY)
    for i in ids:
        wired.describe_account(insider, i, trait=TraitRow(i, is_strategic=True), budget=None, at=MONDAY)
    wired.set_deputy(insider, ids[0], two.pk, MONDAY)
    alerts = wired.alerts_of(house.id)
    assert [row.id for row in alerts.alone] == ids[1:]
    assert [(c.member_id, c.accounts, c.accounts_percent) for c in alerts.concentrated] == [(one.pk, 2, 66)]
    one.active = False
    one.save()
    gone = wired.alerts_of(house.id).gone
    assert [(row.member_id, row.accounts_count, row.deputised) for row in gone] == [(one.pk, 2, 0)]


SEED = datetime(2021, 11, 5, tzinfo=UTC)
CHOSEN = {"class": "EN", "department": "HX", "product": "PL"}


def test_the_code_of_the_seed_is_given_once_and_never_again(house: House) -> None:
    union, other = add_accounts(
        house.id,
        [NewAccount("北京协和医院", "北京协和医院", "北京"), NewAccount("同仁医院", "同仁医院", "北京")],
        at=SEED,
    ).values()
    told = {"region": "北京"}
    asked = [
        CodeWanted(1, union, CHOSEN, told),
        CodeWanted(2, other, CHOSEN, told),
        CodeWanted(3, union, CHOSEN, told),
        CodeWanted(4, union, CHOSEN | {"department": "XH"}, told),
    ]
    with CaptureQueriesContext(connection) as batch:
        codes = give_codes(house.id, asked, today=SEED.date(), at=SEED)
    assert list(codes.values()) == [
        "EN-HB-11-0001-HX-PL-2021-11",
        "EN-HB-11-0002-HX-PL-2021-11",
        "EN-HB-11-0001-HX-PL-2021-11-2",
        "EN-HB-11-0001-XH-PL-2021-11",
    ]
    assert give_codes(house.id, asked, today=SEED.date() + timedelta(days=60), at=SEED) == codes
    with CaptureQueriesContext(connection) as single:
        more = give_codes(house.id, [CodeWanted(5, union, CHOSEN, told)], today=SEED.date(), at=SEED)
    assert more == {5: "EN-HB-11-0001-HX-PL-2021-11-3"}
    assert len(single) <= len(batch)
    with pytest.raises(Refusal) as error:
        give_codes(house.id, [CodeWanted(6, union, {}, told)], today=SEED.date(), at=SEED)
    assert error.value.data["segments"] == ["class", "department", "product"]


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_twice_however_many_ask_at_once(house: House) -> None:
    segments = [{"code": "no", "kind": "number", "digits": 3}]
    rulebook.publish(house.id, "codes", {"separator": "-", "segments": segments, "options": []})
    given: list[str] = []

    def ask(n: int) -> None:
        try:
            given.extend(give_codes(house.id, [CodeWanted(n, None)], today=SEED.date(), at=SEED).values())
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"{n:03d}" for n in range(1, 9)]
