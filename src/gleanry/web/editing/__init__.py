"""One editor for all rule books: what a book holds is declared, the page, the form and the checks follow from it.

`gleanry.web.books` declares the books with the names below; docs/howto/rules.md shows how.
"""

from gleanry.web.editing.choosing import Choice, Choices, Truth, Words, YesNo
from gleanry.web.editing.describing import Book, Field, Settings, Table
from gleanry.web.editing.kinds import Code, Number, Text, Whole
from gleanry.web.editing.nesting import Rows, When
from gleanry.web.editing.times import Dates, DaySpans, Span
from gleanry.web.editing.trying import DryRun, Figure, To

__all__ = [
    "Book",
    "Choice",
    "Choices",
    "Code",
    "Dates",
    "DaySpans",
    "DryRun",
    "Field",
    "Figure",
    "Number",
    "Rows",
    "Settings",
    "Span",
    "Table",
    "Text",
    "To",
    "Truth",
    "When",
    "Whole",
    "Words",
    "YesNo",
]
