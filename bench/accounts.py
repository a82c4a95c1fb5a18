"""How long it takes to find the account a company name may mean, among a million accounts in the database.

Measured: `people.queries.account_candidates` for one name at a time, as a lead that comes in asks, and for batches
of 500; names whole, without form, without place, without trade, and such as nobody has. The time this process was
at work is shown beside the time that passed: a busy machine adds to the latter only. Beside it: what the look-up
keys cost when accounts are added, as a share of the time of adding them.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bench.made_up_names import made_up_names, ways_to_ask
from bench.printing import Findings, arguments, seconds, share
from bench.scratch import open_house

AT = datetime(2026, 11, 20, tzinfo=UTC)
STEP = 20_000
TIMED = 1_000
BATCH = 500
CEILING = 10.0


def main() -> None:
    given = arguments(__doc__, accounts=1_000_000)
    scratch = open_house(given.keep)
    scratch.empty("accounts")
    from gleanry.people.models import AccountLookup
    from gleanry.people.queries import account_candidates
    from gleanry.wiring.playbooks import new_workspace

    workspace = new_workspace("bench", slug="bench").id
    names = made_up_names(given.accounts)
    took, keys = fill(workspace, names)
    asked = list(ways_to_ask(names, TIMED))
    for name in asked[:20]:
        account_candidates(workspace, [name])
    times, own = [], []
    for name in asked:
        begun = time.process_time()
        times.append(seconds(lambda name=name: account_candidates(workspace, [name])) * 1000)
        own.append((time.process_time() - begun) * 1000)
    batch = seconds(lambda: account_candidates(workspace, asked[:BATCH])) / BATCH * 1000
    rows = AccountLookup.objects.of(workspace).count() / len(names)
    found = Findings("accounts", scratch.vendor, f"{given.accounts:,} accounts, {TIMED:,} names asked for")
    found.rows = [
        *((f"one name, p{part}", share(times, part / 100), "ms") for part in (50, 95, 99)),
        *((f"of it this process at work, p{part}", share(own, part / 100), "ms") for part in (50, 95)),
        (f"a name in a batch of {BATCH}", batch, "ms"),
        ("rows of look-up keys an account", rows, "rows"),
        ("adding an account, keys included", took / len(names) * 1e6, "us"),
        ("of it the keys", keys / len(names) * 1e6, "us"),
    ]
    p95 = share(times, 0.95)
    found.claims.append(("one name, p95, ms", p95, f"under {CEILING:.0f}", p95 < CEILING))
    found.tell(as_json=given.json)


def fill(workspace: int, names: list[str]) -> tuple[float, float]:
    """Add them by the batch; give the seconds of adding, and those of filing alone (done once more and taken back)."""
    from django.db import transaction

    from gleanry.people.actions import add_accounts, file_names
    from gleanry.people.shapes import NewAccount
    from gleanry.values.company_name import parse_company_name

    took = 0.0
    for start in range(0, len(names), STEP):
        some = {
            parsed.key: NewAccount(key=parsed.key, name=name)
            for name in names[start : start + STEP]
            if (parsed := parse_company_name(name)) is not None
        }
        begun = time.perf_counter()
        with transaction.atomic():
            known = _known(workspace, list(some))
            ids = add_accounts(workspace, [new for key, new in some.items() if key not in known], at=AT)
        took += time.perf_counter() - begun
    pairs = [(account_id, some[key].name) for key, account_id in ids.items()]
    begun = time.perf_counter()
    with transaction.atomic():
        file_names(workspace, pairs)
        transaction.set_rollback(True)
    return took, (time.perf_counter() - begun) / len(pairs) * len(names)


def _known(workspace: int, keys: list[str]) -> dict[str, int]:
    from gleanry.people.queries import accounts_by_key

    return accounts_by_key(workspace, keys)


if __name__ == "__main__":
    main()
