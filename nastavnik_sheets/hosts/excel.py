"""The host for a workbook that is open in Excel, or in LibreOffice through its engine for xlwings.

The address is "excel:" for the workbook in front, "excel:ИМЯ" or "excel:ПУТЬ" for another open one. Changes are kept
until the block has succeeded, then written in blocks; nothing is saved: that stays with the person at the screen.
"""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from nastavnik_sheets.errors import HostError, Refused, after_writing, noted_as_written, was_written
from nastavnik_sheets.hosts import guards, live
from nastavnik_sheets.hosts.limits import holdable
from nastavnik_sheets.hosts.programs import sentence
from nastavnik_sheets.hosts.protocol import Link, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    from nastavnik_sheets.hosts.protocol import Cell

PREFIX = "excel:"
_ONE_SHEET = (".csv", ".tsv", ".txt")
"""What an office program opens as a workbook and saves without all sheets but one."""
_ZERO_DAY = date(1899, 12, 30)
_ERRORS = range(-2146826288, -2146826188)
"""What Excel on Windows gives for #N/A, #SPILL! and the like; every true number comes as a float."""


def is_live(address: object) -> bool:
    """Tell whether an address means an open workbook."""
    return isinstance(address, str) and address.startswith(PREFIX)


def live_file(address: str) -> Path:
    """Return the file of an open workbook; Refused if it has none on this computer yet."""
    book, fullname = _opened(address)
    path = Path(fullname)
    if path == Path():
        raise Refused(
            f"Книга «{book.name}» открыта из облака, а её папки на этом компьютере не видно. Сохраните книгу в обычную "
            "папку («Файл» → «Сохранить как») и повторите. Книга не изменена."
        )
    if not path.is_absolute() or not path.exists():
        raise Refused(
            f"Книга «{_name(book, fullname)}» ещё не сохранена на этом компьютере: сохраните её в папку и повторите. "
            "Рядом с ней лежат документы и то, что нужно для отмены."
        )
    if path.suffix.lower() in _ONE_SHEET:
        raise Refused(f"Файл «{path.name}» не является книгой .xlsx; сохраните его в этом формате.")
    return path


def path_of(book: Any) -> str:
    """Return the path of an open workbook; "" if it lies in a cloud whose folder is not found on this computer."""
    try:
        return str(book.fullname)
    except Exception as error:
        if type(error).__name__ != "XlwingsError":
            raise
        return ""


