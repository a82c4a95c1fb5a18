"""The front-end files that set-up brings do their work in a browser, with no address asked but ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

VENDOR = Path(__file__).resolve().parents[2] / "src/gleanry/web/static/vendor"
PAGE = """<!doctype html><html lang="zh"><head><link rel="stylesheet" href="tabler/tabler.min.css"></head><body>
<button id="more" class="btn btn-primary"><svg class="icon" width="24" height="24" aria-hidden="true">
<use href="icons.svg#inbox"/></svg>线索</button><div id="chart" style="width:400px;height:300px"></div>
<script src="tabler/tabler.min.js"></script><script src="echarts/echarts.min.js"></script>
<script src="echarts/langZH.js"></script><script>
const chart = echarts.init(document.getElementById('chart'), null, {locale: 'ZH'});
chart.setOption({animation: false, series: [{type: 'funnel', data: [
  {value: 3, name: '线索'}, {value: 1, name: '赢单'}]}]});
</script></body></html>"""
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Serves the folder without a server and keeps what was asked for."""
    addresses: list[str] = []

    def answer(route):
        address = route.request.url
        addresses.append(address)
        file = VENDOR / address.removeprefix("http://127.0.0.1/")
        if address == "http://127.0.0.1/":
            route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")
        elif address.startswith("http://127.0.0.1/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        else:
            route.abort()

    page.route("**/*", answer)
    return addresses


def test_styles_icons_and_charts_are_drawn_from_our_own_files(page, asked):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("http://127.0.0.1/")

    assert page.locator("#chart canvas").count() == 1
    assert page.evaluate("document.querySelector('use').getBBox().width") > 10
    assert page.evaluate("getComputedStyle(document.querySelector('#more')).borderRadius") != "0px"
    assert page.evaluate("typeof tabler") == "object"
    assert errors == []
    assert [address for address in asked if not address.startswith("http://127.0.0.1/")] == []
