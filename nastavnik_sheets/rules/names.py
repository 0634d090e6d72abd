"""Names of people as a document will print them: whole, in Russian letters, and of a person at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.flags import error, warning
from nastavnik_sheets.workbook import Mentee, Mentor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

TOTALS = ("итого", "всего", "итог")
_LATIN = re.compile("[A-Za-z]")
_CURE = "впишите фамилию, имя и отчество полностью: так они встанут в документы"


def row_is_a_person(book: Book, today: date) -> Iterator[Flag]:
    """Строка базы — человек, а не итог под таблицей."""
    for person in (*book[Mentee], *book[Mentor]):
        if is_total(person.full_name):
            message = f"«{person.full_name}» похоже на строку итогов, а не на участника"
            yield error(person, "full_name", message, cure="перенесите итог на другой лист или в сторону от таблицы")


def is_total(name: str | None) -> bool:
    """Whether a name is the word that people write under a column of figures."""
    return bool(name) and fold(name or "").split(" ")[0].strip(".:") in TOTALS


def name_is_whole(book: Book, today: date) -> Iterator[Flag]:
    """ФИО записано полностью, русскими буквами, с заглавных."""
    for person in (*book[Mentee], *book[Mentor]):
        doubt = _doubt(person.full_name or "")
        if doubt and not is_total(person.full_name):
            yield warning(person, "full_name", doubt, cure=_CURE)


def _doubt(name: str) -> str | None:
    if not name:
        return None
    if _LATIN.search(name):
        return "в имени латинские буквы"
    if " " not in name:
        return "имя из одного слова"
    if "." in name:
        return "вместо имени инициалы"
    return "имя без заглавных букв или из одних заглавных" if name.islower() or name.isupper() else None
