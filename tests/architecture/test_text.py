"""What stands in the text of files: translated strings, addresses and paths that must not, settings explained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT, called_name, place, python_files, tracked_files, tree_of

GETTEXT = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
}  # fmt: skip
# How many of the first arguments are text, where not one: context, singular, plural.
TEXTS = {
    "ngettext": 2, "ngettext_lazy": 2, "pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3,
}  # fmt: skip
# Put together from parts, or this file would be the first to be found.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pypi", "python"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmmirror", "com"),
        ("yarnpkg", "com"), ("registry", "npm"), ("mirrors", "aliyun"), ("pypi", "tuna"), ("proxy", "golang"),
    )
]  # fmt: skip
MACHINE = re.compile(r"(?<![\w.~])/(?:" + "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot", "ho" + r"me/\w+"]) + r")/")
SETTING = re.compile(r"GLEANRY_[A-Z0-9_]+|DATABASE_URL")
REFERENCE = ROOT / "docs/reference/settings.md"


def message_faults(file: Path) -> list[str]:
    """A translated string must be one literal, and name its placeholders: translators reorder words."""
    faults = []
    for call in ast.walk(tree_of(file)):
        if not isinstance(call, ast.Call) or called_name(call) not in GETTEXT:
            continue
        for argument in call.args[: TEXTS.get(called_name(call), 1)]:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                faults.append(f"{place(file, call)}: not one literal: {ast.unparse(argument)}")
            elif re.search(r"%[sd]|\{\}|\{\d+\}", argument.value):
                faults.append(f"{place(file, call)}: unnamed placeholder: {argument.value!r}")
    return faults


def places_named(text: str) -> list[str]:
    return [host for host in HOSTS if host in text] + MACHINE.findall(text)


def settings_read(files: list[Path]) -> set[str]:
    """Every environment variable of ours that the code names in a string of its own."""
    return {
        node.value
        for file in files
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value)
    }


def test_translated_strings_are_literals_with_named_placeholders():
    assert [fault for file in python_files() for fault in message_faults(file)] == []


def test_no_file_names_a_package_registry_or_a_place_on_this_machine():
    found = {}
    for file in tracked_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if named := places_named(text):
            found[place(file)] = named

    assert found == {}


def test_every_setting_is_documented_and_every_documented_one_is_read():
    scripts = [*(ROOT / "scripts").glob("*.py"), *(ROOT / "tests").rglob("conftest.py")]
    read = settings_read([*python_files(), *scripts])
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", REFERENCE.read_text(), flags=re.MULTILINE))

    assert read
    assert read - documented == set()
    assert documented - read - {"CI"} == set()


def test_faulty_text_is_found(tmp_path):
    file = tmp_path / "views.py"
    file.write_text(
        "a = _(f'Hello {name}')\nb = gettext('%s leads')\nc = ngettext('%(n)s lead', '{} leads', n)\n"
        "d = _('fine %(name)s')\ne = os.environ['GLEANRY_NEW']\nf = pgettext('verb', 'Order')\n"
    )

    assert len(message_faults(file)) == 3
    assert settings_read([file]) == {"GLEANRY_NEW"}
    assert places_named("https://" + HOSTS[0] + "/simple and " + "/wo" + "rk/main") != []
    assert places_named("src/network/rootless and docs/work/plan") == []
    assert PACKAGE.is_dir()
