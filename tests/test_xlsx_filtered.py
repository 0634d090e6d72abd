# ruff: noqa: E501  (markup reads best in one line)
"""Rows that a person hid, filtered, sorted or grouped keep their state whatever is written into them or under them."""

from __future__ import annotations

import re

import pytest
from xlsx_support import MAIN, PACKAGE, RELATIONS, SHEET, make_book, part, save, sheet, values, write

ROWS = (
    '<row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t>Имя</t></is></c><c r="B1" t="inlineStr"><is><t>Класс</t></is></c></row>'
    '<row r="2" spans="1:2" hidden="1"><c r="A2" t="inlineStr"><is><t>Ёлкина</t></is></c><c r="B2"><v>5</v></c></row>'
    '<row r="3" spans="1:2" ht="30" customHeight="1"><c r="A3" t="inlineStr"><is><t>Яшин</t></is></c><c r="B3"><v>7</v></c></row>'
    '<row r="4" spans="1:2" hidden="1" outlineLevel="1"><c r="A4" t="inlineStr"><is><t>Агеев</t></is></c><c r="B4"><v>6</v></c></row>'
    '<row r="5" spans="1:2" collapsed="1"><c r="A5" t="inlineStr"><is><t>Белов</t></is></c><c r="B5"><v>7</v></c></row>'
)
FILTER = (
    '<autoFilter ref="A1:B5"><filterColumn colId="1"><filters><filter val="7"/></filters></filterColumn></autoFilter>'
)
SORTED = '<sortState ref="A2:B5"><sortCondition descending="1" ref="B2:B5"/></sortState>'


def filtered_table() -> dict[str, bytes]:
    """Return a book whose table shows the seventh class only and is sorted."""
    table = (f'<table xmlns="{MAIN}" id="1" name="Люди" displayName="Люди" ref="A1:B5" totalsRowShown="0">{FILTER}{SORTED}'
             '<tableColumns count="2"><tableColumn id="1" name="Имя"/><tableColumn id="2" name="Класс"/></tableColumns></table>')  # fmt: skip
    parts = make_book(
        sheet(ROWS, after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'),
        extra={
            "xl/tables/table1.xml": table,
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/table" Target="../tables/table1.xml"/></Relationships>',
        },
    )
    declared = f'<Override PartName="/xl/tables/table1.xml" ContentType="{SHEET}.table+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared.encode())
    return parts


def filtered_sheet() -> dict[str, bytes]:
    return make_book(
        sheet(ROWS, before='<sheetPr filterMode="1"/>', after=FILTER.replace("</autoFilter>", f"{SORTED}</autoFilter>"))
    )


def states(data: bytes) -> dict[str, str]:
    """Return what each row says of itself besides its number and its width."""
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', part(data, "xl/worksheets/sheet1.xml"))
    return {number: re.sub(r'\s*spans="[^"]*"', "", said).strip() for number, said in rows}


WRITTEN = {(2, 1): "Ёлкина Анна", (3, 2): 8, (4, 2): None, (5, 1): "Белов Пётр", (5, 3): "рядом"}


@pytest.mark.parametrize("book", [filtered_table, filtered_sheet])
def test_rows_keep_their_state_when_their_cells_are_written(tmp_path, book):
    path = save(tmp_path, book())
    before = states(path.read_bytes())
    assert before["2"] == 'hidden="1"'
    data = write(path, WRITTEN)
    assert states(data) == before
    found = values(data)
    assert {at: found.get(at) for at in WRITTEN} == WRITTEN


def test_rows_appended_to_a_filtered_and_sorted_table_are_seen_and_change_no_other(tmp_path):
    path = save(tmp_path, filtered_table())
    before = states(path.read_bytes())
    data = write(path, {(row, column): f"{row} {column}" for row in (6, 7) for column in (1, 2)})
    assert states(data) == before | {"6": "", "7": ""}
    table = part(data, "xl/tables/table1.xml")
    assert FILTER.replace("A1:B5", "A1:B7") in table
    assert SORTED.replace("A2:B5", "A2:B7").replace("B2:B5", "B2:B7") in table
    assert 'ref="A1:B7"' in table


def test_rows_written_under_a_filtered_range_leave_the_filter_as_it_was(tmp_path):
    data = write(save(tmp_path, filtered_sheet()), {(6, 1): "Новый", (6, 2): 7})
    text = part(data, "xl/worksheets/sheet1.xml")
    assert FILTER.replace("</autoFilter>", f"{SORTED}</autoFilter>") in text
    assert '<sheetPr filterMode="1"/>' in text
