"""A made-up year on the database in use: its rates, its laws, and that it is always the same."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import connection

from gleanry.cockpit.queries.audit import audit
from gleanry.kit.errors import Refusal
from gleanry.simulation.actions import run_simulation, simulate
from gleanry.simulation.actions.demo import fill_demo
from gleanry.tenants.queries import find_workspace
from gleanry.wiring.playbooks import new_workspace

# Committed as in life: in one long transaction PostgreSQL could never let go of a delivered fact.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bulk]

EXPORTS = (
    (
        "SELECT l.external_id, l.source, l.campaign, l.pool, l.state, l.obtained, l.grade, l.won_minor, "
        "l.paid_minor, m.name, l.received_at, l.first_contact_at, l.owner_since, l.mql_at, l.sql_at, "
        "l.opportunity_at, l.won_at, l.paid_at, s.external_id FROM leads_lead l LEFT JOIN tenants_member m ON m.id "
        "= l.owner_id LEFT JOIN leads_lead s ON s.id = l.source_lead_id WHERE l.workspace_id = %s ORDER BY l.id"
    ),
    (
        "SELECT l.external_id, v.at, v.pool, v.from_pool, m.name FROM leads_move v JOIN leads_lead l ON l.id = "
        "v.lead_id LEFT JOIN tenants_member m ON m.id = v.owner_id WHERE v.workspace_id = %s ORDER BY v.id"
    ),
    (
        "SELECT l.external_id, d.kind, d.started_at, d.due_at, d.outcome, d.ended_at FROM followup_deadline d JOIN "
        "leads_lead l ON l.id = d.lead_id WHERE d.workspace_id = %s ORDER BY d.id"
    ),
    (
        "SELECT l.external_id, o.name, o.product, o.stage, o.outcome, o.amount_minor, o.loss_reason, o.closed_at "
        "FROM convert_opportunity o JOIN leads_lead l ON l.id = o.lead_id WHERE o.workspace_id = %s ORDER BY o.id"
    ),
    (
        "SELECT o.name, r.amount_minor, r.received_at, c.model, c.channel, c.amount_minor FROM attribute_credit c "
        "JOIN convert_receipt r ON r.id = c.receipt_id JOIN collect_claim k ON k.id = c.claim_id JOIN "
        "convert_opportunity o ON o.id = k.opportunity_id WHERE "
        "c.workspace_id = %s ORDER BY c.id"
    ),
    "SELECT kind, channel, campaign, content, at FROM touches_touch WHERE workspace_id = %s ORDER BY id",
)


def export_of(slug: str) -> str:
    """Everything that happened in a workspace, without ids, as one digest."""
    workspace = find_workspace(slug)
    assert workspace is not None
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for sql in EXPORTS:
            cursor.execute(sql, [workspace.id])
            for row in cursor.fetchall():
                cells = [cell.isoformat()[:19] if hasattr(cell, "isoformat") else cell for cell in row]
                digest.update(json.dumps(cells, ensure_ascii=False).encode())
    return digest.hexdigest()


def test_a_year_keeps_the_rates_and_every_law():
    outcome = run_simulation("year", leads=5000, seed=11)
    workspace = find_workspace("year")
    assert workspace is not None

    assert audit(workspace.id) == []
    assert outcome.mql / outcome.leads == pytest.approx(0.42, abs=0.03)
    assert outcome.sql / outcome.mql == pytest.approx(0.75, abs=0.04)
    assert outcome.won / outcome.sql == pytest.approx(0.07, abs=0.02)
    with connection.cursor() as cursor:
        for sql, expected in (
            ("SELECT count(*) FROM leads_lead", 5000),
            ("SELECT count(*) FROM leads_lead WHERE pool IN ('intake', 'sdr', 'sales')", 0),
            ("SELECT count(*) FROM followup_deadline WHERE outcome = ''", 0),
            ("SELECT count(*) FROM followup_violation WHERE late", 0),
            ("SELECT count(*) FROM kit_delivery", 0),
            ("SELECT count(*) FROM convert_opportunity WHERE outcome = ''", 0),
        ):
            cursor.execute(sql)
            assert cursor.fetchone()[0] == expected, sql
        cursor.execute("SELECT count(*) FROM capture_submission WHERE problems IS NOT NULL")
        assert cursor.fetchone()[0] > 20, "some nonsense was refused and kept"
        cursor.execute("SELECT count(*) FROM followup_violation")
        assert cursor.fetchone()[0] > 100, "some deadlines were missed"


def test_the_same_seed_makes_the_same_year_even_when_cut_off():
    run_simulation("first", leads=250, seed=5)
    moments = 0

    def stop_now_and_then(done: int) -> None:
        nonlocal moments
        moments += 1
        if moments in {40, 41, 150}:
            raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run_simulation("second", leads=250, seed=5, progress=stop_now_and_then)
    run_simulation("second", leads=250, seed=5)
    again = export_of("second")
    run_simulation("second", leads=250, seed=5)

    assert export_of("first") == again == export_of("second")


def test_another_year_does_not_go_on_top():
    run_simulation("year", leads=20, seed=5)

    with pytest.raises(Refusal, match="simulated_otherwise"):
        run_simulation("year", leads=20, seed=6)


def test_nothing_made_up_goes_into_a_real_workspace():
    real = new_workspace("Real", slug="real")

    with pytest.raises(Refusal, match="not_made_up"):
        simulate(real.id, leads=10, seed=1)
    with pytest.raises(Refusal, match="not_made_up"):
        run_simulation("real", leads=10, seed=1)


def test_the_demo_is_filled_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gleanry.simulation.actions.demo.LEADS", 150)
    first = fill_demo()
    before = export_of("demo")
    second = fill_demo()

    assert first == second
    assert len(first) == 9
    assert export_of("demo") == before
    workspace = find_workspace("demo")
    assert workspace is not None
    assert workspace.made_up
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM leads_lead WHERE pool IN ('sdr', 'sales')")
        assert cursor.fetchone()[0] > 0, "there is work to do"
