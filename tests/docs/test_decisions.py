"""No check, no rule: what a decision names as its check is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT

RECORDS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives", "The check"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem[:4])
def test_a_record_has_its_form_and_its_check_exists(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    check = text.partition("## The check")[2]
    files = re.findall(r"`((?:tests|scripts)/[\w/]*(?:\.py)?)(?:::(\w+))?`", check)
    names = re.findall(r"`(test_\w+)`", check)

    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == HEADINGS
    assert files, "names no file"
    for file, test in files:
        assert (ROOT / file).exists(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), test
    named = "\n".join((ROOT / file).read_text(encoding="utf-8") for file, _ in files if file.endswith(".py"))
    assert [name for name in names if f"def {name}(" not in named] == []


def test_the_list_of_records_is_whole() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")

    assert [record.name for record in RECORDS if f"({record.name})" not in listed] == []
