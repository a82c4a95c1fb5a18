"""Two pieces of work at once: Python reads text on one core at a time, so the other piece goes to a forked process."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def both(mine: Callable[[], A], other: Callable[[], B], *, at_once: bool) -> tuple[A, B]:
    """The answers of both. At once only where forking is safe (no other thread runs) and there is a second core.

    The child inherits its input as it stands in memory, and the seed of Python's hashes with it; only its answer is
    carried over. Where it dies, its work is done here.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if not at_once or not can_fork or (os.cpu_count() or 1) < 2:
        return mine(), other()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(other, sender), daemon=True)
    child.start()
    sender.close()
    try:
        first = mine()
        try:
            second = receiver.recv()
        except EOFError:
            second = other()
    finally:
        receiver.close()
        child.join()
    return first, second


def _work(task: Callable[[], B], sender: Connection) -> None:
    sender.send(task())
    sender.close()
