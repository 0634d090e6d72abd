"""Plans: what a command wants to change, before it is changed."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.service_sheets import Finding, LogRow
from nastavnik_sheets.workbook import Consent, Mentee
from nastavnik_sheets.year_sheets import OrderRow


def host() -> MemoryHost:
    return MemoryHost({
        "Наставляемые": [["Код", "ФИО", "Темы запроса", "Добровольно"], [make_code("У", 7), "Первый Ученик"], []],
        "Согласия": [["Код", "Код участника"], [make_code("С", 1), make_code("У", 31)]],
        "Замечания": [["Уровень"], ["старое"]],
    })  # fmt: skip


def test_a_new_person_gets_a_code_that_nothing_has_named_yet() -> None:
    plan = Plan(read_book(host()))
    assert plan.add(Mentee(full_name="Второй Ученик")) == make_code("У", 32)
    assert plan.add(Mentee(full_name="Третий Ученик")) == make_code("У", 33)


def test_new_rows_go_below_what_is_entered() -> None:
    workbook = host()
    with workbook:
        plan = Plan(read_book(workbook))
        plan.add(Mentee(full_name="Второй Ученик", topics=("алгебра", "физика"), voluntary=True))
        plan.apply(workbook)
    assert workbook.saved["Наставляемые"][2] == [make_code("У", 32), "Второй Ученик", "алгебра; физика", "да"]


def test_a_change_to_what_is_there_already_is_none() -> None:
    book = read_book(host())
    plan = Plan(book)
    plan.set(book[Mentee][0], "full_name", "Первый Ученик")
    assert plan.empty


def test_a_change_that_is_taken_back_is_none() -> None:
    book = read_book(host())
    plan = Plan(book)
    plan.set(book[Mentee][0], "full_name", "Другой")
    plan.set(book[Mentee][0], "full_name", "Первый Ученик")
    assert plan.empty


def test_a_column_that_may_be_left_out_is_not_written() -> None:
    plan = Plan(read_book(host()))
    plan.add(Consent(person=make_code("У", 7), valid_until=date(2027, 9, 1)))
    assert {change.column for change in plan.changes.values()} == {1, 2}


def test_what_has_no_place_in_the_book_is_refused_and_not_lost() -> None:
    plan = Plan(read_book(host()))
    with pytest.raises(Refused, match="На листе «Согласия» нет столбца «Дата»"):
        plan.add(Consent(person=make_code("У", 7), given=date(2026, 9, 1)))
    with pytest.raises(Refused, match="нет листа «Приказы» с заголовками"):
        plan.add(OrderRow(number="4", issued=date(2026, 9, 1)))
    plan.add(LogRow(command="check"))
    assert plan.empty


def test_a_generated_sheet_is_replaced_as_a_whole() -> None:
    workbook = host()
    with workbook:
        plan = Plan(read_book(workbook))
        plan.replace(Finding, [Finding(level="ошибка", sheet_title="Пары", cell="A2", message="м", cure="к", rule="р")])
        plan.apply(workbook)
    assert [row[0] for row in workbook.saved["Замечания"]] == ["Уровень", "ошибка"]
