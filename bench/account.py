"""What the page of an account and the list of accounts cost among many opportunities.

Measured: a house with `--present` leads and as many opportunities spread over their accounts, groups of three, a tier
each; then the page of an account drawn at random and the list, narrowed in turn by tier and keeper or gone on in its
middle, are asked of the server, in turns, as an administrator. How many statements a page takes is told beside it; that
it does not depend on what the page shows is for tests/web/test_accounts.py to ask.
"""

from __future__ import annotations

import random
from typing import Any

from bench.printing import Findings, arguments, seconds, share
from bench.scratch import open_house

CEILING_MS = 300.0
BATCH = 5000


def main() -> None:
    given = arguments(__doc__, times=100)
    scratch = open_house(given.keep)
    from bench.crowd import fill

    scratch.crowded(given.present, fill)
    from django.test import Client
    from django.test.utils import override_settings

    from gleanry.tenants.models import Member
    from gleanry.tenants.queries import find_workspace

    workspace = find_workspace("bench")
    assert workspace is not None
    accounts = _fill(workspace.id, given.present)
    client = Client()
    member = next(m for m in Member.objects.of(workspace.id).exclude(user=None) if "administrator" in m.roles)
    assert member.user is not None
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    dice, found = random.Random(7), Findings("account", scratch.vendor, f"{given.present:,} opportunities there")
    lists = ["", "?tier=M0", "?tier=LTV", "?keeper=none", f"?after={accounts[len(accounts) // 2]}"]
    kinds = {
        "page of an account": lambda: f"/accounts/{dice.choice(accounts)}/",
        "list of accounts": lambda: f"/accounts/{dice.choice(lists)}",
    }
    plain = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=plain):
        for name, path in kinds.items():
            times, counts = _ask(client, path, given.times)
            p95 = share(times, 0.95)
            found.rows.append((f"{name}, p50", share(times, 0.5), "ms"))
            found.rows.append((f"{name}, p95", p95, "ms"))
            found.rows.append((f"{name}, statements at most", float(max(counts)), ""))
            found.claims.append((f"{name}, p95, ms", p95, f"under {CEILING_MS:.0f}", p95 < CEILING_MS))
    found.tell(as_json=given.json)


def _ask(client: Any, path: Any, times: int) -> tuple[list[float], list[int]]:
    """Milliseconds and statements of each request; the first, which fills caches, is thrown away."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path())
    taken, counts = [], []
    for _ in range(times):
        asked = path()
        taken.append(1000 * seconds(lambda asked=asked: _get(client, asked)))  # type: ignore[misc]  # bound
    for _ in range(3):
        with CaptureQueriesContext(connection) as statements:
            _get(client, path())
        counts.append(len(statements))
    return taken, counts


def _get(client: Any, path: str) -> None:
    assert client.get(path).status_code == 200, path


def _fill(workspace_id: int, deals: int) -> list[int]:
    """Opportunities over the accounts there, five on each of some, groups of three and a standing for everybody."""
    from django.db import transaction

    from gleanry.flow.convert.models import Opportunity
    from gleanry.kit import bulk, clock
    from gleanry.kit.upkeep import refresh_statistics
    from gleanry.people.models import Account
    from gleanry.people.shapes import NewPlace
    from gleanry.wiring.accounts import ToldOfAccounts, take_accounts, tier_everybody

    ids = list(Account.objects.of(workspace_id).order_by("pk").values_list("pk", flat=True))
    now, dice = clock.now(), random.Random(5)
    columns = ("workspace_id", "account_id", "name", "stage", "currency", "amount_minor", "base_minor", "rate",
               "outcome", "opened_at", "closed_at", "external_id", "product", "loss_reason")  # fmt: skip
    for start in range(0, deals, BATCH):
        rows = []
        for n in range(start, min(start + BATCH, deals)):
            outcome, amount = dice.choice(("", "won", "lost")), dice.randrange(10_000, 10_000_000)
            row = (workspace_id, ids[n // 5 % len(ids)], f"Deal {n}", "discovery", "CNY", amount, amount, 1)
            rows.append((*row, outcome, now, now if outcome else None, "", "", ""))
        with transaction.atomic():
            bulk.insert(Opportunity, columns, rows)
    places = [NewPlace(ids[n], ids[n - n % 3], "branch") for n in range(len(ids)) if n % 3]
    for start in range(0, len(places), BATCH):
        take_accounts(workspace_id, ToldOfAccounts(places=places[start : start + BATCH]), at=now)
    tier_everybody(workspace_id, {})
    refresh_statistics()
    return ids


if __name__ == "__main__":
    main()
