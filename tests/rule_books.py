"""A small valid school as records, and what is found when one thing in it is changed.

    records = school()
    assert found(changed(records, Pair, 0, mentee=PUPIL_MENTOR)) == [("nobody_mentors_himself", *at(Pair, 0, "mentee"))]

All people are invented. `TODAY` is in the middle of the programme; every sheet that people fill has rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from rule_school import SCHOOL, TODAY, Records

from nastavnik_sheets.addresses import address
from nastavnik_sheets.book import Book
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.check import check
from nastavnik_sheets.codes import Shown
from nastavnik_sheets.lists import initial_values, list_values
from nastavnik_sheets.schema import LAYOUT, Record, sheet_of
from nastavnik_sheets.service_sheets import ListEntry, SettingRow
from nastavnik_sheets.settings import in_order, title_of
from nastavnik_sheets.tables import Table, read_table
from nastavnik_sheets.workbook import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.service_sheets import Finding

Place: TypeAlias = "tuple[type[Record], int, str]"


def school() -> Records:
    """Return the valid school, in which nothing is found."""
    return dict(SCHOOL)


def changed(records: Records, record_type: type[Record], index: int, **values: object) -> Records:
    """Return the school with some attributes of one record changed."""
    rows = list(records[record_type])
    rows[index] = replace(rows[index], **values)
    return {**records, record_type: rows}


def added(records: Records, *new: Record) -> Records:
    """Return the school with records put below the others of their sheets."""
    result = dict(records)
    for record in new:
        result[type(record)] = [*result[type(record)], record]
    return result


def without(records: Records, record_type: type[Record], *indexes: int) -> Records:
    """Return the school without some records of a sheet."""
    return {**records, record_type: [r for i, r in enumerate(records[record_type]) if i not in indexes]}


def with_setting(records: Records, **values: object) -> Records:
    """Return the school with some settings changed."""
    result = records
    for name, value in values.items():
        result = changed(result, SettingRow, setting_index(name), value=value)
    return result


def setting_index(name: str) -> int:
    """Return which row of «Настройки» a setting is."""
    return [line.title for line, _ in in_order()].index(title_of(name))


def grid_of(
    record_type: type[Record], records: Sequence[Record], cells: Mapping[Place, Value] | None = None
) -> list[list[Value]]:
    """Return a sheet as a grid: a header in row 1; `cells` override single cells by type, index and attribute."""
    special = cells or {}
    columns = sheet_of(record_type).columns
    rows: list[list[Value]] = [[column.title for column in columns]]
    for index, record in enumerate(records):
        shown = {c.name: None if isinstance(c.kind, Shown) else as_cell(getattr(record, c.name)) for c in columns}
        rows.append([special.get((record_type, index, name), value) for name, value in shown.items()])
    return rows


def grids(records: Records, cells: Mapping[Place, Value] | None = None) -> dict[str, list[list[Value]]]:
    """Return all sheets as grids by title, for a memory host."""
    return {sheet_of(t).title: grid_of(t, records.get(t, ()), cells) for t in SHEET_TYPES}


SHEET_TYPES = tuple(t for t in RECORD_TYPES if sheet_of(t).use != LAYOUT)


def book_of(records: Records, cells: Mapping[Place, Value] | None = None) -> Book:
    """Return the school read as a book; sheets of the valid school that did not change are read once."""
    planted = {place[0] for place in cells or ()}
    listed = _table(ListEntry, records, cells, planted, lists=None)
    lists = list_values(listed.records)
    tables = {
        sheet_of(t).key: _table(t, records, cells, planted, lists=lists) for t in SHEET_TYPES if t is not ListEntry
    }
    titles = {sheet_of(t).key: sheet_of(t).title for t in SHEET_TYPES}
    return Book({**tables, "lists": listed}, titles=titles)


def _table(
    record_type: type[Record],
    records: Records,
    cells: Mapping[Place, Value] | None,
    planted: set[type[Record]],
    *,
    lists: dict[str, list[str]] | None,
) -> Table[Any]:
    rows = records.get(record_type, [])
    usual = rows is SCHOOL.get(record_type, rows) and lists in (None, INITIAL)
    if usual and record_type not in planted:
        if record_type not in _READ:
            _READ[record_type] = read_table(record_type, grid_of(record_type, rows), lists=lists)
        return _READ[record_type]
    return read_table(record_type, grid_of(record_type, rows, cells), lists=lists)


INITIAL = initial_values()
_READ: dict[type[Record], Table[Any]] = {}


def findings(records: Records, cells: Mapping[Place, Value] | None = None, *, today: date = TODAY) -> list[Finding]:
    """Return what the check finds in the school."""
    return check(book_of(records, cells), today=today)


def found(
    records: Records, cells: Mapping[Place, Value] | None = None, *, today: date = TODAY
) -> list[tuple[str, str, str]]:
    """Return the rule, the sheet and the cell of every finding."""
    return [(f.rule, f.sheet_title, f.cell) for f in findings(records, cells, today=today)]


def at(record_type: type[Record], index: int, name: str) -> tuple[str, str]:
    """Return the sheet and the cell of an attribute of the record at an index."""
    sheet = sheet_of(record_type)
    position = [c.name for c in sheet.columns].index(name) + 1
    return sheet.title, address(index + 2, position)


def at_setting(name: str) -> tuple[str, str]:
    """Return the sheet and the cell of a setting's value."""
    return at(SettingRow, setting_index(name), "value")


@dataclass(frozen=True)
class Case:
    """One mistake: the rule that must tell it, the school with the mistake, and the only cell with a finding."""

    rule: str
    records: Records
    place: tuple[str, str]
    today: date = TODAY
    level: str = ""


def one(
    rule: str,
    record_type: type[Record],
    index: int,
    name: str = "",
    *,
    level: str = "",
    where: Place | None = None,
    **values: object,
) -> Case:
    """Return the case of one changed record; the finding is `where`, at `name`, or at the first attribute."""
    place = at(*(where or (record_type, index, name or next(iter(values)))))
    return Case(rule, changed(school(), record_type, index, **values), place, level=level)


def set_to(rule: str, name: str, *, place: str = "", **values: object) -> Case:
    """Return the case of changed settings; the finding is at the setting `name`."""
    return Case(rule, with_setting(school(), **values), at_setting(place or name))


def only_finding(case: Case) -> Finding:
    """Return the finding of a case after asserting that there is no other, and that it stands where it should."""
    all_found = findings(case.records, today=case.today)
    places = [(f.rule, f.sheet_title, f.cell) for f in all_found]
    assert places == [(case.rule, *case.place)], f"{places} instead of {case.rule} at {case.place}"
    return all_found[0]
