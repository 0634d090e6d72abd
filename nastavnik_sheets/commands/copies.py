"""The copy of a workbook from which undo puts back the sheets that a command draws whole."""

from __future__ import annotations

import io
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from nastavnik_sheets.hosts import sealing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from nastavnik_sheets.commands.options import Options
    from nastavnik_sheets.hosts.protocol import Host
    from nastavnik_sheets.settings import Settings

    Cells = dict[tuple[int, int], object]


def keep_copy(host: Host, path: Path, drawn: Collection[str], *, settings: Settings, options: Options) -> str:
    """Keep the workbook as it was before; return how the SHA-256 of the copy begins, "" if none could be kept.

    `drawn` are the sheets that are there and will be drawn anew.
    """
    from nastavnik_sheets.hosts import backups

    with suppress(OSError):  # then undo says that it has no copy
        path = path.resolve()
        folder, content = backups.backup_folder(path), path.read_bytes()
        content = _unsaved(host, content, path, drawn, options) or content
        digest = sha256(content).hexdigest()
        backups.keep_copy(path, content, digest=digest, folder=folder, now=options.now)
        backups.prune(path, folder=folder, now=options.now, keep=settings.backups, keep_days=settings.backup_days)
        return digest[:8]
    return ""


def _unsaved(host: Host, content: bytes, path: Path, drawn: Collection[str], options: Options) -> bytes | None:
    """Return an open workbook as a file if one of these sheets is another on the screen than on the disk.

    Only then: saving takes a second, and LibreOffice saves fifteen digits of a number.
    """
    from nastavnik_sheets.hosts.excel import ExcelHost

    if not isinstance(host, ExcelHost):
        return None
    saved, seal = sealing.opened(content, path.name, options.password)
    on_disk = _on_disk(saved, drawn)
    if all(on_disk.get(title) == _cells(host.read(title)) for title in drawn):
        return None
    unsaved = host.unsaved()
    return seal.close(unsaved, path.name) if unsaved and seal else unsaved


def _on_disk(content: bytes, titles: Collection[str]) -> dict[str, Cells]:
    """Return the cells of those of the sheets that a file has; none of a file that cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    from nastavnik_sheets.hosts.excel import saved_rows

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {title: _cells(saved_rows(book, title)) for title in book.sheet_names if title in titles}
    except CalamineError:
        return {}


def _cells(rows: Iterable[Sequence[object]]) -> Cells:
    """Return the filled cells, numbers with the digits that LibreOffice saves."""
    return {
        (r, c): float(f"{value:.15g}") if isinstance(value, float) else value
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value is not None
    }
