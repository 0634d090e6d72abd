"""Safe repairs: what `check --fix` puts right, and what it leaves to people."""

from __future__ import annotations

from datetime import date

import pytest
from import_books import book_of

from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.check import check
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.fixes import repair, report
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.workbook import Consent, Mentee, Mentor

TODAY, BIRTH = date(2026, 10, 1), date(1990, 5, 5)
NAME = "Омарова Аминат Исаевна"


def repaired(host: MemoryHost) -> int:
    with host:
        plan = Plan(read_book(host))
        count = repair(plan)
        plan.apply(host)
    return count


def codes(host: MemoryHost, sheet: str) -> list[object]:
    return [row[0] for row in host.saved[sheet][1:]]


def test_a_record_without_a_code_gets_the_next_one() -> None:
    host = book_of(Mentee(code=make_code("У", 5), full_name=NAME), Mentee(code="", full_name="Иванов Иван Иванович"))
    assert repaired(host) == 1
    assert codes(host, "Наставляемые") == [make_code("У", 5), make_code("У", 6)]


def test_one_person_in_both_bases_keeps_one_code() -> None:
    host = book_of(
        Mentee(code="", full_name=NAME, birth_date=BIRTH),
        Mentor(code=make_code("У", 7), full_name=NAME, birth_date=BIRTH),
    )
    repaired(host)
    assert codes(host, "Наставляемые") == [make_code("У", 7)]


def test_a_new_person_in_both_bases_gets_one_code() -> None:
    host = book_of(Mentee(code="", full_name=NAME, birth_date=BIRTH), Mentor(code="", full_name=NAME, birth_date=BIRTH))
    repaired(host)
    assert codes(host, "Наставляемые") == codes(host, "Наставники") == [make_code("У", 1)]


def test_a_code_that_others_still_name_is_not_replaced_by_a_new_one() -> None:
    host = book_of(
        Mentee(code=make_code("У", 3), full_name="Первый Иван Петрович"),
        Mentee(code="", full_name=NAME, birth_date=BIRTH),
        Mentee(code=make_code("У", 5), full_name="Третий Иван Петрович"),
        Consent(code=make_code("С", 1), person=make_code("У", 4)),
    )
    repaired(host)
    assert codes(host, "Наставляемые") == [make_code("У", 3), None, make_code("У", 5)]


@pytest.mark.parametrize("typed", ["Итого:", "Всего", "ИТОГО ПО ШКОЛЕ"])
def test_a_row_of_totals_is_nobody_and_gets_no_code(typed: str) -> None:
    host = book_of(Mentee(code=make_code("У", 5), full_name=NAME), Mentee(code="", full_name=typed))
    repaired(host)
    assert codes(host, "Наставляемые") == [make_code("У", 5), None]


def test_repairing_twice_is_repairing_once() -> None:
    host = book_of(Mentee(code="", full_name=" Иванов  Иван ", phone="89281234567"))
    assert repaired(host) == 3
    assert repaired(host) == 0


def test_findings_stand_on_their_sheet_with_links_and_in_their_rows() -> None:
    host = book_of(Mentee(code=make_code("У", 5), full_name="Иванов Иван Иванович", school_class="7А"))
    with host:
        book = read_book(host)
        findings = check(book, today=TODAY)
        plan = Plan(book)
        report(plan, findings)
        plan.apply(host)
    sheet = host.saved["Замечания"]
    row = next(row for row in sheet if "Дата рождения" in row)
    assert row[2].target == f"#'Наставляемые'!{row[2].text}"  # type: ignore[union-attr]
    assert str(host.saved["Наставляемые"][1][-1]).startswith("ошибка: ")


def test_a_row_put_right_loses_its_note() -> None:
    host = book_of(Mentee(code=make_code("У", 5), full_name=NAME, check_note="ошибка: старая"))
    with host:
        plan = Plan(read_book(host))
        report(plan, [])
        plan.apply(host)
    assert host.saved["Наставляемые"][1][-1] is None
