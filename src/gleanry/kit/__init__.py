"""What every slice stands on: the clock, the ledger, jobs, rule books, scoped models and bulk database work."""
