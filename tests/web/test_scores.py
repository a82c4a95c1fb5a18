"""The page of the learned score, and what it says on a lead's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from gleanry.flow.score.models import Likelihood
from gleanry.flow.score.tasks import apply_scores, learn_scores
from gleanry.kit import bulk, clock
from gleanry.leads.models import Lead
from tests.conftest import MONDAY, House, build_house
from tests.flow.test_learned_score import AFTER, came


@pytest.fixture
def house(db: None) -> House:
    """The workspace of the flow's tests, whose members sign in."""
    return build_house("scores")


@pytest.fixture
def signed_in(house: House, client: Client) -> Client:
    assert house.insider.user is not None
    house.insider.user.language = "en"
    house.insider.user.save(update_fields=["language"])
    client.force_login(house.insider.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_it_says_that_nothing_was_learned_yet(signed_in: Client) -> None:
    assert "Nothing learned yet" in signed_in.get("/scores/").content.decode()


@pytest.mark.django_db
def test_it_shows_the_figures_and_the_reasons(house: House, signed_in: Client) -> None:
    came(house, 900)
    with clock.stopped(AFTER):
        learn_scores(house.id, {})

    text = signed_in.get("/scores/").content.decode()
    refused = signed_in.get("/scores/?target=order").content.decode()
    lead = Likelihood.objects.of(house.id).order_by("-per_million").values_list("lead_id", flat=True)[0]
    shown = signed_in.get(f"/leads/{lead}/").content.decode()

    assert "Source: fair" in text and "odds ×" in text
    assert "What was said and what came" in text
    assert "The matrix of fit and behaviour stays in force." in refused
    assert "How likely, learned from leads that ended" in shown
    assert "Source: fair" in shown
    assert Lead.objects.of(house.id).filter(pk=lead, source="fair").exists()


@pytest.mark.django_db
def test_it_is_said_in_chinese(house: House, signed_in: Client) -> None:
    assert house.insider.user is not None
    house.insider.user.language = "zh-hans"
    house.insider.user.save(update_fields=["language"])
    came(house, 900)
    with clock.stopped(AFTER):
        learn_scores(house.id, {})

    text = signed_in.get("/scores/").content.decode()

    assert "学习评分" in text
    assert "预测与实际" in text


@pytest.mark.django_db
def test_it_says_what_taught_the_quarter_and_what_moved_since(house: House, signed_in: Client) -> None:
    came(house, 1200, days=300)
    at = MONDAY + timedelta(days=320)
    with clock.stopped(at):
        learn_scores(house.id, {})
    shown = signed_in.get("/scores/").content.decode()
    assert "Learned only from the" in shown and "AUC in the quarter:" in shown
    assert "the newest" in shown and "of its reasons" in shown

    rows = ({"person_name": f"N{n}", "phone": f"137{n:08d}", "source": "new platform"} for n in range(400))
    ids = house.send(*rows, at=at)
    bulk.update(Lead, ("received_at",), [(lead_id, at) for lead_id in ids])
    with clock.stopped(at):
        apply_scores(house.id, {})
    shown = signed_in.get("/scores/").content.decode()
    assert "The newest leads are unlike those it learned from:" in shown
    assert "The matrix of fit and behaviour stays in force." in shown


@pytest.mark.django_db
def test_a_lead_shows_what_faded_how_it_went_and_what_to_do(house: House, signed_in: Client) -> None:
    (lead,) = house.send({"person_name": "王五", "phone": "13912340001", "company": "南海机械有限公司"})
    visits = [{"phone": "13912340001", "kind": "page_visited", "at": "2025-12-02T10:00:00+08:00"} for _ in range(8)]
    house.send(*visits, at=MONDAY + timedelta(days=1), kind="touches")
    shown = signed_in.get(f"/leads/{lead}/").content.decode()
    assert "40 without fading and cap" in shown  # eight visits, faded to half after 90 days
    assert "How the score went" in shown and "<polyline" in shown
    assert "send the newsletter only" in shown and "If given back: Newsletter" in shown
    assert house.insider.user is not None
    house.insider.user.language = "zh-hans"
    house.insider.user.save(update_fields=["language"])
    assert "匹配度" in signed_in.get(f"/leads/{lead}/").content.decode()
