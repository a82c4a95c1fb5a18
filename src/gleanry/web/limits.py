"""How often a public door may be knocked at: counted per minute in the cache."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

from gleanry.kit import clock
from gleanry.kit.errors import Refusal


def count_against(door: str, who: str, *, a_minute: int | None = None) -> None:
    """Count one request. Raises Refusal `too_many` beyond the limit; without one, the setting of the door counts."""
    limit = a_minute if a_minute is not None else settings.GLEANRY_LIMITS[door]
    minute = int(clock.now().timestamp()) // 60
    key = f"limit:{door}:{who}:{minute}"
    if cache.add(key, 1, timeout=90):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # the entry ended between the two calls: a new minute began
        return
    if count > limit:
        raise Refusal("too_many", door=door)
