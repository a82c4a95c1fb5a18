"""Getting in, and what happens after too many wrong passwords."""

from __future__ import annotations

from django.test import Client

from tests.web.conftest import PASSWORD, House


def _try(client: Client, password: str) -> tuple[int, str]:
    answer = client.post(
        "/accounts/login/", {"login": "sdr@home.example", "password": password}, headers={"accept-language": "en"}
    )
    return answer.status_code, answer.content.decode()


def test_the_right_password_opens_today(house: House) -> None:
    client = Client()
    answer = client.post("/accounts/login/?next=/leads/", {"login": "sdr@home.example", "password": PASSWORD})
    assert answer.headers["Location"] in ("/", "/leads/")
    assert client.get("/").status_code == 200


def test_too_many_wrong_passwords_lock_and_say_until_when(house: House) -> None:
    client = Client()
    answers = [_try(client, "wrong") for _ in range(8)]
    assert [status for status, _ in answers[:7]] == [200] * 7
    status, page = answers[-1]
    assert status == 429
    assert "You may try again in <strong>15 minutes</strong>, at" in page
    assert _try(client, PASSWORD)[0] == 429
    colleague = {"login": "seller@home.example", "password": PASSWORD}
    assert client.post("/accounts/login/", colleague).status_code == 302


def test_nobody_signs_up_by_themselves(db: None) -> None:
    for path in ("/accounts/signup/", "/accounts/password/reset/"):
        page = Client().get(path, headers={"accept-language": "en"}).content.decode()
        assert "Accounts are made by an administrator" in page


def test_a_changed_password_holds(house: House) -> None:
    client = Client()
    _try(client, PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": "sow-and-reap-2026", "password2": "sow-and-reap-2026"}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert _try(Client(), "sow-and-reap-2026")[0] == 302


def test_an_account_without_a_workspace_is_told_whom_to_ask(house: House) -> None:
    house.members["sdr"].active = False
    house.members["sdr"].save(update_fields=["active"])
    answer = house.client("sdr").get("/")
    assert answer.status_code == 403
    assert "您已登录" in answer.content.decode() or "You are signed in" in answer.content.decode()
