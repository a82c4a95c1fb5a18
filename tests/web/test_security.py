"""What an attacker would try at the doors of the site."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gleanry import web
from gleanry.tenants.actions import make_token
from gleanry.values.cell import safe_cell
from gleanry.web.access import path_of
from tests.web.conftest import PASSWORD, House

TEMPLATES = sorted((Path(web.__file__).parent / "templates").rglob("*.html"))
pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/",
    "/leads/",
    "/pools/",
    "/deals/",
    "/funnel/",
    "/imports/",
    "/violations/",
    "/invalid/",
    "/lists/",
    "/accounts/login/",
    "/nowhere/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_fenced_in(house: House, path: str) -> None:
    headers = house.client("administrator").get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_template_holds_code_or_style_or_marks_text_as_safe() -> None:
    assert len(TEMPLATES) > 30
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\son\w+\s*=|javascript:|\sstyle\s*=|<style|\|safe|autoescape off|hx-on", text), path.name
        for script in re.findall(r"<script\b[^>]*>", text):
            assert " src=" in script, path.name
        for form in re.findall(r'<form\b[^>]*method="post".*?</form>', text, re.DOTALL):
            assert "{% csrf_token %}" in form, path.name


def test_a_session_cannot_be_read_by_scripts_nor_sent_by_other_sites(house: House) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "sdr@home.example", "password": PASSWORD})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "\t//x.example",
    ],
)
def test_nobody_is_led_to_another_site(house: House, wanted: str) -> None:
    client = Client()
    form = {"login": "sdr@home.example", "password": PASSWORD, "next": wanted}
    assert client.post("/accounts/login/", form).headers["Location"] == "/"
    assert client.post("/look/", {"theme": "dark", "next": wanted}).headers["Location"] == "/"
    lead = house.leads()[0].pk
    assert client.post("/leads/bulk/", {"claim": lead, "next": wanted}).headers["Location"] == "/leads/"


def test_a_referer_with_two_slashes_leads_nowhere_else(house: House) -> None:
    client = house.client("administrator")
    answer = client.post("/leads/bulk/", {}, headers={"referer": "http://testserver//elsewhere.example/x"})
    assert answer.status_code == 422
    assert path_of("http://testserver//elsewhere.example/x") == "/"
    assert path_of("https://elsewhere.example/x", host="testserver") == "/"
    assert path_of("http://testserver/leads/?grade=A1", host="testserver") == "/leads/?grade=A1"


def test_a_form_sent_after_the_session_ended_leads_back_to_where_it_was_typed(house: House) -> None:
    lead = house.leads()[0].pk
    headers = {"referer": f"http://testserver/leads/{lead}/"}
    answer = Client().post(f"/leads/{lead}/handle/", {"kind": "note", "note": "x"}, headers=headers)
    assert answer.headers["Location"] == f"/accounts/login/?next=%2Fleads%2F{lead}%2F"


def test_a_form_without_its_token_is_refused(house: House) -> None:
    user = house.members["sdr"].user
    assert user is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    lead = house.leads()[0].pk
    answer = client.post(f"/leads/{lead}/handle/", {"kind": "note", "note": "x"})
    assert answer.status_code == 403
    assert b"data-interrupted" in answer.content
    headers = {"hx-request": "true", "hx-target": "desk"}
    part = client.post(f"/leads/{lead}/handle/", {"kind": "note", "note": "x"}, headers=headers)
    assert (part.status_code, part.headers["HX-Reswap"], part.headers["HX-Trigger"]) == (403, "none", "interrupted")
    assert b"open for too long" in part.content


def test_passwords_cannot_be_guessed_at_the_page_that_changes_them(house: House) -> None:
    client = house.client("sdr")
    wrong = {"oldpassword": "guess", "password1": "sow-and-reap-2026", "password2": "sow-and-reap-2026"}
    answers = [client.post("/accounts/password/change/", wrong) for _ in range(7)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert "Traceback" not in answers[-1].content.decode()


@pytest.mark.parametrize("path", ["/imports/", "/accounts/login/", "/api/v1/imports", "/api/v1/submissions"])
def test_a_large_body_of_a_stranger_is_refused_unread(house: House, path: str) -> None:
    class Unread:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    given: Any = {"CONTENT_LENGTH": "600000000", "wsgi.input": Unread()}
    answer = Client().generic("POST", path, b"", **given)
    assert answer.status_code == 413


def test_a_member_sends_large_files_up_to_the_largest(house: House, settings: Any) -> None:
    client = house.client("marketer")
    file = SimpleUploadedFile("big.csv", b"name,phone\n" + b"Ann,13812345678\n" * 500_000)
    assert client.post("/imports/", {"kind": "leads", "file": file}).status_code == 302
    settings.GLEANRY_LARGEST_FILE = 1_000_000
    file.seek(0)
    assert client.post("/imports/", {"kind": "leads", "file": file}).status_code == 413


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "a\r\nSet-Cookie: x=1.csv",
        "/abs.csv",
        "\N{RIGHT-TO-LEFT OVERRIDE}vsc.exe",
    ],
)
def test_the_name_of_a_file_is_only_a_name(house: House, name: str) -> None:
    before = {path for path in Path(settings.GLEANRY_HOME).rglob("*") if "imports" not in path.parts}
    file = SimpleUploadedFile("x.csv", b"name,phone\nAnn,13812345678\n")
    file.name = name
    answer = house.client("marketer").post("/imports/", {"kind": "leads", "file": file})
    assert answer.status_code in (200, 302)
    after = {path for path in Path(settings.GLEANRY_HOME).rglob("*") if "imports" not in path.parts}
    assert {path.name for path in after - before} <= {"test.sqlite3-wal", "test.sqlite3-shm"}
    if answer.status_code == 302:
        page = house.client("marketer").get(answer.headers["Location"])
        assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("cell", ["＝1+1", "＋1", "－cmd", "＠SUM(A1)", "\n=1", "\u3000=1", "\u00a0@x"])
def test_wide_and_hidden_formulas_are_disarmed_too(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_secrets_are_never_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = make_token(house.workspace_id, house.members["administrator"], name="x", scopes=("api.use", "leads.see"))
    for token in (secret, "gly_wrong"):
        caller = Client(headers={"authorization": f"Bearer {token}"}, raise_request_exception=False)
        caller.get("/api/v1/leads")
        caller.get("/api/v1/leads/999999999")
        caller.post("/api/v1/leads/claim", "{", content_type="application/json")
    Client().post("/accounts/login/", {"login": "sdr@home.example", "password": "the-wrong-secret"})
    said = "\n".join(
        f"{entry.getMessage()} {entry.args}" for entry in caplog.records if entry.name != "django.db.backends"
    )
    assert all(word not in said for word in (secret, "gly_wrong", "the-wrong-secret"))


@pytest.mark.parametrize("path", ["/leads/", "/api/v1/leads"])
def test_a_defect_reveals_nothing(house: House, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("SELECT secret FROM vault")

    monkeypatch.setattr("gleanry.web.pages.leads.list_leads", broken)
    monkeypatch.setattr("gleanry.web.api.leads.list_leads", broken)
    client = house.client("administrator")
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code == 500
    for word in ("secret", "RuntimeError", "Traceback", "gleanry/web", "Django"):
        assert word not in answer.content.decode()
