# ruff: noqa: E501  (markup reads best in one line)
"""Cells set in place: values, styles, links, growing tables, formulas."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter
from xlsx_support import MAIN, STYLES, make_book, part, save, sheet, unzipped, values, write

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import Host, Link, open_host

PLAIN = sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>45000</v></c><c r="D1" s="2"/></row>')


def workbook_with_table(*, totals: bool = False) -> bytes:
    """Return a book with the table «Люди» (A1:D3), a drop-down, a rule and a calculated column."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Люди")
    day = book.add_format({"num_format": "dd.mm.yyyy", "bg_color": "#FFFF00"})
    columns = [{"header": "ФИО"}, {"header": "Дата", "format": day}, {"header": "Баллы"},
               {"header": "Вдвое", "formula": "=[@Баллы]*2"}]  # fmt: skip
    if totals:
        columns[2]["total_function"] = "sum"
    rows = [["Иванова Анна", date(2010, 1, 2), 3], ["Петров Пётр", date(2011, 1, 2), 4]]
    page.add_table(0, 0, 3 if totals else 2, 3, {"name": "Люди", "columns": columns, "data": rows, "total_row": totals})
    page.data_validation("C2:C3", {"validate": "list", "source": ["3", "4"]})
    page.conditional_format("A2:D3", {"type": "no_blanks", "format": book.add_format({"bold": True})})
    page.conditional_format("A2:A3", {"type": "data_bar", "data_bar_2010": True})
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    "value",
    ["текст", "=1+1", " с пробелами ", "две\nстроки", "a & b < c > \"d\" 'e'", "_x0041_", "\tтаб", "0071", 5, -3.25, 0,
     10**12, True, False, date(2025, 9, 1), datetime(2025, 9, 1, 12, 30, 15), time(23, 59, 1), date(1900, 1, 31)],
)  # fmt: skip
def test_a_value_reads_back_as_it_was_written(tmp_path, value):
    path = save(tmp_path, make_book(PLAIN))
    write(path, {(3, 2): value})
    with open_host(path) as host:
        assert host.read("Лист1")[2][1] == value
        assert type(host.read("Лист1")[2][1]) is type(value)
    found = openpyxl.load_workbook(path)["Лист1"]["B3"].value
    if isinstance(value, date) and not isinstance(value, datetime):
        found = found.date()
    assert found == ("_x005F_x0041_" if value == "_x0041_" else value), "openpyxl leaves this escape as it is"


