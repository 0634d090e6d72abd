"""The sheets that say how words are understood: «Списки», «Синонимы», «Склонения», «Столбцы анкет», «Кураторы».

A value that is in no list is found where it is used, by its kind of cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Choice, closest, fold
from nastavnik_sheets.facts import blank, facts_of
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.lists import CATEGORIES, MENTEE_KINDS, MENTOR_KINDS, ROLE_MODELS
from nastavnik_sheets.rules.outliers import repeats
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Binding, ListEntry, Synonym, WordCases
from nastavnik_sheets.terms import FORMS, MEETING_KINDS, MEETING_MEANINGS, STATUSES
from nastavnik_sheets.workbook import RECORD_TYPES, Category
from nastavnik_sheets.year_sheets import Curator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

MEANINGS = {
    MENTEE_KINDS: STATUSES,
    MENTOR_KINDS: STATUSES,
    CATEGORIES: STATUSES,
    MEETING_KINDS: MEETING_MEANINGS,
}
NEEDED = {
    MENTEE_KINDS: ("meaning",),
    MENTOR_KINDS: ("meaning",),
    MEETING_KINDS: ("meaning",),
    FORMS: ("mentors", "mentees"),
    ROLE_MODELS: ("mentoring_form",),
}
"""Columns without which a row of a list says nothing to the program."""


def list_is_known(book: Book, today: date) -> Iterator[Flag]:
    """Название списка — одно из тех, что нужны столбцам книги."""
    known = _list_names()
    for entry in book[ListEntry]:
        if entry.list_name and entry.list_name not in known:
            near = closest(entry.list_name, sorted(known))
            cure = f"возможно, вы имели в виду «{near}»" if near else "проверьте название или удалите строку"
            yield warning(entry, "list_name", f"списка «{entry.list_name}» ни один столбец не использует", cure=cure)


def _list_names() -> set[str]:
    kinds = (column.kind for record_type in RECORD_TYPES for column in sheet_of(record_type).columns)
    return {kind.from_list for kind in kinds if isinstance(kind, Choice) and kind.from_list}


def list_stands_together(book: Book, today: date) -> Iterator[Flag]:
    """Строки одного списка стоят подряд: выпадающий список показывает только их."""
    known = _list_names()
    current, finished = "", set()
    for entry in book[ListEntry]:
        name = entry.list_name
        if not name or name not in known or name == current:
            continue
        if name in finished:
            message = f"строка списка «{name}» стоит отдельно от остальных"
            yield warning(entry, "list_name", message, cure="перенесите строку к своему списку")
            continue
        finished.add(current)
        current = name


def list_value_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Значение стоит в списке один раз."""
    message = "такое значение в этом списке уже есть"
    yield from repeats(book[ListEntry], "value", message, lambda e: e.value and (e.list_name, fold(e.value)))


def list_row_has_meaning(book: Book, today: date) -> Iterator[Flag]:
    """У значения списка указано, как его понимать: вид людей и встреч, форма, кто кого наставляет."""
    for entry in book[ListEntry]:
        for name in NEEDED.get(entry.list_name or "", ()):
            if blank(book, entry, name):
                title = sheet_of(entry).column(name).title
                message = f"без столбца «{title}» программа не понимает это значение"
                yield error(entry, name, message, cure="заполните ячейку по образцу соседних строк")


def list_meaning_fits(book: Book, today: date) -> Iterator[Flag]:
    """«Считать как» подходит списку: вид человека — для людей, вид встречи — для встреч."""
    for entry in book[ListEntry]:
        allowed = MEANINGS.get(entry.list_name or "")
        if allowed and entry.meaning and entry.meaning not in allowed:
            message = f"«{entry.meaning}» не подходит списку «{entry.list_name}»"
            yield error(entry, "meaning", message, cure=f"выберите одно из: {', '.join(allowed)}")


def role_model_names_a_form(book: Book, today: date) -> Iterator[Flag]:
    """Форма ролевой модели есть в списке форм."""
    forms = book.lists.get(FORMS, [])
    if any(entry.list_name is None or entry.value is None for entry in book[ListEntry]):
        return  # the form may be the one whose row is incomplete, which is a finding already
    for entry in book[ListEntry]:
        if entry.list_name == ROLE_MODELS and entry.mentoring_form and entry.mentoring_form not in forms:
            near = closest(entry.mentoring_form, forms)
            cure = f"возможно, вы имели в виду «{near}»" if near else f"выберите форму из списка «{FORMS}»"
            yield error(entry, "mentoring_form", f"формы «{entry.mentoring_form}» нет в списке", cure=cure)


def word_is_explained_once(book: Book, today: date) -> Iterator[Flag]:
    """Слово стоит на листе «Склонения» один раз, пара слова и темы — на листе «Синонимы» один раз."""
    message = "такая строка уже есть"
    yield from repeats(book[WordCases], "text", message, lambda w: w.text and fold(w.text))
    yield from repeats(book[Synonym], "word", message, lambda s: s.word and s.topic and (fold(s.word), s.topic))


def question_is_bound_once(book: Book, today: date) -> Iterator[Flag]:
    """Заголовок анкеты привязан к столбцу один раз."""
    message = "этот заголовок уже привязан"
    yield from repeats(book[Binding], "source", message, lambda b: _header(book, b))


def _header(book: Book, binding: Binding) -> tuple[str, int] | None:
    """Return the header of a form and which of the equal ones it is; None if that is unreadable."""
    if not binding.source or (binding.repeat is None and not blank(book, binding, "repeat")):
        return None
    return fold(binding.source), binding.repeat or 1


def category_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Категория участника записана один раз."""
    message = "такая категория уже указана"
    yield from repeats(
        book[Category], "category", message, lambda c: c.person and c.category and (c.person, c.category)
    )


def category_row_says_something(book: Book, today: date) -> Iterator[Flag]:
    """На листе «Категории» в строке есть категория или сведения о запросе."""
    for row in book[Category]:
        if row.person and blank(book, row, "category") and blank(book, row, "needs"):
            message = "нет ни категории, ни сведений о запросе"
            yield warning(row, "category", message, cure="впишите одно из двух или удалите строку")


def category_fits_person(book: Book, today: date) -> Iterator[Flag]:
    """Категория соответствует тому, кто наставляемый: обучающийся (п. 4.6) или педагог (п. 4.7)."""
    facts = facts_of(book)
    for row in book[Category]:
        status = facts.status(facts.mentees.get(row.person or ""))
        meaning = book.meaning(CATEGORIES, row.category)
        if status and meaning and meaning != status:
            message = f"эта категория — для тех, кто «{meaning}», а участник — «{status}»"
            yield warning(row, "category", message, cure="сверьте категорию и код участника")


def form_has_one_curator(book: Book, today: date) -> Iterator[Flag]:
    """За форму наставничества отвечает один куратор (п. 2.7)."""
    yield from repeats(book[Curator], "mentoring_form", "у этой формы уже есть куратор", lambda c: c.mentoring_form)


def used_form_has_curator(book: Book, today: date) -> Iterator[Flag]:
    """У каждой формы, по которой есть пары, назначен куратор (п. 2.7, 4.3)."""
    curators = {curator.mentoring_form for curator in book[Curator]}
    if None in curators or "mentoring_form" not in book.table(Curator).positions:
        return
    for pair in book.active_pairs:
        if pair.mentoring_form and pair.mentoring_form not in curators:
            curators.add(pair.mentoring_form)
            message = f"у формы «{pair.mentoring_form}» нет куратора"
            yield hint(pair, "mentoring_form", message, cure="назначьте куратора на листе «Кураторы»")
