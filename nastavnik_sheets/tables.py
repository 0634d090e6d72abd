"""How the cells of one sheet become records, and how changes of records become cells.

Columns are found by title, not by position; a cell that cannot be read is a finding and becomes unknown, the rest
of its row stays usable. Works column by column, since a school's workbook may hold a million cells. Leaves values
to `cells`, the whole workbook to `book`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Generic, TypeVar

from nastavnik_sheets.cells import ERROR, HINT, Choice, Problem, Reading, as_text, closest, fold
from nastavnik_sheets.codes import Code, Shown
from nastavnik_sheets.schema import Column, Record, blank, sheet_of, swiftly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Grid, Value

HEADER_SEARCH = 30
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Issue:
    """Something found at a cell: `row` and `column` count from 1; column 0 means the row or the sheet."""

    row: int
    column: int
    column_title: str
    value: Value
    problem: Problem


@dataclass(frozen=True)
class Table(Generic[R]):
    """The records of one sheet, where their columns stand (attribute → column from 1), and what was wrong."""

    record_type: type[R]
    records: list[R] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)
    header_row: int = 1
    last_row: int = 1
    grid: Grid = ()
    issues: list[Issue] = field(default_factory=list)

    @property
    def next_row(self) -> int:
        """The first row below everything that people or commands have entered."""
        return self.last_row + 1

    def raw(self, row: int, name: str) -> Value:
        """Return the cell of an attribute as it stands on the sheet."""
        position = self.positions.get(name, 0)
        if not position or row > len(self.grid):
            return None
        cells = self.grid[row - 1]
        return cells[position - 1] if position <= len(cells) else None


def read_table(record_type: type[R], grid: Grid, *, lists: Mapping[str, Sequence[str]] | None = None) -> Table[R]:
    """Read a sheet into records; `lists` are the values of «Списки» by list name."""
    sheet = sheet_of(record_type)
    header_row = find_header(sheet.columns, grid)
    if header_row == 0:
        return Table(record_type, grid=grid, issues=[_no_header(sheet.columns)] if _has_cells(grid) else [])
    titles = [as_text(cell) for cell in grid[header_row - 1]]
    positions, issues = place_columns(sheet.columns, titles, header_row)
    rows = _entered_rows(grid, header_row, [positions[c.name] for c in sheet.columns if _typed(c, positions)])
    values = blank_columns(record_type, rows)
    columns = list(zip_longest(*(grid[row - 1] for row in rows)))
    for column in sheet.columns:
        position = positions.get(column.name, 0)
        if position and rows and not isinstance(column.kind, Shown):
            cells = columns[position - 1] if position <= len(columns) else (None,) * len(rows)
            values[column.name] = read_column(column, cells, rows, position, issues, lists or {})
    records = _records(record_type, values)
    return Table(record_type, records, positions, header_row, rows[-1] if rows else header_row, grid, issues)


def find_header(columns: Sequence[Column], grid: Grid) -> int:
    """Return the row (from 1) that holds the most titles of these columns, or 0 if no row holds two."""
    titles = {fold(title) for column in columns for title in (column.title, *column.aliases)}
    wanted = min(2, len(columns))
    best, best_row = 0, 0
    for number, cells in enumerate(grid[:HEADER_SEARCH], start=1):
        hits = len({fold(cell) for cell in cells if isinstance(cell, str)} & titles)
        if hits > best:
            best, best_row = hits, number
    return best_row if best >= wanted else 0


def place_columns(
    columns: Sequence[Column], titles: Sequence[str], header_row: int
) -> tuple[dict[str, int], list[Issue]]:
    """Find every column by its title; say which are missing, doubled or probably renamed."""
    by_title: dict[str, list[int]] = {}
    for position, title in enumerate(titles, start=1):
        if title:
            by_title.setdefault(fold(title), []).append(position)
    positions: dict[str, int] = {}
    issues: list[Issue] = []
    for column in columns:
        found = next((by_title[fold(t)] for t in (column.title, *column.aliases) if fold(t) in by_title), [])
        if found:
            positions[column.name] = found[0]
            issues.extend(_doubled(column, position, header_row) for position in found[1:])
    taken = set(positions.values())
    strangers = {p: title for p, title in enumerate(titles, start=1) if title and p not in taken}
    absent = [column for column in columns if column.name not in positions and not column.generated]
    issues.extend(_missing(column, strangers, header_row) for column in absent)
    return positions, issues


def _doubled(column: Column, position: int, row: int) -> Issue:
    message = f"столбец «{column.title}» встречается дважды, читается первый"
    problem = Problem("column.double", ERROR, message, "переименуйте или удалите лишний столбец")
    return Issue(row, position, column.title, column.title, problem)


def _missing(column: Column, strangers: Mapping[int, str], row: int) -> Issue:
    near = closest(column.title, list(strangers.values()))
    if near is None:
        level = ERROR if column.required else HINT
        cure = f"верните столбец с заголовком «{column.title}»"
        return Issue(
            row, 0, column.title, None, Problem("column.missing", level, f"нет столбца «{column.title}»", cure)
        )
    position = next(p for p, title in strangers.items() if title == near)
    message = f"нет столбца «{column.title}», зато есть «{near}»: возможно, вы имели в виду «{column.title}»"
    return Issue(
        row, position, near, near, Problem("column.renamed", ERROR, message, f"верните заголовок «{column.title}»")
    )


def _no_header(columns: Sequence[Column]) -> Issue:
    titles = ", ".join(f"«{c.title}»" for c in columns[:3])
    problem = Problem("sheet.header", ERROR, "не найдена строка заголовков", f"верните строку с заголовками {titles}…")
    return Issue(1, 0, "", None, problem)


def _has_cells(grid: Grid) -> bool:
    return any(cell not in (None, "") for row in grid for cell in row)


def _typed(column: Column, positions: Mapping[str, int]) -> bool:
    return (
        column.name in positions
        and not (column.generated and column.name == "check_note")
        and not isinstance(column.kind, Shown)
    )


def _entered_rows(grid: Grid, header_row: int, positions: Sequence[int]) -> list[int]:
    """Return the numbers of the rows below the header in which somebody entered something."""
    wanted = [p - 1 for p in positions]
    return [n for n, cells in enumerate(grid[header_row:], start=header_row + 1) if _entered(cells, wanted)]


def _entered(cells: Sequence[Value], wanted: Sequence[int]) -> bool:
    width = len(cells)
    for p in wanted:
        if p < width:
            cell = cells[p]
            if cell is not None and not (isinstance(cell, str) and not cell.strip()):
                return True
    return False


def blank_columns(record_type: type[R], rows: Sequence[int]) -> dict[str, list[object]]:
    """Return every attribute's column of empty values, and the row numbers."""
    values: dict[str, list[object]] = {name: [value] * len(rows) for name, value in blank(record_type).items()}
    values["row"] = list(rows)
    return values


