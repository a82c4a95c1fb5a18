"""The model ranks, its probabilities hold, its reasons add up, and it is the same on every run."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleanry.likelihood.additive import Feature, fit_additive
from gleanry.likelihood.fitting import learn_table
from gleanry.likelihood.measures import auc, brier, lift, log_odds, reliability, stability
from gleanry.likelihood.model import Applied, from_dict, to_dict
from gleanry.likelihood.shapes import Unlearnable
from tests.likelihood.tables import Leads


@pytest.fixture(scope="module")
def leads():
    return Leads(4000)


@pytest.fixture(scope="module")
def learned(leads):
    return learn_table(leads.table(), "won", time="created_at")


def test_it_ranks_nearly_as_well_as_the_law_behind_the_table(leads, learned):
    pull = {"search": 0.0, "fair": 0.6, "partner": 1.2, "social": -0.8}
    truth = 1.6 * leads.fit + np.array([pull[each] for each in leads.source]) + 0.15 * leads.visits

    assert learned.evaluation.auc > auc(truth, leads.won) - 0.012
    assert learned.evaluation.auc_time == pytest.approx(learned.evaluation.auc, abs=0.03)
    assert learned.evaluation.lift_at_10 > 2.5


def test_what_is_said_is_what_comes(leads, learned):
    for point in learned.evaluation.reliability:
        assert point.came == pytest.approx(point.said, abs=0.06)
    applied = Applied(learned.model, leads.table())
    assert applied.probabilities.mean() == pytest.approx(leads.won.mean(), abs=0.02)


def test_reasons_add_up_to_the_log_odds(leads, learned):
    applied = Applied(learned.model, leads.table())
    for row in range(0, leads.rows, 97):
        told = applied.start + sum(reason.log_odds for reason in applied.reasons(row))
        assert told == pytest.approx(log_odds(float(applied.probabilities[row])), abs=1e-6)


def test_a_saved_model_says_the_same(leads, learned):
    again = from_dict(json.loads(json.dumps(to_dict(learned.model))))

    assert again == learned.model
    assert (Applied(again, leads.table()).odds == Applied(learned.model, leads.table()).odds).all()


def test_the_same_table_gives_the_same_model(leads, learned):
    assert learn_table(leads.table(), "won", time="created_at") == learned


def test_the_strongest_reasons_are_those_of_the_law(learned):
    by_column = {reason.column for reason in learned.reasons[:4]}

    assert by_column <= {"fit", "source"}
    partner = [reason for reason in learned.reasons if (reason.column, reason.value) == ("source", "partner")]
    assert partner and partner[0].log_odds > 0


def test_two_columns_that_only_tell_together_become_a_pair():
    lot = np.random.default_rng(3)
    first, second = lot.choice(["a", "b"], 6000), lot.choice(["a", "b"], 6000)
    won = lot.random(6000) < np.where(first == second, 0.4, 0.1)
    table = {"first": list(first), "second": list(second), "won": ["1" if yes else "0" for yes in won]}

    learned = learn_table(table, "won")

    assert learned.evaluation.auc > 0.65
    assert learned.reasons[0].column == "first × second"


def test_a_law_that_changes_is_seen_and_said():
    leads = Leads(6000, strength=2.0)
    late = np.arange(6000) >= 4200
    leads.won = np.where(late, leads.lot.random(6000) < 0.2, leads.won)

    learned = learn_table(leads.table(), "won", time="created_at")

    assert learned.evaluation.auc_time == pytest.approx(0.5, abs=0.05)
    assert learned.evaluation.auc > 0.6
    assert any("flatters" in note for note in learned.notes)


def test_a_column_that_moves_is_named():
    leads = Leads(4000)
    moving = ["old" if place < 2600 else "new" for place in range(4000)]

    learned = learn_table(leads.table(channel=moving), "won", time="created_at")

    assert learned.evaluation.drift[0].column == "channel"
    assert any("channel" in note and "moved" in note for note in learned.notes)


def test_rows_may_be_said_to_stand_in_order(leads):
    table = leads.table()
    del table["created_at"]

    assert learn_table(table, "won").evaluation.auc_time is None
    assert learn_table(table, "won", time="row").evaluation.auc_time is not None


def test_an_unseen_value_and_an_absent_column_are_no_surprise(learned):
    applied = Applied(learned.model, {"source": ["nowhere", "partner", ""], "fit": ["1e9", "", "x"]})

    assert applied.absent == ["created_at", "visits"]
    assert ((applied.probabilities > 0) & (applied.probabilities < 1)).all()
    with pytest.raises(Unlearnable, match="other_table"):
        Applied(learned.model, {"something": ["1"]})


@pytest.mark.parametrize(
    ("cells", "positive", "rows", "yes"),
    [
        (["yes"] * 60 + ["no"] * 90, None, 150, 60),
        (["0"] * 60 + ["1"] * 90 + [""] * 10, None, 150, 90),
        (["Won"] * 70 + ["Lost"] * 80 + ["Engaging"] * 50, None, 150, 70),
        (["成交"] * 55 + ["未成交"] * 65, None, 120, 55),
        (["2"] * 60 + ["1"] * 30 + ["0"] * 90, None, 180, 90),
        (["2026-01-02"] * 30 + ["2026-02-03"] * 30 + [""] * 90, None, 150, 60),
        (["a"] * 60 + ["b"] * 60 + ["c"] * 60, "B", 180, 60),
        (["x"] * 60 + [""] * 90, None, 150, 60),
    ],
)
def test_what_counts_as_a_yes_is_read_from_the_column(cells, positive, rows, yes):
    lot = np.random.default_rng(1)
    table = {"n": [str(value) for value in lot.integers(0, 50, len(cells))], "target": cells}

    learned = learn_table(table, "target", positive=positive)

    assert (learned.evaluation.rows, learned.evaluation.positives) == (rows, yes)


@pytest.mark.parametrize(
    ("cells", "options", "code"),
    [
        (["1"] * 49 + ["0"] * 500, {}, "too_few"),
        (["1"] * 500, {}, "one_outcome"),
        ([""] * 500, {}, "no_outcome"),
        (["a", "b", "c"] * 100, {}, "ambiguous_target"),
        (["1", "0"] * 100, {"positive": "2"}, "no_positive"),
        (["1", "0"] * 100, {"time": "nowhere"}, "unknown_column"),
        (["1", "0"] * 100, {"ignore": ["n"]}, "no_features"),
        (["1", "0"] * 100, {"time": "word"}, "bad_time"),
    ],
)
def test_what_cannot_be_learned_is_refused_by_name(cells, options, code):
    lot = np.random.default_rng(1)
    table = {"n": [str(value) for value in lot.integers(0, 50, len(cells))], "target": cells}
    if "word" in options.values():
        table["word"] = ["soon"] * len(cells)

    with pytest.raises(Unlearnable) as refused:
        learn_table(table, "target", **options)

    assert refused.value.code == code


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=2, max_size=60))
def test_auc_is_the_share_of_pairs_in_order(rows):
    scores, won = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    pairs = [(a > b) + (a == b) / 2 for a in scores[won] for b in scores[~won]]

    assert auc(scores, won) == pytest.approx(float(np.mean(pairs)) if pairs else 0.5)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_nothing_is_learned_from_lots(seed):
    lot = np.random.default_rng(seed)
    features = [Feature(lot.integers(0, 6, 3000).astype(np.int32), 7, ordered) for ordered in (True, False, True)]
    won = lot.random(3000) < 0.3

    fit = fit_additive(features, won)

    assert np.std(fit.score(features)) < 0.3


def test_measures_by_hand():
    won = np.array([True, False, True, False])

    assert brier(np.array([1.0, 0.0, 0.5, 0.5]), won) == pytest.approx(0.125)
    assert lift(np.array([4.0, 1.0, 3.0, 2.0]), won, 0.5) == pytest.approx(2.0)
    assert lift(np.zeros(4), won, 0.25) == pytest.approx(1.0)
    assert [point.rows for point in reliability(np.array([0.1, 0.2, 0.3, 0.4]), won, 2)] == [2, 2]
    same = np.array([0, 1, 1, 2], dtype=np.int32)
    assert stability(same, same, 3) == pytest.approx(0.0)
    assert stability(same, np.zeros(400, dtype=np.int32), 3) > 1
