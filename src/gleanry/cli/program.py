"""The entry point: make the house ready, then run the command."""

from __future__ import annotations

import sys

import click

COMMANDS = {
    "serve": "gleanry.cli.serve:serve",
    "worker": "gleanry.cli.serve:worker",
    "import": "gleanry.cli.importing:import_file",
    "match": "gleanry.cli.matching:match_names",
    "dedupe": "gleanry.cli.deduping:dedupe",
    "flow": "gleanry.cli.reports:flow",
    "attribute": "gleanry.cli.attributing:attribute",
    "score": "gleanry.cli.scoring:score",
    "audit": "gleanry.cli.reports:audit_laws",
    "duplicates": "gleanry.cli.duplicates:duplicates",
    "index": "gleanry.cli.indexing:index",
    "demo": "gleanry.cli.simulating:demo",
    "simulate": "gleanry.cli.simulating:simulate",
    "user": "gleanry.cli.users:add_user",
    "token": "gleanry.cli.users:add_token",
}


class Lazy(click.Group):
    """Commands are imported when they are asked for: `--help` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(__import__(module, fromlist=[name]), name)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="gleanry", prog_name="gleanry")
def program() -> None:
    """Gleanry (颗粒归仓): every grain comes home to the granary.

    Data and settings are kept in GLEANRY_HOME (default ~/.gleanry); DATABASE_URL names another database.
    """


def main() -> None:
    """Run the command line; an expected refusal ends it with a clear line and exit code 2."""
    try:
        program.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped. What was done is kept; the same command goes on.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except Exception as error:
        from gleanry.cli.house import explain

        if (line := explain(error)) is None:
            raise
        click.echo(line, err=True)
        sys.exit(2)
