"""Put a name into a text, and find the language somebody is written to in."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACES = re.compile(r"\{(name|company|sender|workspace|unsubscribe)\}")
HAN = re.compile(r"[\u3400-\u9fff]")
UNNAMED = {"zh": "您", "en": "there"}


def language_of(name: str, company: str, default: str) -> str:
    """zh or en: by the writing of the person's name, else of the company's, else what the workspace speaks."""
    for text in (name, company):
        if HAN.search(text):
            return "zh"
        if text.strip():
            return "en"
    return "zh" if default.startswith("zh") else "en"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its places filled, in one pass: what is filled in is not looked at again. Unknown ones stay."""
    return PLACES.sub(lambda found: values.get(found[1], found[0]), text)


def words_in(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, or in the other one where there is none."""
    return texts.get(language) or next(iter(texts.values()), "")
