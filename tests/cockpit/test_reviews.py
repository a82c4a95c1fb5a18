"""The week prepared by the program, and what sellers committed to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.actions.promises import commit_to, judge_commitments, judge_words
from gleanry.cockpit.actions.reviews import prepare_reviews
from gleanry.cockpit.actions.targets import set_year, split_target
from gleanry.cockpit.queries.reviews import commitments_of, get_review, list_reviews, review_before
from gleanry.flow.convert.models import Opportunity
from gleanry.kit.errors import Refusal
from tests.cockpit.conftest import NOW, Deal
from tests.conftest import House

WEEK = date(2026, 3, 9)
BEFORE = NOW - timedelta(days=6)


@pytest.mark.django_db
def test_the_week_is_prepared_once_for_company_teams_and_people(house: House, deal: Deal) -> None:
    director, north, south = house.viewer(house.director), *house.sellers
    plan = set_year(house.viewer(), 2026, "signed", 120_000, NOW)
    plan = split_target(house.viewer(), plan, 1, level="month", weights={"2026-03": 1, "2026-04": 1}, at=NOW)
    split_target(house.viewer(), plan, 2, level="person", weights={str(north.pk): 2, str(south.pk): 1}, at=NOW)
    deal(name="moving", way=((30, "discovery"), (4, "demo")), stage="demo", expected_close=date(2026, 3, 20))
    deal(name="stuck", stage_since=NOW - timedelta(days=50), owner_id=south.pk)
    won = deal(name="won", outcome="won", closed_at=NOW - timedelta(days=4))
    deal(name="lost", outcome="lost", closed_at=NOW - timedelta(days=4), loss_reason="price", owner_id=south.pk)
    to_win = deal(name="to win")
    seller = house.viewer(north)
    commit_to(seller, WEEK, "win", BEFORE, deal_id=to_win.pk)
    commit_to(seller, WEEK, "words", BEFORE, text="Call all three rivals' customers")
    Opportunity.objects.of(house.id).filter(pk=to_win.pk).update(outcome="won", closed_at=NOW - timedelta(days=3))
    assert judge_commitments(house.id, NOW) == 1
    assert judge_commitments(house.id, NOW) == 0

    with CaptureQueriesContext(connection) as said:
        made = prepare_reviews(house.id, NOW)
    assert len(said) <= 30
    assert made == 6
    assert prepare_reviews(house.id, NOW + timedelta(days=1)) == 0
    assert prepare_reviews(house.id, NOW + timedelta(days=8)) == 6

    weeks = list_reviews(house.viewer())
    assert [day for day, _ in weeks] == [date(2026, 3, 16), WEEK]
    company = get_review(house.viewer(), weeks[1][1][0].id)
    assert (company.scope, company.late) == ("company", False)
    counts = {kind: part["count"] for kind, part in company.body["sections"].items()}
    assert counts == {"moved": 1, "stuck": 1, "won": 2, "lost": 1, "next": 2}
    assert company.body["reasons"] == {"price": 1}
    assert (company.body["target"], company.body["won"]) == (60_000, 200_000)
    assert company.body["sections"]["won"]["rows"][0]["deal"] in (won.pk, to_win.pk)
    assert [one["verdict"] for one in company.body["promises"]] == ["kept", ""]
    assert review_before(house.viewer(), get_review(house.viewer(), weeks[0][1][0].id)) == company

    team, own = (get_review(seller, row.id) for row in list_reviews(seller)[1][1])
    assert (team.scope, team.subject) == ("team", north.team_id)
    assert (own.scope, own.subject, own.body["target"]) == ("person", north.pk, 40_000)
    with pytest.raises(Refusal):
        get_review(seller, company.id)
    assert {row.scope for row in list_reviews(director)[1][1]} == {"team", "person"}


@pytest.mark.django_db
def test_the_month_has_its_conversion_and_ranking(house: House, deal: Deal) -> None:
    house.send({"phone": "13800138000"}, at=NOW - timedelta(days=30))
    for seller, minor in zip(house.sellers, (5, 7), strict=True):
        deal(minor=minor, outcome="won", closed_at=NOW - timedelta(days=20), owner_id=seller.pk)
    assert prepare_reviews(house.id, NOW, kind="month") > 0

    ((month, reviews),) = list_reviews(house.viewer(), kind="month")
    body = get_review(house.viewer(), reviews[0].id).body
    assert month == date(2026, 2, 1)
    assert body["steps"][0] == 1
    assert body["conversion"][1] is None
    assert [(row["member"], row["place"]) for row in body["ranking"]] == [
        (house.sellers[1].pk, 1),
        (house.sellers[0].pk, 2),
    ]


@pytest.mark.django_db
def test_what_cannot_be_promised_or_judged_is_refused(house: House, deal: Deal) -> None:
    seller, other = house.viewer(house.sellers[0]), house.viewer(house.sellers[1])
    mine = deal()
    for week, kind, more in (
        (date(2026, 3, 10), "win", {"deal_id": mine.pk}),
        (WEEK, "win", {"deal_id": mine.pk}),
        (date(2026, 3, 16), "dance", {}),
        (date(2026, 3, 16), "words", {"text": " "}),
        (date(2026, 3, 16), "stage", {"deal_id": mine.pk}),
    ):
        with pytest.raises(Refusal):
            commit_to(seller, week, kind, NOW, **more)
    with pytest.raises(Refusal):
        commit_to(other, date(2026, 3, 16), "win", NOW, deal_id=mine.pk)
    made = commit_to(seller, date(2026, 3, 16), "words", NOW, text="visit")
    commit_to(seller, date(2026, 3, 16), "stage", NOW, deal_id=mine.pk, stage="demo")
    for viewer in (seller, other):
        with pytest.raises(Refusal):
            judge_words(viewer, made, True, NOW)
    judge_words(house.viewer(house.director), made, True, NOW)
    assert judge_commitments(house.id, NOW + timedelta(days=7)) == 1
    assert [row.verdict for row in commitments_of(seller, date(2026, 3, 16))] == ["kept", "broken"]
    assert commitments_of(other, date(2026, 3, 16)) == []
