"""Accounts whose names mean one company: merged by the workspace's rule, asked about, or left apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gleanry.flow.convert.queries import conversion_of
from gleanry.flow.identify.actions import merge_records, undo_merges
from gleanry.flow.identify.actions.namesakes import compare_in_background
from gleanry.flow.identify.models import DuplicatePair, Match, Merge
from gleanry.flow.identify.shapes import Kind, MergeOrder
from gleanry.kit import ledger, rulebook
from gleanry.leads.models import Lead
from gleanry.people.models import Account
from gleanry.people.queries import accounts_by_id
from tests.conftest import MONDAY, House
from tests.flow.test_duplicate_rules import customer
from tests.identify.conftest import account_of, laws_hold

pytestmark = pytest.mark.django_db

FULL = "北京纷扬科技有限公司"


def root_of(house: House, lead_id: int) -> int:
    account_id = account_of(house, lead_id)
    return accounts_by_id(house.id, [account_id])[account_id].id


def lead(n: int, company: str) -> dict[str, str]:
    return {"person_name": f"Person {n}", "phone": f"1391235{n:04d}", "company": company}


@pytest.mark.parametrize("name", ["北京纷扬", "纷扬科技", "北京纷扬科技股份公司", "北京紛揚科技有限公司"])
def test_another_way_to_write_a_company_is_the_same_account(house: House, name: str) -> None:
    (first,) = house.send(lead(1, FULL))
    (second,) = house.send(lead(2, name))
    assert root_of(house, second) == root_of(house, first)
    assert laws_hold()


def test_all_ways_in_one_batch_become_one(house: House) -> None:
    leads = house.send(*(lead(n, name) for n, name in enumerate([FULL, "北京纷扬", "纷扬科技"])))
    assert len({root_of(house, lead_id) for lead_id in leads}) == 1
    assert laws_hold()


def test_what_only_looks_alike_stays_apart(house: House) -> None:
    names = [
        *(FULL, "深圳纷扬科技有限公司", "北京飞扬科技有限公司", "纷享销客", "北京科技有限公司"),
        *("杭州隆川建筑工程有限公司", "宝鸡隆川建筑工程有限公司", "上海联恒模具", "上海联恒纺织"),
        *("福州锐智新能源科技集团有限公司", "福州锐智半导体集团有限公司", "北京纷扬科技有限公司上海分公司"),
    ]
    leads = [lead_id for n, name in enumerate(names) for lead_id in house.send(lead(n, name))]
    assert len({root_of(house, lead_id) for lead_id in leads}) == len(names)


def test_a_brand_is_one_account_once_somebody_said_so_and_not_after_the_undo(house: House) -> None:
    (first,) = house.send(lead(1, FULL))
    (brand,) = house.send(lead(2, "纷享销客"))
    viewer = house.viewer(house.insider)
    order = MergeOrder(Kind.ACCOUNT, winner=account_of(house, first), loser=account_of(house, brand))
    (merge_id,) = merge_records(viewer, [order], MONDAY)
    (again,) = house.send(lead(3, "纷享销客"))
    assert root_of(house, again) == account_of(house, first)
    undo_merges(viewer, [merge_id], MONDAY)
    assert root_of(house, again) == account_of(house, brand) != account_of(house, first)
    assert laws_hold()


def test_the_merge_names_its_rule_its_probability_and_its_evidence(house: House) -> None:
    first, second = house.send(lead(1, FULL), lead(2, "纷扬科技"))
    (merge,) = Merge.objects.of(house.id)
    assert (merge.winner, merge.loser) == (account_of(house, first), account_of(house, second))
    assert (merge.by, merge.why) == (None, "names_alike")
    assert merge.probability is not None and merge.probability >= 9_500
    assert merge.evidence


def test_a_workspace_that_merges_nothing_is_asked(house: House) -> None:
    body = rulebook.current(house.id, "identify").body
    rulebook.publish(house.id, "identify", {**body, "accounts_alike": {"merge_at": 101, "ask_at": 30}})
    first, second = house.send(lead(1, FULL), lead(2, "纷扬科技"))
    assert not Merge.objects.of(house.id).exists()
    (pair,) = DuplicatePair.objects.of(house.id).filter(kind="account")
    assert (pair.left, pair.right) == (account_of(house, first), account_of(house, second))


def test_many_accounts_are_left_to_the_worker_and_compared_once(house: House) -> None:
    brands = "安百成达恩丰高恒汇佳"
    names = [f"上海{one}{other}精密机械有限公司" for one in brands for other in brands if one != other][:30]
    house.send(*(lead(n, name) for n, name in enumerate([*names, FULL, "纷扬科技"])))
    assert not Merge.objects.of(house.id).exists()
    assert compare_in_background(house.id, {}) is None
    (merge,) = Merge.objects.of(house.id)
    accounts = Account.objects.of(house.id).filter(pk__in=[merge.winner, merge.loser])
    assert {account.name for account in accounts} == {FULL, "纷扬科技"}
    assert compare_in_background(house.id, {}) is None
    assert Merge.objects.of(house.id).count() == 1


@pytest.mark.parametrize("name", ["纷扬科技", "北京纷扬"])
def test_a_lead_of_a_kept_account_under_another_name_goes_to_its_keeper(house: House, name: str) -> None:
    seller = house.sellers[1]
    known = customer(house, seller)
    (again,) = house.send(
        {"person_name": "李四", "phone": "13700137009", "company": name}, at=MONDAY + timedelta(days=1)
    )
    ledger.drain(house.id)
    row = Lead.objects.of(house.id).get(pk=again)
    assert row.owner_id == seller.pk
    conversion = conversion_of(house.id, again)
    assert conversion is not None
    assert conversion.account_id == account_of(house, known)
    (found, *_) = Match.objects.of(house.id).get(lead_id=again).found
    assert (found["rule"], found["on"][0]) == ("company_of_account", ["company_alike", FULL])
    assert found["probability"] > 5_000
    assert laws_hold()
