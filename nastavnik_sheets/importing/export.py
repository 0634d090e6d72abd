"""A file people hand in, as headers and rows: an export of Google Forms or Яндекс Формы, or a small table of their own.

Reads .xlsx, .xlsm, .xls, .ods and .csv. What the headers mean is the business of `binding`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import as_text, fold
from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.importing.delimited import read_delimited
from nastavnik_sheets.importing.headers import is_known
from nastavnik_sheets.workbook import SHEETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineWorkbook

    from nastavnik_sheets.hosts.protocol import Value

MOST_BYTES, MOST_ROWS, MOST_HEADER = 50_000_000, 100_000, 500
_HEADER_SEARCH = 30
_RESPONSES = re.compile(r"(?i)(ответы|form responses|responses|answers)")
_BY_EXCEL = (b"PK", b"\xd0\xcf\x11\xe0")
_OWN_SHEETS = 5


@dataclass(frozen=True)
class Export:
    """A table people handed in: `numbers` are the rows' numbers in the file, `notes` what should be said of it.

    `asked` are the codes of the questions of its questionnaire, where that is known from elsewhere.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    numbers: tuple[int, ...]
    sheet: str = ""
    notes: tuple[str, ...] = field(default=())
    asked: frozenset[str] = frozenset()


def read_export(source: Path | bytes, *, name: str = "") -> Export:
    """Read a file (or its bytes) into headers and rows.

    HostError if it cannot be read or is not a table; Refused if it is empty or is the programme's workbook itself.
    """
    name = name or (source.name if isinstance(source, Path) else "файл")
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > MOST_BYTES:
        raise HostError(f"Файл «{name}» слишком велик: нужна выгрузка не больше {MOST_BYTES // 1_000_000} МБ.")
    if not content.strip():
        raise HostError(f"Файл «{name}» пуст: выгрузите ответы ещё раз.")
    if content.startswith(_BY_EXCEL):
        return _from_workbook(content, name)
    return _export(name, read_delimited(content, name), sheet="", notes=())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise HostError(f"Файла «{path}» нет: проверьте имя и папку.") from None
    except IsADirectoryError:
        raise HostError(f"«{path}» — папка: укажите файл .xlsx или .csv.") from None
    except OSError:
        raise HostError(f"Файл «{path}» не открывается: закройте его в других программах и повторите.") from None


def read_sheets(path: Path) -> dict[str, list[list[Value]]]:
    """Return the visible sheets of a workbook file people handed in, as rows of cells."""
    content = _content(path)
    if not content.startswith(_BY_EXCEL):
        raise HostError(f"Файл «{path.name}» — не книга с листами: скачайте таблицу как .xlsx.")
    return _grids(content, path.name)


def _from_workbook(content: bytes, name: str) -> Export:
    title, notes = _chosen(grids := _grids(content, name), name)
    return _export(name, grids[title], sheet=title, notes=notes)


