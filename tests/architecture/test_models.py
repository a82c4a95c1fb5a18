"""What imports cannot see of the tables: where keys point, who scopes them, and that migrations match them."""

from __future__ import annotations

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.architecture.house import called_name, layer_of, place, python_files, slice_of, tree_of

# Not rows of one workspace: the house itself, who may enter it, and the seal, which covers the ledger of all.
UNSCOPED = {"tenants.Workspace", "tenants.User", "kit.Seal"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def our_models() -> list[type[models.Model]]:
    found = [model for model in apps.get_models() if model.__module__.startswith("gleanry.")]
    assert found, "no model of Gleanry is installed"
    return found


def relation_faults(model: type[models.Model]) -> list[str]:
    """Keys to another slice point down the order of layers and leave no name behind there."""
    faults = []
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        target = field.remote_field.model if field.remote_field else None
        if not isinstance(target, type) or not target.__module__.startswith("gleanry."):
            continue
        mine, theirs = slice_of(model.__module__), slice_of(target.__module__)
        if mine == theirs:
            continue
        label = f"{model._meta.label}.{field.name} -> {target._meta.label}"
        if layer_of(theirs) >= layer_of(mine):
            faults.append(f"{label} points up")
        if field.remote_field and field.remote_field.related_name != "+":
            faults.append(f'{label} needs related_name="+"')
    return faults


def relations_by_class(file: Path) -> list[str]:
    """Relations whose target is imported: only a class of the same file, or a string, may be named."""
    tree = tree_of(file)
    own = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    return [
        place(file, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called_name(node) in RELATIONS and node.args
        for target in [node.args[0]]
        if not isinstance(target, ast.Constant)
        and not (isinstance(target, ast.Name) and target.id in own)
        and ast.unparse(target) != "settings.AUTH_USER_MODEL"
    ]


def scope_faults(model: type[models.Model]) -> list[str]:
    names = {field.attname for field in model._meta.concrete_fields}
    faults = [] if "workspace_id" in names else [f"{model._meta.label} has no workspace_id"]
    if not hasattr(model._default_manager, "of"):
        faults.append(f"{model._meta.label} is not read through ScopedManager")
    return faults


def gleanry_imports(file: Path) -> list[str]:
    names = {
        ast.Import: lambda node: [alias.name for alias in node.names],
        ast.ImportFrom: lambda node: [node.module or "." * node.level],
    }
    return [
        f"{place(file, node)} imports {name}"
        for node in ast.walk(tree_of(file))
        if type(node) in names
        for name in names[type(node)](node)
        if name.startswith(("gleanry", "."))
    ]


def lookups_by_name(file: Path) -> list[str]:
    return [
        place(file, node)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr in {"get_model", "get_registered_model"}
    ]


def own_signals(file: Path) -> list[str]:
    return [
        place(file, node)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and called_name(node) == "Signal"
    ]


def test_keys_point_down_and_leave_no_name():
    assert [fault for model in our_models() for fault in relation_faults(model)] == []


def test_keys_name_other_slices_by_string():
    assert [fault for file in python_files() for fault in relations_by_class(file)] == []


def test_every_row_belongs_to_a_workspace_and_is_read_through_its_scope():
    scoped = [model for model in our_models() if model._meta.label not in UNSCOPED]

    assert [fault for model in scoped for fault in scope_faults(model)] == []


def test_the_exceptions_from_scope_exist():
    labels = {model._meta.label for model in our_models()}

    assert labels >= UNSCOPED


def test_no_model_is_fetched_by_its_name():
    assert [fault for file in python_files() for fault in lookups_by_name(file)] == []


def test_signals_come_only_from_the_framework():
    assert [fault for file in python_files() for fault in own_signals(file)] == []


def test_migrations_import_no_code_of_ours():
    files = [file for file in python_files(migrations=True) if file.stem != "__init__"]

    assert files
    assert [fault for file in files for fault in gleanry_imports(file)] == []


@pytest.mark.django_db
def test_migrations_match_the_models():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_a_table_that_breaks_the_rules_is_found(tmp_path):
    class Upward(models.Model):
        user = models.ForeignKey("tenants.User", on_delete=models.CASCADE)

        class Meta:
            app_label = "tenants"
            apps = type(apps)(installed_apps=())

    Upward.__module__ = "gleanry.values.models"
    relation = Upward._meta.get_field("user").remote_field
    assert relation is not None
    relation.model = apps.get_model("tenants", "User")

    assert len(relation_faults(Upward)) == 2
    assert len(scope_faults(Upward)) == 2


def test_code_that_breaks_the_rules_is_found(tmp_path):
    file = tmp_path / "models.py"
    file.write_text(
        "from gleanry.people.models import Person\n"
        "from django.dispatch import Signal\n"
        "class A(M):\n    person = models.ForeignKey(Person, on_delete=1)\n"
        "class B(M):\n    a = models.ForeignKey(A, on_delete=1)\n    c = models.ForeignKey('x.Y', on_delete=1)\n"
        "done = Signal()\nPerson = apps.get_model('people', 'Person')\n"
    )

    assert relations_by_class(file) == ["models.py:4"]
    assert own_signals(file) == ["models.py:8"]
    assert lookups_by_name(file) == ["models.py:9"]
    assert gleanry_imports(file) == ["models.py:1 imports gleanry.people.models"]
