"""A school of 300 people at the end of its year: 150 pairs that met every week; everybody in it is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.schema import Record
from nastavnik_sheets.service_sheets import Exchange
from nastavnik_sheets.sync.choice import may_leave
from nastavnik_sheets.workbook import SHEETS, Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Event

PAIRS, WEEKS = 150, 34
START, END = date(2026, 9, 1), date(2027, 5, 31)
SETTINGS: dict[str, object] = {"school_short": "Школа", "google": True, "programme_start": START, "programme_end": END}
WORKING = ("Встречи", "Планы", "Дорожная карта", "События")
"""The sheets that mentors fill in: what a school would let leave."""


def person(number: int) -> str:
    """Return a code; mentees and mentors share one row of numbers."""
    return make_code("У", number)


def records(sheets: tuple[str, ...] = ()) -> list[Record]:
    """Return the year, with all columns of these sheets on «Обмен»; of every sheet if none is named."""
    return [*_people(), *_pairs(), *_meetings(), *_plans(), *_events(), *_leaving(sheets)]


def _leaving(sheets: tuple[str, ...]) -> Iterator[Record]:
    for sheet in SHEETS:
        for column in sheet.columns:
            if may_leave(sheet, column) and (sheet.title in sheets or not sheets):
                yield Exchange(sheet_title=sheet.title, column_title=column.title, leaves=True)


def _people() -> Iterator[Record]:
    for n in range(1, PAIRS + 1):
        yield Mentee(
            code=person(n), full_name=f"Ёлкин {'абвгдежзик'[n % 10]}{n} Ильич", birth_date=date(2010, 1, n % 28 + 1),
            kind="обучающийся", school_class=f"{7 + n % 4}А", request=f"Подготовка к экзамену и проект номер {n}",
            guardian=f"Ёлкина {n} Петровна", phone=f"+7 928 000-{n // 100:02d}-{n % 100:02d}", joined=START,
        )  # fmt: skip
        yield Mentor(
            code=person(PAIRS + n), full_name=f"Осина {n} Львовна", birth_date=date(1980, 1, n % 28 + 1),
            kind="педагог или специалист", post="учитель физики", competences="Готовит к экзаменам", capacity=2,
            joined=START,
        )  # fmt: skip


def _pairs() -> Iterator[Record]:
    for n in range(1, PAIRS + 1):
        yield Pair(
            code=make_code("ПР", n), mentor=person(PAIRS + n), mentee=person(n), mentoring_form="Учитель – ученик",
            state="утверждена", order_number="1", order_date=START, start=START, planned_end=END,
        )  # fmt: skip


def _meetings() -> Iterator[Record]:
    for n in range(PAIRS):
        for week in range(WEEKS):
            held = START + timedelta(days=7 * week + n % 5)
            yield Meeting(
                code=make_code("В", n * WEEKS + week + 1), pair=make_code("ПР", n + 1), held=held, kind="регулярная",
                state="состоялась", venue="очно", minutes=45, topic=f"Тема недели {week + 1}",
                done="Разобрали задания и обсудили прошлую неделю", agreements="Встретиться в то же время",
                next_date=held + timedelta(days=7), mentor_mark=True, mentee_mark=True,
            )  # fmt: skip


def _plans() -> Iterator[Record]:
    for n in range(PAIRS):
        for k in range(6):
            yield PlanTask(
                code=make_code("ИП", n * 6 + k + 1), pair=make_code("ПР", n + 1), number=k + 1,
                task=f"Подготовить часть {k + 1} проекта", due=date(2026, 10 + k % 3, 15), expected="Готово",
            )  # fmt: skip


def _events() -> Iterator[Record]:
    for n in range(1, 13):
        yield Event(code=make_code("М", n), title=f"Сбор наставников {n}", held=date(2026, 9, 2 * n),
                    attended=tuple(person(PAIRS + k) for k in range(1, 31)))  # fmt: skip
