"""Reading and writing an open workbook through xlwings: in blocks, text as text, protection lifted and put back.

Leaves the meaning of values and the `with` block to `excel`.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.hosts.filtered import reachable
from nastavnik_sheets.hosts.limits import guard_size
from nastavnik_sheets.hosts.programs import app_is_excel
from nastavnik_sheets.hosts.protection import unprotected
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.hosts.rectangles import Area, blocks
from nastavnik_sheets.hosts.typed import is_typed_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Cell

    Place = tuple[int, int]

TEXT, GENERAL = "@", "General"
_DATE, _MOMENT, _TIME = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm"
_MOMENTS = {date, datetime, time}


def copy_of_unsaved(book: Any) -> bytes | None:
    """Return the workbook as a file if it holds what its file does not; None if it does not, or cannot be copied."""
    excel = app_is_excel(book)
    if excel and not (hasattr(book.api, "SaveCopyAs") and not book.api.Saved):
        return None
    if not excel and not book.api.isModified():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"copy{Path(book.name).suffix}"
        (book.api.SaveCopyAs if excel else book.impl.save_copy)(str(path))
        return path.read_bytes()


def values(book: Any, title: str) -> list[list[Any]]:
    """Return the rows of a sheet from A1 to its last used cell; Refused if that is monstrously far away."""
    used = _from_the_first(book.sheets[title])
    guard_size(book, title, used.shape)
    return used.options(ndim=2).value  # type: ignore[no-any-return]


def formulas(book: Any, title: str) -> list[list[Any]]:
    """Return what was typed into the cells of a sheet, from A1 to its last used cell."""
    typed = _from_the_first(book.sheets[title]).formula
    if not isinstance(typed, list | tuple):
        return [[typed]]
    rows = typed if isinstance(typed[0], list | tuple) else [typed]  # a Mac tells a single row without brackets
    return [list(row) for row in rows]


def _from_the_first(sheet: Any) -> Any:
    """Return the range from A1 to the last used cell, which Excel begins at the first used one."""
    used = sheet.used_range
    if used.row == used.column == 1:
        return used
    return sheet.range((1, 1), (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1))


@contextmanager
def unseen(book: Any) -> Iterator[None]:
    """Let the screen rest while we write."""
    app = book.app
    app.screen_updating, app.display_alerts = False, False
    try:
        with _no_half_steps(book):
            yield
    finally:
        app.display_alerts, app.screen_updating = True, True


@contextmanager
def _front_kept(book: Any) -> Iterator[None]:
    """Let the person find the sheet that was in front, or the one that took its place, after sheets come and go."""
    front = book.sheets.active.name
    try:
        yield
    finally:
        if book.sheets.active.name != front and front in {sheet.name for sheet in book.sheets}:
            book.sheets[front].activate()


@contextmanager
def _no_half_steps(book: Any) -> Iterator[None]:
    """Leave nothing for Ctrl+Z in LibreOffice, as Excel does by itself: it would take back a part of what we write."""
    try:
        yield
    finally:
        if not app_is_excel(book):
            book.api.UndoManager.clear()


def write(book: Any, title: str, cells: dict[Place, Cell]) -> None:
    """Set cells; tables grow with the rows directly below them."""
    sheet = book.sheets[title]
    with unprotected(sheet):
        _put(sheet, cells)
        for table in sheet.tables:
            _grow(sheet, table, cells)


def replace(book: Any, title: str, cells: dict[Place, Cell], *, rows: int) -> None:
    """Put the cells of so many rows in place of all values of a sheet; its table covers the new rows."""
    sheet = book.sheets[title]
    with unprotected(sheet):
        used = sheet.used_range
        if used.merge_cells is not False:
            used.unmerge()
        _clear(sheet, used)
        if app_is_excel(sheet.book) and hasattr(used.api, "ClearHyperlinks"):
            used.api.ClearHyperlinks()
        _put(sheet, cells)
        for table in sheet.tables:
            top, left, width = table.range.row, table.range.column, table.range.shape[1]
            if top == 1:
                table.resize(sheet.range((1, left), (max(rows, 2), left + width - 1)))


def _clear(sheet: Any, used: Any) -> None:
    if not app_is_excel(sheet.book):
        used.clear_contents()
        return
    height, width = used.shape
    for top, left, rows in reachable(sheet, [(used.row, used.column, [[None] * width] * height)]):
        sheet.range((top, left), (top + len(rows) - 1, left + len(rows[0]) - 1)).clear_contents()


def take_over(book: Any, title: str, path: Path, chosen: str) -> None:
    """Copy a sheet of another file into the workbook: in place of the sheet of this title, or as the last."""
    with _front_kept(book):
        _take_over(book, title, path, chosen)


def _take_over(book: Any, title: str, path: Path, chosen: str) -> None:
    other = book.app.books.open(str(path))
    try:
        titles = [sheet.name for sheet in book.sheets]
        old = book.sheets[title] if title in titles else None
        beside = old if old is not None else book.sheets[len(titles) - 1]
        place = beside.index
        other.sheets[chosen].impl.copy(None, beside.impl)
        new = book.sheets[place]
        if old is not None:
            old.delete()
        new.name = title
    finally:
        other.close()


def _put(sheet: Any, cells: dict[Place, Cell]) -> None:
    for top, left, rows in reachable(sheet, blocks(cells)):
        block = sheet.range((top, left), (top + len(rows) - 1, left + len(rows[0]) - 1))
        columns = list(zip(*rows, strict=True))
        areas = list(_formats(block))
        wanted = _new_formats(block, columns, areas)
        for first, last, code in wanted:
            sheet.range(first, last).number_format = code
        _give(block, list(map(_sent_column, columns)), None if wanted else areas)
    if Link in set(map(type, cells.values())):
        for (row, column), value in cells.items():
            if isinstance(value, Link):
                sheet.range((row, column)).add_hyperlink(value.target, value.text, value.target.removeprefix("#"))


def _give(block: Any, columns: Sequence[Sequence[Any]], areas: Sequence[Area] | None) -> None:
    """Set the values; our own engine takes them as they are, Excel's bridges want them prepared by xlwings."""
    if app_is_excel(block.sheet.book):
        block.value = list(zip(*columns, strict=True))
    else:
        block.impl.take(columns, areas)


