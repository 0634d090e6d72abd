"""Questionnaires and lists of participants: who they are, what they say, and what a person must decide."""

from __future__ import annotations

from datetime import date
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_books import TODAY, book_of, csv_bytes, moment, records_of, rows_of, table, take

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.importing import read_export
from nastavnik_sheets.service_sheets import Arrival, Binding
from nastavnik_sheets.workbook import Category, Consent, Mentee, Mentor

HEADERS = ["Отметка времени", "ФИО", "Дата рождения", "Класс", "Основной запрос", "Контактный телефон"]
ELKIN = ["Ёлкин Пётр Ильич", date(2012, 3, 5), "7А"]
ONE, TWO = make_code("У", 1), make_code("У", 2)


def mentee(number: int, name: str, birth: date | None = date(2012, 3, 5), **more: object) -> Mentee:
    return Mentee(code=make_code("У", number), full_name=name, birth_date=birth, **more)  # type: ignore[arg-type]


def people(*rows: list[object]) -> list[list[object]]:
    return [list(HEADERS), *rows]


def test_a_questionnaire_makes_new_people_with_codes_and_what_follows_from_it() -> None:
    host = book_of()
    headers = [
        "Отметка времени", "Фамилия", "Имя", "Отчество (при наличии)", "Дата рождения ребёнка", "Ваш класс",
        "С какой темой нужна помощь?", "Номер телефона", "ФИО родителя (законного представителя)",
        "Когда Вам удобно встречаться?", "Вы знакомы с программой наставничества?", "Участвую добровольно", "Пол",
    ]  # fmt: skip
    row = [
        moment(2), "ЁЛКИН", "пётр", "Ильич", "5.3.2012", "7А", "физика, математика, как не бояться доски",
        79281234567.0, "Ёлкина Анна Львовна", "после уроков, суббота", "Да", "Да, добровольно", "мужской",
    ]  # fmt: skip
    result = take(host, table([headers, row]))
    (found,) = records_of(host, Mentee)
    assert isinstance(found, Mentee)
    assert found.code == ONE
    assert (found.full_name, found.birth_date, found.gender) == ("Ёлкин Пётр Ильич", date(2012, 3, 5), "м")
    assert (found.kind, found.school_class, found.phone) == ("обучающийся", "7А", "+7 928 123-45-67")
    assert found.topics == ("физика", "математика")
    assert found.request == "физика, математика, как не бояться доски"
    assert found.times == ("после уроков", "суббота")
    assert found.guardian == "Ёлкина Анна Львовна"
    assert (found.programme_seen, found.voluntary) == (date(2026, 9, 2), True)
    assert (found.questionnaire, found.joined) == (date(2026, 9, 2), TODAY)
    assert result.counts == {"new": 1, "updated": 0, "same": 0, "doubtful": 0, "blank": 0, "skipped": 0}


def test_where_the_file_writes_the_month_first_birthdays_are_read_so_too() -> None:
    host = book_of()
    rows = [
        ["Timestamp", *HEADERS[1:4]],
        ["9/14/2026 10:30:00", "Ёлкин Пётр Ильич", "5/3/2012", "7А"],
        ["9/14/2026 10:31:00", "Сомова Анна Львовна", "12/30/2011", "7А"],
        ["9/14/2026 10:32:00", "Ким Олег Петрович", "07.08.2012", "7А"],
    ]
    take(host, read_export(csv_bytes(rows), name="наставляемые.csv"))
    assert rows_of(host, Mentee, "birth_date") == [(date(2012, 5, 3),), (date(2011, 12, 30),), (date(2012, 8, 7),)]


def test_a_birthday_with_the_day_first_stays_so_whatever_the_moments_say() -> None:
    host = book_of()
    rows = [
        ["Timestamp", *HEADERS[1:4]],
        ["9/14/2026 10:30:00", "Ёлкин Пётр Ильич", "5/3/2012", "7А"],
        ["9/14/2026 10:31:00", "Сомова Анна Львовна", "30/12/2011", "7А"],
    ]
    take(host, read_export(csv_bytes(rows), name="наставляемые.csv"))
    assert rows_of(host, Mentee, "birth_date") == [(date(2012, 3, 5),), (date(2011, 12, 30),)]


