"""«Синхронизировать» in a workbook open in LibreOffice: the same cells in the book and in Google as on a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings
from live_cells import BOOK, cells, difference, formulas

from nastavnik_sheets.cli import main
from nastavnik_sheets.commands import showing
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.ribbon import Said, _outcome, click
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.workbook import Meeting
from tests.google.cells import set_raw
from tests.google.client import at_home
from tests.google.server import Service

DAY = Options(today=date(2027, 2, 15))
MEETINGS = sheet_of(Meeting).title
MARKED = ("Код пары", "Дата", "Вид встречи", "Тема", "Минут")
HOSTILE = ('=HYPERLINK("http://x";"ведомость")', "+7 928", "-1", "@SUM(A1)", "007", "5-6", "'кавычка")
"""What a person or a form may leave in Google, all of it text."""
Edits = Mapping[tuple[str, str], object]


class Side:
    """One school with its workbook and its Sheet in Google: on a file, or open and clicked."""

    def __init__(self, service: Service, folder: Path, file_id: str, book: xlwings.Book | None = None) -> None:
        self.folder, self.remote = folder, service.emulator.add("Зеркало", {"Лист1": []}, file_id=file_id)
        self.google, self.live = f"google:{file_id}", book
        main(["google", "allow", self.google])

    @property
    def address(self) -> str:
        return f"excel:{self.live.fullname}" if self.live else str(self.folder / BOOK)

    def cells(self) -> dict[tuple[str, int, int], object]:
        return cells(open_host(self.address))

    def there(self) -> dict[tuple[str, int, int], object]:
        return {
            (grid.title, *place): cell.value
            for grid in self.remote.grids
            for place, cell in grid.cells.items()
            if cell.value is not None
        }

    def edit_here(self, sheet: str, edits: Edits) -> None:
        with open_host(self.address) as host:
            rows = host.read(sheet)
            host.write(sheet, {spot(rows, *where): value for where, value in edits.items()})  # type: ignore[misc]

    def edit_there(self, edits: Edits) -> None:
        grid = self.remote.titled(MEETINGS)
        width, height = (max(place[one] for place in grid.cells) + 1 for one in (1, 0))
        rows = [[grid.at(r, c).value for c in range(width)] for r in range(height)]
        for where, value in edits.items():
            row, column = spot(rows, *where)
            set_raw(grid.at(row - 1, column - 1), value)

    def settle(self, decisions: list[str]) -> None:
        with open_host(self.address) as host:
            column = list(host.read("Расхождения")[0]).index("Решение") + 1
            host.write("Расхождения", {(row, column): word for row, word in enumerate(decisions, start=2)})


def spot(rows: Any, code: str, title: str) -> tuple[int, int]:
    """Return where the cell of a record stands; a code that is not there yet is the first row below."""
    row = next((n for n, line in enumerate(rows, start=1) if line[0] == code), len(rows) + 1)
    return row, list(rows[0]).index(title) + 1


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the invented school, which has decided for Google."""
    folder = tmp_path_factory.mktemp("год") / "Школа"
    showing.demo(str(folder), options=Options())
    allow(folder / BOOK)
    return folder


@pytest.fixture
def sides(
    app: xlwings.App, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Side, Side]]:
    """Return the school twice, each exchanged once with a Sheet of its own, the second open in LibreOffice."""
    with at_home(tmp_path, monkeypatch) as service:
        on_file, clicked = (
            Side(service, Path(shutil.copytree(school, tmp_path / name / "Школа")), file_id)
            for name, file_id in (("файл", "a" * 44), ("щелчок", "b" * 44))
        )
        for one in (on_file, clicked):
            assert main(["sync", one.address, one.google, "--today", "2027-02-14"]) == 0
        clicked.live = app.books.open(clicked.folder / BOOK)
        yield on_file, clicked
        clicked.live.close()


