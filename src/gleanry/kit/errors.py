"""Expected refusals carry a stable code and data; prose and HTTP status live in web."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Something the system declines to do, for a reason a person can act on."""

    code: str = "refused"
    retryable: bool = False

    def __init__(self, code: str | None = None, **data: Any) -> None:
        if code is not None:
            self.code = code
        self.data = data
        super().__init__(f"{self.code} {data}" if data else self.code)


class ScopeMissing(RuntimeError):
    """A query was run without naming whose rows it may see: a defect, never a user's mistake."""
