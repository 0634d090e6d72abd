"""Ranges of cells of LibreOffice for xlwings, with Excel's manners where Excel would change what is written."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from nastavnik_sheets.hosts.libreoffice import formats
from nastavnik_sheets.hosts.rectangles import Area, blocks
from nastavnik_sheets.hosts.typed import is_typed_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.hosts.libreoffice.sheets import Sheet

_EPOCH = datetime(1899, 12, 30)
_SHOWN_DATE, _SHOWN_MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
_CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, texts and formulas: what `clearContents` takes away."""


class Range(base_classes.Range):
    """A rectangle of cells; `api` is the UNO object."""

    def __init__(self, sheet: Sheet, cells: Any, place: tuple[int, int, int, int] | None = None) -> None:
        """Make a range of the cells of UNO; `place`, if known: first and last row, first and last column, from 0."""
        self._sheet, self._cells = sheet, cells
        if place is None:
            address = cells.RangeAddress
            place = address.StartRow, address.EndRow, address.StartColumn, address.EndColumn
        self._top, bottom, self._left, right = place
        self._shape = (bottom - self._top + 1, right - self._left + 1)

    @property
    def api(self) -> Any:
        """The UNO object."""
        return self._cells

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self._sheet

    @property
    def row(self) -> int:
        """The number of the first row, from 1."""
        return int(self._top) + 1

    @property
    def column(self) -> int:
        """The number of the first column, from 1."""
        return int(self._left) + 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._shape

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """The sheet's name, first row and column, number of rows and columns."""
        return self._sheet.name, self.row, self.column, *self._shape

    def __len__(self) -> int:
        return int(self._shape[0] * self._shape[1])

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """Return a cell by its row and column, or by its number, in this range."""
        row, column = divmod(arg1 - 1, self._shape[1]) if arg2 is None else (arg1 - 1, arg2 - 1)
        return self._sheet.range((self.row + row, self.column + column))

    @property
    def max_cells_per_read(self) -> None:
        """Nothing is read in parts."""
        return

    @property
    def max_cells_per_write(self) -> None:
        """Nothing is written in parts."""
        return

    @property
    def address(self) -> str:
        """The address as Excel tells it: $A$1:$B$2."""
        return str(self._cells.AbsoluteName.rpartition(".")[2] if len(self) == 1 else _absolute(self._cells))

    @property
    def raw_value(self) -> Any:
        """Rows of values: str, float, bool, datetime, None; of a single cell its value."""
        rows = list(map(list, self._cells.getDataArray()))
        if any(float in map(type, row) for row in rows):
            for area in self.formats():
                if area.kind & (formats.DATE | formats.TIME):
                    self._change(rows, area, _as_moment if area.kind & formats.DATE else _as_time)
                elif area.kind & formats.LOGICAL:
                    self._change(rows, area, bool)
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows = value if isinstance(value, list | tuple) else [[value]]
        if len(rows) == 1 and len(rows[0]) == 1 and len(self) > 1:
            rows = [[rows[0][0]] * self._shape[1]] * self._shape[0]
        self.take(list(zip(*rows, strict=True)))

    def take(self, columns: Sequence[Sequence[Any]], areas: Sequence[Area] | None = None) -> None:
        """Set the values, column by column; `areas`, if already asked for: what `formats` says of the range now."""
        parts = [(area, self._inside(columns, area)) for area in areas or self.formats()]
        for area, inside in parts:
            self._guard(inside, area)
        self._cells.setDataArray(tuple(zip(*map(_stored_column, columns), strict=True)))
        self._show(parts)

    def _change(self, rows: list[list[Any]], area: Area, changed: Any) -> None:
        for line in rows[area.top - self.row : area.bottom - self.row + 1]:
            for place in range(area.left - self.column, area.right - self.column + 1):
                if isinstance(line[place], float):
                    line[place] = changed(line[place])

    def _inside(self, columns: Sequence[Sequence[Any]], area: Area) -> list[Sequence[Any]]:
        """Return the parts of the columns that stand in an area."""
        first, last = area.left - self.column, area.right - self.column + 1
        return [column[area.top - self.row : area.bottom - self.row + 1] for column in columns[first:last]]

    def _guard(self, columns: Sequence[Sequence[Any]], area: Area) -> None:
        """Refuse what Excel would turn into something else, though LibreOffice would not."""
        changed, text = (_made_text, "make a text of") if area.kind & formats.TEXT else (_typed_over, "change")
        for column in columns:
            if changed is _made_text and set(map(type, column)) <= {str, type(None)}:
                continue
            for value in set(column):  # each but once: columns repeat themselves
                if changed(value):
                    row = area.top + column.index(value)
                    msg = f"{self._sheet.name}, row {row}: Excel would {text} {value!r} in a cell of this format"
                    raise ValueError(msg)

    def _show(self, parts: Sequence[tuple[Area, Sequence[Sequence[Any]]]]) -> None:
        """Give dates and truth values in cells of a general format the format Excel would give them."""
        shown = {
            (row, column): code
            for area, columns in parts
            for column, values in enumerate(columns, area.left - self.column)
            if set(map(type, values)) & ({bool} if area.kind & (formats.DATE | formats.TIME) else {bool, datetime})
            for row, value in enumerate(values, area.top - self.row)
            if (code := _shown(value, area.kind))
        }
        for code in dict.fromkeys(shown.values()):
            for top, left, rows in blocks({place: code for place, one in shown.items() if one == code}):
                last = left + len(rows[0]) - 1, top + len(rows) - 1
                formats.set_code(self._document, self._cells.getCellRangeByPosition(left, top, *last), code)

    def formats(self) -> list[Area]:
        """Return the rectangles of one number format."""
        return formats.areas(self._document, self._cells)

    @property
    def merge_cells(self) -> bool | None:
        """Whether cells are merged here; None, as Excel says, where some may be and some not."""
        return None if self._cells.getIsMerged() else False

    @property
    def merge_area(self) -> Range:
        """The merged cell around a cell, the cell itself if there is none."""
        return self._around("collapseToMergedArea")

    def unmerge(self) -> None:
        """Let every cell stand for itself again."""
        self._cells.merge(False)

    @property
    def array(self) -> Range:
        """What the array formula of a cell fills."""
        return self._around("collapseToCurrentArray")

    def _around(self, move: str) -> Range:
        cursor = self._sheet.api.createCursorByRange(self._cells)
        getattr(cursor, move)()
        return Range(self._sheet, cursor)

    @property
    def number_format(self) -> str | None:
        """The code of the number format; None where it is not the same everywhere."""
        codes = {area.code for area in self.formats()}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        formats.set_code(self._document, self._cells, value)

    @property
    def formula(self) -> Any:
        """Formulas as LibreOffice tells them in English; the value of a cell without one, as text."""
        rows = self._cells.getFormulaArray()
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, _value: Any) -> None:
        raise NotImplementedError("formulas are read, not written, through LibreOffice")

    def clear_contents(self) -> None:
        """Take away values and formulas; formats stay."""
        self._cells.clearContents(_CONTENTS)

    def add_hyperlink(self, address: str, text_to_display: str | None = None, _screen_tip: str | None = None) -> None:
        """Make the cell a link; "#'Лист'!A1" is a place in the workbook. LibreOffice has its own tip for links."""
        if len(self) != 1:
            raise NotImplementedError("LibreOffice gets a link in one cell")
        field = self._document.createInstance("com.sun.star.text.TextField.URL")
        field.URL = address.replace("!", ".") if address.startswith("#") else address
        field.Representation = text_to_display or address
        cell = self._cells.getCellByPosition(0, 0)
        cell.String = ""
        cell.insertTextContent(cell.createTextCursor(), field, False)

    @property
    def _document(self) -> Any:
        return self._sheet.book.api