def test_an_answer_without_a_column_in_the_book_is_told_and_comes_when_the_column_is_back() -> None:
    host = book_of()
    titles = host.saved["Наставляемые"][0]
    place = titles.index("Телефон")
    titles[place] = "Мой столбец"
    export = table(people([moment(2), *ELKIN, "дроби", "8 928 123-45-67"]))
    result = take(host, export)
    assert [line for line in result.messages if "«Контактный телефон» не перенесён" in line]
    host.saved["Наставляемые"][0][place] = "Телефон"
    take(host, export)
    assert rows_of(host, Mentee, "phone") == [("+7 928 123-45-67",)]


def test_importing_the_same_file_again_changes_nothing() -> None:
    host = book_of()
    export = table(people([moment(2), *ELKIN, "дроби", "8 928 123-45-67"], [None, "Сомова Анна", None, "8Б", "", ""]))
    take(host, export)
    before = host.saved
    again = take(host, export)
    assert again.plan.empty
    assert host.saved == before
    assert again.counts["same"] == 2


def test_a_row_that_says_its_role_goes_to_its_base_and_one_person_has_one_code() -> None:
    host = book_of()
    headers = ["ФИО", "Дата рождения", "Кем Вы хотите быть?", "Основной запрос", "Основные компетенции"]
    rows = [
        ["Ёлкин Пётр Ильич", "05.03.2012", "Наставляемый", "дроби", ""],
        ["Сомова Анна Львовна", "15.06.1980", "Наставником", "", "алгебра"],
        ["Щукин Иван Ильич", "01.02.1999", "и наставником, и наставляемым", "опыт", "физика"],
        ["Линёв Олег", "01.02.1998", "не знаю", "", ""],
    ]
    result = take(host, table([headers, *rows]))
    assert rows_of(host, Mentee, "code", "full_name") == [
        (ONE, "Ёлкин Пётр Ильич"),
        (make_code("У", 3), "Щукин Иван Ильич"),
    ]
    assert rows_of(host, Mentor, "code", "full_name") == [
        (TWO, "Сомова Анна Львовна"),
        (make_code("У", 3), "Щукин Иван Ильич"),
    ]
    assert result.counts["skipped"] == 1
    assert any("строка 5" in line and "наставник или наставляемый" in line for line in result.messages)


def test_a_mentee_who_becomes_a_mentor_keeps_the_code() -> None:
    host = book_of(mentee(7, "Ёлкин Пётр Ильич"))
    take(
        host, table([["ФИО", "Дата рождения", "Основные компетенции"], ["Елкин  Петр Ильич", "2012-03-05", "шахматы"]])
    )
    assert rows_of(host, Mentor, "code", "competences") == [(make_code("У", 7), "шахматы")]


def test_a_known_person_is_filled_but_what_people_typed_is_only_asked_about() -> None:
    host = book_of(mentee(1, "Елкин Петр Ильич", request="чтение", joined=date(2026, 5, 1)))
    export = table(people([moment(2), "Ильич Пётр ЁЛКИН", date(2012, 3, 5), "7А", "дроби", "89281234567"]))
    result = take(host, export)
    assert rows_of(host, Mentee, "full_name", "school_class", "request", "phone", "joined") == [
        ("Елкин Петр Ильич", "7А", "чтение", "+7 928 123-45-67", date(2026, 5, 1))
    ]
    (asked,) = records_of(host, Arrival)
    assert isinstance(asked, Arrival)
    assert asked.question == (
        f"Наставляемые, {ONE}, «Основной запрос»: в книге «чтение», в файле «дроби». "
        "Заменить — «взять из анкеты», оставить — «не переносить»"
    )
    assert asked.candidate == ONE
    assert [(d.column, d.in_book, d.in_file) for d in result.differences] == [("Основной запрос", "чтение", "дроби")]
    assert result.counts["doubtful"] == 1


@pytest.mark.parametrize(
    ("decision", "request_now", "left"), [("взять из анкеты", "дроби", 0), ("не переносить", "чтение", 1)]
)
def test_a_decision_about_a_difference_is_carried_out_by_the_next_import(
    decision: str, request_now: str, left: int
) -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич", request="чтение"))
    export = table(people([moment(2), *ELKIN, "дроби", ""]))
    take(host, export)
    decide(host, decision)
    result = take(host, export)
    assert result.counts["doubtful"] == 0
    assert rows_of(host, Mentee, "request") == [(request_now,)]
    assert len(records_of(host, Arrival)) == left
    assert take(host, export).plan.empty


