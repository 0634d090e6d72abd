"""What is wrong in a workbook, as one list: issues of cells and sheets, and what the rules say of whole rows.

    findings = check(book, today=date(2026, 9, 1))

Leaves single rules to `rules`, putting things right to `fixes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import ERROR, HINT, LEVELS, WARNING, as_text
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import Finding, SettingRow
from nastavnik_sheets.settings import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record, Sheet
    from nastavnik_sheets.tables import Issue, Table

    Rule = Callable[[Book, date], Iterator["Flag"]]


@dataclass(frozen=True, slots=True)
class Flag:
    """What a rule found: a record and its attribute (or the name of a setting), what is wrong, how to cure it."""

    record: Record | None
    name: str
    message: str
    cure: str
    level: str


def error(record: Record, name: str, message: str, *, cure: str) -> Flag:
    """Return an error at the cell `name` of a record: the regulation or the law is broken."""
    return Flag(record, name, message, cure, ERROR)


def warning(record: Record, name: str, message: str, *, cure: str) -> Flag:
    """Return a warning: probably a mistake, a person decides."""
    return Flag(record, name, message, cure, WARNING)


def hint(record: Record, name: str, message: str, *, cure: str) -> Flag:
    """Return a hint: not due yet, or a better way."""
    return Flag(record, name, message, cure, HINT)


def setting_flag(name: str, message: str, *, cure: str, level: str = WARNING) -> Flag:
    """Return a flag at a line of «Настройки»; `name` is the attribute of `Settings`."""
    return Flag(None, name, message, cure, level)


def check(book: Book, *, today: date, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """Return all findings, errors first, then in the order of sheets, rows and columns."""
    from nastavnik_sheets.rules import RULES

    found = list(_cell_findings(book))
    for rule in RULES if rules is None else rules:
        found.extend(_finding(book, flag, rule.__name__) for flag in rule(book, today))
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[int, str, int, str, str]:
    return LEVELS.index(finding.level), finding.sheet_title, row_of(finding.cell), finding.cell, finding.message


def row_of(cell: str) -> int:
    """Return the row of an address like «C12»; 0 for a whole sheet."""
    digits = "".join(c for c in cell if c.isdigit())
    return int(digits) if digits else 0


def _cell_findings(book: Book) -> Iterator[Finding]:
    from nastavnik_sheets.workbook import RECORD_TYPES

    for sheet, problem in book.missing:
        yield Finding(level=problem.level, sheet_title=sheet.title, cell="", message=problem.message,
                      cure=problem.cure, rule=problem.rule)  # fmt: skip
    for record_type in RECORD_TYPES:
        sheet = sheet_of(record_type)
        if sheet.use == INPUT:
            table = book.table(record_type)
            for issue in table.issues:
                yield _of_issue(book, sheet, table, issue)
    for issue in book.setting_issues:
        yield _of_issue(book, sheet_of(SettingRow), book.table(SettingRow), issue)


def _of_issue(book: Book, sheet: Sheet, table: Table[Record], issue: Issue) -> Finding:
    fix = issue.problem.fix
    return Finding(
        level=issue.problem.level,
        sheet_title=book.title(sheet),
        cell=address(issue.row, issue.column),
        code=as_text(table.raw(issue.row, "code")) or None,
        column_title=issue.column_title or None,
        value=as_text(issue.value)[:200] or None,
        message=issue.problem.message,
        cure=issue.problem.cure,
        fix=as_text(fix) if fix is not None else None,
        rule=issue.problem.rule,
    )


def _finding(book: Book, flag: Flag, rule: str) -> Finding:
    if flag.record is None:
        return _of_setting(book, flag, rule)
    sheet = sheet_of(flag.record)
    table = book.table(type(flag.record))
    position = table.positions.get(flag.name, 0)
    return Finding(
        level=flag.level,
        sheet_title=book.title(sheet),
        cell=address(flag.record.row, position),
        code=getattr(flag.record, "code", None) or None,
        column_title=sheet.column(flag.name).title,
        value=as_text(table.raw(flag.record.row, flag.name))[:200] or None,
        message=flag.message,
        cure=flag.cure,
        rule=rule,
    )


def _of_setting(book: Book, flag: Flag, rule: str) -> Finding:
    table = book.table(SettingRow)
    row = book.setting_rows.get(flag.name, 0)
    return Finding(
        level=flag.level,
        sheet_title=book.title(sheet_of(SettingRow)),
        cell=address(row, table.positions.get("value", 0)) if row else "",
        column_title=title_of(flag.name),
        value=as_text(table.raw(row, "value"))[:200] or None if row else None,
        message=flag.message,
        cure=flag.cure,
        rule=rule,
    )


def address(row: int, column: int) -> str:
    """Return «C12» for (12, 3); a column of 0 is the row alone: «A12»."""
    letters = ""
    number = max(column, 1)
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def verdict(findings: Iterable[Finding]) -> str:
    """Return the sentence a person waits for."""
    counts = dict.fromkeys(LEVELS, 0)
    for finding in findings:
        counts[finding.level] += 1
    rest = [
        f"{word}: {counts[level]}"
        for level, word in ((WARNING, "предупреждений"), (HINT, "подсказок"))
        if counts[level]
    ]
    if counts[ERROR]:
        return ", ".join([f"Найдено ошибок: {counts[ERROR]}", *rest])
    return ", ".join(["Нет ошибок", *rest])
