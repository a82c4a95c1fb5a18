"""The forecast by every method, its snapshots and their scores, on the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.actions.forecast import score_snapshots, take_snapshot
from gleanry.cockpit.actions.learning import learn_deals
from gleanry.cockpit.models import DealChance, ForecastScore, Snapshot, SnapshotDeal
from gleanry.cockpit.queries import audit
from gleanry.cockpit.queries.forecast import forecast, forecast_deals
from gleanry.cockpit.queries.snapshots import changed_deals, changes_since, list_snapshots, scores
from gleanry.cockpit.rules.scoring import Stood, held_against
from gleanry.cockpit.shapes import GROUPINGS, METHODS, Ask
from gleanry.flow.convert.models import Opportunity, StageChange
from gleanry.kit.errors import Refusal
from gleanry.values.money import Money
from tests.cockpit.conftest import NOW, Deal
from tests.conftest import House

MARCH = Ask(since=date(2026, 3, 1), until=date(2026, 4, 1))


@pytest.fixture
def book(house: House, deal: Deal) -> dict[str, Opportunity]:
    """Deals of two sellers that hit every branch of the forecast."""
    north, south = (seller.pk for seller in house.sellers)
    return {
        "a": deal(name="a", minor=100_001, stage="proposal", grade="A", word_minor=90_000, product="pump"),
        "b": deal(name="b", minor=50_000, stage="demo", grade="B", owner_id=south, expected_close=date(2026, 4, 2)),
        "late": deal(name="late", minor=7_777, grade="D", expected_close=date(2026, 2, 10)),
        "dateless": deal(name="dateless", minor=30_000, grade="", expected_close=None, owner_id=None),
        "dollar": deal(name="dollar", minor=1_000, currency="USD", rate=0, base_minor=0, owner_id=south, grade="A"),
        "euro": deal(name="euro", amount_minor=1_000, base_minor=7_800, currency="EUR", word_minor=500, owner_id=south),
        "won": deal(name="won", minor=20_000, outcome="won", closed_at=NOW - timedelta(days=3), owner_id=north),
        "lost": deal(name="lost", minor=999_999, outcome="lost", closed_at=NOW - timedelta(days=2), grade="F"),
        "older": deal(name="older", minor=10_000, outcome="won", closed_at=NOW - timedelta(days=40), owner_id=south),
    }


@pytest.mark.django_db
def test_every_method_stands_beside_the_others(house: House, book: dict[str, Opportunity]) -> None:
    found = forecast(house.viewer(), MARCH, NOW).total

    assert (found.deals, found.pipeline.minor) == (4, 100_001 + 7_777 + 7_800)
    assert found.grade.minor == 80_001 + 778 + 0
    assert found.commit.minor == 90_000 + 3_900
    assert found.best.minor == 100_001 + 7_800
    assert (found.won.minor, found.won_deals, found.lost_deals) == (20_000, 1, 1)
    assert (found.unrated, found.untaught) == (1, 4)
    assert found.learned == found.stage
    assert found.landing("word").minor == 20_000 + 93_900
    assert [(row.currency, row.deals, row.amount) for row in forecast(house.viewer(), MARCH, NOW).unrated] == [
        ("USD", 1, Money(1_000, "USD"))
    ]


@pytest.mark.django_db
def test_groupings_add_up_to_the_total_and_open_to_their_deals(house: House, book: dict[str, Opportunity]) -> None:
    viewer = house.viewer()
    totals = set()
    for ask in (MARCH, Ask(), Ask(since=date(2026, 4, 1), until=date(2026, 7, 1)), Ask(owner_id=house.sellers[1].pk)):
        for by in GROUPINGS:
            with CaptureQueriesContext(
                connection,
            ) as said:
                found = forecast(viewer, replace(ask, by=by), NOW)
            assert len(said) <= 7
            for name in ("deals", "won_deals", "lost_deals", "unrated", "untaught"):
                assert sum(getattr(row, name) for row in found.rows) == getattr(found.total, name)
            for name in ("pipeline", "stage", "grade", "learned", "commit", "best", "won"):
                assert sum(getattr(row, name).minor for row in found.rows) == getattr(found.total, name).minor
            totals.add((ask, str(found.total)))
            for row in found.rows:
                deals = forecast_deals(viewer, replace(ask, by=by), NOW, key=row.key)
                assert len(deals) == row.deals
                assert sum(one.grade_sum.minor for one in deals) == row.grade.minor
                assert sum(one.word_sum.minor for one in deals) == row.commit.minor
    assert len(totals) == 4
    own = {row.key: row.own for row in forecast(viewer, Ask("currency"), NOW).rows}
    assert own["USD"] is not None
    assert (own["USD"].pipeline, own["USD"].grade) == (Money(1_000, "USD"), Money(800, "USD"))
    months = {row.key: row.deals for row in forecast(viewer, Ask("month"), NOW).rows}
    assert months == {"2026-02": 0, "2026-03": 3, "2026-04": 1, "none": 1, "overdue": 1}
    with pytest.raises(Refusal):
        forecast(viewer, Ask("colour"), NOW)


@pytest.mark.django_db
def test_a_seller_sees_own_deals_and_a_director_the_team(house: House, book: dict[str, Opportunity]) -> None:
    seller, director = house.viewer(house.sellers[0]), house.viewer(house.director)

    assert forecast(seller, Ask(), NOW).total.deals == 2
    assert forecast(director, Ask(), NOW).total.deals == 5
    assert forecast(seller, Ask(owner_id=house.sellers[1].pk), NOW).total.deals == 0
    assert {one.name for one in forecast_deals(seller, Ask(), NOW)} == {"a", "late"}


@pytest.mark.django_db
def test_a_week_is_kept_once_and_scored_later(house: House, book: dict[str, Opportunity], deal: Deal) -> None:
    assert take_snapshot(house.id, NOW)
    assert not take_snapshot(house.id, NOW + timedelta(days=1))
    (kept,) = list_snapshots(house.id)
    live = forecast(house.viewer(), Ask(), NOW).total
    assert (kept.week, kept.late, kept.deals, kept.unrated) == (date(2026, 3, 16), False, 6, 1)
    assert {name: kept.sums[name] for name in METHODS} == {name: live.of(name) for name in METHODS}

    days = timedelta(days=1)
    Opportunity.objects.of(house.id).filter(pk=book["a"].pk).update(outcome="won", closed_at=NOW + 20 * days)
    Opportunity.objects.of(house.id).filter(pk=book["b"].pk).update(outcome="lost", closed_at=NOW + 20 * days)
    deal(minor=5_000, outcome="won", opened_at=NOW + 2 * days, closed_at=NOW + 9 * days)
    assert take_snapshot(house.id, NOW + 9 * days)
    assert list_snapshots(house.id)[0].late
    assert score_snapshots(house.id, NOW + 27 * days) == 0
    assert score_snapshots(house.id, NOW + 60 * days) == 12
    assert score_snapshots(house.id, NOW + 60 * days) == 0

    first = Snapshot.objects.of(house.id).order_by("week")[0]
    rows = SnapshotDeal.objects.of(house.id).filter(snapshot_id=first.pk)
    deals = Opportunity.objects.of(house.id).in_bulk()
    for score in ForecastScore.objects.of(house.id).filter(snapshot_id=first.pk):
        stood = []
        for row in rows:
            ended = deals[row.opportunity_id]
            won_on = ended.closed_at.date() if ended.outcome == "won" and ended.closed_at else None
            stood.append(Stood(getattr(row, f"{score.method}_minor"), row.expected_close, won_on, ended.base_minor))
        held = held_against(stood, first.week, score.horizon)
        assert (held.forecast, held.actual) == (score.forecast_minor, score.actual_minor)
        assert score.later_minor == 5_000
    by_word = next(one for one in scores(house.id) if one.method == "word" and one.horizon == 4)
    assert (by_word.snapshots, by_word.actual.minor) == (2, 100_001)
    assert [finding for finding in audit(house.id) if finding.law == "forecast"] == []
    SnapshotDeal.objects.of(house.id).filter(pk=rows[0].pk).update(base_minor=1)
    assert [finding.code for finding in audit(house.id) if finding.law == "forecast"] == ["snapshot_differs_from_rows"]


@pytest.mark.django_db
def test_what_changed_since_last_week_opens_to_its_deals(
    house: House, book: dict[str, Opportunity], deal: Deal
) -> None:
    take_snapshot(house.id, NOW)
    (kept,) = list_snapshots(house.id)
    later = NOW + timedelta(days=3)
    rows = Opportunity.objects.of(house.id)
    rows.filter(pk=book["a"].pk).update(expected_close=date(2026, 5, 1), base_minor=90_001, grade="B")
    rows.filter(pk=book["b"].pk).update(expected_close=date(2026, 3, 30), base_minor=60_000, grade="A")
    rows.filter(pk=book["late"].pk).update(outcome="won", closed_at=later)
    rows.filter(pk=book["dateless"].pk).update(outcome="lost", closed_at=later)
    fresh = deal(name="fresh", minor=11, opened_at=later)

    with CaptureQueriesContext(connection) as said:
        found = {one.kind: (one.deals, one.amount.minor) for one in changes_since(house.viewer(), kept, later)}
    assert len(said) <= 6
    assert found == {
        "new": (1, 11), "won": (1, 7_777), "lost": (1, 30_000), "moved_in": (1, 60_000), "moved_out": (1, 100_001),
        "amount_up": (1, 10_000), "amount_down": (1, -10_000), "grade_up": (1, 60_000), "grade_down": (1, 90_001),
    }  # fmt: skip
    for kind, (count, _) in found.items():
        assert len(changed_deals(house.viewer(), kept, kind, later)) == count
    assert [row[0] for row in changed_deals(house.viewer(), kept, "new", later)] == [fresh.pk]
    assert changes_since(house.viewer(house.sellers[1]), kept, later)[0].deals == 0


@pytest.mark.django_db
def test_with_too_little_to_learn_from_the_stage_stands_in_and_says_so(
    house: House, book: dict[str, Opportunity]
) -> None:
    learned = learn_deals(house.id, NOW)

    assert learned.refusal is not None
    assert learned.refusal["code"] == "too_few"
    assert DealChance.objects.of(house.id).count() == 0


@pytest.mark.django_db
def test_what_the_past_teaches_is_tested_on_later_deals(house: House) -> None:
    deals = []
    for number in range(900):
        opened = NOW - timedelta(days=500 - number // 2)
        won = number % 10 < (8 if number % 2 else 2)
        deals.append(
            Opportunity(
                workspace_id=house.id, name="", stage="demo", currency="CNY", owner_id=house.sellers[number % 2].pk,
                outcome="won" if won else "lost", product="pump" if number % 3 else "valve", opened_at=opened,
                closed_at=opened + timedelta(days=40), base_minor=100, amount_minor=100,
            )
        )  # fmt: skip
    Opportunity.objects.bulk_create(deals)
    made = list(Opportunity.objects.of(house.id).order_by("pk"))
    StageChange.objects.bulk_create(
        StageChange(workspace_id=house.id, opportunity_id=one.pk, stage="demo", at=one.opened_at) for one in made
    )
    for seller in house.sellers:
        Opportunity.objects.create(
            workspace_id=house.id, name="open", stage="demo", currency="CNY", owner_id=seller.pk, opened_at=NOW,
            stage_since=NOW, base_minor=10_000, amount_minor=10_000, expected_close=NOW.date(), product="pump",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as said:
        learned = learn_deals(house.id, NOW)

    assert len(said) < 16
    assert learned.refusal is None, learned.refusal
    assert learned.evaluation["auc_time"] > 0.7
    assert learned.evaluation["days_error"] is not None
    low, high = (
        DealChance.objects.of(house.id).get(opportunity_id=one.pk).per_10k
        for one in Opportunity.objects.of(house.id).filter(outcome="").order_by("pk")
    )
    assert low + 2_500 < high, learned.evaluation["reasons"]
    total = forecast(house.viewer(), Ask(), NOW).total
    assert (total.untaught, total.learned.minor) == (0, low + high)
