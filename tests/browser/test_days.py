"""A day of an SDR, of a seller and of their director, walked in a browser in both languages on one workspace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gleanry.cockpit.queries import audit
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import sweep_deadlines
from gleanry.flow.followup.models import GateSign, Violation
from gleanry.kit import clock, ledger
from gleanry.tenants.actions import set_look
from tests.browser.conftest import DESKTOP
from tests.conftest import ask_all
from tests.web.conftest import PASSWORD, House, build, record

pytestmark = pytest.mark.django_db(transaction=True)
SAYS = {
    "zh-hans": {
        "due": "按时限排序的待办", "contact": "计为有效跟进", "attempt": "计为一次尝试", "saved": "已保存",
        "shares": "应得", "evidence": "证据", "excused": "已免责",
    },
    "en": {
        "due": "Due now, in order", "contact": "Counts as contact", "attempt": "Counts as an attempt", "saved": "Saved",
        "shares": "Entitled to", "evidence": "Evidence", "excused": "Excused",
    },
}  # fmt: skip


@pytest.fixture(params=sorted(SAYS))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(transactional_db: None, language: str) -> House:
    house = build("home")
    ask_all(house.workspace_id)
    for member in house.members.values():
        set_look(member.user_id or 0, language=language)
    house.send(*(record(n, job_title="采购经理", company=f"上海第{n}仪器有限公司") for n in range(1, 5)))
    return house


def open_as(browser: Browser, server: Any, role: str, path: str = "/") -> Page:
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{server.url}/accounts/login/?next={path}")
    page.fill("#id_login", f"{role}@home.example")
    page.fill("#id_password", PASSWORD)
    page.click("form.stacked button")
    page.wait_for_url(f"{server.url}{path}")
    return page


def choose(page: Page, name: str, value: str) -> None:
    page.click(f"label:has(input[name={name}][value={value}])")


def talk(page: Page, note: str) -> None:
    """A call that reached somebody, with what a seller has to know."""
    choose(page, "kind", "call")
    choose(page, "result", "reached")
    page.fill("#note", note)
    page.select_option("select[name=budget_is]", index=1)
    page.fill("input[name=budget_least]", "200000")
    page.select_option("#bant-authority", index=1)
    page.fill("#bant-timing", (clock.now() + timedelta(days=60)).strftime("%Y-%m"))
    page.fill("#bant-need", "替换老检测线")


def sign(page: Page) -> None:
    """Say yes to each item of the checklist, and by what."""
    for row in page.locator(".gate-row").all():
        row.locator("label").first.click()
        row.locator("input[name^=why-]").fill("电话里说的")


def test_their_days(house: House, live_server: Any, browser: Browser, language: str) -> None:
    says = SAYS[language]
    sdr = open_as(browser, live_server, "sdr")
    expect(sdr.locator("#due-title")).to_have_text(says["due"])
    count = sdr.locator(".due li").count()
    first = sdr.locator(".desk-panel h2 a").inner_text()
    expect(sdr.locator('.desk-panel a[href^="tel:"]').first).to_be_visible()
    talk(sdr, "想年内换掉老检测线，预算已批")
    expect(sdr.locator("#weigh .counts")).to_contain_text(says["contact"])
    sign(sdr)
    sdr.click("button[value=qualify]")
    expect(sdr.locator(".toast-line").last).to_be_visible()
    expect(sdr.locator(".due li")).to_have_count(count - 1)
    expect(sdr.locator(".desk-panel h2 a")).not_to_have_text(first)
    assert GateSign.objects.of(house.workspace_id).get().gate == "mql"

    choose(sdr, "kind", "call")
    choose(sdr, "result", "no_answer")
    expect(sdr.locator("#weigh .counts")).to_contain_text(says["attempt"])
    sdr.click("button[value=save]")
    expect(sdr.locator(".toast-line").last).to_contain_text(says["saved"])

    seller = open_as(browser, live_server, "seller")
    expect(seller.locator(".desk-panel h2 a")).to_have_text(first)
    expect(seller.locator(".desk-panel")).to_contain_text("想年内换掉老检测线")
    talk(seller, "现场看过，约了下周演示")
    sign(seller)
    seller.click("button[value=accept]")
    expect(seller.locator(".desk-empty")).to_be_visible()
    assert Opportunity.objects.of(house.workspace_id).get().lead_id == house.leads(sql_at__isnull=False)[0].pk

    sweep_deadlines(clock.now() + timedelta(days=10))
    ledger.drain(house.workspace_id)
    director = open_as(browser, live_server, "sales_director", "/fairness/")
    expect(director.locator("main")).to_contain_text(says["shares"])
    director.goto(f"{live_server.url}/violations/")
    assert director.locator("tbody tr[data-row]").count() > 0
    director.locator("tbody tr[data-row] a", has_text=says["evidence"]).first.click()
    expect(director.locator("h1")).to_be_visible()
    director.fill("textarea[name=note]", "展会当天全员在现场")
    director.click("button[value=excuse]")
    expect(director.locator("main")).to_contain_text(says["excused"])
    assert Violation.objects.of(house.workspace_id).filter(verdict="excused").exists()
    assert audit(house.workspace_id) == []
