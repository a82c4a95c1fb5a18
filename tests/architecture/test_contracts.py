"""Each import contract is shown to fire: into an empty house one violation is put, and the right contract breaks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAGES = (
    *("capture", "clean", "identify", "score", "route", "followup", "nurture", "convert"),
    *("settle", "order", "collect", "reward", "attribute"),
)
SLICES = (
    *("tenants", "people", "leads", "touches", "abm", "cockpit", "search", "simulation"),
    *(f"flow.{stage}" for stage in STAGES),
    *("market.audience", "market.campaigns", "market.content", "market.ads"),
)
SLICE_FILES = (
    "urls",
    "views",
    "api",
    "tasks",
    "actions",
    "queries",
    "models",
    "plain",
    "rules",
    "ports",
    "facts",
    "shapes",
)
PLAIN = (
    "cli",
    "web.settings",
    "wiring.handoffs",
    "connect.mail",
    "kit.clock",
    "kit.bulk",
    "likeness.names",
    "likeness.records",
    "values.money",
    "likelihood",
    "credit",
)
NAMES = {
    "house": "The house",
    "flow": "The flow",
    "market": "The market",
    "slice": "Inside a slice",
    "pure": "Rules, shapes, facts and values",
    "facade": "Another slice shows only",
    "golden": "Only identify and the wiring",
}


def build_house(folder: Path) -> Path:
    package = folder / "src/gleanry"
    for module in (*PLAIN, *(f"{slice_}.{file}" for slice_ in SLICES for file in SLICE_FILES)):
        write(package, module, "")
    for shapes in ("world.shapes", "world.rules"):
        write(package, shapes, "")
    return package


def write(package: Path, module: str, text: str) -> None:
    file = package / (module.replace(".", "/") + ".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    parent = file.parent
    while parent != package.parent:
        (parent / "__init__.py").touch()
        parent = parent.parent
    file.write_text(text)


def broken_contracts(folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()",
         "--config", str(ROOT / ".importlinter"), "--no-cache"],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{ROOT}", "NO_COLOR": "1", "COLUMNS": "200"},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert "Contracts: " in said, said
    lines = re.findall(r"^(.+) BROKEN", said, flags=re.MULTILINE)
    assert (done.returncode != 0) == bool(lines), said
    return {short for short, title in NAMES.items() if any(line.startswith(title) for line in lines)}


def test_an_empty_house_keeps_every_contract(tmp_path):
    build_house(tmp_path)

    assert broken_contracts(tmp_path) == set()


def test_this_house_keeps_every_contract():
    assert broken_contracts(ROOT) == set()


def test_there_is_no_exceptions_list():
    config = (ROOT / ".importlinter").read_text()

    assert not re.search(r"^\s*(ignore_imports|exhaustive_ignores|unmatched_ignore)", config, flags=re.MULTILINE)


def test_the_legal_ways_pass(tmp_path):
    package = build_house(tmp_path)
    legal = {
        "flow.score.actions": "from gleanry.flow.identify import queries\nfrom gleanry.touches import actions\n",
        "flow.score.rules": "from gleanry.flow.identify.shapes import x\nfrom gleanry.world.rules import y\n",
        "flow.identify.actions": "from gleanry.people import actions\nfrom gleanry.leads import actions as leads\n",
        "flow.route.queries": "from gleanry.tenants import queries\nfrom gleanry.kit import bulk\n",
        "wiring.handoffs": "from gleanry.flow.route import actions, facts\nfrom gleanry.people import actions as p\n",
        "web.settings": "from gleanry.flow.capture import api, urls\n",
        "cli": "from gleanry.flow.capture import actions, plain\n",
        "simulation.actions": "from gleanry.flow.capture import actions\nfrom gleanry.wiring import handoffs\n",
        "cockpit.queries": "from gleanry.flow.convert import queries\n",
        "people.queries": "from gleanry.likeness import names\n",
        "likeness.names": "from gleanry.values import money\n",
    }
    for module, text in legal.items():
        write(package, module, text)

    assert broken_contracts(tmp_path) == set()


VIOLATIONS = [
    ("kit.clock", "from gleanry.world import shapes", {"house"}),
    ("people.queries", "from gleanry.leads import queries", {"house"}),
    ("leads.queries", "from gleanry.touches import queries", {"house"}),
    ("world.rules", "from gleanry.tenants import shapes", {"house"}),
    ("market.ads.queries", "from gleanry.flow.capture import shapes", {"house"}),
    ("cockpit.queries", "from gleanry.connect import mail", {"house"}),
    ("flow.route.actions", "from gleanry.wiring import handoffs", {"house"}),
    ("web.settings", "import gleanry.cli", {"house"}),
    ("stray", "", {"house"}),
    ("wiring.handoffs", "from gleanry.simulation import queries", {"house"}),
    ("simulation.actions", "from gleanry.flow.score import models", {"facade"}),
    ("flow.capture.queries", "from gleanry.flow.clean import queries", {"flow"}),
    ("flow.score.queries", "def late():\n    from gleanry.flow.route import queries", {"flow"}),
    (
        "flow.score.queries",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from gleanry.flow.route import shapes",
        {"flow"},
    ),
    ("flow.polish.rules", "", {"flow"}),
    ("market.ads.queries", "from gleanry.market.content import queries", {"market"}),
    ("market.campaigns.queries", "from gleanry.market.ads import queries", {"market"}),
    ("market.audience.queries", "from gleanry.market.campaigns import queries", {"market"}),
    ("market.stunts.rules", "", {"market"}),
    ("flow.score.queries", "from gleanry.flow.score import actions", {"slice"}),
    ("flow.score.models", "from gleanry.flow.score import queries", {"slice"}),
    ("flow.score.shapes", "from gleanry.flow.score import facts", {"slice"}),
    ("flow.score.api", "from gleanry.flow.score import views", {"slice"}),
    ("flow.score.helpers", "", {"slice"}),
    ("cockpit.utils", "", {"slice"}),
    ("flow.score.rules", "import django.utils.timezone", {"pure"}),
    ("flow.score.plain", "import django.utils.timezone", {"pure"}),
    ("flow.score.queries", "from gleanry.flow.capture import plain", {"facade"}),
    ("likeness.records", "from gleanry.kit import clock", {"house", "pure"}),
    ("flow.score.rules", "from gleanry.kit import clock", {"pure"}),
    ("flow.score.rules.fit", "from gleanry.kit import clock", {"pure"}),
    ("people.shapes", "from django.db import models", {"pure"}),
    ("flow.score.facts", "from gleanry.kit import bulk", {"pure"}),
    ("values.money", "import django", {"pure"}),
    ("likeness.names", "import django", {"pure"}),
    ("likeness.names", "from gleanry.kit import clock", {"house", "pure"}),
    ("values.money", "from gleanry.likeness import names", {"house"}),
    ("likelihood", "import django", {"pure"}),
    ("credit", "import django", {"pure"}),
    ("likelihood", "from gleanry.kit import clock", {"house", "pure"}),
    ("flow.score.actions", "from gleanry.flow.identify import actions", {"facade"}),
    ("flow.score.queries", "from gleanry.flow.identify import models", {"facade"}),
    ("flow.score.queries", "from gleanry.flow.identify.models import Match", {"facade"}),
    ("flow.score.rules", "from gleanry.flow.identify import rules", {"facade"}),
    ("flow.score.actions", "import gleanry.flow.identify", {"facade"}),
    ("cockpit.views", "from gleanry.flow.score import actions", {"facade"}),
    ("connect.mail", "from gleanry.flow.score import actions", {"facade"}),
    ("wiring.handoffs", "from gleanry.flow.score import models", {"facade"}),
    ("web.settings", "from gleanry.flow.score import rules", {"facade"}),
    ("flow.score.actions", "from gleanry.people import actions", {"golden"}),
    ("cli", "from gleanry.people import actions", {"golden"}),
]


@pytest.mark.parametrize(("module", "text", "expected"), VIOLATIONS, ids=[f"{m}: {t[:60]}" for m, t, _ in VIOLATIONS])
def test_a_violation_breaks_its_contract(tmp_path, module, text, expected):
    package = build_house(tmp_path)
    turned_into_package = package / (module.rpartition(".")[0].replace(".", "/") + ".py")
    turned_into_package.unlink(missing_ok=True)
    write(package, module, text + "\n")

    assert broken_contracts(tmp_path) == expected
