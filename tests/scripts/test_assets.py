"""Front-end files: what is in place is what was locked, and a difference is refused."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest

from scripts import assets, node
from tests.architecture.house import PACKAGE, ROOT

DRAWING = """<svg
  xmlns="http://www.w3.org/2000/svg"
  class="icon"
>
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M4 6h16" />
</svg>"""


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A folder of packages with two icons, and a place to put files."""
    modules = tmp_path / "node_modules"
    for folder in ("outline", "filled"):
        (modules / "@tabler/icons/icons" / folder).mkdir(parents=True)
    (modules / "@tabler/icons/icons/outline/inbox.svg").write_text(DRAWING)
    (modules / "@tabler/icons/icons/filled/star.svg").write_text(DRAWING)
    (modules / "@tabler/icons/package.json").write_text('{"version": "9.9.9"}')
    (modules / "@tabler/icons/LICENSE").write_text("MIT\n//# sourceMappingURL=x.map")
    (tmp_path / "icons.txt").write_text("inbox\nstar-filled\n")
    monkeypatch.setattr(assets, "FILES", (("icons-LICENSE", "@tabler/icons", "LICENSE"),))
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "static/vendor")
    monkeypatch.setattr(assets, "LOCK", tmp_path / "assets.lock")
    monkeypatch.setattr(assets, "ICONS", tmp_path / "icons.txt")
    fetched = []

    @contextmanager
    def given(root):
        fetched.append(root)
        yield modules

    monkeypatch.setattr(node, "modules", given)
    return tmp_path, fetched


def test_locked_files_are_put_in_place_once(workshop):
    folder, fetched = workshop
    assert assets.main(["--update"]) == 0
    assert assets.main([]) == 0

    assert len(fetched) == 1
    assert sorted(path.name for path in (folder / "static").iterdir()) == ["vendor"]
    assert "@tabler/icons@9.9.9" in (folder / "assets.lock").read_text()
    assert (folder / "static/vendor/icons-LICENSE").read_text() == "MIT\n"


def test_a_spoiled_file_in_place_is_replaced(workshop):
    folder, _ = workshop
    assets.main(["--update"])
    (folder / "static/vendor/icons.svg").write_text("other")

    assert assets.main([]) == 0
    assert assets.in_place() == assets.locked()


def test_a_file_other_than_locked_is_refused(workshop, capsys):
    folder, _ = workshop
    assets.main(["--update"])
    (folder / "node_modules/@tabler/icons/LICENSE").write_text("something else")
    (folder / "static/vendor/icons-LICENSE").unlink()

    assert assets.main([]) == 1
    assert "icons-LICENSE: expected" in capsys.readouterr().err
    assert not (folder / "static/vendor/icons-LICENSE").exists()


def test_an_icon_that_does_not_exist_is_named(workshop):
    folder, _ = workshop
    (folder / "icons.txt").write_text("inbox\nunicorn\n")

    with pytest.raises(SystemExit, match="unicorn"):
        assets.main(["--update"])


def test_an_icon_becomes_a_symbol_that_takes_the_colour_of_the_text(workshop):
    folder, _ = workshop
    drawn = assets.symbol("inbox", folder / "node_modules")

    assert drawn.startswith('<symbol id="inbox" viewBox="0 0 24 24" fill="none" stroke="currentColor"')
    assert drawn.endswith('><path d="M4 6h16" /></symbol>')
    assert 'fill="currentColor"' in assets.symbol("star-filled", folder / "node_modules")


def test_every_icon_a_page_uses_is_in_the_sprite():
    listed = set((ROOT / "icons.txt").read_text().split())
    pages = sorted(PACKAGE.rglob("templates/**/*.html"))
    used = {name for page in pages for name in re.findall(r"\{% icon ['\"]([a-z0-9-]+)['\"]", page.read_text())}

    assert used - listed == set()
