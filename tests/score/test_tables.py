"""Every row of the seed's scoring table, its worked example, and what the playbooks say of the sixteen cells."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.flow.score.rules import aged, faults_of, grade_of, read_tables
from gleanry.flow.score.rules.tables import CELLS
from gleanry.wiring.playbooks import read_playbook

BOOK: dict[str, Any] = read_playbook("tob-leads")["rules"]["score"]
TABLES = read_tables(BOOK)
SEED = {
    "form_submitted": 20,
    "site_chat": 20,
    "event_attended": 20,
    "mail_replied": 20,
    "mail_reported_spam": -20,
    "account_followed": 10,
    "account_unfollowed": -10,
    "live_watched": 10,
    "replay_watched": 10,
    "mail_opened": 10,
    "form_visited": 5,
    "page_visited": 5,
    "module_clicked": 5,
    "article_clicked": 5,
    "mail_unsubscribed": -5,
}
"""Seed 003, the table of the chapter 线索分层: action -> points."""


@pytest.mark.parametrize(("event", "points"), SEED.items())
def test_each_event_gives_what_the_seed_says(event: str, points: int) -> None:
    assert grade_of({}, [(event, 0)], TABLES).reasons == ((event, points),)


def test_the_book_holds_the_seeds_events_and_no_others() -> None:
    assert set(TABLES.events) == set(SEED)


@pytest.mark.parametrize(
    ("points", "band"), [(105, "1"), (80, "1"), (79, "2"), (60, "2"), (59, "3"), (40, "3"), (39, "4"), (0, "4")]
)
def test_bands_begin_where_the_seed_says(points: int, band: str) -> None:
    body = {**BOOK, "events": [{"event": "done", "points": points or 1}]}
    touches = [("done", 0)] if points else []
    assert grade_of({}, touches, read_tables(body)).grade[1] == band


@pytest.mark.parametrize(("points", "letter"), [(80, "A"), (79.9, "B"), (60, "B"), (40, "C"), (39.9, "D")])
def test_letters_begin_where_the_book_says(points: float, letter: str) -> None:
    body = {**BOOK, "fit": [{"code": "given", "field": "x", "test": "present", "points": points}]}
    assert grade_of({"x": 1}, [], read_tables(body)).grade[0] == letter


ZHANG_SAN = ("form_submitted", "site_chat", "event_attended", "mail_opened", "live_watched", "article_clicked")


def test_the_seeds_lead_is_a_b1() -> None:
    """Zhang San: behaviour 85, fit 67.3, group B1."""
    fit = [
        {"code": "size", "field": "company_size", "test": "at_least", "value": 200, "points": 27.5},
        {"code": "industry", "field": "industry", "test": "contains", "value": ["制造"], "points": 39.8},
    ]
    tables = read_tables({**BOOK, "fit": fit})
    scoring = grade_of({"company_size": "500人", "industry": "装备制造"}, [(kind, 0) for kind in ZHANG_SAN], tables)
    assert (scoring.behaviour, scoring.fit, scoring.grade) == (85, 67.3, "B1")


def test_the_seeds_own_total() -> None:
    """Its table adds up 105 for the example: every gain of one form, chat, event, mail and account, and the visits."""
    gains = [kind for kind, points in SEED.items() if points > 0]
    uncapped = {**BOOK, "groups": [], "events": [{**row, "cap": None} for row in BOOK["events"]]}
    assert grade_of({}, [(kind, 0) for kind in gains], read_tables(uncapped)).behaviour == sum(SEED[k] for k in gains)
    assert sum(SEED[kind] for kind in (*ZHANG_SAN, "mail_replied")) == 105
    assert grade_of({}, [(kind, 0) for kind in (*ZHANG_SAN, "mail_replied")], TABLES).behaviour == 105


@pytest.mark.parametrize("name", ["tob-leads", "toc-leads"])
def test_the_playbooks_hold_and_advise_for_every_cell(name: str) -> None:
    body = read_playbook(name)["rules"]["score"]
    cells = read_tables(body).cells
    assert faults_of(body) == []
    assert tuple(cells) == CELLS
    assert all(set(cell.advice or ()) == {"zh", "en"} for cell in cells.values())
    assert cells["A1"].advice_in("zh-hans") != cells["A1"].advice_in("en")
    assert len({cell.advice_in("zh") for cell in cells.values()}) == 16


def test_a_body_of_the_first_form_still_reads() -> None:
    """Cards made under it name its version."""
    old = {
        "letters": BOOK["letters"],
        "bands": BOOK["bands"],
        "event_cap": 60,
        "fit": [{"code": "known", "field": "phone", "test": "present", "points": 5}],
        "behaviour": {"form_submitted": 20, "mail_unsubscribed": -5},
    }
    scoring = grade_of({"phone": "1"}, [("form_submitted", 400)] * 9 + [("mail_unsubscribed", 0)], read_tables(old))
    assert (scoring.fit, scoring.behaviour, scoring.grade) == (5, 55, "D3")
    assert read_tables(old).cells == {}


def test_a_test_nobody_knows_is_named() -> None:
    broken = {**BOOK, "fit": [{"code": "odd", "field": "x", "test": "smells", "points": 1}]}
    with pytest.raises(ValueError, match=r"odd.*smells"):
        read_tables(broken)


def test_touches_to_come_do_not_count() -> None:
    from tests.conftest import MONDAY

    assert aged([("form_submitted", MONDAY)], MONDAY) == [("form_submitted", 0)]
    assert aged([("form_submitted", MONDAY)], MONDAY.replace(year=2025)) == []
