"""Hours of a day between what is typed or sent and what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import time

from gleanry.kit.errors import Refusal
from gleanry.world.shapes import Span

CLOCK = re.compile(r"(\d{1,2})[:.\N{FULLWIDTH COLON}](\d{2})")


def spans_from(rows: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    """[["09:00", "18:00"], ...] as times. Raises Refusal `bad_hours`."""
    try:
        return tuple((_time(start), _time(end)) for start, end in rows)
    except ValueError:
        raise Refusal("bad_hours") from None


def _time(text: str) -> time:
    return time() if text == "24:00" else time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)


def spans_text(spans: Iterable[Span]) -> list[tuple[str, str]]:
    """Times as they are sent."""
    return [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in spans]


def spans_typed(text: str) -> tuple[Span, ...]:
    """What people type, such as "9:00-12:00, 13:30-18:00"; empty is a day off. Raises Refusal `bad_hours`."""
    found = CLOCK.findall(text)
    rest = CLOCK.sub("", text)
    if len(found) % 2 or re.search(r"[^\s,;，；、~\-–—至到]", rest):
        raise Refusal("bad_hours")
    times = [f"{int(hour):02}:{minute}" for hour, minute in found]
    return spans_from(list(zip(times[::2], times[1::2], strict=True)))


def spans_shown(spans: Iterable[Span]) -> str:
    """Hours as they are read: "9:00–12:00, 13:30–18:00"; the midnight that ends a day is 24:00."""
    told = []
    for start, end in spans:
        until = "24:00" if end == time() else f"{end.hour}:{end:%M}"
        told.append(f"{start.hour}:{start:%M}\N{EN DASH}{until}")
    return ", ".join(told)
