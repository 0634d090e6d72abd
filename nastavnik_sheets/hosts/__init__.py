"""Hosts: the places a workbook can live. Only this package knows file formats and office programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.hosts.protocol import Cell, Grid, Host, Link, Value

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.excel import ExcelHost
    from nastavnik_sheets.hosts.file import FileHost

__all__ = ["Cell", "Grid", "Host", "Link", "Value", "file_of", "open_host"]


def open_host(address: str | Path, **options: Any) -> FileHost | ExcelHost:
    """Return the host for an address, to be used in a `with` block: a file, or "excel:" for an open workbook.

    The options are those of `FileHost`; an open workbook needs none.
    """
    from nastavnik_sheets.hosts import excel

    if isinstance(address, str) and excel.is_live(address):
        return excel.ExcelHost(address)
    from nastavnik_sheets.hosts.file import FileHost

    return FileHost(address, **options)


def file_of(address: str | Path) -> Path:
    """Return the file of a workbook: beside it lie its documents and journals."""
    from nastavnik_sheets.hosts import excel

    return excel.live_file(address) if isinstance(address, str) and excel.is_live(address) else Path(address)
