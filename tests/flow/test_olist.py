"""Eight thousand real leads and the deals they became, in either order of the files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gleanry.cockpit.queries import audit, flow_report, funnel
from gleanry.flow.capture.actions import receive_file, start_import
from gleanry.leads.queries import count_leads
from gleanry.leads.shapes import LeadFilters
from gleanry.tenants.queries import everybody
from gleanry.wiring.importing import Outcome, outcome_of, run_import, try_import
from gleanry.wiring.playbooks import new_workspace

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared/data/olist_funnel"
LEADS = DATA / "olist_marketing_qualified_leads_dataset.csv"
DEALS = DATA / "olist_closed_deals_dataset.csv"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the Olist data set is not beside this checkout")


def bring_in(workspace_id: int, file: Path, kind: str) -> Outcome:
    mapping = tomllib.loads((ROOT / f"examples/olist/{kind}.toml").read_text(encoding="utf-8"))
    with file.open("rb") as stream:
        draft = receive_file(workspace_id, stream, file.name, kind=kind)  # type: ignore[arg-type]
    run = start_import(workspace_id, draft.id, mapping)
    return outcome_of(run_import(workspace_id, run.id))


@needs_data
@pytest.mark.bulk
@pytest.mark.parametrize("order", ["leads first", "deals first"])
@pytest.mark.django_db(transaction=True)
def test_the_funnel_of_olist(order: str) -> None:
    workspace = new_workspace("Olist", slug="olist")
    files = [(LEADS, "leads"), (DEALS, "deals")]
    if order == "deals first":
        files.reverse()
    for file, kind in files:
        bring_in(workspace.id, file, kind)
    found = funnel(everybody(workspace.id))
    rows = {row.key: row for row in found.rows}
    assert (found.total.leads, found.total.won, found.total.mql) == (8000, 842, 8000)
    assert found.total.rate("won") == pytest.approx(0.10525)
    organic = rows["organic search"]
    assert (organic.leads, organic.won) == (2296, 271)
    assert organic.rate("won") == pytest.approx(0.1180, abs=5e-5)
    assert organic.median_days == pytest.approx(14.9, abs=0.05)
    social = rows["social"]
    assert (social.leads, social.won) == (1350, 75)
    assert social.rate("won") == pytest.approx(0.0556, abs=5e-5)
    assert social.mean_days == pytest.approx(61.6, abs=0.05)
    assert rows[""].leads == 60
    assert found.anomalies == {"won_before_first_contact": 1}
    viewer = everybody(workspace.id)
    for row in found.rows:
        for reached, count in (("lead", row.leads), ("mql", row.mql), ("won", row.won), ("paid", row.paid)):
            assert count_leads(viewer, LeadFilters(source=row.key, reached=reached)) == count
    assert flow_report(workspace.id).balanced
    assert audit() == []


@needs_data
@pytest.mark.bulk
@pytest.mark.django_db(transaction=True)
def test_the_same_file_again_adds_nothing_and_a_trial_keeps_nothing() -> None:
    workspace = new_workspace("Olist", slug="olist")
    mapping = tomllib.loads((ROOT / "examples/olist/deals.toml").read_text(encoding="utf-8"))
    with DEALS.open("rb") as stream:
        draft = receive_file(workspace.id, stream, DEALS.name, kind="deals")
    run = start_import(workspace.id, draft.id, mapping)
    assert try_import(run).held == 842
    assert flow_report(workspace.id).stages[0].taken == 0
    assert outcome_of(run_import(workspace.id, run.id)).held == 842
    before = flow_report(workspace.id)
    again = bring_in(workspace.id, DEALS, "deals")
    assert (again.rows, again.held) == (842, 842)
    assert flow_report(workspace.id) == before
