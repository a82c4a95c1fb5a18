"""Processes, moves and risks of deals, as rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.convert.rules import (
    PHASES,
    RiskRules,
    Standing,
    Watched,
    faults_of_stages,
    goes_back,
    is_fast,
    lacking,
    read_processes,
    risks_of,
    stays_of,
)
from gleanry.values.money import Money
from gleanry.wiring.playbooks import read_playbook

BODY: dict[str, Any] = read_playbook("tob-leads")["rules"]["convert"]
BOOK = read_processes(BODY)
MAIN, BID = BOOK.processes
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def standing(stage: str = "discovery", minor: int = 0, **more: Any) -> Standing:
    return Standing(stage, Money(minor, "CNY"), Money(minor, "CNY"), **more)


def codes(deal: Standing, to: str | None) -> list[str]:
    return [f"{m.stage}.{m.kind}.{m.code}" for m in lacking(MAIN, deal, to)]


def test_a_product_line_has_its_process_and_all_others_have_the_general_one() -> None:
    assert [BOOK.for_product(word).key for word in ("招投标", " tender ", "ERP", "")] == ["bid", "bid", "main", "main"]
    assert read_processes({"stages": BODY["stages"][:1]}).processes[0].key == "main"


def test_every_stage_on_the_way_is_asked_and_backwards_nothing() -> None:
    assert codes(standing(), "demo") == ["discovery.field.amount", "discovery.task.needs"]
    rich = standing(minor=10_000_000, tasks=frozenset({("discovery", "needs")}))
    assert codes(rich, "demo") == []
    assert codes(rich, "proposal") == ["demo.field.expected_close", "demo.task.shown"]
    assert codes(rich, None)[-2:] == ["negotiation.paper.contract", "negotiation.gate.ATAC"]
    late = standing("negotiation", 10_000_000, papers=frozenset({"contract"}), approved=frozenset({"negotiation"}))
    assert codes(late, None) == codes(late, "demo") == []
    assert goes_back(MAIN, "negotiation", "demo")
    assert not goes_back(MAIN, "gone", "demo")


def test_the_fast_lane_takes_small_deals_of_a_known_amount() -> None:
    assert is_fast(MAIN, standing(minor=4_999_999))
    assert not is_fast(MAIN, standing(minor=5_000_000))
    assert not is_fast(MAIN, standing(minor=0))
    small = standing(minor=100, tasks=frozenset({("discovery", "needs")}), decider="Li", papers=frozenset({"quote"}))
    assert codes(small, None) == []
    fast = replace(MAIN, fast=replace(MAIN.fast, products=frozenset({"erp"})) if MAIN.fast else None)
    assert is_fast(fast, standing(minor=100, product="ERP"))
    assert not is_fast(fast, standing(minor=100, product="CRM"))
    assert fast.fast is not None
    assert fast.fast.under == Decimal(50000)


def broken(**more: Any) -> list[tuple[str, Any, str]]:
    return [(f.get("table", ""), f["row"], f["code"]) for f in faults_of_stages(BODY | more)]


def changed(table: str, row: int, **more: Any) -> dict[str, Any]:
    return {table: [one | more if n == row else one for n, one in enumerate(BODY[table], start=1)]}


def test_a_sound_book_has_no_faults() -> None:
    assert faults_of_stages(BODY) == []
    assert faults_of_stages({"stages": [{"key": "a", "zh": "甲", "en": "A"}]}) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (changed("stages", 1, percent=50), ("stages", 2, "falls")),
        (changed("stages", 1, percent=101), ("stages", 1, "not_percent")),
        (changed("stages", 2, key="discovery"), ("stages", 2, "twice")),
        (changed("stages", 2, key="won"), ("stages", 2, "reserved")),
        (changed("stages", 2, process="nowhere"), ("stages", 2, "unknown_process")),
        (changed("stages", 2, phase="LTC"), ("stages", 2, "unknown_phase")),
        (changed("stages", 2, fields=["mood"]), ("stages", 2, "unknown_field")),
        (changed("stages", 2, approver="seller"), ("stages", 2, "no_gate")),
        (changed("processes", 1, lines=["ERP"]), ("", 0, "no_general")),
        (changed("processes", 2, lines=[]), ("processes", 2, "second_general")),
        (changed("processes", 2, lines=["招投标", "招投标"]), ("processes", 2, "line_twice")),
        (changed("processes", 1, fast={"skips": ["demo"]}), ("processes", 1, "fast_for_all")),
        (changed("processes", 1, fast={"under": "5"}), ("processes", 1, "skips_nothing")),
        (changed("processes", 1, fast={"under": "5", "skips": ["bid_sent"]}), ("processes", 1, "unknown_stage")),
        (changed("processes", 1, fast={"under": "-5", "skips": ["demo"]}), ("processes", 1, "not_positive")),
        (changed("tasks", 1, stage="nowhere"), ("tasks", 1, "unknown_stage")),
        (changed("tasks", 2, code="needs"), ("tasks", 2, "twice")),
        (changed("loss_reasons", 2, code="price"), ("loss_reasons", 2, "twice")),
    ],
)
def test_what_contradicts_itself_or_cannot_happen_is_named(body: Any, expected: tuple[str, int, str]) -> None:
    assert expected in broken(**body)


def test_a_process_without_stages_is_named() -> None:
    more = [*BODY["processes"], {"key": "empty", "zh": "空", "en": "Empty", "lines": ["Nothing"]}]
    assert ("processes", 3, "no_stages") in broken(processes=more)


WATCHED = Watched("", "LTO", opened_at=NOON, since=NOON, stuck_days=14, decider="Li", contacted_at=NOON)


@pytest.mark.parametrize(
    ("more", "days", "code", "phase"),
    [
        ({}, 15, "stuck", "LTO"),
        ({"stuck_days": None}, 15, "quiet", ""),
        ({"decider": ""}, 1, "no_decider", "LTO"),
        ({"phase": "OTO"}, 11, "quote_late", "OTO"),
        ({"phase": "OTB", "papers_missing": 1, "has_quote": True}, 1, "bid_incomplete", "OTB"),
        ({"phase": "OTC"}, 31, "sign_late", "OTC"),
        ({"gate_asked_at": NOON}, 3, "gate_slow", "LTO"),
        ({"expected_close": date(2026, 3, 2)}, 1, "close_passed", ""),
        ({"outcome": "won", "owed_since": NOON}, 61, "collection", "CTC"),
    ],
)
def test_each_phase_gives_its_signal(more: dict[str, Any], days: int, code: str, phase: str) -> None:
    """One day before, there is none of it."""
    deal, rules = replace(WATCHED, **more), RiskRules()
    at = NOON + timedelta(days=days)
    found = {risk.code: risk for risk in risks_of(deal, rules, at, at.date())}
    assert (found[code].phase, found[code].days >= days) == (phase, True)
    before = at - timedelta(days=1)
    if code not in ("no_decider", "bid_incomplete"):
        assert code not in {risk.code for risk in risks_of(deal, rules, before, before.date())}
    assert {risk.phase for risk in found.values()} <= {"", *PHASES}
    assert risks_of(replace(deal, outcome="lost"), rules, at, at.date()) == ()


@given(st.lists(st.integers(-50, 500), min_size=1, max_size=12), st.integers(0, 600))
def test_the_stays_of_a_deal_add_up_to_its_age(hours: list[int], more: int) -> None:
    """Even where somebody entered a later move for an earlier moment."""
    changes = [(f"s{n}", NOON + timedelta(hours=hour)) for n, hour in enumerate(hours)]
    until = max(at for _, at in changes) + timedelta(hours=more)
    stays = stays_of(changes, until)

    assert sum((stay.until - stay.since for stay in stays), timedelta()) == until - changes[0][1]
    assert [stay.stage for stay in stays] == [stage for stage, _ in changes]
    assert all(before.until == after.since for before, after in pairwise(stays))
