"""Fields that are chosen: yes or no, one of several, several of many, words one writes oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from gleanry.web.editing.kinds import GONE, Kind, Options, Sent, Sight, Wrong, text_of

FOLDED_FROM = 10
"""With so many choices those that are not taken are folded away."""


@dataclass(frozen=True)
class YesNo(Kind):
    """A check box; `default` is what counts where the setting is not there."""

    template: ClassVar[str] = "yesno"
    default: bool = False

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        return {name: ["1"]} if (self.default if value is GONE else bool(value)) else {}

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        now = bool(sent.all(name))
        return GONE if now is self.default else now

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, bool):
            yield Wrong("malformed")

    def words(self, value: Any, sight: Sight) -> str:
        if value is GONE and not self.default:
            return ""
        return _("yes") if self.sent(value, "x", sight) else _("no")

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        return {"checked": bool(self.sent(value, name, sight))}


@dataclass(frozen=True)
class Choice(Kind):
    """One of `options` (code -> words, or a function of the viewer); `whole`: the codes are whole numbers.

    `empty` are the words for no choice; without it one must be chosen.
    """

    template: ClassVar[str] = "choice"
    options: Options = ()  # type: ignore[assignment]  # a dataclass wants a default; there is no book without choices
    empty: Any = None
    whole: bool = False

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        return {name: [text_of(value)]}

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return _coded(sent.one(name), self.whole)

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not _known(value, self.options, sight, whole=self.whole):
            yield Wrong("unknown", {"value": text_of(value)})

    def words(self, value: Any, sight: Sight) -> str:
        if value is GONE:
            return str(self.empty or "")
        return str(sight.options(self.options).get(text_of(value), text_of(value)))

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        now, options = text_of(value), sight.options(self.options)
        offered = [(code, str(said), code == now) for code, said in options.items()]
        if now not in options:
            # What is not offered any more is still shown, so that nothing is changed by looking.
            said = now or str(self.empty or _("choose"))
            offered.insert(0, (now, said, True))
        if now and self.empty is not None and "" not in options:
            offered.insert(0, ("", str(self.empty), False))
        return {"offered": offered}


@dataclass(frozen=True)
class Truth(Choice):
    """Yes or no where both have to be said, as in a condition."""

    blank: ClassVar[Any] = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", self.options or _yes_no)

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return {"true": True, "false": False}.get(sent.one(name), GONE)

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, bool):
            yield Wrong("malformed")


def _yes_no(viewer: object) -> dict[str, str]:
    return {"true": _("yes"), "false": _("no")}


@dataclass(frozen=True)
class Choices(Kind):
    """Several of `options`; `none` are the words for nothing taken, such as "all pools"."""

    template: ClassVar[str] = "choices"
    blank: ClassVar[Any] = []
    options: Options = ()  # type: ignore[assignment]  # a dataclass wants a default; there is no book without choices
    none: Any = ""
    whole: bool = False

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        taken = self._taken(value, sight)
        return {name: taken} if taken else {}

    def _taken(self, value: Any, sight: Sight) -> list[str]:
        """The codes that are taken, in the order of the boxes: those offered, then those no longer offered."""
        given = list(dict.fromkeys(text_of(one) for one in value)) if isinstance(value, list) else []
        options = sight.options(self.options)
        return [code for code in options if code in given] + [code for code in given if code not in options]

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return [_coded(code, self.whole) for code in sent.all(name)]

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield Wrong("malformed")
            return
        for one in value:
            if not _known(one, self.options, sight, whole=self.whole):
                yield Wrong("unknown", {"value": text_of(one)})

    def words(self, value: Any, sight: Sight) -> str:
        options = sight.options(self.options)
        return _(", ").join(str(options.get(code, code)) for code in self._taken(value, sight)) or str(self.none)

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        taken, options = self._taken(value, sight), sight.options(self.options)
        boxes = [(code, str(said), code in taken) for code, said in options.items()]
        boxes += [(code, code, True) for code in taken if code not in options]
        folds = len(boxes) >= FOLDED_FROM
        return {
            "boxes": [box for box in boxes if box[2] or not folds],
            "folded": [box for box in boxes if not box[2]] if folds else [],
            "none": self.none,
        }


def _coded(code: str, whole: bool) -> Any:
    if not code:
        return GONE
    return int(code) if whole and code.isascii() and code.isdigit() and len(code) < 19 else code


def _known(value: Any, options: Options, sight: Sight, *, whole: bool) -> bool:
    right = isinstance(value, int) and not isinstance(value, bool) if whole else isinstance(value, str)
    return right and text_of(value) in sight.options(options)


SEPARATORS = re.compile(r"[,，、\n]")


@dataclass(frozen=True)
class Words(Kind):
    """A list of words with commas between them; one a line where a word itself has a comma."""

    template: ClassVar[str] = "lines"
    blank: ClassVar[Any] = []
    most: int = 500
    longest: int = 200

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        given = value if isinstance(value, list) else [] if value is GONE else [value]
        return {name: [self._joined([text_of(word) for word in given])]}

    def _joined(self, words: list[str]) -> str:
        if any(SEPARATORS.search(word) for word in words):
            return ("\n".join(words) + "\n").replace("\r\n", "\n").replace("\r", "\n")
        return ", ".join(words).replace("\r", "")

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        text = sent.one(name)
        words = text.split("\n") if "\n" in text else SEPARATORS.split(text)
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def wrong(self, value: Any, sight: Sight) -> Iterator[Wrong]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield Wrong("malformed")
        elif len(value) > self.most:
            yield Wrong("too_many", {"value": self.most})
        elif any(len(one) > self.longest for one in value):
            yield Wrong("too_long", {"value": self.longest})

    def words(self, value: Any, sight: Sight) -> str:
        return _(", ").join(text_of(one) for one in value) if isinstance(value, list) else text_of(value)

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        text = self.sent(value, name, sight)[name][0]
        return {"value": text, "lines": max(1, min(8, max(text.count("\n") + 1, len(text) // 60 + 1)))}
