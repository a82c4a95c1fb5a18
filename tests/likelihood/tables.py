"""Made-up tables of leads whose outcome depends on what was known beforehand, with columns planted beside."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

Cells = dict[str, list[str]]


class Leads:
    """`rows` leads in order of time: honest columns, and `won` drawn from them. `strength` scales the best of them."""

    def __init__(self, rows: int = 4000, *, seed: int = 7, strength: float = 1.6, level: float = -2.0) -> None:
        self.lot = np.random.default_rng(seed)
        self.rows = rows
        self.fit = self.lot.normal(size=rows)
        self.source = self.lot.choice(["search", "fair", "partner", "social"], rows, p=[0.4, 0.2, 0.1, 0.3])
        self.visits = self.lot.poisson(3, rows)
        pull = {"search": 0.0, "fair": 0.6, "partner": 1.2, "social": -0.8}
        odds = level + strength * self.fit + np.array([pull[each] for each in self.source]) + 0.15 * (self.visits - 3)
        self.won = self.lot.random(rows) < 1 / (1 + np.exp(-odds))
        first = datetime(2025, 1, 1)
        self.created = [first + timedelta(minutes=120 * place) for place in range(rows)]

    def table(self, **more: list[str]) -> Cells:
        return {
            "created_at": [at.isoformat(" ") for at in self.created],
            "fit": [f"{value:.3f}" for value in self.fit],
            "source": list(self.source),
            "visits": [str(value) for value in self.visits],
            **more,
            "won": ["yes" if won else "no" for won in self.won],
        }

    def where(self, won: list[str], lost: list[str]) -> list[str]:
        return [yes if ended else no for ended, yes, no in zip(self.won, won, lost, strict=True)]


def planted(leads: Leads) -> dict[str, list[str]]:
    """Columns no one could know when the lead comes in, under names that do not always say so."""
    lot, rows, won = leads.lot, leads.rows, leads.won
    empty = [""] * rows
    flipped = np.where(lot.random(rows) < 0.06, ~won, won)
    days = lot.integers(5, 60, rows)
    closed = [(at + timedelta(days=int(wait))).date().isoformat() for at, wait in zip(leads.created, days, strict=True)]
    order = np.argsort(np.argsort(won + lot.normal(scale=0.8, size=rows)))
    stage_won = list(lot.choice(["Closed Won", "Negotiation"], rows, p=[0.7, 0.3]))
    stage_lost = list(lot.choice(["Closed Lost", "Negotiation", "New"], rows, p=[0.5, 0.1, 0.4]))
    return {
        "checked": ["1" if flag else "0" for flag in flipped],
        "echo": [f"{value:.4f}" for value in won + lot.normal(scale=0.3, size=rows)],
        "x_amount": leads.where([str(value) for value in lot.integers(500, 90_000, rows)], ["0"] * rows),
        "closed_on": closed,
        "signed_on": leads.where(closed, empty),
        "contract_no": leads.where([f"C{place:06d}" for place in range(rows)], empty),
        "lost_reason": leads.where(empty, list(lot.choice(["price", "timing", "silent"], rows))),
        "step": leads.where(stage_won, stage_lost),
        "row_key": [f"L-{100_000 + int(place)}" for place in order],
        "call_seconds": [f"{value:.0f}" for value in np.exp(lot.normal(4.5 + 1.3 * won, 0.8))],
        "tickets": [str(value) for value in lot.poisson(np.where(won, 6, 0.4))],
        "通话时长": [f"{value:.0f}" for value in np.exp(lot.normal(4.5 + 1.2 * won, 0.8))],
    }


def honest(leads: Leads) -> dict[str, list[str]]:
    """Columns that go well with the outcome, some under suspicious names, and are known beforehand all the same."""
    lot, rows = leads.lot, leads.rows
    strong = leads.fit + lot.normal(scale=0.3, size=rows)
    birthday = [
        (at - timedelta(days=int(age))).date().isoformat()
        for at, age in zip(leads.created, lot.integers(8000, 20_000, rows), strict=True)
    ]
    return {
        "minutes_on_site": [f"{np.exp(value):.2f}" for value in strong],
        "pricing_page": ["yes" if value > 0.8 else "no" for value in strong],
        "previous_result": list(np.where(strong > 1.3, "success", np.where(lot.random(rows) < 0.7, "", "failure"))),
        "session_duration": [f"{60 * np.exp(0.8 * value):.0f}" for value in strong],
        "company_status": list(np.where(strong > 0, "active", "dormant")),
        "phone": [f"1{number}" if number % 3 else "" for number in lot.integers(10**9, 9 * 10**9, rows)],
        "founded": birthday,
        "lead_id": [f"L-{place:06d}" for place in range(rows)],
    }
