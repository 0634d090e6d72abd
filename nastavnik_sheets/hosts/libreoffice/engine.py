"""The engine itself: the program and its workbooks, as xlwings wants them.

Only what the live host and the buttons use; anything else of xlwings raises NotImplementedError.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from nastavnik_sheets.hosts.libreoffice.office import load_uno
from nastavnik_sheets.hosts.libreoffice.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAME = "libreoffice"
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


def activate(context: Any) -> xlwings.Engine:
    """Make xlwings work on the LibreOffice of this component context; return the engine."""
    engine = xlwings.Engine(impl=Engine(context))
    if NAME in xlwings.engines.engines_by_name:
        xlwings.engines.engines.remove(xlwings.engines.engines_by_name[NAME])
    xlwings.engines.add(engine)
    engine.activate()
    return engine


def fullname(engine: xlwings.Engine, document: Any) -> str:
    """Return the path of a document of UNO, as the engine tells it."""
    return Book(engine.impl.apps[0], document).fullname


class Engine:
    """LibreOffice as xlwings sees a program for tables."""

    name, type = NAME, "desktop"

    def __init__(self, context: Any) -> None:
        self.apps = Apps(App(self, context))

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        """Return a value as ranges take it; dates become moments."""
        if type(value) is date:
            return datetime(value.year, value.month, value.day)
        return "" if value is None else value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        _err_to_str: bool,
    ) -> list[Sequence[Any]]:
        """Return values as a person asked for them: kinds of dates and numbers, something for empty cells."""
        if datetime_builder is datetime and number_builder is None:
            return [[empty_as if value == "" else value for value in row] if "" in row else row for row in data]

        def cleaned(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, datetime):
                parts = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
                names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return datetime_builder(**dict(zip(names, parts, strict=True)), tzinfo=None)
            return number_builder(value) if isinstance(value, float) and number_builder else value

        return [[cleaned(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """There is one: the program we are connected to."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __iter__(self) -> Iterator[App]:
        yield self._app

    def __len__(self) -> int:
        return 1

    def keys(self) -> list[int]:
        """Return its number."""
        return [self._app.pid]

    def __getitem__(self, _pid: int) -> App:
        return self._app


class App(base_classes.App):
    """A running LibreOffice."""

    pid = 0
    display_alerts = True  # what is done through UNO asks nothing anyway

    def __init__(self, engine: Engine, context: Any) -> None:
        self.engine = engine
        self._desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._locked: list[Any] = []

    @property
    def api(self) -> Any:
        """The desktop of UNO."""
        return self._desktop

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    @property
    def screen_updating(self) -> bool:
        """Whether windows show changes at once."""
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value:
            locked, self._locked = self._locked, []
            for document in locked:
                with suppress(Exception):  # it may have been closed meanwhile; the others must come back to life
                    document.unlockControllers()
        elif not self._locked:
            self._locked = [book.api for book in self.books]
            for document in self._locked:
                document.lockControllers()

    @property
    def status_bar(self) -> Any:
        """The status bar cannot be read."""
        raise NotImplementedError("the status bar of LibreOffice is only written")

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        book = self.books.active
        indicator = book and book.api.CurrentController and book.api.CurrentController.StatusIndicator
        if indicator and value:
            indicator.start(str(value), 0)
        elif indicator:
            indicator.end()


class Books(base_classes.Books):
    """Workbooks in the order in which LibreOffice lists them."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """The documents of UNO."""
        return self.app.api.Components

    def __iter__(self) -> Iterator[Book]:
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            with suppress(AttributeError):  # a window without a document has no services to ask for
                if document.supportsService(_SPREADSHEET):
                    yield Book(self.app, document)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, name_or_index: str | int) -> Book:
        """Return a workbook by its number from 1 or by its name; KeyError if there is none."""
        found = list(self)
        if isinstance(name_or_index, int):
            return found[name_or_index - 1]
        for book in found:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    @property
    def active(self) -> Book | None:
        """The workbook in front; one without a window if no other is open."""
        current = self.app.api.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return Book(self.app, current)
        return next(iter(self), None)

    def add(self) -> Book:
        """Open a new workbook."""
        return Book(self.app, self._load("private:factory/scalc"))

    def open(self, fullname: str, *_args: Any, **_options: Any) -> Book:
        """Open a file without a window."""
        return Book(self.app, self._load(Path(fullname).resolve().as_uri()))

    def _load(self, url: str) -> Any:
        hidden = load_uno().createUnoStruct("com.sun.star.beans.PropertyValue", Name="Hidden", Value=True)
        document = self.app.api.loadComponentFromURL(url, "_blank", 0, (hidden,))
        if document is None:
            raise FileNotFoundError(url)
        return document


class Book(base_classes.Book):
    """A workbook; `api` is the UNO document."""

    def __init__(self, app: App, document: Any) -> None:
        self._app, self._document = app, document
        self._sheets = Sheets(self)

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self._document

    @property
    def app(self) -> App:
        """The program."""
        return self._app

    @property
    def fullname(self) -> str:
        """The path of the file, the title of a workbook that was never saved."""
        url = self._document.URL
        return str(load_uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url or self._document.Title

    @property
    def name(self) -> str:
        """The name of the file."""
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        """The sheets."""
        return self._sheets

    def close(self) -> None:
        """Close without saving."""
        self._document.close(True)

    def save_copy(self, path: str) -> None:
        """Write the workbook as it is now to another file; it stays what it is, changes and all."""
        kind = "VBA XML" if path.lower().endswith(".xlsm") else "XML"
        made = load_uno().createUnoStruct
        options = made("com.sun.star.beans.PropertyValue", Name="FilterName", Value=f"Calc MS Excel 2007 {kind}")
        self._document.storeToURL(Path(path).resolve().as_uri(), (options,))

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save where the workbook is, in its format."""
        if path is not None or password is not None:
            raise NotImplementedError("LibreOffice saves a workbook only where it is")
        self._document.store()
