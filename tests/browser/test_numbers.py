"""Law 6: every number on a screen opens the records behind it, and two screens never disagree."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gleanry.flow.collect.actions import record_receipt
from gleanry.flow.convert.actions import win_deal
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.followup.actions import accept_leads, qualify_leads, sweep_deadlines
from gleanry.kit import clock
from gleanry.values.money import Money
from gleanry.wiring.importing import run_import
from tests.browser.test_pages import sign_in
from tests.web.conftest import House, build, record

pytestmark = pytest.mark.django_db(transaction=True)
FILE = "姓名,公司,手机\n张伟,宝山,13912345678\n张伟,宝山,13912345678\n李娜,恒远,\nPerson 5,Company 5,13812340005\n"


@pytest.fixture
def house(transactional_db: None) -> House:
    """Leads at every step, one deal won and paid in part, one without a rate, deadlines missed and running."""
    house = build("home")
    house.send(*(record(n, source="fair" if n % 2 else "", campaign="spring" if n % 3 else "") for n in range(1, 9)))
    house.send(record(1, message="again"))
    admin, now = house.viewer("administrator"), clock.now()
    ids = [lead.pk for lead in house.leads(source_lead_id=None)]
    qualify_leads(admin, ids[:4], now)
    accept_leads(admin, ids[:3], now)
    first, second, _third = Opportunity.objects.of(house.workspace_id).order_by("id").values_list("pk", flat=True)
    win_deal(admin, first, Money.of(Decimal("1200.50"), "CNY"), now)
    record_receipt(admin, first, Money.of(Decimal("700"), "CNY"), now, now)
    win_deal(admin, second, Money.of(Decimal("900"), "EUR"), now)
    sweep_deadlines(now + timedelta(days=4), workspace_id=house.workspace_id)
    return house


def _numbers(page: Page) -> list[tuple[str, str, str]]:
    """(address, count, sum) of every number of a page. One without an address would be told by an empty one."""
    found = page.eval_on_selector_all(
        "main [data-count]:not(.bulk *):not(#count *), main [data-sum]:not(#count *)",
        "all => all.map(one => [one.closest('a')?.href ?? '', one.dataset.count ?? '', one.dataset.sum ?? ''])",
    )
    return [(str(href), str(count), str(total)) for href, count, total in found]


def _opened(page: Page, count: str, total: str) -> None:
    """The list that is open now holds what the number said."""
    if "/rows/" in page.url:
        assert page.locator("tbody tr").count() == int(count)
    elif count:
        expect(page.locator("#count")).to_have_text(re.compile(rf"^\s*{int(count):,}\D"))
    if total:
        expect(page.locator("#count [data-sum]")).to_have_text(total)


@pytest.mark.parametrize(
    ("role", "path", "least"),
    [
        ("administrator", "/", 5),
        ("sales_director", "/", 4),
        ("administrator", "/pools/", 11),
        ("sdr", "/pools/", 2),
        ("administrator", "/deals/", 7),
        ("administrator", "/funnel/", 23),
        ("administrator", "/funnel/?by=owner", 14),
        ("administrator", "/funnel/?by=campaign", 23),
        ("administrator", "/funnel/?by=month", 14),
        ("sales_director", "/funnel/", 14),
    ],
)
def test_every_number_opens_what_it_counts(
    house: House, live_server: Any, page: Page, role: str, path: str, least: int
) -> None:
    sign_in(page, live_server, role, path)
    numbers = _numbers(page)
    assert len(numbers) >= least
    for href, count, total in dict.fromkeys(numbers):
        assert href, f"a number of {path} opens nothing: {count or total}"
        page.goto(href)
        _opened(page, count, total)


def test_every_number_of_an_import_opens_its_rows(house: House, live_server: Any, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "fair.csv"
    file.write_text(FILE, encoding="utf-8")
    more = tmp_path / "grown.csv"
    more.write_text(FILE + "王五,东港,13712345678\n", encoding="utf-8")
    for name in (file, more):
        sign_in(page, live_server, "marketer", "/imports/") if name is file else page.goto(
            f"{live_server.url}/imports/"
        )
        page.set_input_files("input[type=file]", name)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Start the import").click()
        page.wait_for_url(re.compile(r"/imports/\d+/$"))
        expect(page.locator("#progress")).to_be_visible()
        run_import(house.workspace_id, int(re.findall(r"/imports/(\d+)/", page.url)[0]))
        page.reload()
        run, numbers = page.url, _numbers(page)
        assert len(numbers) == 6
        assert sum(int(count) for _, count, _ in numbers[1:]) == int(numbers[0][1]) > 0
        for href, count, total in numbers:
            page.goto(href)
            _opened(page, count, total)
        page.goto(run)


def test_the_money_of_a_lead_opens_its_opportunities(house: House, live_server: Any, page: Page) -> None:
    deal = Opportunity.objects.of(house.workspace_id).order_by("id")[0]
    sign_in(page, live_server, "administrator", f"/leads/{deal.lead_id}/")
    page.get_by_role("link", name="CN¥1,200.50").click()
    _opened(page, "1", "CN¥1,200.50")
    expect(page.locator("#count")).to_contain_text("CN¥700")
