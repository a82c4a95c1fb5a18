"""`gleanry flow` and `gleanry audit`."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from gleanry.cli.house import open_house


@click.command()
@click.option("--workspace", help="The workspace's slug; the first one without it.")
@click.option(
    "--by",
    type=click.Choice(["source", "campaign", "owner", "month"]),
    default="source",
    show_default=True,
    help="What the funnel is grouped by; month is that of first contact.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def flow(workspace: str | None, by: str, as_json: bool) -> None:
    """Show where everything is: each stage's account, the pools, the funnel."""
    house = open_house(workspace)
    from gleanry.cockpit.queries import flow_report, funnel
    from gleanry.tenants.queries import everybody

    report = flow_report(house.id)
    found = funnel(everybody(house.id), by=by)
    body: dict[str, Any] = {
        "workspace": house.name,
        "made_up": house.made_up,
        "stages": [
            {"stage": s.stage, "in": s.taken, "out": s.out, "held": s.held, "refused": s.refused} for s in report.stages
        ],
        "pools": report.pools,
        "funnel": [_row(row, by) for row in found.rows],
        "total": _row(found.total, by, name="(all)"),
        "anomalies": found.anomalies,
        "balanced": report.balanced,
    }
    click.echo(json.dumps(body, ensure_ascii=False) if as_json else _words(body, by))


def _row(row: Any, by: str, name: str = "") -> dict[str, Any]:
    """One funnel row; days have one decimal in text and all of them here, rates are shares of leads."""
    return {
        by: name or row.key or "(none)",
        "submissions": row.submissions,
        "leads": row.leads,
        "mql": row.mql,
        "sql": row.sql,
        "opportunities": row.opportunities,
        "won": row.won,
        "paid": row.paid,
        "won_rate": row.rate("won"),
        "median_days": row.median_days,
        "mean_days": row.mean_days,
        "won_amount": str(row.won_amount.amount),
        "paid_amount": str(row.paid_amount.amount),
        "currency": row.won_amount.currency,
    }


def _words(body: dict[str, Any], by: str) -> str:
    lines = [f"{body['workspace']}" + (" (made up)" if body["made_up"] else ""), ""]
    lines.append(f"{'stage':<10}{'in':>10}{'out':>10}{'held':>10}{'refused':>10}")
    for stage in body["stages"]:
        counts = "".join(f"{stage[name]:>10,}" for name in ("in", "out", "held", "refused"))
        lines.append(f"{stage['stage']:<10}{counts}")
    lines += ["", "pools: " + ", ".join(f"{name} {count:,}" for name, count in body["pools"].items()), ""]
    names = ("leads", "mql", "sql", "opportunities", "won", "paid")
    lines.append(f"{by:<24}" + "".join(f"{name[:9]:>10}" for name in names) + f"{'won %':>9}{'median d':>10}")
    for row in [*body["funnel"], body["total"]]:
        counts = "".join(f"{row[name]:>10,}" for name in names)
        rate = f"{row['won_rate'] * 100:>9.2f}" if row["won_rate"] is not None else f"{'-':>9}"
        days = f"{row['median_days']:>10.1f}" if row["median_days"] is not None else f"{'-':>10}"
        lines.append(f"{str(row[by])[:23]:<24}{counts}{rate}{days}")
    lines += [f"{code.replace('_', ' ')}: {count}" for code, count in body["anomalies"].items()]
    lines += ["", "balanced" if body["balanced"] else "NOT BALANCED: see `gleanry audit`"]
    return "\n".join(lines)


@click.command("audit")
@click.option("--workspace", help="Only this workspace; all without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def audit_laws(workspace: str | None, as_json: bool) -> None:
    """Check the laws of the house on the data as they are. Exits 1 naming what is broken."""
    house = open_house(workspace)
    from gleanry.cockpit.queries import audit
    from gleanry.cockpit.shapes import Finding
    from gleanry.kit import clock
    from gleanry.market.audience.queries import segment_faults
    from gleanry.search.queries import index_faults
    from gleanry.tenants.queries import list_workspaces

    findings = audit(house.id if workspace else None)
    for one in [house] if workspace else list_workspaces():
        findings += [Finding("search", code, count) for code, count in index_faults(one.id).items()]
        kept = segment_faults(one.id, clock.now())
        findings += [Finding("segments", code, count) for code, count in kept.items()]
    broken = [finding for finding in findings if not finding.warning]
    rows = [{"law": f.law, "code": f.code, "count": f.count, "warning": f.warning} for f in findings]
    if as_json:
        click.echo(json.dumps({"holds": not broken, "findings": rows}))
    else:
        for row in rows:
            click.echo(f"{'warning' if row['warning'] else 'BROKEN'}  {row['law']}: {row['code']} ({row['count']})")
        click.echo("every law holds" if not broken else f"{len(broken)} laws are broken")
    sys.exit(1 if broken else 0)
