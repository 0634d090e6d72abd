"""A sound workbook of any size, every big sheet filled, nobody real: what a whole municipality would keep in one book.

    python benchmarks/big_book.py big.xlsx 5000        5 000 mentees and 5 000 mentors
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets import template
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.questionnaires import questions
from nastavnik_sheets.terms import PARTICIPATION, PROCESSING
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, OrderRow, Training

if TYPE_CHECKING:
    from nastavnik_sheets.schema import Record

TODAY = date(2026, 12, 1)
START, END, SEEN = date(2026, 9, 1), date(2027, 5, 31), date(2026, 8, 20)
SURNAMES = ("Ахмед", "Багат", "Воронц", "Гаджи", "Дауд", "Ермак", "Жукоб", "Заур", "Иса", "Карам", "Лукман", "Муса")
NAMES = ("Али", "Борис", "Виктор", "Давид", "Егор", "Заур", "Иван", "Камиль", "Лев", "Максим", "Назар", "Олег", "Рашид")
FATHERS = ("Алиевич", "Борисович", "Викторович", "Давидович", "Егорович", "Заурович", "Иванович", "Львович", "Олегович")
LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"


def person(number: int) -> str:
    """Return a code; mentees and mentors share one row of numbers."""
    return make_code("У", number)


def full_name(n: int) -> str:
    """Return a name that differs from every other in more than one letter."""
    stem = "".join(LETTERS[(n // 27**k) % 27] for k in (0, 1, 2))
    return f"{SURNAMES[n % 12]}{stem}{stem[::-1]}ов {NAMES[n % 13]} {FATHERS[n % 9]}"


def records(people: int) -> dict[type[Record], list[Record]]:
    """Return the sheets of a sound year in December."""
    lists = initial_values()
    topics, times = lists["Темы"], lists["Удобное время"]
    kinds = {meaning: lists["Виды встреч"][n] for n, meaning in enumerate(("org", "trial", "plan", "regular"))}
    mentees = [_mentee(n, people, topics, times) for n in range(people)]
    mentors = [_mentor(n, people, topics, times) for n in range(people)]
    pairs = [_pair(n, people) for n in range(people)]
    return {
        Mentee: mentees,
        Mentor: mentors,
        Consent: _consents(mentees, mentors),
        Pair: pairs,
        Meeting: [_meeting(n, k, kinds) for n in range(people) for k in range(5)],
        PlanTask: [_task(n, k) for n in range(people) for k in range(2)],
        Training: [_training(n, people) for n in range(people)],
        Answer: _answers(people),
        OrderRow: [OrderRow(code=make_code("Д", 1), number="1", issued=START, kind="order_pairs", title="О парах")],
    }  # type: ignore[dict-item]


def _mentee(n: int, _people: int, topics: list[str], times: list[str]) -> Mentee:
    return Mentee(
        code=person(n + 1), full_name=full_name(n), gender="м", birth_date=date(2010, 1, 1) + timedelta(days=n % 1200),
        kind="обучающийся", school_class=f"{7 + n % 3}А", phone=f"+7 928 {n // 100 % 1000:03d}-{n % 100:02d}-01",
        guardian=f"{full_name(n + 20000)}", guardian_phone=f"+7 928 {n // 100 % 1000:03d}-{n % 100:02d}-02",
        request=f"Подготовка к экзамену и проект номер {n}", topics=(topics[n % len(topics)],),
        wanted_form="Учитель – ученик", times=(times[n % len(times)],), joined=SEEN, questionnaire=SEEN,
        programme_seen=SEEN, voluntary=True,
    )  # fmt: skip


def _mentor(n: int, people: int, topics: list[str], times: list[str]) -> Mentor:
    return Mentor(
        code=person(people + n + 1), full_name=full_name(n + 40000), gender="м",
        birth_date=date(1970, 1, 1) + timedelta(days=n % 7000), kind="педагог или специалист", post="учитель физики",
        phone=f"+7 928 {n // 100 % 1000:03d}-{n % 100:02d}-03", competences=f"Подготовка к экзаменам, проект {n}",
        topics=(topics[n % len(topics)], topics[(n + 7) % len(topics)]), forms=("Учитель – ученик",), age_from=10,
        age_to=19, hours=8, capacity=2, times=(times[n % len(times)],), joined=SEEN, questionnaire=SEEN,
        programme_seen=SEEN, voluntary=True,
    )  # fmt: skip


def _consents(mentees: list[Mentee], mentors: list[Mentor]) -> list[Consent]:
    found: list[Consent] = []
    for one in (*mentees, *mentors):
        child = isinstance(one, Mentee)
        for kind in (PROCESSING, PARTICIPATION):
            found.append(Consent(
                code=make_code("С", len(found) + 1), person=one.code, kind=kind,
                signed_by="законный представитель" if child else "сам", guardian=one.guardian if child else None,
                basis="свидетельство о рождении" if child else None, given=SEEN, valid_until=date(2028, 8, 31),
                kept="папка 1",
            ))  # fmt: skip
    return found


def _pair(n: int, people: int) -> Pair:
    return Pair(
        code=make_code("ПР", n + 1), mentor=person(people + n + 1), mentee=person(n + 1),
        mentoring_form="Учитель – ученик", state="утверждена", order_number="1", order_date=START, start=START,
        planned_end=END, meetings_planned=9,
    )  # fmt: skip


def _meeting(n: int, k: int, kinds: dict[str, str]) -> Meeting:
    held = START + timedelta(days=3 + k * 20)
    return Meeting(
        code=make_code("В", n * 5 + k + 1), pair=make_code("ПР", n + 1), held=held,
        kind=list(kinds.values())[min(k, 3)], state="состоялась", venue="очно", minutes=45, topic=f"Тема {n}-{k}",
        done="Разобрали задания", agreements="Встретиться снова", next_date=held + timedelta(days=20), mentor_mark=True,
        mentee_mark=True,
    )  # fmt: skip


def _task(n: int, k: int) -> PlanTask:
    return PlanTask(
        code=make_code("ИП", n * 2 + k + 1), pair=make_code("ПР", n + 1), number=k + 1, task=f"Задание {n}-{k}",
        due=date(2027, 3 + k, 15), expected="Готовый проект",
    )  # fmt: skip


def _training(n: int, people: int) -> Training:
    return Training(
        code=make_code("О", n + 1), mentor=person(people + n + 1), topic="Вводное занятие", held=date(2026, 8, 25),
        hours=2, attended=True,
    )  # fmt: skip


def _answers(people: int) -> list[Answer]:
    asked = [q for q in questions() if q.moment == "вход" and q.role == "наставляемый" and q.scale == "1–10"
             and q.mentoring_form in (None, "Учитель – ученик")][:8]  # fmt: skip
    return [
        Answer(code=make_code("ОТ", n * len(asked) + k + 1), person=person(n + 1), question=q.code, moment="вход",
               answered=date(2026, 9, 10), answer=str(5 + (n + k) % 6), pair=make_code("ПР", n + 1))
        for n in range(people) for k, q in enumerate(asked)
    ]  # fmt: skip


def build(path: Path, people: int) -> None:
    """Write the workbook."""
    settings = {"school_full": "Школа", "school_short": "Школа", "director": "Омаров Али Исаевич",
                "coordinator": "Исаева Анна Ивановна", "programme_start": START, "programme_end": END,
                "interim_date": date(2026, 12, 20), "final_date": date(2027, 5, 20)}  # fmt: skip
    path.write_bytes(template.build(today=TODAY, settings=settings, records=records(people)))  # type: ignore[arg-type]


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
