"""`import`: questionnaire answers, lists of participants and reports of meetings into the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.commands.run import Work, carry_out

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.importing import ImportResult


def take_in(address: str, file: str, *, kind: str | None = None, options: Options) -> Outcome:
    """Take a file people handed in; with `dry_run` only show what would go where."""
    from nastavnik_sheets.importing import import_file, read_export

    export = read_export(Path(file))

    def work(book: Book) -> Work:
        result = import_file(book, export, today=options.day, as_kind=kind)
        said = result.messages if not options.dry_run else [result.preview.as_text(), "", *result.messages]
        done = Work(result.plan, "\n".join([f"Файл «{export.name}».", *said]), _facts(result))
        done.what = f"Файл «{export.name}». {result.messages[0]}" if result.messages else f"Файл «{export.name}»"
        return done

    return carry_out(address, work, command="import", options=options)


def _facts(result: ImportResult) -> dict[str, object]:
    return {
        "counts": result.counts,
        "preview": result.preview.as_json(),
        "messages": result.messages,
        "differences": [difference._asdict() for difference in result.differences],
    }
