"""`monitor`: the indicators and tables of the year on sheets «Мониторинг …», the director's report, the summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.papers import FOLDER, TEMPLATES
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import HostError, reason_of
from nastavnik_sheets.hosts import file_of
from nastavnik_sheets.service_sheets import Measurement

if TYPE_CHECKING:
    from pathlib import Path

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.monitoring.columns import Columns
    from nastavnik_sheets.monitoring.figures import Figures

PERSONAL = "В файле «Персонифицированный учёт» личные данные: храните его в школе."


def monitor(address: str, *, explain: str | None = None, sheets_only: bool = False, options: Options) -> Outcome:
    """Compute the monitoring, draw its sheets, write its files beside the workbook unless only sheets are asked for.

    With `explain`, only say where one indicator came from.
    """
    if explain is not None:
        return _explained(address, explain, options)

    def work(book: Book) -> Work:
        from nastavnik_sheets.monitoring.figures import Figures
        from nastavnik_sheets.monitoring.history import kept

        figures = Figures(book, options.day)
        plan = Plan(book)
        plan.replace(Measurement, kept(book, figures))
        made = Work(plan, _message(figures), _facts(figures), sheets=_sheets(figures), what="Мониторинг")
        return made if sheets_only else _with_files(made, figures, file_of(address).parent)

    return carry_out(address, work, command="monitor", options=options)


def _explained(address: str, name: str, options: Options) -> Outcome:
    def work(book: Book) -> Work:
        from nastavnik_sheets.monitoring import explain

        text, facts = explain(book, name, options.day)
        return Work(Plan(book), text, facts)

    return carry_out(address, work, command="monitor", options=options)


def _sheets(figures: Figures) -> dict[str, bytes]:
    from nastavnik_sheets.monitoring import influence_sheet, main_sheet, process_sheet

    return {
        figures.book.titles.get("monitoring", main_sheet.TITLE): main_sheet.main_sheet(figures),
        process_sheet.TITLE: process_sheet.process_sheet(figures),
        influence_sheet.TITLE: influence_sheet.influence_sheet(figures),
    }


def _with_files(work: Work, figures: Figures, beside: Path) -> Work:
    """Add the report and the summaries, written after the workbook is saved."""
    from nastavnik_sheets.documents import save_files
    from nastavnik_sheets.monitoring import report, summaries

    lists = {title: _columns(beside, title) for title in (summaries.SUMMARY, summaries.RECORD)}
    day = f"{figures.today:%Y-%m-%d}"
    files = [
        (f"{day} {report.TITLE}.docx", report.report(figures)),
        (f"{day} {summaries.SUMMARY}.xlsx", summaries.summary_file(figures, lists[summaries.SUMMARY])),
        (f"{day} {summaries.RECORD}.xlsx", summaries.record_file(figures, lists[summaries.RECORD])),
    ]
    problems = [problem for columns in lists.values() for problem in columns.problems]
    work.message = "\n".join([work.message, f"Файлы — в папке «{beside / FOLDER}».", PERSONAL, *problems])
    work.facts |= {"folder": str(beside / FOLDER), "files": [name for name, _ in files], "problems": problems}

    def save() -> None:
        save_files(files, beside / FOLDER)
        _leave_columns(beside)

    work.after = save
    return work


def _columns(beside: Path, title: str) -> Columns:
    """Return the columns of a summary as the school has chosen them beside the workbook, else the usual ones."""
    from nastavnik_sheets.monitoring import columns, summaries

    file = beside / TEMPLATES / columns.FILE
    if not file.exists():
        return summaries.default_columns(title)
    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"Файл «{file}» не открывается ({reason_of(error)}): закройте его или проверьте права и повторите."
        raise HostError(message) from error
    return columns.read_columns(content, title, summaries.KNOWN[title])


def _leave_columns(beside: Path) -> None:
    """Put the list of columns beside the workbook, if there is none, for the school to edit."""
    from nastavnik_sheets.documents import save_files
    from nastavnik_sheets.monitoring import columns, summaries

    if not (beside / TEMPLATES / columns.FILE).exists():
        made = columns.columns_file(summaries.DEFAULTS, summaries.KNOWN)
        save_files([(columns.FILE, made)], beside / TEMPLATES)


def _message(figures: Figures) -> str:
    from nastavnik_sheets.monitoring import words
    from nastavnik_sheets.monitoring.indicators import CONTINGENT
    from nastavnik_sheets.settings import title_of

    lines = [f"Мониторинг за период {figures.period.words}: листы «Мониторинг …» обновлены."]
    for one in figures.indicators:
        share = "" if one.denominator is None else f" ({one.numerator} из {one.denominator})"
        goal = f", цель {one.target:g}\u00a0%" if one.target is not None else ""
        lines.append(f"  {one.id} {one.title}: {one.shown}{share}{goal}")
    lines.append(words.coverage_words(figures.indicators))
    if unset := [title_of(CONTINGENT[one.id]) for one in figures.indicators if one.denominator is None]:
        lines.append("На листе «Настройки» не заполнено: " + ", ".join(f"«{title}»" for title in unset) + ".")
    return "\n".join(lines)


def _facts(figures: Figures) -> dict[str, object]:
    from nastavnik_sheets.monitoring.explaining import facts

    return {
        "period": {"start": figures.period.start, "end": figures.period.end},
        "indicators": [facts(figures.book, one) for one in figures.indicators],
    }
