"""Many leads that are already there: realistic rows straight into the tables, with their indexes in place.

They did not go through the stages (that would take the time this folder measures); every table a lead leaves rows in
on its way has them, in the proportions of a made-up year. What is measured afterwards does go through.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from gleanry.flow.capture.models import Submission
from gleanry.flow.clean.models import CleanRecord
from gleanry.flow.followup.models import Deadline, FollowUp
from gleanry.flow.identify.models import Match
from gleanry.flow.route.models import Assignment
from gleanry.flow.score.models import ScoreCard
from gleanry.kit import bulk, rulebook
from gleanry.leads.models import Lead, Move
from gleanry.people.models import Account, Identifier, Person
from gleanry.simulation.actions.house import staff
from gleanry.simulation.rules import words
from gleanry.simulation.rules.channels import CHANNELS
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Role
from gleanry.touches.models import Touch
from gleanry.wiring.playbooks import new_workspace

STEP = 20_000
POOLS = ("nurture",) * 50 + ("invalid",) * 12 + ("converted",) * 26 + ("attached",) * 6 + ("sdr",) * 3 + ("sales",) * 3
STATES = {"nurture": "unassigned", "sdr": "following", "sales": "following"}
SOURCES = [channel.source for channel in CHANNELS]
GRADES = ("A1", "B2", "B3", "C3", "C4", "D4")
START, LATER = datetime(2025, 11, 1, tzinfo=UTC), timedelta(hours=5)

Rows = dict[Any, list[tuple[Any, ...]]]
Keys = tuple[int, int, int, int]
"""Ids of the submission, the account, the person and the lead."""

TABLES: dict[Any, tuple[str, ...]] = {
    Submission: ("id", "workspace_id", "kind", "raw", "digest", "received_at"),
    CleanRecord: ("id", "workspace_id", "verdict", "fields", "defects"),
    Account: ("id", "workspace_id", "name", "key", "region", "industry", "size", "made_at"),
    Person: ("id", "workspace_id", "name", "account_id", "job_title", "made_at"),
    Identifier: ("workspace_id", "kind", "value", "person_id"),
    Match: ("id", "workspace_id", "verdict", "lead_id", "evidence", "rules_id"),
    Touch: ("workspace_id", "person_id", "visitor", "lead_id", "kind", "channel", "campaign", "content", "at",
            "submission_id"),
    ScoreCard: ("workspace_id", "lead_id", "fit_tenths", "behaviour_tenths", "grade", "reasons", "rules_id", "at"),
    Assignment: ("workspace_id", "lead_id", "owner_id", "pool", "rule", "reason", "rules_id", "at"),
    Move: ("workspace_id", "lead_id", "at", "by", "from_pool", "from_owner_id", "pool", "owner_id", "reason"),
    Deadline: ("workspace_id", "lead_id", "owner_id", "kind", "started_at", "due_at", "outcome", "ended_at",
               "rules_id"),
    FollowUp: ("workspace_id", "lead_id", "member_id", "kind", "result", "note", "bant", "at", "next_at", "counted",
               "why", "recording_url"),
    Lead: ("id", "workspace_id", "submission_id", "person_id", "account_id", "source_lead_id", "external_id", "source",
           "campaign", "region_id", "pool", "owner_id", "state", "obtained", "grade", "received_at", "first_contact_at",
           "owner_since", "mql_at", "sql_at", "opportunity_at", "won_at", "paid_at", "won_minor", "paid_minor"),
}  # fmt: skip
COUNTED = ("contact", "", "")


def new_house() -> int:
    """A made-up workspace with its people, and no leads yet. Returns its id."""
    workspace = new_workspace("Bench", slug="bench", made_up=True)
    staff(workspace.id, sdrs=8, sellers=15, domain="bench.gleanry.test")
    return workspace.id


def fill(leads: int) -> None:
    """Put `leads` leads into a new workspace."""
    workspace_id = new_house()
    crowd = Crowd(workspace_id)
    for start in range(0, leads, STEP):
        crowd.add(start, min(STEP, leads - start))


class Crowd:
    """Writes leads by the step: one transaction, one insert a table."""

    def __init__(self, workspace_id: int) -> None:
        self._workspace_id = workspace_id
        self._dice = random.Random(7)
        self._sdrs = [m.pk for m in list_members(workspace_id, role=Role.SDR)]
        self._sellers = [m.pk for m in list_members(workspace_id, role=Role.SELLER)]
        self._rules = rulebook.current(workspace_id, "score").id

    def add(self, start: int, count: int) -> None:
        """Leads number `start` and on."""
        rows: Rows = {model: [] for model in TABLES}
        with transaction.atomic():
            ids = {model: bulk.allocate(model, count) for model in (Submission, Account, Person, Lead)}
            for n in range(count):
                keys = (ids[Submission][n], ids[Account][n * 2 // 3], ids[Person][n], ids[Lead][n])
                self._lead(rows, start + n, keys, is_new_account=n * 2 // 3 != (n - 1) * 2 // 3 or not n)
            for model, columns in TABLES.items():
                bulk.insert(model, columns, rows[model])

    def _lead(self, rows: Rows, n: int, keys: Keys, *, is_new_account: bool) -> None:
        """The rows of lead number `n`: who it is, and what became of it."""
        at = START + timedelta(seconds=31 * n)
        pool, source = self._dice.choice(POOLS), self._dice.choice(SOURCES)
        self._who(rows, n, keys, source, at if is_new_account else None)
        self._decisions(rows, n, keys, pool, at)
        owner = self._owner(pool)
        self._way(rows, keys, pool, owner, at)
        w, later = self._workspace_id, at + LATER
        mql = later if pool in {"converted", "sales"} else None
        sql = later if pool == "converted" else None
        submission, account, person, lead = keys
        source_lead = lead - 1 if pool == "attached" else None
        grade = self._dice.choice(GRADES)
        rows[Lead].append(
            (lead, w, submission, person, account, source_lead, f"W{n:08d}", source, "", None, pool, owner,
             STATES.get(pool, pool), "auto" if owner else "", grade, at, at, later if owner else None, mql, sql, sql,
             None, None, 0, 0)
        )  # fmt: skip
        for kind in ("form_submitted", "page_visited"):
            rows[Touch].append((w, person, "", lead, kind, source, "", "", at, submission))

    def _owner(self, pool: str) -> int | None:
        if pool == "sdr":
            return self._dice.choice(self._sdrs)
        return self._dice.choice(self._sellers) if pool in {"sales", "converted"} else None

    def _who(self, rows: Rows, n: int, keys: Keys, source: str, new_account_at: datetime | None) -> None:
        dice, w = self._dice, self._workspace_id
        submission, account, person, _ = keys
        at = START + timedelta(seconds=31 * n)
        name = dice.choice(words.SURNAMES) + dice.choice(words.GIVEN) + dice.choice(words.GIVEN)
        brand = "".join(dice.choices(words.BRAND_CHARACTERS, k=4))
        trade, industry, _ = dice.choice(words.TRADES)
        region, cities, _, _ = dice.choice(words.PROVINCES)
        company, key = f"{cities[0]}{brand}{trade}有限公司", f"{cities[0]}{brand}{trade}{account}"
        phone, email = f"+861{3_000_000_000 + n}", f"{brand}{n}@qq.com"
        title = dice.choice(words.TITLES[dice.randrange(5)])
        raw = {
            "external_id": f"W{n:08d}", "person_name": name, "phone": phone, "email": email, "company": company,
            "job_title": title, "region": region, "industry": industry, "source": source,
        }  # fmt: skip
        found = {"received_at": at.isoformat(), "phone_place": region, "phone_country": "CN", "email_domain": "qq.com"}
        rows[Submission].append((submission, w, "leads", raw, n, at))
        rows[CleanRecord].append((submission, w, "passed", raw | found | {"company_key": key}, []))
        if new_account_at is not None:
            rows[Account].append((account, w, company, key, region, industry, "", at))
        rows[Person].append((person, w, name, account, title, at))
        rows[Identifier] += [(w, "phone", phone, person), (w, "email", email, person)]

    def _decisions(self, rows: Rows, n: int, keys: Keys, pool: str, at: datetime) -> None:
        w, (submission, _, _, lead) = self._workspace_id, keys
        verdict = "attached" if pool == "attached" else "new"
        rows[Match].append((submission, w, verdict, lead, [], self._rules))
        reasons = [["company_known", 20], ["phone_known", 5]]
        rows[ScoreCard].append((w, lead, 450, 200, self._dice.choice(GRADES), reasons, self._rules, at))
        turn = {"code": "turn", "turn": n, "of": 8, "roster": 1}
        holder = self._dice.choice(self._sdrs)
        rows[Assignment].append((w, lead, holder, "sdr", "sdr_in_turn", turn, self._rules, at))

    def _way(self, rows: Rows, keys: Keys, pool: str, owner: int | None, at: datetime) -> None:
        w, lead, later = self._workspace_id, keys[3], at + LATER
        holder = self._dice.choice(self._sdrs)
        rows[Move].append((w, lead, at, None, "intake", None, "sdr", holder, {"code": "routed", "rule": "sdr_in_turn"}))
        rows[Deadline].append((w, lead, holder, "first_contact", at, later, "met", later, self._rules))
        rows[FollowUp].append((w, lead, holder, "call", "reached", "已沟通需求和时间", {}, later, None, *COUNTED))
        if pool in {"sdr", "sales"}:
            rows[Deadline].append((w, lead, owner, "decide_mql", at, at + timedelta(days=400), "", None, self._rules))
        else:
            rows[Move].append((w, lead, later, holder, "sdr", holder, pool, owner, {"code": "returned"}))
