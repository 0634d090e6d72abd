"""One worksheet while it is changed: what stands there, what may be written, what shall be.

Leaves writing to `editor`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import LAST_COLUMN, LAST_ROW, address
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.hosts.xlsx import cells, links, plan, refuse, tables
from nastavnik_sheets.hosts.xlsx.markup import MarkupError
from nastavnik_sheets.hosts.xlsx.pivots import pivot_areas
from nastavnik_sheets.hosts.xlsx.scan import scan
from nastavnik_sheets.hosts.xlsx.stream import SheetStream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.hosts.protocol import Cell
    from nastavnik_sheets.hosts.xlsx.package import Package
    from nastavnik_sheets.hosts.xlsx.scan import Facts
    from nastavnik_sheets.hosts.xlsx.workbook import Sheet


@dataclass(slots=True)
class Session:
    """A worksheet, the ground it stands on, and the cells set on it that are not in the package yet."""

    sheet: Sheet
    ground: plan.Ground
    guard: refuse.CellGuard
    pending: dict[tuple[int, int], Cell] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """What a look through the sheet has found."""
        return self.ground.facts

    def admitted(self, values: Mapping[tuple[int, int], Cell], *, from_1904: bool) -> dict[tuple[int, int], Cell]:
        """Return the cells that have to be written. Refused if one must not be; ValueError if there is no such cell."""
        wanted: dict[tuple[int, int], Cell] = {}
        for (row, column), value in values.items():
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise ValueError(f"no such cell: row {row}, column {column}")
            if self._repeats_header(row, column, value):
                continue
            self.guard.check(row, column)
            if isinstance(value, str | Link) or cells.style_kind(value):
                place = f"{self.ground.place}, ячейка {address(row, column)}"
                cells.guard_value(value, place, from_1904=from_1904)
            wanted[row, column] = value
        links.guard_links(self.ground.place, {at: one for at, one in wanted.items() if isinstance(one, Link)})
        return wanted

    def _repeats_header(self, row: int, column: int, value: Cell) -> bool:
        """Whether this only repeats the title of a table's column."""
        return any(
            table.header and row == table.area.top and table.area.left <= column <= table.area.right
            and table.columns[column - table.area.left].name == value
            for table in self.ground.tables
            if len(table.columns) == table.area.right - table.area.left + 1
        )  # fmt: skip

    def may_grow(self, wanted: Mapping[tuple[int, int], Cell]) -> bool:
        """Whether some of these cells stand below the data of a table, which may have to take them in."""
        if not self.ground.tables:
            return False
        top = min(table.area.bottom for table in self.ground.tables)
        return any(row > top for row, _ in wanted)

    @property
    def new_links(self) -> dict[tuple[int, int], Link]:
        """The links that have been set."""
        return {at: one for at, one in self.pending.items() if isinstance(one, Link)}

    @property
    def blanked(self) -> set[tuple[int, int]]:
        """The cells that have been emptied."""
        return {at for at, one in self.pending.items() if one is None}


def opened(package: Package, sheet: Sheet, place: str) -> Session:
    """Look through a worksheet; `place` names it in what people are told. Refused if it cannot be written safely."""
    stream = SheetStream(package, sheet.part)
    facts = scan(stream)
    if facts.alternates:
        raise refuse.no_sheet_data(place)
    if facts.doubled is not None:
        raise MarkupError(f"row {facts.doubled} twice")
    found = tables.tables_of(package, sheet.part)
    pivots = pivot_areas(package, sheet.part)
    ground = plan.Ground(place, stream, facts, found, pivots)
    return Session(sheet, ground, refuse.CellGuard(place, facts, found, pivots))
