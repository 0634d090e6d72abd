"""Every button on the invented school, in a workbook open in LibreOffice: the same cells as the command on the file."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import xlwings
from live_cells import BOOK, MORE, YEAR, Click, cells, difference, files_in, formulas, placed

from nastavnik_sheets.addin.buttons import buttons
from nastavnik_sheets.commands import showing
from nastavnik_sheets.commands.options import Options, Outcome
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.ribbon import COMMANDS, _outcome, click

DAY = Options(today=date(2027, 2, 15))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the invented school after its year."""
    folder = tmp_path_factory.mktemp("год") / "Школа"
    showing.demo(str(folder), options=Options())
    return folder


def test_every_command_has_been_clicked() -> None:
    assert {one.command for one in (*YEAR, *MORE)} == set(COMMANDS) - {"sync"}


@pytest.mark.parametrize("clicks", [YEAR, MORE], ids=["year", "more"])
def test_every_button_changes_the_open_workbook_as_its_command_changes_the_file(
    app: xlwings.App, school: Path, tmp_path: Path, clicks: list[Click]
) -> None:
    by_file, by_click = (shutil.copytree(school, tmp_path / name / "Школа") for name in ("файл", "щелчок"))
    live, before = app.books.open(by_click / BOOK), cells(open_host(by_file / BOOK))
    for command, argument, prepare, quiet in clicks:
        for address in (str(by_file / BOOK), f"excel:{live.fullname}"):
            prepare(address)
        outcome = run_on_file(command, by_file, argument)
        said = click(command, live.fullname, argument=placed(by_click, command, argument), options=DAY)
        assert not said.failed, said.text
        told = str(outcome.facts.get("brief", outcome.message)).splitlines()[0]
        assert said.text.splitlines()[0] == told.replace(str(by_file), str(by_click))
        expected, found = cells(open_host(by_file / BOOK)), cells(open_host(f"excel:{live.fullname}"))
        assert difference(expected, found, formulas(live)) == {}, (command, argument)
        assert quiet or before != expected, command
        before = expected
    assert files_in(by_file) == files_in(by_click)
    assert_formulas_agree(app, live, shutil.copy(by_file / BOOK, tmp_path / "как в файле.xlsx"))
    live.close()


def assert_formulas_agree(app: xlwings.App, live: xlwings.Book, path: str) -> None:
    """Count both workbooks anew in the same program and compare every cell."""
    other = app.books.open(path)
    assert formulas(other) == formulas(live)
    for book in (other, live):
        book.api.calculateAll()
    file, clicked = (cells(open_host(f"excel:{book.fullname}")) for book in (other, live))
    other.close()
    assert difference(file, clicked, set()) == {}


def run_on_file(command: str, folder: Path, argument: str) -> Outcome:
    return _outcome(command, str(folder / BOOK), placed(folder, command, argument), DAY)


def test_a_click_that_cannot_be_carried_out_says_why_in_a_sentence(app: xlwings.App, school: Path) -> None:
    book = app.books.open(school / BOOK)
    said = click("documents", book.fullname, argument="no_such_kind", options=DAY)
    assert said.failed
    assert "no_such_kind" in said.text
    assert click("dance", book.fullname).failed
    book.close()
    assert "не открыта" in click("check", str(school / BOOK)).text


def test_the_exchange_with_google_is_refused_calmly_while_it_is_off(app: xlwings.App, school: Path) -> None:
    book = app.books.open(school / BOOK)
    assert click("sync", book.fullname, options=DAY).text.startswith("Обмен с Google выключен.")
    book.close()


def test_help_names_every_button_and_every_other_command() -> None:
    text = click("help", "").text
    for one in buttons():
        assert f"{one.label} — " in text
        assert all(f"{line.label} — " in text for _, lines in one.lines for line in lines if line.tip)
