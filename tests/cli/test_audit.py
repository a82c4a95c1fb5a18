"""`gleanry audit` finds what was done to the data behind the actions' back, and names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from gleanry.flow.capture.actions import submit
from gleanry.flow.clean.actions import add_entries
from gleanry.flow.clean.shapes import ListKind, NewEntry
from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.flow.followup.models import Deadline
from gleanry.kit import clock, ledger
from gleanry.kit.ledger.seal import seal_facts
from gleanry.tenants.actions import add_member
from gleanry.tenants.queries import find_workspace, viewer_of
from gleanry.tenants.shapes import Role
from tests.cli.conftest import ROOT, Run

FIRST = ROOT / "examples/first"
TOUCHES = "时间,手机,类型,渠道\n2026-03-01 09:00,13800138000,page_visited,SEM\n"

pytestmark = pytest.mark.django_db

HARM = {
    "a fact is rewritten": (
        "ledger",
        "seal_broken",
        "UPDATE kit_fact SET size = size + 1 WHERE id = (SELECT min(id) FROM kit_fact)",
    ),
    "a fact is moved in time": (
        "ledger",
        "seal_broken",
        "UPDATE kit_fact SET at = '2020-01-01 00:00:00+00' WHERE id = (SELECT min(id) FROM kit_fact)",
    ),
    "a fact is taken out": (
        "ledger",
        "seal_broken",
        "DELETE FROM kit_fact WHERE id = (SELECT max(id) FROM kit_fact)",
    ),
    "a seal is taken out": (
        "ledger",
        "seal_broken",
        "DELETE FROM kit_seal WHERE id = (SELECT min(id) FROM kit_seal)",
    ),
    "a hand-over is given up": (
        "ledger",
        "delivery_stuck",
        (
            "INSERT INTO kit_delivery (workspace_id, fact_id, handler, size, attempts, stuck, error) SELECT "
            "min(id), 1, 'clean.Cleaned>identify.identify_submissions', 1, 8, true, '' FROM tenants_workspace"
        ),
    ),
    "a lead is moved": (
        "leads",
        "place_differs_from_last_move",
        "UPDATE leads_lead SET pool = 'nurture' WHERE external_id = 'L-002'",
    ),
    "a lead is given away": (
        "leads",
        "place_differs_from_last_move",
        "UPDATE leads_lead SET owner_id = 99 WHERE external_id = 'L-002'",
    ),
    "a lead is put nowhere": (
        "leads",
        "unknown_pool",
        "UPDATE leads_lead SET pool = 'drawer' WHERE external_id = 'L-002'",
    ),
    "a lead is thrown away": (
        "leads",
        "match_without_lead",
        "DELETE FROM leads_lead WHERE external_id = 'L-002'",
    ),
    "a move is retold": (
        "leads",
        "move_from_elsewhere",
        "UPDATE leads_move SET from_pool = 'partner' WHERE id = (SELECT max(id) FROM leads_move)",
    ),
    "a match is thrown away": (
        "leads",
        "submission_without_place",
        "DELETE FROM identify_match WHERE id = (SELECT min(id) FROM identify_match)",
    ),
    "an account is thrown away": (
        "references",
        "nothing_behind_leads_lead.account_id",
        "DELETE FROM people_account WHERE name = 'Corvo Ltda.'",
    ),
    "a lead is lent to another workspace": (
        "references",
        "nothing_behind_score_scorecard.lead_id",
        "UPDATE leads_lead SET workspace_id = 99 WHERE external_id = 'L-002'",
    ),
    "a submission is thrown away": (
        "leads",
        "lead_without_submission",
        "DELETE FROM capture_submission WHERE kind = 'leads' AND problems IS NULL",
    ),
    "a person is thrown away": (
        "leads",
        "lead_without_person",
        "DELETE FROM people_person WHERE name = 'Maria Silva'",
    ),
    "a source lead is cut off": (
        "leads",
        "attached_without_source",
        "UPDATE leads_lead SET source_lead_id = 99 WHERE pool = 'attached'",
    ),
    "an attached lead is taken from its source's holder": (
        "leads",
        "attached_held_by_another",
        "UPDATE leads_lead SET owner_id = NULL WHERE pool = 'attached'",
    ),
    "a label is changed": (
        "reasons",
        "label_differs_from_match",
        "UPDATE leads_lead SET duplicate = 'ask' WHERE external_id = 'L-002'",
    ),
    "a lead is attached without a rule for it": (
        "reasons",
        "attached_without_rule",
        "UPDATE identify_match SET action = 'tag' WHERE verdict = 'attached'",
    ),
    "a lead is said to be of a kept company": (
        "reasons",
        "joined_without_conversion",
        "UPDATE leads_lead SET duplicate = 'to_account_owner' WHERE external_id = 'L-002'",
    ),
    "a conversion is made up": (
        "ledger",
        "conversions_differ_from_facts",
        (
            "INSERT INTO convert_conversion (workspace_id, lead_id, account_id, rule, rules_id, at) SELECT "
            "workspace_id, id, 1, 'x', 1, received_at FROM leads_lead WHERE external_id = 'L-002'"
        ),
    ),
    "a touch is lost": (
        "leads",
        "touch_not_taken",
        "DELETE FROM touches_touch WHERE kind = 'page_visited'",
    ),
    "a refused row is thrown away": (
        "leads",
        "clean_not_balanced",
        "DELETE FROM clean_cleanrecord WHERE id = (SELECT min(id) FROM clean_cleanrecord)",
    ),
    "a credit is changed": (
        "credit",
        "credit_differs_from_receipt",
        "UPDATE attribute_credit SET amount_minor = amount_minor + 1 WHERE amount_minor > 0",
    ),
    "all credits are lost": (
        "credit",
        "receipt_without_credit",
        "DELETE FROM attribute_credit",
    ),
    "the credits of one model are lost": (
        "credit",
        "receipt_without_credit",
        "DELETE FROM attribute_credit WHERE model = 'linear'",
    ),
    "a receipt is changed": (
        "credit",
        "money_differs_from_receipts",
        ("UPDATE collect_claim SET base_minor = base_minor - 1 WHERE id = (SELECT min(id) FROM collect_claim)"),
    ),
    "a receipt is thrown away": (
        "credit",
        "credit_without_receipt",
        "DELETE FROM convert_receipt WHERE id = (SELECT min(id) FROM convert_receipt)",
    ),
    "a claim is missing": (
        "ledger",
        "claims_differ_from_facts",
        "DELETE FROM collect_claim WHERE id = (SELECT min(id) FROM collect_claim)",
    ),
    "a claim takes more than came in": (
        "money",
        "claims_exceed_receipt",
        "UPDATE convert_receipt SET amount_minor = amount_minor - 1 WHERE id = (SELECT min(id) FROM convert_receipt)",
    ),
    "a receipt is worth otherwise than its claims": (
        "money",
        "claims_worth_otherwise_than_receipt",
        "UPDATE convert_receipt SET base_minor = base_minor + 1 WHERE id = (SELECT min(id) FROM convert_receipt)",
    ),
    "a receipt is missing": (
        "ledger",
        "receipts_differ_from_facts",
        "DELETE FROM convert_receipt WHERE id = (SELECT min(id) FROM convert_receipt)",
    ),
    "a violation is thrown away": (
        "promises",
        "missed_without_violation",
        "DELETE FROM followup_violation WHERE id = (SELECT min(id) FROM followup_violation)",
    ),
    "a missed deadline is called met": (
        "promises",
        "missed_without_violation",
        "UPDATE followup_deadline SET outcome = 'met' WHERE outcome = 'missed'",
    ),
    "a second clock is started": (
        "promises",
        "two_open_deadlines",
        (
            "DROP INDEX one_open_deadline_of_kind",
            (
                "INSERT INTO followup_deadline (workspace_id, lead_id, owner_id, kind, started_at, due_at, "
                "outcome, rules_id) SELECT workspace_id, lead_id, owner_id, kind, started_at, due_at, '', "
                "rules_id FROM followup_deadline WHERE outcome = ''"
            ),
        ),
    ),
    "a clock runs for somebody else": (
        "promises",
        "clock_without_owner",
        "UPDATE followup_deadline SET owner_id = (SELECT max(id) FROM tenants_member) + 1 WHERE outcome = ''",
    ),
    "a clock is stopped without a word": (
        "promises",
        "clock_stands_without_pause",
        "UPDATE followup_deadline SET paused_at = due_at WHERE outcome = ''",
    ),
    "somebody excuses themselves": (
        "promises",
        "judged_by_themselves",
        "UPDATE followup_violation SET verdict = 'excused', judged_by_id = owner_id",
    ),
    "a won amount is changed": (
        "credit",
        "money_differs_from_deals",
        ("UPDATE convert_opportunity SET base_minor = base_minor + 1 WHERE outcome = 'won' AND lead_id IS NOT NULL"),
    ),
    "a lead is said to have paid": (
        "credit",
        "money_differs_from_receipts",
        "UPDATE leads_lead SET paid_minor = 1 WHERE external_id = 'L-002'",
    ),
    "a superseded score card is thrown away": (
        "ledger",
        "score_cards_differ_from_facts",
        "DELETE FROM score_scorecard WHERE id = (SELECT min(id) FROM score_scorecard)",
    ),
    "all score cards are thrown away": (
        "reasons",
        "grade_without_card",
        "DELETE FROM score_scorecard",
    ),
    "a grade is changed": (
        "reasons",
        "grade_differs_from_card",
        "UPDATE leads_lead SET grade = 'A1' WHERE external_id = 'L-002'",
    ),
    "a move is thrown away": (
        "ledger",
        "moves_differ_from_facts",
        "DELETE FROM leads_move WHERE id = (SELECT min(id) FROM leads_move)",
    ),
    "a violation and its trace are wiped": (
        "ledger",
        "violations_differ_from_facts",
        "DELETE FROM followup_violation",
    ),
    "an assignment is thrown away": (
        "reasons",
        "routed_without_assignment",
        "DELETE FROM route_assignment",
    ),
    "a turn is retold": (
        "reasons",
        "routing_not_replayable",
        "UPDATE route_stretch SET people = '[[77, 1, 0]]'",
    ),
    "an entry of the lists is thrown away": (
        "ledger",
        "list_entries_differ_from_facts",
        "DELETE FROM clean_listentry",
    ),
    "the reasons of a refusal are thrown away": (
        "reasons",
        "held_back_without_reason",
        "DELETE FROM clean_screening",
    ),
    "what was released is put back": (
        "leads",
        "released_and_still_held",
        "UPDATE clean_screening SET decision = 'released'",
    ),
    "rules are thrown away": (
        "reasons",
        "decision_without_rules",
        "DELETE FROM kit_rulebook WHERE name = 'score'",
    ),
}
"""What is done -> the law it breaks, the finding that says so, how it is done."""


def hold_one_back() -> None:
    """A word on a list, and a lead that it names."""
    workspace = find_workspace(None)
    assert workspace is not None
    keeper = viewer_of(add_member(workspace.id, "Keeper", roles=[Role.MARKETER]))
    add_entries(keeper, [NewEntry(ListKind.WORD, "发票", "spam")], clock.now())
    submit(workspace.id, [{"phone": "13912345678", "message": "代开发票"}], at=clock.now())
    ledger.drain(workspace.id)


@pytest.fixture
def lived_in(run: Run, tmp_path) -> Callable[..., None]:
    """A house with an SDR, leads, deals, touches, missed deadlines, and a sealed ledger."""
    run("user", "ana@fenyang.example", "--name", "Ana", "--role", "sdr")
    touches = tmp_path / "touches.csv"
    touches.write_text(TOUCHES, encoding="utf-8")
    run("import", touches, "--as", "touches")
    run("import", FIRST / "leads.csv", "--as", "leads")
    hold_one_back()
    seal_facts()
    run("import", FIRST / "deals.csv", "--as", "deals")
    last = Deadline.objects.everywhere("a test").order_by("-due_at").values_list("due_at", flat=True)[0]
    sweep_deadlines(last)
    ledger.drain()
    seal_facts()

    def harm(statement: str | tuple[str, ...]) -> None:
        *before, last = (statement,) if isinstance(statement, str) else statement
        with connection.cursor() as cursor:
            for unguarded in before:
                cursor.execute(unguarded)
            cursor.execute(last)
            assert cursor.rowcount > 0, "the harm hit nothing"

    return harm


def test_a_house_in_order(run: Run, lived_in: Callable[..., None]) -> None:
    said = run("audit", "--json")

    assert (said.code, said.json) == (0, {"holds": True, "findings": []})
    assert run("audit").out == "every law holds\n"


@pytest.mark.parametrize("what", HARM)
def test_harm_is_found_and_named(run: Run, lived_in: Callable[..., None], what: str) -> None:
    law, code, statement = HARM[what]
    lived_in(statement)

    said = run("audit", "--json")

    assert said.code == 1
    assert said.json["holds"] is False
    findings = {(finding["law"], finding["code"]) for finding in said.json["findings"] if not finding["warning"]}
    assert (law, code) in findings


def test_words_name_law_code_and_count(run: Run, lived_in: Callable[..., None]) -> None:
    lived_in(HARM["a lead is moved"][2])

    said = run("audit")

    assert said.code == 1
    assert said.out == "BROKEN  leads: place_differs_from_last_move (1)\n1 laws are broken\n"


def test_a_deadline_nobody_judged_is_a_warning_and_no_broken_law(run: Run, lived_in: Callable[..., None]) -> None:
    with clock.stopped(clock.now() + timedelta(days=60)):
        said = run("audit", "--json")

    assert said.code == 0
    (finding,) = said.json["findings"]
    assert (finding["code"], finding["warning"]) == ("deadline_not_swept", True)


def test_one_workspace_may_be_asked_about(run: Run, lived_in: Callable[..., None]) -> None:
    workspace = find_workspace(None)
    assert workspace is not None
    lived_in(HARM["a lead is moved"][2])

    assert run("audit", "--workspace", "main").code == 1
    assert run("audit", "--workspace", "nowhere").code == 2