def _typed_over(value: Any) -> bool:
    return type(value) is str and bool(value) and is_typed_over(value)


def _made_text(value: Any) -> bool:
    return value is not None and type(value) is not str


def _shown(value: Any, kind: int) -> str | None:
    """Return the code a value needs in a cell whose format is of this kind; None if it is shown as it is."""
    if type(value) is bool:
        return None if kind & formats.LOGICAL else "BOOLEAN"
    if type(value) is not datetime or kind & (formats.DATE | formats.TIME):
        return None
    return _SHOWN_MOMENT if value.hour or value.minute or value.second else _SHOWN_DATE


def _absolute(cells: Any) -> str:
    return ":".join(part.rpartition(".")[2] for part in str(cells.AbsoluteName).split(":"))


@lru_cache(4096)
def _as_moment(days: float) -> datetime | float:
    """Return the moment, the number itself where no calendar has such a day: 20260901 typed into a cell for dates."""
    try:
        return _EPOCH + timedelta(milliseconds=round(days * 86_400_000))
    except OverflowError:
        return days


def _as_time(days: float) -> datetime | float:
    """Return the time of day; a length of a day and more stays a number of days, as in a file."""
    return _as_moment(days) if 0 <= days < 1 else days


def _stored_column(values: Sequence[Any]) -> Sequence[Any]:
    """Return values as UNO takes them; a column of numbers, or of texts, in one go."""
    kinds = set(map(type, values))
    if kinds == {float} or (kinds == {str} and not any(one.startswith("'") for one in set(values))):
        return values
    return list(map(float, values)) if kinds == {int} else list(map(_stored, values))


def _stored(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value[1:] if value[:1] == "'" else value  # Excel takes a quote in front for the mark of a text
    if kind is datetime:
        return _days(value)
    return "" if value is None else float(value)


@lru_cache(4096)
def _days(moment: datetime) -> float:
    return (moment - _EPOCH) / timedelta(days=1)
