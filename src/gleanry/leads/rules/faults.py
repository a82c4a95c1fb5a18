"""What is wrong with a pool book: names nobody has, targets there are not, limits that contradict, circles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gleanry.leads.rules.book import CAPS
from gleanry.leads.shapes import ALONE, NEXT_PERSON, Pool, PoolFault, Unit, Waits

TABLES = ("pools", "caps", "recycle", "sort")
MOST_ROWS = 200
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")
ADDRESS = re.compile(r"(role|team|region):.+|member:[0-9]{1,18}")
MASKABLE = ("name", "phone", "email", "wechat")
ORDERS = ("newest", "oldest", "score")
STAGES = ("pending", "following", "mql", "sql")
KINDS = frozenset(str(pool) for pool in Pool)

Rows = Sequence[Mapping[str, Any]]


def faults_of(body: Mapping[str, Any]) -> list[PoolFault]:
    """Everything that is wrong with a body, table by table; empty when it can be put in force."""
    found = list(_shape(body))
    if found:
        return found
    codes = KINDS | {str(row.get("code")) for row in body.get("pools", ())}
    for number, row in enumerate(body.get("pools", ()), start=1):
        found += _pool(number, row)
    for number, row in enumerate(body.get("caps", ()), start=1):
        found += _role_caps(number, row, codes)
    for number, row in enumerate(body.get("recycle", ()), start=1):
        found += _recycling(number, row, codes)
    for number, row in enumerate(body.get("sort", ()), start=1):
        found += _target(number, "sort", row, codes)
    for table in ("pools", "recycle", "sort"):
        found += _twice(table, body.get(table, ()))
    return found or [*_circles(body.get("recycle", ())), *_never_reached(body.get("sort", ()))]


def _shape(body: Mapping[str, Any]) -> Iterator[PoolFault]:
    for name in body:
        if name not in TABLES:
            yield PoolFault(0, str(name), "unknown_setting", str(name))
    for name in TABLES:
        rows = body.get(name, ())
        if not isinstance(rows, Sequence) or isinstance(rows, str) or not all(isinstance(r, Mapping) for r in rows):
            yield PoolFault(0, name, "missing")
        elif len(rows) > MOST_ROWS:
            yield PoolFault(0, name, "too_many", str(MOST_ROWS))


def _pool(number: int, row: Mapping[str, Any]) -> Iterator[PoolFault]:
    code, kind = str(row.get("code", "")), str(row.get("kind", row.get("code", "")))
    if not CODE.fullmatch(code) or code == NEXT_PERSON:
        yield PoolFault(number, "pools.code", "bad_code", code)
    if kind not in KINDS or (code in KINDS and kind != code):
        yield PoolFault(number, "pools.kind", "unknown", kind)
    own = code not in KINDS
    if own and kind in ALONE:
        yield PoolFault(number, "pools.kind", "not_own", kind)
    if own and not (row.get("zh") or row.get("en")):
        yield PoolFault(number, "pools.en", "missing")
    if own and not any(row.get(name) for name in ("members", "team", "region")):
        yield PoolFault(number, "pools.members", "nobody")
    yield from _keeping(number, row)
    yield from _caps(number, "pools", row)


def _keeping(number: int, row: Mapping[str, Any]) -> Iterator[PoolFault]:
    """Who may come in, and how the pool is kept."""
    for name in ("members", "claimers", "admins"):
        for address in row.get(name, ()):
            if not ADDRESS.fullmatch(str(address)):
                yield PoolFault(number, f"pools.{name}", "bad_address", str(address))
    for field in row.get("masked", ()):
        if field not in MASKABLE:
            yield PoolFault(number, "pools.masked", "unknown", str(field))
    if row.get("order", "newest") not in ORDERS:
        yield PoolFault(number, "pools.order", "unknown", str(row["order"]))
    for name in ("cooldown_days", "opens_after_hours"):
        if not _is_number(row.get(name, 0)):
            yield PoolFault(number, f"pools.{name}", "not_number", str(row[name]))


def _caps(number: int, table: str, row: Mapping[str, Any]) -> Iterator[PoolFault]:
    bad = [name for name in CAPS if name in row and not _is_count(row[name])]
    for name in bad:
        yield PoolFault(number, f"{table}.{name}", "not_number", str(row[name]))
    most = None if bad else row.get("hold_most")
    for name in CAPS[:2]:
        if most is not None and (row.get(name) or 0) > most:
            yield PoolFault(number, f"{table}.{name}", "more_than_held", str(row[name]))


def _role_caps(number: int, row: Mapping[str, Any], codes: frozenset[str]) -> Iterator[PoolFault]:
    if not row.get("role"):
        yield PoolFault(number, "caps.role", "missing")
    if row.get("pool") not in codes:
        yield PoolFault(number, "caps.pool", "unknown", str(row.get("pool", "")))
    yield from _caps(number, "caps", row)


def _recycling(number: int, row: Mapping[str, Any], codes: frozenset[str]) -> Iterator[PoolFault]:
    pools = row.get("pools", ())
    if not pools:
        yield PoolFault(number, "recycle.pools", "missing")
    for pool in pools:
        if pool not in codes or pool in ALONE:
            yield PoolFault(number, "recycle.pools", "unknown", str(pool))
    choices = (("waits", tuple(Waits), ""), ("unit", tuple(Unit), Unit.WORKING_DAYS))
    for name, allowed, default in choices:
        if row.get(name, default) not in allowed:
            yield PoolFault(number, f"recycle.{name}", "unknown", str(row.get(name, "")))
    for stage in row.get("stages", ()):
        if stage not in STAGES:
            yield PoolFault(number, "recycle.stages", "unknown", str(stage))
    for name in ("count", "extend", "most", "drops"):
        if not _is_number(row.get(name, 0)):
            yield PoolFault(number, f"recycle.{name}", "not_number", str(row[name]))
            return
    if "count" not in row or (not row["count"] and row.get("waits") != Waits.RESTED):
        yield PoolFault(number, "recycle.count", "no_time", str(row.get("count", "")))
    if 0 < row.get("most", 0) < row.get("count", 0):
        yield PoolFault(number, "recycle.most", "less_than_count", str(row["most"]))
    yield from _target(number, "recycle", row, codes | {NEXT_PERSON})


def _target(number: int, table: str, row: Mapping[str, Any], codes: frozenset[str]) -> Iterator[PoolFault]:
    to = row.get("to", "")
    if to not in codes or to in ALONE:
        yield PoolFault(number, f"{table}.to", "unknown", str(to))
    elif row.get("waits") == Waits.RESTED and to in row.get("pools", ()):
        yield PoolFault(number, f"{table}.to", "goes_nowhere", str(to))


def _twice(table: str, rows: Rows) -> Iterator[PoolFault]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        code = str(row.get("code", ""))
        if not code:
            yield PoolFault(number, f"{table}.code", "missing")
        elif code in seen:
            yield PoolFault(number, f"{table}.code", "twice", code)
        seen.add(code)


def _circles(rows: Rows) -> Iterator[PoolFault]:
    """Rules by which resting leads would go round without ever waiting."""
    edges: dict[str, set[str]] = {}
    at_once = [(n, r) for n, r in enumerate(rows, start=1) if r["waits"] == Waits.RESTED and not r["count"]]
    for _, row in at_once:
        if row.get("on", True):
            for pool in row["pools"]:
                edges.setdefault(pool, set()).add(row["to"])
    for number, row in at_once:
        if row.get("on", True):
            reached, ahead = set[str](), {str(row["to"])}
            while ahead:
                reached |= ahead
                ahead = {to for pool in ahead for to in edges.get(pool, ())} - reached
            if reached & set(row["pools"]):
                yield PoolFault(number, "recycle.to", "circle", str(row["to"]))


def _never_reached(rows: Rows) -> Iterator[PoolFault]:
    """Sorting rules after one that takes every lead."""
    taken = False
    for number, row in enumerate(rows, start=1):
        if taken:
            yield PoolFault(number, "sort.code", "never_reached", str(row["code"]))
        taken = taken or not row.get("marks")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10_000


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000
