"""The invented people as the forms know them: lines of the tables read into `Invented`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nastavnik_sheets.demo import mentee_table, mentor_table
from nastavnik_sheets.lists import RU, SU, TT, TU, UU

FORMS = {"УУ": UU, "ТТ": TT, "ТУ": TU, "СУ": SU, "РУ": RU}
KINDS = {
    "педагог": "педагог или специалист",
    "родитель": "родитель обучающегося",
    "выпускник": "выпускник",
    "предприятие": "сотрудник предприятия",
    "предприниматель": "предприниматель или общественный деятель",
    "ветеран": "ветеран педагогического труда",
}
PUPIL, TEACHER = "обучающийся", "педагог"


@dataclass(frozen=True, kw_only=True)
class Invented:
    """Somebody who takes part; `forms` is the wish of a mentee or the offer of a mentor."""

    name: str
    gender: str
    birth: date
    kind: str
    phone: str
    text: str
    topics: str
    times: str
    school_class: str = ""
    guardian: str = ""
    guardian_phone: str = ""
    post: str = ""
    organisation: str = ""
    experience: int | None = None
    forms: str = ""
    places: int = 0
    ages: str = ""
    interests: str = ""

    @property
    def email(self) -> str:
        """An address that leads nowhere."""
        return f"u{self.phone[-4:]}@example.org"


@lru_cache(maxsize=4)
def mentee_pupils(first: int) -> tuple[Invented, ...]:
    """Return the pupils of the base of mentees in the school year that begins in `first`."""
    lines = enumerate(_lines(mentee_table.PUPILS), start=1)
    return tuple(_mentee_pupil(line, number, first) for number, line in lines)


def _mentee_pupil(line: list[str], number: int, first: int) -> Invented:
    name, gender, school_class, birthday, guardian, topics, form, times, request = line
    return Invented(
        name=name, gender=gender, birth=_pupil_birth(birthday, school_class, first), kind=PUPIL, text=request,
        school_class=school_class, guardian=guardian, topics=topics, forms=FORMS[form], times=times,
        phone=_phone(1000 + number), guardian_phone=_phone(2000 + number),
    )  # fmt: skip


@lru_cache(maxsize=4)
def mentee_teachers(first: int) -> tuple[Invented, ...]:
    """Return the teachers of the base of mentees."""
    lines = enumerate(_lines(mentee_table.TEACHERS), start=1)
    return tuple(_mentee_teacher(line, number, first) for number, line in lines)


def _mentee_teacher(line: list[str], number: int, first: int) -> Invented:
    name, gender, birthday, post, experience, topics, times, request = line
    return Invented(
        name=name, gender=gender, birth=_adult_birth(birthday, first), kind=TEACHER, post=post, topics=topics,
        experience=int(experience), forms=TT, times=times, text=request, phone=_phone(3000 + number),
    )  # fmt: skip


@lru_cache(maxsize=4)
def mentors(first: int) -> tuple[Invented, ...]:
    """Return the mentors who answered the form, in the order of the answers."""
    pupils = [_mentor_pupil(line, n, first) for n, line in enumerate(_lines(mentor_table.PUPILS), start=1)]
    adults = [_mentor_adult(line, n, first) for n, line in enumerate(_lines(mentor_table.ADULTS), start=1)]
    return (*pupils, *adults)


def veteran(first: int) -> Invented:
    """Return the mentor who came with a paper questionnaire."""
    return _mentor_adult(mentor_table.VETERAN.split("|"), 50, first)


def _mentor_pupil(line: list[str], number: int, first: int) -> Invented:
    name, gender, school_class, birthday, guardian, topics, places, times, text, interests = line
    return Invented(
        name=name, gender=gender, birth=_pupil_birth(birthday, school_class, first), kind=PUPIL, text=text,
        school_class=school_class, guardian=guardian, topics=topics, forms=UU, places=int(places), times=times,
        interests=interests, phone=_phone(4000 + number), guardian_phone=_phone(5000 + number),
    )  # fmt: skip


def _mentor_adult(line: list[str], number: int, first: int) -> Invented:
    name, gender, birthday, kind, post, organisation, experience, topics, forms = line[:9]
    places, ages, times, text, interests = line[9:]
    return Invented(
        name=name, gender=gender, birth=_adult_birth(birthday, first), kind=KINDS[kind], post=post, text=text,
        organisation="" if organisation == "—" else organisation, experience=int(experience), topics=topics,
        forms=", ".join(FORMS[form] for form in forms.split(", ")), places=int(places), ages=ages, times=times,
        interests=interests, phone=_phone(6000 + number),
    )  # fmt: skip


def _lines(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


def _pupil_birth(birthday: str, school_class: str, first: int) -> date:
    """Return the birth date of a pupil: a fifth-former is eleven in the year in which school begins."""
    day, month = (int(part) for part in birthday.split("."))
    return date(first - int(school_class[:-1]) - 6, month, day)


def _adult_birth(birthday: str, first: int) -> date:
    day, month, years = (int(part) for part in birthday.split("."))
    return date(first - years, month, day)


def _phone(number: int) -> str:
    return f"+7 928 000-{number // 100:02d}-{number % 100:02d}"
