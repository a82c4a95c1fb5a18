"""The draft of a book of duplicate rules: carried whole in the form, so that nothing is kept before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from gleanry.flow.identify.queries.books import COMPARED, MOST_RULES, REFRESHED, read_book, written

Row = dict[str, Any]

FRESH: Row = {"code": "", "compare": "lead", "fields": [], "need": "any", "window_days": 180, "action": "tag"}


def rows_of(body: Mapping[str, Any]) -> list[Row]:
    """The rules of a body as rows of the form."""
    return [FRESH | {"refresh": list(REFRESHED), "prefer": "newest"} | written(r) for r in read_book(body).rules]


def rows_from(posted: QueryDict) -> list[Row]:
    """The rows as they were sent; what was not sent is empty."""
    count = min(_number(posted.get("rows", "0")), MOST_RULES + 1)
    return [_row_from(posted, number) for number in range(count)]


def _row_from(posted: QueryDict, number: int) -> Row:
    def one(name: str) -> str:
        return posted.get(f"{name}-{number}", "")

    days = one("window_days").strip()
    return {
        "code": one("code"),
        "compare": one("compare"),
        "fields": posted.getlist(f"fields-{number}"),
        "need": one("need") or "any",
        "window_days": int(days) if days.isascii() and days.isdigit() and len(days) < 7 else days or 0,
        "action": one("action"),
        # Where what is renewed was not asked yet, all of it is offered.
        "refresh": posted.getlist(f"refresh-{number}") if one("renews") else list(REFRESHED),
        "prefer": one("prefer") or "newest",
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def changed(rows: Sequence[Row], verb: str) -> list[Row]:
    """The rows after a step: `up-2`, `down-1`, `remove-3` (numbers from 0) or `add`; any other leaves them."""
    after = list(rows)
    step, _, number = verb.partition("-")
    at = _number(number) if number else -1
    if step == "add" and len(after) < MOST_RULES:
        after.append(FRESH | {"refresh": list(REFRESHED), "prefer": "newest"})
    elif step == "remove" and 0 <= at < len(after):
        del after[at]
    elif step == "up" and 0 < at < len(after):
        after[at - 1], after[at] = after[at], after[at - 1]
    elif step == "down" and 0 <= at < len(after) - 1:
        after[at], after[at + 1] = after[at + 1], after[at]
    return after


def body_of(rows: Sequence[Row], before: Mapping[str, Any]) -> dict[str, Any]:
    """The body the rows say, with what the form does not show taken from the body before."""
    codes = {row["code"] for row in rows}
    body = {name: value for name, value in before.items() if name not in ("rules", "window_days")}
    return body | {"rules": [_written(row, codes) for row in rows]}


def _written(row: Row, codes: set[str]) -> Row:
    """One rule without what does not belong to it; a new one gets a code of its own."""
    said = {name: row[name] for name in ("compare", "fields", "action")}
    if not row["code"]:
        number = next(n for n in range(1, MOST_RULES + 2) if f"rule_{n}" not in codes)
        row["code"] = f"rule_{number}"
        codes.add(row["code"])
    said["code"] = row["code"]
    if row["compare"] in COMPARED:
        said["fields"] = [name for name in row["fields"] if name in COMPARED[row["compare"]]]
    if len(said["fields"]) > 1:
        said["need"] = row["need"]
    if row["compare"] == "lead":
        said["window_days"] = row["window_days"]
    if row["action"] == "refresh":
        said |= {"refresh": row["refresh"], "prefer": row["prefer"]}
    return said