def decide(host: object, *decisions: str | None) -> None:
    """Write decisions into «Поступления», from the first row on."""
    grid = host.saved["Поступления"]  # type: ignore[attr-defined]
    column = grid[0].index("Решение")
    for row, decision in zip(grid[1:], decisions, strict=True):
        row[column] = decision


def test_an_edited_answer_replaces_what_the_questionnaire_had_brought() -> None:
    host = book_of()
    take(host, table(people([moment(2), *ELKIN, "дроби", "89281234567"])))
    result = take(host, table(people([moment(4), *ELKIN, "уравнения", "89281234567"])))
    assert rows_of(host, Mentee, "request", "questionnaire") == [("уравнения", date(2026, 9, 4))]
    assert result.counts["updated"] == 1
    older = take(host, table(people([moment(2), *ELKIN, "дроби", "89281234567"])))
    assert older.plan.empty


def test_an_edited_answer_never_replaces_what_a_person_has_corrected() -> None:
    host = book_of()
    first = table(people([moment(2), *ELKIN, "дроби", ""]))
    take(host, first)
    grid = host.saved["Наставляемые"]
    grid[1][grid[0].index("Основной запрос")] = "дроби и проценты"
    assert take(host, first).plan.empty
    result = take(host, table(people([moment(4), *ELKIN, "уравнения", ""])))
    assert rows_of(host, Mentee, "request") == [("дроби и проценты",)]
    assert result.counts["doubtful"] == 1


def test_what_a_person_erased_does_not_come_back() -> None:
    host = book_of()
    export = table(people([moment(2), *ELKIN, "дроби", "89281234567"]))
    take(host, export)
    grid = host.saved["Наставляемые"]
    grid[1][grid[0].index("Телефон")] = None
    assert take(host, export).plan.empty


def test_a_cell_that_cannot_be_read_is_not_overwritten() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич"))
    grid = host.saved["Наставляемые"]
    grid[1][grid[0].index("Телефон")] = "спросить у мамы"
    take(host, table(people([moment(2), *ELKIN, "дроби", "89281234567"])))
    assert host.saved["Наставляемые"][1][grid[0].index("Телефон")] == "спросить у мамы"
    assert "спросить у мамы" in str(rows_of(host, Arrival, "question"))


def test_two_answers_of_one_new_person_are_one_person_and_the_newest_counts() -> None:
    host = book_of()
    rows = [
        [moment(4), *ELKIN, "уравнения", ""],
        [moment(2), "елкин петр ильич", date(2012, 3, 5), "7А", "дроби", "89281234567"],
    ]
    result = take(host, table(people(*rows)))
    assert rows_of(host, Mentee, "full_name", "request", "phone") == [
        ("Ёлкин Пётр Ильич", "уравнения", "+7 928 123-45-67")
    ]
    assert (result.counts["new"], result.counts["same"]) == (1, 1)


def test_of_two_answers_in_one_file_the_older_may_stand_in_the_book_typed_by_hand() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич", request="Дроби"))
    take(host, table(people([moment(2), *ELKIN, "дроби", ""], [moment(4), *ELKIN, "уравнения", ""])))
    assert rows_of(host, Mentee, "request") == [("уравнения",)]
    assert records_of(host, Arrival) == []


def test_other_letters_of_the_same_words_are_no_difference() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич", request="Дроби и ёлки", topics=("физика", "математика")))
    headers = ["ФИО", "Дата рождения", "Основной запрос", "Темы запроса"]
    result = take(host, table([headers, ["Ёлкин Пётр Ильич", "05.03.2012", "дроби  и елки", "математика, физика"]]))
    assert rows_of(host, Mentee, "request") == [("Дроби и ёлки",)]
    assert (result.counts["same"], records_of(host, Arrival)) == (1, [])


def test_lists_without_moments_replace_what_lists_had_brought_but_not_a_questionnaire() -> None:
    host = book_of()
    headers = ["ФИО", "Дата рождения", "Основной запрос"]
    who = ["Ёлкин Пётр Ильич", "05.03.2012"]
    take(host, table([headers, [*who, "дроби"]]))
    take(host, table([headers, [*who, "уравнения"]]))
    assert rows_of(host, Mentee, "request") == [("уравнения",)]
    take(host, table(people([moment(2), *ELKIN, "чтение", ""])))
    assert rows_of(host, Mentee, "request") == [("чтение",)]
    take(host, table([headers, [*who, "пение"]]))
    assert rows_of(host, Mentee, "request") == [("чтение",)]
    assert len(records_of(host, Arrival)) == 1


