"""A workbook in memory: for tests, and for working on a copy before anything is written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Self, cast

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Cell, Link, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType


class MemoryHost:
    """A dictionary of grids that behaves as every host does; `saved` are the grids after the last success."""

    def __init__(self, grids: Mapping[str, Sequence[Sequence[Cell]]] | None = None, *, name: str = "книга") -> None:
        self.name = name
        self.saved = {title: [list(row) for row in grid] for title, grid in (grids or {}).items()}
        self._grids = {title: [list(row) for row in grid] for title, grid in self.saved.items()}

    def sheets(self) -> list[str]:
        """Return the titles in their order."""
        return list(self._grids)

    def read(self, sheet: str) -> list[list[Value]]:
        """Return a copy of a sheet's values; a link reads as its text."""
        return [[_value(cell) for cell in row] for row in self._grids[sheet]]

    def write(self, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set cells, growing the sheet as needed."""
        grid = self._grids[sheet]
        for (row, column), value in cells.items():
            while len(grid) < row:
                grid.append([])
            line = grid[row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = value

    def replace(self, sheet: str, grid: Sequence[Sequence[Cell]]) -> None:
        """Put a grid in place of the sheet, or add the sheet."""
        self._grids[sheet] = [list(row) for row in grid]

    def add_sheet(self, title: str, source: bytes, *, replace: bool = False) -> None:
        """Put the values of another workbook's sheet into this one."""
        if title in self._grids and not replace:
            msg = f"Лист «{title}» уже есть."
            raise Refused(msg)
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_filelike(io.BytesIO(source)).get_sheet_by_name(title).to_python()
        self._grids[title] = [[None if cell == "" else cast("Value", cell) for cell in row] for row in rows]

    def keep_copies(self, *, count: int, days: int) -> None:
        """Do nothing: memory keeps no copies."""

    def __enter__(self) -> Self:
        """Start from what was saved last."""
        self._grids = {title: [list(row) for row in grid] for title, grid in self.saved.items()}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the changes only if the block succeeded."""
        if kind is None:
            self.saved = self._grids


def _value(cell: Cell) -> Value:
    return cell.text if isinstance(cell, Link) else cell
