"""Which account a company name may mean, asked of the tables: by the batch, in a constant number of statements."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gleanry.likeness.names import Answer
from gleanry.people.actions import add_account_names, add_accounts, learn_alias
from gleanry.people.models import AccountLookup, AccountName
from gleanry.people.queries import account_candidates
from gleanry.people.shapes import NewAccount, NewAccountName
from gleanry.values.company_name import parse_company_name
from tests.conftest import House

AT = datetime(2026, 11, 20, tzinfo=UTC)
NAMES = [
    "北京纷扬科技有限公司",
    "深圳市禾木智能装备股份有限公司",
    "上海禾木食品有限公司",
    "杭州中泰深冷技术股份有限公司",
    "Northwind Traders GmbH",
]
pytestmark = pytest.mark.django_db


def new(name: str) -> NewAccount:
    parsed = parse_company_name(name)
    assert parsed is not None
    return NewAccount(key=parsed.key, name=name)


@pytest.fixture
def accounts(house: House) -> dict[str, int]:
    with transaction.atomic():
        ids = add_accounts(house.id, [new(name) for name in NAMES], at=AT)
    return {name: ids[new(name).key] for name in NAMES}


def best(house: House, name: str, on: date | None = None) -> tuple[int, Answer] | None:
    found = account_candidates(house.id, [name], on=on)[name]
    return (found[0].account_id, found[0].answer) if found else None


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("北京纷扬", NAMES[0]),
        ("纷扬科技", NAMES[0]),
        ("北京紛揚科技有限公司", NAMES[0]),
        ("Beijing Fenyang Technology Co., Ltd.", NAMES[0]),
        ("上海禾木", NAMES[2]),
        ("中泰深冷", NAMES[3]),
        ("northwind traders", NAMES[4]),
    ],
)
def test_an_account_is_found_by_what_is_left_of_its_name(house, accounts, asked, meant):
    assert best(house, asked) == (accounts[meant], Answer.SAME)


@pytest.mark.parametrize("asked", ["纷享销客", "小红书", "有限公司", "", "Contoso"])
def test_what_nothing_supports_finds_nothing(house, accounts, asked):
    assert account_candidates(house.id, [asked]).get(asked, ()) == ()


def test_two_accounts_with_one_brand_are_a_question(house, accounts):
    found = account_candidates(house.id, ["禾木"])["禾木"]

    assert {candidate.account_id for candidate in found} == {accounts[NAMES[1]], accounts[NAMES[2]]}
    assert {candidate.answer for candidate in found} == {Answer.ASK}
    assert all(candidate.evidence for candidate in found)


def test_a_learned_name_answers_and_is_kept_once(house, accounts):
    assert learn_alias(house.id, accounts[NAMES[0]], "纷享销客", at=AT)
    assert not learn_alias(house.id, accounts[NAMES[0]], "纷享销客", at=AT)

    found = account_candidates(house.id, ["纷享销客"])["纷享销客"]

    assert (found[0].account_id, found[0].answer, found[0].evidence[0].code) == (
        accounts[NAMES[0]],
        Answer.SAME,
        "learned_alias",
    )


def test_a_former_name_counts_for_its_time(house, accounts):
    former = NewAccountName(accounts[NAMES[0]], "北京旧称软件有限公司", "former", None, date(2019, 12, 31))
    add_account_names(house.id, [former], at=AT)

    assert best(house, "北京旧称软件有限公司", date(2018, 1, 1)) == (accounts[NAMES[0]], Answer.SAME)
    assert best(house, "北京旧称软件有限公司", date(2020, 1, 1)) is None


def test_another_workspace_sees_nothing(house, accounts):
    assert account_candidates(house.id + 1, ["北京纷扬"]) == {"北京纷扬": ()}


def test_a_batch_takes_as_many_statements_as_one_name(house, accounts):
    counts = []
    for names in (["北京纷扬"], ["北京纷扬", "禾木", "中泰深冷", "小红书", *(f"云途{n}物流" for n in range(50))]):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            account_candidates(house.id, names)
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 6


def test_an_account_costs_three_narrow_rows_and_none_of_its_names(house, accounts):
    assert AccountName.objects.of(house.id).count() == 0
    assert AccountLookup.objects.of(house.id).count() <= 3 * len(NAMES)