def _grids(content: bytes, name: str) -> dict[str, list[list[Value]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        titles = _worksheets(workbook)
        _refuse_own(titles, name)
        return {title: _cells(workbook, title) for title in titles}
    except PasswordError:
        raise HostError(f"Файл «{name}» закрыт паролем: снимите пароль и повторите.") from None
    except (CalamineError, OSError, ValueError):
        raise HostError(f"Файл «{name}» не читается как таблица: сохраните его как .xlsx и повторите.") from None


def _cells(workbook: CalamineWorkbook, title: str) -> list[list[Value]]:
    rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    return [[str(cell) if isinstance(cell, timedelta) else cell for cell in row] for row in rows]


def _worksheets(workbook: CalamineWorkbook) -> list[str]:
    """Return the titles of sheets with cells; hidden ones only if there is no other."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    visible = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
    return visible or [s.name for s in sheets]


def _refuse_own(titles: Sequence[str], name: str) -> None:
    own = {fold(sheet.title) for sheet in SHEETS}
    if sum(fold(title) in own for title in titles) >= _OWN_SHEETS:
        raise Refused(
            f"Файл «{name}» — это книга программы наставничества, а не выгрузка: укажите файл с ответами или списком."
        )


def _chosen(grids: dict[str, list[list[Value]]], name: str) -> tuple[str, tuple[str, ...]]:
    """Choose the sheet with the answers: by its title, then by the known headers, then by the number of rows."""
    filled = {title: grid for title, grid in grids.items() if sum(_filled(row) > 0 for row in grid) > 1}
    if not filled:
        raise Refused(f"В файле «{name}» нет ни одной строки под заголовками: переносить нечего.")
    best = max(
        filled, key=lambda title: (_best_hits(filled[title]), bool(_RESPONSES.search(title)), len(filled[title]))
    )
    others = [f"«{title}»" for title in filled if title != best]
    if not others:
        return best, ()
    return best, (f"В файле несколько листов с данными: взят «{best}», не читались {', '.join(others)}.",)


def _best_hits(grid: Sequence[Sequence[Value]]) -> int:
    return max((_hits(row) for row in grid[:_HEADER_SEARCH]), default=0)


def _hits(row: Sequence[Value]) -> int:
    return sum(is_known(cell) for cell in row)


def _filled(row: Sequence[Value]) -> int:
    return sum(cell is not None and as_text(cell) != "" for cell in row)


def _export(name: str, grid: Sequence[Sequence[Value]], *, sheet: str, notes: tuple[str, ...]) -> Export:
    return table_under(name, grid, _header_row(grid), sheet=sheet, notes=notes)


def table_under(
    name: str, grid: Sequence[Sequence[Value]], top: int | None, *, sheet: str = "", notes: tuple[str, ...] = ()
) -> Export:
    """Return the table below the row of headers at this index. Refused if there is none, or nothing below it."""
    where = f"Файл «{name}»" + (f", лист «{sheet}»" if sheet else "")
    if top is None:
        raise Refused(f"{where}: не найдена строка заголовков, переносить нечего.")
    width = max((i for i, cell in enumerate(grid[top], start=1) if as_text(cell)), default=0)
    width = max(width, max((_width(row) for row in grid[top + 1 :]), default=0))
    titles, first = _fitted(grid[top], width), top + 1
    if _goes_on(grid[top], grid[first : first + 1]):
        titles, first = _joined(titles, _fitted(grid[first], width)), first + 1
    headers = tuple(as_text(cell)[:MOST_HEADER] for cell in titles)
    below = [(n, _fitted(row, width)) for n, row in enumerate(grid[first:], start=first + 1) if _filled(row)]
    if all(set(header) <= set("? ") for header in headers if header):
        raise HostError(f"{where}: вместо букв вопросительные знаки, буквы потеряны: выгрузите файл заново как .xlsx.")
    if not below:
        raise Refused(f"{where}: под заголовками нет ни одной строки, переносить нечего.")
    if len(below) > MOST_ROWS:
        raise Refused(f"{where}: строк больше {MOST_ROWS}, это не похоже на ответы школы.")
    return Export(name, headers, tuple(row for _, row in below), tuple(n for n, _ in below), sheet, notes)


def _goes_on(titles: Sequence[Value], below: Sequence[Sequence[Value]]) -> bool:
    """Whether headers take two rows: under «Контакты», merged over two columns, stand «Телефон» and «Почта»."""
    said = [(i, cell) for row in below for i, cell in enumerate(row) if as_text(cell)]
    return bool(said) and all(is_known(cell) for _, cell in said) and any(not as_text(titles[i]) for i, _ in said)


def _joined(titles: Sequence[Value], below: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(lower if as_text(lower) else upper for upper, lower in zip(titles, below, strict=True))


def _width(row: Sequence[Value]) -> int:
    return max((i for i, cell in enumerate(row, start=1) if as_text(cell)), default=0)


def _fitted(row: Sequence[Value], width: int) -> tuple[Value, ...]:
    cells = [None if cell == "" else cell for cell in row[:width]]
    return (*cells, *(None,) * (width - len(cells)))


def _header_row(grid: Sequence[Sequence[Value]]) -> int | None:
    """Return the index of the row with the most known headers, else of the first row as wide as the table."""
    top = grid[:_HEADER_SEARCH]
    hits = [_hits(row) for row in top]
    if hits and max(hits) >= 2:
        return hits.index(max(hits))
    widest = max((_filled(row) for row in top), default=0)
    return next((i for i, row in enumerate(top) if _filled(row) >= max(1, widest * 0.6)), None)
