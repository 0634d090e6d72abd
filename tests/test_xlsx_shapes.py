# ruff: noqa: E501  (markup reads best in one line)
"""The many shapes in which real programs write a workbook: each is edited, and everything else reads as before."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date

import openpyxl
import pytest
from test_xlsx_graft import monitoring
from xlsx_support import MAIN, RELATIONS, SHEET, make_book, part, save, sheet, unzipped, values, write, zipped

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host

ROWS = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>два</t></is></c><c r="D1" t="b"><v>1</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="C3" t="str"><f>"три"</f><v>три</v></c></row>'
)
OLD = {(1, 1): 1.0, (1, 2): "два", (1, 4): True, (3, 1): 3.0, (3, 3): "три"}
NEW = {(1, 2): "новое", (1, 3): 5.0, (2, 2): "между", (3, 1): "третья", (9, 1): "внизу"}


def prefixed(xml: str) -> str:
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace(" xmlns=", " xmlns:x=")


def strict(xml: str) -> str:
    return xml.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
        RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


BASE = sheet(ROWS)
SHAPES = {
    "as Excel writes it": BASE,
    "with a prefix": prefixed(BASE),
    "in single quotes": BASE.replace('"', "'").replace("'три'<", '"три"<'),
    "with blanks around equals signs": BASE.replace('r="', 'r = "').replace('t="b"', 't\n=\n"b"'),
    "with blanks between everything": BASE.replace("><row", ">\n  <row").replace("><c", ">\n    <c").replace("</c", "</c "),
    "rows without numbers": BASE.replace('<row r="1">', "<row>").replace('<row r="3">', "<row/><row>"),
    "rows without numbers but with addresses in cells": BASE.replace('<row r="1">', "<row>").replace('<row r="3">', "<row>"),
    "cells without addresses": sheet(
        '<row r="1"><c><v>1</v></c><c t="inlineStr"><is><t>два</t></is></c><c/><c t="b"><v>1</v></c></row>'
        '<row r="3"><c><v>3</v></c><c/><c t="str"><f>"три"</f><v>три</v></c></row>'
    ),
    "neither rows nor cells numbered": sheet(
        '<row><c><v>1</v></c><c t="inlineStr"><is><t>два</t></is></c><c/><c t="b"><v>1</v></c></row><row/>'
        '<row><c><v>3</v></c><c/><c t="str"><f>"три"</f><v>три</v></c></row>'
    ),
    "rows out of order": sheet(ROWS[ROWS.index('<row r="3">') :] + ROWS[: ROWS.index('<row r="3">')]),
    "cells out of order": BASE.replace(
        '<c r="A3"><v>3</v></c><c r="C3" t="str"><f>"три"</f><v>три</v></c>',
        '<c r="C3" t="str"><f>"три"</f><v>три</v></c><c r="A3"><v>3</v></c>',
    ),
    "text as CDATA": BASE.replace("<t>два</t>", "<t><![CDATA[два]]></t>"),
    "with a comment between the rows": BASE.replace('<row r="3">', '<!-- строка три --><row r="3">'),
    "with rich text": BASE.replace("<t>два</t>", "<r><rPr><b/></rPr><t>д</t></r><r><t>ва</t></r>"),
    "with phonetic text": BASE.replace("<t>два</t>", '<t>два</t><rPh sb="0" eb="1"><t>x</t></rPh><phoneticPr fontId="0"/>'),
    "with unknown attributes": BASE.replace(
        '<row r="1">', '<row r="1" spans="1:4" xmlns:q="urn:q" q:descent="0.25" ht="15">'
    ),
    "in the strict dialect": strict(BASE),
    "with alternate content after the rows": BASE.replace(
        "</sheetData>", '</sheetData><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility'
        '/2006"><mc:Choice Requires="x14" xmlns:x14="urn:x"><controls/></mc:Choice></mc:AlternateContent>'),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sheet_of_this_shape_is_edited_and_all_else_reads_as_before(tmp_path, shape):
    path = save(tmp_path, make_book(SHAPES[shape]))
    old = values(path.read_bytes())
    assert old == OLD
    data = write(path, NEW)
    assert values(data) == OLD | NEW
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    if shape != "in the strict dialect":  # openpyxl sees no sheets there
        assert {at: page[0].cell(*at).value for at in NEW} == NEW


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sheet_of_this_shape_keeps_every_byte_but_the_changed_cell(tmp_path, shape):
    path = save(tmp_path, make_book(SHAPES[shape]))
    before = part(path.read_bytes(), "xl/worksheets/sheet1.xml").replace("<![CDATA[два]]>", "два")
    after = part(write(path, {(1, 4): False}), "xl/worksheets/sheet1.xml")
    changed = re.compile(r"<((?:x:)?)c[^>]*t\s*=\s*.b.[^>]*>.*?</\1c\s*>", re.DOTALL)
    assert changed.sub("@", before) == changed.sub("@", after)
    assert "@" in changed.sub("@", after)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_sheet_in_another_encoding_is_edited(tmp_path, encoding):
    declared = encoding.replace("-sig", "").replace("cp1251", "windows-1251")
    xml = BASE.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
    path = save(tmp_path, make_book(xml))
    assert openpyxl.load_workbook(io.BytesIO(write(path, NEW)))["Лист1"]["B2"].value == "между"


def test_a_sheet_that_the_reader_would_see_empty_is_refused_to_reading(tmp_path):
    path = save(tmp_path, make_book(BASE.replace("UTF-8", "UTF-16").encode("utf-16")))
    with open_host(path) as host, pytest.raises(Refused, match="необычной кодировке"):
        host.read("Лист1")


@pytest.mark.parametrize(
    "data", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData />", "<sheetData>\n</sheetData>"]
)
def test_an_empty_sheet_is_filled(tmp_path, data):
    xml = BASE[: BASE.index("<sheetData>")] + data + "</worksheet>"
    assert values(write(save(tmp_path, make_book(xml)), NEW)) == NEW


def with_types(parts: dict[str, bytes]) -> bytes:
    return parts["[Content_Types].xml"]


def archive_with_descriptors(parts: dict[str, bytes]) -> bytes:
    """Return an archive written to a stream that cannot seek, so that sizes follow the data."""

    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, piece):
            self.data += piece
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return bytes(pipe.data)


def archive_with_zip64(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as file:
                file.write(content)
    return out.getvalue()


ARCHIVES = {
    "stored": lambda parts: zipped(parts, kind=zipfile.ZIP_STORED),
    "bzip2": lambda parts: zipped(parts, kind=zipfile.ZIP_BZIP2),
    "data descriptors": archive_with_descriptors,
    "zip64": archive_with_zip64,
    "a comment at the end": lambda parts: zipped(parts)[:-2] + struct.pack("<H", 5) + b"hello",
    "backslashes": lambda parts: _renamed(parts, lambda name: name.replace("/", "\\")),
    "upper case": lambda parts: _renamed(parts, lambda name: name if name[0] in "[_" else name.replace("sheet1", "Sheet1")),
    "directories": lambda parts: zipped({"xl/": b"", "xl/worksheets/": b""} | parts),
}  # fmt: skip


def _renamed(parts, rename):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo("x")
            info.filename = rename(name)
            archive.writestr(info, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_of_this_kind_is_edited(tmp_path, kind):
    path = save(tmp_path, ARCHIVES[kind](make_book(BASE)))
    with open_host(path) as host:
        host.write("Лист1", NEW)
    parts = unzipped(path.read_bytes())
    assert zipfile.ZipFile(path).testzip() is None
    assert [name for name in parts if "между".encode() in parts[name]] == [
        name for name in parts if "heet1.xml" in name
    ]
    if kind != "bzip2":  # calamine does not read it
        with open_host(path) as host:
            assert host.read("Лист1")[1][1] == "между"


def test_parts_may_be_named_absolutely_or_relatively(tmp_path):
    parts = make_book(BASE)
    rels = parts["xl/_rels/workbook.xml.rels"].replace(b'"worksheets/', b'"/xl/worksheets/').replace(b'"st', b'"./st')
    data = write(save(tmp_path, parts | {"xl/_rels/workbook.xml.rels": rels}), NEW | {(20, 1): date(2025, 9, 1)})
    assert values(data)[20, 1] == date(2025, 9, 1)


def test_a_book_without_styles_gets_them_for_a_date(tmp_path):
    parts = make_book(BASE, styles=None)
    parts["xl/_rels/workbook.xml.rels"] = re.sub(
        rb'<Relationship Id="rId2".*?/>', b"", parts["xl/_rels/workbook.xml.rels"]
    )
    parts["[Content_Types].xml"] = re.sub(rb'<Override PartName="/xl/styles.xml".*?/>', b"", with_types(parts))
    path = save(tmp_path, parts)
    assert "xl/styles.xml" not in unzipped(write(path, {(1, 1): 5}))
    data = write(path, {(9, 1): date(2025, 9, 1)})
    assert values(data)[9, 1] == date(2025, 9, 1)
    assert openpyxl.load_workbook(io.BytesIO(data))["Лист1"]["A9"].is_date


def test_a_style_part_without_cell_styles_does_not_restyle_every_cell(tmp_path):
    styles = f'<styleSheet xmlns="{MAIN}"/>'
    data = write(save(tmp_path, make_book(BASE, styles=styles)), {(9, 1): date(2025, 9, 1)})
    assert values(data) == OLD | {(9, 1): date(2025, 9, 1)}


def test_dates_count_from_1904_where_the_book_says_so(tmp_path):
    book = make_book(BASE)["xl/workbook.xml"].decode().replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    data = write(save(tmp_path, make_book(BASE, workbook=book)), {(9, 1): date(1904, 1, 2), (9, 2): date(2025, 9, 1)})
    assert "<v>1</v></c><c " in part(data, "xl/worksheets/sheet1.xml").partition('r="A9"')[2]
    page = openpyxl.load_workbook(io.BytesIO(data))["Лист1"]
    assert (page["A9"].value.date(), page["B9"].value.date()) == (date(1904, 1, 2), date(2025, 9, 1))


@pytest.mark.parametrize(("suffix", "kind"), [("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
                                              ("xltx", f"{SHEET}.template.main+xml")])  # fmt: skip
def test_books_with_macros_and_templates_are_edited(tmp_path, suffix, kind):
    parts = make_book(BASE)
    types = with_types(parts).replace(f"{SHEET}.sheet.main+xml".encode(), kind.encode())
    path = save(tmp_path, parts | {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\x00macro"}, f"книга.{suffix}")
    data = write(path, NEW)
    assert values(data) == OLD | NEW
    assert unzipped(data)["xl/vbaProject.bin"] == b"\x00macro"


def test_chart_sheets_are_no_worksheets(tmp_path):
    parts = make_book(BASE)
    book = parts["xl/workbook.xml"].replace(
        b"</sheets>", '<sheet name="Диаграмма" sheetId="2" r:id="rId7"/></sheets>'.encode()
    )
    rel = f'<Relationship Id="rId7" Type="{RELATIONS}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    rels = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", rel.encode())
    chart = f'<chartsheet xmlns="{MAIN}"/>'.encode()
    path = save(tmp_path, parts | {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels,
                                   "xl/chartsheets/sheet1.xml": chart})  # fmt: skip
    with open_host(path) as host:
        assert host.sheets() == ["Лист1"]
        host.write("Лист1", NEW)
    assert values(path.read_bytes()) == OLD | NEW


def test_a_table_of_a_prefixed_book_grows(tmp_path):
    after = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    table = (f'<x:table xmlns:x="{MAIN}" id="1" name="Т" displayName="Т_1" ref="A1:B2" totalsRowShown="0">'
             '<x:autoFilter ref="A1:B2"/><x:tableColumns count="2"><x:tableColumn id="1" name="а"/>'
             '<x:tableColumn id="2" name="б"/></x:tableColumns></x:table>')  # fmt: skip
    rows = '<row r="1"><c r="A1" t="str"><v>а</v></c><c r="B1" t="str"><v>б</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    rels = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/table" Target="/xl/tables/table1.xml"/></Relationships>')  # fmt: skip
    xml = prefixed(sheet(rows, after=after)).replace("x:xmlns", "xmlns")
    extra = {"xl/tables/table1.xml": table, "xl/worksheets/_rels/sheet1.xml.rels": rels}
    data = write(save(tmp_path, make_book(xml, extra=extra)), {(3, 1): 5, (3, 2): "x"})
    assert '<x:table xmlns:x="' in part(data, "xl/tables/table1.xml")
    assert 'ref="A1:B3"' in part(data, "xl/tables/table1.xml")
    assert 'ref="A1:B2"' not in part(data, "xl/tables/table1.xml")
    assert values(data)[3, 2] == "x"


PHANTOMS = "".join(f'<row r="{row}"><c r="XFD{row}" s="1"/></row>' for row in range(1_048_000, 1_048_577))
FAR = '<row r="1048576"><c r="XFC1048576" s="1"/><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize("before", ["", '<dimension ref="A1:XFD1048576"/>'])
def test_phantom_formatting_costs_nothing_and_a_far_away_value_is_named(tmp_path, before):
    with open_host(save(tmp_path, make_book(sheet(ROWS + PHANTOMS, before=before)))) as host:
        assert len(host.read("Лист1")) == 3
    far = save(tmp_path, make_book(sheet(ROWS + FAR, before=before)))
    with open_host(far) as host, pytest.raises(Refused, match="XFD1048576"):
        host.read("Лист1")


DOUBTFUL = {
    "rows under another prefix": BASE.replace("<row", '<x:row xmlns:x="' + MAIN + '"').replace("</row", "</x:row"),
    "cells under another prefix": BASE.replace("<c ", f'<y:c xmlns:y="{MAIN}" ').replace("</c>", "</y:c>"),
    "rows without the prefix of the sheet": prefixed(BASE).replace("<x:row", f'<row xmlns="{MAIN}"').replace("</x:row", "</row"),
    "row data without the prefix of the sheet": prefixed(BASE).replace("<x:sheetData", f'<sheetData xmlns="{MAIN}"').replace("</x:sheetData", "</sheetData"),
    "two tables of cells for two programs": BASE.replace("<sheetData>", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback><sheetData>')
    .replace("</sheetData>", "</sheetData></mc:Fallback></mc:AlternateContent>"),
    "the same row twice": BASE.replace('<row r="3">', '<row r="1">'),
    "a cell twice": BASE.replace('r="B1"', 'r="A1"'),
}  # fmt: skip


@pytest.mark.parametrize("shape", DOUBTFUL)
def test_a_sheet_in_which_a_cell_could_be_overlooked_is_refused_and_left_alone(tmp_path, shape):
    path = save(tmp_path, make_book(DOUBTFUL[shape]))
    before = path.read_bytes()
    with pytest.raises(Refused, match=r"нельзя изменить без риска|для разных программ"):
        write(path, {(1, 1): "новое"})
    assert path.read_bytes() == before


def test_cells_that_ask_for_shared_texts_that_are_not_there_get_none_of_ours(tmp_path):
    broken = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    relations = make_book(broken)["xl/_rels/workbook.xml.rels"].decode().replace("sharedStrings.xml", "нет.xml")
    path = save(tmp_path, make_book(broken, relations=relations))
    data = write(path, {(2, 1): "новое"})
    assert '<c r="A2" t="inlineStr"><is><t>новое</t></is></c>' in part(data, "xl/worksheets/sheet1.xml")
    assert '<c r="A1" t="s"><v>0</v></c>' in part(data, "xl/worksheets/sheet1.xml")


def test_texts_under_a_name_in_other_letters_are_found(tmp_path):
    parts = make_book(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))  # as 1C:Enterprise names it
    parts["xl/SharedStrings.xml"] = parts.pop("xl/sharedStrings.xml")
    path = save(tmp_path, parts)
    with open_host(path) as host:
        assert host.read("Лист1") == [["общий текст"]]
    data = write(path, {(2, 1): "новое"})
    assert values(data) == {(1, 1): "общий текст", (2, 1): "новое"}
    assert part(data, "xl/SharedStrings.xml") == parts["xl/SharedStrings.xml"].decode()


def test_a_line_of_the_list_of_sheets_that_leads_nowhere_keeps_its_number_and_place(tmp_path):
    book = (f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Пустой" sheetId="2"/>'
            '<sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>')  # fmt: skip
    path = save(tmp_path, make_book(BASE, workbook=book))
    with open_host(path) as host:
        assert host.sheets() == ["Лист1"]
        host.add_sheet("Мониторинг 1", monitoring())
    text = part(path.read_bytes(), "xl/workbook.xml")
    assert '<sheet name="Мониторинг 1" sheetId="3"' in text
    assert {*re.findall(r'localSheetId="(\d+)"', text)} <= {"2"}
