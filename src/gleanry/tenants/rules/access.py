"""Which roles see what and may do what: a rule book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gleanry.tenants.shapes import Reach, Role

KEYS = ("rules.edit", "members.edit")
"""Who has both can undo every other mistake in this book."""
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


def faults_of_roles(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is wrong with the table of roles: dicts of row (the role; 0 is the book), setting, code and value.

    Some role must be left that may edit rules and members, or nothing could ever be put right again.
    """
    table = body.get("roles")
    if not isinstance(table, Mapping):
        return [{"row": 0, "setting": "roles", "code": "missing"}]
    found: list[dict[str, Any]] = []
    for role, row in table.items():
        if role not in set(Role):
            found.append({"row": role, "setting": "role", "code": "unknown", "value": role})
        elif not isinstance(row, Mapping) or row.get("reach") not in set(Reach):
            found.append({"row": role, "setting": "reach", "code": "missing"})
        else:
            lists = [name for name in ("pools", "may") if not isinstance(row.get(name, []), list)]
            found += [{"row": role, "setting": name, "code": "malformed"} for name in lists]
    if not found and not any(permissions_of([Role(role)], table).issuperset(KEYS) for role in table):
        found.append({"row": Role.ADMINISTRATOR.value, "setting": "may", "code": "nobody_left"})
    return found


def is_among(addresses: Iterable[str], roles: Iterable[str], team: str, region: str, member_id: int) -> bool:
    """Whether a member is meant by any address: `role:seller`, `team:North`, `region:South`, `member:12`."""
    mine = {f"team:{team}", f"region:{region}", f"member:{member_id}", *(f"role:{role}" for role in roles)}
    return any(address in mine for address in addresses)


def members_of(pool: Mapping[str, Any]) -> tuple[str, ...]:
    """Whose an own pool is: the addresses of its members, or where it names none, those of its team or region."""
    if pool.get("members"):
        return tuple(pool["members"])
    return next(((f"{kind}:{pool[kind]}",) for kind in ("team", "region") if pool.get(kind)), ())