def test_a_new_person_with_nothing_but_a_name_is_known_again_by_the_same_row() -> None:
    host = book_of()
    export = table([["ФИО", "Основной запрос"], ["Пётр Ильич Ёлкин", "дроби"]])
    take(host, export)
    assert rows_of(host, Mentee, "full_name", "birth_date") == [("Ёлкин Пётр Ильич", None)]
    assert take(host, export).plan.empty


@pytest.mark.parametrize(
    ("known", "row", "words"),
    [
        (
            mentee(1, "Ёлкин Пётр Ильич"),
            ["Ёлкин Пётр Ильич", date(2012, 5, 3)],
            "дата рождения в базе другая: 05.03.2012",
        ),
        (mentee(1, "Ёлкин Пётр Ильич"), ["Ёлкин Пётр Ильич", None], "даты рождения в файле нет"),
        (mentee(1, "Ёлкин Пётр Ильич", None), ["Ёлкин Пётр Ильич", date(2012, 5, 3)], "даты рождения в базе нет"),
        (mentee(1, "Ёлкин Пётр Ильич"), ["Ёлкн Пётр Ильич", date(2012, 3, 5)], "похоже на участника"),
        (mentee(1, "Ёлкин Пётр Ильич"), ["Ёлкин Пётр", date(2012, 3, 5)], "похоже на участника"),
        (mentee(1, "Ёлкин Пётр Ильич"), ["Ёлкин Пётр", None], "дату рождения не сравнить"),
        (mentee(1, "Софья Окунева", date(2012, 3, 5)), ["Окунева София", date(2012, 3, 5)], "похоже на участника"),
    ],
)
def test_a_doubtful_person_is_asked_about_and_nothing_is_merged(known: Mentee, row: list[object], words: str) -> None:
    host = book_of(known)
    before = host.saved["Наставляемые"]
    export = table([["ФИО", "Дата рождения", "Основной запрос"], [*row, "дроби"]])
    result = take(host, export)
    assert host.saved["Наставляемые"] == before
    ((question, candidate, name, number),) = rows_of(
        host, Arrival, "question", "candidate", "candidate_name", "file_row"
    )
    assert words in str(question)
    assert (candidate, name, number) == (ONE, known.full_name, 2)
    assert result.counts["doubtful"] == 1
    assert take(host, export).plan.empty


def test_namesakes_with_one_birthday_are_asked_about() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич"), mentee(2, "Ёлкин Пётр Ильич"))
    take(host, table(people([moment(2), *ELKIN, "дроби", ""])))
    ((question,),) = rows_of(host, Arrival, "question")
    assert question == f"таких участников несколько: {ONE}, {TWO}"


def test_twins_are_two_people() -> None:
    host = book_of(mentee(1, "Сомова Арина Ильинична"))
    rows = [
        [moment(2), "Сомова Алина Ильинична", date(2012, 3, 5), "7А", "", ""],
        [moment(3), "Сомов Иван Ильич", date(2012, 3, 5), "7А", "", ""],
    ]
    result = take(host, table(people(*rows)))
    assert result.counts["new"] == 2


@pytest.mark.parametrize(
    ("decision", "names", "left"),
    [
        ("это он", ["Ёлкин Пётр Ильич"], 0),
        ("новый человек", ["Ёлкин Пётр Ильич", "Ёлкин Пётр Ильич"], 0),
        ("не переносить", ["Ёлкин Пётр Ильич"], 1),
    ],
)
def test_a_decision_about_a_person_is_carried_out_once_and_remembered(
    decision: str, names: list[str], left: int
) -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич"))
    export = table(people([moment(2), "Ёлкин Пётр Ильич", None, "7А", "дроби", ""]))
    take(host, export)
    decide(host, decision)
    take(host, export)
    assert [name for (name,) in rows_of(host, Mentee, "full_name")] == names
    assert len(records_of(host, Arrival)) == left
    assert (rows_of(host, Mentee, "request")[-1] == ("дроби",)) == (decision != "не переносить")
    renamed = table(people([moment(2), "Ёлкин Пётр Ильич", None, "7А", "дроби", ""]), name="копия (1).xlsx")
    assert take(host, renamed).plan.empty


