"""Files of the autumn: questionnaires of mentees, teachers and mentors, a class list, choices after the meeting.

They hold the mistakes people make: a phone without a digit, a day that no month has, a topic of one's own, a Latin
letter, two spaces, dates as text, an answer sent twice, namesakes, a name written in two ways, two equal headers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.demo.cast import Invented, mentee_pupils, mentee_teachers, mentors
from nastavnik_sheets.demo.formats import delimited, form_workbook
from nastavnik_sheets.demo.year import moment

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.demo.formats import Line
    from nastavnik_sheets.demo.year import Year

PUPILS, CLASS_LIST = "Анкета наставляемого (Ответы).xlsx", "Список 7Б от классного руководителя.csv"
TEACHERS, MENTORS = "Анкета педагога (Ответы).xlsx", "Анкета наставника.csv"
CHOICES = "Выбор после групповой встречи (Ответы).xlsx"
LISTED = "7Б"
TWICE = "Ахмедова Хадижат Муратовна"
"""She answered the form, and her class teacher listed her with a slip in the surname."""
EDITED = "Бек Тимур Александрович"
IMPOSSIBLE = "Яхьяев Далгат Русланович"
"""Birth date 31 June; the coordinator looks up the real one."""
WRONG_CENTURY = "Халилов Шамиль Муртазалиевич"
SHORT_PHONE = "Соколов Никита Дмитриевич"
OWN_TOPIC = "Султанова Патимат Залимхановна"
DATE_AS_TEXT, TWO_SPACES = "Гасанова Нурияна Низамовна", "Омаров Тагир Насрулаевич"
REPEATED = "Телефон"
"""The header that stands in the pupils' form twice: the pupil's phone and a parent's."""

_AGREES = "Да, согласен(на) на обработку персональных данных"


def pupils_form(year: Year) -> bytes:
    """Return the answers of pupils who want a mentor: an export of Google Forms."""
    headers = (
        "Отметка времени", "ФИО полностью", "Дата рождения", "Пол", "Класс", REPEATED,
        "ФИО родителя (законного представителя)", REPEATED, "С какой темой Вам нужна помощь?",
        "В чём Вам нужна помощь?", "Желаемая форма наставничества", "Удобное время для встреч",
        "Участвую в программе добровольно", "Согласие на обработку персональных данных",
    )  # fmt: skip
    people = [p for p in mentee_pupils(year.first) if p.school_class != LISTED or p.name == TWICE]
    rows = [_pupil(p, moment(year.day(9, 2) + timedelta(days=n % 5), n)) for n, p in enumerate(people)]
    again = next(p for p in people if p.name == EDITED)
    better = replace(again, text=f"{again.text}; хочу сделать бота для школы", times="вечер буднего дня, суббота")
    rows.append(_pupil(better, moment(year.day(9, 8), 40)))
    return form_workbook(headers, sorted(rows, key=lambda row: str(row[0])))


def _pupil(person: Invented, at: object) -> Line:
    written = {
        TWICE: "Aхмедова Хадижат Муратовна",  # the first letter is Latin
        TWO_SPACES: "Омаров  Тагир Насрулаевич ",
    }.get(person.name, person.name)
    phone = "8 (928) 000-10" if person.name == SHORT_PHONE else person.phone.replace("+7", "8")
    topics = f"{person.topics}, каллиграфия" if person.name == OWN_TOPIC else person.topics
    return (
        at, written, _birth(person), "мужской" if person.gender == "м" else "женский", person.school_class, phone,
        person.guardian, person.guardian_phone, topics, person.text, person.forms, person.times, "Да", _AGREES,
    )  # type: ignore[return-value]  # fmt: skip


def _birth(person: Invented) -> date | str:
    if person.name == IMPOSSIBLE:
        return f"31.06.{person.birth.year}"
    if person.name == WRONG_CENTURY:
        return person.birth.replace(year=person.birth.year - 10)
    if person.name == DATE_AS_TEXT:
        return f"{person.birth:%d.%m.%y}"
    return person.birth


