"""`gleanry index`."""

from __future__ import annotations

import json

import click

from gleanry.cli.house import open_house


@click.command("index")
@click.option("--workspace", help="The workspace's slug; the first one without it.")
@click.option("--rebuild", is_flag=True, help="Make the index anew from the records; it answers meanwhile.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def index(workspace: str | None, rebuild: bool, as_json: bool) -> None:
    """Bring the index of the search box up to date now, instead of leaving it to the worker."""
    house = open_house(workspace)
    from gleanry.search import actions
    from gleanry.search.queries import count_documents

    if rebuild:
        actions.rebuild(house.id)
    actions.tend(house.id)
    counts = count_documents(house.id)
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(f"people {counts['person']:,}, companies {counts['account']:,}: up to date")
