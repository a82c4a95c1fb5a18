"""How Python cleans up while much is written."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 200_000


@contextmanager
def few_pauses() -> Iterator[None]:
    """Look for cycles of garbage seldom inside the block, and not among what was there before it.

    A batch makes rows by the ten thousand and hardly a cycle; at the usual pace Python walks all of them, and the phone
    tables, again and again: a tenth of the time of an import. Measured by bench/intake.py.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