def allow(book: Path) -> None:
    """Mark columns for Google, and permit the exchange at all."""
    with open_host(book) as host:
        settings = {row[1]: n for n, row in enumerate(host.read("Настройки"), start=1)}
        host.write("Настройки", {(settings[title_of("google")], 3): "да"})
        rows = enumerate(host.read("Обмен"), start=1)
        host.write("Обмен", {(n, 3): "да" for n, row in rows if row[0] == MEETINGS and row[1] in MARKED})


def synced(on_file: Side, clicked: Side) -> tuple[Outcome, Said]:
    """Exchange both; the book, the Sheet and what is said must come out the same."""
    assert clicked.live
    outcome = _outcome("sync", on_file.address, "", DAY)
    said = click("sync", clicked.live.fullname, options=DAY)
    assert not said.failed, said.text
    assert said.text.splitlines()[0] == outcome.message.splitlines()[0]
    assert difference(on_file.cells(), clicked.cells(), formulas(clicked.live)) == {}
    assert on_file.there() == clicked.there()
    return outcome, said


def codes_of(side: Side) -> list[str]:
    with open_host(side.address) as host:
        return [str(row[0]) for row in host.read(MEETINGS)[1:] if row[0]]


def test_a_click_exchanges_with_google_what_the_command_exchanges_on_a_file(sides: tuple[Side, Side]) -> None:
    on_file, clicked = sides
    codes = codes_of(on_file)
    there: dict[tuple[str, str], object] = {
        (codes[0], "Тема"): "тема из Google", (codes[1], "Минут"): 55, (codes[2], "Дата"): 46310,
        (codes[3], "Тема"): "их тема", (codes[4], "Вид встречи"): "", ("новая", "Тема"): "встреча без кода",
    }  # fmt: skip
    here: dict[tuple[str, str], object] = {
        (codes[3], "Тема"): "наша тема", (codes[5], "Тема"): "тема из книги", (codes[6], "Минут"): 65,
        (codes[7], "Дата"): date(2026, 10, 20),
    }  # fmt: skip
    for one in sides:
        one.edit_there(there)
        one.edit_here(MEETINGS, here)
    outcome, said = synced(on_file, clicked)
    assert outcome.exit_code == 1
    assert "На листе «Расхождения» 1 вопрос" in said.text
    assert [value for place, value in clicked.cells().items() if place[0] == "Расхождения"][-3:] == [
        "наша тема", "их тема", DAY.day]  # fmt: skip
    for one in sides:
        one.settle(["там"])
    outcome, _ = synced(on_file, clicked)
    assert outcome.exit_code == 0
    assert "одинаковы" in synced(on_file, clicked)[1].text


def test_hostile_text_from_google_stays_text_in_the_open_workbook(sides: tuple[Side, Side]) -> None:
    on_file, clicked = sides
    assert clicked.live
    codes = codes_of(on_file)
    for one in sides:
        one.edit_there({(code, "Тема"): text for code, text in zip(codes, HOSTILE, strict=False)})
    synced(on_file, clicked)
    import uno

    page = clicked.live.sheets[MEETINGS]
    rows = page.range((1, 1), (len(codes) + 1, 12)).value
    for code, text in zip(codes, HOSTILE, strict=False):
        row, column = spot(rows, code, "Тема")
        cell = page.api.getCellByPosition(column - 1, row - 1)
        assert cell.Type == uno.Enum("com.sun.star.table.CellContentType", "TEXT"), text
        assert cell.String == text
    assert "одинаковы" in synced(on_file, clicked)[1].text


def test_undo_after_a_click_takes_back_in_the_book_what_came_from_google(sides: tuple[Side, Side]) -> None:
    on_file, clicked = sides
    assert clicked.live
    code = codes_of(on_file)[0]
    before = clicked.cells()
    for one in sides:
        one.edit_there({(code, "Тема"): "тема из Google"})
    synced(on_file, clicked)
    _outcome("undo", on_file.address, "", DAY)
    assert not click("undo", clicked.live.fullname, options=DAY).failed
    assert difference(on_file.cells(), clicked.cells(), formulas(clicked.live)) == {}
    left = difference(before, clicked.cells(), formulas(clicked.live))
    assert {sheet for sheet, _, _ in left} == {"История"}


