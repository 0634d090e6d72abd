"""A sheet of a Google Sheet as it was read: values as every host gives them, formulas, and which cells show dates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.hosts.protocol import Cell, Value

FIELDS = (
    "sheets(properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount)),"
    "data(startRow,startColumn,rowData(values(userEnteredValue,effectiveValue,effectiveFormat(numberFormat(type))))))"
)
EPOCH = datetime(1899, 12, 30)
_DATED = frozenset({"DATE", "DATE_TIME", "TIME"})
_FIRST_SERIAL, _LAST_SERIAL = -693_593, 2_958_466
LONGEST = 50_000
"""Characters (UTF-16 units) a cell of a Google Sheet holds."""
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Tab:
    """One sheet; rows and columns count from 1. `dated` are the cells that show numbers as dates."""

    id: int
    title: str
    rows: int
    columns: int
    grid: list[list[Value]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    dated: set[tuple[int, int]] = field(default_factory=set)

    @property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return len(self.grid)

    def value(self, row: int, column: int) -> Value:
        """Return a cell, None outside what was read."""
        cells = self.grid[row - 1] if 0 < row <= len(self.grid) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None


def tabs_of(said: Mapping[str, Any]) -> dict[str, Tab]:
    """Return the sheets with cells of an answer to `spreadsheets.get`, by title; sheets of a chart have none."""
    grids = [one for one in said["sheets"] if one["properties"].get("sheetType", "GRID") == "GRID"]
    return {tab.title: tab for tab in map(tab_of, grids)}


def tab_of(sheet: Mapping[str, Any]) -> Tab:
    """Return a sheet of the answer to `spreadsheets.get`."""
    known = sheet["properties"]
    size = known.get("gridProperties", {})
    tab = Tab(known["sheetId"], known["title"], size.get("rowCount", 0), size.get("columnCount", 0))
    for part in sheet.get("data", []):
        top, left = part.get("startRow", 0), part.get("startColumn", 0)
        for r, row in enumerate(part.get("rowData", []), start=top + 1):
            for c, cell in enumerate(row.get("values", []), start=left + 1):
                _take(tab, r, c, cell)
    return tab


def _take(tab: Tab, row: int, column: int, cell: Mapping[str, Any]) -> None:
    kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
    if kind in _DATED:
        tab.dated.add((row, column))
    entered = cell.get("userEnteredValue", {})
    if "formulaValue" in entered:
        tab.formulas[row, column] = entered["formulaValue"]
        entered = cell.get("effectiveValue", {})
    value = _value(entered, kind)
    if value is None:
        return
    tab.grid.extend([] for _ in range(row - len(tab.grid)))
    line = tab.grid[row - 1]
    line.extend(None for _ in range(column - len(line)))
    line[column - 1] = value


def _value(extended: Mapping[str, Any], kind: str) -> Value:
    if "stringValue" in extended:
        text: str = extended["stringValue"]
        return text or None
    if "boolValue" in extended:
        return bool(extended["boolValue"])
    if "numberValue" not in extended:
        return None
    number: float = extended["numberValue"]
    if kind in _DATED and _FIRST_SERIAL <= number < _LAST_SERIAL:
        return moment(number, kind)
    return int(number) if float(number).is_integer() else number


def moment(serial: float, kind: str = "DATE") -> Value:
    """Return what a serial number is on the calendar of the Sheet: days since 30.12.1899, the fraction is the time."""
    if kind == "TIME" and 0 <= serial < 1:
        return (EPOCH + timedelta(seconds=round(serial * 86_400))).time()
    at = EPOCH + timedelta(days=math.floor(serial), seconds=round(serial % 1 * 86_400))
    return at.date() if at.time() == time() else at


def plain(value: Cell) -> Value:
    """Return a value as it will be read back. Refused if no cell of a Google Sheet can hold it."""
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float):
        return _plain_number(value)
    return (_plain_text(value) or None) if isinstance(value, str) else value


def _plain_number(value: float) -> Value:
    """Return a number; what is none, like a division by nothing, is an empty cell."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def _plain_text(value: str) -> str:
    """Return a text without what neither JSON nor Google carries: halves of letters and control characters."""
    text = _UNSENDABLE.sub("\ufffd", value)
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST:
        msg = f"Текст длиннее {LONGEST} знаков не помещается в ячейку Google; сократите: «{text[:40]}…»."
        raise Refused(msg)
    return text


def raw(value: Value) -> str | float | bool:
    """Return a value as RAW writes it: text as text, dates as serial numbers, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value - EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return (datetime.combine(value, time()) - EPOCH).days
    if isinstance(value, time):
        return (datetime.combine(EPOCH, value) - EPOCH) / timedelta(days=1)
    return value


def number_format(value: Value) -> dict[str, str] | None:
    """Return the number format a value needs, None if any will do."""
    if isinstance(value, datetime):
        return {"type": "DATE_TIME", "pattern": "dd.mm.yyyy hh:mm"}
    if isinstance(value, date):
        return {"type": "DATE", "pattern": "dd.mm.yyyy"}
    return {"type": "TIME", "pattern": "hh:mm"} if isinstance(value, time) else None


def same(one: Value, other: Value) -> bool:
    """Whether two cells hold the same; yes is not 1, and no serial is compared to a day."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 1e-9 * max(1.0, abs(one))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
