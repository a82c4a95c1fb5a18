"""What a committee lacks, where too much hangs on one, how codes are built."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gleanry.people.rules import (
    alone,
    build,
    chosen_of,
    concentrated,
    fault_of_seat,
    faults_of_accounts,
    faults_of_codes,
    gaps_of,
    missing_of,
    planned,
    prefixes_of,
    read_codes,
    read_committee,
    read_keeping,
    support_of,
)
from gleanry.people.shapes import CodeWanted, KeyAccount, NewSeat, SeatRow
from gleanry.wiring.playbooks import read_playbook

RULES = read_playbook("tob-leads")["rules"]
BOOK = read_committee(RULES["accounts"])
PLAN = read_codes(RULES["codes"])
TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 1, tzinfo=UTC)


def seat(person: int, role: str, **more: Any) -> SeatRow:
    told: dict[str, Any] = {"power": 0, "attitude": 0, "concern": "", "keeper_id": None, "closeness": 0} | more
    return SeatRow(person, 1, None, person, role, **told, at=AT)


@pytest.mark.parametrize(
    ("seats", "met", "gaps"),
    [
        ([], {}, ["nobody"]),
        ([seat(1, "uses")], {}, ["nobody", "few_people"]),
        ([seat(1, "decides", keeper_id=9)], {1: TODAY}, ["few_people"]),
        ([seat(1, "decides", keeper_id=9), seat(1, "uses")], {1: TODAY}, ["few_people"]),
        ([seat(1, "decides", keeper_id=9), seat(2, "uses")], {1: TODAY}, []),
        ([seat(1, "decides", keeper_id=9), seat(2, "uses")], {1: date(2026, 9, 22)}, []),
        ([seat(1, "decides", keeper_id=9), seat(2, "uses")], {1: date(2026, 9, 21)}, ["not_met"]),
        ([seat(1, "decides", keeper_id=9), seat(2, "uses")], {2: TODAY}, ["never_met"]),
        ([seat(1, "decides"), seat(2, "uses")], {1: TODAY}, ["no_keeper"]),
        ([seat(1, "decides", keeper_id=9, attitude=-1), seat(2, "uses")], {1: TODAY}, ["against"]),
        ([seat(1, "decides", keeper_id=9), seat(2, "blocks")], {1: TODAY}, ["blocker_alone"]),
    ],
)
def test_the_gaps_of_a_committee(seats: list[SeatRow], met: dict[int, date | None], gaps: list[str]) -> None:
    assert [gap.code for gap in gaps_of(seats, met, TODAY, BOOK)] == gaps


def test_the_strongest_seat_of_each_person_says_how_a_committee_stands() -> None:
    assert support_of([]) == 0
    assert support_of([seat(1, "decides", power=3, attitude=2)]) == 100
    assert support_of([seat(1, "decides", power=3, attitude=2), seat(2, "uses", attitude=-2)]) == 60
    assert support_of([seat(1, "decides", power=3, attitude=-1), seat(1, "uses", attitude=2)]) == -50


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": "king"}, "role"),
        ({"power": 4}, "power"),
        ({"attitude": 3}, "attitude"),
        ({"closeness": 6}, "closeness"),
        ({}, ""),
    ],
)
def test_a_seat_is_one_of_those_there_are(wrong: dict[str, Any], field: str) -> None:
    told: dict[str, Any] = {"account_id": 1, "person_id": 2, "role": "uses"} | wrong
    assert fault_of_seat(NewSeat(**told)) == field


def key(n: int, owner: int | None, value: int = 0, deputy: int | None = None) -> KeyAccount:
    return KeyAccount(n, f"A{n}", "PSTV", owner, deputy, value)


def test_sixty_percent_of_the_key_accounts_or_of_their_money_are_too_much_for_one() -> None:
    rows = [key(1, 7), key(2, 7), key(3, 7), key(4, 8), key(5, None)]
    assert [(c.member_id, c.accounts, c.accounts_percent) for c in concentrated(rows, 60)] == [(7, 3, 60)]
    assert concentrated(rows[1:], 60) == []
    rich = [key(1, 7, 599), key(2, 8, 401)]
    assert concentrated(rich, 60) == []
    rich = [key(1, 7, 600), key(2, 8, 200), key(3, 9, 200)]
    assert [(c.member_id, c.value_percent) for c in concentrated(rich, 60)] == [(7, 60)]
    assert concentrated([key(1, 7, 10)], 60) == []


def test_a_key_account_needs_two() -> None:
    rows = [key(1, 7), key(2, 7, deputy=8), key(3, None, deputy=8), key(4, 7, deputy=7)]
    assert [row.id for row in alone(rows)] == [1, 3, 4]


def test_the_steps_of_a_handover_come_one_after_the_other() -> None:
    steps = read_keeping(RULES["accounts"]).steps
    assert [(code, due.isoformat()) for code, _, _, due in planned(steps, TODAY)] == [
        ("introduce", "2026-11-24"),
        ("joint_visit", "2026-12-05"),
        ("handed_over", "2026-12-12"),
    ]
    assert [due.day for *_, due in planned([("a", "", "", 5), ("b", "", "", 1)], TODAY)] == [26, 26]


def wanted(**chosen: str) -> CodeWanted:
    given = {"class": "EN", "department": "呼吸科", "product": "PL"} | chosen
    return CodeWanted(1, 5, given, {"region": "北京市", "product": "", "industry": ""})


def test_the_code_of_the_seed() -> None:
    """EN-HB-11-0001-HX-PL-2021-11: Peking Union hospital, its respiratory department, in November 2021."""
    parts = build(PLAN, wanted(), date(2021, 11, 5), lambda prefix, own: 1)
    assert "-".join(text for _, text in parts) == "EN-HB-11-0001-HX-PL-2021-11"
    assert prefixes_of(PLAN, wanted(), date(2021, 11, 5)) == ["account:EN-HB-11"]


def test_what_nobody_chose_and_nothing_tells_is_missing() -> None:
    assert missing_of(PLAN, wanted()) == []
    assert missing_of(PLAN, CodeWanted(1, None, {"class": "EN"})) == [
        "area", "province", "account", "department", "product",
    ]  # fmt: skip
    assert missing_of(PLAN, wanted(department="牙科")) == ["department"]
    area = next(segment for segment in PLAN.segments if segment.code == "area")
    assert [chosen_of(area, CodeWanted(1, 1, {}, {"region": r})) for r in ("黑龙江哈尔滨", "浙江", "Texas")] == [
        "DB", "HD", "",
    ]  # fmt: skip


def _codes(**changes: Any) -> dict[str, Any]:
    return {**RULES["codes"], **changes}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (_codes(segments=[]), (0, "segments", "none")),
        (_codes(separator="--"), (0, "separator", "bad_separator")),
        (_codes(segments=[{"code": "a", "kind": "year"}, {"code": "a", "kind": "day"}]), (2, "code", "twice")),
        (_codes(segments=[{"code": "a", "kind": "moon"}]), (1, "kind", "unknown")),
        (_codes(segments=[{"code": "a", "kind": "fixed", "text": "Ä"}]), (1, "text", "bad_part")),
        (_codes(segments=[{"code": "a", "kind": "number", "digits": 0}]), (1, "digits", "bad_digits")),
        (_codes(segments=[{"code": "a", "kind": "list"}], options=[]), (1, "kind", "no_options")),
        (_codes(options=[{"segment": "moon", "word": "x", "code": "X"}]), (1, "segment", "unknown")),
        (_codes(options=[{"segment": "class", "word": "", "code": "X"}]), (1, "word", "missing")),
        (_codes(options=[{"segment": "class", "word": "x", "code": "X-Y"}]), (1, "code", "bad_part")),
    ],
)
def test_a_plan_of_codes_that_cannot_be_is_refused(body: dict[str, Any], fault: tuple[int, str, str]) -> None:
    assert faults_of_codes(RULES["codes"]) == []
    assert fault in [(found["row"], found["setting"], found["code"]) for found in faults_of_codes(body)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"concentration": 0}, (0, "concentration", "out_of_range")),
        ({"needed": ["king"]}, (0, "needed", "unknown")),
        ({"steps": []}, (0, "steps", "none")),
        ({"steps": [{"code": "a", "zh": "x", "days": -1}]}, (1, "days", "missing")),
        ({"steps": [{"code": "", "zh": "x", "days": 1}]}, (1, "code", "missing")),
        ({"steps": [{"code": "a", "zh": "x", "days": 1}, {"code": "a", "zh": "y", "days": 1}]}, (2, "code", "twice")),
    ],
)
def test_a_book_of_accounts_that_cannot_be_is_refused(change: dict[str, Any], fault: tuple[int, str, str]) -> None:
    assert faults_of_accounts(RULES["accounts"]) == []
    found = faults_of_accounts({**RULES["accounts"], **change})
    assert fault in [(row["row"], row["setting"], row["code"]) for row in found]
