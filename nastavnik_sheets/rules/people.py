"""Who is who: one person has one code and one row in a base, one code has one name and one birth date.

Codes that stand on two rows of one base are found by `codes`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day, facts_of
from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import one_slip_apart
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import APPROVED, FORGOTTEN, PUPIL, TEACHER
from nastavnik_sheets.workbook import Mentee

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag
    from nastavnik_sheets.workbook import Person

SMALL_GROUP = 12
YOUNGEST = 5


def one_code_one_person(book: Book, today: date) -> Iterator[Flag]:
    """Под одним кодом в двух базах — один человек: ФИО и дата рождения совпадают."""
    facts = facts_of(book)
    for code in facts.mentors.keys() & facts.mentees.keys():
        mentor, mentee = facts.mentors[code], facts.mentees[code]
        names = _differ(_key(mentor), _key(mentee))
        dates = _differ(mentor.birth_date, mentee.birth_date)
        where = f"в строке {mentee.row} листа «{book.title(sheet_of(Mentee))}»"
        if names and dates:
            message = f"код {code} {where} принадлежит другому человеку"
            yield error(mentor, "code", message, cure="дайте каждому человеку свой код")
        elif names:
            yield error(mentor, "full_name", f"под тем же кодом {where} другое ФИО", cure="сверьте ФИО и код")
        elif dates:
            message = f"под тем же кодом {where} другая дата рождения"
            yield error(mentor, "birth_date", message, cure="сверьте дату рождения и код")


def one_status_in_both_bases(book: Book, today: date) -> Iterator[Flag]:
    """Кто стоит в обеих базах, тот в обеих — ученик, педагог или студент."""
    facts = facts_of(book)
    for code in facts.contradictory:
        mentor = facts.mentors[code]
        here, there = book.status(mentor), book.status(facts.mentees[code])
        message = f"здесь «{here}», а в базе наставляемых под тем же кодом «{there}»"
        yield warning(mentor, "kind", message, cure="сверьте столбец «Кто это» в обеих базах")


def _differ(one: object, other: object) -> bool:
    return bool(one) and bool(other) and one != other


def person_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Один человек — одна строка в базе и один код в обеих базах (совпадают ФИО и дата рождения)."""
    for one, other in _alike(book):
        if _key(one) == _key(other):
            message = f"тот же человек уже стоит {_place(book, one)}"
            yield warning(other, "full_name", message, cure="оставьте одну строку в базе и один код на человека")


def names_are_not_alike(book: Book, today: date) -> Iterator[Flag]:
    """Похожее ФИО при той же дате рождения — возможно, один человек, записанный по-разному."""
    for one, other in _alike(book):
        if _key(one) != _key(other):
            message = f"похожее ФИО и та же дата рождения стоят {_place(book, one)}"
            yield warning(other, "full_name", message, cure="если это один человек, оставьте одно написание и один код")


def _place(book: Book, person: Person) -> str:
    return f"в строке {person.row} листа «{book.title(sheet_of(person))}» ({person.code or 'без кода'})"


@lru_cache(maxsize=1)
def _alike(book: Book) -> list[tuple[Person, Person]]:
    """Return people of one birth date whose names are equal or one slip apart, unless they share a code."""
    born: dict[date, list[Person]] = {}
    for person in facts_of(book).participants:
        if person.birth_date is not None and person.full_name and not person.full_name.startswith(FORGOTTEN):
            born.setdefault(person.birth_date, []).append(person)
    crowds = [group for group in born.values() if len(group) > 1]
    return [
        (one, other)
        for group in crowds
        for one, other in _neighbours(group)
        if not _one_code(one, other) and _near(_key(one), _key(other))
    ]


def _one_code(one: Person, other: Person) -> bool:
    """Whether two rows share a code, or may: in the two bases one person has one, and an unreadable one is reported."""
    if one.code and other.code:
        return one.code == other.code
    return type(one) is not type(other)


