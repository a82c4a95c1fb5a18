"""A workspace of an older Gleanry gets what came since, and nothing that somebody took away."""

from __future__ import annotations

from typing import Any

from gleanry.kit import rulebook
from gleanry.kit.models import RuleBook
from gleanry.wiring.playbooks import bring_up_to_date, read_playbook
from tests.conftest import House


def roles_of(house: House) -> dict[str, Any]:
    body: dict[str, Any] = rulebook.current(house.id, "roles").body["roles"]
    return body


def test_a_workspace_of_today_is_left_as_it_is(house: House):
    before = rulebook.latest(house.id)
    assert bring_up_to_date(house.id) == []
    assert rulebook.latest(house.id) == before


def test_books_roles_and_permissions_that_came_since_are_added(house: House):
    RuleBook.objects.of(house.id).filter(name="pools").delete()
    old = {
        role: given | {"may": [right for right in given["may"] if right != "orders.see"]}
        for role, given in read_playbook("tob-leads")["rules"]["roles"]["roles"].items()
        if role != "finance"
    }
    RuleBook.objects.of(house.id).filter(name="roles").update(body={"roles": old})

    assert sorted(bring_up_to_date(house.id)) == ["pools", "roles"]
    roles = roles_of(house)
    assert "finance" in roles
    assert "orders.see" in roles["seller"]["may"]
    assert "orders.see" not in roles["marketer"]["may"]
    assert bring_up_to_date(house.id) == []


def test_what_somebody_took_away_stays_away(house: House):
    body = rulebook.current(house.id, "roles").body
    seller = body["roles"]["seller"]
    less = {
        **{role: given for role, given in body["roles"].items() if role != "partner"},
        "seller": seller | {"may": [right for right in seller["may"] if right != "leads.claim"]},
    }
    rulebook.publish(house.id, "roles", body | {"roles": less})

    assert bring_up_to_date(house.id) == []
    assert "leads.claim" not in roles_of(house)["seller"]["may"]
    assert "partner" not in roles_of(house)
