"""Fields that hold others: a set of conditions, a small table inside a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from gleanry.web.editing.choosing import Words
from gleanry.web.editing.describing import Field
from gleanry.web.editing.kinds import GONE, Kind, Options, Sent, Sight, Wrong, text_of
from gleanry.web.editing.rows import put_row, row_sent, row_words, row_wrong
from gleanry.web.editing.showing import cell_of


@dataclass(frozen=True)
class When(Kind):
    """Conditions by name, all of which must hold. `conditions` are those with a kind of their own.

    `others` (name -> words) are offered too and hold a list of words; further ones are kept and shown as they are.
    """

    template: ClassVar[str] = "when"
    blank: ClassVar[Any] = GONE
    conditions: tuple[Field, ...] = ()
    others: Options = field(default_factory=dict)
    always: Any = ""

    def _field(self, name: str, sight: Sight) -> Field:
        known = next((one for one in self.conditions if one.key == name), None)
        if known is not None:
            return replace(known, required=True)
        return Field(name, sight.options(self.others).get(name, name), Words(), required=True)

    def _named(self, value: Any, sight: Sight) -> list[str]:
        """The conditions that are there, in the order they are offered; those nobody offers last."""
        given = list(value) if isinstance(value, dict) else []
        offered = self._offered(sight)
        return [name for name in offered if name in given] + sorted(name for name in given if name not in offered)

    def _offered(self, sight: Sight) -> dict[str, str]:
        own = {one.key: str(one.label) for one in self.conditions}
        return own | {name: str(said) for name, said in sight.options(self.others).items() if name not in own}

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        fields: dict[str, list[str]] = {f"{name}.add": [""]}
        for one in self._named(value, sight):
            fields |= self._field(one, sight).kind.sent(value[one], f"{name}.is.{one}", sight)
        return fields

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        now: dict[str, Any] = {}
        for one in self._named(old, sight):
            value = self._field(one, sight).kind.put(sent, f"{name}.is.{one}", old[one], sight)
            now[one] = "" if value is GONE else value
        wanted = sent.one(f"{name}.add")
        if wanted and wanted not in now:
            blank = self._field(wanted, sight).kind.blank
            now[wanted] = "" if blank is GONE else blank
        return now or GONE

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield Wrong("malformed")
            return
        for name, wanted in value.items():
            if name not in self._offered(sight):
                yield Wrong("unknown", {"value": name})
                continue
            for wrong in row_wrong((self._field(name, sight),), {name: wanted}, sight):
                yield replace(wrong, inside=f"is.{wrong.inside}")

    def words(self, value: Any, sight: Sight) -> str:
        if not isinstance(value, dict) or not value:
            return text_of(value) if value not in (GONE, {}) else str(self.always)
        fields = [self._field(name, sight) for name in self._named(value, sight)]
        parts = [(str(one.label), one.kind.words(value[one.key], sight)) for one in fields]
        return _("; ").join(_("%(label)s: %(value)s") % {"label": said, "value": given} for said, given in parts)

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        named = self._named(value, sight)
        cells = [cell_of(self._field(one, sight), {one: value[one]}, f"{name}.is", sight) for one in named]
        rest = [(code, said) for code, said in self._offered(sight).items() if code not in named]
        return {
            "conditions": [(one, cell) for one, cell in zip(named, cells, strict=True)],
            "offered": rest,
            "always": self.always,
        }


@dataclass(frozen=True)
class Rows(Kind):
    """A small table inside a row: a list of dicts. `new` is what an added row holds."""

    template: ClassVar[str] = "rows"
    blank: ClassVar[Any] = []
    columns: tuple[Field, ...] = ()
    most: int = 20
    new: Mapping[str, Any] = field(default_factory=dict)

    def _rows(self, value: Any) -> list[Any]:
        right = isinstance(value, list) and all(isinstance(row, dict) for row in value)
        return value if right else []

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        fields: dict[str, list[str]] = {}
        for at, row in enumerate(self._rows(value)):
            fields |= row_sent(self.columns, row, f"{name}.{at}", sight)
        return fields

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return [put_row(self.columns, sent, f"{name}.{at}", row, sight) for at, row in enumerate(self._rows(old))]

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, list) or len(self._rows(value)) != len(value):
            yield Wrong("malformed")
            return
        if len(value) > self.most:
            yield Wrong("too_many", {"value": self.most})
        for at, row in enumerate(value):
            for wrong in row_wrong(self.columns, row, sight):
                yield replace(wrong, inside=f"{at}.{wrong.inside}")

    def words(self, value: Any, sight: Sight) -> str:
        return _("; ").join(row_words(self.columns, row, sight) for row in self._rows(value))

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        rows = self._rows(value)
        return {
            "rows": [
                [cell_of(column, row, f"{name}.{at}", sight) for column in self.columns if column.asked_in(row)]
                for at, row in enumerate(rows)
            ],
            "labels": [column.label for column in self.columns],
            "full": len(rows) >= self.most,
        }
