"""What a pool's card says is what the rule books in force say."""

from __future__ import annotations

import copy

import pytest
from django.utils import translation

from gleanry.kit import rulebook
from gleanry.web.words.pools import pool_rules
from gleanry.wiring.playbooks import read_playbook
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)


def _rules(house: House, language: str = "en") -> dict[str, list[str]]:
    with translation.override(language):
        return pool_rules(house.workspace_id)


def test_the_playbooks_rules_are_told(house: House) -> None:
    rules = _rules(house)
    assert rules["sdr"] == [
        "Routed here by: The next SDR in turn",
        "May be claimed by: Administrator, SDR",
        (
            "First contact: within 5 working minutes for leads from Demo request; within 2 working hours for "
            "A1, A2, B1; within 1 working day for the others"
        ),
        "Decide: MQL or not: within 3 working days",
    ]
    assert rules["sales"][-3:] == [
        "Follow up again: within 3 working days, else it goes to the pool Active sea",
        "Make it an opportunity: within 14 days, else it goes to the pool Active sea",
        "Decide: SQL or not: within 7 working days, else it goes to the pool Nurture",
    ]
    assert rules["nurture"] == [
        "May be claimed by: Administrator, SDR, Sales director. A claimed lead goes to the pool Sales."
    ]
    assert rules["converted"] == rules["invalid"] == rules["intake"] == []


def test_a_changed_rule_changes_what_is_said(house: House) -> None:
    books = copy.deepcopy(read_playbook("tob-leads")["rules"])
    books["followup"]["deadlines"] = [
        {"kind": "first_contact", "starts": "owner_changed", "within": {"minutes": 30}},
        {"kind": "decide_sql", "starts": "contacted", "within": {"working_days": 1.5}},
        {"kind": "decide_sql", "starts": "contact_missed", "within": {"hours": 1}},
    ]
    books["roles"]["roles"]["administrator"]["may"].remove("leads.claim")
    books["roles"]["roles"]["sdr"]["may"].remove("leads.claim")
    for name in ("followup", "roles"):
        rulebook.publish(house.workspace_id, name, books[name])
    assert _rules(house)["sdr"] == [
        "Routed here by: The next SDR in turn",
        "No role may claim here.",
        "First contact: within 30 minutes",
        "Decide: SQL or not: within 1.5 working days",
        "After a missed first contact: Decide: SQL or not: within 1 hour",
    ]


def test_the_page_shows_them_in_the_viewers_language(house: House) -> None:
    page = house.client("administrator").get("/pools/sdr/").content.decode()
    assert "within 1 working day for the others" in page
    assert (
        "首次接触：演示申请线索 5 个工作分钟内；A1、A2、B1 级 2 个工作小时内；其余 1 个工作日内"
        in _rules(house, "zh-hans")["sdr"]
    )