def read_column(
    column: Column,
    cells: Sequence[Value],
    rows: Sequence[int],
    position: int,
    issues: list[Issue],
    lists: Mapping[str, Sequence[str]],
) -> list[object]:
    """Read the cells of one column; problems are added to `issues`. Equal cells are read once."""
    kind = column.kind.bind(lists) if isinstance(column.kind, Choice) else column.kind
    unknown: object = "" if isinstance(kind, Code) else None
    distinct = set(cells)
    blanks = {cell for cell in distinct if cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())}
    if column.required and blanks:
        problem = _required(column)
        issues.extend(Issue(rows[n], position, column.title, None, problem) for n, c in enumerate(cells) if c in blanks)
    if bool in set(map(type, cells)):  # True is 1 to a dictionary, not to a person
        readings = [Reading(None) if cell in blanks else kind.read(cell) for cell in cells]
    else:
        known = {cell: kind.read(cell) for cell in distinct - blanks}
        known.update(dict.fromkeys(blanks, Reading(None)))
        readings = [known[cell] for cell in cells]
    for n, (_, problem_found) in enumerate(readings):
        if problem_found is not None:
            issues.append(Issue(rows[n], position, column.title, cells[n], problem_found))
    return [unknown if value is None else value for value, _ in readings]


def _required(column: Column) -> Problem:
    if isinstance(column.kind, Code):
        return Problem(
            "cell.no-code", ERROR, "у записи нет кода", "запустите проверку с исправлением: код присвоится сам"
        )
    return Problem("cell.required", ERROR, f"не заполнено: «{column.title}»", "заполните ячейку")


def _records(record_type: type[R], values: Mapping[str, Sequence[object]]) -> list[R]:
    names = tuple(values)
    return [swiftly(record_type, zip(names, row, strict=True)) for row in zip(*values.values(), strict=True)]
