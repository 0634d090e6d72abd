"""What `check` writes: safe repairs when asked, the list of findings, and the note in each row.

Safe is what cannot change the meaning: spaces, look-alike letters, dates and numbers written as text, phones in one
form, spelling as in the list, a code for a record that has none. Leaves finding to `check`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import ERROR, LEVELS, as_text, fold
from nastavnik_sheets.codes import Code
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.rules.codes import code_is_not_lost
from nastavnik_sheets.rules.names import is_total
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import Finding, SettingRow
from nastavnik_sheets.workbook import RECORD_TYPES, Mentee, Mentor, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.hosts.protocol import Cell, Value
    from nastavnik_sheets.schema import Record
    from nastavnik_sheets.tables import Table

NOTE_LENGTH = 120


def repair(plan: Plan) -> int:
    """Plan all safe repairs; return how many cells they change."""
    book = plan.book
    before = len(plan.changes)
    for record_type in _entered_types():
        table = book.table(record_type)
        for issue in table.issues:
            if issue.problem.fix is not None:
                plan.put(book.title(sheet_of(record_type)), issue.row, issue.column,
                         before=issue.value, after=issue.problem.fix)  # fmt: skip
    for issue in book.setting_issues:
        if issue.problem.fix is not None:
            title = book.title(sheet_of(SettingRow))
            plan.put(title, issue.row, issue.column, before=issue.value, after=issue.problem.fix)
    _give_codes(plan)
    return len(plan.changes) - before


def _give_codes(plan: Plan) -> None:
    """Give a code to every record that has none; one person keeps one code in both bases.

    A row whose code others still name gets none: it is a person's to say whether the old code is his.
    """
    lost = {id(flag.record) for flag in code_is_not_lost(plan.book, date.min)}
    codes = _codes_of_people(plan.book)
    for record_type in _entered_types():
        column = next((c for c in sheet_of(record_type).columns if c.name == "code"), None)
        table = plan.book.table(record_type)
        if column is None or not isinstance(column.kind, Code) or "code" not in table.positions:
            continue
        for record in table.records:
            total = is_total(as_text(table.raw(record.row, "full_name")))
            if blank(table, record) and id(record) not in lost and not total:
                person = _identity(record)
                code = codes.get(person) if person else None
                code = code or plan.new_code(column.kind.prefix)
                plan.set(record, "code", code)
                if person:
                    codes[person] = code


def blank(table: Table[Record], record: Record) -> bool:
    """Whether the cell of a record's code is empty, not merely unreadable."""
    return table.raw(record.row, "code") in (None, "")


def _codes_of_people(book: Book) -> dict[tuple[str, date], str]:
    people = (*book[Mentee], *book[Mentor])
    return {identity: p.code for p in people if p.code and (identity := _identity(p))}


def _identity(record: Record) -> tuple[str, date] | None:
    if not isinstance(record, Person) or not record.full_name or not record.birth_date:
        return None
    return fold(record.full_name), record.birth_date


def _entered_types() -> list[type[Record]]:
    return [t for t in RECORD_TYPES if sheet_of(t).use == INPUT]


def report(plan: Plan, findings: Sequence[Finding]) -> None:
    """Plan the sheet «Замечания», each cell a link to its place, and the column «Проверка» of every row."""
    cells: dict[tuple[int, str], Cell] = {}
    for index, finding in enumerate(findings):
        if finding.cell and finding.sheet_title in plan.book.titles.values():
            cells[index, "cell"] = Link(finding.cell, f"#{quoted(finding.sheet_title)}!{finding.cell}")
    plan.replace(Finding, findings, cells=cells)
    notes = _notes(findings)
    for record_type in _entered_types():
        title = plan.book.title(sheet_of(record_type))
        table = plan.book.table(record_type)
        for row, before, after in _changed_notes(table, notes.get(title, {})):
            plan.put(title, row, table.positions["check_note"], before=before, after=after)


def quoted(title: str) -> str:
    """Return a sheet's title as it stands in an address: «'Дорожная карта'»."""
    return "'" + title.replace("'", "''") + "'"


def _notes(findings: Sequence[Finding]) -> dict[str, dict[int, str]]:
    """Return, by sheet and row, the worst finding in words and how many more there are."""
    by_row: dict[str, dict[int, list[Finding]]] = {}
    for finding in findings:
        by_row.setdefault(finding.sheet_title, {}).setdefault(finding.place[0], []).append(finding)
    return {title: {row: _note(found) for row, found in rows.items()} for title, rows in by_row.items()}


def _note(found: Sequence[Finding]) -> str:
    worst = min(found, key=lambda f: LEVELS.index(f.level))
    where = f"{worst.column_title}: " if worst.column_title else ""
    more = f" (и ещё {len(found) - 1})" if len(found) > 1 else ""
    text = f"{worst.level}: {where}{worst.message}"
    return (text if len(text) <= NOTE_LENGTH else text[: NOTE_LENGTH - 1] + "…") + more


def _changed_notes(table: Table[Record], notes: dict[int, str]) -> Iterator[tuple[int, Value, str | None]]:
    if "check_note" not in table.positions:
        return
    rows = {record.row for record in table.records} | {row for row in notes if row > table.header_row}
    for row in sorted(rows):
        before, after = table.raw(row, "check_note"), notes.get(row)
        if before != after and (before or after):
            yield row, before, after


def errors_in(findings: Sequence[Finding]) -> int:
    """Return how many findings are errors."""
    return sum(finding.level == ERROR for finding in findings)
