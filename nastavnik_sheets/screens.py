"""Where a click shows itself: the status bar and the message window of Excel or of LibreOffice."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Protocol

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.hosts.excel import path_of
from nastavnik_sheets.hosts.programs import is_refusal

if TYPE_CHECKING:
    from nastavnik_sheets.ribbon import Said

TITLE = "Наставничество"


class Screen(Protocol):
    """What a click needs of an office program."""

    def book(self) -> str:
        """Return the path of the workbook whose button was clicked."""

    def progress(self, words: str) -> None:
        """Show how far the work is."""

    def say(self, said: Said) -> None:
        """Show the last word."""


class ExcelScreen:
    """The Excel whose button was clicked: on Windows known by its window, on a Mac there is one."""

    def __init__(self, window: int, book: str) -> None:
        self._app, self._book = _excel(window), book

    def book(self) -> str:
        """Return the path of the workbook, or its name if it has none on this computer."""
        try:
            book = self._app.books[self._book]
        except KeyError:
            raise HostError(f"Книга «{self._book}» не открыта: откройте её и повторите.") from None
        return path_of(book) or self._book

    def progress(self, words: str) -> None:
        """Put words into the status bar."""
        self._app.status_bar = f"{TITLE}: {words}"

    def say(self, said: Said) -> None:
        """Show the message and, if files were made, their folder."""
        try:
            self._app.status_bar = False
            self._app.alert(said.text, title=TITLE, mode="critical" if said.failed else "info")
        except Exception as error:  # a Mac waits two minutes for the click; the message itself stays
            if not is_refusal(error):
                raise
        if said.folder:
            _show(said.folder)


class OfficeScreen:
    """The LibreOffice that has started us and listens to our output; it shows what we tell it."""

    def __init__(self) -> None:
        from nastavnik_sheets.hosts.libreoffice.remote import Office

        self._office = Office(sys.stdin.buffer, _own_output())

    def book(self) -> str:
        """Make the office the program that `hosts` works with; return the path of its workbook."""
        from nastavnik_sheets.hosts.library import xlwings_library

        xlwings_library()
        from nastavnik_sheets.hosts import libreoffice

        libreoffice.speak_through(self._office)
        engine = libreoffice.activate(self._office.context)
        return libreoffice.fullname(engine, self._office.document)

    def progress(self, words: str) -> None:
        """Put words into the status bar."""
        self._office.tell("progress", text=f"{TITLE}: {words}")

    def say(self, said: Said) -> None:
        """Hand over the message and the folder with files."""
        self._office.tell("said", text=said.text, failed=said.failed, folder=said.folder)


def _own_output() -> Any:
    """Return the standard output for the office alone; whatever prints goes to the errors."""
    sys.stdout.flush()
    kept = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(kept, "wb")


def _excel(window: int) -> Any:
    from nastavnik_sheets.hosts.library import xlwings_library

    xlwings = xlwings_library()
    if window:
        windows: Any = importlib.import_module("xlwings._xlwindows")
        return xlwings.App(impl=windows.App(xl=window))
    if xlwings.engines.active is None or xlwings.apps.active is None:
        raise HostError("Excel не запущен: откройте в нём книгу наставничества и повторите.")
    return xlwings.apps.active


def _show(folder: str) -> None:
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606  (a folder of ours, shown in Explorer)
    else:
        subprocess.run(["/usr/bin/open", folder], check=False)  # noqa: S603
