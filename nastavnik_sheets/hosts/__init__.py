"""Hosts: the places a workbook can live. Only this package knows file formats and office programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.hosts.protocol import Cell, Grid, Host, Link, Value

if TYPE_CHECKING:
    from pathlib import Path

    from nastavnik_sheets.hosts.file import FileHost

__all__ = ["Cell", "Grid", "Host", "Link", "Value", "open_host"]


def open_host(path: str | Path, **options: Any) -> FileHost:
    """Return the host for a workbook file, to be used in a `with` block; options are those of `FileHost`."""
    from nastavnik_sheets.hosts.file import FileHost

    return FileHost(path, **options)
