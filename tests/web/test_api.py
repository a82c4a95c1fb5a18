"""The programming interface: who may, what is answered, one form for every error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from gleanry.flow.capture.models import Submission
from gleanry.tenants.actions import make_token
from tests.web.conftest import House, record

pytestmark = pytest.mark.django_db(transaction=True)
SCOPES = (
    "api.use",
    "leads.see",
    "leads.import",
    "leads.claim",
    "deals.see",
    "deals.move",
    "cockpit.see",
    "leads.qualify",
    "leads.accept",
)


class Caller:
    """A program with a token."""

    def __init__(self, house: House, role: str = "administrator", scopes: tuple[str, ...] = SCOPES) -> None:
        secret = make_token(house.workspace_id, house.members[role], name="test", scopes=scopes)
        self.client = Client(headers={"authorization": f"Bearer {secret}"})

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        answer = self.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    def get(self, path: str) -> tuple[int, Any]:
        answer = self.client.get(f"/api/v1{path}")
        return answer.status_code, answer.json()


def test_a_record_is_taken_to_an_owner(house: House) -> None:
    status, body = Caller(house).post("/submissions", record(50))
    (result,) = body["results"]
    assert status == 200
    assert (result["known"], result["pool"], result["problems"]) == (False, "sdr", [])
    assert result["owner_id"] == house.members["sdr"].pk


def test_a_list_answers_for_each_record(house: House) -> None:
    _, body = Caller(house).post("/submissions", [record(51), {"company": "Nobody Ltd"}])
    taken, refused = body["results"]
    assert taken["lead_id"] is not None
    assert refused["lead_id"] is None
    assert refused["problems"][0]["code"] == "no_contact"
    assert Caller(house).get(f"/submissions/{refused['submission_id']}")[1]["raw"] == {"company": "Nobody Ltd"}


def test_the_same_key_is_taken_once_and_for_one_content_only(house: House) -> None:
    caller = Caller(house)
    first = caller.post("/submissions", record(52), idempotency_key="k1")[1]["results"][0]
    again = caller.post("/submissions", record(52), idempotency_key="k1")[1]["results"][0]
    assert again["known"] is True
    assert again["submission_id"] == first["submission_id"]
    status, body = caller.post("/submissions", record(53), idempotency_key="k1")
    assert (status, body["error"]["code"]) == (409, "key_reused")
    assert Submission.objects.of(house.workspace_id).count() == 3


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/submissions", {}, 422, "empty_record"),
        ("/submissions", [], 422, "invalid"),
        ("/leads/claim", {"lead_ids": []}, 422, "invalid"),
        ("/leads/claim", {"lead_ids": ["x"]}, 422, "invalid"),
        ("/deals/999999/win", {"amount": "1", "currency": "CNY"}, 404, "not_found"),
        ("/deals/999999/win", {"amount": "-1", "currency": "CNY"}, 422, "bad_amount"),
        ("/deals/999999/win", {"amount": "1", "currency": "ZZZ"}, 422, "bad_currency"),
        ("/deals/999999/win", {"amount": "NaN", "currency": "CNY"}, 422, "invalid"),
        ("/leads/assign", {"lead_ids": [1], "owner_id": 1}, 403, "forbidden"),
    ],
)
def test_every_refusal_has_one_form(house: House, path: str, body: Any, status: int, code: str) -> None:
    answered, answer = Caller(house).post(path, body)
    assert (answered, answer["error"]["code"]) == (status, code)
    assert set(answer["error"]) == {"code", "message", "fields"}


def test_a_body_that_is_no_json_is_told_so(house: House) -> None:
    answer = Caller(house).client.post("/api/v1/submissions", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unreadable_body")


def test_a_body_too_large_is_refused(house: House) -> None:
    status, body = Caller(house).post("/submissions", {"phone": "13812345678", "message": "x" * 6_000_000})
    assert (status, body["error"]["code"]) == (413, "too_large")


def test_strangers_and_wrong_tokens_are_kept_out(house: House) -> None:
    assert Client().get("/api/v1/leads").status_code == 401
    wrong = Client(headers={"authorization": "Bearer gly_wrong"})
    answers = [wrong.get("/api/v1/leads") for _ in range(32)]
    assert answers[0].json()["error"]["code"] == "token_unknown"
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "60"


def test_scopes_bound_a_token_and_roles_bound_scopes(house: House) -> None:
    assert Caller(house, scopes=("api.use", "leads.see")).post("/submissions", record(60))[0] == 403
    assert Caller(house, scopes=("api.use", "leads.see")).get("/leads")[0] == 200
    assert Caller(house, role="marketer", scopes=SCOPES).get("/deals")[0] == 403
    assert Caller(house, role="sdr", scopes=SCOPES).get("/leads")[0] == 403


def test_the_browser_may_read_but_change_only_with_its_csrf_token(house: House) -> None:
    user = house.members["sdr"].user
    assert user is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/leads").status_code == 200
    answer = client.post("/api/v1/leads/claim", '{"lead_ids": [1]}', content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")


def test_leads_are_listed_by_key(house: House) -> None:
    house.send(*(record(n) for n in range(70, 80)))
    caller = Caller(house)
    seen, after = [], ""
    while True:
        _, body = caller.get(f"/leads?limit=5{after}")
        seen += [lead["id"] for lead in body["leads"]]
        if body["next"] is None or not body["leads"]:
            break
        after = f"&after={body['next']}"
    assert seen == [lead.pk for lead in reversed(house.leads())]


def test_a_lead_goes_all_the_way(house: House) -> None:
    caller = Caller(house)
    lead = house.leads(pool="sdr")[0]
    assert caller.post("/leads/qualify", {"lead_ids": [lead.pk]})[1] == {"lead_ids": [lead.pk]}
    assert caller.post("/leads/accept", {"lead_ids": [lead.pk]})[1] == {"lead_ids": [lead.pk]}
    (deal,) = caller.get("/deals?outcome=open")[1]["deals"]
    won = caller.post(f"/deals/{deal['id']}/win", {"amount": "1200.50", "currency": "CNY"})[1]
    assert (won["outcome"], won["amount"]) == ("won", {"amount": "1200.50", "minor": 120050, "currency": "CNY"})
    receipt = {"amount": "1200.50", "currency": "CNY", "received_at": "2026-11-18T02:00:00Z"}
    assert caller.post(f"/deals/{deal['id']}/receipts", receipt)[0] == 201
    total = caller.get("/funnel")[1]["total"]
    assert (total["won"], total["paid"], total["paid_amount"]["minor"]) == (1, 1, 120050)
    assert caller.get("/flow")[1]["balanced"] is True


def test_the_description_is_openapi_3_1_and_names_every_refusal(house: House) -> None:
    _, described = Caller(house).get("/openapi.json")
    assert described["openapi"].startswith("3.1")
    for path, verbs in described["paths"].items():
        for verb, operation in verbs.items():
            assert {"401", "403", "422", "429"} <= set(operation["responses"]), (verb, path)


def test_the_documentation_needs_nothing_from_elsewhere(house: House) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    assert "http://" not in page
    assert "https://" not in page
