"""A contact with us, as others hold it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class NewTouch(NamedTuple):
    """A contact to be appended. `kind` is one of the behaviour events of the scoring table, or any other word."""

    kind: str
    at: datetime
    person_id: int | None = None
    visitor: str = ""
    lead_id: int | None = None
    channel: str = ""
    campaign: str = ""
    content: str = ""
    submission_id: int | None = None


class TouchRow(NamedTuple):
    id: int
    person_id: int | None
    kind: str
    channel: str
    campaign: str
    content: str
    at: datetime
