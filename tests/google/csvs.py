"""A sheet as CSV and CSV as a sheet: `export` of Drive v3 and the upload of Drive v2, as recordings show them."""

from __future__ import annotations

import csv
import io

from tests.google.books import Spreadsheet
from tests.google.cells import formatted, set_entered
from tests.google.grids import Grid

IMPORTED_ZONE = "America/Los_Angeles"


def exported(grid: Grid) -> str:
    """Return the first sheet's values as they are shown."""
    lines: list[list[str]] = []
    for (r, c), cell in sorted(grid.cells.items()):
        if cell.effective is not None:
            lines.extend([] for _ in range(r + 1 - len(lines)))
            lines[r].extend("" for _ in range(c - len(lines[r])))
            lines[r].append(formatted(cell))
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(lines)
    return made.getvalue().removesuffix("\r\n")


def imported(book: Spreadsheet, text: str) -> dict[str, object]:
    """Put an uploaded CSV in place of all sheets: one sheet of the file's name, whose id Google invents."""
    rows = list(csv.reader(io.StringIO(text)))
    grid = Grid(None, book.title, max(1000, len(rows)), max([26, *map(len, rows)]))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            set_entered(grid.at(r, c), value)
    book.grids, book.zone = [grid], IMPORTED_ZONE
    return {"kind": "drive#file", "id": book.id, "title": book.title,
            "mimeType": "application/vnd.google-apps.spreadsheet"}  # fmt: skip
