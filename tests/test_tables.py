"""Sheets as people leave them: moved, added, renamed and doubled columns, phantom rows, odd cells."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik_sheets.book import missing_sheets
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.tables import Table, read_table
from nastavnik_sheets.workbook import SHEETS, Mentor

GOOD = {
    "Код": make_code("У", 1), "ФИО": "Магомедова Патимат Руслановна", "Дата рождения": date(1980, 5, 2),
    "Кто это": "педагог", "Основные компетенции": "подготовка к ЕГЭ", "Сколько наставляемых": 2,
    "Вошёл в программу": date(2026, 9, 1),
}  # fmt: skip
LISTS = {"Виды наставников": ["педагог"]}


def sheet(*rows: dict[str, object], titles: list[str] | None = None) -> list[list[object]]:
    header = titles or list(GOOD)
    return [header, *[[row.get(title) for title in header] for row in rows]]


def read(grid: list[list[object]]) -> Table[Mentor]:
    return read_table(Mentor, grid, lists=LISTS)  # type: ignore[arg-type]


def rules(table: Table[Mentor]) -> set[str]:
    return {i.problem.rule for i in table.issues if i.problem.level == "ошибка"}


def test_a_good_row_is_a_record_that_knows_its_row() -> None:
    table = read(sheet(GOOD))
    (mentor,) = table.records
    assert (mentor.row, mentor.code, mentor.full_name, mentor.capacity) == (
        2, GOOD["Код"], "Магомедова Патимат Руслановна", 2)  # fmt: skip
    assert mentor.phone is None
    assert rules(table) == set()


def test_columns_may_stand_in_any_order_among_columns_that_people_added() -> None:
    titles = ["Любимый цвет", *reversed(GOOD), "Ещё"]
    table = read(sheet({**GOOD, "Любимый цвет": "синий"}, titles=titles))
    assert table.records == read(sheet(GOOD)).records
    assert rules(table) == set()


def test_a_header_may_stand_below_lines_that_people_wrote_above() -> None:
    table = read([["Наставники нашей школы"], [], *sheet(GOOD)])
    assert [m.row for m in table.records] == [4]


def test_a_renamed_column_is_named_with_what_was_probably_meant() -> None:
    titles = ["Дата рожденья" if t == "Дата рождения" else t for t in GOOD]
    row = {**GOOD, "Дата рожденья": GOOD["Дата рождения"]}
    (issue,) = [i for i in read(sheet(row, titles=titles)).issues if i.problem.rule == "column.renamed"]
    assert "возможно, вы имели в виду «Дата рождения»" in issue.problem.message
    assert (issue.row, issue.column) == (1, 3)


def test_a_doubled_column_is_an_error_and_the_first_is_read() -> None:
    grid = sheet(GOOD)
    grid[0].append("ФИО")
    grid[1].append("Другой Человек")
    table = read(grid)
    assert table.records[0].full_name == "Магомедова Патимат Руслановна"
    assert rules(table) == {"column.double"}


def test_a_bad_cell_is_unknown_and_the_rest_of_its_row_stays() -> None:
    table = read(sheet({**GOOD, "Дата рождения": "вчера"}))
    assert table.records[0].birth_date is None
    assert table.records[0].code == GOOD["Код"]
    assert [(i.row, i.column, i.value) for i in table.issues if i.problem.rule == "cell.date"] == [(2, 3, "вчера")]


def test_equal_bad_cells_are_each_reported_at_their_place() -> None:
    table = read(sheet({**GOOD, "Дата рождения": "вчера"}, GOOD, {**GOOD, "Дата рождения": "вчера"}))
    assert [i.row for i in table.issues if i.problem.rule == "cell.date"] == [2, 4]


def test_true_is_not_read_as_the_number_one() -> None:
    table = read(sheet({**GOOD, "Сколько наставляемых": True}, {**GOOD, "Сколько наставляемых": 1}))
    assert [m.capacity for m in table.records] == [None, 1]


def test_blank_rows_inside_and_below_are_nobody() -> None:
    blank: list[object] = [None, "", "  "]
    table = read([*sheet(GOOD), blank, *sheet(GOOD)[1:], *([blank] * 1000)])
    assert [m.row for m in table.records] == [2, 4]
    assert table.next_row == 5


def test_a_required_blank_cell_is_reported_at_its_cell() -> None:
    table = read(sheet({**GOOD, "ФИО": None}))
    assert [(i.row, i.column, i.problem.rule) for i in table.issues if i.problem.level == "ошибка"] == [
        (2, 2, "cell.required")]  # fmt: skip


def test_rows_of_different_length_are_read() -> None:
    grid = sheet(GOOD, GOOD)
    grid[1] = grid[1][:2]
    assert [m.capacity for m in read(grid).records] == [None, 2]


def test_a_sheet_without_headers_says_so_and_an_empty_one_is_silent() -> None:
    assert rules(read([["что-то"], ["своё"]])) == {"sheet.header"}
    assert read([]).issues == []


@pytest.mark.parametrize("title", ["Пары 2026", "Пары (старые)", "Парры", "пары-2"])
def test_a_sheet_under_another_title_is_taken_for_the_renamed_one(title: str) -> None:
    titles = [s.title for s in SHEETS if s.title != "Пары"]
    ((sheet, problem),) = missing_sheets([*titles, title])
    assert (sheet.title, problem.rule) == ("Пары", "sheet.renamed")
    assert f"«{title}»" in problem.message


@pytest.mark.parametrize("title", ["Паром", "Учебные пары", "Расписание"])
def test_a_sheet_of_their_own_is_not_taken_for_a_missing_one(title: str) -> None:
    titles = [s.title for s in SHEETS if s.title != "Пары"]
    ((sheet, problem),) = missing_sheets([*titles, title])
    assert (sheet.title, problem.rule) == ("Пары", "sheet.missing")
