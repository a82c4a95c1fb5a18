"""Is it there already? Told without its data; asked for, given, kept. And: what would other rules have decided?"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from gleanry.cockpit.queries import audit
from gleanry.flow.identify.actions import answer_request, ask_for, check_known, give_account, publish_rules
from gleanry.flow.identify.models import Request
from gleanry.flow.identify.queries import dry_run, list_asked, list_requests
from gleanry.flow.identify.shapes import Otherwise
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.models import Lead
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.models import Member
from gleanry.tenants.shapes import Viewer
from tests.conftest import MONDAY, House

SECRET = {
    "person_name": "王小明",
    "phone": "13800138000",
    "email": "wang@fenyang.example",
    "wechat": "wang-88",
    "company": "北京纷扬科技有限公司",
}


@pytest.fixture
def lead_id(house: House) -> int:
    """A lead the first SDR holds; the second, the teammate, does not see it."""
    return house.send(SECRET)[0]


def holder(house: House, lead_id: int) -> Viewer:
    owner_id = Lead.objects.of(house.id).get(pk=lead_id).owner_id
    return house.viewer(Member.objects.of(house.id).get(pk=owner_id or 0))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("138 0013 8000", "phone"),
        ("+86-138-0013-8000", "phone"),
        ("WANG@fenyang.example", "email"),
        ("wang-88", "wechat"),
        ("北京纷扬科技有限公司", "company"),
    ],
)
def test_a_colleagues_lead_is_told_without_its_data(
    house: House, lead_id: int, teammate: Viewer, typed: str, asked: str
) -> None:
    understood, (double,) = check_known(teammate, typed, MONDAY)
    assert understood == asked
    assert (double.what, double.id, double.visible, double.since) == ("lead", lead_id, False, MONDAY)
    assert double.owner == holder(house, lead_id).name
    told = str(asdict(double))
    assert not [secret for secret in SECRET.values() if secret in told]
    (own,) = check_known(holder(house, lead_id), typed, MONDAY)[1]
    assert own.visible


@pytest.mark.django_db
def test_every_question_stands_in_the_ledger_without_what_was_typed(
    house: House, lead_id: int, teammate: Viewer
) -> None:
    check_known(teammate, SECRET["phone"], MONDAY)
    check_known(teammate, "13999999999", MONDAY)
    facts = list(Fact.objects.of(house.id).filter(kind="identify.Checked").order_by("id"))
    assert [fact.by for fact in facts] == [teammate.member_id] * 2
    assert facts[0].payload == {"asked": ["phone"], "found": ["lead"], "found_ids": [lead_id]}
    assert facts[1].payload == {"asked": ["phone"], "found": [""], "found_ids": [0]}


@pytest.mark.django_db
def test_nothing_of_another_workspace_is_known(house: House, lead_id: int, outsider: Viewer) -> None:
    assert check_known(outsider, SECRET["phone"], MONDAY) == ("phone", [])
    with pytest.raises(Refusal, match="not_found"):
        ask_for(outsider, "lead", lead_id, MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", " x ", "y" * 201])
def test_too_little_or_too_much_is_refused(teammate: Viewer, typed: str) -> None:
    with pytest.raises(Refusal, match="bad_check"):
        check_known(teammate, typed, MONDAY)


@pytest.mark.django_db
def test_a_lead_asked_for_and_given_changes_hands(house: House, lead_id: int, teammate: Viewer) -> None:
    owner = holder(house, lead_id)
    request_id = ask_for(teammate, "lead", lead_id, MONDAY, note="met him at the fair")
    assert ask_for(teammate, "lead", lead_id, MONDAY) == request_id, "one open request"
    (waiting,) = list_requests(owner)
    assert (waiting.by, waiting.lead_id, waiting.note) == (teammate.member_id, lead_id, "met him at the fair")
    with pytest.raises(Refusal, match="not_found"):
        answer_request(teammate, request_id, MONDAY, give=True)
    answer_request(owner, request_id, MONDAY + timedelta(hours=1), give=True)
    ledger.drain(house.id)
    lead = Lead.objects.of(house.id).get(pk=lead_id)
    assert (lead.owner_id, lead.pool, lead.obtained) == (teammate.member_id, "sdr", "assigned")
    assert list_requests(owner) == []
    assert list_asked(teammate)[0].answer == "given"
    assert [finding for finding in audit(house.id) if not finding.warning] == []


@pytest.mark.django_db
def test_a_lead_that_is_kept_stays(house: House, lead_id: int, teammate: Viewer) -> None:
    owner = holder(house, lead_id)
    answer_request(owner, ask_for(teammate, "lead", lead_id, MONDAY), MONDAY, give=False)
    ledger.drain(house.id)
    assert Lead.objects.of(house.id).get(pk=lead_id).owner_id == owner.member_id
    assert list_asked(teammate)[0].answer == "kept"
    with pytest.raises(Refusal, match="nobody_to_ask"):
        ask_for(owner, "lead", lead_id, MONDAY)


@pytest.mark.django_db
def test_an_account_given_by_hand_and_asked_for(house: House, lead_id: int) -> None:
    first, second = (house.viewer(seller) for seller in house.sellers)
    account_id = Lead.objects.of(house.id).get(pk=lead_id).account_id or 0
    with pytest.raises(Refusal, match="forbidden"):
        give_account(first, account_id, first.member_id, MONDAY)
    with pytest.raises(Refusal, match="no_such_member"):
        give_account(house.viewer(), account_id, 0, MONDAY)
    give_account(house.viewer(), account_id, first.member_id, MONDAY)
    _, (double,) = check_known(second, SECRET["company"], MONDAY)
    assert (double.what, double.owner, double.team, double.visible) == ("account", "seller-a", "North team", False)
    answer_request(first, ask_for(second, "account", account_id, MONDAY), MONDAY, give=True)
    assert accounts_by_id(house.id, [account_id])[account_id].owner_id == second.member_id
    assert Request.objects.of(house.id).get().answer == "given"


RULE = {"code": "same", "compare": "lead", "fields": ["phone"], "window_days": 30, "action": "attach"}


@pytest.mark.django_db
def test_rules_are_published_with_who_and_why_or_refused_by_row(house: House, teammate: Viewer) -> None:
    body: dict[str, Any] = {"order": ["phone"], "rules": [RULE]}
    published = publish_rules(house.viewer(), body, MONDAY, note="a month is enough")
    assert rulebook.current(house.id, "identify") == published
    with pytest.raises(Refusal, match="reason_missing"):
        publish_rules(house.viewer(), body, MONDAY, note=" ")
    with pytest.raises(Refusal, match="forbidden"):
        publish_rules(teammate, body, MONDAY, note="because")
    with pytest.raises(rulebook.BadRules) as caught:
        publish_rules(house.viewer(), {**body, "rules": [{**RULE, "fields": ["company_alike"]}]}, MONDAY, note="x")
    assert caught.value.data["faults"] == [
        {"row": 1, "setting": "fields", "code": "not_comparable", "value": "company_alike"}
    ]
    assert rulebook.current(house.id, "identify").id == published.id


@pytest.mark.django_db
def test_a_dry_run_says_which_leads_other_rules_would_decide_about(house: House) -> None:
    (first,) = house.send({"phone": SECRET["phone"]})
    house.send({"phone": "13900139000"}, at=MONDAY + timedelta(days=1))
    (again,) = house.send({"phone": SECRET["phone"]}, at=MONDAY + timedelta(days=40))
    now = rulebook.current(house.id, "identify").body
    then = {"order": ["phone"], "rules": [RULE]}
    found = dry_run(house.id, now, then, since=MONDAY + timedelta(days=30))
    assert (found.leads, found.now, found.then) == (1, {"attach": 1}, {"new": 1})
    assert found.changes == (Otherwise(again, "person_of_lead", "attach", ("lead", first), "", "", None),)
    whole = dry_run(house.id, now, then, since=MONDAY)
    assert (whole.leads, whole.now, whole.then) == (3, {"new": 2, "attach": 1}, {"new": 3})
