"""Which roles see what and may do what: a rule book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gleanry.tenants.shapes import Reach, Role

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
