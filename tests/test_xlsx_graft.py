# ruff: noqa: E501  (markup reads best in one line)
"""A sheet built elsewhere is taken into a book with everything that belongs to it, and taken out again cleanly."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from test_xlsx_write import workbook_with_table
from xlsx_support import (
    CORPUS,
    make_book,
    packed_parts,
    part,
    save,
    sheet,
    unzipped,
    values,
    zipped,
)

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host

PLAIN = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def monitoring(
    title: str = "Мониторинг 1", *, table: str = "Итоги", built_as: str | None = None, rows: int = 3
) -> bytes:
    """Return a book of one sheet with a chart, a table, rules, a comment, a picture, links and a print title."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    name = built_as or title
    page = book.add_worksheet(name)
    percent = book.add_format({"bold": True, "num_format": '0.0"%"', "bg_color": "#DDEEFF", "border": 1})
    page.set_column("A:A", 20, book.add_format({"italic": True}))
    page.write_row("A1", ["Форма", "Доля", "Сумма"], percent)
    for row in range(1, rows + 1):
        page.write(row, 0, f"Форма {row}", percent)
        page.write(row, 1, row / 10, percent)
    page.write_formula(rows + 1, 2, f"=SUM('{name}'!B2:B{rows + 1})", percent, 0.6)
    page.write_rich_string(rows + 1, 0, "обычный ", book.add_format({"bold": True}), "жирный")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": [name, 1, 1, rows, 1], "categories": [name, 1, 0, rows, 0], "name": [name, 0, 1],
                      "data_labels": {"value": True}})  # fmt: skip
    page.insert_chart("E2", chart)
    page.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    red = book.add_format({"font_color": "#FF0000", "num_format": "0.000"})
    page.conditional_format("A2:A4", {"type": "text", "criteria": "containing", "value": "1", "format": red})
    page.data_validation("B2:B4", {"validate": "list", "source": ["да", "нет"]})
    page.write_comment("A1", "как считали")
    page.add_table("H1:I3", {"name": table, "columns": [{"header": "а", "format": percent}, {"header": "б"}]})
    page.write_formula("J2", f"=SUM({table}[а])", None, 0)
    page.insert_image("E20", "точка.png", {"image_data": io.BytesIO(PNG)})
    page.write_url("A9", f"internal:'{name}'!A1", string="вверх")
    page.write_url("A10", "https://example.org/?a=1&b=2", string="сайт")
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def grafted(path, *sources, title="Мониторинг 1", replace=False) -> bytes:
    for source in sources:
        with open_host(path) as host:
            host.add_sheet(title, source, replace=replace)
    return path.read_bytes()


def opened(data):
    with pytest.warns(UserWarning, match="extension"):
        return openpyxl.load_workbook(io.BytesIO(data))


def test_a_grafted_sheet_has_all_it_had(tmp_path):
    data = grafted(save(tmp_path, workbook_with_table()), monitoring())
    book = opened(data)
    page = book["Мониторинг 1"]
    assert book.sheetnames == ["Люди", "Мониторинг 1"]
    cell = page["B2"]
    assert (cell.value, cell.number_format, cell.font.b, cell.fill.fgColor.rgb) == (0.1, '0.0"%"', True, "FFDDEEFF")
    assert cell.border.left.style == "thin"
    assert page.column_dimensions["A"].font.i
    assert page["A5"].value == "обычный жирный"
    assert page["C5"].value == "=SUM('Мониторинг 1'!B2:B4)"
    assert page["A1"].comment.text.strip() == "как считали"
    assert page.tables["Итоги"].ref == "H1:I3"
    assert page.print_title_rows == "$1:$1"
    assert page.freeze_panes == "A2"
    assert len(page._charts) == 1
    assert unzipped(data)["xl/media/image1.png"] == PNG
    assert page._charts[0].series[0].val.numRef.f == "'Мониторинг 1'!$B$2:$B$4"
    rule = page.conditional_formatting["A2:A4"][0]
    assert (rule.dxf.font.color.rgb, rule.dxf.numFmt.formatCode) == ("FFFF0000", "0.000")
    assert page["A9"].hyperlink.location == "'Мониторинг 1'!A1"
    assert page["A10"].hyperlink.target == "https://example.org/?a=1&b=2"
    assert page.data_validations.dataValidation[0].formula1 == '"да,нет"'
    assert not page.sheet_view.tabSelected, "two selected sheets would be edited as one"


def test_a_chart_says_what_it_does_not_show_whoever_saved_the_book(tmp_path):
    data = grafted(save(tmp_path, workbook_with_table()), monitoring())
    labels = opened(data)["Мониторинг 1"]._charts[0].series[0].dLbls
    assert (labels.showVal, labels.showSerName, labels.showCatName, labels.showLegendKey) == (True, False, False, False)
    assert (labels.showPercent, labels.showBubbleSize) == (False, False)
    chart = unzipped(data)["xl/charts/chart1.xml"]
    assert b'<c:roundedCorners val="0"/>' in chart
    assert b'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>' in chart, "an empty cell is no zero"


