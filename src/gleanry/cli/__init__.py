"""The command line: the heavy things, each with --help and --json.

Takes   arguments.
Gives   text for people, or one JSON document for programs.
Writes  nothing itself; it calls the actions of the slice concerned.
Asks    wiring and the slices' queries.
"""

from gleanry.cli.program import main

__all__ = ["main"]
