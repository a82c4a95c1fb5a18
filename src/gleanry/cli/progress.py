"""A progress line on a terminal, and silence elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Bar:
    """`with Bar() as bar: bar.tell(done)`; shows nothing when `quiet` or when nobody watches.

    Without `counted` it says what is being done (`bar.say`), and moves only then: no thread of its own runs.
    """

    def __init__(self, *, quiet: bool = False, what: str = "rows", counted: bool = True) -> None:
        watched = sys.stderr.isatty() and not quiet
        words = "{task.completed:,} {task.description}" if counted else "{task.description}"
        columns = (SpinnerColumn(), TextColumn(words), TimeElapsedColumn())
        console = Console(stderr=True)
        self._progress = Progress(*columns, console=console, disable=not watched, transient=True, auto_refresh=counted)
        self._task = self._progress.add_task(what, total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    def tell(self, done: int) -> None:
        """So many are done."""
        self._progress.update(self._task, completed=done)

    def say(self, what: str) -> None:
        """What is being done now, where it cannot be counted."""
        self._progress.update(self._task, description=what, refresh=True)
