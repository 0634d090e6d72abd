"""One side of the exchange: a sheet as rows by code and cells in one form, whoever typed them and in which program.

Leaves comparing to `merge`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Choice, as_text, fold
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.tables import find_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Grid, Value
    from nastavnik_sheets.schema import Column
    from nastavnik_sheets.sync.choice import Mirrored

EARLIEST = 1905
"""Days of earlier years are not in every workbook's calendar: they go as texts, and `check` asks about them."""


@dataclass
class Side:
    """A sheet on one side; `uncoded` are rows that somebody has typed without a code, `bad` what must stop a run."""

    grid: Grid
    header: int = 0
    positions: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    uncoded: list[int] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def raw(self, row: int, name: str) -> Value:
        """Return a cell as it stands there."""
        cells = self.grid[row - 1] if 0 < row <= len(self.grid) else ()
        position = self.positions.get(name, 0)
        return cells[position - 1] if 0 < position <= len(cells) else None

    @property
    def next_row(self) -> int:
        """The first row below everything."""
        return len(self.grid) + 1


def side_of(mirrored: Mirrored, grid: Grid, *, where: str) -> Side:
    """Return a sheet as a side; `where` it lies in words («в книге», «в Google»)."""
    side = Side(_trimmed(grid))
    side.header = find_header(mirrored.sheet.columns, side.grid)
    if not side.header:
        if side.grid:
            side.bad.append(f"{where} на листе «{mirrored.sheet.title}» не найдена строка заголовков")
        return side
    titles = [fold(as_text(cell)) for cell in side.grid[side.header - 1]]
    for column in mirrored.columns:
        places = [n for n, title in enumerate(titles, start=1) if title in _names(column)]
        if len(places) > 1:
            side.bad.append(f"{where} на листе «{mirrored.sheet.title}» два столбца «{column.title}»")
        if places:
            side.positions[column.name] = places[0]
    _find_rows(mirrored, side, where)
    return side


def _trimmed(grid: Grid) -> list[Sequence[Value]]:
    """Return the rows without the empty ones at the end."""
    rows = list(grid)
    while rows and all(cell is None or cell == "" for cell in rows[-1]):
        rows.pop()
    return rows


def _names(column: Column) -> set[str]:
    return {fold(title) for title in (column.title, *column.aliases)}


def _find_rows(mirrored: Mirrored, side: Side, where: str) -> None:
    code = mirrored.code
    if code.name not in side.positions:
        side.bad.append(f"{where} на листе «{mirrored.sheet.title}» нет столбца «{code.title}»")
        return
    for row in range(side.header + 1, len(side.grid) + 1):
        raw = side.raw(row, code.name)
        if as_text(raw):
            _take_row(mirrored, side, row, raw, where)
        elif any(as_text(side.raw(row, c.name)) for c in mirrored.columns[1:]):
            side.uncoded.append(row)


def _take_row(mirrored: Mirrored, side: Side, row: int, raw: Value, where: str) -> None:
    found = mirrored.code.kind.read(raw).value
    if not isinstance(found, str):
        side.bad.append(f"{where} на листе «{mirrored.sheet.title}» в строке {row} не код, а «{as_text(raw)[:20]}»")
    elif found in side.rows:
        side.bad.append(f"{where} на листе «{mirrored.sheet.title}» код {found} стоит дважды: строки "
                        f"{side.rows[found]} и {row}")  # fmt: skip
    else:
        side.rows[found] = row


def table_of(mirrored: Mirrored, side: Side, *, lists: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str | None]]:
    """Return the rows by code, each cell in its one form; only columns that stand there."""
    columns = [c for c in mirrored.columns[1:] if c.name in side.positions]
    return {
        code: {c.name: canonical(c, side.raw(row, c.name), lists=lists) for c in columns}
        for code, row in side.rows.items()
    }


def canonical(column: Column, raw: Value, *, lists: Mapping[str, Sequence[str]]) -> str | None:
    """Return the one form of a cell: 5 and 5,0, a day and its text, «Да» and yes are the same; blank is None."""
    value = entered(column, raw, lists=lists)
    if value is None:
        return None
    return (value if isinstance(value, str) else as_text(value)) or None


def entered(column: Column, raw: Value, *, lists: Mapping[str, Sequence[str]]) -> Value:
    """Return what is to be entered on the other side: the value if it can be read, else what was typed."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    kind = column.kind.bind(lists) if isinstance(column.kind, Choice) else column.kind
    value = kind.read(raw).value
    made = raw if value is None else as_cell(value)
    return as_text(made) if isinstance(made, date) and made.year < EARLIEST else made
