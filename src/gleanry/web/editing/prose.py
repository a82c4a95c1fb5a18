"""A field of several lines: the text of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from gleanry.web.editing.kinds import GONE, Sent, Sight, Text, text_of

SHOWN = 40
"""Characters of it in the table that tells what the book says; its own page shows all."""


@dataclass(frozen=True)
class Prose(Text):
    """Text with its line breaks."""

    template: ClassVar[str] = "lines"
    most: int = 10_000

    def sent(self, value: Any, name: str, sight: Sight) -> dict[str, list[str]]:
        return {name: [text_of(value).replace("\r\n", "\n").replace("\r", "\n")]}

    def read(self, sent: Sent, name: str, old: Any, sight: Sight) -> Any:
        return sent.one(name).replace("\r", "\n").strip() or GONE

    def words(self, value: Any, sight: Sight) -> str:
        text = " ".join(text_of(value).split())
        return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"

    def control(self, value: Any, name: str, sight: Sight) -> dict[str, Any]:
        text = self.sent(value, name, sight)[name][0]
        return {"value": text, "lines": max(3, min(12, text.count("\n") + len(text) // 60 + 1))}
