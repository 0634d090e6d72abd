"""Answers to questionnaires, reports of meetings and choices after the group meeting."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from import_books import TODAY, book_of, csv_bytes, moment, records_of, rows_of, table, take

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.importing import read_export
from nastavnik_sheets.service_sheets import Arrival, Binding
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Pair, Preference
from nastavnik_sheets.year_sheets import Answer, Question

ELKIN = Mentee(code=make_code("У", 1), full_name="Ёлкин Пётр Ильич", birth_date=date(2012, 3, 5), school_class="7А")
SOMOVA = Mentee(code=make_code("У", 2), full_name="Сомова Анна Львовна", birth_date=date(2011, 1, 1))
SHCHUKIN = Mentor(code=make_code("У", 3), full_name="Щукин Иван Олегович", birth_date=date(1980, 2, 2))
OKUNEVA = Mentor(code=make_code("У", 4), full_name="Окунева Дарья Игоревна", birth_date=date(1985, 4, 4))
PEOPLE = (ELKIN, SOMOVA, SHCHUKIN, OKUNEVA)

COMFORT, TALK, WORTH = "Насколько комфортно Вам было общаться?", "Что было особенно ценно?", "Стоит ли продолжать?"


def question(number: int, text: str, **more: str) -> Question:
    made = Question(
        code=make_code("ВП", number), questionnaire="Ученик – ученик: выход", moment="выход", role="наставляемый",
        number=number, text=text, scale="1–10",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


QUESTIONS = (question(1, COMFORT), question(2, TALK, scale="текст"), question(3, WORTH, scale="да/нет"))


def pair(number: int, mentor: Mentor, mentee: Mentee, **more: object) -> Pair:
    made = Pair(
        code=make_code("ПР", number), mentor=mentor.code, mentee=mentee.code, mentoring_form="Учитель – ученик",
        state="утверждена", start=date(2026, 9, 1), planned_end=date(2027, 5, 31),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


PAIR = pair(1, SHCHUKIN, ELKIN)
ANSWERS = ("person", "question", "moment", "answered", "answer", "pair")


def survey(*rows: list[object]) -> list[list[object]]:
    return [["Отметка времени", "ФИО", "Дата рождения", COMFORT, TALK, WORTH], *rows]


def test_answers_are_bound_by_the_text_of_the_question_and_are_one_row_each() -> None:
    host = book_of(*PEOPLE, *QUESTIONS, PAIR)
    export = table(survey([moment(3), "ёлкин петр ильич", "05.03.2012", 8.0, "=cmd|' /C calc'!A0", ""]))
    result = take(host, export)
    assert rows_of(host, Answer, *ANSWERS) == [
        (ELKIN.code, make_code("ВП", 1), "выход", date(2026, 9, 3), "8", PAIR.code),
        (ELKIN.code, make_code("ВП", 2), "выход", date(2026, 9, 3), "=cmd|' /C calc'!A0", PAIR.code),
    ]
    assert result.counts["new"] == 1
    assert take(host, export).plan.empty


def test_an_edited_answer_updates_its_row_and_an_older_file_does_not() -> None:
    host = book_of(*PEOPLE, *QUESTIONS)
    first = table(survey([moment(3), "Ёлкин Пётр Ильич", "05.03.2012", 8, "чай", ""]))
    take(host, first)
    take(host, table(survey([moment(3, 5), "Ёлкин Пётр Ильич", "05.03.2012", 9, "чай", "да"])))
    assert rows_of(host, Answer, "question", "answer") == [
        (make_code("ВП", 1), "9"), (make_code("ВП", 2), "чай"), (make_code("ВП", 3), "да")
    ]  # fmt: skip
    assert take(host, first).plan.empty


def test_an_answer_that_a_person_put_right_is_asked_about() -> None:
    host = book_of(*PEOPLE, *QUESTIONS)
    export = table(survey([moment(3), "Ёлкин Пётр Ильич", "05.03.2012", "восемь", "", ""]))
    take(host, export)
    grid = host.saved["Ответы"]
    grid[1][grid[0].index("Ответ")] = "8"
    assert take(host, export).plan.empty
    take(host, table(survey([moment(4), "Ёлкин Пётр Ильич", "05.03.2012", "9", "", ""])))
    assert rows_of(host, Answer, "answer") == [("8",)]
    ((asked,),) = rows_of(host, Arrival, "question")
    assert "«Ответ»: в книге «8», в файле «9»" in str(asked)


def test_answers_of_people_who_are_not_in_the_bases_are_asked_about_and_never_make_people() -> None:
    host = book_of(*PEOPLE, *QUESTIONS)
    rows = [
        [moment(3), "Линёв Олег", "01.01.2010", 8, "", ""],
        [moment(3), "Ёлкин Пётр Ильич", "", 7, "", ""],
        [moment(4), "", "", 7, "", ""],
    ]
    result = take(host, table(survey(*rows)))
    assert records_of(host, Answer) == []
    assert [c for (c,) in rows_of(host, Arrival, "candidate")] == [None, ELKIN.code]
    assert (result.counts["doubtful"], result.counts["skipped"]) == (2, 1)
    assert len(records_of(host, Mentee)) == 2
    grid = host.saved["Поступления"]
    for line in grid[1:]:
        line[grid[0].index("Решение")] = "это он"
    take(host, table(survey(*rows)))
    assert rows_of(host, Answer, "person", "answer") == [(ELKIN.code, "7")]
    assert take(host, table(survey(*rows))).plan.empty
    assert len(records_of(host, Arrival)) == 1


def test_one_text_in_two_questionnaires_is_told_apart_by_the_role_of_the_person() -> None:
    mirror = replace(QUESTIONS[0], code=make_code("ВП", 9), role="наставник")
    host = book_of(*PEOPLE, *QUESTIONS, mirror)
    rows = [["", "Ёлкин Пётр Ильич", "05.03.2012", 8, "", ""], ["", "Щукин Иван Олегович", "02.02.1980", 6, "", ""]]
    take(host, table([["Отметка времени", "ФИО", "Дата рождения", COMFORT, "x", "y"], *rows]))
    assert rows_of(host, Answer, "person", "question", "answer", "answered") == [
        (ELKIN.code, make_code("ВП", 1), "8", TODAY), (SHCHUKIN.code, make_code("ВП", 9), "6", TODAY)
    ]  # fmt: skip


def test_one_text_at_two_moments_is_chosen_by_the_questionnaire_the_file_covers_or_by_a_person() -> None:
    entry = replace(QUESTIONS[0], code=make_code("ВП", 9), questionnaire="Ученик – ученик: вход", moment="вход")
    host = book_of(*PEOPLE, *QUESTIONS, entry)
    take(host, table(survey([moment(3), "Ёлкин Пётр Ильич", "05.03.2012", 8, "чай", ""])))
    assert rows_of(host, Answer, "question") == [(make_code("ВП", 1),), (make_code("ВП", 2),)]

    host = book_of(*PEOPLE, QUESTIONS[0], entry)
    alone = table([["ФИО", "Дата рождения", COMFORT], ["Ёлкин Пётр Ильич", "05.03.2012", 8]])
    result = take(host, alone)
    assert (records_of(host, Answer), rows_of(host, Binding, "source")) == ([], [(COMFORT,)])
    assert any("Ни один вопрос файла не узнан" in line for line in result.messages)
    assert any(f"{entry.code} (Ученик – ученик: вход, вход)" in line for line in result.messages)
    decided = book_of(*PEOPLE, QUESTIONS[0], entry, Binding(source=COMFORT, column_title=entry.code))
    take(decided, alone)
    assert rows_of(decided, Answer, "question", "moment") == [(entry.code, "вход")]


def test_codes_rows_of_grids_and_repeated_headers_lead_to_questions() -> None:
    twice = (question(1, "Оцените встречу"), question(2, "Оцените встречу"), question(3, "Интерес"))
    host = book_of(*PEOPLE, *twice, question(4, "Что мешало?"))
    headers = [
        "Код участника", "Оцените встречу", "Оцените встречу 2", "Оцените по шкале [Интерес]", make_code("ВП", 4),
    ]  # fmt: skip
    take(host, table([headers, [ELKIN.code, 5, 6, 7, "ничего"]]))
    assert rows_of(host, Answer, "question", "answer") == [
        (make_code("ВП", n), answer) for n, answer in ((1, "5"), (2, "6"), (3, "7"), (4, "ничего"))
    ]


def test_a_questionnaire_may_bring_a_new_person_and_the_answers_together() -> None:
    host = book_of(*QUESTIONS)
    headers = ["Отметка времени", "ФИО", "Дата рождения", "Основной запрос", COMFORT]
    take(host, table([headers, [moment(3), "Ёлкин Пётр Ильич", "05.03.2012", "дроби", 8]]))
    assert rows_of(host, Mentee, "code", "request") == [(make_code("У", 1), "дроби")]
    assert rows_of(host, Answer, "person", "answer") == [(make_code("У", 1), "8")]


REPORT = [
    "Отметка времени", "ФИО наставника", "ФИО наставляемого", "Дата встречи", "Вид встречи", "Тема",
    "Сколько минут длилась встреча?", "Что сделано?", "Встреча состоялась?", "Формат", "Следующая встреча",
]  # fmt: skip
REPORTED = [
    moment(5), "Щукин Иван Олегович", "Ёлкин Пётр Ильич", date(2026, 9, 4), "регулярная", "дроби", 45,
    "решали задачи", "Да", "очно", "11.09.2026",
]  # fmt: skip


def test_a_mentors_report_is_one_meeting_however_often_it_is_handed_in() -> None:
    host = book_of(*PEOPLE, PAIR)
    export = table([REPORT, REPORTED, [moment(6), *REPORTED[1:]]])
    result = take(host, export)
    (met,) = records_of(host, Meeting)
    assert isinstance(met, Meeting)
    assert (met.code, met.pair, met.held, met.kind) == (make_code("В", 1), PAIR.code, date(2026, 9, 4), "регулярная")
    assert (met.topic, met.minutes, met.done, met.state) == ("дроби", 45, "решали задачи", "состоялась")
    assert (met.venue, met.next_date) == ("очно", date(2026, 9, 11))
    assert (result.counts["new"], result.counts["same"]) == (1, 1)
    assert take(host, export).plan.empty


def test_a_planned_meeting_is_completed_and_a_typed_topic_is_kept_and_asked_about() -> None:
    planned = Meeting(code=make_code("В", 1), pair=PAIR.code, held=date(2026, 9, 4), state="план", topic="проценты")
    host = book_of(*PEOPLE, PAIR, planned)
    take(host, table([REPORT, REPORTED]))
    assert rows_of(host, Meeting, "kind", "state", "topic", "minutes") == [("регулярная", "состоялась", "проценты", 45)]
    ((asked,),) = rows_of(host, Arrival, "question")
    assert "«Тема»: в книге «проценты», в файле «дроби»" in str(asked)


@pytest.mark.parametrize(
    ("mentor", "mentee"),
    [
        (SHCHUKIN.code, ELKIN.code),
        ("Иван Щукин", "елкин петр"),
        (SHCHUKIN.full_name, ""),
        (PAIR.code, ELKIN.full_name),
    ],
)
def test_a_pair_is_found_by_codes_or_by_names(mentor: str, mentee: str) -> None:
    host = book_of(*PEOPLE, PAIR)
    headers = ["Код пары" if mentor == PAIR.code else "Наставник", "Наставляемый", "Дата встречи", "Вид встречи"]
    take(host, table([headers, [mentor, mentee, "04.09.2026", "регулярная"]]))
    assert rows_of(host, Meeting, "pair", "state") == [(PAIR.code, "состоялась")]
    assert records_of(host, Arrival) == []


def test_of_two_pairs_of_the_same_people_the_day_tells_which_met() -> None:
    last = pair(1, SHCHUKIN, ELKIN, state="завершена", start=date(2025, 9, 1), end=date(2026, 5, 31))
    host = book_of(*PEOPLE, last, pair(2, SHCHUKIN, ELKIN))
    headers = ["Наставник", "Наставляемый", "Дата встречи", "Вид встречи"]
    days = ["04.09.2026", "04.03.2026", "04.07.2026"]
    result = take(host, table([headers, *([SHCHUKIN.full_name, ELKIN.full_name, day, "регулярная"] for day in days)]))
    assert rows_of(host, Meeting, "pair") == [(make_code("ПР", 2),), (last.code,)]
    assert result.counts["doubtful"] == 1


def test_the_mentor_who_fills_the_form_is_the_mentor_of_the_meeting() -> None:
    host = book_of(*PEOPLE, PAIR)
    take(
        host,
        table(
            [
                ["Ваше ФИО", "Дата", "Вид встречи", "Что сделали"],
                [SHCHUKIN.full_name, "04.09.2026", "регулярная", "шахматы"],
            ]
        ),
    )
    assert rows_of(host, Meeting, "pair", "done") == [(PAIR.code, "шахматы")]


def test_a_group_meets_as_one_and_several_names_are_several_meetings() -> None:
    group = (pair(1, SHCHUKIN, ELKIN, group="Г1"), pair(2, SHCHUKIN, SOMOVA, group="Г1"))
    headers = ["Наставник", "Наставляемые", "Дата встречи", "Вид встречи"]
    for mentees in ("", "Ёлкин Пётр Ильич, Сомова Анна Львовна", f"{ELKIN.code}; {SOMOVA.code}"):
        host = book_of(*PEOPLE, *group)
        take(host, table([headers, [SHCHUKIN.full_name, mentees, "04.09.2026", "регулярная"]]))
        assert rows_of(host, Meeting, "pair") == [(group[0].code,), (group[1].code,)]


@pytest.mark.parametrize(
    ("mentor", "mentee", "words", "candidate"),
    [
        ("Линёв Олег", "Ёлкин Пётр Ильич", "наставник «Линёв Олег»: такого имени нет в базе", None),
        ("Щукин Иван Олегович", "Сомова Анна Львовна", "«Сомова Анна Львовна»: такого имени нет", SHCHUKIN.code),
        ("Щукин Иван Олегович", "Ёлкн Пётр Ильич", "наставляемый «Ёлкн Пётр Ильич»: такого имени нет", ELKIN.code),
        ("Окунева Дарья Игоревна", "", "у наставника нет пары", OKUNEVA.code),
        ("", "Ёлкин Пётр Ильич", "не указано, чья это встреча", None),
    ],
)  # fmt: skip
def test_a_pair_that_is_not_certain_is_asked_about(mentor: str, mentee: str, words: str, candidate: str | None) -> None:
    host = book_of(*PEOPLE, PAIR)
    export = table(
        [["Наставник", "Наставляемый", "Дата встречи", "Вид встречи"], [mentor, mentee, "04.09.2026", "регулярная"]]
    )
    result = take(host, export)
    assert records_of(host, Meeting) == []
    ((question_asked, who),) = rows_of(host, Arrival, "question", "candidate")
    assert words in str(question_asked)
    assert who == candidate
    assert result.counts["doubtful"] == 1
    assert take(host, export).plan.empty


def test_a_decision_names_the_pair_and_the_meeting_comes_in_once() -> None:
    host = book_of(*PEOPLE, PAIR, pair(2, SHCHUKIN, SOMOVA))
    export = table(
        [
            ["Наставник", "Наставляемый", "Дата встречи", "Вид встречи"],
            [SHCHUKIN.full_name, "Ёлкн Пётр Ильич", "04.09.2026", "регулярная"],
        ]
    )
    take(host, export)
    grid = host.saved["Поступления"]
    grid[1][grid[0].index("Решение")] = "это он"
    take(host, export)
    assert rows_of(host, Meeting, "pair") == [(PAIR.code,)]
    assert take(host, export).plan.empty


def test_a_meeting_without_a_date_is_said_and_left() -> None:
    host = book_of(*PEOPLE, PAIR)
    result = take(
        host, table([["Наставник", "Дата встречи", "Вид встречи"], [SHCHUKIN.full_name, "вчера", "регулярная"]])
    )
    assert result.counts["skipped"] == 1
    assert any("«вчера» — это не дата" in line for line in result.messages)


def test_choices_become_codes_and_unknown_ones_are_said() -> None:
    host = book_of(*PEOPLE)
    headers = [
        "Отметка времени",
        "ФИО",
        "Дата рождения",
        "1-й выбор",
        "2-й выбор",
        "Не готов работать с",
        "Комментарий",
    ]
    rows = [
        [moment(3), ELKIN.full_name, "05.03.2012", "Щукин Иван Олегович", OKUNEVA.code, "", "оба хороши"],
        [moment(3), SHCHUKIN.full_name, "02.02.1980", "Линёв Олег", "", "Сомова Анна Львовна", ""],
    ]
    export = table([headers, *rows])
    result = take(host, export)
    assert rows_of(host, Preference, "person", "role", "stated", "first", "second", "not_with", "comment") == [
        (ELKIN.code, "наставляемый", date(2026, 9, 3), SHCHUKIN.code, OKUNEVA.code, None, "оба хороши"),
        (SHCHUKIN.code, "наставник", date(2026, 9, 3), None, None, (SOMOVA.code,), None),
    ]
    assert any("«Линёв Олег» — такого участника нет" in line for line in result.messages)
    assert take(host, export).plan.empty


def test_several_names_in_one_answer_are_the_first_second_and_third_choice() -> None:
    host = book_of(*PEOPLE)
    headers = ["Код участника", "С кем из наставников Вы хотели бы работать в рамках программы?"]
    take(host, table([headers, [ELKIN.code, "Окунева Дарья Игоревна, Щукин Иван Олегович"]]))
    assert rows_of(host, Preference, "first", "second", "stated") == [(OKUNEVA.code, SHCHUKIN.code, TODAY)]


def test_two_thousand_rows_are_taken_in_about_a_second() -> None:
    people = [
        [f"02.09.2026 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}", f"{word(n)} {word(n * 7)} {word(n * 13)}ович",
         (date(2008, 1, 1) + timedelta(days=n % 1500)).strftime("%d.%m.%Y"), "7А", "дроби", "89281234567",
         "математика, физика", n % 10 + 1]
        for n in range(2000)
    ]  # fmt: skip
    headers = [
        "Отметка времени",
        "ФИО",
        "Дата рождения",
        "Класс",
        "Основной запрос",
        "Телефон",
        "Темы запроса",
        COMFORT,
    ]
    export = read_export(csv_bytes([headers, *people]), name="большая.csv")
    host = book_of(*QUESTIONS)
    begun = time.perf_counter()
    result = take(host, export)
    again = take(host, export)
    spent = time.perf_counter() - begun
    assert sum(result.counts.values()) == 2000
    assert again.plan.empty
    assert spent < 30, f"две тысячи строк дважды: {spent:.1f} с"


def word(number: int) -> str:
    """Return an invented word of eight letters, another for every number."""
    letters = "абвгдежзиклмнопрстуф"
    digits = [number * 7919 // 20**i % 20 for i in range(8)]
    return "".join(letters[d] for d in digits).capitalize()
