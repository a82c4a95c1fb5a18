"""The child of kit.columnar: attach one database read-only, answer questions on stdin until it closes.

Run as a program, it imports nothing of Gleanry and no Django: it must stay small and quick to start.
"""

from __future__ import annotations

import importlib.resources
import pickle
import sys
from typing import Any

import duckdb


def connect(source: str) -> duckdb.DuckDBPyConnection:
    """A connection whose default catalogue is the attached database."""
    kind, _, place = source.partition(":")
    name = f"{kind}_scanner"
    engine = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    folder = importlib.resources.files(f"duckdb_extension_{name}")
    engine.execute(f"LOAD '{folder / 'extensions' / f'v{duckdb.__version__}' / f'{name}.duckdb_extension'}'")
    engine.execute("SET TimeZone = 'UTC'")
    quoted = place.replace("'", "''")
    engine.execute(f"ATTACH '{quoted}' AS op (TYPE {kind}, READ_ONLY)")
    engine.execute("USE op")
    return engine


def answer(engine: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]] | str:
    """The rows, or what went wrong as text."""
    try:
        return engine.execute(sql, params).fetchall()
    except duckdb.Error as error:
        return f"{type(error).__name__}: {error}"


def main() -> None:
    """Serve until stdin closes."""
    engine = connect(sys.argv[1])
    while True:
        try:
            sql, params = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our parent, on a private pipe
        except EOFError:
            return
        pickle.dump(answer(engine, sql, params), sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
