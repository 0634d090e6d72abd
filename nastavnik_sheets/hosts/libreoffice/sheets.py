"""Sheets and tables of an open workbook of LibreOffice, as xlwings wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from nastavnik_sheets.hosts.libreoffice.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nastavnik_sheets.hosts.libreoffice.engine import Book

_FORMULAS = 16


class Sheets(base_classes.Sheets):
    """The sheets of a workbook in their order."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheets: Any = None
        self._known: dict[str, Sheet] = {}

    @property
    def api(self) -> Any:
        """The sheets of UNO, asked for once: every new object of UNO costs several messages."""
        if self._sheets is None:
            self._sheets = self._book.api.Sheets
        return self._sheets

    @property
    def active(self) -> Sheet:
        """The sheet in front; the first where there is no window, or one that shows how the book will be printed."""
        front = getattr(self._book.api.CurrentController, "ActiveSheet", None)
        return Sheet(self._book, api=front) if front else next(iter(self))

    def __iter__(self) -> Iterator[Sheet]:
        for name in self.api.ElementNames:
            yield Sheet(self._book, name)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __call__(self, name_or_index: str | int) -> Sheet:
        """Return a sheet by its number from 1 or by its name; KeyError if there is none."""
        if isinstance(name_or_index, int):
            return Sheet(self._book, self.api.ElementNames[name_or_index - 1])
        if name_or_index not in self._known:
            if not self.api.hasByName(name_or_index):
                raise KeyError(name_or_index)
            self._known[name_or_index] = Sheet(self._book, name_or_index)
        return self._known[name_or_index]

    def forget(self) -> None:
        """Ask for every sheet anew: one has got another name or is gone."""
        self._known.clear()


class Sheet(base_classes.Sheet):
    """A sheet; `api` is the UNO object, found by the name when it is needed."""

    def __init__(self, book: Book, name: str = "", api: Any = None) -> None:
        self._book, self._name, self._sheet = book, name, api

    @property
    def api(self) -> Any:
        """The UNO object."""
        if self._sheet is None:
            self._sheet = self._book.sheets.api.getByName(self._name)
        return self._sheet

    @property
    def book(self) -> Book:
        """The workbook."""
        return self._book

    @property
    def name(self) -> str:
        """The title."""
        return self._name if self._sheet is None else str(self._sheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value
        self._book.sheets.forget()

    @property
    def index(self) -> int:
        """The place in the workbook, from 1."""
        return int(self.api.RangeAddress.Sheet) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by an address, by a (row, column) from 1, or from one corner to another."""
        if isinstance(arg1, str):
            return Range(self, self.api.getCellRangeByName(arg1))
        (top, left), (bottom, right) = _corner(arg1), _corner(arg2 if arg2 is not None else arg1, last=True)
        cells = self.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)
        return Range(self, cells, (top - 1, bottom - 1, left - 1, right - 1))

    def merged(self, cells: Collection[tuple[int, int]]) -> Iterator[Range]:
        """Give the merged cells of the sheet that begin above or left of the last of these cells, or there."""
        if cells and self.api.getIsMerged():
            bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
            yield from self._merged((1, 1), (bottom, right))

    def _merged(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[Range]:
        """LibreOffice only tells whether a merged cell begins in a range: halve it until there is one cell left."""
        block = self.range(first, last)
        if block.merge_cells is False:
            return
        (top, left), (bottom, right) = first, last
        if first == last:
            yield block.merge_area
        elif bottom - top >= right - left:
            middle = (top + bottom) // 2
            yield from self._merged(first, (middle, right))
            yield from self._merged((middle + 1, left), last)
        else:
            middle = (left + right) // 2
            yield from self._merged(first, (bottom, middle))
            yield from self._merged((top, middle + 1), last)

    def arrays(self, cells: Collection[tuple[int, int]]) -> Iterator[Range]:
        """Give what array formulas fill around these cells; hardly ever is a formula written over."""
        for one in self.api.queryContentCells(_FORMULAS).RangeAddresses:
            for row, column in cells:
                if one.StartRow < row <= one.EndRow + 1 and one.StartColumn < column <= one.EndColumn + 1:
                    cell = self.range((row, column))
                    if str(cell.formula).startswith("{"):
                        yield cell.array

    @property
    def used_range(self) -> Range:
        """Everything up to the last cell that holds something."""
        cursor = self.api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return self.range((1, 1), (end.EndRow + 1, end.EndColumn + 1))

    def activate(self) -> None:
        """Bring the sheet to the front."""
        self._book.api.CurrentController.setActiveSheet(self.api)

    def delete(self) -> None:
        """Take the sheet away."""
        self._book.sheets.api.removeByName(self.name)
        self._book.sheets.forget()

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Put a copy before or after another sheet, maybe of another workbook."""
        beside = before or after
        if beside is None:
            raise NotImplementedError("LibreOffice copies a sheet only beside another one")
        place = beside.index - 1 if before else beside.index
        beside.book.sheets.api.importSheet(self._book.api, self.name, place)

    @property
    def tables(self) -> Tables:
        """The tables of the sheet: database ranges of LibreOffice."""
        return Tables(self)


class Tables(base_classes.Tables):
    """The database ranges that lie on a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def _found(self) -> dict[str, Any]:
        ranges = self._sheet.book.api.DatabaseRanges
        place = self._sheet.api.RangeAddress.Sheet
        all_of_them = {name: ranges.getByName(name) for name in ranges.ElementNames}
        return {name: one for name, one in all_of_them.items() if one.DataArea.Sheet == place}

    def __iter__(self) -> Iterator[Table]:
        for name, one in self._found().items():
            yield Table(self._sheet, name, one)

    def __len__(self) -> int:
        return len(self._found())

    def __call__(self, key: str | int) -> Table:
        """Return a table by its number from 1 or by its name."""
        found = self._found()
        name = list(found)[key - 1] if isinstance(key, int) else key
        return Table(self._sheet, name, found[name])


class Table(base_classes.Table):
    """A table; its filter and its formats stay when it is resized."""

    def __init__(self, sheet: Sheet, name: str, api: Any) -> None:
        self._sheet, self._name, self._table = sheet, name, api

    @property
    def api(self) -> Any:
        """The database range of UNO."""
        return self._table

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value
        self._name = value

    @property
    def range(self) -> Range:
        """Everything with the header."""
        area = self.api.DataArea
        return self._sheet.range((area.StartRow + 1, area.StartColumn + 1), (area.EndRow + 1, area.EndColumn + 1))

    def resize(self, range: Any) -> None:  # noqa: A002  (xlwings calls it so)
        """Let the table cover another range."""
        self.api.setDataArea(range.api.RangeAddress)


def _corner(place: Any, *, last: bool = False) -> tuple[int, int]:
    if isinstance(place, Range):
        rows, columns = place.shape if last else (1, 1)
        return place.row + rows - 1, place.column + columns - 1
    row, column = place
    return row, column