def test_a_text_with_an_equals_sign_is_never_a_formula(tmp_path):
    data = write(save(tmp_path, make_book(PLAIN)), {(1, 1): "=HYPERLINK(1)"})
    cell = openpyxl.load_workbook(io.BytesIO(data))["Лист1"]["A1"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert "<f" not in part(data, "xl/worksheets/sheet1.xml")


def test_a_control_character_survives_as_excel_writes_it(tmp_path):
    data = write(save(tmp_path, make_book(PLAIN)), {(1, 1): "до\x0bпосле\r\nконец"})
    assert "до_x000B_после_x000D_\nконец" in part(data, "xl/worksheets/sheet1.xml")


def test_a_cell_keeps_its_style_whatever_is_written(tmp_path):
    data = write(save(tmp_path, make_book(PLAIN)), {(1, 4): "001", (1, 2): None, (1, 1): "x"})
    xml = part(data, "xl/worksheets/sheet1.xml")
    assert '<c r="D1" s="2" t="inlineStr"><is><t>001</t></is></c>' in xml
    assert '<c r="B1" s="1"/>' in xml
    assert part(data, "xl/styles.xml") == STYLES


def test_a_date_keeps_a_date_format_and_else_gets_one_once(tmp_path):
    when = date(2025, 9, 1)
    data = write(save(tmp_path, make_book(PLAIN)), {(1, 2): when, (5, 1): when, (6, 1): when, (7, 1): time(9, 0)})
    xml = part(data, "xl/worksheets/sheet1.xml")
    assert '<c r="B1" s="1"><v>45901</v></c>' in xml
    assert '<c r="A5" s="1"' in xml, "the book has a fitting style already"
    assert '<c r="A7" s="3"><v>0.375</v></c>' in xml
    assert '<cellXfs count="4">' in part(data, "xl/styles.xml")


def test_a_new_cell_takes_the_style_of_its_row_or_column(tmp_path):
    worksheet = sheet('<row r="2" s="2" customFormat="1"><c r="A2"><v>1</v></c></row>',
                      before='<cols><col min="3" max="4" width="9" style="1"/></cols>')  # fmt: skip
    xml = part(
        write(save(tmp_path, make_book(worksheet)), {(2, 3): 1, (3, 3): 2, (3, 5): 3}), "xl/worksheets/sheet1.xml"
    )
    assert '<c r="C2" s="2"><v>1</v></c>' in xml
    assert '<c r="C3" s="1"><v>2</v></c><c r="E3"><v>3</v></c>' in xml


def test_only_the_cells_that_were_named_change(tmp_path):
    path = save(tmp_path, make_book(PLAIN))
    before = part(path.read_bytes(), "xl/worksheets/sheet1.xml")
    after = part(write(path, {(1, 1): 2}), "xl/worksheets/sheet1.xml")
    assert after == before.replace('<c r="A1"><v>1</v></c>', '<c r="A1"><v>2</v></c>')


def test_the_dimension_grows_with_the_cells(tmp_path):
    worksheet = sheet('<row r="2" spans="2:2"><c r="B2"><v>1</v></c></row>', before='<dimension ref="B2"/>')
    xml = part(write(save(tmp_path, make_book(worksheet)), {(2, 4): 1, (9, 1): 2}), "xl/worksheets/sheet1.xml")
    assert '<dimension ref="A1:D9"/>' in xml or '<dimension ref="A2:D9"/>' in xml
    assert '<row r="2"><c r="B2">' in xml, "spans that are too short go"


def test_a_blank_where_nothing_is_leaves_the_sheet_as_it_was(tmp_path):
    path = save(tmp_path, make_book(PLAIN))
    before = part(path.read_bytes(), "xl/worksheets/sheet1.xml")
    assert part(write(path, {(40, 2): None, (1, 3): None}), "xl/worksheets/sheet1.xml") == before


def test_a_hidden_row_stays_hidden_and_a_filter_stays(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1" ht="33"><c r="A2"><v>2</v></c></row>'
    worksheet = sheet(rows,
                      after='<autoFilter ref="A1:A2"><filterColumn colId="0"><filters><filter val="1"/></filters>'
                            "</filterColumn></autoFilter>")  # fmt: skip
    xml = part(write(save(tmp_path, make_book(worksheet)), {(2, 1): 5}), "xl/worksheets/sheet1.xml")
    assert '<row r="2" hidden="1" ht="33"><c r="A2"><v>5</v></c></row>' in xml
    assert '<filter val="1"/>' in xml


def test_links_inside_and_outside_are_set_and_set_again(tmp_path):
    path = save(tmp_path, make_book(PLAIN))
    write(path, {(1, 1): Link("сюда", "#Лист1!B1"), (2, 1): Link("сайт", "https://example.org/?a=1&b=2")})
    data = write(path, {(2, 1): Link("почта", "mailto:a@example.org"), (3, 1): Link("там", "#Мой лист!A1")})
    page = openpyxl.load_workbook(io.BytesIO(data))["Лист1"]
    assert (page["A1"].value, page["A1"].hyperlink.location) == ("сюда", "Лист1!B1")
    assert (page["A2"].value, page["A2"].hyperlink.target) == ("почта", "mailto:a@example.org")
    assert page["A3"].hyperlink.location == "'Мой лист'!A1"
    assert "example.org/?a" not in part(data, "xl/worksheets/_rels/sheet1.xml.rels"), "the old address is gone"
    assert page["A1"].font.u == "single"
    assert "hyperlink" not in part(write(path, {(1, 1): None, (2, 1): None, (3, 1): None}), "xl/worksheets/sheet1.xml")


def test_what_was_written_can_be_read_before_it_is_saved(tmp_path):
    with open_host(save(tmp_path, make_book(PLAIN))) as host:
        host.write("Лист1", {(3, 2): Link("x", "#Лист1!A1"), (1, 1): None})
        assert host.read("Лист1") == [[None, date(2023, 3, 15)], [], [None, "x"]]


def write_and_fail(path):
    with open_host(path) as host:
        host.write("Лист1", {(1, 1): 2})
        host.write("Лист1", {(1, 1): 1 // 0})


def test_nothing_is_saved_after_an_error_or_without_a_change(tmp_path):
    path = save(tmp_path, make_book(PLAIN))
    before = path.read_bytes(), path.stat().st_mtime_ns
    with open_host(path) as host:
        host.read("Лист1")
    with pytest.raises(ZeroDivisionError):
        write_and_fail(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


def test_the_file_host_is_a_host_and_knows_no_other_sheets(tmp_path):
    with open_host(save(tmp_path, make_book(PLAIN))) as host:
        assert isinstance(host, Host)
        assert (host.name, host.sheets()) == ("книга.xlsx", ["Лист1"])
        for call in (
            lambda: host.read("Нет"),
            lambda: host.write("Нет", {(1, 1): 1}),
            lambda: host.replace("Нет", []),
        ):
            with pytest.raises(KeyError):
                call()


def test_an_error_a_blank_and_an_empty_text_read_as_nothing(tmp_path):
    worksheet = sheet('<row r="2"><c r="A2" t="e"><v>#DIV/0!</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
                      '<c r="C2"><v>3.0</v></c><c r="D2"><v>3.5</v></c><c r="E2"><v>1e300</v></c></row>')  # fmt: skip
    with open_host(save(tmp_path, make_book(worksheet))) as host:
        rows = host.read("Лист1")
    assert rows == [[None] * 5, [None, None, 3, 3.5, 1e300]]
    assert type(rows[1][2]) is int
    assert type(rows[1][4]) is float


def test_a_table_grows_with_style_formula_rule_and_drop_down(tmp_path):
    path = save(tmp_path, workbook_with_table())
    data = write(path, {(4, 1): "Сидоров", (4, 2): date(2012, 3, 4), (5, 1): "Яшина", (5, 3): 9}, title="Люди")
    with pytest.warns(UserWarning, match="extension"):
        page = openpyxl.load_workbook(io.BytesIO(data))["Люди"]
    assert (page.tables["Люди"].ref, page.tables["Люди"].autoFilter.ref) == ("A1:D5", "A1:D5")
    assert [str(one.sqref) for one in page.conditional_formatting] == ["A2:D5", "A2:A5"]
    assert str(page.data_validations.dataValidation[0].sqref) == "C2:C5"
    assert page["D4"].value == page["D5"].value == page["D2"].value
    assert page["B5"].number_format == "dd.mm.yyyy"
    assert page["B4"].fill.fgColor.rgb == page["B2"].fill.fgColor.rgb
    assert "<xm:sqref>A2:A5</xm:sqref>" in part(data, "xl/worksheets/sheet1.xml")
    assert 'fullCalcOnLoad="1"' in part(data, "xl/workbook.xml")


def test_rows_appended_one_by_one_make_the_same_table(tmp_path):
    once, stepwise = (
        save(tmp_path, workbook_with_table(), "раз.xlsx"),
        save(tmp_path, workbook_with_table(), "шаги.xlsx"),
    )
    rows = {(row, column): f"{row} {column}" for row in range(4, 30) for column in (1, 3)}
    with open_host(once) as host:
        host.write("Люди", rows)
    with open_host(stepwise) as host:
        for cell, value in rows.items():
            host.write("Люди", {cell: value})
    assert part(once.read_bytes(), "xl/worksheets/sheet1.xml") == part(
        stepwise.read_bytes(), "xl/worksheets/sheet1.xml"
    )
    assert 'ref="A1:D29"' in part(stepwise.read_bytes(), "xl/tables/table1.xml")


def test_cells_beside_or_apart_from_a_table_do_not_make_it_grow(tmp_path):
    data = write(save(tmp_path, workbook_with_table()), {(4, 6): "рядом", (8, 1): "ниже"}, title="Люди")
    assert 'ref="A1:D3"' in part(data, "xl/tables/table1.xml")


def test_rows_people_typed_below_a_table_may_be_corrected(tmp_path):
    path = save(tmp_path, with_rows_below('<row r="4"><c r="A4"><v>7</v></c></row>'))
    data = write(path, {(4, 1): 8}, title="Люди")
    assert values(data, "Люди")[4, 1] == 8
    assert 'ref="A1:D3"' in part(data, "xl/tables/table1.xml")


def with_rows_below(rows: str) -> dict[str, bytes]:
    """Return the parts of the book with the table, and these rows under it."""
    parts = unzipped(workbook_with_table())
    name = "xl/worksheets/sheet1.xml"
    return parts | {name: parts[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")}


def test_a_table_does_not_grow_over_what_stands_below_it(tmp_path):
    path = save(tmp_path, with_rows_below('<row r="5"><c r="B5"><v>7</v></c></row>'))
    before = path.read_bytes()
    with (
        pytest.raises(Refused, match=re.escape("Книга «книга.xlsx», лист «Люди», ячейка A5: под таблицей «Люди»")),
        open_host(path) as host,
    ):
        host.write("Люди", {(4, 1): "x", (5, 1): "y"})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "reason"), [((5, 1), "строка итогов"), ((4, 3), "это строка итогов"), ((1, 1), "это заголовок таблицы")]
)
def test_totals_and_headers_of_tables_are_refused(tmp_path, cell, reason):
    path = save(tmp_path, workbook_with_table(totals=True))
    with pytest.raises(Refused, match=reason), open_host(path) as host:
        host.write("Люди", {cell: "x"})


def test_repeating_the_title_of_a_column_is_no_change(tmp_path):
    path = save(tmp_path, workbook_with_table())
    before = part(path.read_bytes(), "xl/worksheets/sheet1.xml")
    data = write(path, {(1, 1): "ФИО", (2, 3): 5}, title="Люди")
    assert part(data, "xl/worksheets/sheet1.xml").count("ФИО") == before.count("ФИО")


SHARED = sheet(
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2" s="2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
)


def test_overwriting_the_master_of_a_shared_formula_leaves_the_others_computing(tmp_path):
    xml = part(write(save(tmp_path, make_book(SHARED)), {(1, 2): "нет"}), "xl/worksheets/sheet1.xml")
    assert '<c r="B2" s="2"><f>A2*$A$1</f><v>2</v></c>' in xml
    assert '<c r="B3"><f>A3*$A$1</f><v>3</v></c>' in xml
    assert "shared" not in xml


def test_overwriting_a_dependant_of_a_shared_formula_touches_no_other(tmp_path):
    xml = part(write(save(tmp_path, make_book(SHARED)), {(2, 2): 8}), "xl/worksheets/sheet1.xml")
    assert xml == SHARED.replace('<c r="B2" s="2"><f t="shared" si="0"/><v>2</v></c>', '<c r="B2" s="2"><v>8</v></c>')


CHAIN = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B1" i="1"/></calcChain>'


def book_with_chain() -> dict[str, bytes]:
    parts = make_book(SHARED)
    chain = ('<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"'
             ' Target="calcChain.xml"/></Relationships>')  # fmt: skip
    rels = parts["xl/_rels/workbook.xml.rels"].decode().replace("</Relationships>", chain)
    return parts | {"xl/_rels/workbook.xml.rels": rels.encode(), "xl/calcChain.xml": CHAIN.encode()}


def test_the_calculation_chain_goes_only_with_a_formula(tmp_path):
    data = write(save(tmp_path, book_with_chain()), {(1, 1): 4})
    assert part(data, "xl/calcChain.xml") == CHAIN
    assert 'fullCalcOnLoad="1"' in part(data, "xl/workbook.xml")
    data = write(save(tmp_path, book_with_chain()), {(2, 2): 4})
    assert "calcChain" not in "".join(unzipped(data)) + part(data, "xl/_rels/workbook.xml.rels")


def test_a_book_without_formulas_is_not_asked_to_recalculate(tmp_path):
    data = write(save(tmp_path, make_book(PLAIN)), {(1, 1): 4})
    assert part(data, "xl/workbook.xml") == make_book(PLAIN)["xl/workbook.xml"].decode()


def test_protection_is_told_and_does_not_stop_us(tmp_path):
    worksheet = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<sheetProtection sheet="1" objects="1"/>')
    path = save(tmp_path, make_book(worksheet))
    with open_host(path) as host:
        assert host.protected("Лист1")
        host.write("Лист1", {(1, 1): 2})
    assert '<sheetProtection sheet="1" objects="1"/>' in part(path.read_bytes(), "xl/worksheets/sheet1.xml")


def test_a_sheet_of_three_hundred_thousand_rows_is_edited_in_pieces(tmp_path):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="str"><v>текст</v></c></row>' for n in range(1, 300_001)
    )
    path = save(tmp_path, make_book(sheet(rows)))
    data = write(path, {(1, 1): "a", (150_000, 2): "b", (300_000, 3): "c", (300_005, 1): "d"})
    found = values(data)
    assert len(found) == 600_002
    assert [found[at] for at in ((1, 1), (150_000, 2), (300_000, 3), (300_005, 1))] == ["a", "b", "c", "d"]
    after = part(data, "xl/worksheets/sheet1.xml")
    assert len(after) - len(sheet(rows)) < 500


def test_a_book_without_shared_texts_gets_them_there(tmp_path):
    parts = make_book(PLAIN)
    del parts["xl/sharedStrings.xml"]
    parts["xl/_rels/workbook.xml.rels"] = re.sub(
        rb'<Relationship Id="rId3".*?/>', b"", parts["xl/_rels/workbook.xml.rels"]
    )
    parts["[Content_Types].xml"] = re.sub(rb'<Override PartName="/xl/shared.*?/>', b"", parts["[Content_Types].xml"])
    data = write(save(tmp_path, parts), {(1, 1): "а", (2, 1): " б", (3, 1): "а"})
    assert part(data, "xl/sharedStrings.xml").endswith(
        'uniqueCount="2"><si><t>а</t></si><si><t xml:space="preserve"> б</t></si></sst>'
    )
    assert values(data) == {(1, 1): "а", (1, 2): date(2023, 3, 15), (2, 1): " б", (3, 1): "а"}
    assert openpyxl.load_workbook(io.BytesIO(data))["Лист1"]["A3"].value == "а"


def test_a_forgotten_text_leaves_the_inside_of_the_file_when_asked(tmp_path):
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    texts = f'<sst xmlns="{MAIN}"><si><t>Иванова</t></si><si><r><rPr><b/></rPr><t>Петров</t></r></si><si><t>Никто</t></si></sst>'
    for erase, left in ((False, ["Иванова", "Петров", "Никто"]), (True, ["Петров"])):
        path = save(tmp_path, make_book(sheet(rows), extra={"xl/sharedStrings.xml": texts}))
        with open_host(path, erase=erase) as host:
            host.write("Лист1", {(1, 1): None})
        inside = part(path.read_bytes(), "xl/sharedStrings.xml")
        assert [one for one in ("Иванова", "Петров", "Никто") if one in inside] == left
        assert values(path.read_bytes()) == {(1, 2): "Петров"}
