"""One contract for every host: what reads, writes, replaces and saves alike wherever the workbook lives."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwings
from office import office

from nastavnik_sheets.hosts import Host, Link, open_host
from nastavnik_sheets.hosts.google.host import GoogleHost
from nastavnik_sheets.hosts.libreoffice import activate
from nastavnik_sheets.hosts.memory import MemoryHost
from tests.google.client import session_of
from tests.google.server import Service

Grid = list[list[object]]
Opener = Callable[[], Host]
GRIDS: dict[str, Grid] = {
    "Люди": [["Код", "ФИО", "Дата"], ["У-001-3", "Первый Ученик", date(2012, 5, 1)], ["У-002-1", None, None]],
    "Итог": [["Что", "Где"], ["старое", "A1"]],
}


def workbook_bytes(grids: dict[str, Grid]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, grid in grids.items():
        sheet = book.create_sheet(title)
        for row in grid:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.Engine]:
    """Return xlwings working on a LibreOffice of our own."""
    with office(tmp_path_factory.mktemp("office")) as context:
        yield activate(context)


@pytest.fixture(params=["memory", "file", "google", "live"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Return a function that opens the same workbook anew, as a later run would."""
    if request.param == "memory":
        host = MemoryHost(GRIDS)  # type: ignore[arg-type]
        yield lambda: host
        return
    if request.param == "google":
        with Service() as service:
            book, session = service.emulator.add("книга", GRIDS), session_of(service)
            yield lambda: GoogleHost(book.id, session=session)
        return
    path = tmp_path / "книга.xlsx"
    path.write_bytes(workbook_bytes(GRIDS))
    if request.param == "file":
        yield lambda: open_host(path)
        return
    (app,) = request.getfixturevalue("engine").apps
    book = app.books.open(path)
    yield lambda: open_host(f"excel:{path}")
    book.close()


def cells(grid: object) -> Grid:
    """Return the rows without the empty ends that a host may or may not give."""
    rows = []
    for row in grid:  # type: ignore[attr-defined]
        line = list(row)
        while line and line[-1] is None:
            line.pop()
        rows.append(line)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def test_a_host_is_a_host(opened: Opener) -> None:
    assert isinstance(opened(), Host)


def test_sheets_come_in_their_order(opened: Opener) -> None:
    with opened() as host:
        assert host.sheets() == ["Люди", "Итог"]


def test_values_read_as_they_are_and_blank_is_none(opened: Opener) -> None:
    with opened() as host:
        assert cells(host.read("Люди")) == [
            ["Код", "ФИО", "Дата"], ["У-001-3", "Первый Ученик", date(2012, 5, 1)], ["У-002-1"]]  # fmt: skip


def test_a_sheet_that_is_not_there_is_a_key_error(opened: Opener) -> None:
    with opened() as host, pytest.raises(KeyError):
        host.read("Нет такого")


@pytest.mark.parametrize(
    "value",
    ["текст", "=1+1", "+7 928 000-00-00", "-5", "@имя", "007", "15.09.2025", "5-6", "1E5", "ИСТИНА", " края ", "a\nб",
     "<b>&amp;{{x}}", "'кавычка", "😀", 5, -2.5, 0, True, False, date(2026, 9, 1), datetime(2026, 9, 1, 12, 30)],
)  # fmt: skip
def test_what_is_written_reads_back_the_same(opened: Opener, value: object) -> None:
    with opened() as host:
        host.write("Люди", {(3, 2): value})  # type: ignore[dict-item]
    with opened() as host:
        (row,) = [row for row in host.read("Люди") if row[0] == "У-002-1"]
        assert row[1] == value
        assert type(row[1]) is type(value)


def test_only_the_named_cells_change(opened: Opener) -> None:
    with opened() as host:
        host.write("Люди", {(2, 2): "Другой Ученик"})
    with opened() as host:
        assert cells(host.read("Люди"))[1] == ["У-001-3", "Другой Ученик", date(2012, 5, 1)]
        assert cells(host.read("Итог")) == GRIDS["Итог"]


def test_none_makes_a_cell_blank(opened: Opener) -> None:
    with opened() as host:
        host.write("Люди", {(2, 2): None})
    with opened() as host:
        assert host.read("Люди")[1][1] is None


def test_a_sheet_grows_downwards_and_to_the_right(opened: Opener) -> None:
    with opened() as host:
        host.write("Люди", {(6, 5): "далеко"})
    with opened() as host:
        grid = cells(host.read("Люди"))
        assert grid[5][4] == "далеко"
        assert grid[3:5] == [[], []]


def test_replacing_leaves_nothing_of_the_old_sheet(opened: Opener) -> None:
    with opened() as host:
        host.replace("Итог", [["Что", "Где"]])
    with opened() as host:
        assert cells(host.read("Итог")) == [["Что", "Где"]]


def test_a_link_reads_as_its_text(opened: Opener) -> None:
    with opened() as host:
        host.replace("Итог", [["Что", "Где"], ["ошибка", Link("B2", "#'Люди'!B2")]])
    with opened() as host:
        assert cells(host.read("Итог"))[1] == ["ошибка", "B2"]


def test_what_is_written_is_seen_in_the_same_block(opened: Opener) -> None:
    with opened() as host:
        host.write("Люди", {(2, 2): "Сразу"})
        assert host.read("Люди")[1][1] == "Сразу"


def test_a_block_that_fails_changes_nothing(opened: Opener) -> None:
    def fail() -> None:
        with opened() as host:
            host.write("Люди", {(2, 2): "Пропадёт"})
            host.replace("Итог", [["пусто"]])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with opened() as host:
        assert cells(host.read("Люди"))[1][1] == "Первый Ученик"
        assert cells(host.read("Итог")) == GRIDS["Итог"]


def test_a_sheet_of_another_workbook_is_added_and_replaced(opened: Opener) -> None:
    other = workbook_bytes({"Другой": [["не тот"]], "Отчёт": [["Показатель", 5]]})
    with opened() as host:
        host.add_sheet("Отчёт", other)
    with opened() as host:
        assert cells(host.read("Отчёт")) == [["Показатель", 5]]
        host.add_sheet("Отчёт", workbook_bytes({"Отчёт": [["Показатель", 6]]}), replace=True)
    with opened() as host:
        assert cells(host.read("Отчёт")) == [["Показатель", 6]]
        assert host.sheets() == ["Люди", "Итог", "Отчёт"]
