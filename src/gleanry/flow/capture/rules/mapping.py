"""A mapping as a plain dictionary, as it stands in a TOML file or a JSON column.

name = "trade fair"
kind = "leads"                       # leads, deals, touches, accounts, products or members

[columns]                            # header = field, or several
"姓名" = "person_name"
"登记日期" = ["first_contact_at", "mql_at"]
"内部编号" = "extra"                  # kept; so is every header not named here
"序号" = "ignore"

[constants]                          # where no column fills the field
source = "fair"

[formats]                            # all optional
zone = "Asia/Shanghai"
day_first = true
currency = "CNY"
region = "CN"
decimal_mark = "."
excel_serial = true
unit = "million"                     # what a bare amount counts

[values.stage]                       # the source's word = ours
"签约" = "won"
"""

import re
from collections.abc import Mapping as Dictionary
from dataclasses import asdict, fields
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.flow.capture.rules.fields import AMOUNTS, EXTRA, IGNORE, fields_of
from gleanry.flow.capture.shapes import KINDS, Formats, Mapping
from gleanry.values.amount import UNIT_WORDS
from gleanry.values.money import is_currency

_KEYS = ("name", "kind", "columns", "constants", "formats", "values")
_REGION = re.compile(r"[A-Z]{2}")


class BadMapping(ValueError):
    """A mapping that cannot be used; `errors` says everything that is wrong, as (where, code) pairs.

    Codes: `unknown_key`, `unknown_field`, `unknown_kind`, `bad_value`.
    """

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{where}: {code}" for where, code in errors))
        self.errors = tuple(errors)


def mapping_from_dict(body: Dictionary[str, Any]) -> Mapping:
    """Read a mapping; BadMapping lists all that is wrong with it at once."""
    errors = [(str(key), "unknown_key") for key in body if key not in _KEYS]
    kind = body.get("kind")
    if kind not in KINDS:
        raise BadMapping([*errors, ("kind", "unknown_kind")])
    tables = {key: _table(body, key, errors) for key in ("columns", "constants", "formats", "values")}
    known = frozenset(fields_of(kind))
    columns = _columns(tables["columns"], known | {EXTRA, IGNORE}, errors)
    constants = _texts("constants", tables["constants"], known - {*AMOUNTS[kind]}, errors)
    formats = _formats(tables["formats"], errors)
    words = tuple(
        (name, _texts(f"values.{name}", _table(tables["values"], name, errors), None, errors))
        for name in tables["values"]
    )
    errors += [(f"values.{name}", "unknown_field") for name, _ in words if name not in known]
    if not isinstance(body.get("name", ""), str):
        errors.append(("name", "bad_value"))
    if errors:
        raise BadMapping(errors)
    return Mapping(kind, columns, constants, formats, words, body.get("name", ""))


def mapping_to_dict(mapping: Mapping) -> dict[str, Any]:
    """Write a mapping as the dictionary `mapping_from_dict` reads; JSON and TOML can hold it."""
    said = asdict(mapping.formats)
    kept = {key: value for key, value in said.items() if value is not None and (value or key != "unit")}
    return {
        "name": mapping.name,
        "kind": mapping.kind,
        "columns": {header: targets[0] if len(targets) == 1 else list(targets) for header, targets in mapping.columns},
        "constants": dict(mapping.constants),
        "formats": kept,
        "values": {name: dict(words) for name, words in mapping.values},
    }


def _table(body: Dictionary[str, Any], key: str, errors: list[tuple[str, str]]) -> dict[str, Any]:
    table = body.get(key, {})
    if isinstance(table, dict):
        return table
    errors.append((key, "bad_value"))
    return {}


def _columns(
    table: dict[str, Any], known: frozenset[str], errors: list[tuple[str, str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    columns: list[tuple[str, tuple[str, ...]]] = []
    for header, value in table.items():
        targets = [value] if isinstance(value, str) else value
        if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
            errors.append((f"columns.{header}", "bad_value"))
            continue
        errors += [(f"columns.{header} = {each}", "unknown_field") for each in targets if each not in known]
        columns.append((str(header), tuple(targets)))
    return tuple(columns)


def _texts(
    where: str, table: dict[str, Any], known: frozenset[str] | None, errors: list[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    for key, value in table.items():
        if known is not None and key not in known:
            errors.append((f"{where}.{key}", "unknown_field"))
        elif not isinstance(value, str | int | float):
            errors.append((f"{where}.{key}", "bad_value"))
    return tuple((str(key), str(value)) for key, value in table.items())


def _formats(table: dict[str, Any], errors: list[tuple[str, str]]) -> Formats:
    names = [each.name for each in fields(Formats)]
    errors += [(f"formats.{key}", "unknown_key") for key in table if key not in names]
    sound = {}
    for key, value in table.items():
        if key in names and not _is_sound(key, value):
            errors.append((f"formats.{key}", "bad_value"))
        elif key in names:
            sound[key] = value
    return Formats(**sound)


def _is_sound(key: str, value: object) -> bool:
    if key in ("day_first", "excel_serial"):
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if key == "zone":
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # what zoneinfo raises depends on how the name is wrong
            return False
        return True
    if key == "currency":
        return is_currency(value)
    choices = {"unit": UNIT_WORDS, "decimal_mark": ("", ".", ",")}
    return value in choices[key] if key in choices else bool(_REGION.fullmatch(value))
