"""Every model shares exactly what there is; the exact ones agree with figures worked out by hand and by others."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import combinations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as some

from gleanry.cli.attributing import attribute
from gleanry.credit import MODELS, BadCell, Journeys, Settings, credit, from_events, from_paths
from gleanry.credit import chains as walks

DATA = Path(__file__).resolve().parents[3] / "shared/data/attribution"
NAMES = "abcd"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the attribution data is not beside this checkout")
Rows = list[tuple[list[str], int, int, int]]
"""(channels, conversions, value, nulls)."""


def journeys_of(rows: Rows) -> Journeys:
    paths = [" > ".join(steps) for steps, *_ in rows]
    conversions, values, nulls = ([str(row[at]) for row in rows] for at in (1, 2, 3))
    return from_paths(paths, ("c", conversions), ("v", values), ("n", nulls))


def shares(journeys: Journeys, model: str, **settings: object) -> dict[str, float]:
    found = credit(journeys, model, Settings(**settings))  # type: ignore[arg-type]  # as each test gives them
    return {share.channel: round(share.conversions, 9) for share in found.shares if share.conversions}


paths = some.lists(some.sampled_from(NAMES), max_size=6)
rows = some.lists(some.tuples(paths, some.integers(0, 5), some.integers(0, 900), some.integers(0, 5)), max_size=12)


@given(rows, some.sampled_from(MODELS), some.integers(1, 3))
def test_what_is_credited_and_what_is_not_add_up(given_rows: Rows, model: str, order: int):
    journeys = journeys_of(given_rows)
    found = credit(journeys, model, Settings(order=order))
    credited = sum(share.conversions for share in found.shares)
    worth = sum(share.value for share in found.shares)
    reached = found.conversions - found.unassigned
    assert credited == pytest.approx(reached, abs=1e-9)
    assert worth == pytest.approx(found.value - found.unassigned_value, abs=1e-6) or (model == "markov" and not reached)
    assert all(share.conversions >= 0 for share in found.shares)


@given(rows, some.randoms(use_true_random=False), some.sampled_from(MODELS))
def test_the_order_of_journeys_does_not_matter(given_rows: Rows, dice: object, model: str):
    other = list(given_rows)
    dice.shuffle(other)  # type: ignore[attr-defined]  # a random.Random
    one, two = shares(journeys_of(given_rows), model), shares(journeys_of(other), model)
    assert one == pytest.approx(two, abs=1e-8)


@given(rows)
def test_shapley_is_the_mean_of_what_a_channel_adds(given_rows: Rows):
    """Against the definition: over all sets of the others, what a channel adds to their worth."""

    def worth(team: frozenset[str]) -> int:
        return sum(conversions for steps, conversions, *_ in given_rows if steps and team >= set(steps))

    players = sorted({step for steps, *_ in given_rows for step in steps})
    expected = {}
    for player in players:
        others = [name for name in players if name != player]
        sets = [frozenset(team) for size in range(len(others) + 1) for team in combinations(others, size)]
        n = len(players)
        added = (
            factorial(len(team)) * factorial(n - len(team) - 1) / factorial(n) * (worth(team | {player}) - worth(team))
            for team in sets
        )
        expected[player] = sum(added)
    found = {share.channel: share.conversions for share in credit(journeys_of(given_rows), "shapley").shares}
    assert found == pytest.approx(expected, abs=1e-9)


@given(rows, some.integers(1, 3))
def test_steps_and_equations_find_the_same(given_rows: Rows, order: int):
    journeys = journeys_of([row for row in given_rows if row[0]])
    chain = walks.chain_of(journeys, order)
    at_once = walks.removal_effects(chain, len(journeys.channels))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walks, "DENSE", -1)
        by_steps = walks.removal_effects(chain, len(journeys.channels))
    np.testing.assert_allclose(by_steps, at_once, atol=1e-9)


def test_a_chain_worked_by_hand():
    """a > b converts once, a and b alone each do not.

    Two of three begin with a, half of which go on to b; b converts half the time: 2/3 x 1/2 x 1/2 + 1/3 x 1/2 = 1/3.
    Without a the second part is left, 1/6, so half is lost; without b nothing converts.
    """
    journeys = journeys_of([(["a", "b"], 1, 100, 0), (["a"], 0, 0, 1), (["b"], 0, 0, 1)])
    assert shares(journeys, "markov") == pytest.approx({"a": 1 / 3, "b": 2 / 3})
    found = credit(journeys, "markov")
    assert {share.channel: share.removal_effect for share in found.shares} == pytest.approx({"a": 0.5, "b": 1.0})


def test_a_chain_that_remembers_two_touches_tells_apart_what_one_cannot():
    journeys = journeys_of([(["a", "b"], 4, 0, 0), (["c", "b"], 0, 0, 4)])
    assert shares(journeys, "markov", order=1)["c"] > 0
    assert "c" not in shares(journeys, "markov", order=2)


@pytest.mark.parametrize(
    ("path", "model", "expected"),
    [
        ("abcd", "first", {"a": 1}),
        ("abcd", "last", {"d": 1}),
        ("abcd", "linear", {"a": 0.25, "b": 0.25, "c": 0.25, "d": 0.25}),
        ("abcd", "u", {"a": 0.4, "b": 0.1, "c": 0.1, "d": 0.4}),
        ("ab", "u", {"a": 0.5, "b": 0.5}),
        ("a", "u", {"a": 1}),
        ("abcd", "w", {"a": 0.3, "b": 0.1, "c": 0.3, "d": 0.3}),
        ("abc", "w", {"a": 0.333333333, "b": 0.333333333, "c": 0.333333333}),
        ("aab", "shapley", {"a": 0.5, "b": 0.5}),
    ],
)
def test_a_row_of_the_table_of_models(path: str, model: str, expected: dict[str, float]):
    assert shares(journeys_of([(list(path), 1, 0, 0)]), model) == expected


def test_decay_halves_with_each_half_life():
    found = from_events(
        ["x"] * 3, ("t", ["2026-03-01", "2026-03-08", "2026-03-15"]), ["a", "b", "c"], ("c", ["0", "0", "1"]), None
    )
    assert shares(found, "decay") == pytest.approx({"a": 1 / 7, "b": 2 / 7, "c": 4 / 7})


def test_direct_visits_are_passed_over_unless_there_is_nothing_else():
    journeys = from_paths(["SEO > Direct", "Direct > Direct"], ("c", ["1", "1"]), None, None)
    assert shares(journeys, "last_non_direct") == {"SEO": 1, "Direct": 1}


def test_a_journey_ends_with_each_conversion_and_a_blank_channel_is_no_touch():
    journeys = from_events(
        ["x", "x", "x", "y"], ("t", ["3", "1", "2", "1"]), ["c", "a", "", "b"], ("c", ["0", "0", "1", "1"]), None
    )
    found = credit(journeys, "last")
    assert {share.channel: share.conversions for share in found.shares} == {"a": 1, "b": 1, "c": 0}
    assert found.unassigned == 0


def test_a_conversion_nobody_touched_is_unassigned_by_every_model():
    journeys = journeys_of([([], 3, 90, 0), (["a"], 1, 10, 0)])
    for model in MODELS:
        found = credit(journeys, model)
        assert (found.conversions, found.unassigned, found.unassigned_value) == (4, 3, 90)


@pytest.mark.parametrize("cell", ["-1", "many", "inf", "nan"])
def test_a_bad_number_is_named(cell: str):
    with pytest.raises(BadCell, match="row 2, column total"):
        from_paths(["a", "b"], ("total", ["1", cell]), None, None)


def reference(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def answer(*given_args: str) -> dict[str, dict[str, float]]:
    done = CliRunner().invoke(attribute, [*given_args, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return {row["channel"]: row for row in json.loads(done.output)["channels"]}


@needs_data
def test_plain_paths_as_others_worked_them_out():
    file = str(DATA / "channelattribution/Data.csv")
    columns = ("--paths", "path,total_conversions,total_conversion_value,total_null")
    found = {model: answer(file, *columns, "--model", model) for model in ("first", "last", "linear", "markov")}
    bare = answer(file, *columns, "--model", "markov", "--without-nulls")
    for row in reference("channelattribution/reference_results.csv"):
        name = row["channel_name"]
        for model in ("first", "last", "linear"):
            for what in ("conversions", "value"):
                assert found[model][name][what] == pytest.approx(float(row[f"{model}_touch_{what}"]), abs=1e-6)
        assert found["markov"][name]["conversions"] == pytest.approx(
            float(row["markov_conversions_exact_null"]), abs=1e-6
        )
        assert found["markov"][name]["removal_effect"] == pytest.approx(
            float(row["removal_effect_exact_null"]), abs=1e-6
        )
        assert bare[name]["conversions"] == pytest.approx(float(row["markov_conversions_exact_nonull"]), abs=1e-6)


@needs_data
def test_plain_events_as_others_worked_them_out():
    file = str(DATA / "events_sample/attribution_data.csv")
    columns = ("--events", "customer_id,time,channel,conversion,conversion_value")
    names = {
        "first": "first",
        "last": "last",
        "linear": "linear",
        "u": "position",
        "decay": "decay7",
        "markov": "markov1",
    }
    found = {model: answer(file, *columns, "--model", model) for model in names}
    for row in reference("events_sample/reference_results_split_at_conversion.csv"):
        for model, column in names.items():
            assert found[model][row["channel"]]["conversions"] == pytest.approx(float(row[column]), abs=1e-6)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--model", "best"], "no model is called best"),
        (["--paths", "path,sold"], "no column is called sold"),
        (["--paths", "path"], "name 2 to 4 columns"),
        (["--paths", "path,conversions", "--events", "a,b,c,d"], "not both"),
    ],
)
def test_what_cannot_be_done_is_said(options: list[str], said: str, tmp_path: Path):
    file = tmp_path / "paths.csv"
    file.write_text("path,conversions\na > b,1\n", encoding="utf-8")
    done = CliRunner().invoke(attribute, [str(file), *options])
    assert done.exit_code == 1
    assert said in done.output


def test_all_models_of_a_file_that_says_what_it_holds(tmp_path: Path):
    file = tmp_path / "paths.csv"
    file.write_text("path,conversions\na > b,1\n,2\n", encoding="utf-8")
    done = CliRunner().invoke(attribute, [str(file), "--json"])
    said = json.loads(done.output)
    assert [one["model"] for one in said] == list(MODELS)
    assert all((one["total"], one["unassigned"]) == (3.0, 2.0) for one in said)
    plain = CliRunner().invoke(attribute, [str(file), "--model", "u"]).output
    assert "no touch" in plain
