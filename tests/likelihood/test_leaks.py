"""Leaks are found by rules that know no file, and good columns are left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest

from gleanry.flow.capture.plain import read_columns
from gleanry.likelihood.fitting import learn_table, prepare
from tests.likelihood.tables import Leads, honest, planted

DATA = Path(__file__).resolve().parents[3] / "shared/data"
PLANTED = list(planted(Leads(200)))


def leaks_of(table, **options):
    return {leak.column: leak for leak in prepare(table, "won", **options).leaks}


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_leak_is_found_alone(name):
    leads = Leads()
    table = leads.table(**{name: planted(leads)[name]})

    assert set(leaks_of(table)) == {name}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_planted_leaks_are_found_at_once_and_nothing_else(seed):
    leads = Leads(seed=seed)

    found = leaks_of(leads.table(**planted(leads), **honest(leads)))

    assert set(found) == set(PLANTED)
    assert all(leak.why for leak in found.values())


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0, 2.6])
@pytest.mark.parametrize("level", [-3.0, 0.0])
def test_strong_columns_known_beforehand_are_no_leaks(strength, level):
    leads = Leads(strength=strength, level=level, seed=11)

    assert leaks_of(leads.table(**honest(leads))) == {}


def test_figures_are_those_without_the_leaks():
    leads = Leads(3000)

    clean = learn_table(leads.table(), "won")
    dirty = learn_table(leads.table(**planted(leads)), "won")

    assert dirty.evaluation.auc == pytest.approx(clean.evaluation.auc, abs=1e-9)
    assert dirty.evaluation.auc < 0.9
    assert not {reason.column for reason in dirty.reasons} & set(PLANTED)


def test_why_gives_the_figures():
    leads = Leads()
    found = leaks_of(leads.table(x_amount=planted(leads)["x_amount"]))["x_amount"]

    assert found.code == "filled_after"
    assert "0.0% are a yes" in found.why
    assert "100.0%" in found.why


def test_a_column_of_lots_is_no_leak():
    leads = Leads()
    lots = [str(value) for value in leads.lot.integers(0, 1000, leads.rows)]

    assert leaks_of(leads.table(lots=lots, closed_reason=[str(int(lot) % 5) for lot in lots])) == {}


@pytest.mark.parametrize(
    ("name", "file"),
    [("duration", "bank-full"), ("x17", "bank-full"), ("duration", "bank-additional-full"), ("talked", "bank-full")],
)
def test_the_length_of_a_call_leaks_under_any_name(name, file):
    """Real calls of a bank: beside fifteen other columns one dwarfs them all."""
    path = DATA / "uci_bank" / f"{file}.csv"
    if not path.exists():
        pytest.skip("the shared data sets are not on this machine")
    table = read_columns(path)
    table[name] = table.pop("duration")

    assert [leak.column for leak in prepare(table, "y").leaks] == [name]


def test_what_the_seller_fills_in_leaks():
    """Real opportunities: the value is 0 unless won, the day of closing lies weeks after the first call."""
    path = DATA / "maven_crm/sales_pipeline.csv"
    if not path.exists():
        pytest.skip("the shared data sets are not on this machine")

    assert [leak.column for leak in prepare(read_columns(path), "deal_stage").leaks] == ["close_date", "close_value"]
