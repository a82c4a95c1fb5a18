"""The page of the learned score, and what it says on a lead's page."""

from __future__ import annotations

import pytest
from django.test import Client

from gleanry.flow.score.models import Likelihood
from gleanry.flow.score.tasks import learn_scores
from gleanry.kit import clock
from gleanry.leads.models import Lead
from tests.conftest import House, build_house
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
