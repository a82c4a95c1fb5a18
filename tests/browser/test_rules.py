"""A rule is changed, tried, put in force and restored in a real browser: by mouse, by keyboard, without a script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gleanry.kit import rulebook
from tests.browser.test_pages import serious, sign_in
from tests.web.conftest import House, build, record

pytestmark = pytest.mark.django_db(transaction=True)
BOOKS = ("clean", "score", "route", "followup", "calendar", "convert", "attribute", "rates", "roles")


@pytest.fixture
def house(transactional_db: None) -> House:
    house = build("home")
    house.send(*(record(n) for n in range(1, 4)), record(4, person_name="Test"))
    return house


def _body(house: House, name: str) -> Any:
    return rulebook.current(house.workspace_id, name).body


def test_a_rule_is_edited_tried_published_and_restored(
    house: House, live_server: Any, page: Page, trouble: list[str]
) -> None:
    before = _body(house, "clean")
    sign_in(page, live_server, "administrator", "/rules/")
    page.get_by_role("link", name="Cleaning and screening").click()
    page.get_by_role("link", name="Change the rules").click()
    weight = page.get_by_label("Held back from this weight on")
    weight.fill("a lot")
    page.get_by_role("button", name="Check and compare").click()
    expect(page.locator(".field-error")).to_have_text("“a lot” is not a whole number.")
    weight.fill("101")
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.locator(".dry-run")).to_contain_text("1 of the latest 4 submissions would be decided otherwise.")
    assert serious(page) == []
    page.get_by_role("button", name="Put in force as version 2").click()
    expect(page.locator(".form-trouble")).to_contain_text("Say why the rules are changed")
    page.get_by_label("Why are the rules changed?").fill("one sign is not enough")
    page.get_by_role("button", name="Put in force as version 2").click()
    expect(page.locator(".toast-line")).to_contain_text("Version 2 is in force.")
    assert _body(house, "clean")["refuse_at"] == 101
    page.get_by_role("link", name="Compare 1 with 2").click()
    expect(page.locator(".changes")).to_contain_text("Held back from this weight on: 100 → 101")
    assert serious(page) == []
    page.get_by_role("link", name="1", exact=True).click()
    page.get_by_role("link", name="Restore version 1").click()
    page.get_by_role("button", name="Put in force as version 3").click()
    expect(page.locator(".toast-line")).to_contain_text("Version 3 is in force.")
    assert _body(house, "clean") == before


def test_rows_and_conditions_by_keyboard(house: House, live_server: Any, page: Page, trouble: list[str]) -> None:
    sign_in(page, live_server, "administrator", "/rules/route/edit/")
    page.get_by_role("button", name="Move row 4 up").press("Enter")
    expect(page.locator("input[name='rules.2.code']")).to_have_value("sdr_in_turn")
    expect(page.get_by_role("button", name="Move row 3 up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("input[name='rules.1.code']")).to_have_value("sdr_in_turn")
    page.locator("select[name='rules.1.when.add']").select_option("grade")
    page.locator(".rule-cards > li").nth(1).locator(".rule-when .rule-more summary").click()
    page.locator("input[name='rules.1.when.is.grade'][value=A1]").check(force=True)
    page.locator("input[name='rules.1.code']").press("Enter")
    expect(page.locator(".changes")).to_contain_text("moved from row 4 to row 2")
    expect(page.locator(".changes")).to_contain_text("Grade: A1")
    assert rulebook.current(house.workspace_id, "route").version == 1
    page.get_by_label("Why are the rules changed?").fill("the best leads first")
    page.get_by_role("button", name="Put in force as version 2").press("Enter")
    expect(page.locator(".toast-line")).to_contain_text("Version 2 is in force.")
    assert _body(house, "route")["rules"][1]["when"] == {"grade": ["A1"]}


def test_two_editors_at_once_lose_nothing(
    house: House, live_server: Any, page: Page, browser: Browser, trouble: list[str]
) -> None:
    sign_in(page, live_server, "administrator", "/rules/convert/edit/")
    other = browser.new_context(locale="en").new_page()
    sign_in(other, live_server, "head_of_marketing", "/rules/convert/edit/")
    other.locator("input[name='stages.0.en']").fill("First talk")
    other.get_by_label("Why are the rules changed?").fill("plainer")
    other.get_by_role("button", name="Put in force as version 3").click()
    expect(other.locator(".toast-line")).to_contain_text("Version 3 is in force.")
    page.locator("input[name='stages.1.en']").fill("Presentation")
    page.get_by_label("Why are the rules changed?").fill("as we say")
    page.get_by_role("button", name="Put in force as version 3").click()
    expect(page.locator(".overtaken")).to_contain_text("Version 3 was put in force while you were editing")
    expect(page.locator(".overtaken")).to_contain_text("Discovery → First talk")
    expect(page.locator("input[name='stages.1.en']")).to_have_value("Presentation")
    expect(page.locator("input[name='stages.0.en']")).to_have_value("First talk")
    page.get_by_role("button", name="Put in force as version 4").click()
    expect(page.locator(".toast-line")).to_contain_text("Version 4 is in force.")
    assert [stage["en"] for stage in _body(house, "convert")["stages"][:2]] == ["First talk", "Presentation"]
    other.context.close()


def test_without_a_script_the_same_is_done(house: House, live_server: Any, browser: Browser) -> None:
    plain = browser.new_context(java_script_enabled=False, locale="en")
    page = plain.new_page()
    sign_in(page, live_server, "administrator", "/rules/rates/edit/")
    page.get_by_role("button", name="Add a row").click()
    page.locator("select[name='rates.0.currency']").select_option("EUR")
    page.locator("input[name='rates.0.rate']").fill("7.85")
    page.get_by_label("Why are the rules changed?").fill("fixed for the quarter")
    page.get_by_role("button", name="Put in force as version 2").click()
    expect(page.locator("main")).to_contain_text("EUR Euro")
    assert _body(house, "rates") == {"rates": {"EUR": "7.85"}}
    plain.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_rules_has_a_serious_finding(house: House, live_server: Any, page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_server, "administrator", "/rules/")
    for path in ("", *(f"{book}/" for book in BOOKS), *(f"{book}/edit/" for book in BOOKS)):
        page.goto(f"{live_server.url}/rules/{path}")
        assert serious(page) == [], path


def test_a_phone_edits_without_sideways_scrolling(house: House, live_server: Any, phone: Page) -> None:
    sign_in(phone, live_server, "administrator", "/rules/")
    for path in ("", *(f"{book}/" for book in BOOKS), *(f"{book}/edit/" for book in BOOKS)):
        phone.goto(f"{live_server.url}/rules/{path}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
