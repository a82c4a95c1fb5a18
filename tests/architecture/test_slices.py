"""Every slice says in four lines what it takes, gives, writes and asks; and the layers stand in one order."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.house import LAYERS, ROOT, place, slices, tree_of

HEADINGS = ("Takes", "Gives", "Writes", "Asks")


def missing_headings(init: Path) -> list[str]:
    docstring = ast.get_docstring(tree_of(init)) or ""
    return [
        f"{place(init)}: no line «{word} ...» in its docstring"
        for word in HEADINGS
        if not re.search(rf"^{word}\s+\S", docstring, flags=re.MULTILINE)
    ]


def layers_of(config: str, contract: str) -> list[str]:
    """The layers of one contract of .importlinter, lowest first, brackets and bars taken off."""
    section = config.partition(f"[importlinter:contract:{contract}]")[2].partition("\n[")[0]
    return re.findall(r"\((\w+)\)", section.partition("layers =")[2])[::-1]


def test_every_slice_says_what_it_is():
    found = list(slices())

    assert found
    assert [fault for folder in found for fault in missing_headings(folder / "__init__.py")] == []


def test_the_order_of_layers_is_that_of_the_contract():
    config = (ROOT / ".importlinter").read_text()
    house = [name for name in layers_of(config, "house") if name != "__main__"]
    stages = [f"flow.{name}" for name in layers_of(config, "flow")]
    order = [layer for name in house for layer in (stages if name == "flow" else [name])]

    # Strangers on one level may stand in either order.
    level = {"tenants": "world", "assist": "cockpit", "connect": "cockpit", "search": "cockpit"}
    assert [level.get(name, name) for name in order] == [level.get(name, name) for name in LAYERS]


def test_a_silent_slice_is_found(tmp_path):
    init = tmp_path / "__init__.py"
    init.write_text('"""A slice.\n\nTakes   a form.\nGives   nothing.\nWrites  Submission.\n"""\n')

    assert missing_headings(init) == ["__init__.py: no line «Asks ...» in its docstring"]
