"""Duplicates on pages and through the API: rules read, tried and changed; what is there, asked for and given."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gleanry.flow.identify.models import Request
from gleanry.kit import ledger, rulebook
from gleanry.leads.models import Lead
from gleanry.people.models import Account
from gleanry.tenants.actions import add_member, set_look
from gleanry.tenants.models import Member
from gleanry.tenants.shapes import Role
from tests.web.conftest import PASSWORD, House, record

RULES = "/rules/duplicates/"
SECRETS = ("Person 1", "+8613812340001", "138 1234 0001", "p1@firm.example")


@pytest.fixture
def asker(house: House) -> Client:
    """A second SDR, who does not see the first one's leads."""
    member = add_member(house.workspace_id, "sdr two", roles=[Role.SDR], email="two@home.example", password=PASSWORD)
    house.members["asker"] = member
    set_look(member.user_id or 0, language="en")
    return house.client("asker")


def draft_of(page: str) -> dict[str, Any]:
    """The fields of the form as a browser would send them."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="((?:rows|code|renews)[^"]*)" value="([^"]*)"', page):
        fields.setdefault(name, []).append(value)
    selects = r'<select class="form-select" id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>'
    for name, body in re.findall(selects, page, re.DOTALL):
        fields[name] = re.findall(r'value="([^"]*)" selected', body)
    for name, value in re.findall(r'<input type="checkbox" name="([^"]+)" value="([^"]+)" checked', page):
        fields.setdefault(name, []).append(value)
    for name, value in re.findall(r'name="(window_days-\d+)"[^>]*value="([^"]*)"', page):
        fields[name] = [value]
    return dict(fields)


class TestRules:
    def test_everybody_reads_and_few_change(self, house: House) -> None:
        page = house.client("sdr").get(RULES).content.decode()
        assert "Companies somebody keeps" in page
        assert "Phone, WeChat or E-mail" in page
        assert "within 180 days" in page
        assert "Change the rules" not in page
        assert house.client("sdr").get(f"{RULES}?edit=1").status_code == 403
        assert house.client("sdr").post(RULES, {"do": "save"}).status_code == 403

    def test_the_form_says_the_rules_in_force(self, house: House) -> None:
        client = house.client("head_of_marketing")
        draft = draft_of(client.get(f"{RULES}?edit=1").content.decode())
        answer = client.post(RULES, draft | {"do": "save", "note": "nothing"})
        assert answer.status_code == 302
        assert rulebook.current(house.workspace_id, "identify").version == 1, "the same rules are no new version"

    def test_a_changed_draft_is_a_new_version_with_who_and_why(self, house: House) -> None:
        client = house.client("head_of_marketing")
        moved = client.post(RULES, draft_of(client.get(f"{RULES}?edit=1").content.decode()) | {"do": "up-2"})
        draft = draft_of(moved.content.decode())
        assert draft["code-1"] == ["person_of_lead"]
        fewer = client.post(RULES, draft | {"do": "remove-3"})
        draft = draft_of(client.post(RULES, draft_of(fewer.content.decode()) | {"do": "add"}).content.decode())
        draft |= {"fields-3": ["company", "email"], "need-3": "all", "window_days-3": "0", "action-3": "ask"}
        assert client.post(RULES, draft | {"do": "save", "note": " "}).status_code == 422
        assert client.post(RULES, draft | {"do": "save", "note": "people first"}).status_code == 302
        now = rulebook.current(house.workspace_id, "identify")
        assert [rule["code"] for rule in now.body["rules"]] == [
            "company_of_account",
            "person_of_lead",
            "contact_of_account",
            "rule_1",
        ]
        assert now.body["rules"][3] == {
            "code": "rule_1",
            "compare": "lead",
            "fields": ["company", "email"],
            "need": "all",
            "window_days": 0,
            "action": "ask",
        }
        page = client.get(RULES).content.decode()
        assert "people first" in page
        assert house.members["head_of_marketing"].name in page
        first = rulebook.versions(house.workspace_id, "identify")[-1]
        assert "no longer in force" in client.get(f"{RULES}?version={first.id}").content.decode()

    def test_faults_are_told_beside_their_rule_and_nothing_is_kept(self, house: House) -> None:
        client = house.client("administrator")
        draft = draft_of(client.get(f"{RULES}?edit=1").content.decode())
        answer = client.post(RULES, draft | {"window_days-2": "soon", "do": "save", "note": "x"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "“soon” is not a number of days" in page
        assert "data-faulty" in page
        assert rulebook.current(house.workspace_id, "identify").version == 1

    def test_a_draft_is_tried_on_the_past(self, house: House) -> None:
        house.send(record(1, source="webinar"))
        again = house.leads()[-1]
        client = house.client("administrator")
        draft = draft_of(client.get(f"{RULES}?edit=1").content.decode())
        page = client.post(RULES, draft | {"action-2": "tag", "do": "try", "days": "7"}).content.decode()
        assert "1 lead would be decided otherwise" in page
        assert f'href="/leads/{again.pk}/"' in page
        assert rulebook.current(house.workspace_id, "identify").version == 1


class TestLeadPage:
    def test_the_decision_is_told_with_its_rule_and_version(self, house: House) -> None:
        house.send(record(1, source="webinar"))
        first, again = house.leads()[0], house.leads()[-1]
        client = house.client("administrator")
        page = client.get(f"/leads/{again.pk}/").content.decode()
        assert "Rule 3 of version 1" in page
        assert "The same: Phone +8613812340001" in page
        assert f'href="/leads/{first.pk}/"' in page
        source = client.get(f"/leads/{first.pk}/").content.decode()
        assert "1 attached" in source
        assert "Came again" in source
        assert "+1</span>" in client.get("/leads/").content.decode()

    def test_a_colleagues_lead_in_the_panel_is_told_without_its_data(self, house: House, asker: Client) -> None:
        house.send(record(8, company="Company 1"))
        mine = house.leads()[-1]
        Lead.objects.of(house.workspace_id).filter(pk=mine.pk).update(owner_id=house.members["asker"].pk)
        page = asker.get(f"/leads/{mine.pk}/").content.decode()
        assert "A lead" in page
        assert "is held by sdr of home · East" in page
        assert not [secret for secret in SECRETS if secret in page]
        assert f'href="/leads/{house.leads()[0].pk}/"' not in page

    def test_labels_filter_the_list(self, house: House) -> None:
        house.send(record(1), record(8, company="Company 1"))
        client = house.client("administrator")

        def listed(query: str) -> int:
            return client.get(f"/leads/?{query}").content.decode().count("data-row>")

        assert listed("duplicate=any") == 2
        assert listed("duplicate=attach") == listed("duplicate=tag") == listed("repeated=1") == 1
        assert listed("novelty=new") == listed("novelty=known") == 2
        assert listed("novelty=customer") == 0
        found = client.get("/api/v1/leads?duplicate=tag&novelty=known").json()["leads"]
        assert [(lead["duplicate"], lead["novelty"], lead["attached"]) for lead in found] == [("tag", "known", 0)]

    def test_who_keeps_a_company_is_said_by_hand(self, house: House) -> None:
        lead = house.leads()[0]
        seller, path = house.members["seller"], f"/accounts-kept/{lead.account_id}/"
        assert house.client("sdr").post(path, {"owner": seller.pk}).status_code == 403
        admin = house.client("administrator")
        assert admin.post(path, {"owner": seller.pk, "next": f"/leads/{lead.pk}/"}).status_code == 302
        assert Account.objects.of(house.workspace_id).get(pk=lead.account_id or 0).owner_id == seller.pk
        house.send(record(9, company="Company 1"))
        assert house.leads()[-1].owner_id == seller.pk


class TestCheck:
    def test_it_exists_whose_it_is_and_ask_for_it(self, house: House, asker: Client) -> None:
        page = asker.post("/check/", {"text": "13812340001"}).content.decode()
        assert "is held by sdr of home · East" in page
        assert "Company 1" not in page
        assert not [secret for secret in SECRETS[:2] if secret in page]
        token = re.findall(r'name="token" value="([^"]+)"', page)[0]
        assert asker.post("/check/ask/", {"token": token, "note": "from the fair"}).status_code == 302
        owner = house.client("sdr")
        assert owner.post("/check/ask/", {"token": token}).status_code == 404, "a token is its viewer's own"
        today = owner.get("/").content.decode()
        assert "Colleagues ask you for" in today
        assert "sdr two" in today
        assert "from the fair" in today
        request = Request.objects.of(house.workspace_id).get()
        assert owner.post(f"/check/{request.pk}/answer/", {"do": "give"}).status_code == 302
        ledger.drain(house.workspace_id)
        assert house.leads()[0].owner_id == house.members["asker"].pk
        assert "Given" in asker.get("/check/").content.decode()

    def test_nothing_found_says_so_and_nonsense_is_refused(self, house: House, asker: Client) -> None:
        assert "Nobody has it" in asker.post("/check/", {"text": "13999999999"}).content.decode()
        answer = asker.post("/check/", {"text": "x"})
        assert answer.status_code == 422
        assert "Type a phone" in answer.content.decode()

    def test_fishing_is_slowed_down_and_ended(
        self, house: House, asker: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.GLEANRY_LIMITS = {**settings.GLEANRY_LIMITS, "check": 2}
        answers = [asker.post("/check/", {"text": f"1391234000{n}"}).status_code for n in range(4)]
        assert answers[-1] == 429
        settings.GLEANRY_LIMITS = {**settings.GLEANRY_LIMITS, "check": 100}
        monkeypatch.setattr("gleanry.flow.identify.actions.asking.CHECKS_A_DAY", 3)
        answers = [asker.post("/check/", {"text": f"1391234001{n}"}).status_code for n in range(4)]
        assert answers[-1] == 429

    def test_a_forged_token_asks_for_nothing(self, house: House, asker: Client) -> None:
        assert asker.post("/check/ask/", {"token": "WzEsMSwibGVhZCIsMV0:forged"}).status_code == 404
        assert Request.objects.of(house.workspace_id).count() == 0


class TestToday:
    def test_a_lead_that_came_again_stands_there_until_seen(self, house: House) -> None:
        client = house.client("sdr")
        assert "They came again" not in client.get("/").content.decode()
        house.send(record(1), record(1))
        page = client.get("/").content.decode()
        assert "They came again" in page
        assert "2 times" in page
        house.client("administrator").post("/today/seen/", {"lead": house.leads()[0].pk})
        assert "They came again" in client.get("/").content.decode(), "nobody sees it for its holder"
        client.post("/today/seen/", {"lead": house.leads()[0].pk})
        assert "They came again" not in client.get("/").content.decode()

    def test_it_costs_as_many_queries_for_many(self, house: House) -> None:
        client = house.client("sdr")
        house.send(record(1), record(2))
        client.get("/")
        with CaptureQueriesContext(connection) as few:
            client.get("/")
        house.send(*(record(n) for n in range(20, 40)))
        house.send(*(record(n) for n in range(20, 40)))
        with CaptureQueriesContext(connection) as many:
            client.get("/")
        assert len(many) <= len(few)


class TestApi:
    def test_a_check_and_its_request(self, house: House, asker: Client) -> None:
        found = asker.post("/api/v1/duplicates/check", {"text": "13812340001"}, content_type="application/json").json()
        (double,) = found["doubles"]
        assert (double["what"], double["id"], double["name"], double["owner"]) == ("lead", None, "", "sdr of home")
        asked = asker.post("/api/v1/duplicates/requests", {"token": double["token"]}, content_type="application/json")
        assert asked.status_code == 201
        (waiting,) = asker.get("/api/v1/duplicates/requests").json()["asked"]
        assert (waiting["lead_id"], waiting["answer"]) == (None, "")
        owner = house.client("sdr")
        (row,) = owner.get("/api/v1/duplicates/requests").json()["waiting"]
        path = f"/api/v1/duplicates/requests/{row['id']}/answer"
        assert owner.post(path, {"give": False}, content_type="application/json").status_code == 200
        (told,) = asker.get("/api/v1/duplicates/requests").json()["asked"]
        assert (told["lead_id"], told["answer"]) == (None, "kept")

    def test_rules_are_read_tried_and_put_in_force(self, house: House) -> None:
        admin, path = house.client("administrator"), "/api/v1/duplicates/rules"
        before = admin.get(path).json()
        assert before["version"] == 1
        body = {**before["body"], "rules": before["body"]["rules"][2:]}
        tried = admin.post(f"{path}/try", {"body": body, "days": 7}, content_type="application/json").json()
        assert (tried["leads"], tried["changed"]) == (2, 0)
        after = admin.put(path, {"body": body, "note": "two will do"}, content_type="application/json").json()
        assert after["version"] == 2
        broken = {**body, "rules": [{**body["rules"][0], "fields": ["company_alike"]}]}
        for answer in (
            admin.put(path, {"body": broken, "note": "x"}, content_type="application/json"),
            admin.post(f"{path}/try", {"body": broken}, content_type="application/json"),
        ):
            assert answer.status_code == 422
            error = answer.json()["error"]
            assert (error["code"], error["fields"][0]["field"]) == ("bad_rules", "rules.1.fields")
        refused = house.client("sdr").put(path, {"body": body, "note": "x"}, content_type="application/json")
        assert refused.status_code == 403

    def test_the_keeper_of_the_company_may_accept_at_once(self, house: House) -> None:
        seller = Member.objects.of(house.workspace_id).get(pk=house.members["seller"].pk)
        Account.objects.of(house.workspace_id).filter(pk=house.leads()[0].account_id or 0).update(owner_id=seller.pk)
        house.send(record(9, company="Company 1"))
        lead = house.leads()[-1]
        client = house.client("seller")
        assert "Accept as SQL" in client.get(f"/leads/{lead.pk}/").content.decode()
        client.post(f"/leads/{lead.pk}/handle/", {"kind": "note", "then": "accept"})
        ledger.drain(house.workspace_id)
        assert house.leads()[-1].pool == "converted"
