"""What can go wrong on the way: a session that ends, a server that is gone, a page left open, a second press."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from gleanry.flow.followup.models import FollowUp
from tests.browser.test_pages import sign_in
from tests.web.conftest import PASSWORD, House, build, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db: None) -> House:
    house = build("home")
    house.send(record(1), record(2))
    return house


def _type(page: Page, note: str) -> None:
    page.check("input[name=kind][value=visit]")
    page.check("input[name=result][value=no_answer]")
    page.fill("#note", note)
    with page.expect_response("**/weigh/"):
        page.fill("#bant-need", "300k")


def _is_typed(page: Page, note: str) -> None:
    expect(page.locator("#note")).to_have_value(note)
    expect(page.locator("#bant-need")).to_have_value("300k")
    expect(page.locator("input[name=kind][value=visit]")).to_be_checked()
    expect(page.locator("input[name=result][value=no_answer]")).to_be_checked()


def _press_save(page: Page) -> None:
    """Without leaving the field first, which would ask the server what counts and find the session gone already."""
    page.evaluate("document.querySelector('button[value=save]').click()")


def test_what_is_typed_is_kept_when_the_session_ends_before_anything_is_sent(
    house: House, live_server: Any, page: Page
) -> None:
    sign_in(page, live_server, "sdr")
    _type(page, "half of what was said")
    Session.objects.all().delete()
    page.locator("#bant-need").blur()
    page.wait_for_url("**/accounts/login/**")
    page.fill("#id_login", "sdr@home.example")
    page.fill("#id_password", PASSWORD)
    page.click("form.stacked button")
    _is_typed(page, "half of what was said")


@pytest.mark.parametrize("where", ["desk", "lead"])
def test_what_was_typed_survives_the_end_of_a_session(house: House, live_server: Any, page: Page, where: str) -> None:
    sign_in(page, live_server, "sdr")
    if where == "lead":
        page.locator(".desk-panel h2 a").click()
        page.wait_for_url("**/leads/*/")
    _type(page, "half of what was said")
    Session.objects.all().delete()
    _press_save(page)
    page.wait_for_url("**/accounts/login/**")
    page.fill("#id_login", "sdr@home.example")
    page.fill("#id_password", PASSWORD)
    page.click("form.stacked button")
    _is_typed(page, "half of what was said")
    expect(page.locator(".toast-line", has_text="is here again")).to_be_visible()
    page.click("button[value=save]")
    expect(page.locator(".toast-line", has_text="Saved.")).to_be_visible()
    assert FollowUp.objects.of(house.workspace_id).get().note == "half of what was said"
    page.goto(f"{live_server.url}/")
    expect(page.locator("#note")).to_have_value("")


def test_another_person_at_the_same_browser_gets_nothing_of_it(house: House, live_server: Any, page: Page) -> None:
    sign_in(page, live_server, "sdr")
    _type(page, "not for others")
    Session.objects.all().delete()
    _press_save(page)
    page.wait_for_url("**/accounts/login/**")
    page.fill("#id_login", "administrator@home.example")
    page.fill("#id_password", PASSWORD)
    page.click("form.stacked button")
    page.goto(f"{live_server.url}/leads/{house.leads()[0].pk}/")
    expect(page.locator("#note")).to_have_value("")


def test_a_server_that_is_gone_is_told_and_nothing_typed_is_lost(house: House, live_server: Any, page: Page) -> None:
    sign_in(page, live_server, "sdr")
    _type(page, "while the server was down")
    page.route("**/handle/", lambda route: route.abort())
    page.click("button[value=save]")
    expect(page.locator(".toast-line", has_text="The server did not answer")).to_be_visible()
    _is_typed(page, "while the server was down")
    page.unroute("**/handle/")
    page.click("button[value=save]")
    expect(page.locator(".toast-line", has_text="Saved.")).to_be_visible()


def test_a_page_left_open_over_a_new_sign_in_keeps_what_was_typed(house: House, live_server: Any, page: Page) -> None:
    sign_in(page, live_server, "sdr")
    _type(page, "before lunch")
    page.context.clear_cookies(name="csrftoken")
    page.click("button[value=save]")
    expect(page.locator(".toast-line", has_text="open for too long").first).to_be_visible()
    _is_typed(page, "before lunch")
    page.reload()
    _is_typed(page, "before lunch")
    page.click("button[value=save]")
    expect(page.locator(".toast-line", has_text="Saved.")).to_be_visible()


@pytest.mark.parametrize("where", ["desk", "lead"])
def test_a_slow_answer_and_a_second_press_save_once(house: House, live_server: Any, page: Page, where: str) -> None:
    def slowly(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    sign_in(page, live_server, "sdr")
    if where == "lead":
        page.locator(".desk-panel h2 a").click()
        page.wait_for_url("**/leads/*/")
    _type(page, "once")
    page.route("**/handle/", slowly)
    page.evaluate("for (const _ of [1, 2, 3]) document.querySelector('button[value=save]').click()")
    expect(page.locator(".toast-line", has_text="Saved.").first).to_be_visible()
    assert FollowUp.objects.of(house.workspace_id).count() == 1


def test_the_back_button_shows_the_list_one_came_from(house: House, live_server: Any, page: Page) -> None:
    sign_in(page, live_server, "sdr", "/leads/?state=pending")
    page.locator("a.who").first.click()
    page.wait_for_url("**/leads/*/")
    page.go_back()
    assert page.url.endswith("/leads/?state=pending")
    expect(page.locator("#f-state")).to_have_value("pending")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_lead_handled_in_another_tab_is_told(house: House, live_server: Any, page: Page) -> None:
    sign_in(page, live_server, "sdr")
    page.locator(".desk-panel h2 a").click()
    page.wait_for_url("**/leads/*/")
    other = page.context.new_page()
    other.goto(page.url)
    other.check("input[name=result][value=reached]")
    other.click("button[value=qualify]")
    page.check("input[name=result][value=reached]")
    page.click("button[value=qualify]")
    expect(page.locator("body")).to_contain_text("There is nothing here that you can see")


@pytest.mark.parametrize("path", ["/", "/leads/", "/pools/", "/deals/", "/violations/"])
def test_twice_the_size_still_fits(house: House, live_server: Any, page: Page, path: str) -> None:
    """Zoom of 200 %: half the pixels in both directions."""
    page.set_viewport_size({"width": 640, "height": 400})
    sign_in(page, live_server, "administrator", path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
