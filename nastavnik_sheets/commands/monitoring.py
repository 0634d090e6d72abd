"""`monitor`: the indicators and tables of the year on sheets «Мониторинг …», or where one figure came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.service_sheets import Measurement

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.monitoring.figures import Figures


def monitor(address: str, *, explain: str | None = None, options: Options) -> Outcome:
    """Compute the monitoring and draw its sheets; with `explain`, only say where one indicator came from."""
    if explain is not None:
        return _explained(address, explain, options)

    def work(book: Book) -> Work:
        from nastavnik_sheets.monitoring import influence_sheet, main_sheet, process_sheet
        from nastavnik_sheets.monitoring.figures import Figures
        from nastavnik_sheets.monitoring.history import kept

        figures = Figures(book, options.day)
        sheets = {
            book.titles.get("monitoring", main_sheet.TITLE): main_sheet.main_sheet(figures),
            process_sheet.TITLE: process_sheet.process_sheet(figures),
            influence_sheet.TITLE: influence_sheet.influence_sheet(figures),
        }
        plan = Plan(book)
        plan.replace(Measurement, kept(book, figures))
        return Work(plan, _message(figures), _facts(figures), sheets=sheets, what="Мониторинг")

    return carry_out(address, work, command="monitor", options=options)


def _explained(address: str, name: str, options: Options) -> Outcome:
    def work(book: Book) -> Work:
        from nastavnik_sheets.monitoring import explain

        text, facts = explain(book, name, options.day)
        return Work(Plan(book), text, facts)

    return carry_out(address, work, command="monitor", options=options)


def _message(figures: Figures) -> str:
    from nastavnik_sheets.monitoring import words

    lines = [f"Мониторинг за период {figures.period.words}: листы «Мониторинг …» обновлены."]
    for one in figures.indicators:
        below = "не задано" if one.denominator is None else one.denominator
        goal = f", цель {one.target:g} %" if one.target is not None else ""
        lines.append(f"  {one.id} {one.title}: {one.shown} ({one.numerator} из {below}){goal}")
    lines.append(words.coverage_words(figures.indicators))
    return "\n".join(lines)


def _facts(figures: Figures) -> dict[str, object]:
    from nastavnik_sheets.monitoring.explaining import facts

    return {
        "period": {"start": figures.period.start, "end": figures.period.end},
        "indicators": [facts(figures.book, one) for one in figures.indicators],
    }
