"""Reference pages say what the code says; links lead somewhere; prose names no command that does not exist."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from gleanry.cli.importing import MESSAGES
from gleanry.cli.program import COMMANDS
from gleanry.flow.capture.rules.mapping import mapping_from_dict
from gleanry.flow.capture.shapes import Formats
from gleanry.wiring.playbooks import read_playbook
from scripts.command_doc import REFERENCE, pages
from tests.docs.blocks import ROOT, blocks_of

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]


@pytest.mark.parametrize("name", ["commands.md", "facts.md", "fields.md"])
def test_a_generated_page_is_as_the_code_is(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], "run: make reference"


def test_the_mapping_on_the_page_is_a_mapping() -> None:
    (example,) = [block for block in blocks_of(REFERENCE / "mappings.md") if block.language == "toml"]
    body = tomllib.loads(example.text)

    mapping = mapping_from_dict(body)

    assert set(body["formats"]) == {field.name for field in fields(Formats)}
    assert mapping.formats == Formats(zone="Asia/Shanghai", day_first=True)


def test_every_code_of_a_refused_row_is_explained() -> None:
    text = (REFERENCE / "mappings.md").read_text(encoding="utf-8")

    assert [code for code in MESSAGES if f"`{code}`" not in text] == []


def test_every_rule_book_is_explained() -> None:
    text = (REFERENCE / "playbooks.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE) == list(read_playbook("tob-leads")["rules"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)", text)

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_commands_in_the_docs_exist() -> None:
    named = {
        (page.name, word)
        for page in PAGES
        for word in re.findall(r"(?:^|[`$ /])gleanry ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }

    assert [found for found in sorted(named) if found[1] not in COMMANDS] == []


def test_the_readme_is_short() -> None:
    for name in ("README.md", "README.zh.md"):
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) < 150
