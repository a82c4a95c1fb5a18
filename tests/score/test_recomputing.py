"""Every stored score comes out again from what is kept: whatever came, was merged, faded or was ruled since."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gleanry.cockpit.queries import audit
from gleanry.cockpit.queries.references import dangling
from gleanry.flow.identify.actions import merge_records, undo_merges
from gleanry.flow.identify.shapes import Kind, MergeOrder, UndoAnswers
from gleanry.flow.score.actions import fade_leads
from gleanry.flow.score.models import ScoreCard
from gleanry.flow.score.queries import cards_of, latest_recomputed, recomputed
from gleanry.kit import ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.models import Lead
from gleanry.leads.queries import get_lead
from tests.conftest import MONDAY, House
from tests.score.test_tables import BOOK, SEED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def touch(number: int, kind: str, at: datetime) -> dict[str, Any]:
    return {"phone": f"1391234{number:04d}", "kind": kind, "at": at.isoformat()}


def lead(number: int, **more: Any) -> dict[str, Any]:
    return {"person_name": f"P{number}", "phone": f"1391234{number:04d}", "company": f"南海{number}机械", **more}


def all_the_same(house: House, cards: int) -> bool:
    found = latest_recomputed(house.id, 1000)
    return len(found) == cards and all(card.is_same for card in found)


def test_late_touches_do_not_change_what_was_stored(house: House) -> None:
    (lead_id,) = house.send(lead(1))
    house.send(touch(1, "mail_opened", MONDAY - 30 * DAY), at=MONDAY + DAY, kind="touches")

    newest, first = cards_of(house.id, lead_id)
    assert (first.behaviour, newest.behaviour) == (20, 28.9)  # 10 faded for 31 days with a half-life of 180
    assert all_the_same(house, 2)
    stood = recomputed(house.id, lead_id, MONDAY + timedelta(hours=1))
    assert stood is not None and stood.is_same
    assert stood.stored == first
    assert recomputed(house.id, lead_id, MONDAY - DAY) is None


def test_a_changed_table_leaves_the_past_alone(house: House) -> None:
    (lead_id,) = house.send(lead(1))
    doubled = [{**row, "points": row["points"] * 2} for row in BOOK["events"]]
    rulebook.publish(house.id, "score", {**BOOK, "events": doubled})
    house.send(touch(1, "site_chat", MONDAY), at=MONDAY + DAY, kind="touches")

    assert [card.behaviour for card in cards_of(house.id, lead_id)] == [80, 20]
    assert all_the_same(house, 2)


def test_merges_and_their_undoing_leave_the_past_alone(house: House) -> None:
    one, two = house.send(lead(1), lead(2))
    winner, loser = (get_lead(house.viewer(), lead_id).person_id or 0 for lead_id in (one, two))
    (merge_id,) = merge_records(house.viewer(), [MergeOrder(Kind.PERSON, winner, loser)], MONDAY + DAY)
    ledger.drain(house.id)
    house.send(touch(2, "site_chat", MONDAY + DAY), at=MONDAY + 2 * DAY, kind="touches")
    undo_merges(house.viewer(), [merge_id], MONDAY + 3 * DAY, answers={merge_id: UndoAnswers()})
    ledger.drain(house.id)

    assert [card.behaviour for card in cards_of(house.id, one)] == [20, 60, 40, 20]
    assert [card.behaviour for card in cards_of(house.id, two)] == [40, 60, 40, 20]
    assert all_the_same(house, 8)


steps = st.lists(
    st.tuples(
        st.sampled_from(["touch", "touch", "touch", "lead", "rules", "merge", "wait"]),
        st.integers(0, 2**16),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_happens_every_card_comes_out_again(house: House, steps: list[tuple[str, int]]) -> None:
    at = MONDAY + DAY * ScoreCard.objects.of(house.id).count()
    house.send(*(lead(n) for n in range(4)), at=at)
    for what, lot in steps:
        dice = random.Random(lot)
        at += timedelta(hours=dice.randrange(1, 24 * 40))
        match what:
            case "touch":
                rows = [
                    touch(dice.randrange(5), dice.choice(list(SEED)), at - DAY * dice.choice([0, 0, 3, 100]))
                    for _ in range(dice.randrange(1, 6))
                ]
                house.send(*rows, at=at, kind="touches")
            case "lead":
                house.send(lead(dice.randrange(6)), at=at)
            case "rules":
                events = [
                    {**row, "points": row["points"] * dice.randint(1, 2), "half_life": dice.choice([None, 5, 50])}
                    for row in BOOK["events"]
                ]
                rulebook.publish(house.id, "score", {**BOOK, "events": events})
            case "merge":
                ids = Lead.objects.of(house.id).filter(person_id__isnull=False).values_list("person_id", flat=True)
                winner, loser = dice.sample(sorted({one for one in ids if one}), 2)
                with suppress(Refusal):  # they are one already
                    merge_records(house.viewer(), [MergeOrder(Kind.PERSON, winner, loser)], at)
                ledger.drain(house.id)
            case "wait":
                while fade_leads(house.id, at):
                    ledger.drain(house.id)
    cards = latest_recomputed(house.id, 5000)
    assert len(cards) == ScoreCard.objects.of(house.id).count()
    assert [card for card in cards if not card.is_same] == []
    assert dangling(house.id) == {}


def test_the_audit_names_what_does_not_come_out_again(house: House) -> None:
    house.send(lead(1), lead(2))
    assert [finding.code for finding in audit(house.id) if not finding.warning] == []
    card = ScoreCard.objects.of(house.id).order_by("id").first()
    assert card is not None
    ScoreCard.objects.of(house.id).filter(pk=card.pk).update(behaviour_tenths=211)
    (finding,) = [finding for finding in audit(house.id) if not finding.warning]
    assert (finding.law, finding.code, finding.count) == ("reasons", "score_not_recomputable", 1)


def test_the_number_of_statements_does_not_grow_with_the_cards(house: House) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            latest_recomputed(house.id, 1000)
        return len(queries)

    house.send(lead(1))
    few = asked()
    house.send(*(lead(n) for n in range(2, 40)))
    assert asked() == few == 5
