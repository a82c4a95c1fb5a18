"""The fairness page tells everybody's share and every decision; the rule book's dry run tells what would have been."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from gleanry.flow.route.models import Assignment, Rotation, Stretch
from gleanry.kit import clock, rulebook
from gleanry.leads.models import Lead
from gleanry.tenants.actions import add_member
from gleanry.tenants.shapes import Role
from gleanry.web.books.route import also, try_routing
from gleanry.web.words.labels import POOLS
from tests.web.conftest import House, record

PATHS = ("/fairness/", "/fairness/decisions/")
MANAGERS = {"administrator", "head_of_marketing", "marketer", "sales_director", "channel_manager", "general_manager"}


@pytest.mark.parametrize("path", PATHS)
def test_only_who_answers_for_others_sees_it(house: House, path: str) -> None:
    allowed = {role for role in house.members if house.client(role).get(path).status_code == 200}
    assert allowed == MANAGERS & set(house.members)


def test_shares_stand_with_their_numbers(house: House) -> None:
    house.send(*(record(n) for n in range(50, 57)))
    page = house.client("administrator").get("/fairness/").content.decode()
    rotation = Rotation.objects.of(house.workspace_id).get(key="sdr_in_turn")
    given = rotation.standings[0][2]
    assert f'<a href="/fairness/decisions/?rule=sdr_in_turn&amp;owner={house.members["sdr"].pk}">{given}</a>' in page
    assert "The next SDR in turn" in page
    listed = house.client("administrator").get(f"/fairness/decisions/?rule=sdr_in_turn&owner={house.members['sdr'].pk}")
    assert listed.content.decode().count("<tr data-row>") == given


def test_decisions_are_taken_again_before_ones_eyes(house: House) -> None:
    house.send(record(60))
    client = house.client("administrator")
    assert "another answer" not in client.get("/fairness/decisions/").content.decode()
    Stretch.objects.of(house.workspace_id).update(people=[[house.members["seller"].pk, 1, 0]])
    assert "another answer" in client.get("/fairness/decisions/").content.decode()


def test_a_lead_nobody_can_take_waits_and_says_so(house: House) -> None:
    rules = {"rules": [{"code": "desk", "role": "partner", "members": ["nobody"], "pool": "sdr"}]}
    rulebook.publish(house.workspace_id, "route", rules | {"fallback": {"pool": "sdr"}})
    lead = house.send(record(70))[-1]
    client = house.client("administrator")
    assert "Waiting for somebody" in client.get("/fairness/").content.decode()
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "nobody can take it now, so it waits in the pool and is tried again" in page


def test_who_was_passed_over_is_named_on_the_lead_page(house: House) -> None:
    second = add_member(house.workspace_id, "Second SDR", roles=[Role.SDR], email="second@home.example", password="x")
    body = rulebook.current(house.workspace_id, "pools").body
    pools = [{**row, "assign_per_day": 1} if row["code"] == "sdr" else row for row in body["pools"]]
    rulebook.publish(house.workspace_id, "pools", {**body, "pools": pools})
    leads = house.send(record(80), record(81), record(82))[-3:]
    last = next(lead for lead in leads if lead.owner_id is None)
    page = house.client("administrator").get(f"/leads/{last.pk}/").content.decode()
    assert "2 people were passed over" in page
    assert f"{second.name}: had all leads of the day" in page


@pytest.mark.parametrize("path", PATHS)
def test_pages_cost_no_more_with_more_people(house: House, path: str) -> None:
    client = house.client("administrator")
    counts = []
    for batch in range(2):
        for n in range(6 * batch):
            email = f"n{n}@home.example"
            add_member(house.workspace_id, f"n{n}", roles=[Role.SDR], email=email, password="grain-by-grain")
        house.send(*(record(100 + 20 * batch + n) for n in range(2 + 10 * batch)))
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        counts.append(len(caught))
    assert counts[1] <= counts[0], counts


def test_the_dry_run_tells_who_would_have_got_what_and_changes_nothing(house: House) -> None:
    house.send(*(record(n, industry="医疗") for n in range(30, 36)))
    before = (Assignment.objects.of(house.workspace_id).count(), Rotation.objects.of(house.workspace_id).count())
    rules = [
        {"code": "medical", "when": {"industry": ["医疗"]}, "role": "seller", "pool": "sales"},
        {"code": "wide", "when": {"source": ["fair"]}, "role": "sdr", "pool": "sdr", "when_off": "skip"},
        {"code": "behind", "when": {"source": ["fair"], "industry": ["医"]}, "role": "sdr", "pool": "sdr"},
        {"code": "never", "when": {"source": ["moon"]}, "role": "sdr", "pool": "sdr"},
    ]
    with override("en"):
        found = try_routing(house.viewer("administrator"), {"rules": rules, "fallback": {"pool": "sdr"}})
        into_sales = f"Pool: {POOLS['sales']}"
    told = {figure.label: figure.then for figure in found.figures}
    assert told["medical"] == "6"
    assert told["never: no lead ever met it"] == "0"
    assert any(label.startswith("behind: all its leads are taken earlier, by ") for label in told)
    assert int(told[into_sales]) == 6
    assert len(found.rows) >= 6
    after = (Assignment.objects.of(house.workspace_id).count(), Rotation.objects.of(house.workspace_id).count())
    assert before == after


def test_programs_read_the_same(house: House) -> None:
    house.send(record(90))
    client = house.client("administrator")
    rotations = client.get("/api/v1/routing/rotations").json()["rotations"]
    assert {row["rule"] for row in rotations} == {"sdr_in_turn"}
    assert sum(person["given"] for person in rotations[0]["people"]) == rotations[0]["turns"]
    decisions = client.get("/api/v1/routing/decisions?rule=sdr_in_turn&limit=500").json()["decisions"]
    assert len(decisions) == rotations[0]["turns"]
    assert all(decision["replayed"] for decision in decisions)
    assert house.client("sdr").get("/api/v1/routing/rotations").status_code == 403


def test_a_draft_that_names_nobody_is_told(house: House) -> None:
    rules = [{"code": "x", "members": [house.members["sdr"].pk, 999], "weights": {"ghost": 2}, "pool": "sdr"}]
    found = also(house.viewer("administrator"), {"rules": rules})
    assert [(fault["setting"], fault["value"]) for fault in found] == [("members", "999"), ("weights", "ghost")]


def test_an_old_decision_by_roster_is_still_given_again(house: House) -> None:
    from gleanry.flow.route.models import Roster
    from gleanry.flow.route.queries import assignments_of, latest_turns

    lead = Lead.objects.of(house.workspace_id).first()
    assert lead is not None
    ids = [house.members["sdr"].pk, house.members["seller"].pk]
    roster = Roster.objects.create(workspace_id=house.workspace_id, digest="x", member_ids=ids)
    reason = {"code": "turn", "turn": 3, "of": 2, "roster": roster.pk}
    Assignment.objects.create(
        workspace_id=house.workspace_id, lead_id=lead.pk, owner_id=ids[1], pool="sdr", rule="old", reason=reason,
        rules_id=rulebook.current(house.workspace_id, "route").id, at=clock.now(),
    )  # fmt: skip
    assert latest_turns(house.workspace_id, 1)[0].is_replayed
    assert assignments_of(house.workspace_id, lead.pk)[0].candidates == tuple(ids)
