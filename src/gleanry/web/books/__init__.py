"""The rule books a workspace edits: each module here declares one as BOOK. docs/howto/rules.md shows how."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from gleanry.web.editing import Book


@cache
def all_books() -> tuple[Book, ...]:
    """Every declared book in the order of the list."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    books = [module.BOOK for module in modules if hasattr(module, "BOOK")]
    return tuple(sorted(books, key=lambda book: (book.order, book.name)))


def book_named(name: str) -> Book | None:
    """A declared book by its name."""
    return next((book for book in all_books() if book.name == name), None)
