"""Debian's Chromium, driven by Playwright: nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
REFUSED = "Failed to load resource: the server responded with a status of "
NO_TROUBLE = ("htmx:sendAbort", "htmx:afterRequest", f"{REFUSED}409", f"{REFUSED}422")
PHONE: ViewportSize = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program; without it the tests are skipped on a desk and fail in CI."""
    program = os.environ.get("GLEANRY_CHROMIUM") or shutil.which("chromium")
    if program:
        return program
    if os.environ.get("CI"):
        pytest.fail("no Chromium: apt-get install chromium, or set GLEANRY_CHROMIUM")
    pytest.skip("no Chromium: apt-get install chromium, or set GLEANRY_CHROMIUM")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Django refuses its database inside an event loop; Playwright keeps one running in this thread.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        launched = playwright.chromium.launch(executable_path=chromium, args=["--disable-dev-shm-usage"])
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True)
    opened.set_default_timeout(15_000)
    yield opened.new_page()
    opened.close()


@pytest.fixture
def trouble(page: Page) -> Iterator[list[str]]:
    """What the browser complained about; every test ends without any.

    A request given up because its page was left, or because a newer one took its place, is no trouble, nor is a form
    that was refused; a request that failed says so under another name as well.
    """
    said: list[str] = []

    def hear(text: str) -> None:
        if not text.startswith(NO_TROUBLE):
            said.append(text)

    page.on("console", lambda message: hear(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []
