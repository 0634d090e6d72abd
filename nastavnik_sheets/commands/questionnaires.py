"""`forms`: building questionnaires for Google Forms, Яндекс Формы and paper, and taking their answers back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.book import read_book
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import file_of, open_host
from nastavnik_sheets.settings import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.asking import Questionnaire
    from nastavnik_sheets.book import Book

FOLDER, TEMPLATES = "Анкеты", "Шаблоны"


def build(address: str, *, only: Sequence[str] = (), out: str | None = None, options: Options) -> Outcome:
    """Write the files questionnaires are made of; the workbook is only read."""
    from nastavnik_sheets.asking import chosen, questionnaires_of

    with open_host(address, now=lambda: options.now) as host:
        book = read_book(host)
    found = chosen(book, only)
    folder = Path(out) if out else file_of(address).parent / FOLDER
    files, notes = _files(book, found, templates=file_of(address).parent / TEMPLATES, today=options.day)
    names = [name for name, _ in files] if options.dry_run else _write(files, folder)
    others = len(questionnaires_of(book)) - len(found)
    if others and not only:
        notes.append(f"Ещё анкет на листе «Вопросы»: {others}, для других форм. Любую можно назвать: --only «слова».")
    message = "\n".join([f"Анкет: {len(found)}. Папка: {folder}", *(f"  {name}" for name in names), *notes])
    facts: dict[str, object] = {"folder": str(folder), "files": names, "questionnaires": [q.title for q in found]}
    return Outcome(message, {**facts, "notes": notes, "dry_run": options.dry_run})


def _files(
    book: Book, found: Sequence[Questionnaire], *, templates: Path, today: date
) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Return the files by name, and what should be said of what was not made."""
    from nastavnik_sheets.documents import make
    from nastavnik_sheets.forms import google_script, yandex

    files = [(yandex.FILE, yandex.field_list(found))]
    notes = []
    if book.settings.google:
        text = google_script.script(found, sheet=_sheet_id(book))
        files.append((google_script.FILE, text.encode()))
    else:
        notes.append(
            "Скрипт для Google Форм не сделан: на листе «Настройки» обмен с Google не разрешён"
            f" («{title_of('google')}»). По умолчанию — Яндекс Формы и бумага, docs/forms.md говорит почему."
        )
    try:
        paper = make(book, "questionnaire", today=today, named=[q.title for q in found], templates=templates,
                     together=True)  # fmt: skip
    except Refused as refusal:
        notes.append(f"На бумаге анкеты не сделаны. {refusal}")
    else:
        files += [(f"На бумаге{Path(name).suffix}", content) for name, content in paper.files]
    return files, notes


def _sheet_id(book: Book) -> str:
    from nastavnik_sheets.hosts.google.address import spreadsheet_key

    return spreadsheet_key(book.settings.answers_sheet) if book.settings.answers_sheet else ""


def _write(files: Sequence[tuple[str, bytes]], folder: Path) -> list[str]:
    """Write the script anew; what people may have marked or edited gets a new file beside it. Return the names."""
    from nastavnik_sheets.documents.files import replace_file, save_files
    from nastavnik_sheets.forms.google_script import FILE

    for name, content in files:
        if name == FILE:
            replace_file(folder / name, content)
    kept = save_files([(name, content) for name, content in files if name != FILE], folder)
    return [*(name for name, _ in files if name == FILE), *(path.name for path in kept)]
