"""Texts of strangers in a workbook open in LibreOffice: whatever they begin with, a command leaves them texts."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nastavnik_sheets.commands import making
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.ribbon import click
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Mentee

DAY = Options(today=date(2026, 10, 5))
PEOPLE = sheet_of(Mentee).title
HOSTILE = (
    '=HYPERLINK("http://x";"приз")', "=1+1", "+7+8", "-2+3", "@SUM(A1:A9)", "\t=1+1", '=cmd|" /C calc"!A0',
    "'=1+1", "＝1+1", "{=1+1}",
)  # fmt: skip
FORM = ("Отметка времени", "ФИО полностью", "Дата рождения", "Пол", "Класс", "Телефон", "В чём Вам нужна помощь?",
        "Участвую в программе добровольно", "Согласие на обработку персональных данных")  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("школа") / "Книга.xlsx"
    making.new(str(path), options=DAY)
    return path


@pytest.fixture
def book(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty, tmp_path / "Книга.xlsx"))


def written(document: Any, title: str) -> dict[str, list[Any]]:
    """Return the filled cells of a column of people, by how they look, as UNO objects."""
    sheet = document.Sheets.getByName(PEOPLE)
    column = next(place for place in range(60) if sheet.getCellByPosition(place, 0).String == title)
    found: dict[str, list[Any]] = {}
    for row in range(1, len(HOSTILE) + 5):
        cell = sheet.getCellByPosition(column, row)
        found.setdefault(cell.String, []).append(cell)
    return found


def is_text(cell: Any) -> bool:
    import uno

    return bool(cell.Type == uno.Enum("com.sun.star.table.CellContentType", "TEXT"))


def formulas_saved(path: Path) -> set[str]:
    """Return the formulas that a saved workbook has on the sheet of people."""
    rows = openpyxl.load_workbook(path)[PEOPLE].iter_rows()
    return {str(cell.value) for row in rows for cell in row if cell.data_type == "f"}


def test_hostile_answers_of_a_form_are_texts_after_a_click_and_after_saving(
    document: Any, book: Path, tmp_path: Path
) -> None:
    own = formulas_saved(book)
    answers = tmp_path / "Анкета (Ответы).csv"
    with answers.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(FORM)
        for number, text in enumerate(HOSTILE, start=1):
            rows.writerow(("02.09.2026 08:00:00", f"Ёлкин {NAMES[number]} Ильич", f"{number:02}.05.2012", "мужской",
                           text, "8 928 000-00-00", text, "Да", "Да"))  # fmt: skip
    said = click("import", str(book), argument=str(answers), options=DAY)
    assert not said.failed, said.text
    found = written(document, "Основной запрос")
    for text in HOSTILE:
        assert text.strip() in found, text
        assert all(map(is_text, found[text.strip()])), text
    phones = written(document, "Телефон")
    assert all(map(is_text, phones["+7 928 000-00-00"]))
    document.store()
    assert not {one for one in formulas_saved(book) - own if any(text.strip() in one for text in HOSTILE)}


NAMES = ("", "Пётр", "Иван", "Олег", "Лев", "Глеб", "Марк", "Юрий", "Яков", "Тарас", "Захар")


def test_what_check_corrects_stays_text_though_it_begins_like_a_formula(document: Any, book: Path) -> None:
    with open_host(f"excel:{book}") as host:
        header = list(host.read(PEOPLE)[0])
        for row, text in enumerate(HOSTILE, start=2):
            record = {"ФИО": f"  Ёлкин  {NAMES[row - 1]}  Ильич ", "Дата рождения": date(2012, 5, row), "Пол": "м",
                      "Кто это": "обучающийся", "Телефон": "89280000000", "Основной запрос": f"  {text}   ",
                      "Примечание": f"  {text}", "Вошёл в программу": date(2026, 9, 2)}  # fmt: skip
            host.write(PEOPLE, {(row, header.index(title) + 1): value for title, value in record.items()})
    said = click("fix", str(book), options=DAY)
    assert not said.failed, said.text
    for title in ("Основной запрос", "Примечание"):
        found = written(document, title)
        for text in HOSTILE:
            assert all(map(is_text, found[text.strip()])), text
    assert all(map(is_text, written(document, "Телефон")["+7 928 000-00-00"]))