class ExcelHost:
    """An open workbook. What is read and written means the same as in a file."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._book: Any = None
        self._name = ""
        self._grids: dict[str, list[list[Value]]] = {}
        self._unread: dict[str, list[Mapping[tuple[int, int], Cell]]] = {}
        self._steps: list[Callable[[], None]] = []
        self._titles: list[str] = []
        self._touched: dict[str, bool] = {}
        self._allowed: dict[str, bool] = {}
        self._there: list[str] = []
        self._places: dict[str, set[tuple[int, int]]] = {}

    @property
    def name(self) -> str:
        """The name of the workbook; what the address says of it before the block."""
        return self._name or self._address.removeprefix(PREFIX)

    def __enter__(self) -> Self:
        self._book, path = _opened(self._address)
        self._name = _name(self._book, path)
        self._grids, self._unread, self._steps, self._touched, self._allowed = {}, {}, [], {}, {}
        self._places = {}
        self._titles = self._there = [sheet.name for sheet in self._book.sheets]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        steps, self._steps = self._steps, []
        if kind is None and steps:
            self._carry_out(steps)

    def sheets(self) -> list[str]:
        """Return the titles in their order."""
        return list(self._titles)

    def read(self, sheet: str) -> list[list[Value]]:
        """Return the values of a sheet with what this block has set on it already."""
        if sheet not in self._titles:
            raise KeyError(sheet)
        if sheet not in self._grids:
            columns = map(_plain_column, zip(*_told(live.values, self._book, sheet), strict=True))
            self._grids[sheet] = list(map(list, zip(*columns, strict=True)))
        for cells in self._unread.pop(sheet, []):
            _set(self._grids[sheet], cells)
        return [list(row) for row in self._grids[sheet]]

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set these cells and no others; a table grows with rows written directly below it."""
        if sheet not in self._titles:
            raise KeyError(sheet)
        kept = holdable(cells, self._place(sheet))
        self._places.setdefault(sheet, set()).update(kept)
        self._touched.setdefault(sheet, False)
        self._unread.setdefault(sheet, []).append(kept)
        self._steps.append(lambda: live.write(self._book, sheet, kept))

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put `grid` in place of everything on a sheet that we generate."""
        if sheet not in self._titles:
            raise KeyError(sheet)
        cells = {(r, c): value for r, row in enumerate(grid, 1) for c, value in enumerate(row, 1)}
        kept = holdable(cells, self._place(sheet))
        self._grids[sheet] = [[plain(value) for value in row] for row in grid]
        self._unread.pop(sheet, None)
        self._touched.setdefault(sheet, False)
        self._steps.append(lambda: live.replace(self._book, sheet, kept, rows=len(grid)))

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Put a sheet of another workbook into this one: the one with the same title, or the first."""
        from python_calamine import CalamineWorkbook

        if title in self._titles and not replace:
            raise Refused(f"Лист «{title}» в книге уже есть.")
        other = CalamineWorkbook.from_filelike(io.BytesIO(source))
        chosen = title if title in other.sheet_names else other.sheet_names[0]
        self._grids[title] = saved_rows(other, chosen)
        self._unread.pop(title, None)
        self._touched[title] = True
        if title not in self._titles:
            self._titles = [*self._titles, title]
        self._steps.append(lambda: self._take_over(title, chosen, source))

    def _place(self, sheet: str) -> str:
        return f"Книга «{self.name}», лист «{sheet}»"

    def _take_over(self, title: str, chosen: str, source: bytes) -> None:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # the program may let go later
            path = Path(folder) / "nastavnik-sheet.xlsx"  # Excel opens no second book of one name
            path.write_bytes(source)
            live.take_over(self._book, title, path, chosen)

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Return the places of the cells of a sheet that hold a formula; a text that looks like one is none."""
        shown, typed = (_told(tell, self._book, sheet) for tell in (live.values, live.formulas))
        return {
            (r, c)
            for r, (row, texts) in enumerate(zip(shown, typed, strict=True), start=1)
            for c, (value, text) in enumerate(zip(row, texts, strict=True), start=1)
            if isinstance(text, str) and text.startswith(("=", "{=")) and text != value
        }

    def guard_writable(self, sheets: Mapping[str, bool]) -> None:
        """Refuse, before anything is written, what could only be written in part; the sheets: are they drawn whole?"""
        _told(guards.guard_writable, self._book, sheets, self._there)
        self._allowed.update(sheets)

    def unsaved(self) -> bytes | None:
        """Return the workbook as a file if something in it is not on the disk yet; None if nothing is."""
        content: bytes | None = _told(live.copy_of_unsaved, self._book)
        return content

    def keep_copies(self, *, count: int, days: int) -> None:
        """Do nothing: copies are kept of files, before they are written; here nothing is saved."""

    def _carry_out(self, steps: Sequence[Callable[[], None]]) -> None:
        def all_of_them() -> None:
            if not self._touched.items() <= self._allowed.items():
                guards.guard_writable(self._book, self._touched, self._there)
            for title, places in self._places.items():
                guards.guard_cells(self._book, title, places, self._place(title))
            with live.unseen(self._book), noted_as_written():
                for step in steps:
                    step()

        _told(all_of_them)


def _set(grid: list[list[Value]], cells: Mapping[tuple[int, int], Cell]) -> None:
    """Set cells of a grid, which grows as it must."""
    for (row, column), value in cells.items():
        grid.extend([] for _ in range(row - len(grid)))
        line = grid[row - 1]
        line.extend([None] * (column - len(line)))
        line[column - 1] = plain(value)


def _plain_column(values: Sequence[Any]) -> Sequence[Value]:
    """Return values as every host reads them; most columns hold nothing but texts."""
    kinds = set(map(type, values))
    if kinds <= {str, type(None)} and "" not in values:
        return values
    if int in kinds:
        values = [None if type(value) is int and value in _ERRORS else value for value in values]
    if kinds == {float}:
        return [int(value) if value.is_integer() else value for value in values]
    return [plain(value) for value in values]


def saved_rows(book: Any, title: str) -> list[list[Value]]:
    """Return the rows of a sheet that calamine has read, from A1, as every host reads them."""
    rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    return [[plain(value) for value in row] for row in rows]


def plain(value: Any) -> Value:
    """Return a value as every host reads it: whole numbers int, midnight a date, no date a time, no text None."""
    if type(value) is str:
        return value or None
    if type(value) is float:
        return int(value) if value.is_integer() else value
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, datetime):
        return _day_or_moment(value)
    if isinstance(value, Decimal):  # Excel on Windows tells cells of a money format so
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


@lru_cache(4096)
def _day_or_moment(value: datetime) -> date | datetime | time:
    """Return a day, a time or both, to the second: on the way from a fraction of a day a moment loses microseconds."""
    if value.microsecond:
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if value.date() == _ZERO_DAY:
        return value.time()
    return value.date() if value.time() == time() else value


def _opened(address: str) -> tuple[Any, str]:
    """Return xlwings' workbook of an address, and its path."""
    wanted = address.removeprefix(PREFIX)
    apps = _programs()
    if not wanted:
        book = _told(lambda: apps[0].books.active)
        if book is None or getattr(book.impl, "xl", book) is None:
            raise HostError("В Excel не открыта ни одна книга: откройте книгу наставничества и повторите.")
        return book, path_of(book)
    known = [(book, path_of(book)) for app in apps for book in _books(app)]
    for spelled in (str, str.lower):  # where «Книга» and «книга» are two files both may be open
        for told in (_path, _name):
            found = [(book, path) for book, path in known if spelled(told(book, path)) == spelled(wanted)]
            if len(found) > 1 and told is _name:
                raise HostError(f"Открыто несколько книг «{wanted}»: закройте лишние и повторите.")
            if found:
                return found[0]
    raise HostError(f"Книга «{wanted}» не открыта: откройте её и повторите.")


def _path(_book: Any, path: str) -> str:
    return path


def _name(book: Any, path: str) -> str:
    """Return the name of a workbook, by its path if there is one: a question less."""
    return path.replace("\\", "/").rpartition("/")[2] or str(book.name)


def _books(app: Any) -> Iterator[Any]:
    """Give the workbooks of a program; none of one that gives no access, as a protected view does."""
    with suppress(OSError):
        yield from app.books


def _programs() -> list[Any]:
    from nastavnik_sheets.hosts.library import xlwings_library

    xlwings = xlwings_library()
    apps: list[Any] = [] if xlwings.engines.active is None else list(xlwings.apps)
    if not apps:
        raise HostError("Excel не запущен: откройте в нём книгу наставничества и повторите.")
    return apps


def _told(ask: Callable[..., Any], *arguments: Any) -> Any:
    """Return what the program answers; its refusals become a sentence."""
    try:
        return ask(*arguments)
    except Exception as error:
        told = sentence(error)
        if told is None:
            raise
        if was_written(error):
            after_writing(told)
        raise told from error
