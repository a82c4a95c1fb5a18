"""Norms of size and name: past them a file or function is split by verb, never by layer."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

import pytest

from tests.architecture.house import BANNED_NAMES, PACKAGE, ROOT, place, python_files, tree_of

FILE_LINES = 300
TEST_FILE_LINES = 600
FUNCTION_LINES = 60
FUNCTION_LINES_TO_LOOK_AT = 35
PARAMETERS = 8
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_data(file: Path) -> bool:
    """A file of literals has no structure to split: assignments, imports and a docstring are all it holds."""
    plain = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.Expr)
    return all(isinstance(node, plain) for node in tree_of(file).body)


def long_files(files: list[Path], limit: int) -> list[str]:
    counted = [(len(file.read_text(encoding="utf-8").splitlines()), file) for file in files]
    return [f"{place(file)}: {lines} lines" for lines, file in counted if lines > limit and not is_data(file)]


def functions(file: Path) -> list[Function]:
    return [node for node in ast.walk(tree_of(file)) if isinstance(node, Function)]


def lines_of(function: Function) -> int:
    """From `def` to the end, the docstring not counted: explaining is free."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    explained = (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - explained


def long_functions(files: list[Path], limit: int) -> list[str]:
    return [
        f"{place(file, function)}: {function.name} has {lines_of(function)} lines"
        for file in files
        for function in functions(file)
        if lines_of(function) > limit
    ]


def wide_functions(files: list[Path]) -> list[str]:
    return [
        f"{place(file, function)}: {function.name} has {number} parameters"
        for file in files
        for function in functions(file)
        for number in [len([*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs])]
        if number > PARAMETERS
    ]


def badly_named(files: list[Path]) -> list[str]:
    return [place(file) for file in files if file.stem in BANNED_NAMES or file.parent.name in BANNED_NAMES]


def test_no_source_file_is_too_long():
    assert long_files([*python_files(), *(ROOT / "scripts").glob("*.py")], FILE_LINES) == []


def test_no_test_file_is_too_long():
    assert long_files(sorted((ROOT / "tests").rglob("*.py")), TEST_FILE_LINES) == []


def test_no_function_is_too_long():
    files = python_files()
    to_look_at = long_functions(files, FUNCTION_LINES_TO_LOOK_AT)

    assert long_functions(files, FUNCTION_LINES) == []
    if to_look_at:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn("functions to look at:\n" + "\n".join(to_look_at), stacklevel=1)


def test_no_function_takes_too_many_parameters():
    assert wide_functions(python_files()) == []


def test_no_file_has_a_name_that_says_nothing():
    assert badly_named(python_files()) == []


@pytest.fixture
def swollen(tmp_path):
    file = tmp_path / "helpers.py"
    wide = "def wide(a, b, c, d, *, e, f, g, h, i):\n    return a\n"
    file.write_text("def long():\n" + "    x = 1\n" * 61 + wide + "# a line\n" * 300)
    return file


def test_what_swells_is_found(swollen):
    assert len(long_files([swollen], FILE_LINES)) == 1
    assert len(long_functions([swollen], FUNCTION_LINES)) == 1
    assert len(wide_functions([swollen])) == 1
    assert len(badly_named([swollen])) == 1


def test_data_may_be_long(tmp_path):
    table = tmp_path / "table.py"
    table.write_text('"""A table."""\nROWS = (\n' + "    1,\n" * 400 + ")\n")

    assert long_files([table], FILE_LINES) == []
    assert PACKAGE.is_dir()
