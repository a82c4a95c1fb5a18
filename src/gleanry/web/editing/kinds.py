"""Kinds of fields, and the law they all keep: what nobody touched comes back as it was.

A kind turns a value into what a browser sends for it (`sent`) and reads what was sent (`read`). `put` reads only where
something else was sent than the old value would send; else the old value stays, however it is written. What cannot be
read is kept as the text that was typed, so that nothing typed is ever lost, and `wrong` names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from gleanry.tenants.shapes import Viewer


class _Gone:
    """A setting that is not there."""

    def __repr__(self) -> str:
        return "GONE"

    def __deepcopy__(self, memo: object) -> _Gone:
        return self


GONE: Any = _Gone()
Options = Mapping[str, Any] | Callable[[Viewer], Mapping[str, Any]]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a value: a code, what the words for it need, and where inside the value ("" is all of it)."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    inside: str = ""


class Sent:
    """What a browser sent, by name; `under` finds a name and all that is inside it without looking at the rest."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._inside: dict[str, dict[str, list[str]]] = {}
        for name, values in fields.items():
            plain = [value.replace("\r\n", "\n") for value in values]
            parts = name.split(".")
            for length in range(1, len(parts) + 1):
                self._inside.setdefault(".".join(parts[:length]), {})[name] = plain

    def under(self, name: str) -> dict[str, list[str]]:
        return self._inside.get(name, {})

    def one(self, name: str) -> str:
        values = self.under(name).get(name)
        return values[0] if values else ""

    def all(self, name: str) -> list[str]:
        return self.under(name).get(name, [])


class Sight:
    """Who looks at a book; choices that depend on the viewer are asked once. `faults`: place -> sentences."""

    def __init__(self, viewer: Viewer, faults: Mapping[str, list[str]] | None = None) -> None:
        self.viewer = viewer
        self.faults: Mapping[str, list[str]] = faults or {}
        self._options: dict[int, Mapping[str, Any]] = {}

    def options(self, given: Options) -> Mapping[str, Any]:
        if not callable(given):
            return given
        if id(given) not in self._options:
            self._options[id(given)] = given(self.viewer)
        return self._options[id(given)]


def text_of(value: Any) -> str:
    """A value as a text field shows it."""
    if value is GONE or value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Kind:
    """What every kind can do. `template` is the part that draws it, `blank` what a new one holds."""

    template: ClassVar[str] = "text"
    blank: ClassVar[Any] = GONE

    def put(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        """The value after what was sent: the old one where it would have sent the same."""
        return old if sent.under(name) == self.sent(old, name, sight) else self.read(sent, name, old, sight)

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        return {name: [re.sub(r"[\r\n]", "", text_of(value))]}

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return sent.one(name).strip() or GONE

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        yield from ()

    def words(self, value: Any, sight: Sight) -> str:
        return text_of(value)

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        return {"value": self.sent(value, name, sight)[name][0]}


@dataclass(frozen=True)
class Text(Kind):
    """One line of text."""

    most: int = 80

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, str):
            yield Wrong("malformed")
        elif len(value) > self.most:
            yield Wrong("too_long", {"value": self.most})


@dataclass(frozen=True)
class Code(Text):
    """A short name that decisions keep; a new row gets one of its own from `stem`. No two rows may have the same."""

    most: int = 40
    stem: str = "rule"

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        yield from super().wrong(value, sight)
        if isinstance(value, str) and not re.fullmatch(r"[\w-]+", value):
            yield Wrong("not_code", {"value": value})

    def fresh(self, taken: set[str]) -> str:
        return next(code for n in range(1, len(taken) + 2) if (code := f"{self.stem}_{n}") not in taken)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number; `unit` stands behind it."""

    template: ClassVar[str] = "number"
    least: int | None = 0
    most: int | None = None
    unit: Any = ""

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        text = sent.one(name).strip().replace("\N{MINUS SIGN}", "-")
        if re.fullmatch(r"[-+]?[0-9]{1,15}", text):
            return int(text)
        return text or GONE

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Wrong("not_whole", {"value": text_of(value)})
        else:
            yield from out_of_bounds(value, self.least, self.most)

    def words(self, value: Any, sight: Sight) -> str:
        said = text_of(value)
        return _("%(number)s %(unit)s") % {"number": said, "unit": self.unit} if self.unit and said else said

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        return super().control(value, name, sight) | {"unit": self.unit}


@dataclass(frozen=True)
class Number(Whole):
    """A number with decimals; `as_text` keeps it exactly as it is written, for rates and amounts."""

    as_text: bool = False

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        text = sent.one(name).strip().replace("\N{MINUS SIGN}", "-")
        number = _decimal(text)
        if number is None or self.as_text:
            return text or GONE
        return int(number) if number == number.to_integral_value() else float(number)

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        number = None if isinstance(value, bool) else _decimal(text_of(value))
        if number is None or (isinstance(value, str) and not self.as_text):
            yield Wrong("not_number", {"value": text_of(value)})
        else:
            yield from out_of_bounds(number, self.least, self.most)


def out_of_bounds(number: int | Decimal, least: int | None, most: int | None) -> Iterator[Wrong]:
    """What is wrong with a number that is less or more than allowed."""
    if least is not None and number < least:
        yield Wrong("too_small", {"value": least})
    if most is not None and number > most:
        yield Wrong("too_large", {"value": most})


def _decimal(text: str) -> Decimal | None:
    if not re.fullmatch(r"[-+]?[0-9]{1,15}(\.[0-9]{1,12})?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
