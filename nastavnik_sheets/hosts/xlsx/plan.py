"""From "set these cells" to the changes of a sheet: what grows, what computes itself, what loses its shared formula.

Leaves refusing single cells to `refuse`, and writing to `splice`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address
from nastavnik_sheets.hosts.xlsx import markup, refuse, splice
from nastavnik_sheets.hosts.xlsx.cells import Formula
from nastavnik_sheets.hosts.xlsx.splice import Change, Changes, Unshared

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nastavnik_sheets.hosts.protocol import Cell
    from nastavnik_sheets.hosts.xlsx.areas import Area
    from nastavnik_sheets.hosts.xlsx.scan import Facts, Shared
    from nastavnik_sheets.hosts.xlsx.stream import Dialect, SheetStream
    from nastavnik_sheets.hosts.xlsx.tables import Table

_STYLE = re.compile(rb"""\ss\s*=\s*["']\s*(\d+)""")
_FULL = re.compile(rb"<[\w.-]*:?(?:v|f|is)[\s/>]")


@dataclass(slots=True)
class Plan:
    """The changes of one sheet, and the new last row of each table that grows."""

    changes: Changes
    growth: dict[str, int] = field(default_factory=dict)
    """New last row by the part name of the table."""
    formulas_come: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What the plan stands on: the sheet as it is."""

    place: str
    stream: SheetStream
    facts: Facts
    tables: list[Table]
    pivots: list[Area]
    near: dict[int, bytes | None] = field(default_factory=dict)
    """Rows at the ends of tables that were looked up already; None where there is no row."""


def make_plan(ground: Ground, cells: Mapping[tuple[int, int], Cell]) -> Plan:
    """Return what is to be done. Refused if a table has no room to grow."""
    changes: Changes = {}
    for (row, column), value in cells.items():
        changes.setdefault(row, {})[column] = Change(value)
    plan = Plan(changes)
    runs = {table.part: _run_below(table, cells) for table in ground.tables}
    rows = _rows_near(ground, runs)
    for table in ground.tables:
        if runs[table.part]:
            _grow(plan, ground, table, runs[table.part], rows)
    _unshare(plan, ground)
    return plan


def _run_below(table: Table, cells: Mapping[tuple[int, int], Cell]) -> list[int]:
    """Return the rows directly below the table in which something is written into its columns."""
    area = table.area
    written = {row for (row, column), value in cells.items()
               if value is not None and row > area.bottom and area.left <= column <= area.right}  # fmt: skip
    run, row = [], area.bottom + 1
    while row in written:
        run.append(row)
        row += 1
    return run


def _rows_near(ground: Ground, runs: dict[str, list[int]]) -> dict[int, bytes]:
    wanted: set[int] = set()
    for table in ground.tables:
        if runs[table.part]:
            wanted |= {table.last_data_row, *runs[table.part]}
    unknown = wanted - set(ground.near)
    if unknown:
        ground.near.update(dict.fromkeys(unknown) | rows_at(ground.stream, ground.facts, unknown))
    return {row: xml for row in wanted if (xml := ground.near[row])}


def rows_at(stream: SheetStream, facts: Facts, wanted: Collection[int]) -> dict[int, bytes]:
    """Return the markup of these rows, those that there are."""
    found: dict[int, bytes] = {}
    wanted = {row for row in wanted if row <= facts.last_row}
    if not wanted:
        return found
    first, final, last = min(wanted), max(wanted), 0
    for index, block in enumerate(stream.blocks()):
        if facts.ordered and facts.firsts[index] > final:
            break
        near = not facts.ordered or facts.lasts[index] >= first
        for start, end, number in splice.rows_of(block, stream.dialect, last=last) if near else ():
            if number in wanted:
                found[number] = block[start:end]
        last = facts.lasts[index]
    return found


def _grow(plan: Plan, ground: Ground, table: Table, run: list[int], rows: Mapping[int, bytes]) -> None:
    dialect = ground.stream.dialect
    filled = [row for row in run if row in rows and _is_filled(rows[row], table, dialect)]
    if filled and filled[0] == run[0]:
        return
    if filled:
        raise refuse.below_table(ground.place, table, filled[0])
    if table.totals:
        raise refuse.totals_row(ground.place, table)
    others = [one.area for one in ground.tables if one.part != table.part]
    others += ground.facts.merges + ground.facts.arrays + ground.facts.tables_of_data + ground.pivots
    refuse.guard_growth(ground.place, table, run[-1], others)
    last = rows.get(table.last_data_row, b"")
    styles = styles_of(last, dialect)
    formulas = _formulas_of(last, table, ground)
    for row in run:
        present = {column for column, *_ in _cells(rows.get(row, b""), dialect)}
        plan.changes[row] = _grown_row(plan.changes[row], row, table, present, styles, formulas)
    if formulas:
        plan.formulas_come = True
    plan.growth[table.part] = run[-1]


def _grown_row(
    written: dict[int, Change], row: int, table: Table, present: set[int], styles: dict[int, str],
    formulas: dict[int, tuple[str, str]],
) -> dict[int, Change]:  # fmt: skip
    made = {column: Change(change.value, styles.get(column)) for column, change in written.items()}
    for column in range(table.area.left, table.area.right + 1):
        if column in made or column in present:
            continue
        if column in formulas:
            text = translated(*formulas[column], address(row, column))
            made[column] = Change(Formula(text), styles.get(column))
        elif styles.get(column):
            made[column] = Change(None, styles[column])
    return made


def _cells(row: bytes, dialect: Dialect) -> list[tuple[int, int, int, bytes]]:
    return splice.cells_of(row, dialect, row.index(b">") + 1) if row else []


def _is_filled(row: bytes, table: Table, dialect: Dialect) -> bool:
    return any(
        _FULL.search(row, start + 2, end) is not None
        for column, start, end, _ in _cells(row, dialect)
        if table.area.left <= column <= table.area.right
    )


def styles_of(row: bytes, dialect: Dialect) -> dict[int, str]:
    """Return the styles of the cells of a row by column, those that have one."""
    found = {}
    for column, _, _, attributes in _cells(row, dialect):
        style = _STYLE.search(b" " + attributes)
        if style:
            found[column] = style[1].decode()
    return found


def _formulas_of(row: bytes, table: Table, ground: Ground) -> dict[int, tuple[str, str]]:
    """Return formula and its own address for each calculated column, taken from the table's last row."""
    found: dict[int, tuple[str, str]] = {}
    dialect = ground.stream.dialect
    places = {column: row[start:end] for column, start, end, _ in _cells(row, dialect)}
    for column, definition in enumerate(table.columns, table.area.left):
        if definition.formula is None:
            continue
        here = address(table.last_data_row, column)
        formula = dialect.formula.search(places.get(column, b""))
        said = markup.attributes(b"<f" + formula[1] + b">") if formula else {}
        if formula and not said.get("t"):
            found[column] = markup.unescaped(formula[2] or b""), here
        elif said.get("t") == "shared" and said.get("si") in ground.facts.shared:
            master = ground.facts.shared[said["si"]]
            found[column] = master.text, address(master.row, master.column)
        elif not formula and _is_the_same_everywhere(definition.formula):
            found[column] = definition.formula, here
    return found


