"""Scores move when people do something, and when nothing happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit
from gleanry.flow.score.actions import fade_leads
from gleanry.flow.score.models import Fading, ScoreCard
from gleanry.flow.score.queries import cards_of
from gleanry.flow.score.tasks import fade
from gleanry.kit import clock, ledger, rulebook
from gleanry.leads.models import Lead
from gleanry.leads.queries import get_lead
from gleanry.leads.shapes import Pool
from tests.conftest import MONDAY, House
from tests.score.test_recomputing import DAY, lead, touch
from tests.score.test_tables import BOOK

pytestmark = pytest.mark.django_db


def fading_house(house: House, days: int = 10) -> None:
    events = [{**row, "half_life": days} for row in BOOK["events"]]
    rulebook.publish(house.id, "score", {**BOOK, "events": events})


def grades(house: House) -> list[str]:
    return list(Lead.objects.of(house.id).order_by("pk").values_list("grade", flat=True))


def test_what_a_known_person_does_counts_at_once(house: House) -> None:
    (lead_id,) = house.send(lead(1))
    before = get_lead(house.viewer(), lead_id)
    house.send(touch(1, "event_attended", MONDAY), touch(1, "site_chat", MONDAY), at=MONDAY + DAY, kind="touches")
    after = get_lead(house.viewer(), lead_id)
    assert (before.grade, after.grade) == ("C4", "C2")
    assert (after.owner_id, after.pool) == (before.owner_id, before.pool)  # who holds it keeps it
    assert len(cards_of(house.id, lead_id)) == 2  # two touches of one batch are one scoring
    assert not [finding for finding in audit(house.id) if not finding.warning]


def test_what_gives_no_points_writes_no_card(house: House) -> None:
    (lead_id,) = house.send(lead(1))
    house.send(touch(1, "showroom_visited", MONDAY), at=MONDAY + DAY, kind="touches")
    house.send(touch(2, "site_chat", MONDAY), at=MONDAY + DAY, kind="touches")  # nobody we know
    for _ in range(9):
        house.send(touch(1, "form_submitted", MONDAY), at=MONDAY + DAY, kind="touches")
    assert [card.behaviour for card in cards_of(house.id, lead_id)] == [
        60,
        40,
        20,
    ]  # the event's cap, and no more cards


def test_a_lead_that_ended_is_left_alone(house: House) -> None:
    ids = house.send(lead(1), lead(2))
    Lead.objects.of(house.id).filter(pk=ids[0]).update(pool=Pool.CONVERTED)
    Lead.objects.of(house.id).filter(pk=ids[1]).update(pool=Pool.INVALID)
    house.send(*(touch(n, "site_chat", MONDAY) for n in (1, 2)), at=MONDAY + DAY, kind="touches")
    assert [len(cards_of(house.id, lead_id)) for lead_id in ids] == [1, 1]


def test_time_alone_moves_a_lead_once(house: House) -> None:
    fading_house(house)
    (lead_id,) = house.send(lead(1))
    house.send(*(touch(1, kind, MONDAY) for kind in ("site_chat", "event_attended")), at=MONDAY, kind="touches")
    assert grades(house) == ["C2"]
    due = Fading.objects.of(house.id).get(pk=lead_id).due_at
    assert due == MONDAY + DAY  # sixty points begin to fade at once

    assert fade_leads(house.id, due - timedelta(microseconds=1)) == 0
    assert fade_leads(house.id, due) == 1
    ledger.drain(house.id)
    assert grades(house) == ["C3"]
    assert fade_leads(house.id, due) == 0
    assert Fading.objects.of(house.id).get(pk=lead_id).due_at == MONDAY + 6 * DAY  # 60 x 0.5 ** 0.6 is under 40

    with clock.stopped(MONDAY + 20 * DAY):  # the worker was away for weeks: one card, not fourteen
        assert fade() == 1
    assert [card.grade for card in cards_of(house.id, lead_id)] == ["C4", "C3", "C2", "C4"]
    assert not Fading.objects.of(house.id).exists()
    assert not [finding for finding in audit(house.id) if not finding.warning]


def test_a_table_that_no_longer_fades_forgets_the_moment(house: House) -> None:
    fading_house(house)
    house.send(lead(1))
    house.send(*(touch(1, kind, MONDAY) for kind in ("site_chat", "event_attended")), at=MONDAY, kind="touches")
    still = [{key: value for key, value in row.items() if key != "half_life"} for row in BOOK["events"]]
    rulebook.publish(house.id, "score", {**BOOK, "events": still})
    assert fade_leads(house.id, MONDAY + DAY) == 1
    assert not Fading.objects.of(house.id).exists()
    assert grades(house) == ["C2"]


def test_leads_that_ended_do_not_fade(house: House) -> None:
    fading_house(house)
    house.send(lead(1))
    house.send(*(touch(1, kind, MONDAY) for kind in ("site_chat", "event_attended")), at=MONDAY, kind="touches")
    Lead.objects.of(house.id).update(pool=Pool.CONVERTED)
    cards = ScoreCard.objects.of(house.id).count()
    assert fade_leads(house.id, MONDAY + 9 * DAY) == 1
    assert ScoreCard.objects.of(house.id).count() == cards
    assert not Fading.objects.of(house.id).exists()


def test_statements_do_not_grow_with_the_leads(house: House) -> None:
    fading_house(house)

    def asked(work: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            work()
        return len(queries)

    def warm(numbers: range, at: Any) -> None:
        house.send(*(lead(n) for n in numbers), at=at)
        rows = [touch(n, kind, at) for n in numbers for kind in ("site_chat", "event_attended")]
        house.send(*rows, at=at, kind="touches")

    warm(range(3), MONDAY)
    few = asked(lambda: fade_leads(house.id, MONDAY + DAY))
    warm(range(10, 60), MONDAY + 2 * DAY)
    assert asked(lambda: fade_leads(house.id, MONDAY + 3 * DAY)) == few
