# ruff: noqa: E501  (markup reads best in one line)
"""What we write has no fault that Excel would repair; the oracle that says so sees the faults sown on purpose."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_xlsx_graft import monitoring
from test_xlsx_replace import HEADER, findings_book
from test_xlsx_write import workbook_with_table
from xlsx_oracle import deep_faults
from xlsx_support import packed_parts, part, save, unzipped, values, zipped

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import Link, open_host

SAVED_BY_LIBREOFFICE = Path(__file__).parent / "workbooks"
SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"

SOWN = {
    "duplicate table number": (TABLE, ' id="1"', ' id="2"', "table id twice"),
    "column and header differ": (TABLE, 'name="Баллы"', 'name="Балл"', "is not its header"),
    "columns twice": (TABLE, 'name="Баллы"', 'name="Дата"', "columns twice"),
    "table too wide": (TABLE, 'ref="A1:D3" totals', 'ref="A1:E3" totals', "width"),
    "filter of another size": (TABLE, '<autoFilter ref="A1:D3"', '<autoFilter ref="A1:D2"', "filter"),
    "table named like a cell": (TABLE, 'displayName="Люди"', 'displayName="AB12"', "badly named"),
    "a cell twice": (SHEET, '<c r="B2"', '<c r="A2"', "cells out of order"),
    "rows out of order": (SHEET, '<row r="3"', '<row r="1"', "rows out of order"),
    "no such style": (SHEET, '<c r="B2" s="1"', '<c r="B2" s="99"', "style out of range"),
    "no such text": (SHEET, '<c r="A2" t="s"><v>4', '<c r="A2" t="s"><v>444', "shared text out of range"),
    "text as a number": (SHEET, "<v>40180</v>", "<v>NaN</v>", "not a number"),
    "formula with an equals sign": (SHEET, "<f>[[#This", "<f>=[[#This", "formula with ="),
    "list too long": (SHEET, '"3,4"', '"' + "3," * 130 + '"', "list too long"),
    "no such relation": (SHEET, 'tablePart r:id="rId1"', 'tablePart r:id="rId8"', "is not there"),
    "no such dxf": (SHEET, 'dxfId="1"', 'dxfId="11"', "dxf out of range"),
    "children out of order": (SHEET, "<pageMargins", '<sheetProtection sheet="1"/><pageMargins', "children out of order"),
    "all hidden": ("xl/workbook.xml", 'sheetId="1"', 'sheetId="1" state="hidden"', "all sheets hidden"),
    "sheet leads nowhere": ("xl/workbook.xml", 'sheetId="1" r:id="rId1"', 'sheetId="1" r:id="rId9"', "leads nowhere"),
    "no content type": ("[Content_Types].xml", 'PartName="/xl/tables/table1.xml"', 'PartName="/xl/t.xml"', "declared and not"),
}  # fmt: skip


def grown(folder, work, data) -> bytes:
    path = save(folder, data)
    with open_host(path) as host:
        work(host)
    return path.read_bytes()


@pytest.mark.parametrize("fault", SOWN)
def test_the_oracle_sees_a_fault_sown_on_purpose(fault, tmp_path):
    name, old, new, message = SOWN[fault]
    data = grown(tmp_path, lambda host: host.add_sheet("Вторая", _small_table()), workbook_with_table())
    assert deep_faults(data) == set()
    parts = unzipped(data)
    text = parts[name].decode()
    assert old in text, text
    parts[name] = text.replace(old, new, 1).encode()
    if fault == "all hidden":
        parts[name] = parts[name].replace(b'sheetId="2"', b'sheetId="2" state="hidden"')
    assert any(message in one for one in deep_faults(zipped(parts)))


def _small_table() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Вторая").add_table("A1:B3", {"name": "Вторая"})
    return out.getvalue()


def appended(host):
    host.write("Люди", {(row, column): f"{row}" for row in range(4, 9) for column in (1, 3)})


def replaced(host):
    links = [[Link(f"стр. {n}", f"#Люди!A{n}"), n, "плохо"] for n in range(1, 9)]
    host.replace("Замечания", [[*HEADER, "Ещё\nстолбец"], *links])


WORKS = {
    "cells": (
        workbook_with_table,
        lambda host: host.write("Люди", {(2, 1): "x", (9, 9): date(2025, 9, 1), (3, 4): None}),
    ),
    "rows of a table": (workbook_with_table, appended),
    "a sheet taken in": (workbook_with_table, lambda host: host.add_sheet("Мониторинг 1", monitoring())),
    "a sheet taken in over itself": (
        workbook_with_table,
        lambda host: [host.add_sheet("Мониторинг 1", monitoring(), replace=True) for _ in range(2)],
    ),
    "a generated sheet": (findings_book, replaced),
    "a generated sheet without a table": (lambda: findings_book(table=False), replaced),
    "a generated sheet made empty": (findings_book, lambda host: host.replace("Замечания", [HEADER])),
}


@pytest.mark.parametrize("work", WORKS)
def test_our_work_has_none_of_these_faults(work, tmp_path):
    source, act = WORKS[work]
    assert deep_faults(grown(tmp_path, act, source())) == set()


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "libreoffice.xltx"])
def test_a_book_saved_by_libreoffice_is_edited_and_taken_further(name, tmp_path):
    source = (SAVED_BY_LIBREOFFICE / name).read_bytes()
    path = save(tmp_path, source, name)
    with open_host(path) as host:
        assert host.sheets() == ["Люди", "Итоги"]
        assert host.read("Люди")[1][:4] == ["Иванова Анна", date(2010, 1, 2), 3, 0]
        host.write("Люди", {(2, 3): 5, (5, 1): "Новикова", (5, 2): date(2013, 5, 6)})
        host.add_sheet("Мониторинг 1", monitoring())
    after = path.read_bytes()
    old, new = packed_parts(source), packed_parts(after)
    changed = {one for one in old if old[one] != new[one]}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET}
    assert values(after, "Люди") == values(source, "Люди") | {
        (2, 3): 5.0,
        (5, 1): "Новикова",
        (5, 2): date(2013, 5, 6),
    }
    assert deep_faults(after) - deep_faults(source) == set()
    assert 'fullCalcOnLoad="1"' in part(after, "xl/workbook.xml"), "LibreOffice keeps no chain, the formulas are found"


def test_a_fault_that_we_would_bring_is_refused_and_one_that_was_there_is_not(tmp_path):
    parts = unzipped(workbook_with_table())
    twice = re.sub(rb"<definedNames>.*</definedNames>", b"", parts["xl/workbook.xml"]).replace(
        b"</sheets>",
        b'</sheets><definedNames><definedName name="a">1</definedName><definedName name="A">2</definedName></definedNames>',
    )
    path = save(tmp_path, parts | {"xl/workbook.xml": twice})
    with open_host(path) as host:
        host.write("Люди", {(2, 1): "x"})
    assert values(path.read_bytes())[2, 1] == "x"
    long_list = io.BytesIO()
    with xlsxwriter.Workbook(long_list) as book:
        book.add_worksheet("Список").data_validation("A1", {"validate": "list", "source": ["а" * 200]})
    source = unzipped(long_list.getvalue())
    source[SHEET] = source[SHEET].replace("а".encode() * 200, "а".encode() * 300)
    with pytest.raises(Refused, match="список для выбора длиннее 255"):
        grown(tmp_path, lambda host: host.add_sheet("Список", zipped(source)), workbook_with_table())


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff"), max_size=12)
DATES = st.dates(date(1900, 3, 1), date(9999, 12, 31))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda one: one.replace(microsecond=0))
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False, width=32)
VALUES = (
    TEXTS
    | NUMBERS
    | st.booleans()
    | DATES
    | MOMENTS
    | st.none()
    | st.builds(time, st.integers(0, 23), st.integers(0, 59))
)
PLACES = st.tuples(st.integers(1, 30), st.integers(1, 30))
CELLS = st.dictionaries(PLACES, VALUES, max_size=25)
WITHOUT_DATES = st.dictionaries(PLACES, TEXTS | NUMBERS | st.booleans(), max_size=25)
"""A number over a date keeps the date's format, and so reads as a date: that is meant, and left out here."""


