"""What a workspace does with the leads of each cell, for the stages after this one and for the pages."""

from __future__ import annotations

from collections.abc import Mapping

from gleanry.flow.score.rules import read_cells
from gleanry.flow.score.shapes import Cell
from gleanry.kit import rulebook


def cells_of(workspace_id: int) -> Mapping[str, Cell]:
    """Grade -> its cell, as the book in force says; one small statement. A grade without a row is not in it."""
    return read_cells(rulebook.current(workspace_id, "score").body)


def cell_of(workspace_id: int, grade: str) -> Cell:
    """The cell of a grade; one without a row, and no grade at all, go as the routing rules say, without advice."""
    return cells_of(workspace_id).get(grade) or Cell(grade)
