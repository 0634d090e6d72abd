"""Where the header of a sheet stands and which column names its rows: how a cell is found again after sorting.

Leaves reading the rows to `tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.tables import find_header
from nastavnik_sheets.workbook import SHEETS

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.protocol import Grid
    from nastavnik_sheets.schema import Sheet


def layout(title: str, grid: Grid) -> tuple[int, int]:
    """Return the header row of a sheet of ours and its column of codes; 0 for what it does not have."""
    sheet = sheet_named(title)
    if sheet is None:
        return 0, 0
    header = find_header(sheet.columns, grid)
    titles = [fold(as_text(cell)) for cell in (grid[header - 1] if header else ())]
    code = next((c.title for c in sheet.columns if c.name == "code"), None)
    return header, titles.index(fold(code)) + 1 if code and fold(code) in titles else 0


def sheet_named(title: str) -> Sheet | None:
    """Return the sheet of the schema with this title, None for a sheet of somebody's own."""
    return next((s for s in SHEETS if fold(s.title) == fold(title)), None)