def _new_formats(
    block: Any, columns: Sequence[Sequence[Cell]], areas: Sequence[Area]
) -> list[tuple[Place, Place, str]]:
    """Return what cells must be given before their values come, where the present formats would change them.

    Each is a part of a column: its first and last cell and the code.
    """
    wanted: list[tuple[Place, Place, str]] = []
    first_row, first_column = block.row, block.column
    for top, left, bottom, right, code, _ in areas:
        for column in range(left, right + 1):
            values = columns[column - first_column][top - first_row : bottom - first_row + 1]
            row = top
            for new, same in groupby(_needed_formats(values, code)):
                length = len(list(same))
                if new:
                    wanted.append(((row, column), (row + length - 1, column), new))
                row += length
    return wanted


def _needed_formats(values: Sequence[Cell], code: str) -> Sequence[str | None]:
    """Return the format each value needs; look at each kind and each text but once, since most columns need none."""
    kinds = set(map(type, values))
    if code == TEXT:
        fit = kinds <= {str, type(None)}
    elif Link in kinds or (kinds & _MOMENTS and not _is_date(code)):
        fit = False
    else:
        fit = not any(is_typed_over(value) for value in set(values) if isinstance(value, str))
    return [] if fit else [needed_format(value, code) for value in values]


def needed_format(value: Cell, code: str) -> str | None:
    """Return the format a cell needs for a value, None if the one it has will do."""
    if type(value) is float or value is None:
        return GENERAL if value is not None and code == TEXT else None
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, str):
        return TEXT if code != TEXT and is_typed_over(value) else None
    if isinstance(value, date | time):
        if _is_date(code):
            return None
        midnight = not isinstance(value, datetime) or value.time() == time()
        return _TIME if isinstance(value, time) else _DATE if midnight else _MOMENT
    return GENERAL if value is not None and code == TEXT else None


def _is_date(code: str) -> bool:
    return code != GENERAL and any(letter in code.lower() for letter in "dmyh") and not code.startswith(TEXT)


def _formats(block: Any) -> Iterator[Area]:
    """Give the rectangles of one format inside a block, asking as seldom as can be."""
    if not app_is_excel(block.sheet.book):
        yield from block.impl.formats()
        return
    code = block.number_format
    (height, width), top, left = block.shape, block.row, block.column
    if code is not None or height * width == 1:
        yield Area(top, left, top + height - 1, left + width - 1, code or GENERAL)
        return
    sheet = block.sheet
    if width > 1:
        middle = left + width // 2
        halves = [((top, left), (top + height - 1, middle - 1)), ((top, middle), (top + height - 1, left + width - 1))]
    else:
        middle = top + height // 2
        halves = [((top, left), (middle - 1, left)), ((middle, left), (top + height - 1, left))]
    for first, last in halves:
        yield from _formats(sheet.range(first, last))


def _sent_column(values: Sequence[Cell]) -> Sequence[Any]:
    """Return values as xlwings takes them."""
    kinds = set(map(type, values))
    if kinds <= {float, int, type(None)}:
        return values
    if kinds == {str} and not any(str(one).startswith("'") for one in set(values)):
        return values
    return [_sent(value) for value in values]


def _sent(value: Cell) -> Any:
    """Return a value as xlwings takes it; a quote in front is doubled, since the program eats one."""
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, str) and value.startswith("'"):
        return "'" + value
    if isinstance(value, time):
        return datetime.combine(date(1899, 12, 30), value)
    return _midnight(value) if type(value) is date else value


@lru_cache(4096)
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _grow(sheet: Any, table: Any, cells: Mapping[Place, Cell]) -> None:
    area = table.range
    (height, width), top, left = area.shape, area.row, area.column
    rows = {row for row, column in cells if left <= column < left + width}
    bottom = top + height - 1
    while bottom + 1 in rows:
        bottom += 1
    if bottom > top + height - 1:
        table.resize(sheet.range((top, left), (bottom, left + width - 1)))
