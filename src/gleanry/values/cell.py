"""Text as a cell that no spreadsheet calculates."""

import re

NEGATIVE = re.compile(r"-[0-9][0-9.,]*")
"""An amount below zero computes nothing, and must be read again as it was when a mended file comes back."""
CONTROLS = frozenset("\t\r\n")
FORMULAS = frozenset(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""What a formula begins with; spreadsheets of East Asian machines take the wide signs for the narrow ones."""


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet will not run: text that begins like a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    if NEGATIVE.fullmatch(text):
        return text
    return f"'{text}" if text[:1] in CONTROLS or text.lstrip()[:1] in FORMULAS else text
