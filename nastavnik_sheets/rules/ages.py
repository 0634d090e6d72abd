"""Ages that cannot be: not born yet, too old or too young for the programme, for the post, for the experience.

Messages say ages, not birth dates: «Замечания» may be shown to others.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts.ages import age_on, is_minor, is_plausible
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.terms import FORGOTTEN, PUPIL
from nastavnik_sheets.workbook import Mentee, Mentor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag
    from nastavnik_sheets.settings import Settings

FIRST_WORK = 14
YEAR = timedelta(days=366)


def born_already(book: Book, today: date) -> Iterator[Flag]:
    """Дата рождения не в будущем."""
    for person in _people(book):
        if person.birth_date is not None and person.birth_date > today:
            yield error(person, "birth_date", "дата рождения ещё не наступила", cure="сверьте дату с личным делом")


def pupil_of_programme_age(book: Book, today: date) -> Iterator[Flag]:
    """Возраст обучающегося в границах программы («Настройки»; методология Р-145 — с 10 лет)."""
    settings = book.settings
    for person in _people(book):
        if person.birth_date is None or person.birth_date > today or book.status(person) != PUPIL:
            continue
        age = age_on(person.birth_date, _reference(person, settings, today))
        if not is_plausible(age, PUPIL, settings):
            message = f"возраст обучающегося {age}, а программа — от {settings.age_min} до {settings.age_max} лет"
            yield warning(person, "birth_date", message, cure="сверьте дату рождения или границы на листе «Настройки»")


def adult_of_believable_age(book: Book, today: date) -> Iterator[Flag]:
    """Возраст взрослого участника правдоподобен для того, кто он."""
    for person in _people(book):
        if person.birth_date is None or person.birth_date > today:
            continue
        status = book.status(person)
        age = age_on(person.birth_date, today)
        if status != PUPIL and not is_plausible(age, status, book.settings):
            who = f"«{status}»" if status else "участник программы"
            message = f"возраст {age} неправдоподобен: это {who}"
            yield warning(person, "birth_date", message, cure="сверьте дату рождения и столбец «Кто это»")


def experience_fits_age(book: Book, today: date) -> Iterator[Flag]:
    """Стаж не больше, чем возможно при таком возрасте."""
    for person in _people(book):
        years = person.experience
        if not years or person.birth_date is None or person.birth_date > today:
            continue
        age = age_on(person.birth_date, today)
        if is_plausible(age, book.status(person), book.settings) and years > age - FIRST_WORK:
            yield warning(person, "experience", f"стаж {years:g} при возрасте {age}", cure="сверьте стаж")


def comes_of_age(book: Book, today: date) -> Iterator[Flag]:
    """Кому в течение программы исполнится 18, тот подпишет согласия сам."""
    end = book.settings.programme_end
    if end is None or end < today:
        return
    end = min(end, today + YEAR)
    for person in _people(book):
        born = person.birth_date
        if born is None or person.left is not None or book.status(person) is None:
            continue
        if is_minor(born, today) and not is_minor(born, end):
            message = "до окончания программы исполнится 18 лет"
            yield hint(person, "birth_date", message, cure="после дня рождения возьмите согласия от самого участника")


def _people(book: Book) -> list[Mentee | Mentor]:
    """Return both bases without those whose data are destroyed: of their birthday only the year is true."""
    everybody: tuple[Mentee | Mentor, ...] = (*book[Mentee], *book[Mentor])
    return [person for person in everybody if not (person.full_name or "").startswith(FORGOTTEN)]


def _reference(person: Mentee | Mentor, settings: Settings, today: date) -> date:
    """Return the day of the age: who is grown out of the programme after its end, or after leaving, is no error."""
    days = (today, settings.programme_end, person.left)
    return min(day for day in days if day is not None)
