"""A planted school: every indicator of it is known in advance, and every kind of answer that must not count is there.

Everybody is invented. `SCHOOL` holds the records, `SETTINGS` the settings, `TODAY` is the day after the exit survey.

    П1  4 of 40   (5 pupils in counted pairs, one of them 9 years old; two pairs of one pupil count once)
    П2  2 of 20   (3 pupil mentors in counted pairs, one of them 14)
    П3  2 of 4    (3 teachers in counted pairs, one of them experienced)
    П4  1 of 8
    П5  4 of 6 who answered, 8 take part
    П6  2 of 3 who answered, 6 take part
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents.sample import book_of, host_of
from nastavnik_sheets.lists import RU, TT, UU
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Answer, IndicatorRow, Partner, Question

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.memory import MemoryHost
    from nastavnik_sheets.schema import Record

TODAY = date(2027, 5, 31)
START, END = date(2026, 9, 1), date(2027, 5, 31)
SURVEY = date(2027, 5, 20)
ENTRY_DAY = date(2026, 9, 5)
SETTINGS: dict[str, object] = {
    "school_short": "МКОУ «СОШ № 7»", "programme_start": START, "programme_end": END, "report_date": TODAY,
    "pupils_10_19": 40, "pupils_15_19": 20, "young_teachers": 4, "enterprises": 8,
}  # fmt: skip
PUPIL, TEACHER = "обучающийся", "педагог"


def person(number: int) -> str:
    return make_code("У", number)


def pair_code(number: int) -> str:
    return make_code("ПР", number)


def question_code(number: int) -> str:
    return make_code("ВП", number)


def _mentee(number: int, name: str, born: date, kind: str = PUPIL, **more: Any) -> Mentee:
    return Mentee(code=person(number), full_name=name, birth_date=born, kind=kind, request="помощь", joined=START,
                  **more)  # fmt: skip


def _mentor(number: int, name: str, born: date, kind: str, **more: Any) -> Mentor:
    return Mentor(code=person(number), full_name=name, birth_date=born, kind=kind, competences="опыт", capacity=5,
                  joined=START, **more)  # fmt: skip


MENTEES = [
    _mentee(1, "Алиева Мадина Омаровна", date(2014, 1, 1)),
    _mentee(2, "Борисов Олег Ильич", date(2013, 2, 2)),
    _mentee(3, "Вагабов Шамиль Исаевич", date(2012, 3, 3)),
    _mentee(4, "Гусева Анна Львовна", date(2010, 4, 4)),
    _mentee(5, "Дадаев Иса Муратович", date(2017, 6, 15)),  # nine years old on the report date
    _mentee(6, "Ершова Вера Павловна", date(2003, 5, 5), TEACHER, experience=1),
    _mentee(7, "Жуков Илья Андреевич", date(2000, 5, 5), TEACHER, experience=3),
    _mentee(8, "Зайцев Пётр Олегович", date(1980, 5, 5), TEACHER, experience=20),
    _mentee(9, "Исаев Курбан Алиевич", date(2013, 7, 7)),  # his pair was stopped
    _mentee(10, "Ким Алина Юрьевна", date(2012, 8, 8)),  # no pair
]
MENTORS = [
    _mentor(21, "Лобанов Егор Ильич", date(2010, 1, 1), PUPIL),
    _mentor(22, "Магомедова Аида Исаевна", date(2011, 2, 2), PUPIL),
    _mentor(23, "Носова Дарья Петровна", date(2012, 12, 12), PUPIL),  # fourteen
    _mentor(24, "Орлова Нина Сергеевна", date(1975, 3, 3), "педагог или специалист", experience=25),
    _mentor(25, "Петров Павел Ильич", date(1970, 4, 4), "сотрудник предприятия", partner=make_code("ПТ", 1)),
    _mentor(26, "Рашидов Али Османович", date(1972, 4, 4), "сотрудник предприятия"),  # no partner named
    _mentor(27, "Сорокин Олег Павлович", date(2009, 9, 9), PUPIL),  # only in a proposed pair
]


def _pair(number: int, mentor: int, mentee: int, form: str, state: str = "утверждена", **more: Any) -> Pair:
    values = {"start": date(2026, 9, 10), "planned_end": END, "meetings_planned": 4, **more}
    return Pair(code=pair_code(number), mentor=person(mentor), mentee=person(mentee), mentoring_form=form,
                state=state, **values)  # fmt: skip


PAIRS = [
    _pair(1, 21, 1, UU, role_model="лидер – пассивный"),
    _pair(2, 22, 1, UU, role_model="равный – равному"),  # the same mentee once more
    _pair(3, 21, 2, UU, "завершена", end=date(2027, 5, 15), role_model="равный – равному"),
    _pair(4, 23, 3, UU),
    _pair(5, 25, 4, RU),
    _pair(6, 22, 5, UU),
    _pair(7, 24, 6, TT),
    _pair(8, 24, 7, TT),
    _pair(9, 26, 8, TT),
    _pair(10, 24, 9, UU, "прекращена", end=date(2027, 2, 1)),
    _pair(11, 27, 10, UU, "предложена"),
    _pair(12, 21, 10, UU, start=date(2027, 6, 10), planned_end=date(2027, 12, 1)),  # after the report date
]
PARTNERS = [
    Partner(code=make_code("ПТ", 1), title="ООО «Луч»", enterprise=True),
    Partner(code=make_code("ПТ", 2), title="ООО «Заря»", enterprise=True),
]
TARGETS = [
    IndicatorRow(code=make_code("ПЗ", n), part="цель", number=f"П{n}", text=f"цель {n}", year=year, target=target)
    for n, year, target in ((1, 2027, 9.0), (2, 2027, 10.0), (3, 2026, 60.0), (5, 2027, 70.0), (6, 2025, 70.0))
]


def _question(number: int, role: str, moment: str, scale: str = "1–10", **more: Any) -> Question:
    return Question(code=question_code(number), questionnaire=f"{role}, {moment}", role=role, moment=moment,
                    number=number, text=f"вопрос {number}", scale=scale, **more)  # fmt: skip


CONTENT = {"purpose": "удовлетворённость"}
QUESTIONS = [
    _question(1, "наставляемый", "вход"),
    _question(2, "наставляемый", "выход", entry=question_code(1), **CONTENT),
    _question(3, "наставник", "вход"),
    _question(4, "наставник", "выход", entry=question_code(3), **CONTENT),
    _question(5, "наставляемый", "выход", "текст", purpose="сильные стороны"),
    _question(6, "наставляемый", "выход", "текст", purpose="слабые стороны"),
    _question(7, "наставляемый", "выход", mentoring_form=TT, **CONTENT),
]


def _answers() -> list[Answer]:
    entry = [(n, 1, "вход", "5", None) for n in (1, 2, 3, 4, 6)]
    rows: list[tuple[int, int, str, str, int | None]] = [
        *entry,
        (1, 2, "выход", "9", None), (2, 2, "выход", "7", None), (3, 2, "выход", "10", None),
        (4, 2, "выход", "6", None), (6, 2, "выход", "8", None), (8, 2, "выход", "2", None),  # 8 has no entry answer
        (5, 2, "выход", "11", None),  # off the scale
        (99, 2, "выход", "9", None),  # nobody knows him
        (21, 2, "выход", "9", None),  # a mentor
        (9, 2, "выход", "9", None),  # his pair was stopped before
        (3, 7, "выход", "9", None),  # the questionnaire of another form
        (7, 2, "вход", "9", None),  # the moment is not that of the question
        (2, 2, "выход", "9", 1),  # about somebody else's pair
        (21, 3, "вход", "4", None), (22, 3, "вход", "4", None),
        (21, 4, "выход", "8", 1), (21, 4, "выход", "4", 3),  # two pairs of one mentor: 6 on the whole
        (22, 4, "выход", "9", None), (24, 4, "выход", "7", None),
        (27, 4, "выход", "9", None),  # his pair is only proposed
        (1, 5, "выход", "Поддержка старших", None), (2, 5, "выход", "поддержка старших.", None),
        (3, 5, "выход", "Дружба", None), (4, 5, "выход", "нет", None), (1, 6, "выход", "Мало времени", None),
    ]  # fmt: skip
    made = [_answer(n, *row) for n, row in enumerate(rows, start=1)]
    earlier = _answer(len(made) + 1, 1, 2, "выход", "1", None, day=date(2027, 5, 18))  # he answered once more since
    return [*made, earlier]


def _answer(
    number: int, who: int, question: int, moment: str, text: str, pair: int | None, day: date | None = None
) -> Answer:
    when = day or (ENTRY_DAY if moment == "вход" else SURVEY)
    return Answer(code=make_code("ОТ", number), person=person(who), question=question_code(question), moment=moment,
                  answered=when, answer=text, pair=pair_code(pair) if pair else None)  # fmt: skip


MEETING_ROWS = (
    (1, date(2026, 9, 12), "первая, организационная", "состоялась"),
    (1, date(2026, 9, 25), "вторая, пробная рабочая", "состоялась"),
    (1, date(2026, 11, 5), "регулярная", "состоялась"),
    (3, date(2026, 9, 15), "первая, организационная", "состоялась"),
    (7, date(2026, 12, 1), "регулярная", "состоялась"),
    (1, date(2027, 5, 25), "регулярная", "отменена"),
    (1, date(2027, 6, 25), "регулярная", "состоялась"),  # after today
    (10, date(2026, 10, 1), "первая, организационная", "состоялась"),  # of a pair that does not count
)
MEETINGS = [
    Meeting(code=make_code("В", n), pair=pair_code(pair), held=day, kind=kind, state=state)
    for n, (pair, day, kind, state) in enumerate(MEETING_ROWS, start=1)
]
SCHOOL: list[Record] = [*MENTEES, *MENTORS, *PAIRS, *PARTNERS, *TARGETS, *QUESTIONS, *_answers(), *MEETINGS]


def school(*more: Record, without: type[Record] | None = None, **settings: object) -> Book:
    """The planted school with more records, without a kind of them, with other settings."""
    records = [record for record in SCHOOL if without is None or not isinstance(record, without)]
    return book_of([*records, *more], {**SETTINGS, **settings})


def school_host() -> MemoryHost:
    return host_of(SCHOOL, SETTINGS)


def records_by_type(*more: Record) -> dict[type[Record], list[Record]]:
    found: dict[type[Record], list[Record]] = {}
    for record in (*SCHOOL, *more):
        found.setdefault(type(record), []).append(record)
    return found
