"""One lead goes all the way: from a form to credited money, by the actions of the people concerned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gleanry.cockpit.queries import audit, flow_report
from gleanry.flow.attribute.queries import credits_of_deal
from gleanry.flow.collect.actions import record_receipt
from gleanry.flow.convert.actions import move_deal, win_deal
from gleanry.flow.convert.queries import deals_of_lead, get_deal, stage_changes_of
from gleanry.flow.followup.actions import accept_leads, qualify_leads, record_follow_up, return_leads
from gleanry.flow.followup.queries import deadlines_of, list_due
from gleanry.flow.followup.shapes import Answer, FollowUpEntry
from gleanry.flow.nurture.queries import enrolments_of
from gleanry.flow.route.queries import assignments_of
from gleanry.flow.score.queries import cards_of
from gleanry.kit import ledger
from gleanry.leads.queries import get_lead, list_moves
from gleanry.leads.shapes import Pool, State
from gleanry.values.money import Money
from tests.conftest import MONDAY, House, ask_all

FORM = {
    "person_name": "张伟",
    "phone": "138 0013 8000",
    "email": "zhang@fenyang-tech.cn",
    "company": "北京纷扬科技有限公司",
    "company_size": "500-999人",
    "industry": "软件",
    "job_title": "市场总监",
    "source": "SEM",
    "campaign": "spring",
}


@pytest.mark.django_db
def test_a_form_becomes_credited_money(house: House) -> None:
    ask_all(house.id)
    (lead_id,) = house.send(FORM)
    admin = house.viewer()
    lead = get_lead(admin, lead_id)
    assert (lead.pool, lead.state, lead.owner_id) == (Pool.SDR, State.PENDING, house.sdrs[0].pk)
    assert lead.grade == "A4"  # 20+20+20+20+15+5 points of fit; one form is 20 of behaviour
    card = cards_of(house.id, lead_id)[0]
    assert (card.fit, card.behaviour) == (100, 20)
    assert ["form_submitted", 20] in card.reasons
    (first,) = deadlines_of(house.id, lead_id)
    assert first.kind == "first_contact"
    assert first.due_at == MONDAY + timedelta(days=1)  # a working day of 7.5 hours later

    sdr = house.viewer(house.sdrs[0])
    record_follow_up(sdr, FollowUpEntry(lead_id, "call", "reached", note="需要营销系统"), MONDAY + timedelta(hours=1))
    signed = dict.fromkeys(("company", "in_time", "need_and_budget", "meeting"), Answer("yes"))
    qualify_leads(sdr, [lead_id], MONDAY + timedelta(hours=2), {lead_id: signed})
    ledger.drain(house.id)
    lead = get_lead(admin, lead_id)
    assert (lead.pool, lead.owner_id) == (Pool.SALES, house.sellers[0].pk)  # Beijing is the north's
    assert lead.mql_at == MONDAY + timedelta(hours=2)
    assert assignments_of(house.id, lead_id)[0].rule == "seller_of_region"

    seller = house.viewer(house.sellers[0])
    signed["no_competitor"] = Answer("yes", "know them")
    accept_leads(seller, [lead_id], MONDAY + timedelta(days=1), {lead_id: signed})
    ledger.drain(house.id)
    (deal,) = deals_of_lead(admin, lead_id)
    assert (deal.stage, deal.name) == ("discovery", "北京纷扬科技有限公司")
    assert get_lead(admin, lead_id).pool == Pool.CONVERTED
    move_deal(seller, deal.id, "proposal", MONDAY + timedelta(days=5))
    win_deal(seller, deal.id, Money(1_000_001, "CNY"), MONDAY + timedelta(days=30))
    paid_at = MONDAY + timedelta(days=40)
    record_receipt(seller, deal.id, Money(500_001, "CNY"), paid_at, paid_at)
    ledger.drain(house.id)
    assert [change.stage for change in stage_changes_of(house.id, deal.id)] == ["discovery", "proposal", "won"]
    assert get_deal(seller, deal.id).outcome == "won"
    shares = credits_of_deal(house.id, deal.id)
    assert {credit.model: credit.amount.minor for credit in shares} == dict.fromkeys(
        ("first", "last", "linear"), 500_001
    )
    assert {credit.channel for credit in shares} == {"SEM"}
    lead = get_lead(admin, lead_id)
    assert (lead.won_minor, lead.paid_minor) == (1_000_001, 500_001)
    assert [move.pool for move in list_moves(house.id, lead_id)] == ["sdr", "sales", "converted"]
    assert flow_report(house.id).balanced
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db
def test_what_is_given_back_is_nurtured_and_comes_back_when_it_stirs(house: House) -> None:
    (lead_id,) = house.send(FORM)
    sdr = house.viewer(house.sdrs[0])
    assert return_leads(sdr, [lead_id], "not_now", MONDAY + timedelta(hours=1)) == (lead_id,)
    ledger.drain(house.id)
    admin = house.viewer()
    assert get_lead(admin, lead_id).pool == Pool.NURTURE
    assert enrolments_of(house.id, lead_id)[0].reason == "not_now"
    assert not list_due(admin)

    (again,) = house.send(FORM, at=MONDAY + timedelta(days=20))
    repeat = get_lead(admin, again)
    assert (repeat.pool, repeat.source_lead_id) == (Pool.ATTACHED, lead_id)
    lead = get_lead(admin, lead_id)
    assert (lead.pool, lead.owner_id) == (Pool.SDR, house.sdrs[1].pk)  # woken, and the next one's turn
    assert lead.grade == "A3"  # two forms: 40 of behaviour
    assert enrolments_of(house.id, lead_id)[0].ended_by_id == "came_again"
    assert [finding for finding in audit() if not finding.warning] == []
