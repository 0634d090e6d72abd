"""A stand-in for Excel behind xlwings, with the manners that Excel for Windows has and LibreOffice has not.

Each manner is what the tracker of xlwings, its source or Microsoft's reference tells: numbers come as floats, money as
Decimal, errors as integers; a block written over rows that a filter hides puts its first value into every row that is
shown; a text that looks like something else must find the text format. What Excel would change is an AssertionError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from xlwings import XlwingsError

from nastavnik_sheets.hosts.typed import is_typed_over

GENERAL = "General"


class com_error(Exception):  # noqa: N801, N818  (the name pywin32 gives it)
    """A refusal of Excel."""


@dataclass
class Page:
    """The cells of a sheet: values and formats by place; rows that a filter hides; protection as COM tells it."""

    title: str
    values: dict[tuple[int, int], Any] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    filtered: set[int] = field(default_factory=set)
    writes: int = 0
    api: Any = None


class Engine:
    """What xlwings asks of an engine."""

    name, type = "excel", "desktop"

    def __init__(self, path: str, pages: list[Page]) -> None:
        self.apps = Apps(App(self, path, pages))

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        """Return a value as it goes over the bridge."""
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, _moment: Any, empty: Any, _number: Any, _errors: Any) -> Any:
        """Return values as xlwings gives them: it knows seven errors, none of the newer ones."""
        return [[empty if one in ("", None) else one for one in row] for row in data]


class Apps:
    """One program."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __iter__(self) -> Iterator[App]:
        yield self.app

    def __len__(self) -> int:
        return 1


class App:
    """The program."""

    pid, visible = 1, True
    screen_updating = display_alerts = True
    status_bar: Any = False

    def __init__(self, engine: Engine, path: str, pages: list[Page]) -> None:
        self.engine, self.said = engine, list[str]()
        self.books = Books(self)
        self.books.all.append(Book(self, path, pages))

    def activate(self, _steal_focus: Any = None) -> None:
        """Come to the front."""

    def alert(self, prompt: str, _title: str, _buttons: Any, _mode: Any, _callback: Any) -> str:
        """Keep what the window would show."""
        self.said.append(prompt)
        return "ok"


class Books:
    """The open workbooks."""

    active: Any = None

    def __init__(self, app: App) -> None:
        self.app, self.all = app, list[Book]()

    def __iter__(self) -> Iterator[Book]:
        return iter(self.all)

    def __call__(self, name: str | int) -> Book:
        found = [book for book in self.all if book.name == name]
        if not found:
            raise KeyError(name)
        return found[0]

    def open(self, path: str, *_: Any, **__: Any) -> Book:
        """Open a file; Excel refuses a second workbook of the same name."""
        if Path(path).name in {book.name for book in self.all}:
            raise com_error
        pages = [page(one.title, list(one.iter_rows(values_only=True))) for one in openpyxl.load_workbook(path)]
        self.all.append(Book(self.app, str(path), pages))
        return self.all[-1]


class Book:
    """A workbook; a path in a cloud is told as xlwings does when it finds no folder for it."""

    api: Any = None

    def __init__(self, app: App, path: str, pages: list[Page]) -> None:
        self.app, self.path, self.pages, self.front = app, path, pages, pages[0]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def fullname(self) -> str:
        """The path."""
        if "://" in self.path:
            msg = "Couldn't find your local OneDrive file, see: xlwings.org/error"
            raise XlwingsError(msg)
        return self.path

    @property
    def sheets(self) -> Sheets:
        """The sheets."""
        return Sheets(self)

    def activate(self) -> None:
        """Come to the front."""

    def close(self) -> None:
        """Close without saving."""
        self.app.books.all.remove(self)


class Sheets:
    """Sheets in their order."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, one) for one in self.book.pages)

    def __len__(self) -> int:
        return len(self.book.pages)

    def __call__(self, wanted: str | int) -> Sheet:
        if isinstance(wanted, int):
            return Sheet(self.book, self.book.pages[wanted - 1])
        return next(one for one in self if one.name.lower() == wanted.lower())

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.front)


class Sheet:
    """A sheet."""

    def __init__(self, book: Book, data: Page) -> None:
        self.book, self.data, self.tables = book, data, list[Any]()

    @property
    def api(self) -> Any:
        """What COM would give."""
        return self.data.api

    @property
    def name(self) -> str:
        """The title."""
        return self.data.title

    @name.setter
    def name(self, value: str) -> None:
        self.data.title = value

    @property
    def index(self) -> int:
        """The place among the sheets, from 1."""
        return self.book.pages.index(self.data) + 1

    @property
    def used_range(self) -> Range:
        """All that is used, as Excel counts it."""
        rows, columns = zip(*self.data.values, strict=True) if self.data.values else ((1,), (1,))
        return Range(self, min(rows), min(columns), max(rows), max(columns))

    def range(self, first: Any, last: Any = None) -> Range:
        """Return cells."""
        ends = [(one.row, one.column) if isinstance(one, Range) else one for one in (first, last or first)]
        return Range(self, *ends[0], *ends[1])

    def copy(self, _before: Any, after: Sheet) -> None:
        """Copy behind another sheet, which may be another book's."""
        made = Page(f"{self.name} (2)", dict(self.data.values), dict(self.data.formats))
        after.book.pages.insert(after.index, made)
        after.book.front = made

    def delete(self) -> None:
        """Delete."""
        self.book.pages.remove(self.data)
        if self.book.front is self.data:
            self.book.front = self.book.pages[-1]

    def activate(self) -> None:
        """Come to the front."""
        self.book.front = self.data


