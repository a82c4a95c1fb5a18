"""The duplicate table of the documents, row by row: ToC with one condition, ToB ① to ④, each with what follows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from gleanry.cockpit.queries import audit
from gleanry.flow.convert.queries import conversion_of
from gleanry.flow.followup.actions import accept_leads, qualify_leads, record_follow_up, return_leads
from gleanry.flow.followup.models import Deadline
from gleanry.flow.followup.queries import list_came_again
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.flow.identify.queries import match_of
from gleanry.flow.identify.shapes import MatchRow
from gleanry.flow.route.actions import assign_leads
from gleanry.flow.route.queries import assignments_of
from gleanry.kit import ledger, rulebook
from gleanry.kit.models import Fact
from gleanry.leads.actions import place_leads
from gleanry.leads.models import Lead
from gleanry.leads.shapes import Placement, Pool, State
from gleanry.people.queries import people_by_id
from gleanry.tenants.models import Member
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import MONDAY, House

COMPANY = "北京纷扬科技有限公司"
PHONE, OTHER_PHONE = "13800138000", "13900139000"


def lead_of(house: House, lead_id: int) -> Lead:
    return Lead.objects.of(house.id).get(pk=lead_id)


def match_for(house: House, lead_id: int) -> MatchRow:
    found = match_of(house.id, lead_of(house, lead_id).submission_id)
    assert found is not None
    return found


def holds(house: House) -> bool:
    return [finding for finding in audit(house.id) if not finding.warning] == []


def adopt(house: House, *rules: dict[str, Any], order: tuple[str, ...] = ("phone", "wechat", "email")) -> None:
    rulebook.publish(house.id, "identify", {"order": list(order), "rules": list(rules)})


def adopt_toc(house: House) -> None:
    rulebook.publish(house.id, "identify", read_playbook("toc-leads")["rules"]["identify"])


def customer(house: House, seller: Member, **fields: str) -> int:
    """A lead that became an opportunity: its company has an account owner from then on."""
    (lead_id,) = house.send({"person_name": "张三", "company": COMPANY, "phone": PHONE, **fields})
    viewer = house.viewer(house.insider)
    qualify_leads(viewer, [lead_id], MONDAY)
    ledger.drain(house.id)
    assign_leads(viewer, [lead_id], seller.pk, MONDAY)
    accept_leads(viewer, [lead_id], MONDAY)
    ledger.drain(house.id)
    return lead_id


def later(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


@pytest.fixture
def seller(house: House) -> Member:
    return house.sellers[1]


@pytest.mark.django_db
class TestTobTable:
    """组合条件查重分配."""

    def test_1_company_name_of_an_account(self, house: House, seller: Member) -> None:
        known = customer(house, seller)
        (lead_id,) = house.send({"person_name": "李四", "company": COMPANY, "phone": OTHER_PHONE}, at=later(1))
        lead, account_id = lead_of(house, lead_id), lead_of(house, known).account_id
        assert (lead.duplicate, lead.pool, lead.owner_id) == ("to_account_owner", "sales", seller.pk)
        assert (lead.source_lead_id, lead.obtained, lead.novelty) == (None, "account", "known")
        conversion = conversion_of(house.id, lead_id)
        assert conversion is not None
        assert (conversion.account_id, conversion.rule) == (account_id, "company_of_account")
        newest = assignments_of(house.id, lead_id)[0]
        assert (newest.rule, newest.owner_id) == ("account_owner", seller.pk)
        assert newest.reason == {"code": "account", "account": account_id}
        assert match_for(house, lead_id).found[0] | {"days": 0} == {
            "rule": "company_of_account",
            "with": "account",
            "id": account_id,
            "on": [["company_alike", lead_company_key()]],
            "days": 0,
        }

    def test_2_phone_of_a_contact(self, house: House, seller: Member) -> None:
        known = customer(house, seller)
        (lead_id,) = house.send({"company": "另外一家机械有限公司", "phone": PHONE}, at=later(400))
        lead = lead_of(house, lead_id)
        assert (lead.duplicate, lead.owner_id) == ("to_account_owner", seller.pk)
        conversion = conversion_of(house.id, lead_id)
        assert conversion is not None
        assert (conversion.rule, conversion.account_id) == ("contact_of_account", lead_of(house, known).account_id)
        assert lead.account_id != conversion.account_id, "it keeps the company it named itself"

    def test_2_without_a_company_of_its_own_the_lead_is_of_the_account(self, house: House, seller: Member) -> None:
        known = customer(house, seller)
        (lead_id,) = house.send({"phone": PHONE}, at=later(1))
        assert lead_of(house, lead_id).account_id == lead_of(house, known).account_id

    def test_3_phone_of_another_lead(self, house: House) -> None:
        (first,) = house.send({"person_name": "张三", "phone": PHONE})
        (again,) = house.send({"person_name": "张三", "phone": PHONE}, at=later(2))
        source, attached = lead_of(house, first), lead_of(house, again)
        assert (attached.pool, attached.source_lead_id, attached.duplicate) == ("attached", first, "attach")
        assert attached.owner_id == source.owner_id is not None
        newest = assignments_of(house.id, again)[0]
        assert (newest.rule, newest.owner_id, newest.pool) == ("source_owner", source.owner_id, "attached")
        assert newest.reason == {"code": "source", "source": first}
        on = [["phone", "+86" + PHONE]]
        assert match_for(house, again).found == [
            {"rule": "person_of_lead", "with": "lead", "id": first, "on": on, "days": 2}
        ]

    def test_4_company_name_of_another_lead(self, house: House) -> None:
        (first,) = house.send({"company": COMPANY, "phone": PHONE})
        (other,) = house.send({"company": COMPANY, "phone": OTHER_PHONE}, at=later(3))
        lead = lead_of(house, other)
        assert (lead.duplicate, lead.source_lead_id, lead.pool) == ("tag", None, "sdr")
        assert lead.owner_id != lead_of(house, first).owner_id, "it took its own turn"
        assert match_for(house, other).found[0]["id"] == first
        assert conversion_of(house.id, other) is None

    def test_the_order_decides_and_every_match_is_kept(self, house: House, seller: Member) -> None:
        customer(house, seller)
        (lead_id,) = house.send({"company": COMPANY, "phone": PHONE}, at=later(1))
        match = match_for(house, lead_id)
        assert match.rule == "company_of_account"
        rules = [row["rule"] for row in match.found]
        assert rules == ["company_of_account", "contact_of_account", "person_of_lead", "company_of_lead"]

    def test_a_company_nobody_keeps_is_only_labelled(self, house: House) -> None:
        house.send({"company": COMPANY, "phone": PHONE})
        (lead_id,) = house.send({"company": COMPANY, "phone": OTHER_PHONE})
        assert match_for(house, lead_id).rule == "company_of_lead"

    def test_a_keeper_who_left_is_passed_over(self, house: House, seller: Member) -> None:
        customer(house, seller)
        Member.objects.of(house.id).filter(pk=seller.pk).update(active=False)
        (lead_id,) = house.send({"company": COMPANY, "phone": OTHER_PHONE}, at=later(1))
        assert lead_of(house, lead_id).owner_id in {sdr.pk for sdr in house.sdrs}
        assert assignments_of(house.id, lead_id)[0].rule == "sdr_in_turn"
        assert holds(house)

    def test_nothing_of_it_breaks_a_law(self, house: House, seller: Member) -> None:
        customer(house, seller)
        house.send({"company": COMPANY, "phone": OTHER_PHONE}, {"phone": PHONE}, {"phone": OTHER_PHONE}, at=later(1))
        assert holds(house)


def lead_company_key() -> str:
    from gleanry.values.company_name import parse_company_name

    name = parse_company_name(COMPANY)
    assert name is not None
    return name.key


@pytest.mark.django_db
class TestTocTable:
    """单一条件查重更新."""

    @pytest.mark.parametrize("same", [{"phone": PHONE}, {"wechat": "zhangsan"}])
    def test_phone_or_wechat_within_the_window(self, house: House, same: dict[str, str]) -> None:
        adopt_toc(house)
        (first,) = house.send({"person_name": "张三", "job_title": "采购", **same})
        (again,) = house.send({"person_name": "张三丰", "company": COMPANY, **same}, at=later(179))
        source, attached = lead_of(house, first), lead_of(house, again)
        assert (attached.duplicate, attached.source_lead_id) == ("refresh", first)
        assert attached.owner_id == source.owner_id
        person = people_by_id(house.id, [source.person_id])[source.person_id or 0]
        assert (person.name, person.job_title, person.account_id) == ("张三丰", "采购", attached.account_id)
        assert match_for(house, again).found[0]["changed"] == [
            ["person_name", "张三", "张三丰"],
            ["company", None, attached.account_id],
        ]

    def test_mail_alone_is_no_duplicate_and_neither_is_another_year(self, house: House) -> None:
        adopt_toc(house)
        house.send({"phone": PHONE, "email": "z@fenyang.example"})
        too_late, by_mail = house.send(
            {"phone": PHONE}, {"email": "z@fenyang.example", "wechat": "other"}, at=later(181)
        )
        assert lead_of(house, by_mail).duplicate == ""
        assert lead_of(house, by_mail).novelty == "known"
        assert lead_of(house, too_late).duplicate == ""

    def test_the_owner_is_reminded_each_time_until_they_act(self, house: House) -> None:
        adopt_toc(house)
        (first,) = house.send({"phone": PHONE})
        house.send({"phone": PHONE}, {"phone": PHONE}, at=later(1))
        owner = house.viewer(Member.objects.of(house.id).get(pk=lead_of(house, first).owner_id or 0))
        (told,) = list_came_again(owner)
        assert (told.lead_id, told.times, told.latest_at) == (first, 2, later(1))
        record_follow_up(owner, FollowUpEntry(first, "call", "reached"), later(1.1))
        assert list_came_again(owner) == []

    def test_a_source_nobody_holds_is_routed_by_the_rules(self, house: House) -> None:
        adopt_toc(house)
        (first,) = house.send({"phone": PHONE})
        sea = Placement(first, Pool.ACTIVE_SEA, None, State.UNASSIGNED, reason={"code": "recycled"})
        with transaction.atomic():
            place_leads(house.id, [sea], at=later(0.5))
        (again,) = house.send({"phone": PHONE}, at=later(1))
        source = lead_of(house, first)
        assert (source.pool, source.owner_id is not None) == ("sdr", True)
        assert lead_of(house, again).owner_id == source.owner_id
        assert Deadline.objects.of(house.id).filter(lead_id=first, outcome="").count() == 1

    def test_a_source_in_nurture_wakes(self, house: House) -> None:
        adopt_toc(house)
        (first,) = house.send({"phone": PHONE})
        return_leads(house.viewer(), [first], "no_need_now", later(1))
        ledger.drain(house.id)
        house.send({"phone": PHONE}, at=later(2))
        assert lead_of(house, first).owner_id is not None
        assert holds(house)

    def test_the_one_filled_before_stands_where_the_rule_prefers_it(self, house: House) -> None:
        rule = read_playbook("toc-leads")["rules"]["identify"]["rules"][0]
        adopt(house, {**rule, "prefer": "filled"})
        (first,) = house.send({"person_name": "张三", "phone": PHONE})
        house.send({"person_name": "李四", "job_title": "总监", "phone": PHONE}, at=later(1))
        person = people_by_id(house.id, [lead_of(house, first).person_id])
        assert [(p.name, p.job_title) for p in person.values()] == [("张三", "总监")]


@pytest.mark.django_db
class TestOtherActions:
    def test_create_anew_ends_the_asking(self, house: House) -> None:
        both_same = {"compare": "lead", "fields": ["phone", "email"], "need": "all", "window_days": 0}
        same = {"compare": "lead", "fields": ["phone"], "window_days": 0}
        adopt(
            house,
            {"code": "anew", **both_same, "action": "create"},
            {"code": "join", **same, "action": "attach"},
        )
        (first,) = house.send({"phone": PHONE, "email": "a@x.example"})
        both, one = house.send({"phone": PHONE, "email": "a@x.example"}, {"phone": PHONE}, at=later(1))
        assert (lead_of(house, both).source_lead_id, lead_of(house, both).duplicate) == (None, "")
        assert match_for(house, both).action == "create"
        assert lead_of(house, one).source_lead_id == both, "the latest source lead"
        assert first != both
        assert holds(house)

    def test_ask_opens_a_lead_and_puts_the_question(self, house: House) -> None:
        adopt(house, {"code": "maybe", "compare": "lead", "fields": ["company"], "window_days": 30, "action": "ask"})
        (first,) = house.send({"company": COMPANY, "phone": PHONE})
        (doubted,) = house.send({"company": COMPANY, "phone": OTHER_PHONE}, at=later(29))
        (too_late,) = house.send({"company": COMPANY, "phone": "13700137001"}, at=later(60))
        assert lead_of(house, doubted).duplicate == "ask"
        assert lead_of(house, doubted).owner_id is not None
        assert lead_of(house, too_late).duplicate == ""
        (fact,) = Fact.objects.of(house.id).filter(kind="identify.Doubted")
        assert fact.payload == {
            "kinds": ["lead"],
            "left_ids": [doubted],
            "right_ids": [first],
            "probabilities": [None],
            "evidence": [[["company", ""]]],
        }

    def test_credit_code_and_domain_find_an_account_under_another_name(self, house: House, seller: Member) -> None:
        adopt(
            house,
            {"code": "code", "compare": "account", "fields": ["credit_code"], "action": "to_account_owner"},
            {"code": "domain", "compare": "account", "fields": ["domain"], "action": "ask"},
        )
        known = customer(house, seller, credit_code="91110108551385082Q", email="z@fenyang.example")
        coded, mailed, public = house.send(
            {"company": "纷享销客", "phone": "13700137000", "credit_code": "91110108551385082q"},
            {"company": "纷扬", "email": "w@FENYANG.example"},
            {"company": "别家", "email": "w@qq.com"},
            at=later(1),
        )
        assert lead_of(house, coded).owner_id == seller.pk
        assert lead_of(house, mailed).duplicate == "ask"
        assert lead_of(house, public).duplicate == ""
        (fact,) = Fact.objects.of(house.id).filter(kind="identify.Doubted")
        account = lead_of(house, known).account_id
        assert (fact.payload["kinds"], fact.payload["right_ids"]) == (["account"], [account])
        assert fact.payload["left_ids"] == [lead_of(house, mailed).account_id]
        assert holds(house)

    def test_a_record_sent_again_is_its_own_lead_whatever_the_rules(self, house: House) -> None:
        adopt(house)
        (first,) = house.send({"external_id": "A-1", "phone": PHONE})
        (again,) = house.send({"external_id": "A-1", "phone": PHONE}, at=later(900))
        assert lead_of(house, again).source_lead_id == first
        assert match_for(house, again).rule == "same_record"


@pytest.mark.django_db
class TestLabels:
    def test_new_known_and_customer(self, house: House, seller: Member) -> None:
        from gleanry.flow.convert.actions import win_deal
        from gleanry.flow.convert.models import Opportunity
        from gleanry.values.money import Money

        first = customer(house, seller)
        assert lead_of(house, first).novelty == "new"
        (known,) = house.send({"company": COMPANY, "phone": OTHER_PHONE}, at=later(1))
        assert lead_of(house, known).novelty == "known"
        deal = Opportunity.objects.of(house.id).get(lead_id=first)
        win_deal(house.viewer(), deal.pk, Money(100, "CNY"), later(2))
        ledger.drain(house.id)
        (old, by_person) = house.send({"company": COMPANY, "phone": "13700137000"}, {"phone": PHONE}, at=later(3))
        assert [lead_of(house, i).novelty for i in (old, by_person)] == ["customer", "customer"]

    def test_attached_leads_go_with_their_source(self, house: House) -> None:
        (first,) = house.send({"phone": PHONE})
        more = house.send({"phone": PHONE}, {"phone": PHONE}, at=later(1))
        assign_leads(house.viewer(), [first], house.sellers[0].pk, later(2))
        ledger.drain(house.id)
        assert {lead_of(house, i).owner_id for i in more} == {house.sellers[0].pk}
        return_leads(house.viewer(), [first], "no_budget", later(3))
        ledger.drain(house.id)
        assert {lead_of(house, i).owner_id for i in more} == {None}
        assert holds(house)
