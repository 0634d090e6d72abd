"""Hosts: the places a workbook can live. Only this package knows file formats and office programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.hosts.protocol import Cell, Grid, Host, Link, Value

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.excel import ExcelHost
    from nastavnik_sheets.hosts.file import FileHost
    from nastavnik_sheets.hosts.google.host import GoogleHost

__all__ = ["Cell", "Grid", "Host", "Link", "Value", "file_of", "is_far", "is_file", "open_host"]


def open_host(address: str | Path, **options: Any) -> FileHost | ExcelHost | GoogleHost:
    """Return the host for an address, to be used in a `with` block.

    An address is a file, "excel:" for an open workbook, a link to a Google Sheet or "google:" with its key. The
    options are those of `FileHost`; an open workbook needs none, a Google Sheet takes `now`.
    """
    from nastavnik_sheets.hosts import excel, google

    if isinstance(address, str) and excel.is_live(address):
        return excel.ExcelHost(address)
    if isinstance(address, str) and google.is_google(address):
        from nastavnik_sheets.hosts.google.opening import open_google

        return open_google(address, **{name: value for name, value in options.items() if name == "now"})
    from nastavnik_sheets.hosts.file import FileHost

    return FileHost(address, **options)


def is_file(address: str | Path) -> bool:
    """Whether an address means a file, not something open or far away."""
    from nastavnik_sheets.hosts import excel, google

    return isinstance(address, Path) or not (excel.is_live(address) or google.is_google(address))


def is_far(address: str | Path) -> bool:
    """Whether an address means a workbook on another computer."""
    from nastavnik_sheets.hosts import google

    return isinstance(address, str) and google.is_google(address)


def file_of(address: str | Path) -> Path:
    """Return the file of a workbook: beside it lie its documents and journals.

    For a Google Sheet it is a name in a folder of this user's, where they lie instead.
    """
    from nastavnik_sheets.hosts import excel, google

    if isinstance(address, str) and excel.is_live(address):
        return excel.live_file(address)
    if isinstance(address, str) and google.is_google(address):
        from nastavnik_sheets.hosts.google import state

        return state.book_file(google.spreadsheet_key(address))
    return Path(address)
