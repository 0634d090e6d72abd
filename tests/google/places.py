"""Where a request of the API points: a sheet by its id, a rectangle, an axis."""

from __future__ import annotations

from typing import Any

from tests.google.books import Spreadsheet
from tests.google.grids import Grid, Rect
from tests.google.values import RejectedError

AXIS = {"ROWS": 0, "COLUMNS": 1}


def grid_of(book: Spreadsheet, sheet_id: int) -> Grid:
    """Return the sheet of an id."""
    grid = book.numbered(sheet_id)
    if grid is None:
        raise RejectedError(f"No grid with id: {sheet_id}")
    return grid


def rect_of(book: Spreadsheet, said: dict[str, Any]) -> tuple[Grid, Rect]:
    """Return the sheet and the rectangle of a GridRange, cut to what is there."""
    grid = grid_of(book, said.get("sheetId", 0))
    return grid, (
        said.get("startRowIndex", 0), said.get("startColumnIndex", 0),
        min(said.get("endRowIndex", grid.rows), grid.rows), min(said.get("endColumnIndex", grid.columns), grid.columns),
    )  # fmt: skip
