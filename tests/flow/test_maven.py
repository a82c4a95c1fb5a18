"""A whole CRM: accounts, products, sellers with their managers and 8,800 deals, in any order of the files."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from gleanry.cockpit.queries import audit, flow_report, wins
from gleanry.flow.capture.actions import receive_file, start_import, take_back_names
from gleanry.flow.capture.shapes import NewChoice
from gleanry.flow.convert.queries import list_deals, sum_deals
from gleanry.flow.convert.shapes import DealFilters
from gleanry.kit import clock, ledger
from gleanry.people.models import Account
from gleanry.tenants.queries import everybody, members_by_word, members_within, team_tree
from gleanry.values.money import Money
from gleanry.wiring.importing import Outcome, outcome_of, run_import
from gleanry.wiring.naming import decide, names_to_settle
from gleanry.wiring.playbooks import new_workspace

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared/data/maven_crm"
FILES = {
    "accounts": "accounts.csv",
    "products": "products.csv",
    "members": "sales_teams.csv",
    "deals": "sales_pipeline.csv",
}
MEANT = "GTX Pro"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the CRM data set is not beside this checkout")


def bring_in(workspace_id: int, kind: str) -> Outcome:
    mapping = tomllib.loads((ROOT / f"examples/maven/{kind}.toml").read_text(encoding="utf-8"))
    with (DATA / FILES[kind]).open("rb") as stream:
        draft = receive_file(workspace_id, stream, FILES[kind], kind=kind)  # type: ignore[arg-type]
    run = start_import(workspace_id, draft.id, mapping)
    return outcome_of(run_import(workspace_id, run.id))


def reference(name: str) -> dict[str, tuple[int, int, float, Money]]:
    """Key -> closed, won, rate, value of a reference file, its words repaired as we do."""
    with (DATA / f"reference_by_{name}.csv").open(encoding="utf-8") as stream:
        return {
            {"GTXPro": MEANT}.get(row[name], row[name]): (
                int(float(row["closed"])),
                int(float(row["won"])),
                float(row["win_rate"]),
                Money(round(float(row["value"]) * 100), "USD"),
            )
            for row in csv.DictReader(stream)
        }


def subsidiaries(workspace_id: int) -> dict[str, str]:
    """Company -> the company it belongs to."""
    rows = Account.objects.of(workspace_id)
    names = dict(rows.values_list("pk", "name"))
    return {
        name: names[parent]
        for name, parent in rows.filter(parent_id__isnull=False).values_list("name", "parent_id")
        if parent
    }


def parents_in_the_file() -> dict[str, str]:
    with (DATA / FILES["accounts"]).open(encoding="utf-8") as stream:
        return {row["account"]: row["subsidiary_of"] for row in csv.DictReader(stream) if row["subsidiary_of"]}


@needs_data
@pytest.mark.bulk
@pytest.mark.parametrize("order", [tuple(FILES), tuple(reversed(FILES))], ids=["deals last", "deals first"])
@pytest.mark.django_db(transaction=True)
def test_the_figures_of_the_crm(order: tuple[str, ...]) -> None:
    workspace = new_workspace("Maven", slug="maven", currency="USD")
    outcomes = {kind: bring_in(workspace.id, kind) for kind in order}
    assert {kind: (o.rows, o.accepted) for kind, o in outcomes.items()} == {
        "accounts": (85, 85), "products": (7, 7), "members": (35, 35), "deals": (8800, 8800),
    }  # fmt: skip

    asked = names_to_settle(workspace.id)
    assert [(one.refers, one.word, one.rows, one.proposals[0].name, one.clear) for one in asked] == [
        ("product", "GTXPro", 1480, MEANT, True)
    ]
    choice = NewChoice("product", "GTXPro", "means", MEANT, asked[0].proposals[0].evidence)
    ids = decide(workspace.id, [choice], at=clock.now())
    assert decide(workspace.id, [choice], at=clock.now()) == ()
    ledger.drain(workspace.id)
    assert names_to_settle(workspace.id) == []

    assert subsidiaries(workspace.id) == parents_in_the_file()
    viewer = everybody(workspace.id)
    for by in ("manager", "product"):
        found = wins(viewer, by=by)
        rows = {row.name: (row.closed, row.won, row.rate, row.value) for row in found.rows if row.closed}
        assert rows == reference(by)
        assert (found.total.won, found.total.closed - found.total.won) == (4238, 2473)
        assert found.total.rate == pytest.approx(0.6315, abs=5e-5)
        assert found.total.value == Money(10_005_534_00, "USD")

    for row in wins(viewer, by="manager").rows:
        members = members_within(workspace.id, teams=_teams_of(workspace.id, row.name))
        assert sum_deals(viewer, DealFilters(outcome="won", owner_ids=members)).total == row.value
        assert sum_deals(viewer, DealFilters(outcome="closed", owner_ids=members)).count == row.closed
    lone = DealFilters(accountless=True)
    assert sum_deals(viewer, lone).count == 1425
    assert {deal.outcome for deal in list_deals(viewer, lone, limit=2000)} == {""}

    before = flow_report(workspace.id)
    for kind in order:
        again = bring_in(workspace.id, kind)
        assert again.rows == outcomes[kind].rows
    assert flow_report(workspace.id) == before
    assert before.balanced
    assert audit() == []

    assert take_back_names(workspace.id, ids, at=clock.now()) == 1
    ledger.drain(workspace.id)
    assert sum_deals(viewer, DealFilters(product="GTXPro")).count == 1480
    assert sum_deals(viewer, DealFilters(product=MEANT)).count == 0


def _teams_of(workspace_id: int, manager: str) -> list[int]:
    head = members_by_word(workspace_id)[manager]
    return [team.id for team in team_tree(workspace_id) if team.head_id == head]
