"""What is wrong in a workbook, as one list: issues of cells and sheets, and what the rules say of whole rows.

    findings = check(book, today=date(2026, 9, 1))

Leaves single rules to `rules`, putting things right to `fixes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from nastavnik_sheets.addresses import address
from nastavnik_sheets.cells import ERROR, HINT, LEVELS, WARNING, Problem, as_text
from nastavnik_sheets.rules.catalogue import RULES
from nastavnik_sheets.schema import INPUT, Record, sheet_of, swiftly
from nastavnik_sheets.service_sheets import Finding, SettingRow
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.workbook import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag, Rule
    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.tables import Issue, Table

R = TypeVar("R", bound=Record)


def check(book: Book, *, today: date, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """Return all findings, errors first, then by the title of the sheet, row and column."""
    found = list(_cell_findings(book))
    for rule in RULES if rules is None else rules:
        found.extend(_finding(book, flag, rule.__name__) for flag in rule(book, today))
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[int, str, tuple[int, int], str]:
    return LEVELS.index(finding.level), finding.sheet_title, finding.place, finding.message


def _cell_findings(book: Book) -> Iterator[Finding]:
    for sheet, problem in book.missing:
        yield _made(sheet.title, problem, (0, 0))
    for record_type in RECORD_TYPES:
        sheet = sheet_of(record_type)
        if sheet.use == INPUT:
            yield from _of_issues(book.title(sheet), book.table(record_type), book.table(record_type).issues)
    settings = book.table(SettingRow)
    yield from _of_issues(book.title(sheet_of(SettingRow)), settings, book.setting_issues)


def _of_issues(title: str, table: Table[R], issues: Iterable[Issue]) -> Iterator[Finding]:
    for issue in issues:
        place = (issue.row, issue.column)
        code = table.raw(issue.row, "code") if issue.row > table.header_row else None
        yield _made(title, issue.problem, place, column=issue.column_title, code=code, value=issue.value)


def _finding(book: Book, flag: Flag, rule: str) -> Finding:
    problem = Problem(rule, flag.level, flag.message, flag.cure)
    if flag.record is None:
        return _of_setting(book, flag.name, problem)
    sheet, row = sheet_of(flag.record), flag.record.row
    table = book.table(type(flag.record))
    return _made(
        book.title(sheet),
        problem,
        (row, table.positions.get(flag.name, 0)),
        column=sheet.column(flag.name).title,
        code=getattr(flag.record, "code", None),
        value=table.raw(row, flag.name),
    )


def _of_setting(book: Book, name: str, problem: Problem) -> Finding:
    table = book.table(SettingRow)
    row = book.setting_rows.get(name, 0)
    place = (row, table.positions.get("value", 0)) if row else (0, 0)
    value = table.raw(row, "value") if row else None
    return _made(book.title(sheet_of(SettingRow)), problem, place, column=title_of(name), value=value)


def _made(
    title: str,
    problem: Problem,
    place: tuple[int, int],
    *,
    column: str | None = None,
    code: object = None,
    value: Value = None,
) -> Finding:
    """Return a finding; made swiftly, since a neglected workbook may have a hundred thousand."""
    return swiftly(Finding, {
        "row": 0,
        "level": problem.level,
        "sheet_title": title,
        "cell": address(place[0], max(place[1], 1)) if place[0] else "",
        "code": code or None,
        "column_title": column or None,
        "value": (value if isinstance(value, str) else as_text(value))[:200] or None,
        "message": problem.message,
        "cure": problem.cure,
        "fix": None if problem.fix is None else as_text(problem.fix),
        "rule": problem.rule,
        "place": place,
    })  # fmt: skip


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