def test_questions_of_another_file_stay_and_answered_ones_go() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич"))
    take(host, table(people([moment(2), "Ёлкин Пётр Ильич", None, "7А", "дроби", ""]), name="первый.xlsx"))
    second = [moment(2), "Ёлкин Пётр Ильич", date(2011, 1, 1), "7А", "дроби", ""]
    take(host, table(people(second), name="второй.xlsx"))
    assert rows_of(host, Arrival, "code", "file") == [
        (make_code("ПО", 1), "первый.xlsx"),
        (make_code("ПО", 2), "второй.xlsx"),
    ]
    second[2] = date(2012, 3, 5)
    take(host, table(people(second), name="второй.xlsx"))
    assert rows_of(host, Arrival, "file") == [("первый.xlsx",)]


def test_a_code_tells_who_it_is_and_a_mistyped_or_foreign_one_is_asked_about() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич"), mentee(2, "Сомова Анна Львовна", date(2011, 1, 1)))
    headers = ["Код участника", "ФИО", "Основной запрос"]
    rows = [
        [ONE.lower(), "", "дроби"],
        ["У-002-5", "Сомова Анна Львовна", "чтение"],
        [TWO, "Щукин Олег", "пение"],
        [make_code("У", 9), "", "бег"],
    ]
    result = take(host, table([headers, *rows]))
    assert rows_of(host, Mentee, "request") == [("дроби",), (None,)]
    questions = [str(q) for (q,) in rows_of(host, Arrival, "question")]
    assert "контрольная цифра" in questions[0]
    assert questions[1] == f"код {TWO} принадлежит участнику «Сомова Анна Львовна»"
    assert questions[2] == f"кода {make_code('У', 9)} нет в базах"
    assert result.counts["doubtful"] == 3


def test_without_birth_dates_a_class_a_phone_or_an_email_tells_a_person() -> None:
    host = book_of(mentee(1, "Ёлкин Пётр Ильич", school_class="7 «А»"))
    result = take(host, table([["ФИО", "Класс", "Основной запрос"], ["Ёлкин Пётр Ильич", "7а", "дроби"]]))
    assert rows_of(host, Mentee, "request") == [("дроби",)]
    assert result.counts["updated"] == 1


def test_one_address_beside_many_names_is_the_senders_and_is_not_taken() -> None:
    host = book_of()
    headers = ["Адрес электронной почты", "ФИО", "Дата рождения", "Основной запрос"]
    rows = [
        ["class@school.ru", "Ёлкин Пётр Ильич", "05.03.2012", "дроби"],
        ["class@school.ru", "Сомова Анна", "", "бег"],
        ["class@school.ru", "Сомова Анна", "", "пение"],
        ["me@mail.ru", "Щукин Иван", "01.01.2010", "бег"],
    ]
    result = take(host, table([headers, *rows]))
    assert rows_of(host, Mentee, "email") == [(None,), (None,), ("me@mail.ru",)]
    assert result.counts["doubtful"] == 1, "общий адрес не подтверждает, что две Сомовы — одна"


def test_consents_documents_and_sensitive_categories_are_never_taken() -> None:
    host = book_of()
    headers = [
        "ФИО",
        "Дата рождения",
        "Основной запрос",
        "Даю согласие на обработку персональных данных",
        "СНИЛС",
        "Категория",
        "Есть ли у ребёнка ОВЗ?",
    ]
    result = take(
        host,
        table(
            [
                headers,
                [
                    "Ёлкин Пётр Ильич",
                    "05.03.2012",
                    "дроби",
                    "Да",
                    "112-233-445 95",
                    "с ограниченными возможностями здоровья",
                    "да",
                ],
            ]
        ),
    )
    assert records_of(host, Consent) == []
    assert records_of(host, Category) == []
    assert records_of(host, Binding) == []
    assert "112-233" not in str(host.saved)
    assert any("отдельный документ" in line and "«Согласия»" in line for line in result.messages)


