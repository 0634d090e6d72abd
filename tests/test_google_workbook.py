"""A workbook that lives in a Google Sheet: the commands on its address, over HTTP against the emulator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from nastavnik_sheets.cli import main
from nastavnik_sheets.forms.offers import offers
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Exchange
from nastavnik_sheets.workbook import Meeting, Mentee, PlanTask
from tests.google.books import Spreadsheet
from tests.google.client import at_home
from tests.google.server import Service
from tests.google.values import locate

DAY = ["--today", "2026-09-05"]


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with at_home(tmp_path, monkeypatch) as service:
        yield service


@pytest.fixture
def address(google: Service) -> str:
    key = google.emulator.add("Школа", {"Лист1": []}).id
    address = f"https://docs.google.com/spreadsheets/d/{key}/edit#gid=0"
    assert main(["google", "allow", address]) == 0
    return address


def filled(google: Service) -> int:
    return sum(len(grid.cells) for book in google.emulator.books.values() for grid in book.grids)


def test_nothing_is_done_before_the_law_is_known(google: Service, capsys) -> None:
    key = google.emulator.add("Школа", {"Лист1": []}).id
    assert main(["new", f"google:{key}"]) == 3
    assert "152-ФЗ" in capsys.readouterr().err
    assert not google.sent


def test_a_workbook_is_made_checked_and_monitored_in_google(google: Service, address: str, capsys) -> None:
    assert main(["new", address, *DAY]) == 0
    (book,) = google.emulator.books.values()
    assert book.titles[0] == "Начало"
    assert "Наставляемые" in book.titles
    with open_host(address) as host:
        at = len(host.read("Наставляемые")) + 1
        for number, name in enumerate(["Ёлкин Пётр Ильич", '=HYPERLINK("http://x")']):
            host.write("Наставляемые", {(at + number, 2): name, (at + number, 4): date(2012, 5, 1)})
    assert main(["check", address, "--fix", *DAY]) == 1
    assert main(["monitor", address, *DAY]) == 0
    said = capsys.readouterr().out
    assert "Мониторинг" in said
    assert {"Мониторинг", "Мониторинг процесса"} <= set(book.titles)
    with open_host(address) as host:
        rows = host.read("Наставляемые")
        assert [row[1] for row in rows[1:3]] == ["Ёлкин Пётр Ильич", '=HYPERLINK("http://x")']
        assert rows[1][0]
        assert rows[1][3] == date(2012, 5, 1)
        assert any("Имя" in str(cell) or "ФИО" in str(cell) for row in host.read("Замечания") for cell in row)
    assert main(["undo", address]) == 0


def test_a_sheet_that_holds_something_is_not_made_new(google: Service, capsys) -> None:
    key = google.emulator.add("Чужая", {"Лист1": [["важное"]]}).id
    main(["google", "allow", f"google:{key}"])
    before = filled(google)
    assert main(["new", f"google:{key}"]) == 3
    assert "уже что-то есть" in capsys.readouterr().err
    assert filled(google) == before


def drop_downs(google: Service, title: str) -> dict[object, tuple[str, list[str]]]:
    """Return the drop-downs of a sheet by the title of their column, as Google hands them back."""
    (book,) = google.emulator.books.values()
    fields = "sheets.data.rowData.values(dataValidation,userEnteredValue)"
    _, said = google.emulator.handle("GET", f"/v4/spreadsheets/{book.id}?ranges={quote(title)}&fields={fields}")
    header, first, *_ = [row.get("values", []) for row in said["sheets"][0]["data"][0]["rowData"]]
    titles = [cell.get("userEnteredValue", {}).get("stringValue") for cell in header]
    rules = {titles[n]: cell["dataValidation"]["condition"] for n, cell in enumerate(first) if "dataValidation" in cell}
    return {t: (r["type"], [v["userEnteredValue"] for v in r["values"]]) for t, r in rules.items()}


def test_every_choice_of_the_schema_is_a_drop_down_in_google(google: Service, address: str) -> None:
    assert main(["new", address, *DAY]) == 0
    (book,) = google.emulator.books.values()
    for sheet in (sheet_of(kind) for kind in (Mentee, Meeting, PlanTask, Exchange)):
        found = drop_downs(google, sheet.title)
        assert set(found) == {one.column.title for one in offers(sheet.columns)}
        for one in offers(sheet.columns):
            kind, words = found[one.column.title]
            assert kind == ("ONE_OF_LIST" if one.options else "ONE_OF_RANGE")
            assert (tuple(words) if one.options else in_cells(book, words[0])) == (
                one.options or tuple(initial_values()[one.from_list])
            )
    assert book.titled("Встречи").at(0, 1).validation == {}


def in_cells(book: Spreadsheet, text: str) -> tuple[object, ...]:
    grid, area = locate(book, text.removeprefix("=").replace("$", ""))
    return tuple(cell.value for _, cell in sorted(grid.within(grid.rect(area)).items()))
