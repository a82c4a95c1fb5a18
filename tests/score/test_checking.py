"""What is wrong with a score book is named with table, row, setting and code before it can be in force."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from gleanry.flow.score.rules import Fault, faults_of
from gleanry.kit import rulebook
from gleanry.kit.rulebook import BadRules
from tests.conftest import House
from tests.score.test_tables import BOOK

Body = dict[str, Any]
PRESENT = {"code": "known", "field": "phone", "test": "present", "points": 50}


def fit(*rows: Body, **more: Any) -> Callable[[Body], Any]:
    return lambda body: body.update({"fit": [*body["fit"], *rows]}, **more)


def event(**row: Any) -> Callable[[Body], Any]:
    return lambda body: body["events"].append({"event": "mail_clicked", "points": 10, **row})


def put(table: str, place: int, **values: Any) -> Callable[[Body], Any]:
    return lambda body: body[table][place].update(values)


def say(**values: Any) -> Callable[[Body], Any]:
    return lambda body: body.update(values)


FIT, EVENT = len(BOOK["fit"]) + 1, len(BOOK["events"]) + 1
BAD: dict[str, tuple[Callable[[Body], Any], Fault]] = {
    "a setting nobody knows": (say(colour="red"), Fault(0, "colour", "unknown_setting", "colour")),
    "no events": (say(events=[]), Fault(0, "events", "missing")),
    "a row that is none": (say(fit=["phone"]), Fault(1, "fit", "missing")),
    "an unknown test": (fit({**PRESENT, "test": "smells"}), Fault(FIT, "fit.test", "unknown", "smells")),
    "points in words": (fit({**PRESENT, "points": "many"}), Fault(FIT, "fit.points", "not_points", "many")),
    "points too fine": (fit({**PRESENT, "points": 1.234}), Fault(FIT, "fit.points", "not_points", "1.234")),
    "points for nothing": (fit({**PRESENT, "points": 0}), Fault(FIT, "fit.points", "gives_nothing")),
    "a list without words": (
        fit({**PRESENT, "test": "contains", "value": []}),
        Fault(FIT, "fit.value", "missing"),
    ),
    "an empty word that everything contains": (
        fit({**PRESENT, "test": "contains", "value": ["", "x"]}),
        Fault(FIT, "fit.value", "always"),
    ),
    "a number in words": (
        fit({**PRESENT, "test": "at_least", "value": "two"}),
        Fault(FIT, "fit.value", "not_number", "two"),
    ),
    "a value for a test without one": (fit({**PRESENT, "value": 3}), Fault(FIT, "fit.value", "not_used", "3")),
    "a code twice": (fit({**PRESENT, "code": "decides"}), Fault(FIT, "fit.code", "twice", "decides")),
    "the same condition for more": (
        fit({**PRESENT, "field": "company_key"}),
        Fault(FIT, "fit.test", "repeats", "company_known"),
    ),
    "the same condition the other way": (
        fit({**PRESENT, "field": "company_key", "points": -5}),
        Fault(FIT, "fit.test", "contradicts", "company_known"),
    ),
    "a group that others have filled": (
        fit({"code": "huge", "field": "company_size", "test": "at_least", "value": 5000, "points": 5, "group": "size"}),
        Fault(FIT, "fit.points", "group_full", "size"),
    ),
    "a group nobody knows": (fit({**PRESENT, "group": "sise"}), Fault(FIT, "fit.group", "unknown", "sise")),
    "more points than the group": (
        fit({**PRESENT, "group": "size"}),
        Fault(FIT, "fit.group", "group_cap_below_points", "size"),
    ),
    "a group with nothing in it": (
        say(groups=[*BOOK["groups"], {"group": "x", "cap": 5}]),
        Fault(len(BOOK["groups"]) + 1, "groups.group", "nothing_in_it", "x"),
    ),
    "a cap of nothing": (put("groups", 0, cap=0), Fault(1, "groups.cap", "not_points", "0")),
    "an unknown event": (event(event="form_submited"), Fault(EVENT, "events.event", "unknown", "form_submited")),
    "an event twice": (event(event="site_chat"), Fault(EVENT, "events.event", "twice", "site_chat")),
    "a cap below one touch": (event(cap=5), Fault(EVENT, "events.cap", "cap_below_points", "5")),
    "half of a day": (event(half_life=0.5), Fault(EVENT, "events.half_life", "not_days", "0.5")),
    "letters that do not fall": (
        say(letters=[[60, "A"], [60, "B"], [40, "C"], [0, "D"]]),
        Fault(2, "letters", "not_falling", "60"),
    ),
    "bands that do not end at zero": (
        say(bands=[[80, "1"], [60, "2"], [40, "3"], [10, "4"]]),
        Fault(4, "bands", "not_from_zero", "10"),
    ),
    "a fifth band": (say(bands=[*BOOK["bands"], [0, "5"]]), Fault(0, "bands", "not_these", "1, 2, 3, 4")),
    "a letter out of reach": (
        say(letters=[[111, "A"], [60, "B"], [40, "C"], [0, "D"]]),
        Fault(1, "letters", "never_reached", "A"),
    ),
    "a band out of reach": (
        say(bands=[[211, "1"], [60, "2"], [40, "3"], [0, "4"]]),
        Fault(1, "bands", "never_reached", "1"),
    ),
    "a cell nobody knows": (put("cells", 0, cell="E1"), Fault(1, "cells.cell", "unknown", "E1")),
    "a route nobody knows": (put("cells", 0, route="bin"), Fault(1, "cells.route", "unknown", "bin")),
    "fifteen cells": (lambda body: body["cells"].pop(), Fault(0, "cells", "cells_missing", "D4")),
}


@pytest.mark.parametrize("what", BAD)
def test_it_is_named(what: str) -> None:
    change, fault = BAD[what]
    body = copy.deepcopy(BOOK)
    change(body)
    assert fault in faults_of(body)


def test_an_event_of_our_own_is_said_to_be_one() -> None:
    body = copy.deepcopy(BOOK)
    event(event="showroom_visited", own=True, half_life=30)(body)
    assert faults_of(body) == []


def test_a_size_that_an_equal_group_does_not_fill_adds() -> None:
    """1,000 people are 200 people too: together they make the 30 of the group, no more."""
    assert faults_of(BOOK) == []
    lower = copy.deepcopy(BOOK)
    lower["fit_groups"][0]["cap"] = 20
    assert faults_of(lower) == [Fault(3, "fit.points", "group_full", "size")]


@pytest.mark.django_db
def test_a_bad_book_does_not_come_into_force(house: House) -> None:
    with pytest.raises(BadRules) as refusal:
        rulebook.publish(house.id, "score", {**BOOK, "bands": [[80, "1"]]})
    assert refusal.value.data["faults"][0]["setting"] == "bands"
    assert rulebook.current(house.id, "score").version == 1
