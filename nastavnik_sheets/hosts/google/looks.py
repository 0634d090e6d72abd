"""A sheet of an Excel workbook as values and looks for a Google Sheet: bold, colours, widths, merged and frozen cells.

Formulas are not taken over: their last value stands in their place, or nothing. Charts stay in the school's files.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from nastavnik_sheets.hosts.google.tabs import Tab
    from nastavnik_sheets.hosts.protocol import Value

    SourceCell = Cell | MergedCell

Request = dict[str, Any]
Format = dict[str, Any]
Rect = tuple[int, int, int, int]

PIXELS_A_LETTER, USUAL_WIDTH = 7, 100
CLEARED = "userEnteredFormat(backgroundColor,textFormat,horizontalAlignment,verticalAlignment,wrapStrategy)"
_ACROSS = {"center": "CENTER", "right": "RIGHT", "left": "LEFT"}
_DOWN = {"center": "MIDDLE", "top": "TOP", "bottom": "BOTTOM"}


@dataclass
class Look:
    """How a sheet looks; rows and columns from 0, ends open. `runs` are formats of cells side by side."""

    runs: list[tuple[Rect, Format]] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    merges: list[Rect] = field(default_factory=list)
    frozen: tuple[int, int] = (0, 0)
    gridlines: bool = True


def sheet_of(source: bytes, title: str, *, computed: bool = True) -> tuple[list[list[Value]], Look]:
    """Return the values and the looks of a sheet: the one of this title, or the first; maybe without computed cells."""
    book = _workbook(source, computed)
    page = book[title] if title in book.sheetnames else book.worksheets[0]
    grid: list[list[Value]] = [[_value(cell) for cell in row] for row in page.iter_rows()]
    return grid, _look(page)


@lru_cache(maxsize=1)
def _workbook(source: bytes, computed: bool) -> Workbook:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(source), data_only=computed)


def _value(cell: SourceCell) -> Value:
    value = None if cell.data_type in ("f", "e") else cell.value
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if value is None or isinstance(value, str | int | float | time) or hasattr(value, "year"):
        return value  # type: ignore[return-value]
    return str(value)


def _look(page: Worksheet) -> Look:
    look = Look(gridlines=page.sheet_view.showGridLines is not False)
    look.widths = {
        group.min - 1 + n: round(group.width * PIXELS_A_LETTER) + 5
        for group in page.column_dimensions.values()
        if group.width and group.min
        for n in range(min(group.max or group.min, page.max_column) - group.min + 1)
    }
    look.merges = [(m.min_row - 1, m.min_col - 1, m.max_row, m.max_col) for m in page.merged_cells.ranges]
    if page.freeze_panes:
        corner = page[page.freeze_panes]
        look.frozen = (corner.row - 1, corner.column - 1)
    look.runs = list(_runs(page))
    return look


def _runs(page: Worksheet) -> Iterator[tuple[Rect, Format]]:
    """Return the formats row by row; equal cells side by side are one run, equal rows below each other too."""
    known: dict[int, Format] = {}
    rows = [[_noted(cell, known) for cell in row] for row in page.iter_rows()]
    start = 0
    for row, same in groupby(rows):
        count, left = len(list(same)), 0
        for look, run in groupby(row):
            right = left + len(list(run))
            if look:
                yield (start, left, start + count, right), look
            left = right
        start += count


def _noted(cell: SourceCell, known: dict[int, Format]) -> Format:
    """Return the looks of a cell, worked out once for every style: a workbook has few styles and many cells."""
    number: int = cell.style_id
    if number not in known:
        known[number] = _format(cell)
    return known[number]


def _format(cell: SourceCell) -> Format:
    """Return what a cell's looks are in Google's words; nothing for a plain cell."""
    if not cell.has_style:
        return {}
    made: Format = {}
    fill = _colour(cell.fill.fgColor) if cell.fill.fill_type == "solid" else None
    if fill:
        made["backgroundColor"] = fill
    words: Format = {"bold": True} if cell.font.bold else {}
    if cell.font.italic:
        words["italic"] = True
    if cell.font.size and cell.font.size != 10:
        words["fontSize"] = round(cell.font.size)
    ink = _colour(cell.font.color)
    if ink:
        words["foregroundColor"] = ink
    if words:
        made["textFormat"] = words
    if cell.alignment.horizontal in _ACROSS:
        made["horizontalAlignment"] = _ACROSS[cell.alignment.horizontal]
    if cell.alignment.vertical in _DOWN:
        made["verticalAlignment"] = _DOWN[cell.alignment.vertical]
    if cell.alignment.wrap_text:
        made["wrapStrategy"] = "WRAP"
    if "%" in cell.number_format:
        made["numberFormat"] = {"type": "PERCENT", "pattern": cell.number_format}
    return made


def _colour(colour: Any) -> dict[str, float] | None:
    rgb = getattr(colour, "rgb", None)
    if not isinstance(rgb, str) or len(rgb) != 8 or rgb.endswith("000000"):
        return None
    parts = zip(("red", "green", "blue"), (rgb[2:4], rgb[4:6], rgb[6:8]), strict=True)
    return {name: round(int(part, 16) / 255, 4) for name, part in parts}


def requests(tab: Tab, look: Look) -> list[Request]:
    """Return the requests that give a sheet these looks, whatever it looked like before."""
    whole = {"sheetId": tab.id}
    made: list[Request] = [{"unmergeCells": {"range": whole}},
                           {"repeatCell": {"range": whole, "cell": {}, "fields": CLEARED}}]  # fmt: skip
    made += [
        {"repeatCell": {"range": _range(tab, rect), "cell": {"userEnteredFormat": form}, "fields": _fields(form)}}
        for rect, form in look.runs
    ]
    made += [{"mergeCells": {"range": _range(tab, rect), "mergeType": "MERGE_ALL"}} for rect in look.merges]
    made += [_width(tab, column, pixels) for column, pixels in look.widths.items() if column < tab.columns]
    rows, columns = look.frozen
    grid = {"frozenRowCount": rows, "frozenColumnCount": columns, "hideGridlines": not look.gridlines}
    fields = "gridProperties(frozenRowCount,frozenColumnCount,hideGridlines)"
    made.append(
        {"updateSheetProperties": {"properties": {"sheetId": tab.id, "gridProperties": grid}, "fields": fields}}
    )
    return made


def _fields(form: Format) -> str:
    return "userEnteredFormat(" + ",".join(sorted(form)) + ")"


def _range(tab: Tab, rect: Rect) -> dict[str, int]:
    top, left, bottom, right = rect
    return {"sheetId": tab.id, "startRowIndex": top, "endRowIndex": min(bottom, tab.rows),
            "startColumnIndex": left, "endColumnIndex": min(right, tab.columns)}  # fmt: skip


def _width(tab: Tab, column: int, pixels: int) -> Request:
    span = {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}
