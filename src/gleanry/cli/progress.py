"""A progress line on a terminal, and silence elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Bar:
    """`with Bar() as bar: bar.tell(done)`; shows nothing when `quiet` or when nobody watches."""

    def __init__(self, *, quiet: bool = False, what: str = "rows") -> None:
        watched = sys.stderr.isatty() and not quiet
        columns = (SpinnerColumn(), TextColumn("{task.completed:,} {task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), disable=not watched, transient=True)
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
        self._progress.update(self._task, description=what)