class Range:
    """Cells; those in rows hidden by a filter are passed over unless they are asked for one by one."""

    api = True
    merge_cells = False
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.data, self.row, self.column = sheet, sheet.data, top, left
        self.shape = (bottom - top + 1, right - left + 1)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int) -> Range:
        return self.sheet.range((self.row + row - 1, self.column + column - 1))

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Where it is."""
        return self.sheet.name, self.row, self.column, *self.shape

    def places(self) -> list[list[tuple[int, int]]]:
        """All places, row by row."""
        rows = range(self.row, self.row + self.shape[0])
        return [[(row, column) for column in range(self.column, self.column + self.shape[1])] for row in rows]

    def reached(self) -> list[tuple[int, int]]:
        """The places that a change of the whole range comes to."""
        found = [place for row in self.places() for place in row]
        return found if len(found) == 1 else [place for place in found if place[0] not in self.data.filtered]

    @property
    def raw_value(self) -> Any:
        """The values as COM gives them."""
        told = tuple(tuple(map(self.data.values.get, row)) for row in self.places())
        return told[0][0] if len(self) == 1 else told

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows = value if isinstance(value, list | tuple) else [[value] * self.shape[1]] * self.shape[0]
        assert (len(rows), len(rows[0])) == self.shape
        self.data.writes += 1
        reached = self.reached()
        if len(reached) < len(self):
            rows = [[rows[0][0]] * self.shape[1]] * self.shape[0]
        for places, line in zip(self.places(), rows, strict=True):
            for place, one in zip(places, line, strict=True):
                if place in reached:
                    self._type(place, one)

    def _type(self, place: tuple[int, int], value: Any) -> None:
        code = self.data.formats.get(place, GENERAL)
        self.data.values.pop(place, None)
        if value in ("", None) and value is not False:
            return
        if isinstance(value, str):
            assert code == "@" or not is_typed_over(value), f"Excel would change {value!r}"
            value = value.removeprefix("'")
        elif isinstance(value, datetime):
            self.data.formats[place] = "dd.mm.yyyy" if code == GENERAL else code
        else:
            assert type(value) in (int, float, bool), value
            assert code != "@", f"Excel would make a text of {value!r}"
            value = value if isinstance(value, bool) else float(value)
        self.data.values[place] = value

    @property
    def number_format(self) -> str | None:
        """The format, None if there are several."""
        found = {self.data.formats.get(place, GENERAL) for row in self.places() for place in row}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.data.formats.update(dict.fromkeys(self.reached(), code))

    @property
    def formula(self) -> Any:
        """What was typed."""
        told = tuple(tuple(str(self.data.values.get(place, "")) for place in row) for row in self.places())
        return told[0][0] if len(self) == 1 else told

    def clear_contents(self) -> None:
        """Empty the cells."""
        for place in self.reached():
            self.data.values.pop(place, None)

    def get_special_cells(self, kind: str, _value: Any) -> list[Range]:
        """Return the rows that are shown; Excel refuses when there are none."""
        assert kind == "visible"
        found = [row for row in range(self.row, self.row + self.shape[0]) if row not in self.data.filtered]
        if not found:
            raise com_error
        return [Range(self.sheet, row, self.column, row, self.column + self.shape[1] - 1) for row in found]

    def add_hyperlink(self, _address: str, text: str, tip: str) -> None:
        """Put a link into a cell, as text; the tip stands in a yellow window under the mouse."""
        assert len(self) == 1
        assert "Click" not in tip, "xlwings' own tip is English"
        self._type((self.row, self.column), text)


def page(title: str, rows: Any) -> Page:
    """Return a sheet with these values."""
    made = Page(title)
    sheet = Sheet(Book.__new__(Book), made)
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            made.formats[r, c] = "@" if isinstance(value, str) and is_typed_over(value) else GENERAL
            sheet.range((r, c)).raw_value = moment(value)
    return made


def moment(value: Any) -> Any:
    """Return a value as Excel has it: a day is a moment."""
    return datetime(value.year, value.month, value.day) if hasattr(value, "year") else value


def start(path: str | Path, pages: list[Page]) -> App:
    """Make xlwings work with this Excel; return the program."""
    engine = Engine(str(path), pages)
    made = xlwings.Engine(impl=engine)
    xlwings.engines.engines[:] = [one for one in xlwings.engines.engines if one.name != engine.name]
    xlwings.engines.add(made)
    made.activate()
    return engine.apps.app
