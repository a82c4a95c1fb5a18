"""`gleanry attribute FILE`: who earned the conversions, of any file, with no set-up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gleanry.credit import Credited, Journeys, Settings

PATHS = ("path", "conversions", "value", "nulls")
EVENTS = ("person", "time", "channel", "conversion", "value")
NEEDED = {PATHS: 2, EVENTS: 4}
"""How many of the columns a file must have; the rest may be missing."""
Columns = dict[str, list[str]]


@click.command("attribute")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", default="all", show_default=True, help="A model, or all: first last linear u w decay "
              "last_non_direct markov shapley.")  # fmt: skip
@click.option("--paths", help="One path a row: the file's columns for path,conversions,value,nulls.")
@click.option("--events", help="One touch a row: the file's columns for person,time,channel,conversion,value.")
@click.option("--separator", default=" > ", show_default=True, help="What stands between the touches of a path.")
@click.option("--without-nulls", is_flag=True, help="Markov: leave out journeys that ended without a conversion.")
@click.option("--order", default=1, show_default=True, type=click.IntRange(1, 4), help="Markov: touches remembered.")
@click.option("--half-life", default=7.0, show_default=True, type=click.FloatRange(0, min_open=True),
              help="Decay: days (touches where no times are known) until a touch counts half.")  # fmt: skip
@click.option("--direct", multiple=True, help="last_non_direct: a channel to pass over; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one document, a list of them for all models.")
def attribute(
    file: Path, model: str, paths: str | None, events: str | None, separator: str, as_json: bool, **more: Any
) -> None:
    """Share the conversions of a CSV or XLSX file among the touches before them.

    Every model's credits add up to the total less what no touch stood before. Needs no database.
    """
    from gleanry.credit import MODELS, BadCell, credit_all

    if model != "all" and model not in MODELS:
        raise click.ClickException(f"no model is called {model}; there are {', '.join(MODELS)} and all")
    if paths and events:
        raise click.ClickException("a file holds paths or events: give --paths or --events, not both")
    columns = _table(file)
    try:
        journeys = _journeys(columns, paths, events, separator)
    except BadCell as wrong:
        raise click.ClickException(f"{file.name}: {wrong}") from wrong
    found = credit_all(journeys, MODELS if model == "all" else [model], _settings(**more))
    if as_json:
        said = [one.as_dict() for one in found]
        click.echo(json.dumps(said if model == "all" else said[0], ensure_ascii=False))
    else:
        click.echo("\n\n".join(map(_words, found)))


def _settings(*, without_nulls: bool, order: int, half_life: float, direct: tuple[str, ...]) -> Settings:
    from gleanry.credit import Settings

    passed = frozenset(name.strip().casefold() for name in direct) or Settings().direct
    return Settings(half_life=half_life, order=order, with_nulls=not without_nulls, direct=passed)


def _table(file: Path) -> Columns:
    from gleanry.flow.capture.plain import Unreadable, read_columns

    try:
        return read_columns(file)
    except Unreadable as trouble:
        raise click.ClickException(f"{file.name}: {trouble.code}") from trouble


def _journeys(columns: Columns, paths: str | None, events: str | None, separator: str) -> Journeys:
    from gleanry.credit import from_events, from_paths

    wanted = paths or events
    roles = (PATHS if paths else EVENTS) if wanted else _roles_by_name(columns)
    names = _named(columns, wanted, roles)
    given = {role: (name, columns[name]) for role, name in zip(roles, names, strict=False)}
    if roles is PATHS:
        return from_paths(
            given["path"][1], given["conversions"], given.get("value"), given.get("nulls"), separator=separator
        )
    times, conversions = given["time"], given["conversion"]
    return from_events(given["person"][1], times, given["channel"][1], conversions, given.get("value"))


def _roles_by_name(columns: Columns) -> tuple[str, ...]:
    """What the file holds, where its columns are called as here."""
    for roles, needed in NEEDED.items():
        if all(name in columns for name in roles[:needed]):
            return roles
    raise click.ClickException(
        "say which columns hold what: --paths path,conversions,value,nulls or --events "
        f"person,time,channel,conversion,value with this file's own names; it has {', '.join(columns)}"
    )


def _named(columns: Columns, wanted: str | None, roles: tuple[str, ...]) -> list[str]:
    """The file's own names for the roles, in their order."""
    if wanted is None:
        names = [name for name in roles if name in columns]
        return names[: next((at for at, name in enumerate(roles) if name not in columns), len(roles))]
    names = [name.strip() for name in wanted.split(",")]
    if missing := [name for name in names if name not in columns]:
        raise click.ClickException(f"no column is called {', '.join(missing)}; the file has {', '.join(columns)}")
    if not NEEDED[roles] <= len(names) <= len(roles):
        raise click.ClickException(f"name {NEEDED[roles]} to {len(roles)} columns, in the order {','.join(roles)}")
    return names


def _words(found: Credited) -> str:
    width = max((len(share.channel) for share in found.shares), default=7)
    lines = [f"{found.model}: {found.conversions:,.2f} conversions, value {found.value:,.2f}"]
    for share in found.shares:
        effect = "" if share.removal_effect is None else f"   removal effect {share.removal_effect:.4f}"
        lines.append(f"  {share.channel:<{width}} {share.conversions:>14,.4f} {share.value:>18,.4f}{effect}")
    if found.unassigned or found.unassigned_value:
        lines.append(f"  {'no touch':<{width}} {found.unassigned:>14,.4f} {found.unassigned_value:>18,.4f}")
    return "\n".join(lines)