def model(cells):
    return {at: value for at, value in cells.items() if value not in (None, "")}


def built(cells) -> bytes:
    """Return a book of openpyxl with these cells; its texts lose what XML cannot hold."""
    book = openpyxl.Workbook()
    for (row, column), value in cells.items():
        if isinstance(value, str):
            value = "".join(one for one in value if one.isprintable() and one != "=") or None
        book.active.cell(row, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=WITHOUT_DATES, first=CELLS, second=CELLS)
def test_any_cells_written_in_any_two_steps_read_back_and_the_others_stay(tmp_path, old, first, second):
    path = save(tmp_path, built(old))
    before = openpyxl.load_workbook(path).active
    kept = {at: before.cell(*at).value for at in old}
    with open_host(path) as host:
        host.write("Sheet", first)
        host.write("Sheet", second)
        seen = _grid(host.read("Sheet"))
    data = path.read_bytes()
    with open_host(path) as host:
        assert _grid(host.read("Sheet")) == seen
    expected = model(first | second)
    assert {at: value for at, value in seen.items() if at in first or at in second} == _as_read(expected)
    after = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {at: after.cell(*at).value for at in kept if at not in first and at not in second} == {
        at: value for at, value in kept.items() if at not in first and at not in second
    }
    assert deep_faults(data) == set()


def _grid(rows):
    return {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value not in (None, "")}


def _as_read(cells):
    """Return the values as reading tells them: midnight is a date, a whole float an int."""
    return {at: one.date() if isinstance(one, datetime) and one.time() == time() else one for at, one in cells.items()}
