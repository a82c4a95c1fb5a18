"""`gleanry duplicates`: walk over what is there already and ask about likely duplicates."""

from __future__ import annotations

import json

import click

from gleanry.cli.house import open_house


@click.command()
@click.option("--workspace", help="The workspace's slug; the first one without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def duplicates(workspace: str | None, as_json: bool) -> None:
    """Look through the people, companies and leads that are there and ask about likely duplicates.

    The questions wait on the page Duplicates. Stop it with Ctrl-C and run it again: it goes on where it was. What was
    called different is not asked again.
    """
    house = open_house(workspace)
    from gleanry.flow.identify.actions import go_on, start_run
    from gleanry.flow.identify.queries.pairs import count_by_kind, latest_run
    from gleanry.kit import clock

    run_id = start_run(house.id, clock.now())
    while go_on(house.id, run_id):
        pass
    run = latest_run(house.id)
    waiting = count_by_kind(house.id)
    body = {"state": run.state if run else "", "found": run.found if run else 0, "open": waiting}
    if as_json:
        click.echo(json.dumps(body))
        return
    click.echo(f"{body['found']:,} new questions; open: " + (_named(waiting) or "none"))


def _named(waiting: dict[str, int]) -> str:
    return ", ".join(f"{kind} {count:,}" for kind, count in sorted(waiting.items()))
