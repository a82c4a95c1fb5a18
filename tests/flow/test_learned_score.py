"""The workspace learns from its own closed leads, says why when it does not, and the audit knows what it wrote."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries.references import dangling
from gleanry.flow.score.models import LearnedScore, Likelihood
from gleanry.flow.score.queries import learned_scores, likelihoods_of
from gleanry.flow.score.rules.drifting import drift_of, newest_of, refusal_for
from gleanry.flow.score.rules.learned import Known, closed, table_of
from gleanry.flow.score.rules.quarter import as_of, moved
from gleanry.flow.score.tasks import apply_scores, learn_scores
from gleanry.kit import bulk, clock
from gleanry.leads.models import Lead
from gleanry.leads.shapes import Pool
from gleanry.likelihood.shapes import Shift
from tests.conftest import MONDAY, House

DAYS = 120
AFTER = MONDAY + timedelta(days=DAYS + 40)
RATES = {"fair": 0.65, "search": 0.25, "social": 0.05}


def came(house: House, count: int, *, seed: int = 5, days: int = DAYS) -> None:
    """Leads over some months; those from fairs are mostly accepted within ten days."""
    dice = random.Random(seed)
    records = [
        {"person_name": f"P{n}", "phone": f"139{n:08d}", "source": dice.choice(list(RATES)), "company": f"南海{n}机械"}
        for n in range(count)
    ]
    ids = house.send(*records)
    rows = []
    for n, lead in enumerate(Lead.objects.of(house.id).filter(pk__in=ids).order_by("pk")):
        lead.received_at = MONDAY + timedelta(days=days * n / count)
        if dice.random() < RATES[lead.source]:
            lead.sql_at = lead.received_at + timedelta(days=dice.randint(1, 10))
        rows.append(lead)
    bulk.update(Lead, ("received_at", "sql_at"), [(lead.pk, lead.received_at, lead.sql_at) for lead in rows])


@pytest.fixture
def learned(house: House) -> House:
    came(house, 900)
    with clock.stopped(AFTER):
        learn_scores(house.id, {})
    return house


@pytest.mark.django_db
def test_each_open_lead_gets_its_probability_with_reasons(learned: House) -> None:
    score = learned_scores(learned.id)["sql"]
    leads = {lead.pk: lead for lead in Lead.objects.of(learned.id).filter(sql_at__isnull=True)}

    assert score.refusal is None, score.refusal
    assert score.evaluation["auc_time"] > score.evaluation["matrix_auc"]
    rows = Likelihood.objects.of(learned.id).values_list("lead_id", "per_million")
    said = {lead_id: per_million / 1e6 for lead_id, per_million in rows}
    assert set(said) == set(leads)
    by_source = {source: [said[pk] for pk, lead in leads.items() if lead.source == source] for source in RATES}
    for source, rate in RATES.items():
        assert sum(by_source[source]) / len(by_source[source]) == pytest.approx(rate, abs=0.1)
    fair = next(pk for pk, lead in leads.items() if lead.source == "fair")
    column, value, pull = likelihoods_of(learned.id, fair)[0].reasons[0]
    assert (column, value) == ("source", "fair") and pull > 0


@pytest.mark.django_db
def test_the_quarter_is_judged_by_what_was_learned_before_it(house: House) -> None:
    """How its leads ended changes the judgement, and not who would have been moved."""
    came(house, 1200, days=300)
    at = MONDAY + timedelta(days=320)

    def quarter() -> dict[str, Any]:
        with clock.stopped(at):
            learn_scores(house.id, {})
        told: dict[str, Any] = learned_scores(house.id)["sql"].evaluation["quarter"]
        return told

    first = quarter()
    start = datetime.fromisoformat(first["since"])
    recent = Lead.objects.of(house.id).filter(received_at__gte=start)
    assert first["leads"] == recent.count()
    assert 0 < first["taught"] <= 1200 - first["leads"]
    assert first["auc"] > first["matrix_auc"]

    recent.filter(source="fair").update(sql_at=None)
    second = quarter()
    assert [second[name] for name in ("taught", "up_leads", "down_leads")] == [
        first[name] for name in ("taught", "up_leads", "down_leads")
    ]
    assert second["auc"] < first["auc"]


@pytest.mark.django_db
def test_other_leads_than_those_that_taught_put_the_matrix_back(learned: House) -> None:
    assert learned_scores(learned.id)["sql"].drift["pull"] < 1 / 3
    late = AFTER + timedelta(days=5)
    rows = ({"person_name": f"N{n}", "phone": f"137{n:08d}", "source": "new platform"} for n in range(400))
    ids = learned.send(*rows, at=late)
    bulk.update(Lead, ("received_at",), [(lead_id, late) for lead_id in ids])
    with clock.stopped(late):
        apply_scores(learned.id, {})

    score = learned_scores(learned.id)["sql"]
    assert score.refusal is not None
    assert (score.refusal["code"], "source" in score.refusal["columns"]) == ("drifted", True)
    assert not Likelihood.objects.of(learned.id).filter(model_id=score.id).exists()


@pytest.mark.django_db
def test_an_invalid_lead_teaches_but_gets_no_probability(learned: House) -> None:
    lead = Likelihood.objects.of(learned.id).values_list("lead_id", flat=True)[0]
    Lead.objects.of(learned.id).filter(pk=lead).update(pool=Pool.INVALID)
    with clock.stopped(AFTER):
        apply_scores(learned.id, {})

    assert not Likelihood.objects.of(learned.id).filter(lead_id=lead).exists()


@pytest.mark.django_db
def test_too_little_is_said_and_the_matrix_stays(learned: House) -> None:
    score = learned_scores(learned.id)["order"]

    assert score.refusal is not None
    assert score.refusal["code"] == "too_few" or score.refusal["code"] == "one_outcome"
    assert not Likelihood.objects.of(learned.id).filter(model_id=score.id).exists()


@pytest.mark.django_db
def test_learning_again_leaves_one_probability_a_lead(learned: House) -> None:
    before = Likelihood.objects.of(learned.id).count()
    with clock.stopped(AFTER):
        learn_scores(learned.id, {})
        apply_scores(learned.id, {})

    assert Likelihood.objects.of(learned.id).count() == before
    assert learned_scores(learned.id)["sql"].version == 2
    assert dangling(learned.id) == {}


@pytest.mark.django_db
def test_a_probability_of_no_model_is_found_by_the_audit(learned: House) -> None:
    LearnedScore.objects.of(learned.id).delete()
    assert "score_likelihood.model_id" in dangling(learned.id)


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_leads(learned: House) -> None:
    def asked() -> int:
        with clock.stopped(AFTER), CaptureQueriesContext(connection) as queries:
            apply_scores(learned.id, {})
        return len(queries)

    few = asked()
    house_leads = Lead.objects.of(learned.id).count()
    learned.send(*({"person_name": f"Q{n}", "phone": f"138{n:08d}", "source": "fair"} for n in range(300)))

    assert Lead.objects.of(learned.id).count() == house_leads + 300
    assert asked() == few


def known(n: int, received: datetime, reached: datetime | None = None, grade: str = "C3") -> Known:
    return Known(
        n, received, "s", "", None, {"industry": "装备"}, {"form_submitted": n % 2}, n, grade, {"sql": reached}
    )


def test_young_leads_wait_whether_they_came_far_or_not() -> None:
    day = timedelta(days=1)
    old = [known(n, MONDAY, MONDAY + 20 * day) for n in range(10)]
    young = [known(20, MONDAY + 90 * day), known(21, MONDAY + 90 * day, MONDAY + 91 * day)]

    leads, won = closed([*old, *young, known(22, MONDAY)], "sql", MONDAY + 95 * day)

    assert [lead.lead_id for lead in leads] == [*range(10), 22]
    assert won == [True] * 10 + [False]


def test_no_column_says_who_somebody_is() -> None:
    lead = Known(1, MONDAY, "fair", "", 3, {"person_name": "王", "phone": "1", "email_domain": "qq.com"}, {}, 0, "", {})
    table = table_of([lead])

    assert "王" not in str(table) and "phone" not in table
    assert table["mailbox"] == ["free"]


def test_who_would_have_moved() -> None:
    leads = [known(1, MONDAY, MONDAY, "D4"), known(2, MONDAY, None, "A1"), known(3, MONDAY, None, "B2")]

    told = moved(leads, [0.9, 0.1, 0.8], "sql")

    assert (told["up_leads"], told["down_leads"]) == ([1], [2])
    assert (told["best"], told["up_came"], told["down_came"]) == (2, 1, 0)
    assert (told["auc"], told["matrix_auc"]) == (1.0, 0.0)
    assert moved(leads[1:], [0.1, 0.8], "sql")["auc"] is None


def test_what_was_not_known_yet_teaches_nothing() -> None:
    day = timedelta(days=1)
    leads = [known(1, MONDAY, MONDAY + 5 * day), known(2, MONDAY, MONDAY + 20 * day), known(3, MONDAY + 10 * day)]
    then = as_of(leads, MONDAY + 10 * day)
    assert [(lead.lead_id, lead.reached["sql"] is not None) for lead in then] == [(1, True), (2, False)]


def test_a_column_that_moved_and_weighs_little_is_only_shown() -> None:
    light = drift_of([Shift("campaign", 2.0, 0.1, 0.2), Shift("source", 0.3, 0.1, 0.8)], 500)
    heavy = drift_of([Shift("campaign", 2.0, 0.1, 0.4), Shift("source", 0.3, 0.1, 0.6)], 500)
    assert [column[:3] for column in light["columns"]] == [["campaign", 1.9, True], ["source", 0.2, False]]
    assert refusal_for(light) is None
    assert refusal_for(heavy) == {"code": "drifted", "columns": ["campaign"], "share": 0.4}
    assert refusal_for({}) is None


def test_the_newest_are_those_of_a_month_or_two_hundred() -> None:
    day = timedelta(days=1)
    slow = [known(n, MONDAY + n * day) for n in range(300)]
    quick = [known(n, MONDAY + n * day / 20) for n in range(2000)]
    assert [lead.lead_id for lead in newest_of(slow)] == list(range(100, 300))
    assert len(newest_of(quick)) == 600
    assert newest_of(slow[:199]) == []