def test_unknown_headers_are_listed_once_and_a_persons_decision_is_remembered() -> None:
    host = book_of()
    headers = ["ФИО", "Дата рождения", "Основной запрос", "Ваше хобби", "Любимый предмет", "Любимый предмет"]
    export = table([headers, ["Ёлкин Пётр Ильич", "05.03.2012", "дроби", "шахматы", "физика", "химия"]])
    result = take(host, export)
    assert rows_of(host, Binding, "source", "repeat", "column_title") == [
        ("Любимый предмет", None, None),
        ("Любимый предмет", 2, None),
    ]
    assert any("Любимый предмет" in line and "«Столбцы анкет»" in line for line in result.messages)
    lines = host.saved["Столбцы анкет"]
    lines[1:] = [["Любимый предмет", None, "Наставляемые", "Темы запроса"], ["Любимый предмет", 2, None, "Примечние"]]
    again = take(host, export)
    assert rows_of(host, Mentee, "topics", "note") == [(("физика",), None)]
    assert any("«Примечние», такого столбца нет, возможно, «Примечание»" in line for line in again.messages)
    assert take(host, export).plan.empty


def test_a_decision_of_a_person_wins_over_a_known_header() -> None:
    host = book_of(Binding(source="Основной запрос", sheet_title="Наставляемые", column_title="Примечание"))
    take(
        host,
        table(
            [["ФИО", "Дата рождения", "Желаемая форма", "Основной запрос"], ["Ёлкин Пётр", "05.03.2012", "", "дроби"]]
        ),
    )
    assert rows_of(host, Mentee, "request", "note") == [(None, "дроби")]


def test_the_preview_says_what_goes_where_and_why_not() -> None:
    host = book_of()
    headers = [
        "Отметка времени",
        "ФИО",
        "Дата рождения",
        "Основной запрос",
        "Согласие на обработку данных",
        "Основной запро",
        "Организация",
    ]
    result = take(host, table([headers, [moment(2), *ELKIN[:2], "дроби", "да", "", ""]]))
    shown = result.preview.as_json()
    columns = {c["header"]: c for c in shown["columns"]}  # type: ignore[attr-defined]
    assert shown["kind"] == "mentees"
    assert columns["Основной запрос"]["places"] == ["Наставляемые · Основной запрос"]
    assert columns["Основной запро"]["guess"] == "Основной запрос"
    assert columns["Организация"]["why"] == "это столбец листа «Наставники»"
    assert not columns["Согласие на обработку данных"]["taken"]
    text = result.preview.as_text()
    assert "Переносится:" in text
    assert "Основной запро  " in text.split("Не переносится:")[1]


@pytest.mark.parametrize("name", ["7А.csv", "наставники и наставляемые.csv"])
def test_what_kind_of_file_it_is_cannot_be_guessed_it_is_refused(name: str) -> None:
    export = read_export(csv_bytes([["ФИО", "Дата рождения"], ["Ёлкин Пётр", "05.03.2012"]]), name=name)
    with pytest.raises(Refused, match="наставляемые, наставники, встречи, ответы, предпочтения"):
        take(book_of(), export)
    host = book_of()
    take(host, export, as_kind="Наставники")
    assert rows_of(host, Mentor, "full_name") == [("Ёлкин Пётр",)]


def test_columns_of_both_bases_without_a_role_are_refused() -> None:
    with pytest.raises(Refused, match="import --as"):
        take(book_of(), table([["ФИО", "Основной запрос", "Основные компетенции"], ["Ёлкин Пётр", "дроби", "шахматы"]]))


def test_the_name_of_the_file_tells_a_plain_list_and_an_unknown_word_is_refused() -> None:
    host = book_of()
    export = read_export(
        csv_bytes([["ФИО", "Дата рождения"], ["Ёлкин Пётр", "05.03.2012"]]), name="Наставляемые 7А.csv"
    )
    take(host, export)
    assert rows_of(host, Mentee, "full_name") == [("Ёлкин Пётр",)]
    with pytest.raises(UsageError, match="наставляемые, наставники"):
        take(host, export, as_kind="ученики")


def test_a_file_that_says_not_whom_it_is_about_is_refused() -> None:
    with pytest.raises(Refused, match="нет столбца с ФИО или кодом"):
        take(book_of(), table([["Основной запрос", "Класс"], ["дроби", "7А"]]))


