"""Requests that move cells about or change their texts: no recording shows them, Google's documents describe them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.google.books import Spreadsheet
from tests.google.cells import Cell, UnprovenError, set_raw
from tests.google.grids import Grid, Rect
from tests.google.places import AXIS, grid_of, rect_of

Said = dict[str, Any]
Invent = Callable[[str], Any]


def move_dimension(book: Spreadsheet, said: Said, _: Invent) -> Said:
    """Move rows or columns; the destination counts before the move. Documented."""
    span, target = said["source"], said["destinationIndex"]
    grid, axis = grid_of(book, span.get("sheetId", 0)), AXIS[span["dimension"]]
    start, end = span["startIndex"], span["endIndex"]
    if start < target < end or grid.merges or any(grid.dimensions):
        raise UnprovenError("moveDimension into itself, or of what is merged or shaped")
    order = [n for n in range((grid.rows, grid.columns)[axis]) if not start <= n < end]
    at = target if target <= start else target - (end - start)
    order[at:at] = range(start, end)
    places = {old: new for new, old in enumerate(order)}
    grid.cells = {(places[r], c) if axis == 0 else (r, places[c]): cell for (r, c), cell in grid.cells.items()}
    return {}


def shift_range(book: Spreadsheet, said: Said, _: Invent, *, sign: int) -> Said:
    """Put blank cells in a range (sign 1) or take its cells away (-1); what is below or right of it shifts."""
    grid, (top, left, bottom, right) = rect_of(book, said["range"])
    if grid.merges or grid.protected or said["shiftDimension"] not in AXIS:
        raise UnprovenError("shifting cells in a sheet with merged or protected cells")
    axis = AXIS[said["shiftDimension"]]
    first, last, low, high = (top, bottom, left, right) if axis == 0 else (left, right, top, bottom)
    moved: dict[tuple[int, int], Any] = {}
    for place, cell in grid.cells.items():
        if not low <= place[1 - axis] < high or place[axis] < first:
            moved[place] = cell
        elif sign > 0 or place[axis] >= last:
            at = place[axis] + sign * (last - first)
            moved[(at, place[1]) if axis == 0 else (place[0], at)] = cell
    if any(r >= grid.rows or c >= grid.columns for (r, c), cell in moved.items() if cell.effective is not None):
        raise UnprovenError("insertRange that pushes cells off the sheet")
    grid.cells = moved
    grid.clip()
    return {}


def find_replace(book: Spreadsheet, said: Said, _: Invent) -> Said:
    """Replace texts; regular expressions, formulas and numbers are not proven."""
    if said.get("searchByRegex") or not said.get("find"):
        raise UnprovenError("findReplace by a regular expression or of nothing")
    pattern = re.compile(re.escape(said["find"]), 0 if said.get("matchCase") else re.IGNORECASE)
    sheets = rows = cells = times = 0
    for grid, rect in _searched(book, said):
        touched = set()
        for (row, _column), cell in grid.within(rect).items():
            count = _replaced(cell, said, pattern)
            if count:
                touched.add(row)
                cells, times = cells + 1, times + count
        rows, sheets = rows + len(touched), sheets + bool(touched)
    counted = {"valuesChanged": cells, "rowsChanged": rows, "sheetsChanged": sheets, "occurrencesChanged": times}
    return {"findReplace": {name: count for name, count in counted.items() if count}}


def _searched(book: Spreadsheet, said: Said) -> list[tuple[Grid, Rect]]:
    if "range" in said:
        return [rect_of(book, said["range"])]
    grids = book.grids if said.get("allSheets") else [grid_of(book, said.get("sheetId", 0))]
    return [(grid, (0, 0, grid.rows, grid.columns)) for grid in grids]


def _replaced(cell: Cell, said: Said, pattern: re.Pattern[str]) -> int:
    """Replace in a cell; return how many times."""
    entered = cell.entered or {}
    if "formulaValue" in entered and not said.get("includeFormulas"):
        return 0
    text = str(next(iter(entered.values()), ""))
    found = pattern.fullmatch(text) if said.get("matchEntireCell") else pattern.search(text)
    if not found:
        return 0
    if "stringValue" not in entered:
        raise UnprovenError("findReplace in what is no text")
    new, times = pattern.subn(lambda _: said.get("replacement", ""), text)
    if not new or not re.fullmatch(r"[A-Za-zА-Яа-яЁё][A-Za-zА-Яа-яЁё ]*", new):
        raise UnprovenError("findReplace with what may be read as something else than a text")
    set_raw(cell, new)
    return times
