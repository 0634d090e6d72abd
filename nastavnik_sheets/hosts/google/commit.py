"""What has to be written so that a sheet as it is now becomes what was wanted, though people have edited it since.

A cell is found by the code of its row and the title of its column, not by its place: people sort, insert and delete
between our reading and our writing. Plain functions; `host` sends what they return.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import HostError
from nastavnik_sheets.hosts.google.tabs import same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nastavnik_sheets.hosts.google.tabs import Tab
    from nastavnik_sheets.hosts.protocol import Grid, Value

    Layout = Callable[[str, Grid], tuple[int, int]]
    """Title and cells of a sheet → its header row and its column of codes, 0 for none."""

Cells = dict[tuple[int, int], "Value"]


class ChangedMeanwhile(HostError):  # noqa: N818  (it tells what happened, not what broke)
    """Somebody has changed in Google what was to be written; nothing of theirs has been touched."""


@dataclass
class Step:
    """What to send for one sheet: cells that stand there, whole rows to insert below the row `after`."""

    cells: Cells = field(default_factory=dict)
    rows: list[dict[int, Value]] = field(default_factory=list)
    after: int = 0

    @property
    def nothing(self) -> bool:
        """Whether everything is already as wanted."""
        return not self.cells and not self.rows


@dataclass(frozen=True)
class Sent:
    """A cell that was sent: where, what, which row and column it was meant for, and the sheet just before."""

    row: int
    column: int
    value: Value
    meant: tuple[Value, Value]
    before: Marks


class Marks:
    """The codes of the rows and the titles of the columns of a sheet."""

    def __init__(self, tab: Tab, layout: Layout) -> None:
        self.tab = tab
        self.header, self.key = layout(tab.title, tab.grid)
        self.doubled: set[Value] = set()
        self.row_of: dict[Value, int] = {}
        if self.key:
            self._find_rows()
        titles = tab.grid[self.header - 1] if 0 < self.header <= tab.last_row else []
        self.column_of = {title: n for n, title in reversed(list(enumerate(titles, start=1))) if title is not None}

    def _find_rows(self) -> None:
        """Note the rows by their codes; a code that stands twice names neither row."""
        for row in range(self.header + 1, self.tab.last_row + 1):
            code = self.code(row)
            if code in self.row_of:
                self.doubled.add(code)
            elif code is not None:
                self.row_of[code] = row
        self.row_of = {code: row for code, row in self.row_of.items() if code not in self.doubled}

    def code(self, row: int) -> Value:
        """Return the code of a row, None if it has none or shares it."""
        code = self.tab.value(row, self.key) if self.key and row > self.header else None
        return None if code in self.doubled else code

    def title(self, column: int) -> Value:
        """Return the title of a column, None if it has none."""
        return self.tab.value(self.header, column) if self.header else None

    def name(self, row: int, column: int) -> tuple[Value, Value]:
        """Return what a cell is called, wherever it stands."""
        return (self.code(row), self.title(column))


def step(seen: Marks, now: Marks, wanted: Cells) -> Step:
    """Return what is missing. ChangedMeanwhile if a cell is neither as it was seen nor as it is wanted."""
    made = Step(after=now.tab.last_row)
    rows: dict[int, Cells] = {}
    for (row, column), value in sorted(wanted.items(), key=lambda one: one[0]):
        rows.setdefault(row, {})[row, column] = value
    growth = {row: cells for row, cells in rows.items() if row > seen.tab.last_row}
    for row, cells in rows.items():
        if row not in growth:
            _existing(seen, now, row, cells, made)
    if growth:
        _new_rows(seen, now, growth, made)
    return made


def healed(tab: Tab, back: Cells, layout: Layout) -> Marks:
    """Return the marks of a sheet as it will be once strayed cells are put back."""
    for (row, column), value in back.items():
        if 0 < row <= tab.last_row and column <= len(tab.grid[row - 1]):
            tab.grid[row - 1][column - 1] = value
    return Marks(tab, layout)


def replacement(tab: Tab, grid: Grid) -> Step:
    """Return the cells by which a sheet differs from what it shall hold."""
    cells: Cells = {}
    for r in range(1, max(len(grid), tab.last_row) + 1):
        row = grid[r - 1] if r <= len(grid) else []
        width = max(len(row), len(tab.grid[r - 1]) if r <= tab.last_row else 0)
        for c in range(1, width + 1):
            value = row[c - 1] if c <= len(row) else None
            if not same(tab.value(r, c), value):
                cells[r, c] = value
    return Step(cells)


def _existing(seen: Marks, now: Marks, row: int, cells: Cells, made: Step) -> None:
    there = _row_now(seen, now, row, cells)
    if there is None:
        if all(value is None for value in cells.values()):
            return
        raise _changed(now.tab.title, f"строки с кодом {seen.code(row)} больше нет")
    for (_, column), value in cells.items():
        place = (there, _column_now(seen, now, column))
        found = now.tab.value(*place)
        if same(found, value):
            continue
        if not same(found, seen.tab.value(row, column)):
            raise _changed(now.tab.title, f"строка {there} изменена")
        made.cells[place] = value


def _row_now(seen: Marks, now: Marks, row: int, cells: Cells) -> int | None:
    """Return where a row stands now: by its code, the code it gets, or, without any, by everything in it."""
    coming = cells.get((row, seen.key))
    if coming is not None and coming in now.row_of:
        return now.row_of[coming]
    code = seen.code(row)
    if code is not None:
        return now.row_of.get(code)
    if _alike(seen, now, row, row, cells):
        return row
    alike = [other for other in range(1, now.tab.last_row + 1) if _alike(seen, now, row, other, cells)]
    if len(alike) == 1:
        return alike[0]
    raise _changed(now.tab.title, f"строка {row} изменена")


def _alike(seen: Marks, now: Marks, row: int, other: int, cells: Cells) -> bool:
    if now.code(other) is not None:
        return False
    width = max(seen.tab.columns, now.tab.columns)
    return all(
        same(seen.tab.value(row, c), now.tab.value(other, c))
        or ((row, c) in cells and same(cells[row, c], now.tab.value(other, c)))
        for c in range(1, width + 1)
    )


def _column_now(seen: Marks, now: Marks, column: int) -> int:
    title = seen.title(column)
    if title is None:
        return column
    if now.title(column) == title:
        return column
    if title not in now.column_of:
        raise _changed(now.tab.title, f"столбца «{title}» больше нет")
    return now.column_of[title]


def _new_rows(seen: Marks, now: Marks, growth: Mapping[int, Cells], made: Step) -> None:
    rows: list[dict[int, Value]] = []
    for row in range(seen.tab.last_row + 1, max(growth) + 1):
        cells = growth.get(row, {})
        placed: dict[int, Value] = {
            _column_now(seen, now, column): value for (_, column), value in cells.items() if value is not None
        }
        code = placed.get(now.key) if now.key else None
        there = None if code is None else now.row_of.get(code)
        if there is None:
            rows.append(placed)
        else:  # written before an answer was lost
            made.cells.update({(there, c): v for c, v in placed.items() if not same(now.tab.value(there, c), v)})
    while rows and not rows[-1]:
        rows.pop()
    if not _already_there(seen, now, rows):
        made.rows = rows


def _already_there(seen: Marks, now: Marks, rows: list[dict[int, Value]]) -> bool:
    """Whether rows without codes stand below what was seen: an earlier try has written them."""
    first = seen.tab.last_row + 1
    starts = range(first, now.tab.last_row - len(rows) + 2)
    return any(
        all(same(now.tab.value(start + n, c), v) for n, cells in enumerate(rows) for c, v in cells.items())
        for start in starts
    )


def sent_cells(marks: Marks, done: Step) -> list[Sent]:
    """Return what a step writes and where it was meant to land."""
    cells = [Sent(r, c, value, marks.name(r, c), marks) for (r, c), value in done.cells.items()]
    for n, row in enumerate(done.rows, start=done.after + 1):
        code = row.get(marks.key) if marks.key else None
        cells += [Sent(n, c, value, (code, marks.title(c)), marks) for c, value in row.items()]
    return cells


def strays(sent: list[Sent], now: Marks) -> Cells:
    """Return cells to put back: ours landed in the row or column of something else that moved there meanwhile."""
    found: Cells = {}
    meant = {(*one.meant, one.value) for one in sent}
    for one in sent:
        place = (one.row, one.column)
        if not one.before.key:
            continue
        if one.column == one.before.key and one.meant[0] is None:
            if same(now.tab.value(*place), one.value) and not _same_rest(one.before, one.row, now, one.row):
                found[place] = _code_by_rest(one.before, now, one.row)
        elif one.meant[0] is not None and one.column != one.before.key and not _landed(one, now):
            found.update(_astray(one, now, meant))
    return {place: value for place, value in found.items() if not same(now.tab.value(*place), value)}


def _landed(one: Sent, now: Marks) -> bool:
    row, column = now.row_of.get(one.meant[0] or "", 0), now.column_of.get(one.meant[1] or "", 0)
    return bool(row and column) and same(now.tab.value(row, column), one.value)


def _astray(one: Sent, now: Marks, meant: set[tuple[Value, Value, Value]]) -> Cells:
    """Return where a cell that is not in its row may be instead, with what stood there before: one place or none.

    Such a place holds our value, did not hold it before, and was not to get it.
    """
    rows = {one.row, *range(now.header + 1, now.tab.last_row + 1)}
    places = {(one.row, one.column), *((row, now.column_of.get(one.meant[1] or "", one.column)) for row in rows)}
    found = {
        place: _value_of(one.before, now.name(*place))
        for place in places
        if same(now.tab.value(*place), one.value)
        and now.name(*place) != one.meant
        and (*now.name(*place), one.value) not in meant
        and not same(_value_of(one.before, now.name(*place)), one.value)
    }
    exact = (one.row, one.column)
    return {exact: found[exact]} if exact in found else found if len(found) == 1 else {}


def _value_of(marks: Marks, name: tuple[Value, Value]) -> Value:
    code, title = name
    row = marks.row_of.get(code, 0) if code is not None else 0
    column = marks.column_of.get(title, 0) if title is not None else 0
    return marks.tab.value(row, column) if row and column else None


def _same_rest(before: Marks, row: int, now: Marks, other: int) -> bool:
    """Whether two rows hold the same but for their codes."""
    width = max(before.tab.columns, now.tab.columns)
    return all(same(before.tab.value(row, c), now.tab.value(other, c)) for c in range(1, width + 1) if c != before.key)


def _code_by_rest(before: Marks, now: Marks, row: int) -> Value:
    """Return the code that a row had before ours was written over it, known by the rest of the row."""
    alike = [r for r in range(before.header + 1, before.tab.last_row + 1) if _same_rest(before, r, now, row)]
    return before.code(alike[0]) if len(alike) == 1 else None


def _changed(title: str, what: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(f"Пока команда работала, в Google изменили лист «{title}»: {what}; повторите команду.")
