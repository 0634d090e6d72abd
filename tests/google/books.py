"""A spreadsheet of the emulator and how `spreadsheets.get` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.google import masks
from tests.google.cells import Cell, UnprovenError, formatted
from tests.google.grids import Grid, Rect

WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT = {
    "backgroundColor": WHITE, "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3}, "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {}, "fontFamily": "arial,sans,sans-serif", "fontSize": 10, "bold": False, "italic": False,
        "strikethrough": False, "underline": False, "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}  # fmt: skip
THEME = {
    "TEXT": {}, "BACKGROUND": WHITE, "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}  # fmt: skip


@dataclass
class Spreadsheet:
    """A file of the emulator."""

    id: str
    title: str
    grids: list[Grid] = field(default_factory=list)
    named: dict[str, dict[str, Any]] = field(default_factory=dict)
    locale: str = "en_US"
    zone: str = "Etc/GMT"
    forbidden: bool = False

    @property
    def titles(self) -> list[str]:
        """Titles of the sheets in their order."""
        return [grid.title for grid in self.grids]

    def titled(self, title: str) -> Grid:
        """Return the sheet of a title."""
        return next(grid for grid in self.grids if grid.title == title)

    def numbered(self, sheet_id: int) -> Grid | None:
        """Return the sheet of an id."""
        return next((grid for grid in self.grids if grid.id == sheet_id), None)

    def described(self, mask: masks.Mask, areas: list[tuple[Grid, Rect]], *, with_data: bool) -> dict[str, Any]:
        """Return what spreadsheets.get answers; `areas` are the ranges asked for, none for all."""
        chosen = [g for g in self.grids if not areas or any(g is grid for grid, _ in areas)]
        made: dict[str, Any] = {"spreadsheetId": self.id, "properties": self._properties()}
        sheet_mask = mask.get("sheets", {}) if mask else {}
        made["sheets"] = [_sheet(self, grid, areas, sheet_mask, with_data=with_data) for grid in chosen]
        if self.named:
            made["namedRanges"] = [{**one, "range": grid_range(one["range"])} for one in self.named.values()]
        made["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{self.id}/edit"
        return masks.pick(made, mask)

    def _properties(self) -> dict[str, Any]:
        colours = [{"colorType": name, "color": {"rgbColor": colour}} for name, colour in THEME.items()]
        return {
            "title": self.title, "locale": self.locale, "autoRecalc": "ON_CHANGE", "timeZone": self.zone,
            "defaultFormat": DEFAULT_FORMAT,
            "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": colours},
        }  # fmt: skip


def grid_range(said: dict[str, Any]) -> dict[str, Any]:
    """Return a GridRange as it is handed back: the first sheet's id is left out."""
    return {name: value for name, value in said.items() if not (name == "sheetId" and value == 0)}


def properties_of(book: Spreadsheet, grid: Grid) -> dict[str, Any]:
    """Return a sheet's SheetProperties."""
    size = {"rowCount": grid.rows, "columnCount": grid.columns, **grid.grid_looks}
    return {"sheetId": grid.id, "title": grid.title, "index": book.grids.index(grid), "sheetType": "GRID",
            "gridProperties": size, **grid.looks}  # fmt: skip


def _sheet(
    book: Spreadsheet, grid: Grid, areas: list[tuple[Grid, Rect]], mask: masks.Mask, *, with_data: bool
) -> dict[str, Any]:
    made: dict[str, Any] = {"properties": properties_of(book, grid)}
    if with_data:
        wanted = [rect for g, rect in areas if g is grid] or [(0, 0, grid.rows, grid.columns)]
        made["data"] = [_data(grid, rect, mask.get("data", {})) for rect in wanted]
    if grid.merges:
        made["merges"] = [_range_of(grid, rect) for rect in grid.merges]
    if grid.protected:
        made["protectedRanges"] = grid.protected
    if grid.basic_filter:
        made["basicFilter"] = grid.basic_filter
    made.update({name: groups for name, groups in grid.groups.items() if groups})
    return made


def _range_of(grid: Grid, rect: Rect) -> dict[str, Any]:
    top, left, bottom, right = rect
    made = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": grid.id, **made} if grid.id else made


def _data(grid: Grid, rect: Rect, mask: masks.Mask) -> dict[str, Any]:
    top, left, bottom, right = rect
    made: dict[str, Any] = {}
    made.update({"startRow": top} if top else {})
    made.update({"startColumn": left} if left else {})
    if masks.wants(mask, "rowData"):
        rows = _row_data(grid, rect, mask.get("rowData", {}).get("values", {}))
        made.update({"rowData": rows} if rows else {})
    tall, wide = grid.dimensions
    made["columnMetadata"] = [{"pixelSize": 100, **wide.get(c, {})} for c in range(left, right)]
    made["rowMetadata"] = [{"pixelSize": 21, **tall.get(r, {})} for r in range(top, bottom)]
    return made


def _row_data(grid: Grid, rect: Rect, mask: masks.Mask) -> list[dict[str, Any]]:
    """Return the rows down to the last one that has something the mask asks for."""
    rows: list[dict[str, Any]] = []
    for (r, c), cell in sorted(grid.within(rect).items()):
        shown = masks.pick(cell_data(cell, mask), mask)
        if not shown:
            continue
        while len(rows) <= r - rect[0]:
            rows.append({})
        values = rows[r - rect[0]].setdefault("values", [])
        values.extend({} for _ in range(c - rect[1] - len(values)))
        values.append(shown)
    return rows


def cell_data(cell: Cell, mask: masks.Mask) -> dict[str, Any]:
    """Return a cell as CellData."""
    made: dict[str, Any] = {}
    if cell.entered is not None:
        made["userEnteredValue"], made["effectiveValue"] = cell.entered, cell.effective
        if not mask or "formattedValue" in mask:
            made["formattedValue"] = formatted(cell)
    if cell.format:
        made["userEnteredFormat"] = _both_colours(cell.format)
        if not mask or "effectiveFormat" in mask:
            if mask.get("effectiveFormat", {}).keys() - {"numberFormat"} or not mask.get("effectiveFormat"):
                raise UnprovenError("effectiveFormat beyond numberFormat")
            made["effectiveFormat"] = {k: v for k, v in cell.format.items() if k == "numberFormat"}
    if cell.note:
        made["note"] = cell.note
    if cell.validation:
        made["dataValidation"] = cell.validation
    return made


def _both_colours(look: dict[str, Any]) -> dict[str, Any]:
    """Every colour is handed back twice: as it was, and as a style."""
    made: dict[str, Any] = {}
    for name, value in look.items():
        made[name] = _both_colours(value) if name == "textFormat" else value
        if name.endswith("Color"):
            made[f"{name}Style"] = {"rgbColor": value}
    return made
