"""A click on a workbook in an awkward state: one calm sentence and nothing half done, or the same work as ever."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from buttons_support import desktop, opened
from live_cells import Cells, cells, difference, formulas

from nastavnik_sheets import journal
from nastavnik_sheets.commands import making
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.libreoffice import activate
from nastavnik_sheets.ribbon import _outcome, click
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Finding, LogRow
from nastavnik_sheets.workbook import Mentee, Pair

DAY = Options(today=date(2027, 2, 15))
FINDINGS, LOG, PAIRS, PEOPLE = (sheet_of(one).title for one in (Finding, LogRow, Pair, Mentee))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("школа") / "Книга.xlsx"
    making.new(str(path), demo=True, options=Options())
    return path


@pytest.fixture
def book(school: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(school, tmp_path / "Книга.xlsx"))


def refused(book: Path, command: str) -> str:
    """Click, and see that nothing at all has come of it but a sentence."""
    before = cells(open_host(f"excel:{book}"))
    said = click(command, str(book), options=DAY)
    assert said.failed
    assert cells(open_host(f"excel:{book}")) == before
    assert journal.last_run(book) is None
    return said.text


def test_a_workbook_open_for_reading_only_is_left_alone(context: Any, book: Path) -> None:
    document = desktop(context).loadComponentFromURL(book.as_uri(), "_blank", 0, properties(Hidden=True, ReadOnly=True))
    assert "открыта только для чтения" in refused(book, "check")
    assert "открыта только для чтения" in refused(book, "pair")
    assert not click("help", str(book)).failed
    assert "В Google не уходит ничего" in click("privacy", str(book), options=DAY).text
    document.close(True)


def properties(**given: object) -> tuple[Any, ...]:
    import uno

    return tuple(
        uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=value) for name, value in given.items()
    )


@pytest.mark.parametrize("title", [FINDINGS, LOG])
def test_one_sheet_under_a_password_stops_the_command_before_any_sheet_is_written(
    document: Any, book: Path, title: str
) -> None:
    sheet = document.Sheets.getByName(title)
    sheet.unprotect("")
    sheet.protect("школа")
    text = f"Лист «{title}» защищён паролем: снимите защиту листа и повторите. Книга не изменена."
    assert refused(book, "check") == text
    assert sheet.isProtected()
    sheet.unprotect("школа")
    assert not click("check", str(book), options=DAY).failed


def test_a_protected_structure_stops_only_the_commands_that_draw_sheets(document: Any, book: Path) -> None:
    document.protect("")
    assert "структура защищена" in refused(book, "pair")
    assert not click("check", str(book), options=DAY).failed
    document.unprotect("")
    assert not click("pair", str(book), options=DAY).failed


def rounded(found: Cells) -> Cells:
    """Return the cells with numbers as LibreOffice saves them: fifteen digits."""
    return {place: float(f"{one:.15g}") if isinstance(one, float) else one for place, one in found.items()}


def hide(document: Any) -> None:
    for title in (FINDINGS, LOG, PAIRS):
        document.Sheets.getByName(title).IsVisible = False


def filter_rows(document: Any) -> None:
    """Show only a few rows of people and of pairs, as a person does who looks for somebody."""
    for title in (PEOPLE, PAIRS):
        rows = document.Sheets.getByName(title).getRows()
        for place in range(1, 20):
            rows.getByIndex(place).IsVisible = False


def rename(document: Any) -> None:
    document.Sheets.getByName(PAIRS).Name = "Пары 2026"


@pytest.mark.parametrize("prepare", [hide, filter_rows, rename])
def test_hidden_sheets_hidden_rows_and_renamed_sheets_are_worked_on_as_in_a_file(
    context: Any, document: Any, book: Path, tmp_path: Path, prepare: Callable[[Any], None]
) -> None:
    prepare(document)
    people = document.Sheets.getByName(PEOPLE)
    document.CurrentController.setActiveSheet(people)
    document.store()
    live = next(one for one in activate(context).apps[0].books if one.fullname == str(book))
    (tmp_path / "файл").mkdir()
    by_file = Path(shutil.copy(book, tmp_path / "файл" / book.name))
    for command in ("check", "pair", "undo"):
        told = _outcome(command, str(by_file), "", DAY)
        said = click(command, str(book), options=DAY)
        assert said.text.splitlines()[0] == str(told.facts.get("brief", told.message)).splitlines()[0]
        expected, found = (rounded(cells(open_host(one))) for one in (by_file, f"excel:{book}"))
        assert difference(expected, found, formulas(live)) == {}, command
        assert document.CurrentController.ActiveSheet.Name == PEOPLE
    if prepare is filter_rows:
        assert not any(people.getRows().getByIndex(place).IsVisible for place in range(1, 20))
    if prepare is hide:
        assert not any(document.Sheets.getByName(title).IsVisible for title in (FINDINGS, LOG, PAIRS))


def test_a_command_refused_at_its_first_cell_leaves_no_run_to_undo(document: Any, book: Path) -> None:
    log = document.Sheets.getByName(LOG)
    log.getCellRangeByPosition(0, 1, 1, 400).merge(True)
    assert "она внутри объединения A2:B401" in refused(book, "check")


def test_what_was_never_saved_is_not_undone_as_if_people_had_changed_it(context: Any, book: Path) -> None:
    first = opened(context, book)
    before = cells(open_host(f"excel:{book}"))
    assert not click("check", str(book), options=DAY).failed
    first.close(True)
    again = opened(context, book)
    assert click("undo", str(book), options=DAY).text.startswith("Последней команды «Проверить» (check) в книге нет")
    assert cells(open_host(f"excel:{book}")) == before
    again.close(True)
    assert journal.last_run(book) is None


def test_a_sheet_is_drawn_also_while_the_print_preview_is_open(context: Any, book: Path) -> None:
    document = desktop(context).loadComponentFromURL(book.as_uri(), "_blank", 0, ())
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    helper.executeDispatch(document.CurrentController.Frame, ".uno:PrintPreview", "", 0, ())
    assert not hasattr(document.CurrentController, "ActiveSheet")
    said = click("pair", str(book), options=DAY)
    document.close(True)
    assert not said.failed, said.text


def test_undo_brings_a_drawn_sheet_back_as_it_was_on_the_screen_saved_or_not(document: Any, book: Path) -> None:
    assert not click("pair", str(book), options=DAY).failed
    drawn = document.Sheets.getByName("Ход пар")
    drawn.unprotect("")
    drawn.getCellByPosition(1, 60).String = "пометка"
    before = cells(open_host(f"excel:{book}"))
    for command in ("pair", "undo"):
        assert not click(command, str(book), options=DAY).failed
    left = difference(before, cells(open_host(f"excel:{book}")), set())
    assert {sheet for sheet, _, _ in left} <= {LOG}
    assert document.isModified()


@pytest.mark.parametrize("front", [PAIRS, PEOPLE])
def test_the_sheet_in_front_stays_there_also_when_it_is_drawn_anew(document: Any, book: Path, front: str) -> None:
    document.CurrentController.setActiveSheet(document.Sheets.getByName(front))
    with open_host(f"excel:{book}") as host:
        host.add_sheet(PAIRS, book.read_bytes(), replace=True)
    assert document.CurrentController.ActiveSheet.Name == front
