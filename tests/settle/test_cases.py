"""A collision from the first lead to the last decision, and registrations, on the database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads
from gleanry.flow.route.actions import assign_leads
from gleanry.flow.settle.actions import (
    Wish,
    appeal,
    argue,
    decide,
    extend,
    open_cases,
    refresh_sources,
    register,
    sweep_settled,
)
from gleanry.flow.settle.models import Case, DealSource, Registration
from gleanry.flow.settle.queries import (
    count_cases,
    count_unlike_sources,
    entries_of,
    get_case,
    list_cases,
    list_registrations,
    shares_settled,
    source_history,
    sources_of,
)
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import leads_by_id
from gleanry.people.models import Account
from gleanry.tenants.actions import add_member
from gleanry.tenants.models import Member
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Role, Viewer
from tests.conftest import MONDAY, House

COMPANY = "上海远山机械有限公司"
LATER = MONDAY + timedelta(days=10, hours=5)
"""Nobody has missed a deadline of their leads yet."""


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def two_leads(house: House) -> tuple[int, int]:
    """Customer B, recorded by seller B as their own; then customer A of the same company, who came online."""
    [own] = house.send({"company": COMPANY, "name": "李", "phone": "13912340001", "source": "visit"})
    assign_leads(house.viewer(), [own], house.sellers[1].pk, MONDAY, override="own")
    [online] = house.send(
        {"company": COMPANY, "name": "王", "phone": "13912340002", "source": "website"}, at=MONDAY + timedelta(days=9)
    )
    assign_leads(house.viewer(), [online], house.sellers[0].pk, MONDAY + timedelta(days=10), override="handed on")
    ledger.drain(house.id)
    return own, online


@pytest.mark.django_db
def test_two_customers_of_one_company_and_two_sellers(house: House) -> None:
    own, online = two_leads(house)
    a, b = house.viewer(house.sellers[0]), house.viewer(house.sellers[1])
    director = house.viewer(house.director)
    [case] = list_cases(house.viewer())
    assert case.parties == (b.member_id, a.member_id)
    assert (case.proposed_share, case.proposed_why) == (100, "first_within")
    assert case.evidence["a"]["claims"][0][:2] == ["lead", own]
    assert case.evidence["b"]["claims"][0][:2] == ["lead", online]
    assert (count_cases(a), count_cases(director)) == ({"answer": 1, "judge": 0}, {"answer": 0, "judge": 1})
    assert list_cases(house.viewer(house.sdrs[0])) == []
    assert MONDAY + timedelta(days=13) <= case.answer_due < case.judge_due

    argue(b, case.id, "I visited them before.", case.opened_at)
    assert code_of(lambda: argue(b, case.id, "  ", case.opened_at)) == "empty_note"
    assert code_of(lambda: decide(a, case.id, 0, "mine", LATER)) == "not_judge"
    assert code_of(lambda: appeal(a, case.id, "why", LATER)) == "appeal_over"

    decide(director, case.id, 100, "On record first.", LATER)
    ledger.drain(house.id)
    assert leads_by_id(house.id, [online])[online].owner_id == b.member_id
    assert Account.objects.of(house.id).get(name=COMPANY).owner_id == b.member_id
    assert code_of(lambda: decide(director, case.id, 0, "no", LATER)) == "case_closed"

    appeal(a, case.id, "I answered the request.", LATER + timedelta(days=1))
    assert code_of(lambda: decide(director, case.id, 60, "again", LATER + timedelta(days=1))) == "not_judge"
    decide(house.viewer(), case.id, 60, "Both worked on it.", LATER + timedelta(days=2))
    ledger.drain(house.id)
    done = get_case(b, case.id)
    assert (done.state, done.share_a, done.decided_by_id, done.final_by_id) == (
        "closed",
        60,
        director.member_id,
        house.insider.pk,
    )
    account = Account.objects.of(house.id).get(name=COMPANY)
    assert shares_settled(house.id, [account.pk]) == {account.pk: {b.member_id: 60, a.member_id: 40}}
    kinds = [entry.kind for entry in entries_of(house.id, case.id)]
    assert kinds == ["opened", "argued", "decided", "appealed", "final"]
    assert code_of(lambda: argue(a, case.id, "but", LATER)) == "case_closed"
    assert [finding for finding in audit() if not finding.warning] == []


@pytest.mark.django_db
def test_one_case_for_a_pair_however_often_it_is_asked(house: House) -> None:
    two_leads(house)
    [account] = Account.objects.of(house.id).filter(name=COMPANY).values_list("pk", flat=True)
    with transaction.atomic():
        assert open_cases(house.id, [account, account], LATER) == ()
    assert Case.objects.of(house.id).count() == 1
    case = list_cases(house.viewer())[0]
    argue(house.viewer(house.sellers[1]), case.id, "I was first.", LATER)
    for _ in range(2):
        sweep_settled(house.id, case.judge_due)
    assert list_cases(house.viewer())[0].missed == ("answer_b", "judge")
    decide(house.viewer(), case.id, 0, "The request came online.", case.judge_due)
    sweep_settled(house.id, LATER + timedelta(days=40))
    assert get_case(house.viewer(), case.id).state == "closed"
    with transaction.atomic():
        assert open_cases(house.id, [account], LATER + timedelta(days=31)) == ()


@pytest.mark.django_db
def test_the_source_is_stored_replayed_and_found_anew(house: House) -> None:
    own, online = two_leads(house)
    a = house.viewer(house.sellers[0])
    accept_leads(a, [online], MONDAY + timedelta(days=11))
    ledger.drain(house.id)
    deal = Opportunity.objects.of(house.id).get(lead_id=online)
    row = sources_of(house.id, [deal.pk])[deal.pk]
    assert (row.source.pipe, row.source.member_id, row.source.reason) == ("sales", house.sellers[1].pk, "first_within")
    assert row.source.record is not None
    assert (row.source.record.kind, row.source.record.id, row.version) == ("lead", own, 1)
    assert count_unlike_sources(house.id, 100) == 0
    body = rulebook.current(house.id, "sources").body
    pipes = [pipe | ({"sources": []} if pipe["code"] == "sales" else {}) for pipe in body["pipes"]]
    rulebook.publish(house.id, "sources", body | {"pipes": pipes})
    with transaction.atomic():
        assert refresh_sources(house.id, [deal.pk], LATER) == 1
        assert refresh_sources(house.id, [deal.pk], LATER) == 0
    assert [one.source.pipe for one in source_history(house.id, deal.pk)] == ["marketing", "sales"]
    assert count_unlike_sources(house.id, 100) == 0
    DealSource.objects.of(house.id).filter(version=1).update(pipe="agents")
    assert "source_not_replayable" in {finding.code for finding in audit()}


def partner_of(house: House, name: str = "partner") -> Member:
    return add_member(house.id, name, roles=[Role.PARTNER], email=f"{name}@p.example", password="grain-by-grain")


@pytest.mark.django_db
def test_a_registration_protects_is_extended_and_ends(house: House) -> None:
    partner, other = viewer_of(partner_of(house)), viewer_of(partner_of(house, "other"))
    wish = Wish("北京青禾科技有限公司", "", "Met the head of purchasing.")
    assert code_of(lambda: register(partner, Wish("北京青禾", "", " "), MONDAY)) == "done_missing"
    assert code_of(lambda: register(partner, Wish(" ", "", "x"), MONDAY)) == "bad_company"
    held = register(partner, wish, MONDAY)
    assert (held.state, held.pipe, held.until) == ("accepted", "agents", MONDAY.replace(month=6))
    assert register(other, wish, MONDAY).reason == "protected"
    assert register(partner, wish, MONDAY).reason == "own_already"
    assert register(other, Wish(wish.company, "GTX", "x"), MONDAY).reason == "protected"
    assert [row.member_id for row in list_registrations(other)] == [other.member_id] * 2
    assert code_of(lambda: extend(partner, held.id, MONDAY)) == "not_active"
    [lead] = house.send({"company": wish.company, "phone": "13912340003"}, at=MONDAY + timedelta(days=70))
    assign_leads(house.viewer(), [lead], partner.member_id, MONDAY + timedelta(days=70), override="theirs")
    assert extend(partner, held.id, MONDAY + timedelta(days=80)).until == MONDAY.replace(month=7)
    assert sweep_settled(house.id, MONDAY.replace(month=7) - timedelta(seconds=1)) == 0
    assert sweep_settled(house.id, MONDAY.replace(month=9)) == 1
    assert sweep_settled(house.id, MONDAY.replace(month=9)) == 0
    assert code_of(lambda: extend(partner, held.id, MONDAY.replace(month=9))) == "not_protected"


@pytest.mark.django_db
def test_caps_cases_and_what_follows_the_end(house: House) -> None:
    body = rulebook.current(house.id, "sources").body
    ruled = body | {"registrations": body["registrations"] | {"hold_most": 1, "then": "pool"}}
    rulebook.publish(house.id, "sources", ruled)
    own, online = two_leads(house)
    partner = viewer_of(partner_of(house))
    disputed = register(partner, Wish("上海远山机械 有限公司", "", "Sold to them last year."), LATER)
    assert disputed.state == "case"
    ledger.drain(house.id)
    assert Case.objects.of(house.id).count() == 3
    case = list_cases(partner)[0]
    assert partner.member_id in case.parties
    decide(house.viewer(), case.id, 100 if case.member_a_id == partner.member_id else 0, "Theirs.", LATER)
    ledger.drain(house.id)
    assert Registration.objects.of(house.id).get(pk=disputed.id).state == "accepted"
    assert register(partner, Wish("广州另一家有限公司", "", "x"), LATER).reason == "cap"
    moved = [lead for lead in leads_by_id(house.id, [own, online]).values() if lead.owner_id == partner.member_id]
    assert moved
    sweep_settled(house.id, LATER + timedelta(days=200))
    ledger.drain(house.id)
    assert {lead.pool for lead in leads_by_id(house.id, [lead.id for lead in moved]).values()} == {"active_sea"}


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_batch(house: House) -> None:
    def collide(companies: list[str]) -> int:
        for company in companies:
            for n, seller in enumerate(house.sellers):
                [lead] = house.send({"company": company, "phone": f"1391{ord(company[0]):06d}{n}"})
                assign_leads(house.viewer(), [lead], seller.pk, MONDAY, override="test")
        ids = list(Account.objects.of(house.id).filter(name__in=companies).values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as counted, transaction.atomic():
            open_cases(house.id, ids, MONDAY)
        return len(counted)

    assert collide(["甲一机械有限公司"]) == collide(["乙二电子有限公司", "丙三化工有限公司", "丁四食品有限公司"])


@pytest.mark.django_db(transaction=True)
def test_of_two_registrations_at_one_moment_one_wins(house: House) -> None:
    people: list[Viewer] = [viewer_of(partner_of(house, f"partner {n}")) for n in range(8)]
    start = Barrier(len(people))

    def ask(viewer: Viewer) -> str:
        start.wait()
        try:
            return register(viewer, Wish("深圳同时科技有限公司", "", "Called on them."), MONDAY).state
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        states = list(pool.map(ask, people))
    assert sorted(states) == ["accepted", *["refused"] * 7]
    assert Registration.objects.of(house.id).filter(state="accepted").count() == 1
