"""Print a page as PDF. Nothing is fetched: neither from the network nor from the disk."""

from __future__ import annotations

from typing import Any


class NothingFetched(ValueError):
    """A page to be printed asked for something outside of it."""


def print_pdf(html: str) -> bytes:
    """The page as PDF, by WeasyPrint with the fonts of the machine; Chinese needs one such as Noto Sans CJK.

    What the page asks for from outside is left out: a page brings all it needs.
    """
    # Heavy, and only here: pages that print nothing do not wait for it.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    class Refusing(URLFetcher):  # type: ignore[misc]  # WeasyPrint says no types
        def fetch(self, url: str, *_: Any, **__: Any) -> Any:
            raise NothingFetched(url)

    printed: bytes = HTML(string=html, url_fetcher=Refusing()).write_pdf()
    return printed
