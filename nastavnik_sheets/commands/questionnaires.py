"""`forms`: building questionnaires for Google Forms, Яндекс Формы and paper, and taking their answers back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.book import read_book
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.commands.run import Work, carry_out, opened
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.hosts import file_of
from nastavnik_sheets.importing import Importing
from nastavnik_sheets.importing.headers import ANSWERS, PREFERENCES
from nastavnik_sheets.importing.result import COUNTED
from nastavnik_sheets.settings import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.asking import Questionnaire
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.importing import Export, ImportResult

FOLDER, TEMPLATES = "Анкеты", "Шаблоны"


def build(address: str, *, only: Sequence[str] = (), out: str | None = None, options: Options) -> Outcome:
    """Write the files questionnaires are made of; the workbook is only read."""
    from nastavnik_sheets.asking import chosen, questionnaires_of

    with opened(address, options) as host:
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


def pull(address: str, source: str | None = None, *, options: Options) -> Outcome:
    """Take the answers from the table that gathers them, from a form, or from a file of the table."""

    def work(book: Book) -> Work:
        where = source or book.settings.answers_sheet
        if not where:
            raise UsageError(
                "Укажите, где ответы: ссылку на таблицу Google или файл; или впишите ссылку на лист «Настройки», в"
                f" строку «{title_of('answers_sheet')}»."
            )
        exports, notes = _exports(where, book)
        importing = Importing(book, today=options.day)
        for export in exports:
            importing.take(export, only=(ANSWERS, PREFERENCES))
        return _pulled(importing.finish(), notes, dry_run=options.dry_run)

    return carry_out(address, work, command="forms", options=options)


def _exports(where: str, book: Book) -> tuple[list[Export], list[str]]:
    from nastavnik_sheets.forms import answers, forms_api

    if not forms_api.is_form(where):
        return answers.read_answers(where, book)
    export = forms_api.read_form(where, book, forms_api.connect_to_forms())
    return ([export], []) if export.rows else ([], [f"«{export.name}»: новых ответов нет."])


def _pulled(result: ImportResult, notes: Sequence[str], *, dry_run: bool) -> Work:
    counts = ", ".join(f"{word} {result.counts[name]}" for name, word in COUNTED.items() if result.counts[name])
    first = f"Взято ответов: листов {len(result.previews)}; {counts or 'строк нет'}."
    shown = [text for preview in result.previews for text in (preview.as_text(), "")] if dry_run else []
    done = Work(result.plan, "\n".join([*shown, first, *result.messages, *notes]))
    done.facts = {
        "counts": result.counts,
        "previews": [preview.as_json() for preview in result.previews],
        "messages": [*result.messages, *notes],
        "differences": [difference._asdict() for difference in result.differences],
    }
    done.what = first
    return done


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
