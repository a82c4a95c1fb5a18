"""`gleanry simulate` and `demo`: made up, said so, and the same for the same seed."""

from __future__ import annotations

import pytest

from gleanry.simulation.actions import demo
from gleanry.tenants.shapes import Role
from tests.cli.conftest import Run


@pytest.mark.django_db(transaction=True)
def test_a_year_is_made_up_and_says_so(run: Run) -> None:
    body = run("simulate", "--leads", "60", "--seed", "3", "--json").json
    again = run("simulate", "--leads", "60", "--seed", "3", "--workspace", "twin", "--json").json
    report = run("flow", "--workspace", "simulation", "--json").json

    assert set(body) == {"workspace", "leads", "mql", "sql", "won", "paid"}
    assert {**again, "workspace": ""} == {**body, "workspace": ""}
    assert (report["made_up"], report["balanced"]) == (True, True)
    assert report["total"]["leads"] == body["leads"]
    assert run("flow", "--workspace", "simulation").out.startswith("Gleanry simulation (made up)\n")
    assert run("audit").code == 0


def test_a_year_has_at_least_one_lead(run: Run) -> None:
    assert run("simulate", "--leads", "0").code == 2


@pytest.mark.django_db
def test_the_demo_prints_one_sign_in_for_each_role(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "LEADS", 30)

    sign_ins = run("demo", "--json").json
    words = run("demo").out.splitlines()

    assert [sign_in["role"] for sign_in in sign_ins] == [str(role) for role in Role]
    assert all(set(sign_in) == {"role", "email", "password"} for sign_in in sign_ins)
    assert [line.split()[:2] for line in words] == [[each["role"], each["email"]] for each in sign_ins]
