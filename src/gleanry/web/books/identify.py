"""Duplicates: this book has a page of its own, because its rules depend on what is compared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gleanry.web.editing import Book
from gleanry.web.words.duplicates import fault_text

BOOK = Book(
    name="identify",
    order=20,
    title=_("Duplicate rules"),
    decides=_("When a lead belongs to somebody known, and what happens with it then."),
    place="duplicate_rules",
    says=fault_text,
)