def test_hostile_answers_stay_plain_text_and_break_nothing() -> None:
    host = book_of()
    hostile = [
        "=cmd|'/C calc'!A0",
        "<b>{{ 7*7 }}</b>{% x %}",
        "ы" * 10_000,
        "а\u202eб\u200b\x07в\x00г",
        "+79281234567",
        "@sum(1)",
        "-1",
    ]
    rows = [
        [
            moment(2, n),
            f"Сомов {'Иван' if n % 2 else 'Пётр'} {chr(0x410 + n)}ович",
            date(2012, 3, n + 1),
            "7А",
            text,
            "нет телефона",
        ]
        for n, text in enumerate(hostile)
    ]
    rows.append([moment(3), '=HYPERLINK("http://x")', date(2012, 3, 5), "7А", "дроби", ""])
    rows.append([moment(3), "Я" * 10_000, date(2012, 3, 5), "7А", "дроби", ""])
    content = csv_bytes(people(*rows))
    result = take(host, read_export(content, name="=зло.csv"))
    wanted = [*hostile[:3], "абвг", *hostile[4:]]
    assert [text for (text,) in rows_of(host, Mentee, "request")] == wanted
    assert result.counts["skipped"] == 2
    assert take(host, read_export(content, name="=зло.csv")).plan.empty


def test_latin_look_alikes_in_names_are_put_right_and_said() -> None:
    host = book_of(mentee(1, "Сорокин Артём"))
    result = take(host, table(people([moment(2), "Copoкин Apтём", date(2012, 3, 5), "7А", "дроби", ""])))
    assert rows_of(host, Mentee, "full_name", "request") == [("Сорокин Артём", "дроби")]
    assert any("латинские буквы" in line for line in result.messages)


def test_a_workbook_without_the_sheet_is_refused() -> None:
    host = book_of()
    del host.saved["Наставляемые"]
    with pytest.raises(Refused, match="нет листа «Наставляемые»"):
        take(host, table(people([moment(2), *ELKIN, "дроби", ""])))


NAMES = ["Ёлкин Пётр Ильич", "Сомова Анна Львовна", "Щукин Иван Олегович", "Окунева Дарья Игоревна"]
ANSWER = st.tuples(
    st.integers(0, len(NAMES) - 1),
    st.sampled_from(["дроби", "Дроби", "чтение", "", "=1+1"]),
    st.sampled_from(["89281234567", "89285550000", "", "нет"]),
    st.sampled_from(["математика", "физика, химия", "своё"]),
)


@st.composite
def files(draw: st.DrawFn) -> tuple[list[list[object]], list[int], list[int]]:
    """Draw rows with moments of their own, an order of them and a subset."""
    answers = draw(st.lists(ANSWER, min_size=1, max_size=9))
    days = draw(st.permutations(range(len(answers))))
    rows: list[list[object]] = [
        [moment(1, day * 7), NAMES[who], date(2012, 3, who + 1), text, phone, topics]
        for day, (who, text, phone, topics) in zip(days, answers, strict=True)
    ]
    return rows, draw(st.permutations(range(len(rows)))), draw(st.lists(st.sampled_from(range(len(rows))), unique=True))


@given(files())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_order_parts_and_repeats_of_a_file_do_not_matter(
    drawn: tuple[list[list[object]], list[int], list[int]],
) -> None:
    rows, order, part = drawn
    headers = ["Отметка времени", "ФИО", "Дата рождения", "Основной запрос", "Телефон", "Темы запроса"]

    def export(numbers: list[int]) -> object:
        return read_export(csv_bytes([headers, *([str(c) for c in rows[n]] for n in numbers)]), name="a.csv")

    once, parts = book_of(), book_of()
    take(once, export(list(range(len(rows)))))  # type: ignore[arg-type]
    if part:
        take(parts, export(part))  # type: ignore[arg-type]
    take(parts, export(order))  # type: ignore[arg-type]
    assert without_codes(once) == without_codes(parts)
    assert take(parts, export(order)).plan.empty  # type: ignore[arg-type]
    assert take(parts, export(part or order)).plan.empty  # type: ignore[arg-type]


def without_codes(host: object) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every sheet without codes, sorted."""
    saved = host.saved  # type: ignore[attr-defined]
    return {
        title: sorted(tuple(map(str, chain(row[1:], [None] * (len(grid[0]) - len(row))))) for row in grid[1:])
        for title, grid in saved.items()
    }
