"""The daily work in a real browser: sign in, handle a lead, import a file, open each number of the funnel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gleanry.flow.clean.actions import add_entries
from gleanry.flow.clean.shapes import ListKind, NewEntry
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, qualify_leads
from gleanry.kit import clock
from gleanry.wiring.importing import run_import
from tests.web.conftest import PASSWORD, House, build, record

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = (
    "/",
    "/leads/",
    "/leads/?money=won",
    "/deadlines/",
    "/violations/",
    "/pools/",
    "/pools/sdr/",
    "/invalid/",
    "/lists/",
    "/deals/",
    "/deals/list/",
    "/funnel/",
    "/imports/",
    "/find/?q=person",
    "/find/people/?q=person",
)


@pytest.fixture
def house(transactional_db: None) -> House:
    house = build("home")
    house.send(*(record(n, source="fair" if n % 2 else "") for n in range(1, 7)))
    admin = house.viewer("administrator")
    add_entries(admin, [NewEntry(ListKind.WORD, "casino", "spam since May")], clock.now())
    house.send(record(7, person_name="Test", message="Come to our C-A-S-I-N-O, the best of all in this part of town"))
    ids = [lead.pk for lead in house.leads()][:2]
    qualify_leads(admin, ids, clock.now())
    accept_leads(admin, ids[:1], clock.now())
    return house


def sign_in(page: Page, server: Any, role: str, path: str = "/") -> None:
    page.goto(f"{server.url}/accounts/login/?next={path}")
    page.fill("#id_login", f"{role}@home.example")
    page.fill("#id_password", PASSWORD)
    page.click("form.stacked button")
    page.wait_for_url(f"{server.url}{path}")


def serious(page: Page) -> list[str]:
    """Serious and critical findings of axe, each with its first place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_an_sdr_handles_leads_without_leaving_today(
    house: House, live_server: Any, page: Page, trouble: list[str]
) -> None:
    sign_in(page, live_server, "sdr")
    count = page.locator(".due li").count()
    first = page.locator(".desk-panel h2 a").inner_text()
    page.check("input[value=reached]")
    page.fill("#note", "wants a quote by Friday")
    page.click("button[value=save]")
    expect(page.locator(".toast-line").last).to_contain_text("Saved.")
    assert page.url == f"{live_server.url}/"
    page.locator(".due a", has_text=first).click()
    expect(page.locator(".desk-panel")).to_contain_text("wants a quote by Friday")
    page.click("button[value=qualify]")
    expect(page.locator(".due li")).to_have_count(count - 1)
    expect(page.locator(".desk-panel h2 a")).not_to_have_text(first)


def test_the_keyboard_is_enough(house: House, live_server: Any, page: Page, trouble: list[str]) -> None:
    sign_in(page, live_server, "administrator")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url(f"{live_server.url}/leads/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".bulk")).to_contain_text("1 selected")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("Person 3")
    page.keyboard.press("Enter")
    expect(page.locator("main .hits").first).to_contain_text("Person 3")
    page.keyboard.press("Tab")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Person 3")


def test_a_card_moves_by_keyboard(house: House, live_server: Any, page: Page, trouble: list[str]) -> None:
    sign_in(page, live_server, "seller", "/deals/")
    page.locator(".deal a").first.focus()
    page.keyboard.press("]")
    expect(page.locator(".toast-line")).to_contain_text("Moved.")
    assert Opportunity.objects.of(house.workspace_id).get().stage == "demo"
    card, column = page.locator(".deal").first, page.locator(".column[data-stage=proposal]")
    card.drag_to(column)
    expect(column.locator(".deal")).to_have_count(1)


def test_a_file_is_imported_and_its_result_found_again(
    house: House, live_server: Any, page: Page, trouble: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "fair.csv"
    file.write_text("姓名,公司,手机\n张伟,宝山,13912345678\n李娜,恒远,\n", encoding="gb18030")
    sign_in(page, live_server, "marketer", "/imports/")
    page.set_input_files("input[type=file]", file)
    expect(page.locator("[data-name]")).to_have_text("fair.csv")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#column-2")).to_have_value("phone")
    page.select_option("#column-2", "extra")
    expect(page.locator("#preview [role=alert]")).to_contain_text("no column is taken for it")
    page.select_option("#column-2", "phone")
    expect(page.locator("#preview .verdict-ok")).to_have_count(1)
    page.get_by_role("button", name="Start the import").click()
    expect(page.locator("progress")).to_be_visible()
    number = int(re.findall(r"/imports/(\d+)/", page.url)[0])
    run_import(house.workspace_id, number)
    expect(page.get_by_role("heading", name="Refused rows")).to_be_visible()
    expect(page.locator("progress")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_finding(
    house: House, live_server: Any, page: Page, trouble: list[str], theme: Any
) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(f"{live_server.url}/accounts/login/")
    assert serious(page) == []
    sign_in(page, live_server, "administrator")
    deal = Opportunity.objects.of(house.workspace_id).get().pk
    lead = house.leads()[2].pk
    for path in (*PATHS, f"/leads/{lead}/", f"/deals/{deal}/", "/accounts/password/change/"):
        page.goto(live_server.url + path)
        assert serious(page) == [], path


def test_a_phone_shows_every_page_without_sideways_scrolling(house: House, live_server: Any, phone: Page) -> None:
    sign_in(phone, live_server, "sdr")
    phone.locator(".due a").first.click()
    expect(phone.locator(".desk-panel")).to_be_visible()
    expect(phone.locator(".desk-list")).to_be_hidden()
    assert serious(phone) == []
    phone.goto(f"{live_server.url}/accounts/logout/")
    phone.get_by_role("button").first.click()
    sign_in(phone, live_server, "administrator")
    for path in (*PATHS, f"/leads/{house.leads()[2].pk}/"):
        phone.goto(live_server.url + path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
