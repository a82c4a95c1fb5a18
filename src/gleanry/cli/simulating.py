"""`gleanry simulate` and `gleanry demo`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from gleanry.cli.house import open_house
from gleanry.cli.progress import Bar


@click.command()
@click.option(
    "--leads", default=1000, show_default=True, type=click.IntRange(1, 5_000_000), help="How many submissions."
)
@click.option("--seed", default=1, show_default=True, help="Which year: the same seed makes the same one.")
@click.option("--workspace", default="simulation", show_default=True, help="Made when there is none of this slug.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def simulate(leads: int, seed: int, workspace: str, as_json: bool) -> None:
    """Make a company year, marked as made up; the same seed makes the same year."""
    open_house()
    from gleanry.simulation.actions import run_simulation

    with Bar(quiet=as_json, what="leads") as bar:
        outcome = run_simulation(workspace, leads=leads, seed=seed, progress=bar.tell)
    click.echo(json.dumps(asdict(outcome)) if as_json else str(outcome))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def demo(as_json: bool) -> None:
    """Fill a demo workspace, marked as made up, and print one sign-in per role."""
    open_house()
    from gleanry.simulation.actions import fill_demo

    with Bar(quiet=as_json, what="leads") as bar:
        sign_ins = fill_demo(progress=bar.tell)
    if as_json:
        click.echo(json.dumps([asdict(sign_in) for sign_in in sign_ins], ensure_ascii=False))
        return
    for sign_in in sign_ins:
        click.echo(f"{sign_in.role:<20}{sign_in.email:<40}{sign_in.password}")