def _is_the_same_everywhere(formula: str) -> bool:
    """Tell whether the formula names no cell by its address, so that it is the same in every row."""
    return not re.search(r"(?<![\w.\[])\$?[A-Za-z]{1,3}\$?\d+(?![\w(\]])", formula)


def translated(formula: str, origin: str, target: str) -> str:
    """Return a formula moved from one cell to another, its relative addresses with it."""
    if ":" not in formula and _is_the_same_everywhere(formula):
        return formula
    from openpyxl.formula.translate import Translator

    return str(Translator("=" + formula, origin=origin).translate_formula(target))[1:]


def _unshare(plan: Plan, ground: Ground) -> None:
    """Give the dependants of a shared formula their own, where its master is overwritten."""
    lost = {
        number: master
        for number, master in ground.facts.shared.items()
        if master.column in plan.changes.get(master.row, {})
    }
    if not lost:
        return
    for row, column, number in _dependants(ground, lost):
        if column not in plan.changes.get(row, {}):
            master = lost[number]
            text = translated(master.text, address(master.row, master.column), address(row, column))
            plan.changes.setdefault(row, {})[column] = Change(Unshared(text))


def _dependants(ground: Ground, lost: Mapping[str, Shared]) -> list[tuple[int, int, str]]:
    found, last = [], 0
    dialect = ground.stream.dialect
    for index, block in enumerate(ground.stream.blocks()):
        for start, end, number in splice.rows_of(block, dialect, last=last):
            row = block[start:end]
            for column, begin, finish, _ in _cells(row, dialect) if b"shared" in row else ():
                formula = dialect.formula.search(row, begin, finish)
                said = markup.attributes(b"<f" + formula[1] + b">") if formula else {}
                if said.get("t") == "shared" and said.get("si") in lost:
                    found.append((number, column, said["si"]))
        last = ground.facts.lasts[index]
    return found
