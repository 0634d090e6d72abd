"""Rows of a replaced sheet are tall enough for their wrapped texts."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment

from nastavnik_sheets.hosts import open_host

LONG = "условия формы соблюдены; обоим удобно: суббота; возраст 14 — наставник хотел от 10 до 16 лет " * 3


def book(path: Path, *, wrap: bool) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Итог"
    sheet.append(["Почему"])
    sheet.append(["старое"])
    sheet["A2"].alignment = Alignment(wrap_text=wrap)
    sheet.column_dimensions["A"].width = 40
    made.save(path)


def heights(path: Path) -> list[float | None]:
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    found = [re.search(r'\sht="([\d.]+)"', row) for row in re.findall(r"<row\b[^>]*>", xml)]
    return [float(one[1]) if one else None for one in found]


def replaced(path: Path, *, wrap: bool) -> list[float | None]:
    book(path, wrap=wrap)
    with open_host(path) as host:
        host.replace("Итог", [["Почему"], ["коротко"], [LONG], ["две\nстроки"]])
    return heights(path)


def test_a_long_text_in_a_wrapping_column_makes_its_row_tall(tmp_path: Path) -> None:
    _, short, tall, two = replaced(tmp_path / "книга.xlsx", wrap=True)
    assert short is None
    assert tall is not None
    assert two is not None
    assert tall > 5 * 12 > two > 20


def test_where_nothing_wraps_rows_keep_their_height(tmp_path: Path) -> None:
    assert replaced(tmp_path / "книга.xlsx", wrap=False) == [None] * 4
