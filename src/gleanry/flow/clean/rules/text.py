"""Text as people can read it: without what hides in it, and with what is odd about it named."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_LINES = re.compile(r"[^\S\n]*\n[^\S\n]*")
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u20e3\u200d\U000e0020-\U000e007f]+"
)
_OTHER_ALPHABETS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_BEGINS = tuple("=+-@")
_COMPUTES = re.compile(r"=+\s*[^=\s]|[+\-@](?:.*\|\s*['\"]|\s*[A-Za-z_.]+\(|\s*[A-Za-z]+\s*\||\s*[=+\-@\"'].*[(|!])")
_WORD = re.compile(r"[^\W\d_]+")


def tidy(text: str) -> str:
    """A name or a title in one line: plain width, single blanks, nothing unseen, no pictures beside the words.

    Control characters count as blanks; marks of direction, joiners and byte order marks go. A text of nothing but
    pictures stays as it is: it is all there is.
    """
    if text.isascii():
        if text.isprintable() and "  " not in text:
            return text.strip()
    elif text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text
    return _tidied(unicodedata.normalize("NFKC", text))


def _tidied(text: str) -> str:
    if not text.isprintable():
        text = _without_unseen(text, keep_lines=False)
    if not text.isascii() and (bare := _PICTURES.sub(" ", text)).strip():
        text = bare
    return _BLANKS.sub(" ", text).strip()


def tidy_prose(text: str) -> str:
    """A message: its lines stay, what cannot be seen goes."""
    if text.isprintable():
        return text
    return _LINES.sub("\n", _without_unseen(text, keep_lines=True)).strip()


def mixes_scripts(text: str) -> bool:
    """Whether one word is put together from alphabets that look alike, as in "Аpple" with a Cyrillic A."""
    if text.isascii() or not _OTHER_ALPHABETS.search(text):
        return False
    return any(_LATIN.search(word) and _OTHER_ALPHABETS.search(word) for word in _WORD.findall(text))


def computes(text: str) -> bool:
    """Whether a spreadsheet would run it: =cmd|..., =HYPERLINK(...), @SUM(...)."""
    return text[:1] in _BEGINS and bool(_COMPUTES.match(text))


def _without_unseen(text: str, *, keep_lines: bool) -> str:
    if keep_lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_seen(character, keep_lines=keep_lines) for character in text)


def _seen(character: str, *, keep_lines: bool) -> str:
    if character == "\u200d":  # joins the parts of a picture
        return character
    match unicodedata.category(character):
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
        case "Cc" | "Zs" | "Zl" | "Zp":
            return "\n" if keep_lines and character == "\n" else " "
        case _:
            return character
