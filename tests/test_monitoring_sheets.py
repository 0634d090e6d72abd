"""The sheets «Мониторинг …»: what stands on them, that they are grafted in, and that their charts point at figures."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from monitoring_school import SCHOOL, SETTINGS, TODAY, records_by_type, school

from nastavnik_sheets import template
from nastavnik_sheets.commands.monitoring import monitor
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.undoing import undo
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.monitoring import words
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.history import kept
from nastavnik_sheets.monitoring.influence_sheet import influence_sheet
from nastavnik_sheets.monitoring.main_sheet import main_sheet
from nastavnik_sheets.monitoring.process_sheet import process_sheet
from nastavnik_sheets.service_sheets import Measurement
from nastavnik_sheets.year_sheets import Answer, IndicatorRow

OPTIONS = Options(today=TODAY)
DRAWN = ("Мониторинг", "Мониторинг процесса", "Мониторинг влияния")


def cells(content: bytes) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None]


def chart_ranges(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return [found for name in charts for found in re.findall(r"<c:f>(.*?)</c:f>", package.read(name).decode())]


@pytest.fixture(scope="module")
def built():
    """A workbook of the template with the planted school in it."""
    records = {kind: rows for kind, rows in records_by_type().items() if kind is not IndicatorRow}
    return template.build(today=date(2026, 9, 1), settings=SETTINGS, records=records)


@pytest.fixture
def workbook(built, tmp_path):
    path = tmp_path / "Школа.xlsx"
    path.write_bytes(built)
    return path


def test_the_main_sheet_says_the_six_figures():
    page = openpyxl.load_workbook(io.BytesIO(main_sheet(Figures(school(), TODAY)))).worksheets[0]
    rows = {row[0]: row for row in page.iter_rows(min_col=2, max_col=13, min_row=6, max_row=13, values_only=True)}
    assert rows["П1"][4:8] == (4, 40, 10, 9)
    assert [round(rows[name][6], 1) for name in ("П1", "П2", "П3", "П4", "П5", "П6")] == [10, 10, 50, 12.5, 66.7, 66.7]
    assert rows["П5"][10:] == ("6 из 8", 8)
    assert rows["П3"][8] == -10


def test_the_main_sheet_says_the_period_and_how_many_rows():
    said = " ".join(cells(main_sheet(Figures(school(), TODAY))))
    assert "01.09.2026 – 31.05.2027 · пар учтено: 9" in said
    assert "Цель достигнута: 2 из 4 показателей. Ниже цели: П3 (до цели 10\u00a0п.\u00a0п.)" in said


def test_the_main_sheet_has_four_charts_of_its_own_cells():
    content = main_sheet(Figures(school(), TODAY))
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    ranges = chart_ranges(content)
    assert len(ranges) == 14  # the names of series are said, so each series has two ranges
    assert {one.split("!")[0] for one in ranges} == {"Мониторинг"}
    values = [[cell.value for line in page[one.split("!")[1].replace("$", "")] for cell in line] for one in ranges]
    assert ["сен 2026", "окт 2026", "ноя 2026", "дек 2026"] in values
    assert [3, 0, 1, 1] in values
    assert ["Ученик – ученик", "Учитель – учитель", "Работодатель – ученик"] in values


def test_an_empty_book_makes_a_sheet_that_says_what_is_missing():
    said = " ".join(cells(main_sheet(Figures(book_of([], {}), TODAY))))
    assert "Утверждённых или завершённых пар в этом периоде нет" in said
    assert "впишите «Обучающихся 10–19 лет»" in said


def test_the_same_book_makes_the_same_bytes():
    assert main_sheet(Figures(school(), TODAY)) == main_sheet(Figures(school(), TODAY))


def test_the_sheets_name_nobody():
    said = " ".join(cells(main_sheet(Figures(school(), TODAY))))
    names = {p.full_name.split()[0] for p in (*Figures(school(), TODAY).book.mentees.values(),)}
    assert not [name for name in names if name in said]


def test_the_command_puts_the_sheet_into_the_workbook_and_may_be_repeated(workbook):
    first = monitor(str(workbook), options=OPTIONS)
    assert "П1 Дети 10–19 лет в роли наставляемых: 10\u00a0% (4 из 40)" in first.message
    monitor(str(workbook), options=OPTIONS)
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames.count("Мониторинг") == 1
    assert len(book["Мониторинг"]._charts) == 4
    assert book["Мониторинг"]["B1"].value == "Мониторинг программы наставничества"


def test_a_dry_run_and_an_explanation_write_nothing(workbook):
    before = workbook.read_bytes()
    outcome = monitor(str(workbook), options=Options(today=TODAY, dry_run=True))
    assert outcome.facts["indicators"][0]["numerator"] == 4
    told = monitor(str(workbook), explain="П1", options=OPTIONS)
    assert told.facts["numerator"] == 4
    assert workbook.read_bytes() == before


def test_a_saved_monitoring_is_kept_and_the_next_one_shows_the_change(workbook):
    december = date(2026, 12, 20)
    monitor(str(workbook), sheets_only=True, options=Options(today=december))
    monitor(str(workbook), options=OPTIONS)
    monitor(str(workbook), options=OPTIONS)
    book = openpyxl.load_workbook(workbook)
    kept = [row[:2] for row in book["Мониторинг по датам"].iter_rows(min_row=2, max_col=6, values_only=True) if row[0]]
    assert [taken.date() for taken, name in kept if name == "П1"] == [december, TODAY]
    lines = list(book["Мониторинг"].iter_rows(min_col=2, max_col=13, values_only=True))
    rows = {row[0]: row for row in reversed(lines)}  # the first table is meant, not that of the chart
    assert rows["П1"][9] == 0
    assert rows["П5"][9] is None  # there was no exit survey in December
    assert "Прошлый мониторинг: 20.12.2026." in rows


def shown(path: Path, title: str) -> list[list[object]]:
    page = openpyxl.load_workbook(path)[title]
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_undo_puts_back_the_sheets_as_the_monitoring_before_drew_them(workbook):
    december = Options(today=date(2026, 12, 20))
    monitor(str(workbook), sheets_only=True, options=december)
    before = {title: shown(workbook, title) for title in DRAWN}
    monitor(str(workbook), sheets_only=True, options=OPTIONS)
    assert shown(workbook, "Мониторинг") != before["Мониторинг"]
    undone = undo(str(workbook), options=OPTIONS)
    assert {title: shown(workbook, title) for title in DRAWN} == before
    assert set(DRAWN) <= set(undone.facts["sheets"])
    assert len(openpyxl.load_workbook(workbook)["Мониторинг"]._charts) == 4
    days = [row[0] for row in shown(workbook, "Мониторинг по датам")[1:] if row[0]]
    assert {day.date() for day in days} == {date(2026, 12, 20)}


def test_undo_of_the_first_monitoring_says_so_on_the_sheets_that_it_had_made(workbook, tmp_path):
    fresh = tmp_path / "Новая.xlsx"
    fresh.write_bytes(template.build(today=date(2026, 9, 1), settings=SETTINGS, records={}))
    empty = shown(fresh, "Мониторинг")
    monitor(str(fresh), sheets_only=True, options=OPTIONS)
    undo(str(fresh), options=OPTIONS)
    assert shown(fresh, "Мониторинг") == empty
    assert "отменена" in str(shown(fresh, "Мониторинг процесса"))
    monitor(str(fresh), sheets_only=True, options=OPTIONS)
    assert "Пар на листе «Пары» нет" in str(shown(fresh, "Мониторинг процесса"))


def test_undo_without_the_copy_of_the_workbook_leaves_the_sheets_and_says_so(workbook):
    monitor(str(workbook), sheets_only=True, options=OPTIONS)
    monitor(str(workbook), sheets_only=True, options=OPTIONS)
    drawn = shown(workbook, "Мониторинг")
    for copy in (workbook.parent / ".nastavnik" / "backup").iterdir():
        copy.unlink()
    undone = undo(str(workbook), options=OPTIONS)
    assert shown(workbook, "Мониторинг") == drawn
    assert [place for place in undone.facts["left"] if "прежней копии книги нет" in place]


def test_what_changed_since_the_last_monitoring_is_said():
    rows = [Measurement(taken=date(2026, 12, 20), indicator=name, percent=percent)
            for name, percent in (("П1", 7.5), ("П2", 10.0), ("П3", 75.0))]  # fmt: skip
    recent = Measurement(taken=date(2027, 5, 20), indicator="П1", percent=1.0)  # the same round
    figures = Figures(school(*rows, recent), TODAY)
    said = words.since_words(figures.indicators, figures.previous).replace("\u00a0", " ")
    assert said == "С прошлого мониторинга (20.12.2026): П1 — +2,5 п. п., П3 — −25 п. п."
    assert Figures(school(recent), TODAY).previous is None
    assert [row.taken.day for row in kept(figures.book, figures)] == [20, 20, 20, 20, *[31] * 8]


FIELDS = [(index, name) for index, record in enumerate(SCHOOL) for name in vars(record)
          if name not in ("row", "check_note", "code")]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FIELDS), max_size=80))
def test_whatever_cells_are_empty_the_monitoring_is_made_and_says_no_more_than_before(emptied):
    records = list(SCHOOL)
    for index, name in emptied:
        records[index] = replace(records[index], **{name: None})
    figures = Figures(book_of(records, SETTINGS), TODAY)
    for sheet in (main_sheet, process_sheet, influence_sheet):
        assert cells(sheet(figures))
    assert len(figures.answers.given) + len(figures.answers.refused) == len(figures.book[Answer])
