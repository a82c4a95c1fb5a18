"""Analysis in columns: DuckDB over the operational database, in a process of its own.

DuckDB carries its own SQLite. Two copies of SQLite in one process break each other's file locks (closing a file drops
all POSIX locks of the process), which can corrupt a database that is being written. So the engine is a child process,
started when first asked, that only reads; SQL goes in and rows come out. One engine per server process, one question at
a time.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.db import connection

from gleanry.kit.errors import Refusal

_ENGINE = Path(__file__).with_name("columnar_engine.py")
_lock = threading.Lock()
_running: dict[str, subprocess.Popen[bytes]] = {}


class EngineFailed(Refusal):
    """The engine could not answer; the message is DuckDB's."""

    code = "analysis_failed"
    retryable = True


def query(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of `sql` over the committed state of the default database; `$name` parameters.

    Tables have their plain names. Instants are UTC without a zone.
    """
    source = _source()
    with _lock:
        for attempt in (1, 2):
            process = _running.get(source)
            if process is None or process.poll() is not None:
                process = _running[source] = _start(source)
            try:
                return _ask(process, sql, params)
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                _end(_running.pop(source))
                if attempt == 2:
                    raise EngineFailed(reason="the engine stopped") from None
    raise EngineFailed(reason="unreachable")


def _ask(process: subprocess.Popen[bytes], sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    pickle.dump((sql, params), process.stdin)
    process.stdin.flush()
    # The child is our own program on a private pipe; nothing else can write to it.
    answer = pickle.load(process.stdout)  # noqa: S301
    if isinstance(answer, str):
        raise EngineFailed(reason=answer)
    rows: list[tuple[Any, ...]] = answer
    return rows


def _start(source: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # our own interpreter and file
        [sys.executable, str(_ENGINE), source], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _source() -> str:
    """`sqlite:PATH` or `postgres:DSN` of the default database."""
    if connection.vendor == "postgresql":
        given = connection.get_connection_params()
        names = {"dbname": "dbname", "user": "user", "password": "password", "host": "host", "port": "port"}
        return "postgres:" + " ".join(f"{key}='{given[name]}'" for key, name in names.items() if given.get(name))
    return f"sqlite:{connection.settings_dict['NAME']}"


@atexit.register
def stop() -> None:
    """End the engines of this process; the next question starts one anew."""
    while _running:
        _end(_running.popitem()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()
