"""What a browser sends for the form of a page: its successful controls, as the HTML standard has them."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    """Collects the controls of the form with one id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._form_id, self._inside = form_id, False
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        if not self._inside or "disabled" in given:
            return
        if tag == "option" and self._select is not None:
            self._select[1].append((given.get("value", ""), "selected" in given))
        name = given.get("name", "")
        if not name:
            return
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self._add(name, given.get("value", "on"))
        elif tag == "select":
            self._select = (name, [])
        elif tag == "textarea":
            self._area = (name, [])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select" and self._select is not None:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            self._add(name, chosen[-1])
            self._select = None
        elif tag == "textarea" and self._area is not None:
            text = "".join(self._area[1])
            self._add(self._area[0], text.removeprefix("\n").replace("\n", "\r\n"))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def _add(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)


def sent_by(page: str | bytes, form_id: str) -> dict[str, list[str]]:
    """Name -> values of the form `form_id` of a page, as they stand there."""
    reader = _Reader(form_id)
    reader.feed(page.decode() if isinstance(page, bytes) else page)
    return reader.sent
