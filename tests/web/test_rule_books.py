"""Every rule book on one page: what nobody touched stays, what is changed is checked, tried and put in force."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.kit import clock, ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.kit.models import RuleBook
from gleanry.tenants.shapes import Viewer
from gleanry.web.books import all_books, book_named
from gleanry.web.editing import Choice, Code, Dates, DaySpans, Rows, Span
from gleanry.web.editing.describing import Book, Field, Table
from gleanry.web.editing.differing import differences
from gleanry.web.editing.drafts import body_of, draft_of, draft_sent, put
from gleanry.web.editing.faults import faults_of
from gleanry.web.editing.kinds import Options, Sent, Sight
from gleanry.web.editing.steps import stepped
from gleanry.web.editing.trying import DryRun, try_out
from gleanry.wiring.playbooks import playbook_titles, read_playbook
from tests.conftest import PLAIN_STAGES
from tests.web.conftest import House, record
from tests.web.filled_forms import sent_by

EDITED = [book for book in all_books() if not book.place]
NAMES = [book.name for book in EDITED]
PLAYBOOKS = [(name, book) for name in playbook_titles() for book in NAMES if book in read_playbook(name)["rules"]]


class Offline(Sight):
    """Sees choices without asking a database."""

    def options(self, given: Options) -> Mapping[str, Any]:
        asks = callable(given) and not given.__module__.startswith(("gleanry.web.words", "gleanry.web.editing"))
        return {"x": "X", "sdr": "SDR"} if asks else super().options(given)


SIGHT = Offline(Viewer(workspace_id=0, member_id=0, name=""))


def _named(name: str) -> Book:
    book = book_named(name)
    assert book is not None
    return book


def _json() -> st.SearchStrategy[Any]:
    plain = (
        st.none() | st.booleans() | st.integers(-5, 5) | st.text("a1 ,\n.", max_size=4) | st.sampled_from(["sdr", "*"])
    )
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        max_leaves=12,
    )


KEYS = sorted(
    {part for book in EDITED for table in book.tables() for column in table.columns for part in column.key.split(".")}
    | {part for book in EDITED for field in book.settings() for part in field.key.split(".")}
    | {"working_days", "x", "kept", "grade"}
)
TOPS = sorted(
    {table.key for book in EDITED for table in book.tables()}
    | {field.key.partition(".")[0] for book in EDITED for field in book.settings()}
    | {"x"}
)
ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(60)",
}


@given(st.sampled_from(EDITED), st.dictionaries(st.sampled_from(TOPS), _json(), max_size=4))
def test_any_body_becomes_a_draft_and_back(book: Book, body: dict[str, Any]) -> None:
    assert body_of(book, draft_of(book, body)) == body


@given(st.sampled_from(EDITED), st.dictionaries(st.sampled_from(TOPS), _json(), max_size=4))
def test_a_form_nobody_touched_changes_nothing_whatever_the_body_holds(book: Book, body: dict[str, Any]) -> None:
    draft = draft_of(book, body)
    after = put(book, draft, Sent(draft_sent(book, draft, SIGHT)), SIGHT)
    assert body_of(book, after) == body
    assert differences(book, draft, after, SIGHT) == []


@given(st.sampled_from(EDITED), st.dictionaries(st.sampled_from(TOPS), _json(), max_size=4))
def test_faults_are_found_rather_than_raised(book: Book, body: dict[str, Any]) -> None:
    quiet = Book(book.name + "_unchecked", book.title, book.decides, book.sections)
    faults_of(quiet, draft_of(book, body), SIGHT)


@pytest.mark.parametrize(("playbook", "name"), PLAYBOOKS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_of_every_book_sends_back_the_body_it_shows(
    house: House, playbook: str, name: str, language: str
) -> None:
    book, body = _named(name), read_playbook(playbook)["rules"][name]
    client = house.client("administrator")
    page = client.get(f"/rules/{name}/edit/?playbook={playbook}", headers={"accept-language": language})
    assert page.status_code == 200
    sent = sent_by(page.content, "draft")
    assert sent["draft"] == [json.dumps(draft_of(book, body), ensure_ascii=False)]
    again = sent_by(client.post(f"/rules/{name}/edit/", sent | {"do": "check"}).content, "draft")
    assert body_of(book, json.loads(again["draft"][0])) == body
    assert faults_of(book, draft_of(book, body), Sight(house.viewer("administrator"))) == []


def _edit(house: House, name: str, role: str = "administrator") -> tuple[Any, dict[str, list[str]]]:
    client = house.client(role)
    return client, sent_by(client.get(f"/rules/{name}/edit/").content, "draft")


def _current(house: House, name: str) -> Any:
    return rulebook.current(house.workspace_id, name)


@pytest.mark.django_db(transaction=True)
def test_a_changed_row_is_told_and_put_in_force(house: House) -> None:
    client, sent = _edit(house, "attribute")
    sent["lookback_days"] = ["90"]
    checked = client.post("/rules/attribute/edit/", sent | {"do": "check"})
    assert "<del>365 days before the payment</del> → <ins>90 days before the payment</ins>" in checked.content.decode()
    refused = client.post("/rules/attribute/edit/", sent | {"do": "save"})
    assert (refused.status_code, _current(house, "attribute").version) == (422, 1)
    saved = client.post("/rules/attribute/edit/", sent | {"do": "save", "note": "a quarter is enough"})
    assert saved.headers["Location"] == "/rules/attribute/"
    now = _current(house, "attribute")
    assert (now.version, now.body["lookback_days"]) == (2, 90)
    page = client.get("/rules/attribute/?version=1&against=2").content.decode()
    assert "a quarter is enough" in page
    assert "<del>90 days" in page


def test_what_cannot_be_read_is_kept_and_named_at_its_field(house: House) -> None:
    client, sent = _edit(house, "attribute")
    sent["lookback_days"] = ["ninety"]
    answer = client.post("/rules/attribute/edit/", sent | {"do": "save", "note": "x"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="ninety"' in text
    assert "“ninety” is not a whole number." in text
    assert _current(house, "attribute").version == 1


def test_rows_are_added_copied_moved_and_removed() -> None:
    book = _named("convert")
    draft = draft_of(book, {"stages": PLAIN_STAGES})
    keys = [row["key"] for row in draft["stages"]]
    added, focus = stepped(book, draft, "add:stages")
    assert (added["stages"][-1]["key"], focus) == ("stage_1", "stages.4")
    copied, focus = stepped(book, draft, "copy:stages.1")
    assert ([row["key"] for row in copied["stages"]][1:3], focus) == (["demo", "stage_1"], "stages.2")
    assert copied["stages"][2]["en"] == "Demo"
    moved, _ = stepped(book, draft, "down:stages.0")
    assert [row["key"] for row in moved["stages"]] == [keys[1], keys[0], *keys[2:]]
    removed, _ = stepped(book, draft, "remove:stages.3")
    assert [row["key"] for row in removed["stages"]] == keys[:3]
    for nothing in (
        "up:stages.0",
        "remove:stages.9",
        "remove:nowhere.0",
        "add:",
        "x",
        "up:stages.x",
        "drop:stages.0:key",
    ):
        assert stepped(book, draft, nothing)[0] == draft


def test_a_condition_is_added_and_taken_out(house: House) -> None:
    client, sent = _edit(house, "route")
    sent["rules.3.when.add"] = ["grade"]
    sent = sent_by(client.post("/rules/route/edit/", sent | {"do": ""}).content, "draft")
    sent["rules.3.when.is.grade"] = ["A1", "A2"]
    sent = sent_by(client.post("/rules/route/edit/", sent | {"do": "check"}).content, "draft")
    assert json.loads(sent["draft"][0])["rules"][3]["when"] == {"grade": ["A1", "A2"]}
    sent = sent_by(client.post("/rules/route/edit/", sent | {"do": "drop:rules.3.when:grade"}).content, "draft")
    assert "when" not in json.loads(sent["draft"][0])["rules"][3]


def test_what_belongs_to_another_choice_goes_with_it(house: House) -> None:
    client, sent = _edit(house, "score")
    assert "fit.1.value" in sent
    sent["fit.1.test"] = ["present"]
    sent = sent_by(client.post("/rules/score/edit/", sent | {"do": ""}).content, "draft")
    assert "value" not in json.loads(sent["draft"][0])["fit"][1]
    assert "fit.1.value" not in sent


def test_one_key_twice_is_a_fault_and_loses_nothing(house: House) -> None:
    client, sent = _edit(house, "rates")
    for number in range(2):
        sent = sent_by(client.post("/rules/rates/edit/", sent | {"do": "add:rates"}).content, "draft")
        sent[f"rates.{number}.currency"], sent[f"rates.{number}.rate"] = ["USD"], [f"7.{number}"]
    answer = client.post("/rules/rates/edit/", sent | {"do": "save", "note": "x"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“USD” is there twice. Take one out." in text
    assert 'value="7.0"' in text
    assert 'value="7.1"' in text


@pytest.mark.django_db(transaction=True)
def test_the_second_editor_sees_what_the_first_changed_and_loses_nothing(house: House) -> None:
    first, mine = _edit(house, "clean")
    second, theirs = _edit(house, "clean", "head_of_marketing")
    mine["refuse_at"] = ["150"]
    assert first.post("/rules/clean/edit/", mine | {"do": "save", "note": "stricter"}).status_code == 302
    theirs["phone_region"] = ["DE"]
    told = second.post("/rules/clean/edit/", theirs | {"do": "save", "note": "we moved"})
    assert told.status_code == 409
    text = told.content.decode()
    assert "Version 2 was put in force while you were editing" in text
    assert "<del>100</del> → <ins>150</ins>" in text
    again = second.post("/rules/clean/edit/", sent_by(told.content, "draft") | {"do": "save"})
    assert again.status_code == 302
    now = _current(house, "clean")
    assert (now.version, now.body["refuse_at"], now.body["phone_region"]) == (3, 150, "DE")


@pytest.mark.django_db(transaction=True)
def test_an_older_version_is_restored_as_a_new_one(house: House) -> None:
    body = _current(house, "attribute").body
    rulebook.publish(house.workspace_id, "attribute", body | {"lookback_days": 30}, note="short")
    client = house.client("administrator")
    page = client.get("/rules/attribute/edit/?from=1")
    sent = sent_by(page.content, "draft")
    assert sent["note"] == ["Version 1 again"]
    assert client.post("/rules/attribute/edit/", sent | {"do": "save"}).status_code == 302
    now = _current(house, "attribute")
    assert (now.version, now.body) == (3, body)


def test_nobody_locks_the_last_administrator_out(house: House) -> None:
    client, sent = _edit(house, "roles")
    at = next(n for n in range(9) if sent[f"roles.{n}.role"] == ["administrator"])
    sent[f"roles.{at}.may"] = ["leads.see"]
    answer = client.post("/rules/roles/edit/", sent | {"do": "save", "note": "x"})
    assert answer.status_code == 422
    assert "Nobody who can sign in could edit rules and members any more." in answer.content.decode()
    assert _current(house, "roles").version == 1


@pytest.mark.parametrize("role", ["head_of_marketing", "marketer", "sdr", "partner"])
def test_who_may_not_edit_members_does_not_edit_roles(house: House, role: str) -> None:
    assert house.client(role).get("/rules/roles/edit/").status_code in (403, 404)


@pytest.mark.parametrize(("role", "name", "status"), [
    ("sdr", "route", 200), ("sdr", "roles", 404), ("sdr", "clean", 404),
    ("marketer", "clean", 200), ("sdr", "nothing", 404),
])  # fmt: skip
def test_others_read_what_concerns_them(house: House, role: str, name: str, status: int) -> None:
    client = house.client(role)
    assert client.get(f"/rules/{name}/").status_code == status
    assert client.get(f"/rules/{name}/edit/").status_code in (403, 404)
    assert (f"/rules/{name}/" in client.get("/rules/").content.decode()) is (status == 200)


@pytest.mark.django_db(transaction=True)
def test_the_list_says_what_is_wrong_with_a_book_in_force(house: House) -> None:
    """A body from before the check, which a publication would refuse today."""
    RuleBook.objects.create(
        workspace_id=house.workspace_id, name="attribute", version=2, body={"lookback_days": "long"}, at=clock.now()
    )
    client = house.client("administrator")
    assert "2 faults" in client.get("/rules/").content.decode()
    for page in ("/rules/attribute/", "/rules/attribute/edit/"):
        text = client.get(page).content.decode()
        assert "“long” is not a whole number." in text
        assert "This is missing." in text


def test_a_fault_of_a_slice_s_check_stands_at_its_field(house: House) -> None:
    book = _named("score")
    body = dict(read_playbook("tob-leads")["rules"]["score"])
    sight = Sight(house.viewer("administrator"))
    body["events"] = [*body["events"][:2], {"event": "site_chat", "points": 0}]
    places = {(fault.place, fault.code) for fault in faults_of(book, draft_of(book, body), sight)}
    assert ("events.2.points", "gives_nothing") in places
    assert ("events.2.event", "twice") in places


@pytest.mark.django_db(transaction=True)
def test_the_list_costs_the_same_however_often_books_were_changed(house: House) -> None:
    client = house.client("administrator")
    counts = []
    for days in (30, 31, 32):
        with CaptureQueriesContext(connection) as said:
            assert client.get("/rules/").status_code == 200
        counts.append(len(said))
        for name, body in (("attribute", {"lookback_days": days, "models": []}), ("rates", {"rates": {"USD": days}})):
            rulebook.publish(house.workspace_id, name, body)
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] < 20
    assert rulebook.in_force(house.workspace_id, "rates")["rates"].body == {"rates": {"USD": 32}}


def _post(house: House, name: str, body: dict[str, Any], role: str = "administrator") -> Any:
    return house.client(role).post(f"/api/v1/rules/{name}", json.dumps(body), content_type="application/json")


@pytest.mark.django_db(transaction=True)
def test_a_program_reads_tries_and_publishes(house: House) -> None:
    client = house.client("administrator")
    listed = {one["name"]: one for one in client.get("/api/v1/rules").json()}
    assert set(NAMES) | {"identify"} == set(listed)
    read = client.get("/api/v1/rules/attribute").json()
    assert (read["version"], read["faults"]) == (1, [])
    body = read["body"] | {"lookback_days": 90}
    tried = _post(house, "attribute", {"body": body, "dry_run": True}).json()
    assert (tried["published"], tried["version"], tried["tried"]) == (False, 1, None)
    assert tried["changes"][0]["after"] == "90 days before the payment"
    assert _post(house, "attribute", {"body": body}).json()["error"]["code"] == "reason_missing"
    made = _post(house, "attribute", {"body": body, "note": "shorter", "after": 1}).json()
    assert (made["published"], made["version"]) == (True, 2)
    late = _post(house, "attribute", {"body": read["body"], "note": "x", "after": 1})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "rules_changed")
    assert [one["version"] for one in client.get("/api/v1/rules/attribute/versions").json()] == [2, 1]
    assert client.get("/api/v1/rules/attribute/versions/1").json()["body"] == read["body"]
    assert client.get("/api/v1/rules/attribute/versions/9").status_code == 404


def test_a_program_is_told_every_fault_at_its_place(house: House) -> None:
    body = _current(house, "convert").body
    stages = [*body["stages"], {"key": "demo", "zh": "又", "en": 7}]
    answer = _post(house, "convert", {"body": {"stages": stages}, "note": "x"})
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["error"]["fields"]] == [
        ("stages.5.en", "malformed"),
        ("stages.5.key", "twice"),
    ]


@pytest.mark.parametrize(
    ("role", "name", "status"), [("sdr", "route", 403), ("head_of_marketing", "roles", 403), ("sdr", "roles", 404)]
)
def test_a_program_may_what_its_member_may(house: House, role: str, name: str, status: int) -> None:
    answer = _post(house, name, {"body": _current(house, name).body, "note": "x"}, role)
    assert answer.status_code == status


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_tried_on_the_past_and_changes_nothing(house: House) -> None:
    house.send(record(8, person_name="Test"), record(9))
    before = house.leads()
    client, sent = _edit(house, "clean")
    sent["refuse_at"] = ["101"]
    text = client.post("/rules/clean/edit/", sent | {"do": "try"}).content.decode()
    assert "1 of the latest 4 submissions would be decided otherwise." in text
    assert "held back: Name typed as a test" in text
    assert "<dd>1 → 0</dd>" in text
    body = _current(house, "clean").body | {"refuse_at": 101}
    tried = _post(house, "clean", {"body": body, "dry_run": True}).json()["tried"]
    assert tried["rows"][0][0]["lead_id"] in {lead.pk for lead in before}
    assert tried["rows"][0][2]["text"] == "passes"
    assert house.leads() == before
    assert _current(house, "clean").version == 1


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_that_writes_is_taken_back_and_one_that_lasts_is_ended(house: House) -> None:
    def writes() -> DryRun:
        rulebook.publish(house.workspace_id, "rates", {"rates": {"USD": "7.1"}})
        return DryRun("done")

    assert try_out(writes).headline == "done"
    assert _current(house, "rates").version == 1

    def lasts() -> DryRun:
        with connection.cursor() as cursor:
            cursor.execute(ENDLESS[connection.vendor])
        return DryRun("never")

    with pytest.raises(Refusal, match="dry_run_too_long"):
        try_out(lasts, seconds=1)
    assert _current(house, "rates").version == 1


@pytest.mark.parametrize(
    ("name", "body", "faults"),
    [
        ("convert", {"stages": []}, [("stages", "none")]),
        ("convert", {"stages": [{"key": "won", "zh": "赢", "en": "Won"}]}, [("stages.0.key", "reserved")]),
        ("rates", {"rates": {"USD": "-7"}}, [("rates.0.rate", "not_positive")]),
        ("rates", {"rates": {"XQX": "7"}}, [("rates.0.currency", "unknown")]),
        ("attribute", {"lookback_days": 0, "models": ["first"]}, [("lookback_days", "too_small")]),
        ("clean", {"phone_region": "CN", "refuse_at": 0}, [("refuse_at", "too_small")]),
        ("roles", {"roles": {"sdr": {"reach": "own", "may": ["leads.see"]}}}, [("roles.0", "nobody_left")]),
    ],
)
def test_what_cannot_work_is_refused_whoever_publishes_it(
    name: str, body: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    book = _named(name)
    assert [
        (one.place.removesuffix(".may"), one.code) for one in faults_of(book, draft_of(book, body), SIGHT)
    ] == faults
    assert rulebook.faults_of(name, {}) != []


@pytest.mark.django_db(transaction=True)
def test_a_stage_that_opportunities_stand_in_stays(house: House) -> None:
    admin, lead = house.viewer("administrator"), house.leads(pool="sdr")[0]
    qualify_leads(admin, [lead.pk], clock.now())
    accept_leads(admin, [lead.pk], clock.now())
    ledger.drain(house.workspace_id)
    client, sent = _edit(house, "convert")
    sent = sent_by(client.post("/rules/convert/edit/", sent | {"do": "remove:stages.0"}).content, "draft")
    answer = client.post("/rules/convert/edit/", sent | {"do": "save", "note": "shorter"})
    assert answer.status_code == 422
    assert "Opportunities stand in the stage “discovery”." in answer.content.decode()


NESTED = Book(
    "nested",
    "Nested",
    "",
    (
        Table(
            "plans",
            "Plans",
            (
                Field("code", "Code", Code(stem="plan"), required=True),
                Field("open", "Open on", Dates()),
                Field(
                    "steps",
                    "Steps",
                    Rows(
                        columns=(
                            Field("code", "Code", Code(stem="step"), required=True),
                            Field("do", "Do", Choice({"mail": "Mail", "wait": "Wait"}), required=True),
                            Field("wait.at_most", "At most", Span(), only=("do", ("wait",)), required=True),
                            Field("hours", "Hours", DaySpans()),
                        ),
                        new={"do": "wait"},
                    ),
                ),
            ),
        ),
    ),
)
"""Every kind that no book of the playbooks has."""


@given(
    st.dictionaries(
        st.just("plans"), st.lists(st.dictionaries(st.sampled_from(["code", "open", "steps", "x"]), _json()))
    )
)
def test_small_tables_inside_rows_come_back_too(body: dict[str, Any]) -> None:
    draft = draft_of(NESTED, body)
    after = put(NESTED, draft, Sent(draft_sent(NESTED, draft, SIGHT)), SIGHT)
    assert body_of(NESTED, after) == body
    faults_of(NESTED, draft, SIGHT)


def test_small_tables_inside_rows_are_edited_step_by_step() -> None:
    draft: dict[str, Any] = {"plans": [{"code": "a"}]}
    draft, focus = stepped(NESTED, draft, "add:plans.0.steps")
    assert (draft["plans"][0]["steps"], focus) == ([{"do": "wait", "code": "step_1"}], "plans.0.steps.0")
    sent = draft_sent(NESTED, draft, SIGHT)
    sent |= {
        "plans.0.open": ["2026/2/3, 2026-10-01"],
        "plans.0.steps.0.wait.at_most.0.n": ["2.5"],
        "plans.0.steps.0.wait.at_most.0.unit": ["working_days"],
        "plans.0.steps.0.hours": ["9:00–12:00，13：30至18:00"],
    }
    draft = put(NESTED, draft, Sent(sent), SIGHT)
    assert draft["plans"][0]["open"] == ["2026-02-03", "2026-10-01"]
    assert draft["plans"][0]["steps"] == [
        {
            "do": "wait",
            "code": "step_1",
            "wait": {"at_most": {"working_days": 2.5}},
            "hours": [["09:00", "12:00"], ["13:30", "18:00"]],
        }
    ]
    assert faults_of(NESTED, draft, SIGHT) == []
    sent = draft_sent(NESTED, draft, SIGHT) | {"plans.0.steps.0.hours": ["from nine"], "plans.0.open": ["soon"]}
    found = faults_of(NESTED, put(NESTED, draft, Sent(sent), SIGHT), SIGHT)
    assert [(one.place, one.code) for one in found] == [
        ("plans.0.open", "not_date"),
        ("plans.0.steps.0.hours", "not_hours"),
    ]
    draft, _focus = stepped(NESTED, draft, "copy:plans.0.steps.0")
    assert [step["code"] for step in draft["plans"][0]["steps"]] == ["step_1", "step_2"]
    draft, _focus = stepped(NESTED, draft, "remove:plans.0.steps.0")
    assert [step["code"] for step in draft["plans"][0]["steps"]] == ["step_2"]
