"""LibreOffice as an engine of xlwings: the subset in use, Excel's manners, and how seldom it asks."""

from __future__ import annotations

import io
import json
import runpy
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.hosts import file_of, live, open_host
from nastavnik_sheets.hosts.libreoffice import activate, connect, remote
from nastavnik_sheets.hosts.libreoffice import office as speaker
from nastavnik_sheets.hosts.protocol import Cell
from nastavnik_sheets.hosts.typed import is_typed_over

ROWS = 10_000


BRIDGE = Path(__file__).parent.parent / "macros/libreoffice/nastavnik_bridge.py"


@pytest.fixture
def book(app: xlwings.App, tmp_path: Path) -> Iterator[xlwings.Book]:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in [["Код", "Дата", "Да"], ["А", datetime(2026, 9, 1), True], [None, None, None]]:
        sheet.append(row)
    table = openpyxl.worksheet.table.Table(displayName="Люди", ref="A1:C2")
    sheet.add_table(table)
    made.create_sheet("Закрыт").protection.sheet = True
    made["Закрыт"].protection.autoFilter = False
    locked = made.create_sheet("Секрет").protection
    locked.set_password("школа")
    made.save(tmp_path / "живая книга.xlsx")
    opened = app.books.open(tmp_path / "живая книга.xlsx")
    yield opened
    opened.close()


def test_values_have_the_types_xlwings_promises(book: xlwings.Book) -> None:
    assert book.sheets[0].range("A1:C3").value == [
        ["Код", "Дата", "Да"], ["А", datetime(2026, 9, 1), True], [None, None, None]]  # fmt: skip
    assert book.sheets[0].range("C2").value is True


@pytest.mark.parametrize("text", ["007", "15.09.2025", "5-6", "=1+1", "+7 928 000-00-00", "ИСТИНА", "'кавычка"])
def test_a_text_that_excel_would_change_is_refused_without_the_text_format(book: xlwings.Book, text: str) -> None:
    cell = book.sheets[0].range("A3")
    with pytest.raises(ValueError, match="Excel would change"):
        cell.value = text
    assert cell.value is None


def test_a_number_in_a_cell_for_texts_is_refused_since_excel_would_make_it_a_text(book: xlwings.Book) -> None:
    book.sheets[0].range("A3").number_format = "@"
    with pytest.raises(ValueError, match="make a text"):
        book.sheets[0].range("A3").value = 5


def test_number_formats_are_told_in_the_letters_of_excel(book: xlwings.Book) -> None:
    cell = book.sheets[0].range("A3")
    for code in ("@", "General", "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "0.00"):
        cell.number_format = code
        assert cell.number_format == code


@pytest.mark.parametrize("ask", [
    lambda book: book.sheets[0].charts[0], lambda book: book.sheets[0].range("A1").color, lambda book: book.names[0],
    lambda book: setattr(book.sheets[0].range("A3"), "formula", "=1"), lambda book: book.save("иначе.xlsx"),
])  # fmt: skip
def test_what_the_engine_cannot_do_it_says(book: xlwings.Book, ask: Any) -> None:
    with pytest.raises((NotImplementedError, AttributeError)):
        ask(book)


def test_a_table_grows_with_the_rows_below_it_and_no_further(book: xlwings.Book) -> None:
    live.write(book, "Sheet", {(3, 1): "Б", (4, 1): "В", (6, 1): "далеко"})
    assert book.sheets[0].tables["Люди"].range.address == "$A$1:$C$4"


def test_protection_is_lifted_for_us_and_put_back(book: xlwings.Book) -> None:
    live.replace(book, "Закрыт", {(1, 1): "новое"}, rows=1)
    assert book.sheets["Закрыт"].range("A1").value == "новое"
    assert book.sheets["Закрыт"].api.isProtected()


def test_a_sheet_locked_with_a_password_is_refused(book: xlwings.Book) -> None:
    with pytest.raises(Refused, match="«Секрет» защищён паролем"):
        live.write(book, "Секрет", {(1, 1): "нет"})


def test_the_file_on_the_disk_stays_until_the_person_saves(book: xlwings.Book) -> None:
    before = Path(book.fullname).read_bytes()
    with open_host(f"excel:{book.name}") as host:
        host.write("Sheet", {(2, 1): "другое"})
    assert Path(book.fullname).read_bytes() == before
    assert book.sheets[0].range("A2").value == "другое"
    assert file_of("excel:") == Path(book.fullname)


def test_a_workbook_that_is_not_open_is_a_sentence(app: xlwings.App) -> None:
    with pytest.raises(HostError, match="«нет\\.xlsx» не открыта"), open_host("excel:нет.xlsx"):
        pass


def test_a_workbook_never_saved_has_no_place_for_its_documents(app: xlwings.App) -> None:
    fresh = app.books.add()
    with pytest.raises(Refused, match="сохраните её"):
        file_of(f"excel:{fresh.name}")
    fresh.close()


def test_an_office_that_does_not_listen_is_a_sentence() -> None:
    with pytest.raises(HostError, match="LibreOffice не отвечает"):
        connect("nobody-listens-here")


@pytest.mark.parametrize("text", ["Первый Ученик", "да", "очень длинная записка " * 9 + "12", "край (восток)"])
def test_plain_words_need_no_format(text: str) -> None:
    assert not is_typed_over(text)


def test_cells_side_by_side_are_written_in_one_go() -> None:
    cells = {(row, column): "x" for row in range(2, 500) for column in range(3, 9)}
    assert [(top, left, len(rows), len(rows[0])) for top, left, rows in live.blocks(cells)] == [(2, 3, 498, 6)]


def test_ten_thousand_rows_cost_as_few_messages_as_one(
    context: Any, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Counted(context, book.api)
    monkeypatch.setattr(speaker, "_speaker", [asked])
    activate(asked.context)
    try:
        few, many = (counted(asked, book.fullname, count) for count in (1, ROWS))
    finally:
        activate(context)
    assert few == many
    assert few["write"] <= 39
    assert few["read"] <= 19


def counted(asked: Counted, path: str, count: int) -> dict[str, int]:
    """Write and read that many rows; return the questions to LibreOffice, each of them a message there and back."""
    rows = [[f"Слово {n % 3}", n, "да", date(2026, 9, 1) + timedelta(n % 30)] for n in range(count)]
    given: dict[tuple[int, int], Cell] = {(r + 10, c + 10): rows[r][c] for r in range(count) for c in range(4)}
    said = {}
    for _ in range(2):  # the second time every cell has its format, and each format is known
        asked.questions = 0
        with open_host(f"excel:{path}") as host:
            host.write("Sheet", given)
        said["write"], asked.questions = asked.questions, 0
        with open_host(f"excel:{path}") as host:
            assert [row[9:] for row in host.read("Sheet")[9:]] == rows
        said["read"] = asked.questions
    return said


class Counted(remote.Office):
    """Both halves of the bridge in one process; counts the questions."""

    def __init__(self, context: Any, document: Any) -> None:
        super().__init__(io.BytesIO(), io.BytesIO())
        self.questions = 0
        self._bridge = runpy.run_path(str(BRIDGE))["Bridge"](context, document)

    def _exchange(self, question: object) -> dict[str, Any]:
        self.questions += 1
        asked = self._bridge.read(json.dumps(question, default=remote._told).encode())
        told: dict[str, Any] = json.loads(self._bridge.answer(asked), object_hook=self._met)
        return told
