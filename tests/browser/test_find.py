"""The search box by keyboard and by touch: / goes there, arrows choose, Enter opens, Esc closes; axe finds nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.web.conftest import PASSWORD, House, build, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db: None) -> House:
    house = build("home")
    house.send(record(1, person_name="王小明", company="北京纷扬科技有限公司"), record(2, person_name="王小红"))
    return house


def sign_in(page: Page, server: Any, path: str = "/") -> None:
    page.goto(f"{server.url}/accounts/login/?next={path}")
    page.fill("#id_login", "administrator@home.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"**{path}")


def test_by_keyboard(page: Page, live_server: Any, house: House, trouble: list[str]) -> None:
    sign_in(page, live_server)
    box, options = page.locator("#seek"), page.locator("#seek-drop [role=option]")
    page.keyboard.press("/")
    page.keyboard.type("wangx")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert Axe().run(page).response["violations"] == []

    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("wangx")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/leads/\d+/$"))


def test_without_choosing_enter_shows_all(page: Page, live_server: Any, house: House, trouble: list[str]) -> None:
    sign_in(page, live_server)
    page.fill("#seek", "纷扬")
    page.press("#seek", "Enter")
    page.wait_for_url("**/find/?q=*")

    expect(page.locator("main mark").first).to_have_text("纷扬")
    page.locator("main a[href^='/find/company/']").click()
    expect(page.locator("main h1")).to_have_text("北京纷扬科技有限公司")
    expect(page.locator("main")).to_contain_text("王小明")


def test_by_touch(phone: Page, live_server: Any, house: House) -> None:
    sign_in(phone, live_server)
    phone.locator("#seek").tap()
    phone.keyboard.type("小红")
    hit = phone.locator("#seek-drop [role=option]").first
    expect(hit).to_be_in_viewport()
    drop = phone.locator("#seek-drop").bounding_box()
    assert drop is not None
    assert drop["x"] >= 0
    assert drop["x"] + drop["width"] <= 390
    hit.tap()
    phone.wait_for_url(re.compile(r"/leads/\d+/$"))
