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
START = datetime(2025, 11, 1, tzinfo=UTC)

TABLES: dict[Any, tuple[str, ...]] = {
    Submission: ("id", "workspace_id", "kind", "raw", "digest", "received_at"),
    CleanRecord: ("id", "workspace_id", "verdict", "fields", "defects"),
    Account: ("id", "workspace_id", "name", "key", "region", "industry", "size", "made_at"),
    Person: ("id", "workspace_id", "name", "account_id", "job_title", "made_at"),
    Identifier: ("workspace_id", "kind", "value", "person_id"),
    Match: ("id", "workspace_id", "verdict", "lead_id", "evidence", "rules_id"),
    Touch: ("workspace_id", "person_id", "visitor", "lead_id", "kind", "channel", "campaign", "content", "at",
            "submission_id"),
    ScoreCard: ("workspace_id", "lead_id", "fit", "behaviour", "grade", "reasons", "rules_id", "at"),
    Assignment: ("workspace_id", "lead_id", "owner_id", "pool", "rule", "reason", "rules_id", "at"),
    Move: ("workspace_id", "lead_id", "at", "by", "from_pool", "from_owner_id", "pool", "owner_id", "reason"),
    Deadline: ("workspace_id", "lead_id", "owner_id", "kind", "started_at", "due_at", "outcome", "ended_at", "rules_id"),
    FollowUp: ("workspace_id", "lead_id", "member_id", "kind", "result", "note", "bant", "at", "next_at"),
    Lead: ("id", "workspace_id", "submission_id", "person_id", "account_id", "source_lead_id", "external_id", "source",
           "campaign", "region_id", "pool", "owner_id", "state", "obtained", "grade", "received_at", "first_contact_at",
           "owner_since", "mql_at", "sql_at", "opportunity_at", "won_at", "paid_at", "won_minor", "paid_minor"),
}  # fmt: skip


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
        rows: dict[Any, list[tuple[Any, ...]]] = {model: [] for model in TABLES}
        with transaction.atomic():
            ids = {model: bulk.allocate(model, count) for model in (Submission, Account, Person, Lead)}
            for n in range(count):
                keys = (ids[Submission][n], ids[Account][n * 2 // 3], ids[Person][n], ids[Lead][n])
                self._lead(rows, start + n, keys, is_new_account=n * 2 // 3 != (n - 1) * 2 // 3 or not n)
            for model, columns in TABLES.items():
                bulk.insert(model, columns, rows[model])

    def _lead(
        self, rows: dict[Any, list[tuple[Any, ...]]], n: int, keys: tuple[int, int, int, int], *, is_new_account: bool
    ) -> None:
        dice, w = self._dice, self._workspace_id
        submission, account, person, lead = keys
        at = START + timedelta(seconds=31 * n)
        later = at + timedelta(hours=5)
        pool = dice.choice(POOLS)
        name = dice.choice(words.SURNAMES) + dice.choice(words.GIVEN) + dice.choice(words.GIVEN)
        brand = "".join(dice.choices(words.BRAND_CHARACTERS, k=4))
        trade, industry, _ = dice.choice(words.TRADES)
        region, city = dice.choice(words.PROVINCES)[0], dice.choice(words.PROVINCES)[1][0]
        company, key = f"{city}{brand}{trade}有限公司", f"{city}{brand}{trade}{account}"
        phone, email = f"+861{3_000_000_000 + n}", f"{brand}{n}@qq.com"
        source, title = dice.choice(SOURCES), dice.choice(words.TITLES[dice.randrange(5)])
        fields = {
            "external_id": f"W{n:08d}", "person_name": name, "phone": phone, "email": email, "company": company,
            "job_title": title, "region": region, "industry": industry, "source": source, "company_key": key,
            "received_at": at.isoformat(), "phone_place": region, "phone_country": "CN", "email_domain": "qq.com",
        }  # fmt: skip
        raw = dict(list(fields.items())[:9])
        owner = (
            dice.choice(self._sdrs if pool == "sdr" else self._sellers)
            if pool in {"sdr", "sales", "converted"}
            else None
        )
        holder = dice.choice(self._sdrs)
        rows[Submission].append((submission, w, "leads", raw, hash(phone), at))
        rows[CleanRecord].append((submission, w, "passed", fields, []))
        if is_new_account:
            rows[Account].append((account, w, company, key, region, industry, "", at))
        rows[Person].append((person, w, name, account, title, at))
        rows[Identifier] += [(w, "phone", phone, person), (w, "email", email, person)]
        rows[Match].append((submission, w, "attached" if pool == "attached" else "new", lead, [], self._rules))
        for kind in ("form_submitted", "page_visited"):
            rows[Touch].append((w, person, "", lead, kind, source, "", "", at, submission))
        grade = dice.choice(("A1", "B2", "B3", "C3", "C4", "D4"))
        rows[ScoreCard].append((w, lead, 45, 20, grade, [["company_known", 20], ["phone_known", 5]], self._rules, at))
        turn = {"code": "turn", "turn": n, "of": 8, "roster": 1}
        rows[Assignment].append((w, lead, holder, "sdr", "sdr_in_turn", turn, self._rules, at))
        rows[Move].append((w, lead, at, None, "intake", None, "sdr", holder, {"code": "routed", "rule": "sdr_in_turn"}))
        open_ = pool in {"sdr", "sales"}
        rows[Deadline].append((w, lead, holder, "first_contact", at, later, "met", later, self._rules))
        if open_:
            rows[Deadline].append((w, lead, owner, "decide_mql", at, at + timedelta(days=400), "", None, self._rules))
        else:
            rows[Move].append((w, lead, later, holder, "sdr", holder, pool, owner, {"code": "returned"}))
        rows[FollowUp].append((w, lead, holder, "call", "reached", "已沟通需求和时间", {}, later, None))
        mql = later if pool in {"converted", "sales"} else None
        sql = later if pool == "converted" else None
        since = later if owner else None
        source_lead = lead - 1 if pool == "attached" else None
        rows[Lead].append(
            (lead, w, submission, person, account, source_lead, f"W{n:08d}", source, "", None, pool, owner,
             STATES.get(pool, pool), "auto" if owner else "", grade, at, at, since, mql, sql, sql, None, None, 0, 0)
        )  # fmt: skip
