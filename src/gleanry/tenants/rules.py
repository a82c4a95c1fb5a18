"""Which roles see what and may do what, and when a workspace works; both tables are rule books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from gleanry.tenants.shapes import Reach, Role
from gleanry.world.shapes import WorkingCalendar, WorkingHours, plain_time

WIDTH = {reach: width for width, reach in enumerate(Reach)}


def reach_of(roles: Iterable[Role], table: Mapping[str, Mapping[str, Any]]) -> Reach:
    """The widest reach of the roles; nothing known means own records only."""
    reaches = [Reach(table[role]["reach"]) for role in roles if role in table]
    return max(reaches, key=WIDTH.__getitem__, default=Reach.OWN)


def pools_of(roles: Iterable[Role], table: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...] | None:
    """Pools whose unowned leads the roles see; None means every pool."""
    pools: set[str] = set()
    for role in roles:
        pools.update(table.get(role, {}).get("pools", ()))
    return None if "*" in pools else tuple(sorted(pools))


def permissions_of(roles: Iterable[Role], table: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """What the roles may do, together."""
    return frozenset(permission for role in roles for permission in table.get(role, {}).get("may", ()))


def is_among(addresses: Iterable[str], roles: Iterable[str], team: str, region: str, member_id: int) -> bool:
    """Whether a member is meant by any address: `role:seller`, `team:North`, `region:South`, `member:12`."""
    mine = {f"team:{team}", f"region:{region}", f"member:{member_id}", *(f"role:{role}" for role in roles)}
    return any(address in mine for address in addresses)


def members_of(pool: Mapping[str, Any]) -> tuple[str, ...]:
    """Whose an own pool is: the addresses of its members, or where it names none, those of its team or region."""
    if pool.get("members"):
        return tuple(pool["members"])
    return next(((f"{kind}:{pool[kind]}",) for kind in ("team", "region") if pool.get(kind)), ())


def read_calendar(body: Mapping[str, Any], *, country: str, zone: str) -> WorkingCalendar:
    """A workspace's working calendar: `hours` as [["09:00", "18:00"], ...] on `weekdays` (Monday is 0)."""
    spans = tuple((start, end) for start, end in body.get("hours", ()))
    place = country if body.get("holidays", True) else ""
    return _calendar(spans, tuple(body.get("weekdays", range(5))), place, zone)


def length_of_day(body: Mapping[str, Any]) -> timedelta:
    """What a working day counts as where a rule says so many of them."""
    return timedelta(hours=float(body.get("hours_a_day", 8)))


@lru_cache(maxsize=64)
def _calendar(
    spans: tuple[tuple[str, str], ...], weekdays: tuple[int, ...], country: str, zone: str
) -> WorkingCalendar:
    """One calendar for all who ask for the same: it remembers the openings of the years it has worked out."""
    if not spans:
        return plain_time(ZoneInfo(zone))
    hours = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans]
    return WorkingCalendar(country, ZoneInfo(zone), WorkingHours.of(*hours, weekdays=weekdays))
