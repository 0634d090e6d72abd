"""LibreOffice with its windows: a real click of the mouse on our toolbar, and what the person sees then."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from buttons_support import desktop, install
from live_cells import BOOK
from office import office
from screen import PATIENCE, Screen, buttons_on, screen

from nastavnik_sheets.addin.buttons import buttons
from nastavnik_sheets.commands import making
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import Finding

PICTURES = os.environ.get("NASTAVNIK_PICTURES")
"""A folder for the pictures, to look at them: they are not compared, fonts and themes differ."""


@pytest.fixture(scope="module")
def seen() -> Iterator[Screen]:
    with screen() as one:
        yield one


@pytest.fixture(scope="module")
def document(seen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("screen")
    install(folder)
    book = folder / BOOK
    making.new(str(book), demo=True, options=Options())
    with office(folder, screen=seen.name, file=book) as context:
        yield waited(lambda: ready(desktop(context).getCurrentComponent()))


def ready(document: Any) -> Any:
    loaded = document is not None and document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
    return document if loaded and document.CurrentController else None


def waited(ask: Any) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.2)
    msg = "it never came"
    raise AssertionError(msg)


def shown(seen: Screen, name: str, folder: Path) -> None:
    """Keep a picture of the screen as soon as there is something to see."""
    path = folder / f"{name}.png"

    def drawn() -> bool:
        seen.picture(path)
        return path.stat().st_size > 40_000

    waited(drawn)
    if PICTURES:
        shutil.copy(path, PICTURES)


def test_a_click_on_the_toolbar_checks_the_workbook_with_what_is_being_typed(
    seen: Screen, document: Any, tmp_path: Path
) -> None:
    frame = document.CurrentController.Frame
    places = buttons_on(frame)
    assert [one.label for one in buttons()] == list(places)
    shown(seen, "panel", tmp_path)
    seen.hover(*places["Напомнить"])
    shown(seen, "tip", tmp_path)
    people = document.Sheets.getByName("Наставляемые")
    document.CurrentController.setActiveSheet(people)
    cell = people.getCellRangeByName("I2")
    before = cell.String
    document.CurrentController.select(cell)
    seen.type("12")
    findings = document.Sheets.getByName(sheet_of(Finding).title)
    assert "Телефон" not in texts(findings)
    seen.click(*places["Проверить"])
    assert seen.window("Наставничество")
    time.sleep(1)  # the window is there before what it says
    shown(seen, "message", tmp_path)
    assert cell.String == "12" != before
    assert "Телефон" in texts(findings)
    seen.press("Return")
    waited(frame.ContainerWindow.isEnabled)


def texts(sheet: Any) -> str:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(True)
    return " ".join(str(value) for row in cursor.getDataArray() for value in row)


def test_the_menu_of_documents_opens_under_its_button(seen: Screen, document: Any, tmp_path: Path) -> None:
    seen.click(*buttons_on(document.CurrentController.Frame)["Документы"])
    time.sleep(1)
    seen.press("Down", "Right")
    time.sleep(1)
    shown(seen, "documents", tmp_path)
    seen.press("Escape", "Escape", "Escape")


def test_another_command_is_chosen_from_the_menu_under_more(seen: Screen, document: Any, tmp_path: Path) -> None:
    frame, title = document.CurrentController.Frame, "Ход пар"
    assert title not in document.Sheets.ElementNames
    seen.click(*buttons_on(frame)["Ещё"])
    time.sleep(1)
    shown(seen, "more", tmp_path)
    labels = [line.label for one in buttons() for _, lines in one.lines for line in lines if one.command == "more"]
    seen.press(*["Down"] * (labels.index(title) + 1), "Return")
    assert seen.window("Наставничество")
    time.sleep(1)
    shown(seen, "more said", tmp_path)
    assert title in document.Sheets.ElementNames
    seen.press("Return")
    waited(frame.ContainerWindow.isEnabled)


def test_help_fits_the_screen_of_a_notebook(seen: Screen, document: Any, tmp_path: Path) -> None:
    frame = document.CurrentController.Frame
    seen.click(*buttons_on(frame)["Справка"])
    assert seen.window("Наставничество")
    time.sleep(1)
    shown(seen, "help", tmp_path)
    seen.press("Return")
    waited(frame.ContainerWindow.isEnabled)
