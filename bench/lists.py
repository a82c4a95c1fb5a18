"""How long the lead list takes with many leads there, and that no page of it asks the database more than another.

Measured: the whole page through the middleware, as its view answers, in this process: the newest leads, four ways of
narrowing them, a page deep inside, and the newest of an SDR and of a seller, who see their own and their pools'.
"""

from __future__ import annotations

import time
from typing import Any

from bench.printing import Findings, arguments, share
from bench.scratch import open_house

CEILING = 100.0
DEEP = 5
"""Which of the pages lies deep inside; it is the first page further on, and must ask no more."""


def main() -> None:
    given = arguments(__doc__, times=60)
    scratch = open_house(given.keep)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.crowd import fill

    scratch.crowded(given.present, fill)
    found = Findings("lists", scratch.vendor, f"{given.present:,} leads there, {given.times} requests a page")
    for settings in open_for_measuring():
        settings.enable()
    slowest: float = 0.0
    counts: list[int] = []
    for what, client, path in _pages(given.present):
        client.get(path)
        times = []
        for _ in range(given.times):
            started = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
        slowest = max(slowest, share(times, 0.95))
        found.rows.append((f"{what}: p50", share(times, 0.5), "ms"))
        found.rows.append((f"{what}: p95", share(times, 0.95), "ms"))
    found.rows.append(("statements a page, least", min(counts), ""))
    found.rows.append(("statements a page, most", max(counts), ""))
    found.claims.append(("p95 of the slowest page, ms", slowest, f"under {CEILING:.0f}", slowest < CEILING))
    found.claims.append(
        ("statements of a page deep inside", counts[DEEP], f"as the first, {counts[0]}", counts[DEEP] == counts[0])
    )
    found.tell(as_json=given.json)


def open_for_measuring() -> list[Any]:
    """Static names without a built manifest, and no limit a minute: neither is what is measured."""
    from django.conf import settings
    from django.test.utils import override_settings

    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    limits = dict.fromkeys(settings.GLEANRY_LIMITS, 10**9)
    return [override_settings(STORAGES=storages, GLEANRY_LIMITS=limits)]


def client_of(role: str) -> Any:
    """A browser in which the member with this role is signed in."""
    from django.conf import settings
    from django.test import Client

    from gleanry.tenants.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    user = User.objects.get(email=f"{role}@bench.gleanry.test")
    client.force_login(user, backend=next(name for name in settings.AUTHENTICATION_BACKENDS if "axes" not in name))
    return client


def _pages(present: int) -> list[tuple[str, Any, str]]:
    from gleanry.tenants.queries import find_workspace, list_members
    from gleanry.tenants.shapes import Role

    workspace = find_workspace("bench")
    assert workspace is not None
    seller = list_members(workspace.id, role=Role.SELLER)[0].pk
    everybody = client_of("administrator")
    return [
        ("the newest leads", everybody, "/leads/"),
        ("narrowed by pool and grade", everybody, "/leads/?pool=nurture&grade=A1"),
        ("narrowed by owner and source", everybody, f"/leads/?owner={seller}&source=SEO"),
        ("narrowed by pool, source and grade", everybody, "/leads/?pool=nurture&source=SEM&grade=B2"),
        ("narrowed by month", everybody, "/leads/?month=2026-03"),
        ("a page deep inside", everybody, f"/leads/?after={present // 3}"),
        ("the newest an SDR sees", client_of("sdr"), "/leads/"),
        ("the newest a seller sees", client_of("seller"), "/leads/"),
    ]


if __name__ == "__main__":
    main()
