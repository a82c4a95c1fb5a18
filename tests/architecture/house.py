"""What the architecture tests look at: the files of the package, their layers and their slices."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/gleanry"
# Lowest first; the same order as in .importlinter, which test_slices.py compares.
LAYERS = (
    "values", "credit", "likelihood", "likeness", "kit", "world", "tenants", "people", "leads", "touches", "abm",
    "market",
    "flow.capture", "flow.clean", "flow.identify", "flow.score", "flow.route", "flow.followup", "flow.nurture",
    "flow.convert", "flow.settle", "flow.order", "flow.collect", "flow.reward", "flow.attribute", "cockpit", "search",
    "assist", "connect", "wiring", "simulation", "web", "cli",
)  # fmt: skip
NOT_SLICES = {
    "values", "credit", "likelihood", "likeness", "kit", "world", "connect", "wiring", "simulation", "web", "cli",
    "flow", "market",
}  # fmt: skip
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}


def python_files(*, migrations: bool = False) -> list[Path]:
    """The package's own source, migrations apart."""
    files = sorted(PACKAGE.rglob("*.py"))
    assert files, f"no source under {PACKAGE}"
    return [file for file in files if ("migrations" in file.parts) == migrations]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file()]


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def place(file: Path, node: ast.AST | None = None) -> str:
    """`src/gleanry/flow/score/rules.py:12`, as an editor opens it."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name}{line}"


def slice_of(module: str) -> str:
    """`gleanry.flow.score.models` -> `flow.score`, `gleanry.people.models` -> `people`."""
    parts = module.removeprefix("gleanry.").split(".")
    return ".".join(parts[:2]) if parts[0] in {"flow", "market"} and len(parts) > 1 else parts[0]


def layer_of(slice_: str) -> int:
    name = "market" if slice_.startswith("market.") else slice_
    return LAYERS.index(name)


def slices() -> Iterator[Path]:
    """The folder of every slice that is there."""
    for folder in sorted({file.parent for file in PACKAGE.rglob("__init__.py")}):
        name = ".".join(folder.relative_to(PACKAGE).parts)
        if name and name == slice_of(name) and name not in NOT_SLICES:
            yield folder


def called_name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
