"""docs/flow.md shows the wiring as it is."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from gleanry.wiring.handoffs import HANDOFFS
from scripts.flow_doc import BEGIN, END, FILE, rendered, with_table


@dataclass(frozen=True)
class Captured:
    submission_ids: tuple[int, ...]


def clean_submissions(workspace_id, fact, at):
    """Cleans what was captured.

    At length.
    """


def test_the_table_of_docs_is_the_table_of_the_wiring():
    text = FILE.read_text(encoding="utf-8")

    assert HANDOFFS
    assert with_table(text, rendered(HANDOFFS)) == text, "run: make flow-doc"


def test_every_action_says_in_a_line_what_it_does():
    silent = [row.action.__qualname__ for row in HANDOFFS if not (row.action.__doc__ or "").strip()]

    assert silent == []


def test_no_fact_is_carried_to_one_action_twice():
    pairs = [(row.fact, row.action) for row in HANDOFFS]

    assert len(pairs) == len(set(pairs))


def test_a_row_is_rendered_and_put_between_the_marks():
    row = SimpleNamespace(fact=Captured, action=clean_submissions)
    text = with_table(f"# Flow\n\n{BEGIN}\nold\n{END}\nafter\n", rendered([row]))

    assert "| `Captured` | " in text
    assert "| `clean_submissions` | Cleans what was captured. |" in text
    assert "old" not in text
    assert text.endswith("after\n")


def test_a_page_without_marks_is_refused():
    with pytest.raises(SystemExit):
        with_table("# Flow\n", "table")
