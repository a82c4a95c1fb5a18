"""`gleanry flow`, `user`, `token`, `worker --once`, and what every command has in common."""

from __future__ import annotations

import pytest
from django.test import Client

from gleanry.cli.program import COMMANDS
from gleanry.cli.users import ROLES, SCOPES
from gleanry.kit import columnar
from gleanry.tenants.queries import list_members, list_workspaces
from gleanry.tenants.shapes import Role
from gleanry.wiring.playbooks import read_playbook
from tests.cli.conftest import ROOT, Run

FIRST = ROOT / "examples/first"
STAGES = ["capture", "clean", "identify", "score", "route", "followup", "nurture", "convert", "collect", "attribute"]


GROUPS = {"score": ("fit", "apply")}
WAYS = [(name, *sub) for name in COMMANDS for sub in ([(one,) for one in GROUPS[name]] if name in GROUPS else [()])]


@pytest.mark.parametrize("command", WAYS, ids=" ".join)
def test_every_command_explains_itself_without_a_database(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command, "--help")

    assert said.code == 0
    assert "--json" in said.out


def test_an_unknown_command_is_said(run: Run) -> None:
    assert run("harvest").code == 2


@pytest.mark.django_db(transaction=True)
def test_flow_has_the_shape_that_was_agreed(run: Run) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")
    run("import", FIRST / "deals.csv", "--as", "deals")

    body = run("flow", "--json").json

    assert {"stages", "pools", "funnel", "balanced"} <= set(body)
    assert [stage["stage"] for stage in body["stages"]] == STAGES
    for stage in body["stages"]:
        assert set(stage) == {"stage", "in", "out", "held", "refused"}
        assert stage["in"] == stage["out"] + stage["held"] + stage["refused"]
    assert body["balanced"] is True
    assert body["pools"] == {"attached": 1, "converted": 2, "sdr": 4}
    row = next(row for row in body["funnel"] if row["source"] == "展会")
    agreed = {"source", "leads", "mql", "sql", "opportunities", "won", "paid", "won_rate", "median_days", "mean_days"}
    assert agreed <= set(row)
    assert (row["leads"], row["won"], row["paid"], row["won_rate"]) == (2, 1, 1, 0.5)
    assert sum(row["leads"] for row in body["funnel"]) == body["total"]["leads"] == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", ["source", "campaign", "owner", "month"])
def test_flow_groups_the_funnel(run: Run, by: str) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")

    body = run("flow", "--by", by, "--json").json

    assert sum(row["leads"] for row in body["funnel"]) == 6
    assert all(by in row for row in body["funnel"])


@pytest.mark.django_db(transaction=True)
def test_flow_in_words(run: Run) -> None:
    run("import", FIRST / "leads.csv", "--as", "leads")

    said = run("flow")

    lines = said.out.splitlines()
    assert said.code == 0
    assert [line.split()[0] for line in lines[3 : 3 + len(STAGES)]] == STAGES
    assert "pools: attached 1, sdr 6" in lines
    assert lines[-1] == "balanced"


@pytest.mark.django_db(transaction=True)
def test_flow_of_an_empty_house(run: Run) -> None:
    body = run("flow", "--json").json

    assert body["funnel"] == []
    assert body["total"]["won_rate"] is None
    assert body["balanced"] is True
    columnar.stop()


@pytest.mark.django_db
def test_flow_of_an_unknown_workspace(run: Run) -> None:
    run("worker", "--once")

    said = run("flow", "--workspace", "nowhere")

    assert said.code == 2
    assert said.err == "gleanry: no_such_workspace (slug=nowhere)\n"


@pytest.mark.django_db
def test_a_user_is_added_once_and_the_password_shown_once(run: Run) -> None:
    arguments = ("user", "ana@fenyang.example", "--name", "Ana", "--role", "sdr", "--role", "seller", "--team", "East")

    body = run(*arguments, "--json").json
    again = run(*arguments, "--json").json

    assert set(body) == {"member", "email", "password"}
    assert len(body["password"]) >= 12
    assert again == {**body, "password": None}
    (workspace,) = list_workspaces()
    (member,) = list_members(workspace.id)
    assert (member.name, member.roles) == ("Ana", ["sdr", "seller"])
    assert "is here already" in run(*arguments).out


@pytest.mark.django_db
def test_a_role_nobody_has_is_said(run: Run) -> None:
    said = run("user", "ana@fenyang.example", "--name", "Ana", "--role", "king")

    assert said.code == 2
    assert "king" in said.err


@pytest.mark.django_db
def test_a_token_is_made_for_somebody_who_is_here(run: Run) -> None:
    missing = run("token", "ana@fenyang.example")
    run("user", "ana@fenyang.example", "--name", "Ana", "--role", "marketer")

    said = run("token", "ana@fenyang.example", "--json")

    assert missing.code == 1
    assert "ana@fenyang.example" in missing.err
    assert said.json["token"].startswith("gly_")


@pytest.mark.django_db(transaction=True)
def test_a_token_as_it_is_made_by_default_lets_a_program_send_leads(run: Run, client: Client) -> None:
    run("user", "ana@fenyang.example", "--name", "Ana", "--role", "marketer")
    head = {"Authorization": f"Bearer {run('token', 'ana@fenyang.example').out.strip()}"}
    record = {"phone": "13800138000", "source": "API"}

    sent = client.post("/api/v1/submissions", record, content_type="application/json", headers=head)
    read = client.get("/api/v1/leads", headers=head)

    assert sent.status_code == 200
    assert sent.json()["results"][0]["pool"] == "sdr"
    assert read.status_code == 200
    assert client.get("/api/v1/funnel", headers=head).status_code == 403


def test_the_words_a_user_or_token_is_given_are_known_to_the_house(run: Run) -> None:
    may = read_playbook("tob-leads")["rules"]["roles"]["roles"]["administrator"]["may"]

    assert [str(role) for role in Role] == ROLES
    assert set(SCOPES) <= set(may)
    assert run("token", "ana@fenyang.example", "--scope", "everything").code == 2


@pytest.mark.django_db
def test_the_worker_does_what_is_due_and_ends(run: Run) -> None:
    assert run("worker", "--once", "--json").json == {"delivered": 0}
    assert run("worker", "--once").out == "0 hand-overs done, deadlines swept\n"
