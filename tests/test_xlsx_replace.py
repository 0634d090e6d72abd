"""A generated sheet is filled anew: its cells change, its looks stay."""

from __future__ import annotations

import io
import time
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from test_xlsx_write import workbook_with_table
from xlsx_support import make_book, part, save, sheet, unzipped, values

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import Link, open_host

HEADER = ["Лист", "Строка", "Что не так"]


def findings_book(*, rows: int = 2, table: bool = True) -> bytes:
    """Return a book whose sheet «Замечания» has looks, protection, a filter or a table, and old findings."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Замечания")
    bold, grey = book.add_format({"bold": True}), book.add_format({"bg_color": "#EEEEEE", "text_wrap": True})
    page.set_column("C:C", 60)
    page.set_row(0, 33)
    for row in range(1, rows + 1):
        for column in range(3):
            page.write(row, column, f"старое {row} {column}", grey)
    page.write_url(1, 0, "internal:'Замечания'!A1", grey, "старая ссылка")
    if table:
        page.add_table(0, 0, rows, 2, {"name": "Замечания_т", "columns": [{"header": one} for one in HEADER]})
    else:
        page.autofilter(0, 0, rows, 2)
    page.write_row(0, 0, HEADER, bold)
    page.conditional_format(1, 2, rows, 2, {"type": "no_blanks", "format": bold})
    page.data_validation(1, 0, rows, 0, {"validate": "list", "source": ["а", "б"]})
    page.freeze_panes(1, 0)
    page.protect()
    book.add_worksheet("Люди").write("A1", "нетронутый")
    book.close()
    return out.getvalue()


def replaced(path, grid) -> bytes:
    with open_host(path) as host:
        host.replace("Замечания", grid)
    return path.read_bytes()


def page_of(data):
    return openpyxl.load_workbook(io.BytesIO(data))["Замечания"]


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_the_cells_are_the_new_ones_and_the_looks_the_old_ones(tmp_path, rows):
    grid = [HEADER, *[[Link(f"Люди {n}", f"#Люди!A{n}"), n, "плохо"] for n in range(1, rows + 1)]]
    data = replaced(save(tmp_path, findings_book()), grid)
    page = page_of(data)
    found = [[cell.value for cell in row] for row in page.iter_rows()]
    assert found == [[one.text if isinstance(one, Link) else one for one in row] for row in grid]
    assert page.tables["Замечания_т"].ref == page.tables["Замечания_т"].autoFilter.ref == f"A1:C{rows + 1}"
    assert page["A1"].font.b
    assert {cell.fill.fgColor.rgb for row in page.iter_rows(min_row=2) for cell in row} == {"FFEEEEEE"}
    assert [page[f"A{n}"].hyperlink.location for n in range(2, rows + 2)] == [f"Люди!A{n}" for n in range(1, rows + 1)]
    assert (page.column_dimensions["C"].width > 50, page.row_dimensions[1].height) == (True, 33)
    assert page.protection.sheet
    assert page.freeze_panes == "A2"
    assert [str(one.sqref) for one in page.conditional_formatting] == [f"C2:C{rows + 1}" if rows > 1 else "C2"]
    assert str(page.data_validations.dataValidation[0].sqref) == (f"A2:A{rows + 1}" if rows > 1 else "A2")


def test_a_table_keeps_a_row_when_nothing_is_left(tmp_path):
    path = save(tmp_path, findings_book())
    page = page_of(replaced(path, [HEADER]))
    assert page.tables["Замечания_т"].ref == "A1:C2"
    assert values(path.read_bytes()) == {(1, n): title for n, title in enumerate(HEADER, 1)}
    page = page_of(replaced(path, [HEADER, ["опять", 1, date(2025, 9, 1)]]))
    assert page["A2"].fill.fgColor.rgb == "FFEEEEEE", "the looks survive an empty list"
    assert (page["C2"].value.date(), page["C2"].fill.fgColor.rgb) == (date(2025, 9, 1), "FFEEEEEE")


def test_columns_may_come_and_go(tmp_path):
    path = save(tmp_path, findings_book())
    page = page_of(replaced(path, [["Лист", "Ячейка", "Что не так", "Совет"], ["а", "б", "в", "г"]]))
    assert [one.name for one in page.tables["Замечания_т"].tableColumns] == ["Лист", "Ячейка", "Что не так", "Совет"]
    assert page.tables["Замечания_т"].ref == "A1:D2"
    page = page_of(replaced(path, [["Лист"], ["а"]]))
    assert page.tables["Замечания_т"].ref == page.tables["Замечания_т"].autoFilter.ref == "A1:A2"


def test_titles_that_repeat_or_are_no_texts_are_refused(tmp_path):
    for header in (["Лист", "лист"], ["Лист", None, "Что"], ["Лист", 2026], ["Лист", date(2026, 9, 1)]):
        with pytest.raises(Refused, match="разными непустыми текстами"):
            replaced(save(tmp_path, findings_book()), [header, ["а", "б"]])


def test_a_sheet_with_a_filter_and_no_table_keeps_the_filter(tmp_path):
    data = replaced(save(tmp_path, findings_book(table=False)), [HEADER, *[["а", n, "б"] for n in range(20)]])
    assert page_of(data).auto_filter.ref == "A1:C21"
    assert "Замечания!$A$1:$C$21" in part(data, "xl/workbook.xml")


def test_a_plain_sheet_becomes_empty_and_full_again(tmp_path):
    path = save(tmp_path, make_book(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    with open_host(path) as host:
        host.replace("Лист1", [])
        assert host.read("Лист1") == []
    assert values(path.read_bytes()) == {}
    with open_host(path) as host:
        host.replace("Лист1", [["а"], [], [None, "б"]])
    assert values(path.read_bytes()) == {(1, 1): "а", (3, 2): "б"}


def test_writing_after_replacing_changes_the_new_cells(tmp_path):
    path = save(tmp_path, findings_book())
    with open_host(path) as host:
        host.write("Замечания", {(2, 1): "пропадёт"})
        host.replace("Замечания", [HEADER, ["а", 1, "б"]])
        host.write("Замечания", {(3, 1): "вырос"})
        assert host.read("Замечания")[1:] == [["а", 1, "б"], ["вырос"]]
    assert page_of(path.read_bytes()).tables["Замечания_т"].ref == "A1:C3"
    assert values(path.read_bytes())[3, 1] == "вырос"


def test_ten_thousand_rows_of_links_take_seconds_not_minutes(tmp_path):
    path = save(tmp_path, findings_book())
    started = time.process_time()
    data = replaced(path, [HEADER, *[[Link(f"строка {n}", f"#Люди!A{n}"), n, "плохо"] for n in range(1, 10_001)]])
    assert time.process_time() - started < 5
    assert part(data, "xl/worksheets/sheet1.xml").count("<hyperlink ") == 10_000


def test_the_other_sheet_is_untouched(tmp_path):
    path = save(tmp_path, findings_book())
    before = part(path.read_bytes(), "xl/worksheets/sheet2.xml")
    assert part(replaced(path, [HEADER, ["а", 1, "б"]]), "xl/worksheets/sheet2.xml") == before


def test_a_sheet_with_totals_is_refused(tmp_path):
    path = save(tmp_path, workbook_with_table(totals=True))

    def work():
        with open_host(path) as host:
            host.replace("Люди", [["а"], [1]])

    with pytest.raises(Refused, match="с итогами"):
        work()


def test_a_replacement_refused_half_way_leaves_nothing_behind_if_the_work_goes_on(tmp_path):
    path = save(tmp_path, findings_book())
    before = unzipped(path.read_bytes())
    too_long = [HEADER, *[[Link("а", "https://example.org/" + "б" * 3000), 1, "плохо"] for _ in range(5)]]
    with open_host(path) as host:
        with pytest.raises(Refused, match="длиннее 2079"):
            host.replace("Замечания", too_long)
        host.write("Люди", {(1, 1): "дальше"})
    after = unzipped(path.read_bytes())
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet2.xml"}
