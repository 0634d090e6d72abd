"""`journal`: a table of a month's meetings for mentors or a curator to fill in; `import` takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.papers import FOLDER
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import file_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome


def make_form(
    address: str, *, month: date | None = None, people: Sequence[str] = (), lines: int = 4, options: Options
) -> Outcome:
    """Write the table of a month (this one if none is named) beside the workbook, which itself stays as it is."""
    first = (month or options.day).replace(day=1)

    def work(book: Book) -> Work:
        from nastavnik_sheets.documents.files import free_name, save_files
        from nastavnik_sheets.facts.stopped import stopped_codes
        from nastavnik_sheets.importing.journal_form import journal_form, pairs_of
        from nastavnik_sheets.wording.typography import month_words

        known = pairs_of(book, month=first, people=people)
        stopped = stopped_codes(book, options.day)
        pairs = [pair for pair in known if pair.code not in stopped]
        left_out = len(known) - len(pairs)
        if not pairs:
            why = f"отозвано согласие на обработку, пар: {left_out}" if left_out else "действующих пар нет"
            raise Refused(f"За {month_words(first)} заполнять нечего: {why}.")
        folder = file_of(address).parent / FOLDER
        whose = f" {' '.join(people)}" if people else ""
        content = journal_form(book, pairs, month=first, lines=lines)
        name = free_name(folder, f"Встречи {first:%Y-%m}{whose}.xlsx", content)
        message = "\n".join([
            f"Таблица «{name}»: пар — {len(pairs)}, строк на пару — {lines}. Папка: {folder}",
            "Впишите даты и виды встреч и возьмите её кнопкой «Анкеты» (команда import); пустые строки не мешают.",
            *([f"Не включены пары, где отозвано согласие на обработку: {left_out}."] if left_out else []),
        ])  # fmt: skip
        facts: dict[str, object] = {"folder": str(folder), "files": [name], "pairs": [pair.code for pair in pairs]}
        return Work(Plan(book), message, facts, after=lambda: save_files([(name, content)], folder))

    return carry_out(address, work, command="journal", options=options)
