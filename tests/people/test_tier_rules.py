"""The tables of tiers, row by row: the seed's hospital tiers, ABC, RAD 3 x 3 and RFM."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.people.rules import (
    abc_bounds,
    abc_of,
    cuts_of,
    faults_of_tiers,
    places_of,
    rad_of,
    read_tiers,
    rfm_of,
    rfm_type,
    share_of,
    tier_of,
)
from gleanry.people.shapes import Bounds, Figures
from gleanry.wiring.playbooks import read_playbook

BODY = read_playbook("tob-leads")["rules"]["tiers"]
BOOK = read_tiers(BODY)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("figures", "tier"),
    [
        (Figures(is_strategic=True), "PSTV"),
        (Figures(is_strategic=True, level=3, coverage="direct", share=Decimal(90), deals=3), "PSTV"),
        (Figures(level=3, coverage="direct", share=Decimal("60.1"), deals=1), "SLTV"),
        (Figures(level=4, coverage="direct", share=Decimal(100), deals=1), "SLTV"),
        (Figures(level=3, coverage="direct", share=Decimal(60), deals=1), "LTV"),
        (Figures(level=3, coverage="dealer", share=Decimal(80), deals=1), "LTV"),
        (Figures(level=2, coverage="direct", share=Decimal(80), deals=1), "LTV"),
        (Figures(level=3, coverage="direct", deals=1), "LTV"),
        (Figures(level=2, coverage="dealer", deals=2, share=Decimal(5)), "LTV"),
        (Figures(level=2, coverage="dealer"), "M1"),
        (Figures(level=3, coverage="dealer"), "M1"),
        (Figures(level=2, coverage="direct"), "M0"),
        (Figures(level=1, coverage="dealer", deals=4), "M0"),
        (Figures(), "M0"),
    ],
)
def test_the_tiers_of_the_medical_practice(figures: Figures, tier: str) -> None:
    assert tier_of(figures, BOOK.rows) == tier


@pytest.mark.parametrize(
    ("power", "share", "cell"),
    [
        (299_999, "40.1", "R1"),
        (300_000, "41", "R2"),
        (1_500_000, "100", "R2"),
        (1_500_001, "41", "R3"),
        (100_000, "40", "D1"),
        (1_000_000, "25", "D2"),
        (2_000_000, "10", "D3"),
        (0, "9.9", "A1"),
        (300_000, "0", "A2"),
        (1_600_000, "9", "A3"),
    ],
)
def test_every_cell_of_rad_and_its_bounds(power: int, share: str, cell: str) -> None:
    assert rad_of(Decimal(power), Decimal(share), BOOK) == cell


@pytest.mark.parametrize(
    ("cell", "english"),
    [
        *((cell, "Kept by sales") for cell in ("R1", "R2", "R3")),
        *((cell, "Covered by e-mail") for cell in ("A1", "D1")),
        *((cell, "Relations in person") for cell in ("A3", "D3")),
        *((cell, "") for cell in ("A2", "D2")),
    ],
)
def test_the_treatments_of_the_seed_and_the_two_it_leaves_open(cell: str, english: str) -> None:
    assert BOOK.cares[cell][1] == english


def test_an_unknown_purchasing_power_or_share_is_in_no_cell() -> None:
    assert (rad_of(None, Decimal(50), BOOK), rad_of(Decimal(1), None, BOOK)) == ("", "")
    assert (share_of(30, 100, None), share_of(30, 100, 70), share_of(30, 0, None)) == (Decimal(30), Decimal(70), None)


def test_abc_by_value() -> None:
    values = [(50, 1), (30, 1), (10, 1), (5, 1), (5, 1), (0, 7)]
    bounds = abc_bounds(values, a=80, b=95)
    assert bounds == (30, 5)
    assert [abc_of(value, bounds) for value in (50, 30, 29, 10, 5, 4, 0, -3)] == ["A", "A", "B", "B", "B", "C", "", ""]
    assert abc_bounds([], a=80, b=95) == (0, 0)


@given(st.lists(st.integers(-5, 1000), max_size=40))
def test_who_is_worth_more_is_never_in_a_lower_class(values: list[int]) -> None:
    bounds = abc_bounds([(value, 1) for value in values], a=80, b=95)
    classes = [abc_of(value, bounds) for value in sorted((v for v in values if v > 0), reverse=True)]
    assert classes == sorted(classes)
    assert not classes or classes[0] == "A"
    richer = sum(v for v in values if v > bounds[0])
    assert not classes or richer * 100 < 80 * sum(v for v in values if v > 0)


@pytest.mark.parametrize(
    ("days", "deals", "value", "rfm"),
    [
        (0, 1, 0, "511"),
        (30, 2, 10_000, "522"),
        (31, 3, 50_000, "433"),
        (90, 5, 200_000, "444"),
        (91, 8, 1_000_000, "355"),
        (180, 1, 9_999, "311"),
        (181, 1, 49_999, "212"),
        (365, 4, 199_999, "233"),
        (366, 7, 999_999, "144"),
    ],
)
def test_the_bands_of_rfm(days: int, deals: int, value: int, rfm: str) -> None:
    figures = Figures(deals=deals, value=100 * value, last_on=TODAY - timedelta(days=days))
    assert rfm_of(figures, TODAY, BOOK, Bounds()) == rfm


@pytest.mark.parametrize(
    ("rfm", "kind"),
    [
        ("555", "champion"),
        ("414", "developing"),
        ("344", "keeping"),
        ("115", "winning_back"),
        ("443", "steady"),
        ("511", "new"),
        ("143", "fading"),
        ("333", "lost"),
        ("", ""),
    ],
)
def test_the_eight_types_of_rfm(rfm: str, kind: str) -> None:
    assert rfm_type(rfm, BOOK.rfm_high) == kind


def test_fifths_of_a_population_share_their_scores() -> None:
    book = replace(BOOK, rfm_quintiles=True)
    bounds = Bounds(days=cuts_of(range(1, 11)), deals=cuts_of([1] * 8 + [2, 3]), value=cuts_of(range(10, 110, 10)))
    told = [
        rfm_of(Figures(deals=deals, value=value, last_on=TODAY - timedelta(days=days)), TODAY, book, bounds)
        for days, deals, value in ((1, 3, 100), (2, 1, 20), (3, 1, 30), (10, 2, 80))
    ]
    assert (bounds.days, bounds.deals) == ((2, 4, 6, 8), (1, 1, 1, 1))
    assert told == ["555", "511", "412", "154"]
    assert rfm_of(Figures(), TODAY, book, bounds) == ""


def test_the_book_says_which_table_gives_the_tier() -> None:
    figures = Figures(deals=5, value=20_000_000, share=Decimal(50), last_on=TODAY)
    told = {}
    for by in ("tiers", "abc", "rad", "rfm"):
        places = places_of(figures, replace(BOOK, by=by), Bounds(abc=(1, 1)), today=TODAY, power=Decimal(400_000))
        told[by] = places.tier
        assert (places.abc, places.rad, places.rfm) == ("A", "R2", "544")
    assert told == {"tiers": "M0", "abc": "A", "rad": "R2", "rfm": "544"}


def _changed(**changes: Any) -> dict[str, Any]:
    return {**BODY, **changes}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (_changed(by="mood"), (0, "by", "unknown")),
        (_changed(window_months=0), (0, "window_months", "not_months")),
        (_changed(abc={"a": 95, "b": 80}), (0, "abc.a", "not_rising")),
        (_changed(rad={**BODY["rad"], "low": 2_000_000}), (0, "rad.low", "not_rising")),
        (_changed(rad={**BODY["rad"], "develop": 50}), (0, "rad.develop", "not_rising")),
        (_changed(rad={**BODY["rad"], "currency": "XYZ"}), (0, "rad.currency", "unknown")),
        (_changed(rad={**BODY["rad"], "high": "much"}), (0, "rad.high", "not_number")),
        (_changed(rfm={"split": "dice", "high": 4}), (0, "rfm.split", "unknown")),
        (_changed(rfm={"split": "bands", "high": 9}), (0, "rfm.high", "not_score")),
        (_changed(measure="hoped"), (0, "measure", "unknown")),
        (_changed(tiers=[]), (0, "tiers", "none")),
        (_changed(tiers=[{"code": "A"}, {"code": "A"}], keys=["A"]), (2, "code", "twice")),
        (_changed(tiers=[{"code": ""}], keys=[]), (1, "code", "missing")),
        (_changed(tiers=[{"code": "A", "level_least": 3, "level_most": 2}], keys=[]), (1, "level_most", "never_holds")),
        (_changed(tiers=[{"code": "A", "share_over": "most"}], keys=[]), (1, "share_over", "not_number")),
        (_changed(keys=["GOLD"]), (0, "keys", "unknown")),
        (_changed(cells=[{"cell": "Z9"}]), (1, "cell", "unknown")),
        (_changed(bands=BODY["bands"][:3]), (0, "bands", "not_four")),
        (_changed(bands=BODY["bands"][::-1]), (1, "days", "not_rising")),
    ],
)
def test_a_book_that_cannot_be_is_refused_at_its_place(body: dict[str, Any], fault: tuple[int, str, str]) -> None:
    assert faults_of_tiers(BODY) == []
    assert fault in [(found["row"], found["setting"], found["code"]) for found in faults_of_tiers(body)]
