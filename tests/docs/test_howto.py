"""The commands of the how-to pages are typed, each page in a home of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, Reader, blocks_of, commands_of, same

PAGES = sorted((ROOT / "docs/howto").glob("*.md"))
TYPED = [page for page in PAGES if any(block.language in ("console", "python") for block in blocks_of(page))]


@pytest.mark.bulk
@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.stem)
def test_the_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path / "home")
    said = ""
    for block in blocks_of(page):
        where = f"{page.name}:{block.line}"
        if block.language == "console":
            for command, shown in commands_of(block):
                said = reader.types(command)
                assert same(shown, said), f"{where}: {command}\nshown:\n{shown}\nsaid:\n{said}"
                assert shown.strip() or not said.strip(), f"{where}: {command}\nsaid:\n{said}"
        elif block.language == "python":
            said = reader.runs(block.text)
        elif block.language == "text":
            assert same(block.text, said), f"{where}\nshown:\n{block.text}\nsaid:\n{said}"


def test_the_list_of_pages_is_whole() -> None:
    listed = (ROOT / "docs/howto/README.md").read_text(encoding="utf-8")

    assert [page.name for page in PAGES if f"({page.name})" not in listed and page.name != "README.md"] == []
