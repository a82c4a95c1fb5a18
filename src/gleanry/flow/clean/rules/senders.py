"""What a form tells of who filled it: a trap only programs fall into, how long it took, from where it came.

A form passes these beside its fields; they are no part of the lead. `_hp` is the honeypot, a field people cannot see;
`_elapsed_ms` the milliseconds from the form's opening to its sending; `_ip` and `_visitor` where it came from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

HONEYPOT, ELAPSED, ADDRESS, VISITOR = "_hp", "_elapsed_ms", "_ip", "_visitor"
SIGNS = (HONEYPOT, ELAPSED, ADDRESS, VISITOR)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Sender:
    """`honeypot` is what was written into the trap; `elapsed_ms` None where the form did not say."""

    honeypot: str = ""
    elapsed_ms: int | None = None
    address: str = ""
    visitor: str = ""


NOBODY = Sender()


def take_sender(fields: MutableMapping[str, Any]) -> Sender:
    """What the form told of its sender, taken out of the fields."""
    extra = fields.get("extra")
    if not extra or not any(name in extra for name in SIGNS):
        return NOBODY
    kept = {name: value for name, value in extra.items() if name not in SIGNS}
    if kept:
        fields["extra"] = kept
    else:
        del fields["extra"]
    told = {name: str(extra.get(name, "")).strip()[:_LONGEST] for name in SIGNS}
    return Sender(told[HONEYPOT], _milliseconds(told[ELAPSED]), told[ADDRESS], told[VISITOR])


def marks_of(sender: Sender, source: str, *, live: bool, most: Mapping[str, int]) -> dict[int, str]:
    """Mark -> what it is of (address, visitor, source), for those that have a limit.

    A mark is 64 bits of a hash: an address is not kept to be counted. A file of many rows is no flood: only what came
    `live` counts against its source.
    """
    values = {"address": sender.address, "visitor": sender.visitor, "source": source if live else ""}
    return {_mark(kind, value): kind for kind, value in values.items() if value and most.get(kind, 0) > 0}


def _mark(kind: str, value: str) -> int:
    digest = hashlib.blake2b(f"{kind}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _milliseconds(text: str) -> int | None:
    whole = text.partition(".")[0]
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 12 else None