def _neighbours(group: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield pairs worth comparing: all of a few; of many, those next to each other by name read from either end."""
    if len(group) <= SMALL_GROUP:
        yield from combinations(group, 2)
        return
    keys = {id(person): _key(person) for person in group}
    seen: set[tuple[int, int]] = set()
    place = {id(person): n for n, person in enumerate(group)}
    for step in (1, -1):
        in_row = sorted(group, key=lambda person: keys[id(person)][::step])
        for pair in pairwise(in_row):
            one, other = sorted(pair, key=lambda person: place[id(person)])
            if (id(one), id(other)) not in seen:
                seen.add((id(one), id(other)))
                yield one, other


def _key(person: Person) -> str:
    """Return the name for comparison: ё, dashes, case and the order of its words do not matter."""
    name = (person.full_name or "").lower().replace("ё", "е").replace("–", "-")
    return " ".join(sorted(name.split()))


def _near(one: str, other: str) -> bool:
    return one == other or one_slip_apart(one, other)


def class_or_post_is_known(book: Book, today: date) -> Iterator[Flag]:
    """У участника утверждённой пары указан класс (обучающийся) или должность (педагог): они нужны в приказе."""
    facts = facts_of(book)
    for code in _in_approved_pairs(book):
        for person in (facts.mentees.get(code), facts.mentors.get(code)):
            name = {PUPIL: "school_class", TEACHER: "post"}.get(facts.status(person) or "")
            if person is not None and name and blank(book, person, name):
                title = sheet_of(person).column(name).title
                yield hint(person, name, f"в приказе о парах нужен столбец «{title}»", cure="заполните ячейку")


def _in_approved_pairs(book: Book) -> list[str]:
    pairs = [pair for pair in book.active_pairs if pair.state == APPROVED]
    return sorted({code for pair in pairs for code in (pair.mentor, pair.mentee) if code})


def joined_before_left(book: Book, today: date) -> Iterator[Flag]:
    """Участник сначала входит в программу, потом выходит из неё."""
    for person in facts_of(book).participants:
        if person.joined is not None and person.left is not None and person.left < person.joined:
            message = f"вышел {day(person.left)}, раньше чем вошёл {day(person.joined)}"
            yield error(person, "left", message, cure="сверьте обе даты")


def joined_after_birth(book: Book, today: date) -> Iterator[Flag]:
    """Дата входа в программу не раньше, чем участнику исполнилось пять лет."""
    facts = facts_of(book)
    for person in facts.participants:
        born = facts.birth(person, today) if person.joined is not None else None
        if born is not None and person.joined is not None and age_on(born, person.joined) < YOUNGEST:
            message = f"вошёл в программу {day(person.joined)}, а тогда был слишком мал"
            yield error(person, "joined", message, cure="сверьте дату входа в программу")


def left_without_pair(book: Book, today: date) -> Iterator[Flag]:
    """Кто вышел из программы, у того нет действующей пары."""
    facts = facts_of(book)
    for person, pairs in (
        *((facts.mentees.get(code), pairs) for code, pairs in book.pairs_of_mentee.items()),
        *((facts.mentors.get(code), pairs) for code, pairs in book.pairs_of_mentor.items()),
    ):
        if person is not None and person.left is not None and (person.joined or person.left) <= person.left <= today:
            codes = ", ".join(pair.code for pair in pairs if pair.code) or "есть"
            message = f"вышел из программы {day(person.left)}, а пара действует: {codes}"
            yield warning(person, "left", message, cure="завершите или прекратите пару на листе «Пары»")


def joined_already(book: Book, today: date) -> Iterator[Flag]:
    """Дата входа в программу не в будущем."""
    for person in facts_of(book).participants:
        if person.joined is not None and person.joined > today:
            message = f"дата входа {day(person.joined)} ещё не наступила"
            yield warning(person, "joined", message, cure="сверьте дату входа в программу")
