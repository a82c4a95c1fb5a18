"""Decisions about data that no import shows: docs/decisions 0005, 0006, 0007, 0008 and 0009 name these tests."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from gleanry.cockpit.queries.pointers import TARGETS
from tests.architecture.house import PACKAGE, ROOT, place, python_files, tree_of

RATES = {"rate"}
NOT_TAKEN = {
    "django-money",
    "django-auditlog",
    "django-simple-history",
    "django-tables2",
    "django-filter",
    "django-crispy-forms",
    "crispy-bootstrap5",
}
ENGINE = PACKAGE / "kit/columnar_engine.py"
# Few rows, written one at a time by people: real keys cost nothing there.
MAY_HOLD_KEYS = {"tenants"}
# A seal covers facts of all workspaces and is checked by its digests; the bounds of an import are a range, no names;
# a document of the search index names a person or an account, which its own part of the audit compares; what became
# of a paper names it by its kind, which a law of the audit asks about.
NAMES_NOTHING = {
    *("kit_fact.seal_id", "capture_import.first_id", "capture_import.last_id"),
    *("search_document.id", "search_document.record_id"),
    "order_paperchange.paper_id",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("gleanry.")]


def money_faults(fields: list[Any]) -> list[str]:
    """Amounts are whole minor units; the only decimals are rates, which are written as text on every database."""
    faults = []
    for field in fields:
        if isinstance(field, models.FloatField):
            faults.append(f"{field.name} is a float")
        if isinstance(field, models.DecimalField) and field.name not in RATES:
            faults.append(f"{field.name} is a decimal")
        if field.name.endswith("_minor") and not isinstance(field, models.BigIntegerField):
            faults.append(f"{field.name} is no whole number")
    return faults


def engine_imports(file: Path) -> list[str]:
    """Where DuckDB, or the program that holds it, is imported."""
    return [
        place(file, node)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] == "duckdb" or name.endswith("columnar_engine")
    ]


def pages_by_number(file: Path) -> list[str]:
    """Paging by counting rows off: Django's Paginator, or OFFSET in SQL."""
    text = file.read_text(encoding="utf-8")
    found = [f"{place(file)}: Paginator"] if "django.core.paginator" in text else []
    return found + ([f"{place(file)}: OFFSET"] if re.search(r"\bOFFSET\b", text) else [])


def references() -> set[str]:
    """Every column of ours that names a row elsewhere without a key of the database's."""
    found = set()
    for model in our_models():
        for field in model._meta.local_concrete_fields:
            plain = isinstance(field, models.BigIntegerField) and not isinstance(field, models.AutoField)
            named = field.attname.endswith("_id") or field.attname == "by" or field.primary_key
            if plain and named and not field.is_relation and field.attname != "workspace_id":
                found.add(f"{model._meta.db_table}.{field.attname}")
    return found


def test_money_is_kept_in_minor_units() -> None:
    fields = [field for model in our_models() for field in model._meta.local_concrete_fields]

    assert money_faults(fields) == []
    assert money_faults([models.FloatField(name="a"), models.DecimalField(name="b"), models.TextField(name="c_minor")])


def test_the_columnar_engine_is_imported_by_nobody() -> None:
    assert [fault for file in python_files() if file != ENGINE for fault in engine_imports(file)] == []
    assert engine_imports(ENGINE)


def test_libraries_decided_against_are_not_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=~! ]", dependency)[0].lower() for dependency in project["dependencies"]}
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()

    assert wanted & NOT_TAKEN == set()
    assert [name for name in NOT_TAKEN if re.search(rf"^{name}==", locked, flags=re.MULTILINE)] == []


def test_no_list_is_paged_by_number(tmp_path: Path) -> None:
    files = [*python_files(), *PACKAGE.rglob("*.sql")]
    fault = tmp_path / "page.sql"
    fault.write_text("SELECT 1 LIMIT 50 OFFSET 100000")

    assert [found for file in files for found in pages_by_number(file)] == []
    assert pages_by_number(fault)


def test_only_small_tables_carry_keys_of_the_database() -> None:
    keyed = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if field.is_relation and model._meta.app_label not in MAY_HOLD_KEYS
    ]

    assert keyed == []


def test_the_audit_asks_about_every_name_of_a_row() -> None:
    asked = {name for names in TARGETS.values() for name in names}

    assert references() - asked - NAMES_NOTHING == set()
    assert asked - references() == set()
