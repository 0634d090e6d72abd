"""`check`: what is wrong in the workbook, and safe repairs when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import letters
from nastavnik_sheets.book import read_book
from nastavnik_sheets.cells import LEVELS, as_text
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.check import check as find
from nastavnik_sheets.check import verdict
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.fixes import errors_in, repair, report
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Finding
from nastavnik_sheets.spans import spans

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome

SHOWN = 20
WHERE = "Где, что не так и как исправить — на листе «Замечания»."


def check(address: str, *, fix: bool = False, options: Options) -> Outcome:
    """Check the workbook; findings land on «Замечания» and in «Проверка». With `fix`, repair what is safe first."""

    def work(book: Book) -> Work:
        plan = Plan(book)
        repaired = repair(plan) if fix else None
        done = _reported(plan, repaired=repaired, options=options)
        if fix:
            done.sheets = _returned_sheets(book, options)
        return done

    return carry_out(address, work, command="check", options=options)


def _reported(plan: Plan, *, repaired: int | None, options: Options) -> Work:
    findings = _after_repair(plan, options) if repaired else find(plan.book, today=options.day)
    if not options.dry_run:
        report(plan, findings)
    message = verdict(findings)
    if repaired is not None:
        message = f"Исправлено ячеек: {repaired}. {message}"
    facts: dict[str, object] = {
        "verdict": verdict(findings),
        "brief": f"{message}. {WHERE}" if findings else message,
        "repaired": repaired or 0,
        "counts": {level: sum(f.level == level for f in findings) for level in LEVELS},
        "findings": lambda: [_json(f) for f in findings],
    }
    return Work(plan, "\n".join([message, *_lines(findings)]), facts, 1 if errors_in(findings) else 0, what=message)


def _returned_sheets(book: Book, options: Options) -> dict[str, bytes]:
    """Return the sheets that somebody deleted, as the template has them; a renamed one is the person's to rename."""
    gone = [sheet.title for sheet, problem in book.missing if problem.rule == "sheet.missing"]
    if not gone:
        return {}
    from nastavnik_sheets import template

    content = template.build(today=options.day)
    return dict.fromkeys(gone, content)


def _after_repair(plan: Plan, options: Options) -> list[Finding]:
    """Find again in a copy that has the repairs in it."""
    from nastavnik_sheets.hosts.memory import MemoryHost

    book = plan.book
    host = MemoryHost({title: book.grid(key) for key, title in book.titles.items()})
    plan.apply(host)
    return find(read_book(host), today=options.day)


def _lines(findings: list[Finding]) -> list[str]:
    """Say the first findings; what is wrong in the same words all down a column is said once."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        place = (finding.sheet_title, finding.column_title or "") if finding.place[0] else (finding.sheet_title, "", "")
        alike.setdefault((finding.level, finding.message, finding.cure, *place), []).append(finding)
    groups = list(alike.values())
    lines = [_line(group) for group in groups[:SHOWN]]
    rest = sum(len(group) for group in groups[SHOWN:])
    if rest:
        lines.append(f"  … и ещё {rest}: все — на листе «Замечания»")
    return lines


def _line(alike: list[Finding]) -> str:
    first = alike[0]
    row, column = first.place
    cells = first.cell
    if len(alike) > 1 and row:
        cells = spans((f.place[0] for f in alike), letters=letters(max(column, 1))) + f" (всего {len(alike)})"
    return f"  {first.level}: «{first.sheet_title}» {cells} — {first.message}; {first.cure}"


def _json(finding: Finding) -> dict[str, object]:
    shown = {c.name: getattr(finding, c.name) for c in sheet_of(Finding).columns}
    return {name: as_text(value) if value is not None else None for name, value in shown.items()}