def class_list(year: Year) -> bytes:
    """Return the small table of a class teacher, as her Excel saves it: a title, semicolons, cp1251."""
    people = [p for p in mentee_pupils(year.first) if p.school_class == LISTED]
    rows: list[Line] = [
        ("Кому нужен наставник, 7Б класс",),
        (),
        ("№", "ФИО", "Дата рождения", "Пол", "Класс", "Родитель", "Телефон родителя", "Запрос", "Темы",
         "Желаемая форма", "Удобное время"),
    ]  # fmt: skip
    for number, p in enumerate(people, start=1):
        name = p.name.replace("Ахмедова", "Ахметова")
        rows.append((number, name, p.birth, p.gender, p.school_class, p.guardian, p.guardian_phone, p.text,
                     p.topics.replace(", ", "; "), p.forms, p.times.replace(", ", "; ")))  # fmt: skip
    return delimited(rows, encoding="cp1251", delimiter=";")


def teachers_form(year: Year) -> bytes:
    """Return the answers of teachers who want a mentor: surname, first name and patronymic apart."""
    headers = (
        "Отметка времени", "Адрес электронной почты", "Фамилия", "Имя", "Отчество", "Дата рождения", "Пол", "Кто Вы?",
        "Должность", "Педагогический стаж, лет", "Телефон", "С какой темой Вам нужна помощь?",
        "В чём Вам нужна помощь?", "Желаемая форма наставничества", "Удобное время для встреч",
        "Участвую в программе добровольно",
    )  # fmt: skip
    rows: list[Line] = []
    for number, p in enumerate(mentee_teachers(year.first), start=1):
        surname, first_name, patronymic = p.name.split(" ", 2)
        rows.append((
            moment(year.day(9, 3) + timedelta(days=number % 4), number), p.email, surname, first_name, patronymic,
            p.birth, "мужской" if p.gender == "м" else "женский", p.kind, p.post, p.experience, p.phone, p.topics,
            p.text, p.forms, p.times, "Да",
        ))  # fmt: skip
    return form_workbook(headers, sorted(rows, key=lambda row: str(row[0])))


def mentors_form(year: Year) -> bytes:
    """Return the answers of mentors: an export of Яндекс Формы as text."""
    headers = (
        "ID", "Время создания", "Фамилия, имя, отчество", "Дата рождения", "Пол", "Кто Вы?", "Класс (для учеников)",
        "Должность", "Место работы или учёбы", "Стаж, лет", "Телефон", "Электронная почта",
        "ФИО законного представителя (для учеников)", "Телефон законного представителя",
        "В каких темах Вы можете помочь?", "В чём Вы можете помочь?", "Интересы", "Формы наставничества",
        "Сколько наставляемых Вы готовы взять?", "Возраст наставляемых", "Часов в месяц", "Удобное время для встреч",
        "Участвую в программе добровольно",
    )  # fmt: skip
    rows: list[Line] = [headers]
    for number, p in enumerate(mentors(year.first), start=1):
        pupil = bool(p.school_class)
        rows.append((
            2_000_000_000 + number * 17, moment(year.day(9, 1) + timedelta(days=number % 6), number), p.name, p.birth,
            p.gender, p.kind, p.school_class, p.post, p.organisation, None if pupil else p.experience, p.phone, p.email,
            p.guardian, p.guardian_phone, p.topics, p.text, p.interests, p.forms, p.places, p.ages, 4 + number % 3 * 2,
            p.times, "Да",
        ))  # fmt: skip
    return delimited(rows)


def choices_form(year: Year, book: Book) -> bytes:
    """Return whom people chose after the group meeting: two names each, and now and then whom not."""
    headers = (
        "Отметка времени",
        "Код из памятки",
        "ФИО",
        "Роль",
        "С кем Вы хотели бы работать?",
        "С кем Вы не готовы работать?",
    )
    rows: list[Line] = []
    mentee_names = [m for m in book.mentees.values() if m.topics and m.full_name]
    helpers = [m for m in book.mentors.values() if m.topics and m.full_name]
    for number, mentee in enumerate(mentee_names):
        alike = [h for h in helpers if set(h.topics or ()) & set(mentee.topics or ()) and h.code != mentee.code]
        fitting = [h for h in alike if not h.forms or mentee.wanted_form in h.forms]
        best = sorted(fitting, key=lambda h: (-len(set(h.topics or ()) & set(mentee.topics or ())), h.code))
        chosen = ", ".join(h.full_name or "" for h in best[:2])
        if chosen and number % 5:
            at = moment(year.met, number)
            refused = best[2].full_name if len(best) > 2 and number % 11 == 3 else None
            rows.append((at, mentee.code, mentee.full_name, "наставляемый", chosen, refused))
    return form_workbook(headers, rows)
