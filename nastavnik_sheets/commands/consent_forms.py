"""`consents`: a table of the consents that are lacking, for the coordinator to fill in; `import` takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import read_code
from nastavnik_sheets.commands.papers import FOLDER
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import file_of
from nastavnik_sheets.terms import PERSON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome
    from nastavnik_sheets.importing.consent_form import Lacks

MOST_IN_NAME = 3


def make_form(address: str, *, people: Sequence[str] = (), publication: bool = False, options: Options) -> Outcome:
    """Write the table of lacking consents beside the workbook, which itself stays as it is."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.documents.files import free_name, save_files
        from nastavnik_sheets.importing.consent_form import consent_form, lacking_consents

        _require_sheet(book)
        chosen = _known(book, people)
        lacks = lacking_consents(book, on=options.day, publication=publication, people=chosen)
        if not lacks.lines:
            return Work(
                Plan(book),
                "\n".join([_nothing(book), *_left_out(lacks), *_without_code(book)]),
                {"files": [], "rows": 0, "people": 0},
            )
        folder = file_of(address).parent / FOLDER
        content = consent_form(lacks.lines, on=options.day, publication=publication)
        name = free_name(folder, f"Согласия {options.day.isoformat()}{_whose(chosen)}.xlsx", content)
        count = len({line.person.code for line in lacks.lines})
        message = "\n".join([
            f"Таблица «{name}»: участников — {count}, строк — {len(lacks.lines)}. Папка: {folder}",
            "Впишите даты подписанных согласий и возьмите её кнопкой «Анкеты» (команда import); пустые не мешают.",
            *_left_out(lacks),
            *_without_code(book),
        ])  # fmt: skip
        facts = {"folder": str(folder), "files": [name], "rows": len(lacks.lines), "people": count}
        return Work(Plan(book), message, facts, after=lambda: save_files([(name, content)], folder))

    return carry_out(address, work, command="consents", options=options)


def _require_sheet(book: Book) -> None:
    """Without these columns everybody would seem to lack everything."""
    from nastavnik_sheets.facts import readable
    from nastavnik_sheets.workbook import Consent

    if not readable(book, Consent, "person", "kind", "given"):
        raise Refused(
            "На листе «Согласия» не найдены «Код участника», «Вид согласия» или «Дата»: не видно, какие согласия есть."
            " Запустите проверку, верните заголовки и повторите."
        )


def _known(book: Book, people: Sequence[str]) -> list[str]:
    codes = {text: str(read_code(text, (PERSON,)).value) for text in people}
    unknown = [text for text, code in codes.items() if book.person(code) is None]
    if unknown:
        raise Refused(f"В базах нет участников с кодами: {', '.join(unknown)}. Сверьте коды и повторите.")
    return list(dict.fromkeys(codes.values()))


def _whose(codes: Sequence[str]) -> str:
    few = len(codes) <= MOST_IN_NAME
    return "".join(f" {code}" for code in codes) if few else f" ({len(codes)} чел.)"


def _nothing(book: Book) -> str:
    from nastavnik_sheets.workbook import Mentee, Mentor

    if any(book[base] for base in (Mentee, Mentor)):
        return "Недостающих согласий нет: вписывать нечего."
    return "Базы наставляемых и наставников пусты: впишите людей или возьмите анкеты (кнопка «Анкеты»)."


def _left_out(lacks: Lacks) -> list[str]:
    unknown = sum(line.lacking.signed_by is None for line in lacks.lines)
    return [
        *([f"Строк, где не видно, кто подписывает (возраст неизвестен): {unknown}."] if unknown else []),
        *([f"Не включены те, чьё согласие на обработку отозвано: {lacks.stopped}."] if lacks.stopped else []),
        *([f"Не включены те, кто вышел из программы: {lacks.left}."] if lacks.left else []),
        *([f"Отозванных согласий, о которых заново не спрашиваем: {lacks.withdrawn}."] if lacks.withdrawn else []),
    ]


def _without_code(book: Book) -> list[str]:
    """Say how many rows of the bases have no code yet: nothing can be asked of them before."""
    from nastavnik_sheets.workbook import Mentee, Mentor

    count = sum(not person.code for base in (Mentee, Mentor) for person in book[base])
    cure = "Коды присвоит строка «Исправить очевидное» в меню «Ещё» (команда check --fix)."
    return [f"Не включены строки без кода: {count}. {cure}"] if count else []
