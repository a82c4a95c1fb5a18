"""The worked examples of docs/algorithms are executed, each page from top to bottom."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from tests.conftest import House
from tests.docs.blocks import ROOT, blocks_of

PAGES = sorted((ROOT / "docs/algorithms").glob("*.md"))
PACKAGE = ROOT / "src/gleanry"


def examples_of(page: Path) -> list[doctest.Example]:
    """The examples of a page with the lines they stand on; a failure then names the line."""
    parser = doctest.DocTestParser()
    found = []
    for block in blocks_of(page):
        if block.language == "pycon":
            for example in parser.get_examples(block.text, page.name):
                example.lineno += block.line
                found.append(example)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_are_true(page: Path, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    test = doctest.DocTest(examples_of(page), {"house": house}, page.name, str(page), 0, None)

    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)

    assert result.failed == 0, capsys.readouterr().out
    assert result.attempted or page.stem == "README"


def test_every_module_of_rules_has_its_page() -> None:
    """A module is explained where its path, or that of its folder, is named."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    modules = [
        *PACKAGE.glob("*/rules.py"),
        *PACKAGE.glob("flow/*/rules.py"),
        *PACKAGE.glob("*/rules/[a-z]*.py"),
        *PACKAGE.glob("flow/*/rules/[a-z]*.py"),
    ]
    named = {str(file.relative_to(PACKAGE)): f"{file.parent.relative_to(PACKAGE)}/" for file in modules}
    silent = [file for file, folder in named.items() if f"`{file}`" not in text and f"`{folder}`" not in text]

    assert modules
    assert [file for file in silent if not file.startswith("simulation/")] == []


def test_the_list_of_pages_is_whole() -> None:
    listed = set(re.findall(r"\]\((\w[\w-]*\.md)\)", (ROOT / "docs/algorithms/README.md").read_text(encoding="utf-8")))

    assert listed == {page.name for page in PAGES} - {"README.md"}