def test_the_other_sheets_are_the_bytes_they_were(tmp_path):
    path = save(tmp_path, workbook_with_table())
    before = packed_parts(path.read_bytes())
    after = packed_parts(grafted(path, monitoring()))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert opened(path.read_bytes())["Люди"]["B2"].number_format == "dd.mm.yyyy"


def test_replacing_a_grafted_sheet_again_and_again_adds_nothing(tmp_path):
    path = save(tmp_path, workbook_with_table())
    first = grafted(path, monitoring())
    last = grafted(path, monitoring(), monitoring(), monitoring(), replace=True)
    assert unzipped(last) == unzipped(first)


def test_replacing_drops_the_old_parts_and_keeps_the_place(tmp_path):
    path = save(tmp_path, workbook_with_table())
    grafted(path, monitoring())
    grafted(path, monitoring("Мониторинг 2", table="Второй"), title="Мониторинг 2")
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet("Мониторинг 1").write("A1", "пусто")
    data = grafted(path, plain.getvalue(), replace=True)
    assert opened(data).sheetnames == ["Люди", "Мониторинг 1", "Мониторинг 2"]
    assert [name for name in unzipped(data) if "chart" in name] == ["xl/charts/chart2.xml"]
    assert "Итоги" not in "".join(unzipped(data)[name].decode() for name in unzipped(data) if "tables/" in name)
    declared = part(data, "[Content_Types].xml")
    assert "charts/chart1.xml" not in declared
    assert "'Мониторинг 1'!$1:$1" not in part(data, "xl/workbook.xml")
    assert "'Мониторинг 2'!$1:$1" in part(data, "xl/workbook.xml")


def test_a_sheet_built_under_another_title_is_renamed_throughout(tmp_path):
    data = grafted(save(tmp_path, workbook_with_table()), monitoring(built_as="Лист сборки"))
    book = opened(data)
    assert book["Мониторинг 1"]["C5"].value == "=SUM('Мониторинг 1'!B2:B4)"
    assert book["Мониторинг 1"]._charts[0].series[0].cat.strRef.f == "'Мониторинг 1'!$A$2:$A$4"
    assert not any("Лист сборки".encode() in content for content in unzipped(data).values())


def test_a_table_whose_name_is_taken_gets_another_in_the_formulas_too(tmp_path):
    data = grafted(save(tmp_path, workbook_with_table()), monitoring(table="Люди"))
    page = opened(data)["Мониторинг 1"]
    assert list(page.tables) == ["Люди_2"]
    assert page["J2"].value == "=SUM(Люди_2[а])"


def test_what_was_written_before_a_graft_and_after_it_is_there(tmp_path):
    path = save(tmp_path, workbook_with_table())
    with open_host(path) as host:
        host.write("Люди", {(2, 1): "до"})
        host.add_sheet("Мониторинг 1", monitoring())
        assert host.read("Люди")[1][0] == "до"
        assert host.read("Мониторинг 1")[1][:2] == ["Форма 1", 0.1]
        host.write("Люди", {(3, 1): "после"})
        host.write("Мониторинг 1", {(2, 2): 0.9})
        assert host.read("Мониторинг 1")[1][:2] == ["Форма 1", 0.9]
    assert values(path.read_bytes(), "Люди")[2, 1] == "до"
    assert values(path.read_bytes(), "Люди")[3, 1] == "после"
    assert values(path.read_bytes(), "Мониторинг 1")[2, 2] == 0.9


@pytest.mark.parametrize("title", ["", "а" * 32, "а/б", "'а", "а]"])
def test_a_title_that_excel_does_not_take_is_our_mistake(tmp_path, title):
    with pytest.raises(ValueError, match="title"):
        grafted(save(tmp_path, workbook_with_table()), monitoring(), title=title)


@pytest.mark.parametrize("replace", [False, True])
def test_a_sheet_of_the_same_title_is_not_lost_by_accident(tmp_path, replace):
    path = save(tmp_path, workbook_with_table())
    with pytest.raises(ValueError, match="sheet"):
        grafted(path, monitoring("люди"), title="люди", replace=replace)


def test_a_book_in_the_strict_dialect_is_refused(tmp_path):
    path = save(tmp_path, (CORPUS / "poi-sample.strict.xlsx").read_bytes())
    with pytest.raises(Refused, match="Strict"):
        grafted(path, monitoring())


def test_a_prefixed_book_without_rels_type_takes_a_sheet(tmp_path):
    parts = make_book(PLAIN)
    types = parts["[Content_Types].xml"].decode()
    types = types.replace('<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
                          "".join(f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-package.'
                                  'relationships+xml"/>' for name in parts if name.endswith(".rels")))  # fmt: skip
    data = grafted(save(tmp_path, zipped(parts | {"[Content_Types].xml": types.encode()})), monitoring())
    declared = part(data, "[Content_Types].xml")
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        extension = name.rpartition(".")[2]
        known = f'PartName="/{name}"' in declared or f'Extension="{extension}"' in declared
        assert known or name == "[Content_Types].xml", name
    assert opened(data).sheetnames == ["Лист1", "Мониторинг 1"]
