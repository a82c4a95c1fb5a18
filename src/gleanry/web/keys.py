"""Keys of records in addresses: no longer than a database can hold, so that a mistyped one is simply not there."""

from __future__ import annotations

from typing import Annotated

from ninja import Path
from pydantic import Field


class KeyConverter:
    """`<key:lead_id>` in the addresses of pages."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


Id = Annotated[int, Field(gt=0, lt=2**63)]
"""A key in the body or the query of a call."""
PathId = Path[Id]
"""A key in the address of a call."""
