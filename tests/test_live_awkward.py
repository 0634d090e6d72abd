"""An open workbook holds what no file would take, or is not the one meant: read as in a file, or one calm sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from buttons_support import opened
from openpyxl.worksheet.formula import ArrayFormula

from nastavnik_sheets import journal
from nastavnik_sheets.errors import HostError, Refused, noted_as_written, was_written
from nastavnik_sheets.hosts import Cell, file_of, open_host
from nastavnik_sheets.hosts.libreoffice import remote


@pytest.fixture
def book(app: xlwings.App, tmp_path: Path) -> Path:
    """Return a small workbook with merged cells, an array formula, and days that no calendar has."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Люди"
    sheet.append(["Код", "День", "Время"])
    for day, hour in ((20260901, 25.5 / 24), (1e10, 0.5), (3_000_000, 0.25), (46266, 0)):
        sheet.append(["У", day, hour])
        sheet.cell(sheet.max_row, 2).number_format = "dd.mm.yyyy"
        sheet.cell(sheet.max_row, 3).number_format = "[h]:mm"
    sheet.merge_cells("E2:F4")
    sheet["H2"] = ArrayFormula("H2:H4", "=ROW(A1:A3)")
    path = tmp_path / "Книга.xlsx"
    made.save(path)
    return path


def both(book: Path, run: Callable[[str], object]) -> list[object]:
    """Return what comes of the same thing on a copy of the file and on the open workbook."""
    (book.parent / "файл").mkdir(exist_ok=True)
    found = []
    for address in (str(shutil.copy(book, book.parent / "файл" / book.name)), f"excel:{book}"):
        try:
            found.append(run(address))
        except Refused as error:
            found.append(str(error))
    return found


def test_days_that_no_calendar_has_and_long_times_read_as_in_a_file(document: Any, book: Path) -> None:
    def read(address: str) -> object:
        with open_host(address) as host:
            return [row[:3] for row in host.read("Люди")]

    file, live = both(book, read)
    assert live == file
    assert [day for _, day, _ in live[1:]] == [20260901, 10**10, 3_000_000, date(2026, 9, 1)]  # type: ignore[index]
    assert [length for *_, length in live[1:]] == [1.0625, time(12), time(6), time(0)]  # type: ignore[index]


@pytest.mark.parametrize(("places", "said"), [
    ([(2, 1), (3, 6)], "F3: она внутри объединения E2:F4; пишите в E2 или снимите объединение."),
    ([(2, 1), (3, 8)], "H3: её заполняет формула массива H2:H4; сначала уберите эту формулу."),
    ([(2, 5), (5, 5), (5, 8)], ""),
])  # fmt: skip
def test_cells_that_nobody_would_see_are_refused_as_in_a_file_before_any_is_written(
    document: Any, book: Path, places: list[tuple[int, int]], said: str
) -> None:
    def write(address: str) -> object:
        with open_host(address) as host:
            host.write("Люди", dict.fromkeys(places, "новое"))
        return ""

    file, live = both(book, write)
    assert live == file
    assert str(live).endswith(said)
    written = document.Sheets.getByIndex(0).getCellByPosition(places[0][1] - 1, places[0][0] - 1).String == "новое"
    assert written is not bool(said)


@pytest.mark.parametrize("value", [date(1850, 5, 1), "х" * 40_000, "a\ud83db"], ids=["1850", "long", "half a letter"])
def test_what_no_workbook_can_hold_is_told_as_by_a_file_and_nothing_is_written(
    document: Any, book: Path, value: Cell
) -> None:
    def write(address: str) -> object:
        with open_host(address) as host:
            host.write("Люди", {(7, 1): "раньше"})
            host.write("Люди", {(7, 2): value})
        with open_host(address) as host:
            return host.read("Люди")[6][:2]

    file, live = both(book, write)
    assert live == file
    assert document.Sheets.getByIndex(0).getCellByPosition(0, 6).String == ("" if isinstance(live, str) else "раньше")


def test_a_replaced_sheet_is_written_where_everybody_sees_it(document: Any, book: Path) -> None:
    sheet = document.Sheets.getByIndex(0)
    with open_host(f"excel:{book}") as host:
        host.replace("Люди", [["а"] * 8] * 4)
    assert not sheet.getIsMerged()
    with open_host(f"excel:{book}") as host:
        assert host.read("Люди") == [["а"] * 8] * 4


def test_a_table_of_plain_text_is_no_workbook_for_a_click(context: Any, tmp_path: Path) -> None:
    path = tmp_path / "список.csv"
    path.write_text("Код;ФИО\n", encoding="utf-8")
    document = opened(context, path)
    with pytest.raises(Refused, match=r"«список\.csv» не является книгой \.xlsx"):
        file_of(f"excel:{path}")
    document.close(True)


def test_a_lonely_cell_far_away_is_named_instead_of_millions_of_blanks(document: Any, book: Path) -> None:
    document.Sheets.getByIndex(0).getCellByPosition(7, 1_048_575).String = "случайно"
    with open_host(f"excel:{book}") as host, pytest.raises(Refused, match="тянутся до ячейки H1048576"):
        host.read("Люди")


def test_of_two_workbooks_whose_names_differ_in_one_letter_s_case_the_right_one_is_taken(
    context: Any, document: Any, book: Path
) -> None:
    other = Path(shutil.copy(book, book.with_name("книга.xlsx")))
    second = opened(context, other)
    for path in (book, other):
        assert file_of(f"excel:{path}") == file_of(f"excel:{path.name}") == path
    second.close(True)
    assert file_of("excel:КНИГА.XLSX") == book


def test_a_name_that_two_open_workbooks_bear_is_not_guessed_at(context: Any, document: Any, book: Path) -> None:
    (book.parent / "2026").mkdir()
    other = Path(shutil.copy(book, book.parent / "2026" / book.name))
    second = opened(context, other)
    with pytest.raises(HostError, match=r"несколько книг «Книга\.xlsx»"), open_host("excel:Книга.xlsx"):
        pass
    with open_host(f"excel:{other}") as host:
        host.write("Люди", {(2, 1): "вторая"})
    assert [one.Sheets.getByIndex(0).getCellByPosition(0, 1).String for one in (document, second)] == ["У", "вторая"]
    second.close(True)


def test_a_workbook_closed_while_a_command_works_is_a_sentence_and_the_others_stay_alive(
    context: Any, document: Any, book: Path
) -> None:
    other = Path(shutil.copy(book, book.with_name("другая.xlsx")))
    second = opened(context, other)

    def write_too_late() -> None:
        with open_host(f"excel:{other}") as host:
            host.write("Люди", {(2, 1): "поздно"})
            second.close(True)

    with pytest.raises(HostError, match="закрыли"):
        write_too_late()
    assert not document.hasControllersLocked()
    assert document.Sheets.getByIndex(0).getCellByPosition(0, 1).String == "У"


def test_an_error_of_libreoffice_too_can_bear_the_note_that_something_was_written() -> None:
    error = remote._raised("com.sun.star.uno.RuntimeException", "прервано")
    with pytest.raises(RuntimeError) as caught, noted_as_written():
        raise error
    assert was_written(caught.value)


def test_a_text_whose_lines_libreoffice_ends_its_own_way_is_still_the_text_of_the_command() -> None:
    assert journal.same("первая\nвторая", "первая\r\nвторая")
    assert not journal.same("первая вторая", "первая\r\nвторая")
