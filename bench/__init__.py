"""One readable script per claim. Each prints what was measured, against what, on how much data; `--json` for report.

Run `python -m bench.intake`, `bench.lists`, `bench.form`, `bench.find`, `bench.accounts`; with DATABASE_URL naming a
PostgreSQL server (see `scripts/with_postgres`) the same on PostgreSQL. Every run makes a database of its own and drops
it. `bench.screening`, `bench.names` and `bench.dedupe` need no database; what the last two are held against is named in
requirements-bench.lock.
"""
