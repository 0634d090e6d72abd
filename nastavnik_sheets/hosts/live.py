"""Reading and writing an open workbook through xlwings: in blocks, text as text, protection lifted and put back.

Leaves the meaning of values and the `with` block to `excel`.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.hosts.typed import is_typed_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from nastavnik_sheets.hosts.protocol import Cell

    Place = tuple[int, int]

TEXT, GENERAL = "@", "General"
_DATE, _MOMENT, _TIME = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm"
_REFUSALS = ("com_error", "CommandError", "com.sun.star.lang.IllegalArgumentException")
"""How the bridges to Excel on Windows, to Excel on a Mac and to LibreOffice call its refusals."""
_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip


def is_refusal(error: BaseException) -> bool:
    """Tell whether the office program refused, as it does while a person types into a cell."""
    return type(error).__name__ in _REFUSALS


def values(book: Any, title: str) -> list[list[Any]]:
    """Return the rows of a sheet from A1 to its last used cell."""
    sheet = book.sheets[title]
    used = sheet.used_range
    corner = (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1)
    return sheet.range((1, 1), corner).options(ndim=2).value  # type: ignore[no-any-return]


def formulas(book: Any, title: str) -> list[list[Any]]:
    """Return what was typed into the cells of a sheet, from A1 to its last used cell."""
    sheet = book.sheets[title]
    used = sheet.used_range
    corner = (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1)
    typed = sheet.range((1, 1), corner).formula
    return [list(row) for row in typed] if isinstance(typed, tuple) else [[typed]]


@contextmanager
def unseen(book: Any) -> Iterator[None]:
    """Let the screen rest while we write; the person finds the sheet that was in front."""
    app, front = book.app, book.sheets.active
    app.screen_updating, app.display_alerts = False, False
    try:
        with _no_half_steps(book):
            yield
    finally:
        titles = [sheet.name for sheet in book.sheets]
        if front is not None and front.name in titles and book.sheets.active.name != front.name:
            front.activate()
        app.display_alerts, app.screen_updating = True, True


@contextmanager
def _no_half_steps(book: Any) -> Iterator[None]:
    """Leave nothing for Ctrl+Z in LibreOffice, as Excel does by itself: it would take back a part of what we write."""
    try:
        yield
    finally:
        if not app_is_excel(book):
            book.api.UndoManager.clear()


def app_is_excel(book: Any) -> bool:
    """Tell whether a workbook is open in Excel, not in LibreOffice."""
    return bool(book.app.engine.name == "excel")


def write(book: Any, title: str, cells: Mapping[Place, Cell]) -> None:
    """Set cells; tables grow with the rows directly below them."""
    sheet = book.sheets[title]
    with _unprotected(sheet):
        _put(sheet, cells)
        for table in sheet.tables:
            _grow(sheet, table, cells)


def replace(book: Any, title: str, grid: Sequence[Sequence[Cell]]) -> None:
    """Put a grid in place of all values of a sheet; its table covers the new rows."""
    sheet = book.sheets[title]
    with _unprotected(sheet):
        used = sheet.used_range
        used.clear_contents()
        if app_is_excel(sheet.book) and hasattr(used.api, "ClearHyperlinks"):
            used.api.ClearHyperlinks()
        _put(sheet, {(r, c): value for r, row in enumerate(grid, 1) for c, value in enumerate(row, 1)})
        for table in sheet.tables:
            top, left, width = table.range.row, table.range.column, table.range.shape[1]
            if top == 1:
                table.resize(sheet.range((1, left), (max(len(grid), 2), left + width - 1)))


def take_over(book: Any, title: str, path: Path, chosen: str) -> None:
    """Copy a sheet of another file into the workbook: in place of the sheet of this title, or as the last."""
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


def _put(sheet: Any, cells: Mapping[Place, Cell]) -> None:
    for top, left, rows in blocks(cells):
        block = sheet.range((top, left), (top + len(rows) - 1, left + len(rows[0]) - 1))
        _set_formats(sheet, _new_formats(block, rows))
        block.value = [[_sent(value) for value in row] for row in rows]
    for (row, column), value in cells.items():
        if isinstance(value, Link):
            sheet.range((row, column)).add_hyperlink(value.target, value.text)


def blocks(cells: Mapping[Place, Cell]) -> list[tuple[int, int, list[list[Cell]]]]:
    """Return cells as rectangles: top row, left column, rows. Neighbours are written in one go."""
    found: list[tuple[int, int, list[list[Cell]]]] = []
    for row, left, line in _runs(cells):
        last = found[-1] if found else None
        if last and last[1] == left and last[0] + len(last[2]) == row and len(last[2][0]) == len(line):
            last[2].append(line)
        else:
            found.append((row, left, [line]))
    return found


def _runs(cells: Mapping[Place, Cell]) -> Iterator[tuple[int, int, list[Cell]]]:
    """Give neighbours in a row together; runs of the same columns follow each other down the sheet."""
    runs: list[tuple[int, int, list[Cell]]] = []
    for row, column in sorted(cells):
        last = runs[-1] if runs else None
        if last and last[0] == row and last[1] + len(last[2]) == column:
            last[2].append(cells[row, column])
        else:
            runs.append((row, column, [cells[row, column]]))
    yield from sorted(runs, key=lambda run: (run[1], len(run[2]), run[0]))


def _new_formats(block: Any, rows: Sequence[Sequence[Cell]]) -> dict[Place, str]:
    """Return the formats that cells must have before their values come, where the present ones would change them."""
    wanted: dict[Place, str] = {}
    first_row, first_column = block.row, block.column
    for top, left, bottom, right, code in _formats(block):
        for row in range(top, bottom + 1):
            line = rows[row - first_row]
            for column in range(left, right + 1):
                new = needed_format(line[column - first_column], code)
                if new:
                    wanted[row, column] = new
    return wanted


def _set_formats(sheet: Any, wanted: Mapping[Place, str]) -> None:
    """Give cells their formats, neighbours of one format in one go."""
    for code in dict.fromkeys(wanted.values()):
        for top, left, rows in blocks({place: code for place, new in wanted.items() if new == code}):
            sheet.range((top, left), (top + len(rows) - 1, left + len(rows[0]) - 1)).number_format = code


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


def _formats(block: Any) -> Iterator[tuple[int, int, int, int, str]]:
    """Give the rectangles of one format inside a block, asking as seldom as can be."""
    code = block.number_format
    (height, width), top, left = block.shape, block.row, block.column
    if code is not None or height * width == 1:
        yield top, left, top + height - 1, left + width - 1, code or GENERAL
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


def _sent(value: Cell) -> Any:
    """Return a value as xlwings takes it; a quote in front is doubled, since the program eats one."""
    if type(value) is float:
        return value
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, str) and value.startswith("'"):
        return "'" + value
    if isinstance(value, time):
        return datetime.combine(date(1899, 12, 30), value)
    return value


def _grow(sheet: Any, table: Any, cells: Mapping[Place, Cell]) -> None:
    area = table.range
    (height, width), top, left = area.shape, area.row, area.column
    rows = {row for row, column in cells if left <= column < left + width}
    bottom = top + height - 1
    while bottom + 1 in rows:
        bottom += 1
    if bottom > top + height - 1:
        table.resize(sheet.range((top, left), (bottom, left + width - 1)))


@contextmanager
def _unprotected(sheet: Any) -> Iterator[None]:
    """Lift the protection of a sheet while we write on it and put it back as it was; Refused if it has a password."""
    if not app_is_excel(sheet.book):
        with _unprotected_in_libreoffice(sheet):
            yield
        return
    api = sheet.api
    if not hasattr(api, "ProtectContents") or not api.ProtectContents:
        yield
        return
    kept = {name: getattr(api.Protection, name) for name in _ALLOWED}
    drawings, scenarios = api.ProtectDrawingObjects, api.ProtectScenarios
    _lift(sheet, api.Unprotect, lambda: api.ProtectContents)
    try:
        yield
    finally:
        api.Protect(Password="", DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **kept)


@contextmanager
def _unprotected_in_libreoffice(sheet: Any) -> Iterator[None]:
    api = sheet.api
    if not api.isProtected():
        yield
        return
    _lift(sheet, api.unprotect, api.isProtected)
    try:
        yield
    finally:
        api.protect("")


def _lift(sheet: Any, unprotect: Callable[[str], None], is_protected: Callable[[], bool]) -> None:
    try:
        unprotect("")
    except Exception as error:
        if not is_refusal(error):
            raise
    if is_protected():
        raise Refused(f"Лист «{sheet.name}» защищён паролем: снимите защиту листа и повторите. Книга не изменена.")
